"""Our own lines, taken out again without a trace."""

from __future__ import annotations

import re

from enricher.document.nodes import Entry, Mapping
from enricher.document.plan import Change, Unsafe
from enricher.document.splices import UNUSUAL, Ground, Splice, entry_at
from enricher.models import FieldPath

_BLANK_LINE = re.compile(r"[ \t]*(?:\r\n|\n|\r)")


def remove(ground: Ground, change: Change, removed: set[FieldPath]) -> list[Splice]:
    """A key with its value; `removed` are the paths of all keys that go. Raises Unsafe where more would be lost."""
    mapping, path = change.chain[-2], change.path
    assert isinstance(mapping, Mapping)
    entry = entry_at(mapping, path[-1])
    ground.check_bare(entry.key)
    ground.check_bare(entry.value)
    if mapping.is_flow:
        gone = {str(other[-1]) for other in removed if other[:-1] == path[:-1]}
        return [_from_flow(mapping, entry, gone)]
    return [_from_block(ground, mapping, entry)]


def _from_block(ground: Ground, mapping: Mapping, entry: Entry) -> Splice:
    front, text = ground.front, ground.text
    start = front.line_start(entry.key.start)
    stop = ground.stop_with_blanks(entry.value.stop)
    if text[start : entry.key.start].strip(" ") or stop != front.line_stop(entry.value.stop):
        raise Unsafe("something else stands in its lines; change it by hand")
    if text[entry.key.stop : entry.value.start].strip() not in (":", ""):
        raise Unsafe(UNUSUAL)
    stop += len(ground.newline(stop))
    name = text[entry.key.start : entry.key.stop]
    has_lines = front.line_of(entry.value.stop) > front.line_of(entry.key.start)
    if has_lines and ground.habits.wants_blank_line(mapping, without=name):
        above = front.line_start(start - 1)
        if above > front.yaml_start and _BLANK_LINE.fullmatch(text, above, start):
            start = above
    return Splice(start, stop, "")


def _from_flow(mapping: Mapping, entry: Entry, gone: set[str]) -> Splice:
    """With the comma before it; the first with the comma behind it."""
    entries = mapping.entries
    at = next(index for index, other in enumerate(entries) if other is entry)
    names = {id(other): name for name, other in mapping.by_key.items()}
    if any(names.get(id(other)) not in gone for other in entries[:at]):
        return Splice(entries[at - 1].value.stop, entry.value.stop, "")
    if at + 1 < len(entries):
        return Splice(entry.key.start, entries[at + 1].key.start, "")
    return Splice(entry.key.start, entry.value.stop, "")
