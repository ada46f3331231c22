"""Defines splices (replacements at exact positions of a text) and the context they are made in."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from enricher.document.changes import Unsafe
from enricher.document.fences import Dialect
from enricher.document.frontmatter import Frontmatter
from enricher.document.layout import Layout
from enricher.document.nodes import Entry, Mapping, Node, Scalar, children
from enricher.document.scalars import is_null
from enricher.document.spelling import is_flat
from enricher.document.style import Style
from enricher.models import Value

BLANKS_BEFORE_COMMA = re.compile(r"[ \t]*(?=,)")
_BLANKS = re.compile(r"[ \t]*")
_COMMENT_OR_NOTHING = re.compile(r"[ \t]*(?:[ \t]#.*)?")
_INDENTATION = re.compile(r"[ -]*")
UNUSUAL = "its layout is unusual; change it by hand"


@dataclass(frozen=True, slots=True)
class Splice:
    """Replaces `text[start:stop]`; at one place, deeper splices come first."""

    start: int
    stop: int
    text: str
    depth: int = 0


def apply(text: str, splices: Iterable[Splice]) -> str:
    """The text with all splices done. Raises Unsafe where two would replace the same characters."""
    ordered = sorted(splices, key=lambda splice: (splice.start, splice.stop, -splice.depth))
    for one, other in pairwise(ordered):
        if other.start < one.stop:
            raise Unsafe("two edits replace the same characters")
    parts: list[str] = []
    done = 0
    for splice in ordered:
        parts += (text[done : splice.start], splice.text)
        done = splice.stop
    return "".join([*parts, text[done:]])


class EditContext:
    """What the editing functions ask of one document."""

    def __init__(self, front: Frontmatter) -> None:
        self.front = front
        self.text = front.text
        self.style = Style(front)
        self.layout = Layout(self.style, is_json=front.dialect is Dialect.JSON)

    def column(self, index: int) -> int:
        return index - self.front.line_start(index)

    def newline(self, index: int) -> str:
        """The line end of the line that a position stands in; the document's where it has none."""
        stop = self.front.line_stop(index)
        ending = self.text[stop : stop + 2]
        return ending if ending == "\r\n" else ending[:1] or self.front.newline

    def lines_after(self, index: int, lines: Sequence[str], depth: int) -> Splice:
        """New lines below the line that a position stands in. Raises Unsafe where more content
        follows in it.
        """
        stop = self.front.line_stop(index)
        if _COMMENT_OR_NOTHING.fullmatch(self.text, index, stop) is None:
            raise Unsafe(UNUSUAL)
        newline = self.newline(index)
        at = stop + len(newline)
        return Splice(at, at, "".join(line + newline for line in lines), depth)

    def stop_with_blanks(self, index: int) -> int:
        """The end of the line where only blanks follow; else the position itself: a comment keeps
        its distance.
        """
        stop = self.front.line_stop(index)
        return stop if _BLANKS.fullmatch(self.text, index, stop) else index

    def block_column(self, mapping: Mapping) -> int:
        """Column of a block mapping's keys. Raises Unsafe where its first key has company (`? `,
        tabs).
        """
        first = mapping.entries[0].key.start
        if _INDENTATION.fullmatch(self.text, self.front.line_start(first), first) is None:
            raise Unsafe(UNUSUAL)
        return self.column(first)

    def check_bare(self, node: Node) -> None:
        """Raises Unsafe where cutting the node would lose more than its value: anchors, tags,
        comments.
        """
        spans: list[tuple[int, int]] = []
        waiting = [node]
        while waiting:
            here = waiting.pop()
            if getattr(here, "anchor", None) is not None or getattr(here, "tag", None) is not None:
                raise Unsafe("it carries an anchor or a tag; change it by hand")
            if isinstance(here, Scalar):
                spans.append((here.start, here.stop))
            waiting.extend(children(here))
        between, done = "", node.start
        for start, stop in sorted(spans):
            between, done = between + self.text[done:start], stop
        if "#" in between + self.text[done : node.stop]:
            raise Unsafe("a comment stands inside; change it by hand")


def entry_at(mapping: Node, key: str | int) -> Entry:
    """The entry of a key that is known to be there."""
    assert isinstance(mapping, Mapping)
    return mapping.by_key[str(key)]


def is_json(node: Node) -> bool:
    """A flow mapping whose keys are all in double quotes."""
    if not isinstance(node, Mapping) or not node.is_flow or not node.entries:
        return False
    return all(isinstance(entry.key, Scalar) and entry.key.style == '"' for entry in node.entries)


def takes_one_line(mapping: Node, value: Value) -> bool:
    """True if a mapping holds flat mappings (`checks`) and `value` is one more."""
    assert isinstance(mapping, Mapping)
    return is_flat(value) and all(
        isinstance(entry.value, Mapping)
        or (isinstance(entry.value, Scalar) and is_null(entry.value))
        for entry in mapping.entries
    )
