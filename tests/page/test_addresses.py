"""The address a page prefers for itself, and its AMP version's."""

from __future__ import annotations

import pytest

from enricher.page import addresses
from tests.page.test_parsed import read


def ld(body: str) -> str:
    return f'<script type="application/ld+json">{body}</script>'


@pytest.mark.parametrize(
    ("html", "address"),
    [
        ("<link rel=canonical href=/a>", "https://news.test/a"),
        ("<meta property=og:url content=https://www.news.test/a>", "https://www.news.test/a"),
        ("<meta property=og:url content=/a>", "https://news.test/a"),
        ("<meta property=og:url content='news.test'>", None),
        (
            ld('{"@type":"Article","mainEntityOfPage":{"@id":"https://news.test/a"}}'),
            "https://news.test/a",
        ),
        (ld('{"@type":"Article","url":"https://news.test/a"}'), "https://news.test/a"),
        ("<link rel=canonical href=/a><meta property=og:url content=/b>", "https://news.test/a"),
        # bought from, or a sister paper's: then our own address
        (
            "<link rel=canonical href=https://agency.test/a><meta property=og:url content=/b>",
            "https://news.test/b",
        ),
        ("<link rel=canonical href=https://agency.test/a>", "https://agency.test/a"),
        (
            "<link rel=canonical href='/a;jsessionid=F00'><meta property=og:url content=/b>",
            "https://news.test/b",
        ),
        # parameters that look like signs
        (
            "<link rel=canonical href='/a?x=1&amp;section=2&amp;copy=3'>",
            "https://news.test/a?x=1&section=2&copy=3",
        ),
        # a template's mistake
        ("<link rel=canonical href=/><meta property=og:url content=/b>", "https://news.test/b"),
        ("<link rel=canonical href=https://news.test/>", None),
        *(
            (
                f"<link rel=canonical href='{nothing}'><meta property=og:url content=/b>",
                "https://news.test/b",
            )
            for nothing in (
                "{{url}}",
                "/a/${slug}",
                "/undefined",
                "/null/",
                "news.test/a",
            )
        ),
        (
            "<link rel=canonical href='/a/undefined-behaviour'><meta property=og:url content=/b>",
            "https://news.test/a/undefined-behaviour",
        ),
        ("<link rel=canonical href=http://localhost/a>", None),
        ("<link rel=canonical href=http://127.0.0.1:8000/a>", None),
        ("<link rel=canonical href='javascript:void(0)'>", None),
        ("", None),
    ],
)
def test_canonical_url(html: str, address: str | None) -> None:
    assert addresses.canonical_url(read(html)) == address


def test_a_front_page_may_be_its_own_canonical() -> None:
    assert (
        addresses.canonical_url(read("<link rel=canonical href=/>", "https://news.test/"))
        == "https://news.test/"
    )
