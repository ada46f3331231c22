"""Wordings compared, and site names cut off."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from enricher.page import normalise
from enricher.page.normalise import NormalisedText

NAMES = frozenset({"thedailynews", "dailynews", "dailynewscom"})


@pytest.mark.parametrize(
    ("title", "bare"),
    [
        ("Bridge closed", "Bridge closed"),
        ("Bridge closed | The Daily News", "Bridge closed"),
        ("Bridge closed|The Daily News", "Bridge closed"),
        ("Bridge closed - The Daily News", "Bridge closed"),
        ("Bridge closed – Local – The Daily News", "Bridge closed – Local"),
        ("Bridge closed | The Daily News | Sports, weather and more", "Bridge closed"),
        ("The Daily News: Bridge closed", "The Daily News: Bridge closed"),
        ("The Daily News : Bridge closed", "Bridge closed"),
        ("The Daily News » Bridge closed", "Bridge closed"),
        ("dailynews.com | Bridge closed", "Bridge closed"),
        ("橋は通行止め：Daily News", "橋は通行止め"),
        ("橋は通行止め｜Daily News", "橋は通行止め"),
        ("Bridge - closed for now", "Bridge - closed for now"),
        ("Well-known bridge: closed", "Well-known bridge: closed"),
        ("The Daily News", "The Daily News"),
        ("„Closed“ says «mayor»", "„Closed“ says «mayor»"),
        ("Bridge closed -- Daily News", "Bridge closed"),
        ("Bridge closed // Daily News", "Bridge closed"),
        ("Bridge closed::Daily News", "Bridge closed"),
        ("Bridge closed ||Daily News", "Bridge closed"),
        ("| Bridge closed | Daily News |", "Bridge closed"),
        ("| Daily News | Bridge closed | ", "Bridge closed"),
        ("橋は通行止め-Daily News", "橋は通行止め"),
        ("橋は通行止め_Daily News", "橋は通行止め"),
        ("橋は通行止め--Daily News", "橋は通行止め"),
        ("::: Daily News ::: Bridge closed", "Bridge closed"),
        ("Bridge re-opened_Daily News", "Bridge re-opened_Daily News"),
        ("橋は19時-20時に通行止め", "橋は19時-20時に通行止め"),
        ("Bridge closed (daily)", "Bridge closed (daily)"),
        ("(Daily News)", "(Daily News)"),
        ("Bridge closed)", "Bridge closed)"),
    ],
)
def test_site_names_are_cut_off_on_either_side(title: str, bare: str) -> None:
    assert normalise.without_site(title, NAMES) == bare


BARS = "|｜￨¦ǀ│┃∣❘ㅣ⋆▷►："
SIGNS = "-–—―−·•∙⋅●■▪◆★→←~_<>:/\\»«›‹"


@pytest.mark.parametrize("sign", BARS + SIGNS)
def test_signs_between_title_and_site(sign: str) -> None:
    assert normalise.segments(f"Bridge closed {sign} Daily News") == ["Bridge closed", "Daily News"]
    assert len(normalise.segments(f"Bridge{sign}News")) == (2 if sign in BARS else 1)


@pytest.mark.parametrize(
    ("title", "segments", "cuts"),
    [
        (
            "One - two | three",
            ["One", "two", "three"],
            ["One - two", "One", "two | three", "three"],
        ),
        ("営業は9時-10時", ["営業は9時-10時"], []),
        ("橋-市", ["橋", "市"], ["橋", "市"]),
        ("One two", ["One two"], []),
        ("", [], []),
        (" | ", [], []),
    ],
)
def test_parts_of_titles(title: str, segments: list[str], cuts: list[str]) -> None:
    assert (normalise.segments(title), normalise.cuts(title)) == (segments, cuts)


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("The Daily_News, 2!", "thedailynews2"),
        ("L’ÉCHO", "lécho"),
        ("Ｅｃｈｏ №\u00a01", "echono1"),
        ("e\u0301cho_", "écho"),
        ("Straße", "strasse"),
        ("¡…!", ""),
        ("", ""),
    ],
)
def test_what_counts_when_wording_alone_counts(text: str, key: str) -> None:
    assert normalise.key(text) == key


@pytest.mark.parametrize(
    ("text", "name", "is_site"),
    [
        ("The Echo", "theecho", True),
        ("Echo", "echo", True),
        # the name in a text, where it is a good part of it
        ("The Echo online today", "echo", False),
        ("The Echo online", "echo", True),
        ("The Sun", "sun", False),
        # a text that is a good part of the name
        ("Echo", "rivertheecho", True),
        ("Echo", "oldrivertheecho", False),
        ("Sun", "thesun", False),
        ("Sun", "sun", True),
        ("–", "", False),
    ],
)
def test_names_of_sites(text: str, name: str, is_site: bool) -> None:
    assert normalise.is_site(text, {name}) is is_site


def test_without_names_nothing_is_cut() -> None:
    assert (
        normalise.without_site("Bridge closed | The Daily News", frozenset())
        == "Bridge closed | The Daily News"
    )


@given(st.text(max_size=60), st.frozensets(st.text(max_size=6).map(normalise.key), max_size=3))
def test_of_a_title_something_is_left(title: str, names: frozenset[str]) -> None:
    bare = normalise.without_site(title, names)
    assert bare in title
    assert bool(bare) == bool(title)


@pytest.mark.parametrize(
    ("one", "other", "least", "most"),
    [
        ("Bridge closed today", "Bridge closed today", 1.0, 1.0),
        ("Bridge closed today", "BRIDGE “CLOSED” TODAY!", 1.0, 1.0),
        ("Bridge closed today", "Bridge closed today, mayor says", 0.7, 0.95),
        ("Local", "Local bridge closed today, the mayor says", 0.2, 0.5),
        ("Mayor shuts bridge for walkers", "Bridge closed: mayor acts for walkers", 0.6, 0.9),
        ("Weather", "Bridge closed today", 0.0, 0.1),
        ("Bridge_closed today", "today the bridge", 0.6, 0.95),
        ("", "Bridge", 0.0, 0.0),
        ("", "", 0.0, 0.0),
        ("№ ™", "Bridge", 0.0, 0.0),
        ("Bridges", "Bridges", 0.8, 0.9),
        ("Bridge 5", "Bridge 5", 0.8, 0.9),
        ("Bridge 55", "Bridge 55", 1.0, 1.0),
        ("旧橋閉鎖", "旧橋閉鎖", 1.0, 1.0),
        ("橋は通行止めになった", "橋は通行止めになった、市長", 0.8, 1.0),
    ],
)
def test_similarity(one: str, other: str, least: float, most: float) -> None:
    assert least <= NormalisedText(one).similarity(NormalisedText(other)) <= most
    assert NormalisedText(one).similarity(NormalisedText(other)) == NormalisedText(
        other
    ).similarity(NormalisedText(one))
