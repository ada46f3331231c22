"""The one line of `checks` for one URL."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from msgspec import structs

from enricher import checks
from enricher.checks import CheckEntry, TargetState
from enricher.models import Memento, Outcome, Standing, Status, Value, Verdict
from tests.fakes import NOON, outcome

EARLIER = NOON - timedelta(days=9)
URL, NEW = "https://a.test/1", "https://a.test/2"
COPY = "https://web.archive.org/web/2020/https://a.test/1"


def state(status: Status, reason: str, *, is_confirmed: bool = False) -> TargetState:
    shown = Standing(status=status, reason=reason, since=NOON, is_confirmed=is_confirmed)
    return TargetState(outcome=outcome(URL, status, reason), standing=shown)


def moved(reason: str = "http-301") -> TargetState:
    found = state(Status.MOVED, reason)
    return replace(found, outcome=structs.replace(found.outcome, final_url=NEW))


def dead(*, archive: bool = False) -> TargetState:
    found = state(Status.DEAD, "http-404", is_confirmed=True)
    copy = Memento(url=COPY, captured_at=EARLIER) if archive else None
    return replace(found, outcome=structs.replace(found.outcome, archive=copy))


def failing_now(found: TargetState) -> TargetState:
    """The standing stands; the latest check timed out."""
    verdict = Verdict(status=Status.UNREACHABLE, reason="read-timeout")
    seen = Outcome(target=URL, kind=found.outcome.kind, verdict=verdict, checked_at=NOON)
    return replace(found, outcome=seen)


@pytest.mark.parametrize(
    ("found", "line"),
    [
        *(
            (state(Status.OK, plain), {"status": "ok", "since": NOON})
            for plain in ("ok", "http-200", "http-203", "http-206", "http-2xx", "not-modified")
        ),
        (state(Status.OK, "redirected"), {"status": "ok", "reason": "redirected", "since": NOON}),
        (state(Status.OK, "paywall"), {"status": "ok", "reason": "paywall", "since": NOON}),
        (moved(), {"status": "moved", "reason": "http-301", "since": NOON, "finalUrl": NEW}),
        (dead(), {"status": "dead", "reason": "http-404", "since": NOON, "confirmed": True}),
        (
            dead(archive=True),
            {
                "status": "dead",
                "reason": "http-404",
                "since": NOON,
                "confirmed": True,
                "archiveUrl": COPY,
            },
        ),
        (state(Status.DEAD, "http-404"), {"status": "dead", "reason": "http-404", "since": NOON}),
        (
            state(Status.RESTRICTED, "http-403", is_confirmed=True),
            {"status": "restricted", "reason": "http-403", "since": NOON},
        ),
        (
            state(Status.BLOCKED, "private-address"),
            {"status": "blocked", "reason": "private-address", "since": NOON},
        ),
        (
            state(Status.INVALID, "no-host"),
            {"status": "invalid", "reason": "no-host", "since": NOON},
        ),
    ],
)
def test_a_new_line_in_this_order(found: TargetState, line: CheckEntry) -> None:
    new = checks.entry(found, None, "always")
    assert new == line
    assert isinstance(new, dict)
    assert list(new) == list(line)


# Found, and whether "always", "problems" and "confirmed" write a line; "never" writes none.
SHOWN = [
    (state(Status.OK, "http-200"), True, False, False),
    (state(Status.OK, "paywall"), True, False, False),
    (moved(), True, True, False),
    (state(Status.RESTRICTED, "http-403"), True, True, False),
    (state(Status.BLOCKED, "robots"), True, True, False),
    (state(Status.INVALID, "no-host"), True, True, False),
    (state(Status.DEAD, "http-404"), True, True, False),
    (dead(), True, True, True),
    (state(Status.UNREACHABLE, "read-timeout", is_confirmed=True), True, True, True),
    (state(Status.UNREACHABLE, "read-timeout"), False, False, False),
    (state(Status.ERROR, "http-500"), False, False, False),
    (state(Status.THROTTLED, "http-429"), False, False, False),
    (state(Status.BLOCKED, "relative"), False, False, False),
    (state(Status.BLOCKED, "excluded"), False, False, False),
    (None, False, False, False),
]


@pytest.mark.parametrize(("found", "always", "problems", "confirmed"), SHOWN)
@pytest.mark.parametrize("note", [{}, {"note": "asked them"}])
def test_what_each_mode_writes(
    found: TargetState | None, always: bool, problems: bool, confirmed: bool, note: CheckEntry
) -> None:
    modes: dict[checks.When, bool] = {
        "always": always, "problems": problems, "confirmed": confirmed, "never": False
    }  # fmt: skip
    for mode, is_written in modes.items():
        line = checks.entry(found, dict(note) or None, mode)
        assert (isinstance(line, dict) and "status" in line) is is_written
        assert line is None or {key: line[key] for key in note} == note  # type: ignore[index, call-overload]


@pytest.mark.parametrize("mode", ["always", "problems", "confirmed", "never"])
def test_a_mode_takes_out_the_lines_of_another(mode: checks.When) -> None:
    states = [found for found, *_ in SHOWN]
    for found in states:
        for earlier in states:
            old = checks.entry(earlier, None, "always")
            new = checks.entry(found, old, mode)
            assert checks.entry(found, new, mode) == new
            assert mode != "never" or new is None
            assert mode != "confirmed" or new is None or new["confirmed"] is True  # type: ignore[index, call-overload]
            assert mode != "problems" or new is None or new["status"] != "ok"  # type: ignore[index, call-overload]


def test_a_failure_that_may_pass_leaves_the_line_as_it_is() -> None:
    unreachable = state(Status.UNREACHABLE, "read-timeout")
    old = checks.entry(dead(), None, "problems")
    assert checks.entry(unreachable, old, "problems") == old
    assert checks.entry(None, old, "problems") == old


@pytest.mark.parametrize("mode", ["problems", "confirmed", "never"])
@pytest.mark.parametrize("old", ["dead", 7, {"note": "asked them"}, {"note": {"by": "me"}}])
def test_what_is_not_ours_stays(mode: checks.When, old: Value) -> None:
    assert checks.entry(state(Status.OK, "http-200"), old, mode) == old


def test_seconds_are_whole_and_utc() -> None:
    found = state(Status.OK, "http-200")
    found = replace(
        found, standing=structs.replace(found.standing, since=NOON + timedelta(microseconds=5))
    )
    assert checks.entry(found, None, "always") == {"status": "ok", "since": NOON}


@pytest.mark.parametrize(
    ("old", "since"),
    [
        ({"status": "ok", "since": EARLIER}, EARLIER),
        ({"status": "ok", "since": NOON + timedelta(days=1)}, NOON),
        ({"status": "dead", "since": EARLIER}, NOON),
        ({"status": "ok", "since": EARLIER.date()}, NOON),
        ({"status": "ok", "since": "long ago"}, NOON),
        ({"status": "ok", "since": "2026-11-13T12:00:00Z"}, EARLIER),  # as JSON has it
        ({"status": "ok"}, NOON),
        ("ok", NOON),
    ],
)
def test_a_document_that_knew_it_earlier_keeps_its_time(old: Value, since: datetime) -> None:
    line = checks.entry(state(Status.OK, "http-200"), old, "always")
    assert isinstance(line, dict)
    assert line["since"] == since


def test_where_it_moved_to_outlives_a_night_without_an_answer() -> None:
    old = checks.entry(moved(), None, "always")
    assert old is not None
    assert checks.entry(failing_now(moved()), old, "always") == old
    assert checks.entry(failing_now(moved()), None, "always") == {
        "status": "moved",
        "reason": "http-301",
        "since": NOON,
    }


def test_an_archived_copy_outlives_a_night_without_an_archive() -> None:
    old = checks.entry(dead(archive=True), None, "always")
    assert old is not None
    assert checks.entry(dead(), old, "always") == old


def test_words_that_are_not_ours_stay_in_the_line() -> None:
    old: Value = {
        "status": "dead",
        "since": EARLIER,
        "note": "asked them",
        "reason": "dns-nxdomain",
    }
    assert checks.entry(dead(), old, "always") == {
        "status": "dead",
        "reason": "http-404",
        "since": EARLIER,
        "confirmed": True,
        "note": "asked them",
    }
    assert checks.entry(state(Status.OK, "http-200"), old, "always") == {
        "status": "ok",
        "since": NOON,
        "note": "asked them",
    }


def test_words_of_ours_go_when_they_no_longer_hold() -> None:
    old: Value = {
        "status": "dead",
        "since": EARLIER,
        "confirmed": True,
        "finalUrl": NEW,
        "archiveUrl": COPY,
    }
    assert checks.entry(state(Status.OK, "http-200"), old, "always") == {
        "status": "ok",
        "since": NOON,
    }


@pytest.mark.parametrize(
    ("found", "new_url"),
    [
        (moved(), NEW),
        (moved("http-308"), NEW),
        (moved("canonical"), None),
        (failing_now(moved()), None),
        (
            replace(moved(), standing=Standing(status=Status.DEAD, reason="pinned", since=NOON)),
            None,
        ),
        (dead(), None),
    ],
)
def test_only_a_permanent_redirect_gives_a_new_address(
    found: TargetState, new_url: str | None
) -> None:
    assert found.new_url == new_url


def test_good_is_what_the_latest_check_and_the_standing_call_good() -> None:
    assert moved().is_good
    assert not failing_now(moved()).is_good
    pinned = replace(
        moved(),
        standing=Standing(
            status=Status.DEAD, reason="pinned", since=datetime(2026, 1, 1, tzinfo=UTC)
        ),
    )
    assert not pinned.is_good
