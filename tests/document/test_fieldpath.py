"""Field paths: text and tuple, and the patterns of the settings."""

from __future__ import annotations

import pytest

from enricher.document import fieldpath, frontmatter
from enricher.models import FieldPath


@pytest.mark.parametrize(
    ("text", "path"),
    [
        ("webUrl", ("webUrl",)),
        ("related[2].webUrl", ("related", 2, "webUrl")),
        ("related[1].images[0].checks.url", ("related", 1, "images", 0, "checks", "url")),
        ("a[0][1]", ("a", 0, 1)),
        ("[0]", (0,)),
        ('["odd key"]', ("odd key",)),
        ('a["b.c"][0]', ("a", "b.c", 0)),
        ('["a[0]"].b', ("a[0]", "b")),
        ('[""]', ("",)),
        ("a.2", ("a", "2")),
        ("é.*", ("é", "*")),
        ("", ()),
    ],
)
def test_both_ways(text: str, path: FieldPath) -> None:
    assert fieldpath.parse(text) == path
    assert fieldpath.show(path) == text


@pytest.mark.parametrize(
    "text",
    [
        ".a",
        "a.",
        "a..b",
        "a[",
        "a[x]",
        "a]",
        "a[1",
        "a b",
        '["x]',
        '["\\x"]',
        "[1]a",
        "[-1]",
        "a[٣]",
    ],
)
def test_no_field_path(text: str) -> None:
    with pytest.raises(ValueError, match="no field path"):
        fieldpath.parse(text)


def test_a_pattern_is_no_path() -> None:
    with pytest.raises(ValueError, match="pattern"):
        fieldpath.parse("related[].webUrl")


@pytest.mark.parametrize(
    ("pattern", "found"),
    [
        ("webUrl", ["webUrl"]),
        ("related[].webUrl", ["related[0].webUrl", "related[1].webUrl", "related[2].webUrl"]),
        ("related[1].webUrl", ["related[1].webUrl"]),
        ("related[].images[].url", ["related[1].images[0].url", "related[1].images[1].url"]),
        ("provider.*", ["provider.name", "provider.webUrl"]),
        ("*.webUrl", ["provider.webUrl"]),
        ("webUrl.x", []),
        ("related.webUrl", []),
        ("provider[]", []),
        ("nothing", []),
        ("related[7].webUrl", []),
    ],
)
def test_patterns(pattern: str, found: list[str]) -> None:
    front = frontmatter.read(
        "---\nwebUrl: x\nrelated:\n- &a {webUrl: y}\n- {webUrl: ~, images: [{url: 1}, {url: 2}, {}]}\n- *a\n- z\n"
        "provider: {name: n, webUrl: w}\n---\n",
        "d.md",
    )
    assert front is not None
    assert [fieldpath.show(each.path) for each in fieldpath.matches(pattern, front.root)] == found


@pytest.mark.parametrize("pattern", ["related[", "a..b", "[] a"])
def test_no_pattern(pattern: str) -> None:
    with pytest.raises(ValueError, match="no field path"):
        fieldpath.compiled(pattern)
