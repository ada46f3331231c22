"""JSON-LD as pages write it: read whatever is broken in it, flattened, references resolved.

Law of this file: the nodes it gives may be cyclic (an article names its author, the author its
articles); who walks them bounds the depth.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from html import unescape
from typing import Any

JsonNode = dict[str, Any]

# Larger blocks are product catalogues or article bodies written out several times over.
MAX_BLOCK_CHARS = 512 * 1024
MAX_NODES = 2_000
MAX_DEPTH = 24
# Under these keys of a node stands another node of the page in its own right.
_NESTED = ("@graph", "mainEntity", "mainEntityOfPage", "hasPart")

_VOCABULARY_END = re.compile(r"[/#:]")
# Where a value begins: behind marks of order, comments and what hides scripts from old readers
# (`<![CDATA[`, `<!--`).
_BEGINNING = re.compile(r"\{|(?<!<!)(?<!CDATA)\[")
_STRING = r'("(?:[^"\\]++|\\.)*+(?:"|\Z))'
# A string, or what JSON does not allow outside strings: comments, commas before an end, other
# spaces than ASCII's.
_FOREIGN = re.compile(
    _STRING
    + r"|/\*(?:[^*]++|\*(?!/))*(?:\*/|\Z)|//[^\n]*|,(?=\s*[}\]])|[^\S\t\n\r ]|[\u200b\ufeff]",
    re.DOTALL,
)
# Half of a sign, where a program cut a text within an emoji: no file can hold it. Or both halves,
# or a backslash.
_HALF = re.compile(
    r"(\\\\|\\u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2})|\\u[dD][89a-fA-F][0-9a-fA-F]{2}"
)
_decoder = json.JSONDecoder(strict=False)  # raw line ends and tabs inside strings


def read(blocks: Iterable[str]) -> tuple[JsonNode, ...]:
    """All nodes of a page's blocks that stand for themselves, in order, outer ones first."""
    texts = [_whole(block[:MAX_BLOCK_CHARS]) for block in blocks]
    roots = [value for text in texts for value in _parse(text)]
    if any("@id" in text for text in texts):
        _resolve(roots)
    return tuple(_flat(roots))


def _whole(text: str) -> str:
    """A block without halves of signs."""
    return (
        _HALF.sub(lambda found: found[1] or "", text) if "\\ud" in text or "\\uD" in text else text
    )


def types(node: JsonNode) -> tuple[str, ...]:
    """The node's types without their vocabulary's address: `NewsArticle`."""
    value = node.get("@type")
    given = value if isinstance(value, list) else [value]
    return tuple([_without_vocabulary(name) for name in given if isinstance(name, str)])


@lru_cache(
    maxsize=256
)  # the web uses a hundred types, and each reader of a page asks for those of all its nodes
def _without_vocabulary(name: str) -> str:
    return _VOCABULARY_END.split(name)[-1]


def strings(value: Any) -> Iterator[str]:
    """The texts of a value that should be one: itself, a list's, a node's name or value."""
    for item in value if isinstance(value, list) else [value]:
        found = item
        if isinstance(item, dict):
            found = item.get("name") or item.get("@value") or item.get("@id")
        if isinstance(found, str) and found.strip():
            yield found


def _parse(block: str) -> list[Any]:
    """The values of one block; several may follow one another."""
    beginning = _BEGINNING.search(block)
    if beginning is None:
        return []
    text = block[beginning.start() :]
    for attempt in (_same, _without_foreign, _unescaped):
        values = _values(attempt(text))
        if values:
            return values
    return []


def _same(text: str) -> str:
    return text


def _without_foreign(text: str) -> str:
    """What JSON does not allow outside strings taken out."""
    return _FOREIGN.sub(lambda match: match[1] or "", text)


def _unescaped(text: str) -> str:
    """For blocks that were HTML-escaped as a whole."""
    return _without_foreign(unescape(text))


def _values(text: str) -> list[Any]:
    values: list[Any] = []
    at = 0
    while at < len(text) and len(values) < MAX_NODES:
        try:
            value, at = _decoder.raw_decode(text, at)
        except (ValueError, RecursionError):
            break
        values.append(value)
        while at < len(text) and text[at] in " \t\r\n;,":
            at += 1
    return [value for value in values if isinstance(value, dict | list)]


def _members(value: Any, depth: int = 0) -> Iterator[tuple[Any, Any, Any]]:
    """Every (container, key, member) below a freshly parsed value."""
    if depth > MAX_DEPTH:
        return
    for key, member in list(value.items()) if isinstance(value, dict) else list(enumerate(value)):
        if isinstance(member, dict | list):
            yield value, key, member
            yield from _members(member, depth + 1)


def _resolve(roots: list[Any]) -> None:
    """Put the node in place of each `{"@id": …}` that only names it."""
    references: list[tuple[Any, Any, str]] = []
    named: dict[str, JsonNode] = {}
    for container, key, member in _members(roots):
        name = member.get("@id") if isinstance(member, dict) else None
        if not isinstance(name, str):
            continue
        if len(member) == 1 or (len(member) == 2 and "@type" in member):
            references.append((container, key, name))
        elif len(member) > len(named.get(name, ())):
            named[name] = member
    for container, key, name in references:
        if name in named:
            container[key] = named[name]


def _flat(value: Any, depth: int = 0, seen: set[int] | None = None) -> Iterator[JsonNode]:
    seen = set() if seen is None else seen
    if depth > MAX_DEPTH or len(seen) > MAX_NODES or id(value) in seen:
        return
    if isinstance(value, dict):
        seen.add(id(value))
        if "@type" in value:
            yield value
    for member in _inner(value):
        yield from _flat(member, depth + 1, seen)


def _inner(value: Any) -> list[Any]:
    """What may hold nodes: without a type it is only a wrapping: `{"article": {"@type": …}}`."""
    if not isinstance(value, dict):
        return value if isinstance(value, list) else []
    members = map(value.get, _NESTED) if "@type" in value else value.values()
    return [member for member in members if isinstance(member, dict | list)]
