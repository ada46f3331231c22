"""Composes the tree of `nodes` from YAML text, by libyaml's events: nothing is constructed.

Why events and not `yaml.compose`: aliases and anchors keep their places, depth is bounded while
reading, and it takes half the time. Tags, merges (`<<`) and directives stay
what they are: text.
"""

from __future__ import annotations

import re
from typing import Any, NoReturn

import yaml

from enricher.document.nodes import Alias, Entry, Mapping, Node, Scalar, Sequence
from enricher.errors import DocumentError

# Real frontmatter nests 6 deep; libyaml and our own walks are happy far beyond 64.
MAX_DEPTH = 64
# The largest real document (180 related items) has 9,000 nodes. Aliases count as what they stand
# for, so that a small document cannot become a huge one ("billion laughs").
MAX_NODES = 200_000
# The largest real frontmatter has 143,000 characters.
MAX_CHARS = 2_000_000

_ODD_BREAKS = ("\x85", "\u2028", "\u2029")
_PRIVATE_USE = range(0xE000, 0xF8FF)

# Looked up once for each of a document's hundreds of events.
_ScalarEvent = yaml.ScalarEvent
_MappingEndEvent = yaml.MappingEndEvent
_BLOCK_STYLES = frozenset({"|", ">"})
# Of a name in a message: enough to find it.
_SHOWN_CHARS = 60
_COLON = re.compile(r"[ \t]*:")


def compose(text: str, begin: int, end: int, name: str) -> Node:
    """The tree of `text[begin:end]`, which is one YAML document; positions count from the start of
    `text`.

    `begin` stands behind a byte order mark: libyaml would drop the mark and count all positions one
    short. Raises DocumentError, with the line, for bad YAML, duplicate keys and whatever exceeds
    the bounds.
    """
    if end - begin > MAX_CHARS:
        raise DocumentError(
            name, f"its frontmatter is longer than {MAX_CHARS:,} characters", line=1
        )
    composer = _Composer(text, begin, end, name)
    try:
        return composer.document()
    except yaml.YAMLError as error:
        composer.refuse_yaml(error)
    except (ValueError, RecursionError) as error:  # PyYAML lets both through on hostile input
        raise DocumentError(
            name, f"its frontmatter cannot be read as YAML: {error}", line=1
        ) from error
    finally:
        composer.close()


def line_at(text: str, index: int) -> int:
    """Line of a position, from 1, as editors count: LF, CR LF and CR end lines."""
    before = text[:index]
    carriage_returns = before.count("\r")
    return (
        1
        + before.count("\n")
        + (carriage_returns - before.count("\r\n") if carriage_returns else 0)
    )


class _Composer:
    """Reads one document's events; bounds depth and size on the way."""

    def __init__(self, text: str, begin: int, end: int, name: str) -> None:
        self._text = text
        self._begin = begin
        self._end = end
        self._name = name
        self._loader: Any = None
        self._anchored: dict[str, Node] = {}
        self._weights: dict[str, int] = {}
        self._open: set[str] = set()
        self._nodes = 0
        self._breaks: dict[int, str] = {}
        """What stands in for line breaks of YAML 1.1 alone, and for which."""

    def document(self) -> Node:
        self._loader = yaml.CSafeLoader(self._without_odd_breaks())
        next_event = self._loader.get_event
        event = next_event()
        while isinstance(event, (yaml.StreamStartEvent, yaml.DocumentStartEvent)):
            event = next_event()
        if isinstance(event, yaml.StreamEndEvent):
            return Scalar("", self._end, self._end, "", None, None)
        root = self._node(event, 0)
        next_event()
        event = next_event()
        if not isinstance(event, yaml.StreamEndEvent):
            self._refuse("a second YAML document begins inside the frontmatter", event)
        return root

    def close(self) -> None:
        if self._loader is not None:
            self._loader.dispose()

    def refuse_yaml(self, error: yaml.YAMLError) -> NoReturn:
        """Raises DocumentError with the line; for a quote that never closes, where it opens."""
        index: int | None
        if isinstance(error, yaml.MarkedYAMLError):
            opens = error.context_mark is not None and "quoted scalar" in (error.context or "")
            mark = error.context_mark if opens else (error.problem_mark or error.context_mark)
            index = None if mark is None else mark.index + self._begin
            why = ": ".join(part for part in (error.context, error.problem) if part)
        else:
            index, why = (
                self._index_of_character(error),
                str(getattr(error, "reason", error)).splitlines()[0],
            )
        line = None if index is None else line_at(self._text, min(index, self._end))
        raise DocumentError(
            self._name, f"its frontmatter is no valid YAML: {why}", line=line
        ) from error

    def _index_of_character(self, error: yaml.YAMLError) -> int | None:
        """A ReaderError's position counts bytes of UTF-8."""
        position = getattr(error, "position", None)
        if not isinstance(position, int):
            return None
        head = self._text[self._begin : self._end].encode("utf-8", "surrogatepass")[:position]
        return self._begin + len(head.decode("utf-8", "ignore"))

    def _refuse(self, why: str, event: Any) -> NoReturn:
        line = line_at(self._text, event.start_mark.index + self._begin)
        raise DocumentError(self._name, why, line=line)

    def _node(self, event: Any, depth: int) -> Node:
        if type(event) is _ScalarEvent and event.anchor is None:
            return self._scalar(event)
        if event.anchor is None:
            return self._collection(event, depth)
        return (
            self._alias(event)
            if type(event) is yaml.AliasEvent
            else self._anchored_node(event, depth)
        )

    def _anchored_node(self, event: Any, depth: int) -> Node:
        name: str = event.anchor
        before = self._nodes
        self._open.add(name)
        node = (
            self._scalar(event) if type(event) is _ScalarEvent else self._collection(event, depth)
        )
        self._open.discard(name)
        self._anchored[name] = node
        self._weights[name] = self._nodes - before + 1
        return node

    def _collection(self, event: Any, depth: int) -> Mapping | Sequence:
        if depth > MAX_DEPTH:
            self._refuse(f"its frontmatter is nested deeper than {MAX_DEPTH} levels", event)
        found: Mapping | Sequence
        if type(event) is yaml.MappingStartEvent:
            found = self._mapping(event, depth)
            self._nodes += 1 + 2 * len(found.entries)
        else:
            found = self._sequence(event, depth)
            self._nodes += 1 + len(found.items)
        self._check_size(event)
        return found

    def _check_size(self, event: Any) -> None:
        if self._nodes > MAX_NODES:
            self._refuse(
                f"its frontmatter has more than {MAX_NODES:,} values, aliases expanded", event
            )

    def _alias(self, event: Any) -> Alias:
        name: str = event.anchor
        if name in self._open:
            self._refuse(f"the alias *{name[:_SHOWN_CHARS]} stands inside what it names", event)
        target = self._anchored.get(name)
        if target is None:
            self._refuse(f"the alias *{name[:_SHOWN_CHARS]} names no anchor before it", event)
        self._nodes += self._weights[name]
        self._check_size(event)
        begin = self._begin
        return Alias(name, event.start_mark.index + begin, event.end_mark.index + begin, target)

    def _scalar(self, event: Any) -> Scalar:
        begin, style = self._begin, event.style or ""
        start, stop = event.start_mark.index + begin, event.end_mark.index + begin
        if style in _BLOCK_STYLES:
            stop = self._end_of_block_scalar(start, stop)
        value = event.value.translate(self._breaks) if self._breaks else event.value
        return Scalar(value, start, stop, style, event.anchor, event.tag)

    def _without_odd_breaks(self) -> str:
        """What libyaml is given: NEL, LS and PS are line breaks to it (YAML 1.1), and ordinary
        characters to YAML 1.2 (section 5.4); so it reads others in their place.
        """
        data = self._text[self._begin : self._end]
        odd = [mark for mark in _ODD_BREAKS if mark in data]
        unused = (chr(point) for point in _PRIVATE_USE if chr(point) not in data)
        stand_ins: dict[str, str | int | None] = dict(zip(odd, unused, strict=False))
        self._breaks = {ord(str(other)): mark for mark, other in stand_ins.items()}
        return data.translate(str.maketrans(stand_ins)) if odd else data

    def _end_of_block_scalar(self, start: int, stop: int) -> int:
        """The end mark of libyaml stands behind all trailing line breaks; only `|+` and `>+` own
        those.
        """
        raw = self._text[start:stop]
        header = raw.splitlines()[0].partition(" #")[0]
        if "+" in header:
            return stop - (2 if raw.endswith("\r\n") else 1 if raw.endswith(("\n", "\r")) else 0)
        last = len(raw.rstrip(" \t\r\n"))
        while last < len(raw) and raw[last] not in "\r\n":
            last += 1
        return start + last

    def _mapping(self, event: Any, depth: int) -> Mapping:
        next_event, node = self._loader.get_event, self._node
        entries: list[Entry] = []
        current = next_event()
        while type(current) is not _MappingEndEvent:
            key = node(current, depth + 1)
            value = node(next_event(), depth + 1)
            if value.start == value.stop:
                value = self._beside_its_key(key, value)
            entries.append(Entry(key, value))
            current = next_event()
        start, stop = self._span(event, current, entries[-1].value if entries else None)
        found = Mapping(tuple(entries), start, stop, event.flow_style, event.anchor, event.tag)
        if len(found.by_key) < len(entries):
            self._check_unique(found)
        return found

    def _beside_its_key(self, key: Node, value: Node) -> Node:
        """A missing value stands behind its colon; in flow, and without a colon, libyaml puts it at
        the next token.
        """
        if not isinstance(value, Scalar) or self._text.endswith(":", 0, value.start):
            return value
        colon = _COLON.match(self._text, key.stop)
        at = colon.end() if colon else key.stop
        return Scalar(value.text, at, at, value.style, value.anchor, value.tag)

    def _check_unique(self, mapping: Mapping) -> None:
        """Raises DocumentError where two keys have one text."""
        firsts: dict[str, Scalar] = {}
        for key in (entry.key for entry in mapping.entries if type(entry.key) is Scalar):
            first = firsts.setdefault(key.text, key)
            if first is not key:
                line = line_at(self._text, first.start)
                shown = f"{key.text[:_SHOWN_CHARS]!r}"
                why = f"the key {shown} stands twice in one mapping (first in line {line})"
                raise DocumentError(self._name, why, line=line_at(self._text, key.start))

    def _sequence(self, event: Any, depth: int) -> Sequence:
        next_event = self._loader.get_event
        items: list[Node] = []
        current = next_event()
        while type(current) is not yaml.SequenceEndEvent:
            items.append(self._node(current, depth + 1))
            current = next_event()
        start, stop = self._span(event, current, items[-1] if items else None)
        return Sequence(tuple(items), start, stop, event.flow_style, event.anchor, event.tag)

    def _span(self, opened: Any, closed: Any, last: Node | None) -> tuple[int, int]:
        start = opened.start_mark.index + self._begin
        if opened.flow_style or last is None:
            return start, closed.end_mark.index + self._begin
        return start, last.stop
