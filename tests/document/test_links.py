"""Links: where URLs hide in a document, and what stands beside them."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from enricher.config import Fields
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


def test_fields_of_another_site() -> None:
    text = "---\nsources:\n  - link: https://a.test/\n    title: A\n  - link: https://b.test/\nhero: https://i.test/x.png\n---\n"
    fields = Fields(pages=("sources[].link", "*[].link"), images=("hero",))
    assert list(found(text, fields)) == ["sources[0].link", "sources[1].link", "hero"]
    assert found(text, fields)["sources[0].link"].description.title == "A"
