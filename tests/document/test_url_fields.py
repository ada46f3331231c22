"""Fields that hold URLs are found whatever they are called."""

from __future__ import annotations

import pytest

from enricher.document import frontmatter, url_fields
from enricher.document.url_fields import UrlField
from enricher.models import Kind


def fields(*data: str) -> dict[str, UrlField]:
    fronts = [frontmatter.read(f"---\n{each}\n---\n", "a.md") for each in data]
    return {each.pattern: each for each in url_fields.collect(front for front in fronts if front)}


@pytest.mark.parametrize(
    ("data", "patterns"),
    [
        pytest.param("link: https://a.test/1", ["link"], id="at the top"),
        pytest.param("link: //a.test/1", ["link"], id="without a scheme"),
        pytest.param("author: {url: https://a.test/1}", ["author.url"], id="in a mapping"),
        pytest.param("links: [https://a.test/1, https://a.test/2]", ["links[]"], id="in a list"),
        pytest.param("refs:\n  - href: https://a.test/1", ["refs[].href"], id="in a list's items"),
        pytest.param('"odd.key": https://a.test/1', ['["odd.key"]'], id="a key that is no word"),
        pytest.param("text: see https://a.test/1", [], id="no URL alone"),
        pytest.param("text: https://a.test/1 and more", [], id="more than a URL"),
        pytest.param("link: /local/page", [], id="a path"),
        pytest.param("link: https://localhost", [], id="no public name"),
        pytest.param("a: &x https://a.test/1\nb: *x", ["a"], id="an alias is no second URL"),
    ],
)
def test_patterns(data: str, patterns: list[str]) -> None:
    assert list(fields(data)) == patterns


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        ("a: https://a.test/1", Kind.PAGE),
        ("a: https://a.test/1.JPG?w=3", Kind.IMAGE),
        ("cover: {image: https://a.test/1}", Kind.IMAGE),
        ("a: [https://a.test/1, https://a.test/2, https://a.test/3.png]", Kind.PAGE),
    ],
)
def test_kind(data: str, kind: Kind) -> None:
    (found,) = fields(data).values()
    assert found.kind is kind


ITEMS = 'refs:\n  - {href: "https://a.test/1", label: "One", date: 2020-01-01}\n'


@pytest.mark.parametrize(
    ("data", "described"),
    [
        pytest.param(ITEMS, {"title": "label", "published": "date"}, id="keys of a list's items"),
        pytest.param('link: "https://a.test/1"\ntitle: "Mine"', {}, id="never at the top"),
        pytest.param(
            ITEMS + '  - {href: "https://a.test/2"}\n  - {href: "https://a.test/3"}\n',
            {},
            id="not where it stands beside the fewest",
        ),
        pytest.param(
            'pictures:\n  - {url: "https://a.test/1.png", title: "One"}', {}, id="not of images"
        ),
        pytest.param('refs:\n  - {href: "https://a.test/1", label: ""}', {}, id="not where empty"),
    ],
)
def test_what_describes_a_page(data: str, described: dict[str, str]) -> None:
    assert next(iter(fields(data).values())).described_by == described


def test_counts_over_documents() -> None:
    found = fields("l: [https://a.test/1, https://a.test/2]", "l: [https://a.test/1]", "t: none")
    assert (found["l[]"].count, found["l[]"].documents) == (3, 2)
    assert found["l[]"].examples == ["https://a.test/1", "https://a.test/2"]


def test_the_most_frequent_comes_first() -> None:
    assert list(fields("a: https://a.test/1\nb: [https://a.test/2, https://a.test/3]")) == [
        "b[]",
        "a",
    ]
