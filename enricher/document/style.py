"""Learns from a document how it is written: its indentation, dashes, quotes and blank lines."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from functools import cached_property
from itertools import pairwise

from enricher.document.frontmatter import Frontmatter
from enricher.document.nodes import Entry, Mapping, Node, Scalar, Sequence
from enricher.document.scalars import meaning

# Enough to know a style by; the largest documents have thousands of lists and mappings.
_MAX_LOOKED_AT = 300

# What the seeds do, where a document gives no example.
_INDENT = 2
_GAP = 2

_URL = re.compile(r"(?:https?:)?/[^\s]*")
_BLANK = re.compile(r"[ \t]*(?:\r\n|\n|\r)?")
_COMMENT = re.compile(r"[ \t]*#")

_BLOCK = ("|", ">")


class Style:
    """Answers for one key: as this document does under the same key, else mostly, else as the
    seeds.
    """

    def __init__(self, front: Frontmatter) -> None:
        self._front = front
        self._quotes: dict[tuple[str, bool], str] = {}
        self._known: dict[tuple[str, str], int] = {}

    def indent(self, key: str) -> int:
        """Columns from a key to the keys of the mapping under it."""
        return self._mostly("indent", key, _INDENT)

    def dash_offset(self, key: str) -> int:
        """Columns from a key to the dashes of the list under it; 0 where they stand under the key
        itself.
        """
        return self._mostly("dash", key, _INDENT)

    def dash_gap(self, key: str) -> int:
        """Columns from a dash to what follows it."""
        return self._mostly("gap", key, _GAP)

    def quote(self, key: str, text: str) -> str:
        """`'`, `"` or empty for plain: as other texts under this key, else as other URLs or other
        texts.
        """
        is_url = _URL.fullmatch(text) is not None
        known = self._quotes.get((key, is_url))
        if known is None:
            alike = self._styles_under(key) or self._styles_of(is_url=is_url)
            known = self._quotes[key, is_url] = (
                Counter(alike).most_common(1)[0][0] if alike else '"'
            )
        return known

    def _styles_under(self, key: str) -> list[str]:
        return [value.style for value in self._scalars.get(key, ()) if _is_one_line(value)]

    def _styles_of(self, *, is_url: bool) -> list[str]:
        """Of URLs, or of other texts."""
        values = (value for _, value in self._entries)
        return [
            value.style
            for value in values
            if type(value) is Scalar
            and (_URL.fullmatch(value.text) is not None) is is_url
            and _is_one_line(value)
        ]

    @cached_property
    def _scalars(self) -> dict[str, list[Scalar]]:
        """Scalars by the key that they stand under."""
        found: dict[str, list[Scalar]] = {}
        for key, value in self._entries:
            if type(value) is Scalar:
                found.setdefault(key.text, []).append(value)
        return found

    def wants_blank_line(self, mapping: Mapping, without: str | None = None) -> bool:
        """Whether this mapping keeps a blank line before each key that has lines of its own under
        it.
        """
        has_blocks = False
        for above, entry in pairwise(mapping.entries):
            value, key = entry.value, entry.key
            is_block = isinstance(value, (Mapping, Sequence)) and not value.is_flow
            if is_block and not (isinstance(key, Scalar) and key.text == without):
                if not self._is_set_off(above.value.stop, key.start):
                    return False
                has_blocks = True
        return has_blocks

    def column(self, index: int) -> int:
        """Characters from the start of its line to a position."""
        front = self._front
        return index - front.line_start(index)

    def _mostly(self, what: str, key: str, otherwise: int) -> int:
        known = self._known.get((what, key))
        if known is None:
            alike = [(name, width) for kind, name, width in self._columns if kind == what]
            counts = Counter(width for name, width in alike if name == key) or Counter(
                width for _, width in alike
            )
            known = self._known[what, key] = counts.most_common(1)[0][0] if counts else otherwise
        return known

    def _is_set_off(self, stop: int, start: int) -> bool:
        """Whether a blank line, and perhaps comments below it, stand between two entries."""
        front = self._front
        below = front.line_start(start)
        while (above := front.line_start(below - 1)) > stop:
            line = front.text[above:below]
            if _BLANK.fullmatch(line):
                return True
            if not _COMMENT.match(line):
                return False
            below = above
        return False

    @cached_property
    def _columns(self) -> list[tuple[str, str, int]]:
        """What is how wide: what it is, the key it stands under, and its columns."""
        lists = ((key, value) for key, value in self._entries if type(value) is not Scalar)
        return [
            (what, key.text, width)
            for key, value in lists
            for what, width in self._widths(key, value)
        ]

    @cached_property
    def _entries(self) -> list[tuple[Scalar, Node]]:
        """Keys and values of block mappings, breadth first."""
        found: list[tuple[Scalar, Node]] = []
        waiting: list[Node] = [] if self._front.root is None else [self._front.root]
        for node in waiting:  # grows while it is read
            if len(waiting) > _MAX_LOOKED_AT:
                break
            if type(node) is Sequence:
                waiting.extend(node.items)
            elif type(node) is Mapping:
                waiting.extend(
                    each.value for each in node.entries if type(each.value) is not Scalar
                )
                found += () if node.is_flow else _named(node.entries)
        return found

    def _widths(self, key: Scalar, value: Node) -> Iterator[tuple[str, int]]:
        if isinstance(value, Mapping) and not value.is_flow:
            yield "indent", self.column(value.entries[0].key.start) - self.column(key.start)
        elif (
            isinstance(value, Sequence)
            and not value.is_flow
            and value.anchor is None
            and value.tag is None
        ):
            dash = self.column(value.start)
            yield "dash", dash - self.column(key.start)
            first = value.items[0]
            if isinstance(first, Mapping) and not first.is_flow:
                yield "gap", self.column(first.entries[0].key.start) - dash


def _named(entries: tuple[Entry, ...]) -> list[tuple[Scalar, Node]]:
    """Keys and values of the entries whose key is a scalar."""
    return [(each.key, each.value) for each in entries if type(each.key) is Scalar]


def _is_one_line(value: Scalar) -> bool:
    """A text in a style that we write too."""
    return value.style not in _BLOCK and isinstance(meaning(value), str)
