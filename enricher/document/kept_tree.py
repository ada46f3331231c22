"""Packs the tree of a document that was read, so that it is not composed again to be edited.

Packed it takes as many bytes as its text, a fifth of what it takes in memory, and is unpacked in a
tenth of the time of composing.
"""

from __future__ import annotations

import msgspec

from enricher.document import fences
from enricher.document.fences import Dialect
from enricher.document.frontmatter import Frontmatter
from enricher.document.nodes import Alias, Mapping, children

_pack = msgspec.msgpack.Encoder().encode
_unpack = msgspec.msgpack.Decoder(Mapping).decode


def packed(front: Frontmatter) -> bytes:
    """Packs the tree; gives nothing where that would lose something: which node an alias names,
    and what JSON and TOML know beside the tree.
    """
    root = front.root
    if root is None or front.dialect is not Dialect.YAML or _has_alias(front, root):
        return b""
    return _pack(root)


def unpacked(tree: bytes, text: str, name: str) -> Frontmatter:
    """Returns what `frontmatter.read` does of the text that the tree was packed of."""
    fenced = fences.find(text, name)
    assert fenced is not None
    return Frontmatter(
        name=name,
        text=text,
        newline=fenced.newline,
        data_start=fenced.data_start,
        data_stop=fenced.data_stop,
        body_start=fenced.body_start,
        root=_unpack(tree),
    )


def _has_alias(front: Frontmatter, root: Mapping) -> bool:
    if front.text.find("*", front.data_start, front.data_stop) < 0:
        return False
    waiting = [*children(root)]
    for node in waiting:  # grows while it is read
        waiting.extend(children(node))
    return any(isinstance(node, Alias) for node in waiting)
