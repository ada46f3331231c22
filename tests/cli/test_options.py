"""Values of options: durations and statuses."""

from __future__ import annotations

from datetime import timedelta

import click
import pytest
from hypothesis import given
from hypothesis import strategies as st

from enricher.cli.values import accepted, duration, fail_on, only
from enricher.models import Status


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("14d", timedelta(days=14)),
        ("12h", timedelta(hours=12)),
        ("15m", timedelta(minutes=15)),
        ("30s", timedelta(seconds=30)),
        ("1d12h", timedelta(days=1.5)),
        ("1.5h", timedelta(minutes=90)),
        ("0s", timedelta()),
        ("9999999999999999d", timedelta(days=36_500)),
        ("9" * 400 + "d", timedelta(days=36_500)),
    ],
)
def test_durations(text: str, meant: timedelta) -> None:
    assert duration(text) == meant


@pytest.mark.parametrize("text", ["", "3", "d", "-1d", "1w", "1 d", "1d ", "1..5h", "٣d", "1d;"])
def test_what_is_no_duration(text: str) -> None:
    with pytest.raises(click.BadParameter, match="write for instance 14d"):
        duration(text)


@given(st.integers(0, 999), st.integers(0, 999), st.integers(0, 999), st.integers(0, 999))
def test_parts_of_a_duration_add_up(days: int, hours: int, minutes: int, seconds: int) -> None:
    meant = timedelta(days=days, hours=hours, minutes=minutes, seconds=seconds)
    assert duration(f"{days}d{hours}h{minutes}m{seconds}s") == meant


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("dead", {"dead"}),
        ("dead, soft404,", {"dead", "soft404"}),
        (",".join(Status), set(Status)),
        ("dead+new,confirmed", {"dead+new", "confirmed"}),
        ("none", set()),
    ],
)
def test_fail_on(text: str, meant: set[str]) -> None:
    assert fail_on(text) == {frozenset(each.split("+")) for each in meant}


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("deed", '"deed" is no status'),
        ("", "no status is named"),
        ("none,dead", '"none"'),
        ("dead+", "lacks a word beside"),
    ],
)
def test_what_fail_on_does_not_know(text: str, said: str) -> None:
    with pytest.raises(click.BadParameter, match=said):
        fail_on(text)


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("site=Example.ORG.", [("site", "example.org")]),
        ("status=dead,soft404", [("status", "dead"), ("status", "soft404")]),
        ("status=dead, path=content/a b.md", [("status", "dead"), ("path", "content/a b.md")]),
        ("field=related[].webUrl", [("field", "related[].webUrl")]),
        ("site=a.test,site=b.test", [("site", "a.test"), ("site", "b.test")]),
        # a value that holds a sign of equality
        ("path=a=b.md", [("path", "a=b.md")]),
    ],
)
def test_only(text: str, meant: list[tuple[str, str]]) -> None:
    assert only(text) == tuple(meant)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("dead", '"dead" names no key; write KEY=VALUE'),
        ("host=a.test", '"host=a.test" names no key.* known: site, status, field, path'),
        ("status=deed", '"deed" is no status; known: ok, moved'),
        ("site=", "site= names nothing"),
        ("field=related[", "no field path: 'related\\[', at character 8; write for instance"),
    ],
)
def test_what_only_does_not_know(text: str, said: str) -> None:
    with pytest.raises(click.BadParameter, match=said):
        only(text)


@pytest.mark.parametrize("text", ["4o4", "a b=403", "200..=204", ""])
def test_what_accept_does_not_know(text: str) -> None:
    with pytest.raises(click.BadParameter, match=r"is no .*; write for instance 403"):
        accepted(text)
