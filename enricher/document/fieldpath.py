"""Field paths: `related[2].webUrl` as text, `("related", 2, "webUrl")` in code; and patterns that
find them.

Grammar of the text form:

    path    = [ first *( "." word / "[" index "]" / "[" string "]" ) ]
    first   = word / "[" index "]" / "[" string "]"
    word    = any characters but `.`, `[`, `]`, `"` and white space, at least one
    index   = digits
    string  = a JSON string, for keys that are no word: `a["odd.key"]`

A pattern may also say `[]` (every item of a list) and the bare word `*` (every key of a mapping).
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from functools import lru_cache

from enricher.document.nodes import Alias, Mapping, Node, Sequence
from enricher.models import FieldPath

_STEP = re.compile(
    r"""
      \[ (?P<index> [0-9]+ ) \]
    | \[ (?P<string> "(?:[^"\\]|\\.)*" ) \]
    | (?P<items> \[\] )
    | (?P<dot> \.? ) (?P<word> [^.\[\]"\s]+ )
    """,
    re.VERBOSE,
)
_WORD = re.compile(r'[^.\[\]"\s]+')


class _Every:
    """A step of a pattern that stands for many."""


_ITEMS = _Every()
_KEYS = _Every()

_Pattern = tuple[str | int | _Every, ...]


def parse(text: str) -> FieldPath:
    """The path that `show` would print as `text`; `*` is a key like any other.

    Raises ValueError, naming the place, where `text` is no field path.
    """
    steps = tuple("*" if step is _KEYS else step for step in _steps(text))
    if any(isinstance(step, _Every) for step in steps):
        raise ValueError(f"{text!r} is a pattern, not the path of one field")
    return tuple(step for step in steps if not isinstance(step, _Every))


def show(path: FieldPath) -> str:
    """The text form; `parse(show(path)) == path` for every path."""
    parts: list[str] = []
    for step in path:
        if isinstance(step, int):
            parts.append(f"[{step}]")
        elif _WORD.fullmatch(step):
            parts.append(f".{step}" if parts else step)
        else:
            parts.append(f"[{json.dumps(step)}]")
    return "".join(parts)


def matches(pattern: str, tree: Node | None) -> list[tuple[FieldPath, Node]]:
    """Returns all values in `tree` that the pattern finds, in the order of the document.

    Aliases on the way are followed, one at the end of a path is not. Raises ValueError where
    `pattern` is none.

    Step by step for all paths at once, which keeps their order: no generators within generators.
    """
    found: list[tuple[FieldPath, Node]] = [] if tree is None else [((), tree)]
    for step in compiled(pattern):
        found = [
            ((*path, key), value)
            for path, node in found
            for key, value in _inside(step, node.target if type(node) is Alias else node)
        ]
    return found


def fits(pattern: str, path: FieldPath) -> bool:
    """Whether the pattern would find the path. Raises ValueError where `pattern` is none."""
    steps = compiled(pattern)
    return len(steps) == len(path) and all(map(_takes, steps, path))


def _takes(step: str | int | _Every, key: str | int) -> bool:
    if isinstance(step, _Every):
        return isinstance(key, int) is (step is _ITEMS)
    return step == key


@lru_cache(maxsize=256)
def compiled(pattern: str) -> _Pattern:
    """The steps of a pattern. Raises ValueError, naming the place, where it is none."""
    return tuple(_steps(pattern))


def _steps(text: str) -> Iterator[str | int | _Every]:
    position = 0
    while position < len(text):
        found = _STEP.match(text, position)
        if found is None or (found["word"] and bool(found["dot"]) != (position > 0)):
            raise ValueError(f"no field path: {text!r}, at character {position + 1}")
        position = found.end()
        if found["index"]:
            yield int(found["index"])
        elif found["string"]:
            yield _unquoted(found["string"], text)
        elif found["items"]:
            yield _ITEMS
        else:
            yield _KEYS if found["word"] == "*" else found["word"]


def _unquoted(string: str, text: str) -> str:
    try:
        return str(json.loads(string))
    except ValueError as error:
        raise ValueError(f"no field path: {text!r}: {string} is no JSON string") from error


def _inside(step: str | int | _Every, node: Node) -> Iterable[tuple[str | int, Node]]:
    """What one step of a pattern finds in one node."""
    if isinstance(node, Mapping):
        if step is _KEYS:
            return ((key, entry.value) for key, entry in node.by_key.items())
        value = node.get(step) if isinstance(step, str) else None
        return () if value is None else ((str(step), value),)
    if isinstance(node, Sequence):
        if step is _ITEMS:
            return enumerate(node.items)
        if isinstance(step, int) and step < len(node.items):
            return ((step, node.items[step]),)
    return ()
