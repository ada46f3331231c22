"""Reads TOML into the tree of `nodes`; texts have their places, other values that of the data."""

from __future__ import annotations

import math
import re
import tomllib
from collections import defaultdict
from collections.abc import Iterator
from datetime import date, datetime
from typing import Any

from enricher.document.compose import MAX_CHARS, MAX_DEPTH, line_at
from enricher.document.nodes import Entry, Mapping, Node, Scalar, Sequence
from enricher.errors import DocumentError

_AT_LINE = re.compile(r"\s*\(at (?:line (\d+), column \d+|end of document)\)$")
# A text on one line, in either kind of quotes.
_QUOTED = re.compile(r"\"(?:[^\"\\\r\n]|\\.)*\"|'[^'\r\n]*'")


def compose(text: str, start: int, stop: int, name: str) -> Mapping:
    """The tree of `text[start:stop]`. Raises DocumentError, with the line, where it is no TOML."""
    if stop - start > MAX_CHARS:
        why = f"its frontmatter is longer than {MAX_CHARS:,} characters"
        raise DocumentError(name, why, line=1)
    data = text[start:stop]
    try:
        tree = tomllib.loads(data)
    except tomllib.TOMLDecodeError as error:
        raise _refusal(error, text, (start, stop), name) from error
    except (ValueError, RecursionError) as error:
        raise DocumentError(
            name, f"its frontmatter cannot be read as TOML: {error}", line=1
        ) from error
    return _TomlComposer(text, start, stop, name).mapping(tree, 0)


def _refusal(
    error: tomllib.TOMLDecodeError, text: str, span: tuple[int, int], name: str
) -> DocumentError:
    found = _AT_LINE.search(str(error))
    why = str(error)[: found.start()] if found else str(error)
    at = line_at(text, span[1] if found is None or found[1] is None else span[0])
    line = at + int(found[1]) - 1 if found and found[1] else at
    return DocumentError(name, f"its frontmatter is no valid TOML: {why.lower()}", line=line)


class _TomlComposer:
    def __init__(self, text: str, start: int, stop: int, name: str) -> None:
        self._name = name
        self._start = start
        self._places: dict[str, Iterator[tuple[int, int]]] = {}
        """By text, where it stands in quotes, in the order of the document."""
        places: dict[str, list[tuple[int, int]]] = defaultdict(list)
        for found in _QUOTED.finditer(text, start, stop):
            places[_unquoted(found[0])].append(found.span())
        for value, spans in places.items():
            self._places[value] = iter(spans)

    def mapping(self, tree: dict[str, Any], depth: int) -> Mapping:
        if depth > MAX_DEPTH:
            why = f"its frontmatter is nested deeper than {MAX_DEPTH} levels"
            raise DocumentError(self._name, why, line=1)
        at = self._start
        entries = tuple(
            Entry(Scalar(key, at, at, "", None, None), self._node(value, depth + 1))
            for key, value in tree.items()
        )
        return Mapping(entries, at, at, False, None, None)

    def _node(self, value: Any, depth: int) -> Node:
        if isinstance(value, dict):
            return self.mapping(value, depth)
        if isinstance(value, list):
            items = tuple(self._node(item, depth + 1) for item in value)
            return Sequence(items, self._start, self._start, False, None, None)
        text = _plain(value)
        if text is not None:
            return Scalar(text, self._start, self._start, "", None, None)
        start, stop = next(self._places.get(str(value), iter(())), (self._start, self._start))
        return Scalar(str(value), start, stop, '"', None, None)


def _plain(value: Any) -> str | None:
    """A value as `scalars.meaning` reads it; None for texts, and for what YAML has no word for."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, datetime):
        # With its own offset: in UTC, the first hours of all time (Hugo's zero date) do not exist.
        return value.isoformat() + ("Z" if value.tzinfo is None else "")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, int) or (isinstance(value, float) and math.isfinite(value)):
        return repr(value)
    return None


def _unquoted(quoted: str) -> str:
    if quoted[0] == "'" or "\\" not in quoted:
        return quoted[1:-1]
    try:
        return str(tomllib.loads(f"v = {quoted}")["v"])
    except tomllib.TOMLDecodeError:
        return quoted[1:-1]
