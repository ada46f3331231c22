"""Where the headline stands in a page's markup."""

from __future__ import annotations

import pytest

from enricher.page.markup import headline

TITLE = "Bridge over the Elster closed to walkers"
META = f"<meta content='{TITLE}'>"


def texts(html: str, *social_titles: str, html_title: str = "") -> list[str]:
    markup = html.encode()
    spans = headline.find(markup, social_titles, html_title)
    return [" ".join(headline.text_of(markup[start:end]).split()) for start, end in spans]


@pytest.mark.parametrize(
    ("html", "found"),
    [
        (f"<h1>{TITLE}</h1>", [TITLE]),
        (f"<H1 class=x>Now: {TITLE}</H1>", [f"Now: {TITLE}"]),
        (f"<h6><b>{TITLE}</b></h6>", [TITLE]),
        ("<h1>Bridge &amp; boats</h1>", ["Bridge & boats"]),
        # the one most like the title, and those as much like it: once for the eye, once for search engines
        (f"<h1>Walks</h1><h2>{TITLE}</h2>", [TITLE]),
        (f"<h2>{TITLE}</h2><h1>{TITLE}</h1>", [TITLE, TITLE]),
        (f"<h2>Bridge over the Elster</h2><h2>{TITLE}</h2>", [TITLE]),
        (f"<h2>{TITLE}</h2>" * 5, [TITLE] * 3),
        # an h1 before an h2, where they are alike
        (
            "<h2>Bridge closed to boats</h2><h1>Bridge closed to boats and all the rest</h1>",
            ["Bridge closed to boats"],
        ),
        (
            "<h1>The Elster bridge, closed</h1><h2>Over the bridge</h2>",
            ["The Elster bridge, closed"],
        ),
        # no more than eight words speak for a heading
        (f"<h2>{TITLE}, says mayor once more</h2><h2>{TITLE}</h2>", [TITLE]),
        # no words, too few of the title's, no end
        ("<h1> … </h1><h1>Walks</h1>", ["Walks"]),
        (
            "<h1>Boats leave the bridge</h1><h2>Swimming over the Elster</h2>",
            ["Swimming over the Elster"],
        ),
        ("<h2>Swimming under Elster bridges</h2>", []),
        ("<h2>Over the Elster, boats swim</h2>", ["Over the Elster, boats swim"]),
        ("<h2>Over the Elster walkers, boats swim again</h2>", []),
        (f"<p>{'word ' * 400}</p><h1>Now: {TITLE}</h1>", [f"Now: {TITLE}"]),
        (f"<h1>Now: {TITLE}", []),
        (f"<h1>Now: {TITLE}{' ' * 1_500}</h1>", []),
        (f"<h1>Now: {TITLE}<hr></hr></h1>", [f"Now: {TITLE}"]),
        (f"<h1 title='<'>Now: {TITLE}</h1>", []),
        (f"<h1s>Now: {TITLE}</h1>", []),
        ("", []),
        # no heading like it: where an element begins with the title's text; the first h1
        (f"<h1>Walks</h1><div class=title> {TITLE}</div>", [TITLE]),
        (f"<h1>Walks</h1><p>Now: {TITLE}</p>", ["Walks"]),
        ("<h2>Walks</h2><h1>Boats</h1><h1>Ships</h1>", ["Boats"]),
        (f"<h2>Closed to walkers</h2><b>{TITLE}</b>", ["Closed to walkers"]),
    ],
)
def test_the_headline(html: str, found: list[str]) -> None:
    assert texts(html, TITLE) == found


@pytest.mark.parametrize(
    ("html", "title", "found"),
    [
        # in metas, links, lists, drawings
        (META, TITLE, []),
        (f"<title>{TITLE}</title>{META * 2}<body><b>{TITLE}</b>", TITLE, [TITLE]),
        (
            f"<a href=/x>{TITLE}</a><option>{TITLE}<li>{TITLE}<svg><title>{TITLE}</title></svg>",
            TITLE,
            [],
        ),
        (f"<A class=x>{TITLE}</A>", TITLE, []),
        (f"<script>{TITLE}</script><b>{TITLE}!</b>", TITLE, [TITLE]),
        ("<b>Walks | Boats | Ships</b>", "Walks | Boats | Ships", ["Walks | Boats | Ships"]),
        (f"<article>{TITLE}", TITLE, [TITLE]),
        # in another spelling, without the site's name
        (
            "<b>Boats &amp; bridges: closed</b>",
            "Boats & bridges: closed",
            ["Boats & bridges: closed"],
        ),
        ("<b>Boats & bridges: closed</b>", "Boats & bridges: closed", ["Boats & bridges: closed"]),
        (f"<b>{TITLE}</b>", f"{TITLE} | Daily News", [TITLE]),
        (
            f"<b>Daily News of the Elster</b> <i>{TITLE}</i>",
            f"{TITLE} | Daily News of the Elster",
            [TITLE],
        ),
        # short ones stand anywhere
        ("<b>Bridges are open</b>", "Bridges are open", ["Bridges are open"]),
        ("<b>Bridge is open</b>", "Bridge is open", []),
        ("<b>Brücke ist zu</b>", "Brücke ist zu", []),
        ("<b>橋は通行止め</b>", "橋は通行止め", ["橋は通行止め"]),
        ("<b>橋は通行止</b>", "橋は通行止", []),
        ("<b>다리폐쇄됨</b>", "다리폐쇄됨｜소식", []),
        ("<b>다리가 폐쇄됨</b>", "다리가 폐쇄됨｜소식", ["다리가 폐쇄됨"]),
    ],
)
def test_the_title_s_text_where_no_heading_is_like_it(
    html: str, title: str, found: list[str]
) -> None:
    assert texts(html, html_title=title) == found


def test_every_title_counts_for_headings_and_the_first_social_one_for_other_text() -> None:
    assert texts("<h2>Walkers swim at last</h2>", "x", "Walkers swim at last") == [
        "Walkers swim at last"
    ]
    assert texts("<h2>Now walkers swim at last</h2>", "x", html_title="Walkers swim at last")
    assert texts("<b>Walkers swim at last</b>", "x", "Walkers swim at last") == []
    assert texts("<b>Walkers swim at last</b>", "Walkers swim at last", "x") == [
        "Walkers swim at last"
    ]


def test_only_the_first_headings_are_looked_at() -> None:
    assert texts("<h2>x</h2>" * 39 + f"<h2>Now: {TITLE}</h2>", TITLE) == [f"Now: {TITLE}"]
    assert texts("<h2>x</h2>" * 40 + f"<h2>Now: {TITLE}</h2>", TITLE) == []


@pytest.mark.parametrize(
    ("text", "is_like"),
    [
        ("The bridge, closed", True),
        ("the Bridge will open", True),
        ("a bridge will open", False),
        ("", True),
    ],
)
def test_texts_of_a_title_s_words(text: str, is_like: bool) -> None:
    assert headline.is_like(text, headline.words(TITLE)) is is_like


def test_text_of_markup() -> None:
    assert headline.text_of(
        b"<b class='x'>One</b> &amp; t\xc3\xbcwo < three <i\n>four \xff"
    ).split() == [*("One", "&", "tüwo", "<", "three", "four", "\ufffd")]


def test_places_of_a_text() -> None:
    assert list(headline.places(b"a-aa-aaa-b", b"aa", 1)) == [2, 5]
    assert list(headline.places(b"a-aa-aaa-b", b"c", 0)) == []
