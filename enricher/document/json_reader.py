"""Reads JSON into the tree of `nodes`, with the place of every value."""

from __future__ import annotations

import re
from json.decoder import JSONDecodeError, scanstring  # type: ignore[attr-defined]

from enricher.document.compose import MAX_CHARS, MAX_DEPTH, line_at
from enricher.document.nodes import Entry, Mapping, Node, Scalar, Sequence
from enricher.errors import DocumentError

_BLANKS = re.compile(r"[ \t\r\n]*")
_LITERAL = re.compile(r"-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][-+]?[0-9]+)?|true|false|null")


class NotJson(ValueError):
    """Where a text stops being JSON."""

    def __init__(self, why: str, index: int) -> None:
        super().__init__(why)
        self.index = index


def compose(text: str, start: int, stop: int) -> tuple[Node, int]:
    """The first value of `text[start:stop]`, and the position behind it and blanks.

    Raises NotJson for anything that strict JSON is not, keys that stand twice among it.
    """
    if stop - start > MAX_CHARS:
        raise NotJson(f"it is longer than {MAX_CHARS:,} characters", start)
    reader = _JsonReader(text, stop)
    node, at = reader.value(reader.after_blanks(start), 0)
    return node, reader.after_blanks(at)


def refusal(error: NotJson, text: str, name: str) -> DocumentError:
    """The error of a document that should be JSON."""
    line = line_at(text, error.index)
    return DocumentError(name, f"its frontmatter is no valid JSON: {error}", line=line)


class _JsonReader:
    def __init__(self, text: str, stop: int) -> None:
        self._text = text
        self._stop = stop

    def after_blanks(self, at: int) -> int:
        found = _BLANKS.match(self._text, at, self._stop)
        return found.end() if found else at

    def value(self, at: int, depth: int) -> tuple[Node, int]:
        if depth > MAX_DEPTH:
            raise NotJson(f"it is nested deeper than {MAX_DEPTH} levels", at)
        first = self._text[at : at + 1] if at < self._stop else ""
        if first == "{":
            return self._mapping(at, depth)
        if first == "[":
            return self._sequence(at, depth)
        if first == '"':
            return self._string(at)
        found = _LITERAL.match(self._text, at, self._stop)
        if found is None:
            raise NotJson("a value is expected", at)
        return Scalar(found[0], at, found.end(), "", None, None), found.end()

    def _string(self, at: int) -> tuple[Scalar, int]:
        try:
            value, stop = scanstring(self._text, at + 1, True)
        except JSONDecodeError as error:
            raise NotJson(error.msg.lower(), error.pos) from error
        if stop > self._stop:
            raise NotJson("a string is never closed", at)
        return Scalar(value, at, stop, '"', None, None), stop

    def _mapping(self, start: int, depth: int) -> tuple[Mapping, int]:
        entries: list[Entry] = []
        names: set[str] = set()
        at = self.after_blanks(start + 1)
        while not self._is_at("}", at):
            if entries:
                at = self.after_blanks(self._behind(",", at))
            if not self._is_at('"', at):
                raise NotJson("a key in double quotes is expected", at)
            key, at = self._string(at)
            if key.text in names:
                raise NotJson(f"the key {key.text[:60]!r} stands twice in one object", key.start)
            at = self._behind(":", self.after_blanks(at))
            value, at = self.value(self.after_blanks(at), depth + 1)
            names.add(key.text)
            entries.append(Entry(key, value))
            at = self.after_blanks(at)
        return Mapping(tuple(entries), start, at + 1, True, None, None), at + 1

    def _sequence(self, start: int, depth: int) -> tuple[Sequence, int]:
        items: list[Node] = []
        at = self.after_blanks(start + 1)
        while not self._is_at("]", at):
            if items:
                at = self._behind(",", at)
            item, at = self.value(self.after_blanks(at), depth + 1)
            items.append(item)
            at = self.after_blanks(at)
        return Sequence(tuple(items), start, at + 1, True, None, None), at + 1

    def _is_at(self, mark: str, at: int) -> bool:
        return at < self._stop and self._text.startswith(mark, at)

    def _behind(self, mark: str, at: int) -> int:
        if not self._is_at(mark, at):
            raise NotJson(f"`{mark}` is expected", at)
        return at + 1
