"""The tree of a frontmatter: what stands where, nothing constructed, aliases left as aliases.

Law of this file: positions are indexes into the document's whole text, a byte order mark included.
`stop` is where the content truly ends: never in the blank lines and comments behind it (YAML's own
end marks run on to the next token). Nodes form no circles (`compose` refuses an alias inside what
it names), so the garbage collector need not look at them.
"""

from __future__ import annotations

from typing import ClassVar

import msgspec


class Scalar(msgspec.Struct, frozen=True, eq=False, gc=False, array_like=True, tag=0):
    """One plain, quoted or block scalar."""

    text: str
    """As YAML reads it: unescaped, unfolded."""
    start: int
    """Of its anchor or tag where it has one, else of its first character."""
    stop: int
    style: str
    """`'`, `"`, `|`, `>`; empty for plain."""
    anchor: str | None
    tag: str | None
    """Only an explicit one."""


class Alias(msgspec.Struct, frozen=True, eq=False, gc=False, array_like=True, tag=3):
    """`*name`: stands for the node that carries the anchor."""

    name: str
    start: int
    stop: int
    target: Node


class Entry(msgspec.Struct, frozen=True, eq=False, gc=False, array_like=True):
    """One key with its value."""

    key: Node
    value: Node


class Mapping(msgspec.Struct, frozen=True, eq=False, array_like=True, tag=1, dict=True):
    """Keys and values in their order."""

    entries: tuple[Entry, ...]
    start: int
    stop: int
    is_flow: bool
    anchor: str | None
    tag: str | None

    by_key: ClassVar[dict[str, Entry]]
    """Of each mapping its own: the entries by their key's text; only those whose key is a scalar
    (others cannot be named by a path).
    """

    def __post_init__(self) -> None:
        entries = self.entries
        index = {entry.key.text: entry for entry in entries if type(entry.key) is Scalar}
        self.__dict__["by_key"] = index

    def get(self, key: str) -> Node | None:
        entry = self.by_key.get(key)
        return None if entry is None else entry.value


class Sequence(msgspec.Struct, frozen=True, eq=False, gc=False, array_like=True, tag=2):
    """Items in their order."""

    items: tuple[Node, ...]
    start: int
    stop: int
    is_flow: bool
    anchor: str | None
    tag: str | None


Node = Scalar | Alias | Mapping | Sequence


def followed(node: Node) -> Scalar | Mapping | Sequence:
    """The node itself, or what an alias stands for."""
    return node.target if isinstance(node, Alias) else node  # type: ignore[return-value]


def children(node: Node) -> tuple[Node, ...]:
    """Keys and values, or items; nothing behind an alias."""
    if isinstance(node, Mapping):
        return tuple(part for entry in node.entries for part in (entry.key, entry.value))
    return node.items if isinstance(node, Sequence) else ()
