"""The first picture of an article that declares none."""

from __future__ import annotations

import pytest

from enricher.page import leadimage
from enricher.urls import origin
from tests.page.test_parsed import read

FIGURE = "<figure><img src=/a.jpg></figure>"


def shown(html: str) -> list[str]:
    page = read(f"<article><h1>Bridge closed</h1>{html}</article>")
    return [
        found.url.removeprefix(origin(page.url)) for found in leadimage.shown(page, "Bridge closed")
    ]


@pytest.mark.parametrize(
    ("html", "url"),
    [
        (FIGURE, "/a.jpg"),
        ("<picture><img src=/a.webp></picture>", "/a.webp"),
        ("<p><img src=/a.jpeg>", "/a.jpeg"),
        ("<figure><amp-img src=/a.avif></amp-img></figure>", "/a.avif"),
        ("<figure><img src=/a?format=jpg></figure>", "/a?format=jpg"),
        # the largest, and what lazy loaders keep
        ("<img src='data:image/gif;base64,AA' data-src=/a.jpg>", "/a.jpg"),
        ("<img src=/grey.gif data-original=/a.jpg>", "/a.jpg"),
        # a link to the picture itself, or within the page
        (f"<a href=/large.jpg>{FIGURE}</a>", "/a.jpg"),
        (f"<a href=#gallery>{FIGURE}</a>", "/a.jpg"),
        # a drawing, a button, a portrait
        ("<img src=/a.svg>", None),
        ("<img src=/a.jpg width=40>", None),
        ("<img src=/a.jpg height=60px>", None),
        ("<img>", None),
        # of another page, or of another part
        (f"<a href=/other-story>{FIGURE}</a>", None),
        (f"<aside>{FIGURE}</aside>", None),
        (f"<div class=comments>{FIGURE}</div>", None),
        (f"<div class=author-bio>{FIGURE}</div>", None),
    ],
)
def test_pictures_that_may_lead(html: str, url: str | None) -> None:
    assert shown(html) == ([url] if url else [])


def test_no_picture_without_a_headline() -> None:
    assert leadimage.shown(read(f"<article>{FIGURE}</article>"), "Bridge closed") == ()


def test_sizes_are_those_of_the_address() -> None:
    page = read("<article><h1>A boat</h1><img src=/a.jpg alt=Boats width=900 height=600>")
    found = leadimage.shown(page, "A boat")[0]
    assert (found.width, found.height, found.alt, found.source) == (900, 600, "Boats", "body")
