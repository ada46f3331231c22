"""Removes keys with their values, and the lines that they alone stand in."""

from __future__ import annotations

import re

from enricher.document.changes import TreeChange, Unsafe
from enricher.document.nodes import Entry, Mapping
from enricher.document.splices import UNUSUAL, EditContext, Splice, entry_at
from enricher.models import FieldPath

_COMMA = re.compile(r"[ \t]*,")
_BLANK_LINE = re.compile(r"[ \t]*(?:\r\n|\n|\r)")


def remove(context: EditContext, change: TreeChange, removed: set[FieldPath]) -> list[Splice]:
    """A key with its value; `removed` are the paths of all keys that go. Raises Unsafe where more
    would be lost.
    """
    mapping, path = change.chain[-2], change.path
    assert isinstance(mapping, Mapping)
    entry = entry_at(mapping, path[-1])
    context.check_bare(entry.key)
    context.check_bare(entry.value)
    if mapping.is_flow:
        gone = {id(mapping.by_key[str(other[-1])]) for other in removed if other[:-1] == path[:-1]}
        kept_before = [
            other
            for other in mapping.entries[: mapping.entries.index(entry)]
            if id(other) not in gone
        ]
        previous = kept_before[-1] if kept_before else None
        return _own_line(context, entry, previous) or [
            _from_line(context, mapping, entry, previous)
        ]
    return [_from_block(context, mapping, entry)]


def _from_block(context: EditContext, mapping: Mapping, entry: Entry) -> Splice:
    front, text = context.front, context.text
    start = front.line_start(entry.key.start)
    stop = context.stop_with_blanks(entry.value.stop)
    if text[start : entry.key.start].strip(" ") or stop != front.line_stop(entry.value.stop):
        raise Unsafe("something else stands in its lines; change it by hand")
    if text[entry.key.stop : entry.value.start].strip() not in (":", ""):
        raise Unsafe(UNUSUAL)
    stop += len(context.newline(stop))
    name = text[entry.key.start : entry.key.stop]
    has_lines = front.line_of(entry.value.stop) > front.line_of(entry.key.start)
    if has_lines and context.style.wants_blank_line(mapping, without=name):
        above = front.line_start(start - 1)
        if above > front.data_start and _BLANK_LINE.fullmatch(text, above, start):
            start = above
    return Splice(start, stop, "")


def _own_line(context: EditContext, entry: Entry, previous: Entry | None) -> list[Splice]:
    """The whole line of an entry that has one to itself; nothing where it shares it."""
    front, text = context.front, context.text
    start, comma = front.line_start(entry.key.start), _COMMA.match(text, entry.value.stop)
    stop = comma.end() if comma else entry.value.stop
    line_stop = front.line_stop(stop)
    if text[start : entry.key.start].strip() or text[stop:line_stop].strip():
        return []
    line = Splice(start, line_stop + len(context.newline(stop)), "")
    if comma or previous is None:
        return [line]
    comma = _COMMA.match(text, previous.value.stop)
    return [Splice(previous.value.stop, comma.end(), ""), line] if comma else []


def _from_line(
    context: EditContext, mapping: Mapping, entry: Entry, previous: Entry | None
) -> Splice:
    """With the comma before it; the first one with the comma behind it."""
    at = mapping.entries.index(entry)
    if previous is not None:
        splice = Splice(mapping.entries[at - 1].value.stop, entry.value.stop, "")
        between = context.text[splice.start : entry.key.start]
    elif at + 1 < len(mapping.entries):
        splice = Splice(entry.key.start, mapping.entries[at + 1].key.start, "")
        between = context.text[entry.value.stop : splice.stop]
    else:
        return Splice(entry.key.start, entry.value.stop, "")
    if "#" in between:
        raise Unsafe("a comment stands beside it; change it by hand")
    return splice
