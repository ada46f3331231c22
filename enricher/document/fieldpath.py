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
from collections.abc import Callable, Iterator
from functools import lru_cache
from typing import Any

import msgspec

from enricher.document.nodes import Mapping, Node, Sequence, followed
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


class Match(msgspec.Struct, frozen=True, eq=False, gc=False):
    """A value that a pattern found."""

    path: FieldPath
    node: Node
    around: Match | None
    """The mapping or list that holds it, found by the pattern without its last step."""


class Matches:
    """Finds values in one tree by patterns; what patterns have in common is walked once."""

    def __init__(self, tree: Node | None) -> None:
        root = [] if tree is None else [Match((), tree, None)]
        self._known: dict[_Pattern, list[Match]] = {(): root}

    def of(self, pattern: str) -> list[Match]:
        """Returns all values that the pattern finds, in the order of the document.

        Aliases on the way are followed, one at the end of a path is not. Raises ValueError where
        `pattern` is none.
        """
        return self._found(compiled(pattern))

    def _found(self, steps: _Pattern) -> list[Match]:
        known = self._known.get(steps)
        if known is None:
            around = self._found(steps[:-1])
            known = self._known[steps] = _FINDERS[type(steps[-1])](around, steps[-1])
        return known


def matches(pattern: str, tree: Node | None) -> list[Match]:
    """Returns all values in `tree` that the pattern finds; see `Matches.of`."""
    return Matches(tree).of(pattern)


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


def _under_key(around: list[Match], step: Any) -> list[Match]:
    """The values of one key."""
    found: list[Match] = []
    for match in around:
        here = followed(match.node)
        entry = here.by_key.get(step) if type(here) is Mapping else None
        if entry is not None:
            found.append(Match((*match.path, step), entry.value, match))
    return found


def _at_index(around: list[Match], step: Any) -> list[Match]:
    """The items of one number."""
    return [match for match in _under_all(around, _ITEMS) if match.path[-1] == step]


def _under_all(around: list[Match], step: Any) -> list[Match]:
    """All items, or the values of all keys."""
    found: list[Match] = []
    for match in around:
        here, path = followed(match.node), match.path
        if type(here) is Sequence and step is _ITEMS:
            found += [Match((*path, key), item, match) for key, item in enumerate(here.items)]
        elif type(here) is Mapping and step is _KEYS:
            keys = here.by_key.items()
            found += [Match((*path, key), entry.value, match) for key, entry in keys]
    return found


_FINDERS: dict[type, Callable[[list[Match], Any], list[Match]]] = {
    str: _under_key,
    int: _at_index,
    _Every: _under_all,
}
