"""Which part of a page something stands in: the article, a menu, comments, a teaser of another one.

Law of this file: tags, classes and ids say it; the words stand in `regions.toml`. The headline is
never in such a part: what holds it, too, is the article's, whatever it is called (`around`).
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from enum import StrEnum
from functools import cache, lru_cache
from itertools import islice

from selectolax.lexbor import LexborNode

from enricher.page.markup import visible
from enricher.page.tables import any_of, table

MAX_DEPTH = 10
"""Elements around something that are asked what they are."""
_MAX_LEVELS = 50


class Part(StrEnum):
    """A part of a page that is not the article itself."""

    HEADER = "header"
    MENU = "menu"
    ASIDE = "aside"
    COMMENTS = "comments"
    FOOTER = "footer"
    NOTICE = "notice"
    CAPTION = "caption"
    QUOTE = "quote"
    LIST = "list"
    ABOUT_AUTHOR = "about_author"


_BY_TAG = {
    "header": Part.HEADER,
    "nav": Part.MENU,
    "footer": Part.FOOTER,
    "aside": Part.ASIDE,
    "figure": Part.CAPTION,
    "figcaption": Part.CAPTION,
    "blockquote": Part.QUOTE,
    "form": Part.NOTICE,
    "noscript": Part.NOTICE,
    "dialog": Part.NOTICE,
    "li": Part.LIST,
}
_ARTICLES = frozenset({"main", "body", "html"})
_TABLE = "markup/regions"


@cache
def _words() -> re.Pattern[str]:
    """Finds a word for a part of a page; the part is the name of its group."""
    parts = (f"(?P<{part}>{any_of(_TABLE, part)})" for part in table(_TABLE))
    return re.compile("|".join(parts))


@lru_cache(
    maxsize=4_096
)  # neighbours have the same ancestors, and pages call many elements the same
def part_named(names: str) -> Part | None:
    """The part of a page that makers call by these names, in any letters; None for none."""
    found = _words().search(names.lower()) if names else None
    return Part(found.lastgroup) if found is not None and found.lastgroup else None


def part_of(tag: str | None, attributes: Mapping[str, str | None]) -> Part | None:
    """The part of a page that an element itself is."""
    return _BY_TAG.get(tag or "") or part_named(visible.marks_in(attributes))


def ancestors(node: LexborNode | None) -> Iterator[LexborNode]:
    """The elements around a node, the nearest first."""
    parent = node.parent if node is not None else None
    for _ in range(_MAX_LEVELS):
        if parent is None:
            return
        yield parent
        parent = parent.parent


def is_in(
    node: LexborNode, parts: Collection[Part], around: Collection[int] = (), *, itself: bool = True
) -> bool:
    """True if an element is, or stands in, one of these parts.

    `around` are the `mem_id`s of what holds the headline. An article's own footer is no footer.
    """
    if itself and part_of(node.tag, node.attributes) in parts:
        return True
    in_footer = False
    for outer in islice(ancestors(node), MAX_DEPTH):
        if outer.tag in _ARTICLES:
            return in_footer
        if outer.mem_id in around:
            return in_footer and outer.tag != "article"
        part = part_of(outer.tag, outer.attributes)
        if part is Part.FOOTER:
            in_footer = part in parts
        elif part in parts:
            return True
        elif outer.tag == "article":
            return False
    return in_footer
