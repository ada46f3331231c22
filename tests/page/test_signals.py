"""What verdict rules look at in a page, read from small pages."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from enricher.models import PageSignals
from enricher.page import signals
from enricher.page.parsed import ParsedPage

URL = "https://news.test/2021/05/story"


def read(html: str, url: str = URL) -> PageSignals:
    page = ParsedPage(html.encode(), url, "text/html; charset=utf-8")
    return signals.SignalsReader(page).read()


def test_every_wording_of_the_title_once_and_in_order() -> None:
    seen = read(
        "<title> The  bridge | News </title><meta property='og:title' content='The bridge'>"
        "<meta name='twitter:title' content='The bridge'>"
        '<script type="application/ld+json">{"@type":"NewsArticle","headline":"Bridge closed"}</script>'
        "<h1>The <em>bridge</em></h1>"
    )
    assert seen.titles == ("The bridge | News", "The bridge", "Bridge closed")
    assert (seen.html_title, seen.h1) == ("The bridge | News", "The bridge")


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("<p>Seen", "Seen"),
        ("<p>One<p>Two<br>Three", "One Two Three"),
        ("<p>Seen<script>var unseen</script><style>p{}</style><noscript>unseen</noscript>", "Seen"),
        ("<nav>Menu</nav><p>Seen<footer>Imprint</footer>", "Seen"),
        (
            "<p>Seen<p hidden>unseen<p style='color:red;display:none'>unseen<p style='display: none'>unseen",
            "Seen",
        ),
        (
            "<p>Seen<template>unseen</template><select><option>unseen</select><svg><text>unseen</text></svg>",
            "Seen",
        ),
        ("<p>Seen<dialog>unseen</dialog><dialog open>also seen</dialog>", "Seen also seen"),
        (
            "<p>Seen <span hidden>unseen <b hidden>unseen</b></span> <button style='Display: None'>unseen</button>",
            "Seen",
        ),
        ("<nav style='pointer-events:none'>Menu</nav><p style='pointer-events:none'>Seen", "Seen"),
        ("<body hidden style='display:none'><p>Seen", "Seen"),
        ("<p>See<b>n</b> and <span>seen</span><span>apart", "Seen and seen apart"),
        ("<p>A &amp; B\n\t &nbsp; C", "A & B C"),
        ("", ""),
        ("<head><title>Only a head</title></head>", ""),
    ],
)
def test_visible_text(html: str, text: str) -> None:
    seen = read(html)
    assert seen.text == text
    assert seen.has_body is bool(text)


@pytest.mark.parametrize(
    ("html", "count"),
    [
        ("<p>one two three", 3),
        ("<p>港の橋は通行止め", 4),
        ("<p>港の橋 is closed", 3),
        ("<p>한국어 문장", 2),
        ("<p>", 0),
    ],
)
def test_words(html: str, count: int) -> None:
    assert read(html).word_count == count


@pytest.mark.parametrize(
    ("content", "target"),
    [
        ("0; url=/gone.html", "https://news.test/gone.html"),
        ("0;URL='https://other.test/a b'", "https://other.test/a%20b"),
        ("5, next", "https://news.test/2021/05/next"),
        ("0;/x", "https://news.test/x"),
        (".5; url=/x", "https://news.test/x"),
        ("0.9 /x", "https://news.test/x"),
        ("; url=/x", None),
        ("6; url=/gone.html", None),  # a page that reloads itself for news
        ("300", None),
        ("0; url=story", None),  # itself
        ("0; url=javascript:alert(1)", None),
        ("soon; url=", None),
        ("", None),
    ],
)
def test_refresh(content: str, target: str | None) -> None:
    assert (
        read(f'<meta http-equiv="Refresh" content="{content}"><p>{"word " * 50}').refresh_url
        == target
    )


def test_refresh_for_readers_without_scripts_is_not_followed() -> None:
    html = '<head><noscript><meta http-equiv="refresh" content="0; url=/plain"></noscript></head><p>Text'
    assert read(html).refresh_url is None


@pytest.mark.parametrize(
    ("html", "target"),
    [
        ("<script>window.location.href='/lander'</script>", "https://news.test/lander"),
        ('<script>location.replace("https://other.test/")</script>', "https://other.test/"),
        ("<script>document.location = '/x'</script>", "https://news.test/x"),
        ("<script>if(a)location='/x';else location='/y'</script>", None),  # who knows which
        (
            f"<p>{'word ' * 60}<script>window.location.href='/lander'</script>",
            None,
        ),  # a page with something to show
        ("<script>location.href='javascript:void(0)'</script>", None),
    ],
)
def test_a_page_that_is_nothing_but_a_jump(html: str, target: str | None) -> None:
    assert read(html).refresh_url == target


@pytest.mark.parametrize(
    ("html", "is_article"),
    [
        ("<meta property='og:type' content='article'>", True),
        ("<meta property='og:type' content='video.other'>", True),
        ("<meta property='og:type' content='website'>", False),
        ('<script type="application/ld+json">{"@type":"NewsArticle"}</script>', True),
        ('<script type="application/ld+json">{"@type":["Thing","BlogPosting"]}</script>', True),
        ('<script type="application/ld+json">{"@type":"VideoObject"}</script>', True),
        ('<script type="application/ld+json">{"@type":"WebSite"}</script>', False),
        ("<article>An element says little</article>", False),
    ],
)
def test_article(html: str, is_article: bool) -> None:
    assert read(html).is_article is is_article


def test_a_front_page_that_lists_articles_is_none() -> None:
    nodes = ",".join('{"@type":"NewsArticle","headline":"One of many"}' for _ in range(12))
    assert not read(f'<script type="application/ld+json">[{nodes}]</script>').is_article


@pytest.mark.parametrize(
    ("html", "name"),
    [
        ("<meta name='robots' content='noindex, follow'>", "is_noindex"),
        ("<meta name='googlebot' content='NOINDEX'>", "is_noindex"),
        ("<meta name='robots' content='none'>", "is_noindex"),
        ("<form><input type=PASSWORD></form>", "has_password_field"),
        ("<video src=x></video>", "has_video"),
        ("<iframe src='https://www.youtube.com/embed/x'></iframe>", "has_video"),
        (
            '<script type="application/ld+json">{"@type":"Article","isAccessibleForFree":false}</script>',
            "is_paid",
        ),
        (
            '<script type="application/ld+json">{"@type":"Article","isAccessibleForFree":"False"}</script>',
            "is_paid",
        ),
    ],
)
def test_marks(html: str, name: str) -> None:
    assert getattr(read(html), name) is True
    assert getattr(read("<p>A page like any other"), name) is False


def test_addresses_of_scripts_and_names_of_templates() -> None:
    seen = read(
        "<html class='js wide' id=top><body class='Error404 home'><script src='//CDN.test/a.js'></script>"
        "<iframe src=/frame></iframe><form action=/search></form>"
    )
    assert seen.script_marks == ("//cdn.test/a.js", "/frame", "/search")
    assert seen.body_marks == ("js", "wide", "top", "error404", "home")


PROSE = "The harbour authority closes the crossing while divers look at what the storm did to its piers. "


def bits(one: str, other: str) -> int:
    return (read(f"<p>{one}").fingerprint ^ read(f"<p>{other}").fingerprint).bit_count()


def test_fingerprints_are_near_where_texts_are() -> None:
    assert read("").fingerprint == 0
    assert bits(PROSE * 10, PROSE * 10) == 0
    assert bits(PROSE * 10 + "4 May 2021, 12:04", PROSE * 10 + "5 May 2022, 18:30") == 0
    assert bits(PROSE * 10 + " Monday", PROSE * 10 + " Tuesday") <= 3
    assert (
        bits(
            PROSE * 10,
            "Ten ways to cook an aubergine on the grill or in the oven this summer. " * 10,
        )
        >= 8
    )


@given(st.text(max_size=400))
def test_law_anything_can_be_read(text: str) -> None:
    seen = read(text)
    assert seen.word_count >= 0
    assert seen.fingerprint < 2**64


@given(st.text(alphabet="<>/!-= \"'abchimetrfsul;0", max_size=300))
def test_law_broken_markup_can_be_read(text: str) -> None:
    read(text)


def test_bounds() -> None:
    seen = read(
        "<title>" + "t" * 5000 + "</title>" + "<h2>h</h2>" * 500 + "<p>" + "word " * 100_000
    )
    assert len(seen.text) <= signals.MAX_TEXT_CHARS
    assert len(seen.html_title) <= signals.MAX_TITLE_CHARS
    assert len(seen.headings) <= signals.MAX_HEADINGS


@pytest.mark.parametrize("filler", [" ", "location=", "<p hidden>", "\"'", "<script>location='"])
def test_hostile_pages_take_no_time(filler: str) -> None:
    start = time.process_time()
    read(filler * (200_000 // len(filler)))
    assert time.process_time() - start < 2


WORDS = "word " * 30


@pytest.mark.parametrize(
    ("html", "has_more"),
    [
        (f"<p>{WORDS}<p>{WORDS}<p>x", True),
        (f"<div><p>{WORDS}</p></div><main><p>{WORDS}x", True),
        (f"<p>{WORDS}<p>{WORDS}", False),
        # what readers may not see, or see elsewhere
        (f"<p hidden>{WORDS}<p>{WORDS}x", False),
        (f"<p style='display:none'>{WORDS}<p>{WORDS}x", False),
        (f"<div hidden><p>{WORDS}<p>{WORDS}x</div>", False),
        (f"<div style='DISPLAY: none'><p>{WORDS}<p>{WORDS}x</div>", False),
        (f"<footer><div><p>{WORDS}<p>{WORDS}x</div></footer>", False),
        (f"<body>x<noscript><p>{WORDS}<p>{WORDS}x</noscript>", False),
        (f"<p><script>{WORDS}</script><p>{WORDS}x", False),
        (f"<p><b>{WORDS}</b><p>{WORDS}x", False),
        (f"{'<div>' * 60}<p>{WORDS}<p>{WORDS}x", False),
    ],
)
def test_words_that_are_surely_seen(html: str, *, has_more: bool) -> None:
    reader = signals.SignalsReader(ParsedPage(html.encode(), URL))
    assert reader.has_more_words(60) is has_more
    assert not has_more or reader.word_count > 60
