"""A page taken apart: metas, links, the article's node, headings."""

from __future__ import annotations

import pytest

from enricher.page import parsed
from enricher.page.parsed import ParsedPage

URL = "https://news.test/2021/05/story"


def read(html: str, url: str = URL) -> ParsedPage:
    return ParsedPage(html.encode(), url, "")


@pytest.mark.parametrize(
    ("html", "name", "contents"),
    [
        ("<meta property=og:title content=A>", "og:title", ("A",)),
        ("<meta name=OG:Title content=A>", "og:title", ("A",)),
        ("<meta itemprop=headline content=A>", "headline", ("A",)),
        ("<meta http-equiv=Content-Language content=de>", "content-language", ("de",)),
        ("<meta property='og:title twitter:title' content=A>", "twitter:title", ("A",)),
        ("<meta name=a content=1><meta name=a content=2>", "a", ("1", "2")),
        ("<meta name=a content=''><meta name=a content='  '><meta name=a content=B>", "a", ("B",)),
        ("<meta name=a value=B>", "a", ("B",)),
        ("<meta name=a content='Q&amp;amp;A &amp;#8217;'>", "a", ("Q&A ’",)),
        ("<meta name=a content='The cityâ€™s mayor'>", "a", ("The city’s mayor",)),
        ("<meta name=a content='one\n  two\u00adthree\u200b'>", "a", ("one twothree",)),
        ("<body><p>late<meta name=a content=B>", "a", ("B",)),
    ],
)
def test_metas(html: str, name: str, contents: tuple[str, ...]) -> None:
    assert tuple(read(html).meta[name]) == contents


@pytest.mark.parametrize(
    ("html", "rel", "addresses"),
    [
        ("<link rel=canonical href=/a>", "canonical", ("https://news.test/a",)),
        (
            "<link rel=Canonical href='//m.news.test/a?b=1&amp;amp;c=2#d'>",
            "canonical",
            ("https://m.news.test/a?b=1&c=2",),
        ),
        (
            "<base href=https://cdn.test/x/><link rel=canonical href=y>",
            "canonical",
            ("https://cdn.test/x/y",),
        ),
        ("<link rel='shortlink canonical' href=/a>", "canonical", ("https://news.test/a",)),
        ("<link rel=canonical href=''><link rel=canonical href='javascript:x'>", "canonical", ()),
        ("<link rel=stylesheet href=/a>", "stylesheet", ()),
    ],
)
def test_links(html: str, rel: str, addresses: tuple[str, ...]) -> None:
    assert tuple(read(html).links.get(rel, ())) == addresses


def test_title_language_and_base() -> None:
    found = read(
        "<html lang=de-CH><base href='/x/'><svg><title>Icon</title></svg><title>A &amp;amp; B</title><title>C</title>"
    )
    assert (found.html_title, found.language, found.base) == (
        "A & B",
        "de-CH",
        "https://news.test/x/",
    )


def test_what_a_page_lacks_is_empty() -> None:
    found = read("")
    assert (
        found.html_title,
        found.language,
        found.base,
        found.meta,
        found.links,
        found.article,
    ) == (
        "",
        "",
        URL,
        {},
        {},
        None,
    )
    assert found.first("og:title", "title") is None


def test_headings_and_what_is_called_author_come_in_order() -> None:
    found = read(
        "<h2>a</h2><p class=Author>b</p><h1>c</h1><span itemprop=author>d</span><i class=utopia>e</i>"
    )
    assert [node.text() for node in found.marked] == ["a", "b", "c", "d"]
    assert [node.text() for node in found.headings] == ["a", "c"]


def test_names_without_end_are_no_metas() -> None:
    assert read(f"<meta name='{'x' * parsed.MAX_NAMES_CHARS}' content=a>").meta != {}
    assert read(f"<meta name='{'x' * (parsed.MAX_NAMES_CHARS + 1)}' content=a>").meta == {}
