"""Links in bodies: what Markdown and HTML link to, each with its line and column."""

from __future__ import annotations

import time

import pytest

from enricher.config import Config, DocumentBody, Fields
from enricher.document import body, reading
from enricher.models import Description, Kind, Link

A, B, I = "https://a.test/1", "https://b.test/2?x=1&y=2", "https://i.test/x.png"  # noqa: E741


def found(text: str, name: str = "d.md", base_url: str = "") -> list[tuple[str, int, int]]:
    return [(link.url, link.line, link.column) for link in body.find(text, 0, name, base_url)]


@pytest.mark.parametrize(
    ("text", "links"),
    [
        (f"See [this]({A}).", [(A, 1, 12)]),
        (f"One\ntwo [x](<{A}> 'title') and\n[y]({B})\n", [(A, 2, 10), (B, 3, 5)]),
        (f"<{A}>", [(A, 1, 2)]),
        (f"![x]({I})", [(I, 1, 6)]),
        (f"[![x]({I})]({A})", [(I, 1, 7), (A, 1, 30)]),
        (f"[x][ref] and [ref]\n\n[ref]: {A}\n", [(A, 3, 8)]),
        (f"- item\n  - [x]({A})\n\n> [y]({B})\n", [(A, 2, 9), (B, 4, 7)]),
        (f"| a | b |\n| --- | --- |\n| [x]({A}) | [y]({A}) |\n", [(A, 3, 7), (A, 3, 31)]),
        (
            f'<div>\n<a href="{B.replace("&", "&amp;")}">x</a>\n</div>\n',
            [(B.replace("&", "&"), 2, 10)],
        ),
        (f"Text <a href='{A}'>x</a> and <img src={I}>.", [(A, 1, 15), (I, 1, 52)]),
        (f"[x]({A}) and again [y]({A})", [(A, 1, 5), (A, 1, 37)]),
        (f"[x]({A})  <!-- enricher: ignore -->\n\n[y]({B})\n", [(B, 3, 5)]),
        (f"# [x]({A})\r\n\r\n[y]({B})\r\n", [(A, 1, 7), (B, 3, 5)]),
        (f"`[x]({A})`\n\n    [y]({B})\n\n```\n[z]({A})\n```\n", []),
        ("[x](#part) [y](mailto:me@a.test) [z](/relative) [w](javascript:x)", []),
        ("", []),
    ],
)
def test_markdown(text: str, links: list[tuple[str, int, int]]) -> None:
    assert found(text) == links


def test_html() -> None:
    text = f'<p>\n<a class="x" href="{A}">x</a> <a href="{A}">y</a>\n<!-- <a href="{B}"> -->\n<img alt="" src="{I}">\n'
    assert found(text, "d.html") == [(A, 2, 20), (A, 2, 53), (I, 4, 18)]


def test_every_size_of_a_picture() -> None:
    text = (
        '<picture><source srcset="https://a.test/i,1.webp 1x,https://a.test/i.webp 2x">\n'
        '<img src="https://a.test/i.png" srcset="https://a.test/i.png?w=2 640w, https://a.test/i.png 320w,">\n'
        '</picture><map><area href="https://a.test/x"></map>\n'
    )
    assert found(text, "d.html") == [
        ("https://a.test/i,1.webp", 1, 26),
        ("https://a.test/i.webp", 1, 53),
        ("https://a.test/i.png", 2, 11),
        ("https://a.test/i.png?w=2", 2, 41),
        ("https://a.test/i.png", 2, 72),
        ("https://a.test/x", 3, 28),
    ]


@pytest.mark.parametrize(
    ("srcset", "urls"),
    [
        ("https://a.test/i.png 100w 50h, https://a.test/j.png 2x", ["i.png", "j.png"]),
        ("https://a.test/w_1,h_2/i.png,\n https://a.test/j.png", ["w_1,h_2/i.png", "j.png"]),
        (" , ,https://a.test/i.png,,", ["i.png"]),
        (" , ", []),
    ],
)
def test_candidates_of_a_srcset(srcset: str, urls: list[str]) -> None:
    links = body.find(f"<img srcset='{srcset}'>", 0, "d.html", "https://a.test/")
    assert [link.url for link in links] == [f"https://a.test/{url}" for url in urls]


def test_another_attribute_s_url_is_not_taken_for_it() -> None:
    text = f"<img data-src={I} src={I}>"
    assert found(text, "d.html") == [(I, 1, text.rindex(I) + 1)]


def test_a_large_body_takes_time_by_its_length() -> None:
    picture = (
        '<a href="https://a.test/{0}">x</a><img srcset="https://a.test/{0}.png 1x, /{0} 2x">\n'
    )
    text = "".join(picture.format(number) for number in range(4_000))
    text += f"<img srcset='{'a' * 200_000} b c'>"
    begun = time.process_time()
    assert len(found(text, "d.html")) == 8_000
    assert time.process_time() - begun < 4


def test_a_url_that_begins_another_one_is_found_at_its_own_place() -> None:
    text = f'<a href="{A}.html">x</a>\n<a href="{A}">y</a>\n'
    assert found(text, "d.html") == [(f"{A}.html", 1, 10), (A, 2, 10)]


def test_bodies_in_other_languages_are_left_alone() -> None:
    assert found(f"[x]({A}) <a href='{A}'>", "d.adoc") == []


def test_relative_urls_where_they_can_be_made_whole() -> None:
    (link,) = body.find("[x](/news)", 0, "d.md", "https://a.test/")
    assert (link.url, link.target) == ("/news", "https://a.test/news")


def read(text: str, *, on: bool = True) -> tuple[Link, ...]:
    config = Config(body=DocumentBody(links=on), fields=Fields(pages=("webUrl",)))
    return reading.read(text, "d.md", config).links


def test_a_document_s_links_stand_in_one_list() -> None:
    text = f"---\nwebUrl: {B}\n---\n\nSee [x]({A}).\n"
    of_field, of_body = read(text)
    assert (of_field.field, of_field.in_body) == (("webUrl",), False)
    assert (of_body.field, of_body.in_body, of_body.line, of_body.column) == (
        ("body", 0),
        True,
        5,
        9,
    )
    assert (of_body.kind, of_body.description) == (Kind.PAGE, Description())
    assert read(text, on=False) == (of_field,)


def test_a_body_needs_no_frontmatter() -> None:
    assert [link.url for link in read(f"[x]({A})\n")] == [A]
    assert (
        reading.read("no links\n", "d.md", Config(body=DocumentBody(links=True))).is_document
        is False
    )
