"""Inserts new keys and items beside their neighbours: same column, order and blank lines."""

from __future__ import annotations

import re
from collections.abc import Sequence as Sequenced
from typing import NamedTuple

from enricher.document import order
from enricher.document.changes import TreeChange, Unsafe
from enricher.document.nodes import Entry, Mapping, Node, Scalar, Sequence, followed
from enricher.document.splices import (
    BLANKS_BEFORE_COMMA,
    UNUSUAL,
    EditContext,
    Splice,
    is_json,
    takes_one_line,
)
from enricher.document.values import name_of
from enricher.models import FieldPath, Value

_COMMENT_OR_NOTHING = re.compile(r"[ \t]*(?:[ \t]#.*)?")
_COMMA = re.compile(r"[ \t]*,")


def append(context: EditContext, change: TreeChange) -> list[Splice]:
    """A new last item of a list. Raises Unsafe where the list's layout is unusual."""
    items, value = change.chain[-1], change.value
    assert isinstance(items, Sequence)
    assert value is not None
    if items.is_flow:
        at = items.items[-1].stop if items.items else items.stop - 1
        return [
            Splice(
                at,
                at,
                f"{', ' if items.items else ''}{context.layout.flow(value)}",
                len(change.path),
            )
        ]
    lines = context.layout.item(name_of(change.path), value, context.column(items.start))
    return [context.lines_after(items.stop, lines, len(change.path))]


class _Kept(NamedTuple):
    """The neighbours of new keys that are not removed."""

    behind: Entry | None
    """The last one before them."""
    before: Entry | None
    """The first one after them."""


def _kept(mapping: Mapping, behind: Entry | None, gone: set[str | int]) -> _Kept:
    """Gives the neighbours of a place behind an entry (None: in front of all)."""
    removed = {id(mapping.by_key.get(str(key))) for key in gone}
    at = 0 if behind is None else 1 + _index(mapping, behind)
    before = (entry for entry in reversed(mapping.entries[:at]) if id(entry) not in removed)
    after = (entry for entry in mapping.entries[at:] if id(entry) not in removed)
    return _Kept(next(before, None), next(after, None))


def _index(mapping: Mapping, entry: Entry) -> int:
    return next(index for index, other in enumerate(mapping.entries) if other is entry)


class Insertion:
    """Inserts the new keys of one document, one mapping at a time."""

    def __init__(self, context: EditContext) -> None:
        self._context = context
        self._shown: dict[tuple[FieldPath, str], tuple[str, ...]] = {}

    def insert(self, changes: Sequenced[TreeChange], removed: set[FieldPath]) -> list[Splice]:
        """The new keys of one mapping, each at its place; `removed` are keys that go. Raises Unsafe
        (or ValueError).
        """
        owner = changes[0].path[:-1]
        new = {str(op.path[-1]): op.value for op in changes if op.value is not None}
        if not changes[0].chain:
            return [self._first_lines(new)]
        mapping = changes[0].chain[-1]
        assert isinstance(mapping, Mapping)
        gone = _names_in(owner, removed) if mapping.is_flow else set()
        splices: list[Splice] = []
        for behind, names in self._places(owner, mapping, list(new)).items():
            group = {name: new[name] for name in names}
            entry = mapping.entries[behind - 1] if behind else None
            if mapping.is_flow:
                splices += self._into_flow(_kept(mapping, entry, gone), mapping, group, len(owner))
            else:
                splices.append(self._into_block(mapping, entry, group, len(owner)))
        return splices

    def _places(self, owner: FieldPath, mapping: Mapping, new: list[str]) -> dict[int, list[str]]:
        """Number of present entries before each group of new keys."""
        if all(order.goes_last(name) for name in new):
            return {len(mapping.entries): new}
        keys = [
            entry.key.text if isinstance(entry.key, Scalar) else "\0" for entry in mapping.entries
        ]
        for name in sorted(new, key=order.rank):
            keys.insert(order.place(name, keys, self._sibling(owner, name)), name)
        groups: dict[int, list[str]] = {}
        behind = 0
        for name in keys:
            if name in new:
                groups.setdefault(behind, []).append(name)
            else:
                behind += 1
        return groups

    def _sibling(self, owner: FieldPath, name: str) -> tuple[str, ...]:
        """Keys of the first other item of the same list that has the key."""
        if not owner or not isinstance(owner[-1], int):
            return ()
        known = self._shown.get((owner[:-1], name))
        if known is None:
            node = self._context.front.node(owner[:-1])
            items: tuple[Node, ...] = node.items if isinstance(node, Sequence) else ()
            having = (
                here
                for item in items
                if isinstance(here := followed(item), Mapping) and name in here.by_key
            )
            known = self._shown[owner[:-1], name] = next(
                (tuple(here.by_key) for here in having), ()
            )
        return known

    def _first_lines(self, new: dict[str, Value]) -> Splice:
        """Into an empty frontmatter, before its closing fence."""
        front, layout = self._context.front, self._context.layout
        lines = [line for name, value in new.items() for line in layout.entry(name, value, 0)]
        return Splice(
            front.data_stop, front.data_stop, "".join(line + front.newline for line in lines)
        )

    def _into_block(
        self, mapping: Mapping, behind: Entry | None, new: dict[str, Value], depth: int
    ) -> Splice:
        context = self._context
        column = context.block_column(mapping)
        if behind is None and any(isinstance(value, dict | list) for value in new.values()):
            behind = mapping.entries[-1]  # what has lines of its own never goes first
        lines: list[str] = []
        for name, value in new.items():
            below = context.layout.entry(
                name, value, column, on_one_line=takes_one_line(mapping, value)
            )
            if len(below) > 1 and context.style.wants_blank_line(mapping):
                lines.append("")
            lines += below
        if behind is None:
            first = mapping.entries[0].key.start
            newline = context.newline(first)
            return Splice(
                first,
                first,
                "".join(f"{line.lstrip(' ')}{newline}{' ' * column}" for line in lines),
                depth,
            )
        return context.lines_after(behind.value.stop, lines, depth)

    def _into_flow(
        self, kept: _Kept, mapping: Mapping, new: dict[str, Value], depth: int
    ) -> list[Splice]:
        context = self._context
        if not context.text.endswith("}", mapping.start, mapping.stop):
            raise Unsafe("it is a mapping without braces; change it by hand")
        quoted = is_json(mapping)
        parts = [
            f"{context.layout.key(name, quoted=quoted)}: "
            + context.layout.inline(name, value, in_flow=True, quoted_keys=quoted)
            for name, value in new.items()
        ]
        if kept.behind is not None:
            return self._own_lines(kept.behind, parts, depth) or [
                self._same_line(kept.behind, parts, depth)
            ]
        if kept.before is not None:
            return [self._first_in_flow(mapping, kept.before, parts, depth)]
        at = mapping.entries[-1].value.stop if mapping.entries else mapping.stop - 1
        return [Splice(at, at, ", ".join(parts), depth)]

    def _first_in_flow(
        self, mapping: Mapping, before: Entry, parts: list[str], depth: int
    ) -> Splice:
        """In front of an entry, and on lines of their own where that has one."""
        text, at = self._context.text, before.key.start
        if before is mapping.entries[0] and not text[mapping.start : at].rstrip().endswith("{"):
            raise Unsafe(UNUSUAL)
        pad = text[self._context.front.line_start(at) : at]
        gap = " " if pad.strip() else self._context.newline(at) + pad
        return Splice(at, at, "".join(f"{part},{gap}" for part in parts), depth)

    def _same_line(self, behind: Entry, parts: list[str], depth: int) -> Splice:
        at = behind.value.stop
        is_empty = behind.value.start == at
        blanks = BLANKS_BEFORE_COMMA.match(self._context.text, at) if is_empty else None
        if blanks:
            at = blanks.end()  # where a value would end that fills the empty one
        is_bare_colon = is_empty and self._context.text.endswith(":", 0, at)
        gap = " " if is_bare_colon else ""  # `a:,` is a text to some readers
        return Splice(at, at, gap + "".join(f", {part}" for part in parts), depth)

    def _own_lines(self, behind: Entry, parts: list[str], depth: int) -> list[Splice]:
        """Where each key of a flow mapping has a line of its own, so has a new one; nothing where
        they have not.
        """
        context = self._context
        text, front = context.text, context.front
        start, at = front.line_start(behind.key.start), behind.value.stop
        pad = text[start : behind.key.start]
        comma = _COMMA.match(text, at)
        rest = comma.end() if comma else at
        if pad.strip() or _COMMENT_OR_NOTHING.fullmatch(text, rest, front.line_stop(rest)) is None:
            return []
        lines = [f"{pad}{part}," for part in parts]
        if comma:
            return [context.lines_after(rest, lines, depth)]
        lines[-1] = lines[-1].removesuffix(",")
        return [Splice(at, at, ",", depth), context.lines_after(rest, lines, depth)]


def _names_in(owner: FieldPath, paths: set[FieldPath]) -> set[str | int]:
    """The last steps of the paths that lie directly in a mapping."""
    return {path[-1] for path in paths if path[:-1] == owner}
