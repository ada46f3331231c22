"""Wordings compared, and site names cut off."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from enricher.page import wording
from enricher.page.markup import visible
from enricher.page.wording import Wording
from tests.page.test_sources import read

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
        ("Bridge closed │ Daily News", "Bridge closed"),
        ("Bridge closedㅣDaily News", "Bridge closed"),
        ("Bridge closed ● Daily News", "Bridge closed"),
        ("Bridge closed → Daily News", "Bridge closed"),
        ("橋は通行止め-Daily News", "橋は通行止め"),
        ("橋は通行止め_Daily News", "橋は通行止め"),
        ("橋は通行止め--Daily News", "橋は通行止め"),
        ("::: Daily News ::: Bridge closed", "Bridge closed"),
        ("Bridge re-opened_Daily News", "Bridge re-opened_Daily News"),
        ("Bridge closed (Daily News)", "Bridge closed"),
        ("橋は通行止め【Daily News】", "橋は通行止め"),
        ("Bridge closed (daily)", "Bridge closed (daily)"),
        ("(Daily News)", "(Daily News)"),
    ],
)
def test_site_names_are_cut_off_on_either_side(title: str, bare: str) -> None:
    assert wording.without_site(title, NAMES) == bare


def test_without_names_nothing_is_cut() -> None:
    assert wording.without_site("Bridge closed | The Daily News", frozenset()) == "Bridge closed | The Daily News"


@given(st.text(max_size=60), st.frozensets(st.text(max_size=6).map(wording.key), max_size=3))
def test_of_a_title_something_is_left(title: str, names: frozenset[str]) -> None:
    bare = wording.without_site(title, names)
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
        ("", "Bridge", 0.0, 0.0),
        ("橋は通行止めになった", "橋は通行止めになった、市長", 0.8, 1.0),
    ],
)
def test_likeness(one: str, other: str, least: float, most: float) -> None:
    assert least <= Wording(one).likeness(Wording(other)) <= most
    assert Wording(one).likeness(Wording(other)) == Wording(other).likeness(Wording(one))


@pytest.mark.parametrize(
    ("html", "line"),
    [
        ("<h1>One</h1>", "One"),
        ("<h1>One<br>two</h1>", "One two"),
        ("<h1><span>One</span><span>two</span></h1>", "One two"),
        ("<h1>One <em>two</em>, three</h1>", "One two, three"),
        ("<h1>„<em>One</em>“</h1>", "„One“"),
        ("<h1><span>震度</span><span>5弱</span></h1>", "震度5弱"),
        ("<h1><!-- x --></h1>", ""),
        ("<h1></h1>", ""),
    ],
)
def test_the_line_of_an_element(html: str, line: str) -> None:
    assert visible.line(read(html).headings[0]) == line


def test_pieces_keep_formatting_together_and_leave_hidden_ones_out() -> None:
    node = read(
        "<h1><span class=kicker>Local</span> The <b>big</b> bridge<span class='sr-only'> | News</span></h1>"
    ).headings[0]
    assert [(piece.text, piece.marks) for piece in visible.pieces(node)] == [
        ("Local", "span kicker"),
        ("The big bridge", ""),
    ]
