"""Which pictures a page offers as its lead image, and in which order."""

from __future__ import annotations

import json
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from enricher.models import ImageCandidate
from enricher.page import leadimage
from enricher.page.parsed import ParsedPage
from tests.page.titled import titled

URL = "https://example.com/news/story.html"
TITLE = "<title>A story of some length - The Paper</title>"
HEADLINE = f"{TITLE}<body><h1>A story of some length</h1>"
PHOTO = "https://example.com/a/photo.jpg"


def read(html: str) -> tuple[ImageCandidate, ...]:
    return leadimage.candidates(*titled(ParsedPage(html.encode(), URL, "text/html; charset=utf-8")))


def meta(name: str, content: str) -> str:
    return f'<meta property="{name}" content="{content}">'


def linked(**node: object) -> str:
    return f'<script type="application/ld+json">{json.dumps({"@type": "NewsArticle", **node})}</script>'


WINNERS: dict[str, tuple[str, str | None]] = {
    # who names it
    "og": (meta("og:image", PHOTO), PHOTO),
    "og secure": (meta("og:image", "http://example.com/a/s.jpg") + meta("og:image:secure_url", PHOTO), PHOTO),
    "og before twitter": (meta("twitter:image", "/b.jpg") + meta("og:image", "/a/photo.jpg"), PHOTO),
    "twitter": (meta("twitter:image:src", PHOTO), PHOTO),
    "json-ld": (linked(image=PHOTO), PHOTO),
    "json-ld object": (linked(image={"@type": "ImageObject", "url": PHOTO}), PHOTO),
    "json-ld largest": (
        linked(image=[{"url": "/1.jpg", "width": 200, "height": 200}, {"url": "/a/photo.jpg", "width": "1200px"}]),
        PHOTO,
    ),
    "json-ld without an address": (linked(image={"@type": "ImageObject", "width": 900}, thumbnailUrl=PHOTO), PHOTO),
    "json-ld thumbnail": (linked(thumbnailUrl=PHOTO), PHOTO),
    "json-ld of the page": (
        linked(headline="x") + linked(**{"@type": "WebPage"}, primaryImageOfPage={"contentUrl": PHOTO}),
        PHOTO,
    ),

    "image_src before a video": (linked(video={"thumbnailUrl": "/b.jpg"}) + f'<link rel="image_src" href="{PHOTO}">', PHOTO),
    "image_src": (f'<link rel="image_src" href="{PHOTO}">', PHOTO),
    "parsely": (meta("parsely-image-url", PHOTO), PHOTO),
    # addresses
    "protocol-relative": (meta("og:image", "//example.com/a/photo.jpg"), PHOTO),
    "relative": (meta("og:image", "../a/photo.jpg"), PHOTO),
    "escaped twice": (meta("og:image", PHOTO + "?a=1&amp;amp;b=2"), PHOTO + "?a=1&b=2"),
    "with blanks": (meta("og:image", "/a/a photo.jpg"), "https://example.com/a/a%20photo.jpg"),
    "data": (meta("og:image", "data:image/png;base64,AAAA"), None),
    "the page itself": (meta("og:image", URL), None),
    "a bare host": (meta("og:image", "https://example.com/"), None),
    "empty": (meta("og:image", " ") + meta("twitter:image", PHOTO), PHOTO),
    # what speaks against it
    "logo loses": (meta("og:image", "/img/logo.png") + linked(image=PHOTO), PHOTO),
    "placeholder loses": (meta("og:image", "/placeholder-800x600.jpg") + meta("twitter:image", PHOTO), PHOTO),
    "logo alone stays": (meta("og:image", "/img/logo.png"), "https://example.com/img/logo.png"),
    "small by declaration loses": (
        meta("og:image", "/s.jpg") + meta("og:image:width", "100") + linked(image=PHOTO),
        PHOTO,
    ),
    "proportions are no size": (meta("og:image", "/16x9/s.jpg") + linked(image=PHOTO), "https://example.com/16x9/s.jpg"),
    "a word with logo in it": (meta("og:image", "/catalogue.jpg") + linked(image=PHOTO), "https://example.com/catalogue.jpg"),
    "pixel": (meta("og:image", "/spacer.gif") + meta("og:image", "/1x1.png"), None),
    "one by one": (meta("og:image", "/a.jpg") + meta("og:image:width", "1") + meta("og:image:height", "1"), None),
    "small in no mark": (meta("og:image", "/crop/23x27/3055x2048/s.jpg") + linked(image=PHOTO), "https://example.com/crop/23x27/3055x2048/s.jpg"),
    "a script that gives pictures": (meta("og:image", "/image.php?uuid=7"), "https://example.com/image.php?uuid=7"),

    "parameters that look like signs": (meta("og:image", PHOTO + "?a=1&amp;region=us&amp;copy=2"), PHOTO + "?a=1&region=us&copy=2"),
    "parameters in JSON-LD": (linked(image=PHOTO + "?a=1&section=us"), PHOTO + "?a=1&section=us"),
    "what a program had nothing for": (meta("og:image", "undefined") + meta("og:image", "/null") + linked(image=PHOTO), PHOTO),
    "a template": (meta("og:image", "{{ page.image }}") + linked(image=PHOTO), PHOTO),
    "a folder": (meta("og:image", "/uploads/") + linked(image=PHOTO), PHOTO),
    "a film": (meta("og:image", "/a.mp4") + linked(image=PHOTO), PHOTO),



    "one within another": (meta("og:image", "/fit/https://example.org/a.jpg"), "https://example.com/fit/https://example.org/a.jpg"),
    "a photo of space": (meta("og:image", "/space.jpg") + linked(image=PHOTO), "https://example.com/space.jpg"),
    "a telephone": (meta("og:image", "/new-pixel.webp") + linked(image=PHOTO), "https://example.com/new-pixel.webp"),
    "a drink": (meta("og:image", "/sprite-with-ice.jpg") + linked(image=PHOTO), "https://example.com/sprite-with-ice.jpg"),
    "what WordPress.com has where there is nothing": (meta("og:image", "/i/blank.jpg"), None),

    "many icons in one": (meta("og:image", "/sprites.png"), None),
    # the site's own pictures



    "a card for all pages": (meta("og:image", "/img/og-image_1200x630.png") + linked(image=PHOTO), PHOTO),
    "a card for one article": (meta("og:image", "/a-story-told/og-image.png"), "https://example.com/a-story-told/og-image.png"),



    "missing itself": (meta("og:image", "/missing.png") + linked(image=PHOTO), PHOTO),
    "a missing boy": (meta("og:image", "/missing-boy-found-alive.jpg") + linked(image=PHOTO), "https://example.com/missing-boy-found-alive.jpg"),

    "default itself": (meta("og:image", "/p/default.jpg") + linked(image=PHOTO), PHOTO),

    # the body
    "figure": (f"{HEADLINE}<figure><img src=/a/photo.jpg></figure>", PHOTO),
    "declared before the body": (meta("og:image", "/b.jpg") + f"{HEADLINE}<figure><img src=/a/photo.jpg></figure>", "https://example.com/b.jpg"),
    "body before a logo": (meta("og:image", "/logo.png") + f"{HEADLINE}<figure><img src=/a/photo.jpg></figure>", PHOTO),
    "no logo from the body": (f"{HEADLINE}<figure><img src=/logo.jpg></figure>", None),

    "lazy": (f"{HEADLINE}<img class=featured src=/blank.gif data-src=/a/photo.jpg>", PHOTO),
    "in a noscript": (f"{HEADLINE}<figure><noscript><img src=/a/photo.jpg></noscript></figure>", PHOTO),
    "itemprop": (f"{HEADLINE}<img itemprop=image src=/a/photo.jpg>", PHOTO),

    "a title too short to be told": ("<title>Boats - The Paper</title><body><a href=/boats>Boats</a><img src=/a/photo.jpg>", None),

    "hero before the headline": (
        f"{TITLE}<body><figure class=hero><img class=hero width=1200 src=/a/photo.jpg></figure><h1>A story of some length</h1>",
        PHOTO,
    ),
    "in an aside": (f"{HEADLINE}<aside><figure><img src=/a/photo.jpg></figure></aside>", None),
    "in the footer": (f"{HEADLINE}<footer><figure><img src=/a/photo.jpg></figure></footer>", None),
    "a portrait": (f"{HEADLINE}<figure><img width=60 height=60 src=/a/photo.jpg></figure>", None),
    "a drawing": (f"{HEADLINE}<img class=main src=/a/drawing.svg>", None),
    "a teaser": (f"{HEADLINE}<a href=/other/story.html><figure><img class=lead src=/a/photo.jpg></figure></a>", None),

    "linked with its original": (f"{HEADLINE}<a href=/a/photo-large.jpg><figure><img src=/a/photo.jpg></figure></a>", PHOTO),
    "linked with a part of the page": (f"{HEADLINE}<a href=story.html?p=2><figure><img src=/a/photo.jpg></figure></a>", PHOTO),
    "a photo voltaic teaser": (f"{HEADLINE}<a href=/photovoltaics/><figure><img src=/a/photo.jpg></figure></a>", None),
    "an author": (f"{HEADLINE}<div class=author-box><figure><img src=/a/photo.jpg></figure></div>", None),
    "small in many sizes": (f"{HEADLINE}<figure><img width=40 height=40 srcset='/a/p.jpg 40w, /a/photo.jpg 600w'></figure>", None),
    "a related story": (f"{HEADLINE}<div class=related><div><figure><img src=/a/drawing.png></figure></div></div>", None),

    "a set without addresses": (f"{HEADLINE}<figure><img srcset=' 150w, 300w' src=/a/photo.jpg></figure>", PHOTO),

    "beside the headline": (
        f"{TITLE}<body><figure><img src=/a/photo.jpg></figure><h1>A story of some length</h1>{'<p>word</p>' * 50}<figure><img src=/2.jpg></figure>",
        PHOTO,
    ),

    "a button of a file": (f"{HEADLINE}<a href=/a/chart.jpg><img src=/a/s.jpg width=60 height=60></a>", None),

    "no headline": ("<body><figure><img src=/a/photo.jpg></figure>", None),
    "nothing": (HEADLINE, None),
}  # fmt: skip


@pytest.mark.parametrize(("html", "expected"), WINNERS.values(), ids=WINNERS)
def test_winners(html: str, expected: str | None) -> None:
    found = read(html)
    assert (found[0].url if found else None) == expected


HERE = {
    ("/news.php?id=7", "?id=7"): True,
    ("/news.php?id=7", "?id=7&p=2"): True,
    ("/news.php?id=7", "/news.php"): True,
    ("/story?from=feed", "/story#more"): True,
    ("/story", "/story"): True,
    ("/story", "/story?p=2"): True,
    ("/story", "/story/2"): True,
    ("/story/", "/story/2"): True,
    ("/story", "/"): False,
}


@pytest.mark.parametrize(("where", "is_here"), HERE.items())
def test_links_to_the_page_itself(where: tuple[str, str], *, is_here: bool) -> None:
    url, link = where
    html = f"<h1>A</h1><a href={link}><figure><img src=/a/photo.jpg></figure></a>"
    assert (
        bool(
            leadimage.candidates(
                *titled(ParsedPage(html.encode(), f"https://example.com{url}", ""))
            )
        )
        is is_here
    )


def test_what_is_declared_goes_along() -> None:
    html = (
        meta("og:image", PHOTO)
        + meta("og:image:width", "1200")
        + meta("og:image:height", "630")
        + meta("og:image:alt", "A boat")
    )
    assert read(html) == (
        ImageCandidate(url=PHOTO, source="og:image", width=1200, height=630, alt="A boat"),
    )
    node = {
        "url": PHOTO,
        "width": {"@type": "QuantitativeValue", "value": 1200},
        "height": "630",
        "caption": "A boat",
    }
    assert read(linked(image=node)) == (
        ImageCandidate(url=PHOTO, source="json-ld", width=1200, height=630, alt="A boat"),
    )
    body = f'{HEADLINE}<figure><img src=/a/photo.jpg width=640 height=480 alt="A boat"></figure>'
    assert read(body) == (
        ImageCandidate(url=PHOTO, source="body", width=640, height=480, alt="A boat"),
    )


def test_no_address_twice_and_a_handful_at_most() -> None:
    html = (
        meta("og:image", PHOTO)
        + meta("twitter:image", PHOTO)
        + "".join(meta("og:image", f"/{n}.jpg") for n in range(9))
    )
    found = [one.url for one in read(html)]
    assert len(found) == leadimage.MAX_CANDIDATES == 5
    assert len(set(found)) == len(found)


NAMES = (
    *(
        "og:image",
        "og:image:secure_url",
        "og:image:url",
        "twitter:image",
        "twitter:image:src",
        "image",
        "sailthru.image.full",
    ),
    *("parsely-image-url", "thumbnail", "thumbnailUrl"),
)


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("attribute", ["property", "name", "itemprop"])
def test_names_of_metas(name: str, attribute: str) -> None:
    assert [one.url for one in read(f'<meta {attribute}="{name}" content="{PHOTO}">')] == [PHOTO]


def test_the_limits_of_what_is_declared() -> None:
    assert read("".join(f'<meta itemprop="image" content="/{n}.jpg">' for n in range(3)))
    assert read(meta("og:image", "/" + "a" * 1_999))
    assert not read(meta("og:image", "/" + "a" * 2_000))
    assert not read(linked(image={"url": PHOTO, "width": 2, "height": 2}))
    assert read(linked(image={"url": PHOTO, "width": 2, "height": 3}))[0].is_doubtful
    assert len(read(linked(image=["/logo.png"] * 11 + [PHOTO]))) == 2
    assert len(read(linked(image=["/logo.png"] * 12 + [PHOTO]))) == 1


def test_doubt_is_said() -> None:
    assert [
        one.is_doubtful
        for one in read(meta("og:image", "/logo.png") + meta("twitter:image", PHOTO))
    ] == [
        False,
        True,
    ]


PIECES = st.sampled_from(
    ["<h1>A</h1>", "<img src=", "srcset=", "data-src=", "'", '"', "/a.jpg", " 100w", ", ", "2x", "<figure>", "</figure>", "<picture>"]
)  # fmt: skip


@given(st.lists(PIECES, max_size=50).map("".join))
def test_no_page_raises(html: str) -> None:
    for one in read(html):
        assert one.url.startswith("https://example.com/")


HOSTILE = {
    "quotes": "<h1>A</h1>" + '<img a="' * 40_000,
    "attributes": "<h1>A</h1><img " + "aaaaaaaa" * 5_000,
    "srcset": "<h1>A</h1><img srcset='" + "a, " * 20_000 + "'>",
    "long words in a srcset": "<h1>A</h1>" + f"<img srcset='{'a' * 1_990} {'b' * 1_990}'>" * 7,
    "images": "<h1>A</h1>" + "<img src=a.jpg>" * 20_000,
    "metas": meta("og:image", "/a.jpg") * 5_000,
    "a long address": meta("og:image", "/a" * 100_000),
}  # fmt: skip


@pytest.mark.parametrize("html", HOSTILE.values(), ids=HOSTILE)
def test_hostile_pages_are_cheap(html: str) -> None:
    page = ParsedPage(html.encode(), URL, "text/html")
    start = time.process_time()
    leadimage.candidates(*titled(page))
    assert time.process_time() - start < 4.0


def test_a_page_that_refers_to_itself() -> None:
    node = '{"@type": "NewsArticle", "@id": "#a", "image": {"@id": "#i", "url": "/a/photo.jpg", "width": {"@id": "#a"}}}'
    assert [one.url for one in read(f'<script type="application/ld+json">{node}</script>')] == [
        PHOTO
    ]
