"""Order: where a new key goes."""

from __future__ import annotations

import pytest

from enricher.document import order

TOP = [
    "category",
    "title",
    "excerpt",
    "publishedDateTime",
    "originalUrl",
    "webUrl",
    "type",
    "quality",
    "heat",
    "published",
    "provider",
    "topics",
    "related",
    "secured",
]
RELATED = ["title", "excerpt", "publishedDateTime", "webUrl", "type", "provider", "quality"]


@pytest.mark.parametrize(
    ("key", "keys", "sibling", "at"),
    [
        ("images", TOP, [], TOP.index("related")),
        ("images", RELATED, [], len(RELATED)),
        ("images", [*RELATED, "checks"], [], len(RELATED)),
        ("excerpt", ["title", "webUrl"], [], 1),
        ("publishedDateTime", ["title", "excerpt", "webUrl"], [], 2),
        ("title", ["webUrl", "type"], [], 0),
        ("title", ["category", "webUrl"], [], 1),
        ("name", ["domain"], [], 0),
        ("width", ["url", "isCached"], [], 1),
        ("height", ["url", "width", "isCached", "title"], [], 2),
        ("checks", TOP, [], len(TOP)),
        ("checks", ["a", "b"], ["checks", "a", "b"], 2),
        ("title", ["x", "y"], [], 2),
        ("excerpt", ["webUrl", "title", "type"], ["webUrl", "type", "excerpt"], 3),
        ("excerpt", ["webUrl", "title"], ["excerpt", "webUrl", "title"], 2),
        ("excerpt", [], [], 0),
    ],
)
def test_place(key: str, keys: list[str], sibling: list[str], at: int) -> None:
    assert order.place(key, keys, sibling) == at
