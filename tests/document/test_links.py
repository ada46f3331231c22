"""Links: where URLs hide in a document, and what stands beside them."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import pytest

from enricher.config import FieldPattern, Fields, Fill
from enricher.document import fieldpath, frontmatter, links
from enricher.models import Description, Kind, Link, Moment

TEXT = """---
title: "Top"
excerpt: about the top
publishedDateTime: 2022-07-28T21:27:00+02:00
originalUrl: https://a.test/1#part
webUrl: "HTTPS://A.test:443/1"
website: https://home.test
provider:
  name: A News
  domain: a.test
  images:
    - url: /logo.png
images:
  - url: "https://i.test/a.jpg"
    width: 720
    height: '393'
    isCached: true
actions:
  - url: https://a.test/download
    title: Download Source Code
related:
  - name: 1984
    publishedDateTime: 2022-07-29
    webUrl: https://b.test/2
    images: []
  - webUrl: ~
    originalUrl: "  "
  - webUrl: [https://c.test]
  - webUrl: https://ü.test/ä b
    images:
      - title: no url
---
"""


def found(text: str = TEXT, fields: Fields | None = None) -> dict[str, Link]:
    front = frontmatter.read(text, "d.md")
    assert front is not None
    return {fieldpath.show(link.field): link for link in links.find(front, fields or Fields())}


def test_every_url_field_once_in_the_order_of_the_settings() -> None:
    assert list(found()) == [
        "webUrl",
        "originalUrl",
        "website",
        "actions[0].url",
        "related[0].webUrl",
        "related[3].webUrl",
        "images[0].url",
        "provider.images[0].url",
    ]


def test_a_link_says_where_it_stands() -> None:
    link = found()["webUrl"]
    assert (link.document, link.line, link.kind) == ("d.md", 6, Kind.PAGE)
    assert (link.url, link.target) == ("HTTPS://A.test:443/1", "https://a.test/1")
    assert found()["images[0].url"].kind is Kind.IMAGE
    assert found()["originalUrl"].target == link.target


def test_a_page_is_described_by_the_mapping_that_owns_it() -> None:
    top = found()["webUrl"].description
    assert top == Description(
        title="Top",
        excerpt="about the top",
        published=Moment(date(2022, 7, 28), datetime(2022, 7, 28, 19, 27, tzinfo=UTC)),
        provider_name="A News",
        provider_domain="a.test",
        has_images=True,
    )
    related = found()["related[0].webUrl"].description
    assert related == Description(
        title="1984", published=Moment(date(2022, 7, 29)), has_images=False
    )
    assert found()["related[3].webUrl"].description.has_images is False


@pytest.mark.parametrize("field", ["website", "actions[0].url"])
def test_home_pages_and_buttons_are_not_what_the_title_says(field: str) -> None:
    assert found()[field].description.is_empty


def test_an_image_is_described_by_its_size_and_its_owner_s_title() -> None:
    image = found()["images[0].url"].description
    assert image == Description(title="Top", width=720, is_cached=True)
    assert found()["provider.images[0].url"].description.title == "A News"


@pytest.mark.parametrize(
    ("url", "base", "target"),
    [
        ("/logo.png", "", "/logo.png"),
        ("/logo.png", "https://us.test/site/", "https://us.test/logo.png"),
        ("logo.png", "https://us.test/site/", "https://us.test/site/logo.png"),
        ("http://x.test", "https://us.test/", "http://x.test/"),
        ("http://", "https://us.test/", "http://"),
        ("5", "", "5"),
    ],
)
def test_targets(url: str, base: str, target: str) -> None:
    link = found(f"---\nwebUrl: {url}\n---\n", Fields(base_url=base))["webUrl"]
    assert (link.url, link.target) == (url, target)


def test_links_behind_aliases_are_found_and_cannot_drown_us() -> None:
    many = ", ".join(["*a"] * 300)
    text = f"---\nrelated: [&a {{webUrl: https://a.test/, images: [{', '.join(['{url: x}'] * 100)}]}}, {many}]\n---\n"
    assert len(found(text)) == links.MAX_LINKS


SOURCES = """---
title: My post
sources:
  - link: https://a.test/
    title: A
    by: {name: The A News}
    day: 2022-07-29
  - link: https://b.test/
hero: https://i.test/x.png
photo: {src: https://i.test/y.png, width: 3, w: 4}
---
"""
DECLARED = FieldPattern(
    path="sources[].link", title="headline | title", published="day", site_name="by.name"
)


def test_a_plain_pattern_of_one_s_own_is_described_by_nothing() -> None:
    """`title` beside a URL is not the title of the page: a book, a repository, a photo credit."""
    fields = Fields(pages=("sources[].link", "*[].link"), images=("hero", "photo.src"))
    links_ = found(SOURCES, fields)
    assert list(links_) == ["sources[0].link", "sources[1].link", "hero", "photo.src"]
    assert {link.description for link in links_.values()} == {Description()}


def test_what_describes_a_page_is_declared() -> None:
    links_ = found(SOURCES, Fields(pages=(DECLARED,), images=()))
    assert links_["sources[0].link"].description == Description(
        title="A", published=Moment(date(2022, 7, 29)), provider_name="The A News", has_images=False
    )
    assert links_["sources[1].link"].description == Description(has_images=False)


def test_the_size_of_an_image_is_declared() -> None:
    pattern = FieldPattern(path="photo.src", width="w", height="h")
    photo = found(SOURCES, Fields(images=(pattern,)))["photo.src"]
    assert photo.description == Description(width=4)


def test_a_plain_pattern_of_the_preset_is_described_as_the_preset_says() -> None:
    only = found(fields=Fields(pages=("related[].webUrl",)))
    assert only["related[0].webUrl"] == found()["related[0].webUrl"]
    assert (
        found(fields=Fields(preset="none", pages=("related[].webUrl",)))[
            "related[0].webUrl"
        ].description
        == Description()
    )


POSTS = """---
title: A post
description: What it says.
date: 2022-07-29
pubDate: 2022-07-30
canonicalURL: https://a.test/post
canonical_url: https://a.test/post
canonical: https://a.test/post
link: https://b.test/other
cover: {image: https://i.test/cover.png}
images: [https://i.test/one.png]
image: https://i.test/two.png
heroImage: https://i.test/hero.png
extra: {canonical_url: https://a.test/post, local_image: https://i.test/extra.png}
---
"""


@pytest.mark.parametrize(
    ("preset", "described", "others"),
    [
        ("jekyll", ["canonical_url"], ["link", "image"]),
        ("hugo", ["canonicalURL"], ["link", "cover.image", "images[0]"]),
        ("eleventy", ["canonical"], ["link", "image"]),
        ("astro", ["canonicalURL"], ["link", "heroImage", "image"]),
        ("zola", [], ["extra.canonical_url", "extra.local_image"]),
        ("none", [], []),
    ],
)
def test_presets(preset: Any, described: list[str], others: list[str]) -> None:
    links_ = found(POSTS, Fields(preset=preset))
    assert list(links_) == [*described, *others]
    for name in described:
        told = links_[name].description
        assert (told.title, told.excerpt) == ("A post", "What it says.")
        assert told.published == Moment(date(2022, 7, 30 if preset == "astro" else 29))
    assert {links_[name].description for name in others} <= {Description()}


@pytest.mark.parametrize(
    ("image", "yaml", "has"),
    [
        ("images[].url", "images: [{url: https://i.test/1}]", True),
        ("images[].url", "images: [{src: https://i.test/1}]", False),
        ("images[]", "images: [https://i.test/1]", True),
        ("images[]", "images: []", False),
        ("cover.image", "cover: {image: https://i.test/1}", True),
        ("cover.image", "cover: {}", False),
        ("", "x: 1", None),
    ],
)
def test_whether_a_page_has_a_lead_image_is_looked_for_where_it_would_be_filled(
    image: str, yaml: str, has: bool | None
) -> None:
    front = frontmatter.read(f"---\nwebUrl: https://a.test/1\n{yaml}\n---\n", "d.md")
    assert front is not None
    (link,) = links.find(front, Fields(images=("none",)), Fill(image=image))
    assert link.description.has_images is has
