"""Takes whole items out of lists, by splices, and verifies that nothing else changed."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from copy import deepcopy
from typing import Any

import tomlkit

from enricher.document import fieldpath
from enricher.document.changes import Unsafe
from enricher.document.fences import Dialect
from enricher.document.frontmatter import Frontmatter, plain, read
from enricher.document.nodes import Mapping
from enricher.document.nodes import Sequence as Items
from enricher.document.splices import UNUSUAL, Splice, apply
from enricher.errors import DocumentError, EditError, RefusedEdit
from enricher.models import FieldPath

_DASH = re.compile(r"[ ]*-[ \t]+")
_BLANK_LINES = re.compile(r"(?:[ \t]*(?:\r\n|\n|\r))*")
_COLON = re.compile(r":[ \t]*(?:\r\n|\n|\r)[ ]*")


def remove_items(
    front: Frontmatter, paths: Iterable[FieldPath]
) -> tuple[Frontmatter, tuple[FieldPath, ...], tuple[EditError, ...]]:
    """The document without these items, those that were taken out, and a refusal for each other.

    A comment inside an item goes with it; one before it stays.
    """
    wanted = sorted(set(paths), key=_order)
    if not wanted:
        return front, (), ()
    try:
        return _without(front, wanted), tuple(wanted), ()
    except (Unsafe, DocumentError):
        pass
    refused: list[EditError] = []
    done: list[FieldPath] = []
    for path in reversed(wanted):  # from behind: the places of those before it stay
        try:
            front = _without(front, [path])
        except (Unsafe, DocumentError) as error:
            why = error.why if isinstance(error, DocumentError) else str(error)
            line, field = front.line(path), fieldpath.show(path)
            refused.append(RefusedEdit(front.name, why, line=line, field=field))
        else:
            done.append(path)
    return front, tuple(done[::-1]), tuple(refused[::-1])


def _order(path: FieldPath) -> tuple[tuple[bool, str, int], ...]:
    """In the order of lists: 2 stands before 10."""
    return tuple(
        (isinstance(s, int), "" if isinstance(s, int) else s, s if isinstance(s, int) else 0)
        for s in path
    )


def _without(front: Frontmatter, paths: Sequence[FieldPath]) -> Frontmatter:
    """Raises Unsafe where it cannot be done, DocumentError where the result cannot be read."""
    if front.dialect is Dialect.TOML:
        text = _toml_without(front, paths)
    else:
        by_list: dict[FieldPath, set[int]] = {}
        for path in paths:
            by_list.setdefault(path[:-1], set()).add(_index(path))
        splices = [each for path, gone in by_list.items() for each in _cuts(front, path, gone)]
        text = apply(front.text, splices)
    return _verified(front, text, paths)


def _index(path: FieldPath) -> int:
    if not path or not isinstance(path[-1], int):
        raise Unsafe("it is no item of a list")
    return path[-1]


def _cuts(front: Frontmatter, path: FieldPath, gone: set[int]) -> list[Splice]:
    node = front.node(path)
    if not isinstance(node, Items) or max(gone) >= len(node.items):
        raise Unsafe("it is no item of a list; an alias may stand in between")
    if node.is_flow:
        return [_from_flow(node, index, gone) for index in sorted(gone)]
    if len(gone) == len(node.items):
        return [_emptied(front, path, node)]
    return [_from_block(front, node, index) for index in sorted(gone)]


def _from_flow(node: Items, index: int, gone: set[int]) -> Splice:
    """With the comma before it; where no item is left before it, with the comma behind it."""
    item = node.items[index]
    if any(other not in gone for other in range(index)):
        return Splice(node.items[index - 1].stop, item.stop, "")
    is_last = index + 1 == len(node.items)
    return Splice(item.start, item.stop if is_last else node.items[index + 1].start, "")


def _from_block(front: Frontmatter, node: Items, index: int) -> Splice:
    """The lines of an item; with the blank lines behind it where another item follows."""
    item = node.items[index]
    start = front.line_start(item.start)
    if not _DASH.fullmatch(front.text, start, item.start):
        raise Unsafe(UNUSUAL)
    stop = _next_line(front, item.stop)
    if index + 1 < len(node.items):
        blank = _BLANK_LINES.match(front.text, stop)
        stop = blank.end() if blank else stop
    return Splice(start, stop, "")


def _emptied(front: Frontmatter, path: FieldPath, node: Items) -> Splice:
    """`[]` in the place of all items."""
    around = front.node(path[:-1]) if path else None
    if not isinstance(around, Mapping) or node.anchor or node.tag:
        raise Unsafe("nothing would be left of the list; change it by hand")
    key = around.by_key[str(path[-1])].key
    if not _COLON.fullmatch(front.text, key.stop, node.start):
        raise Unsafe(UNUSUAL)
    return Splice(key.stop, front.line_stop(node.stop), ": []")


def _next_line(front: Frontmatter, index: int) -> int:
    stop = front.line_stop(index)
    return stop + (2 if front.text[stop : stop + 2] == "\r\n" else 1)


def _toml_without(front: Frontmatter, paths: Sequence[FieldPath]) -> str:
    data = front.text[front.data_start : front.data_stop]
    document: Any = tomlkit.parse(data)
    if tomlkit.dumps(document) != data:
        raise Unsafe("its TOML would be written another way; change it by hand")
    for path in reversed(paths):
        here: Any = document
        for step in path[:-1]:
            here = here[step]
        if not isinstance(here, list) or len(here) == 1:
            raise Unsafe("nothing would be left of the list; change it by hand")
        del here[_index(path)]
    after = tomlkit.dumps(document)
    return front.text[: front.data_start] + after + front.text[front.data_stop :]


def _verified(front: Frontmatter, text: str, paths: Sequence[FieldPath]) -> Frontmatter:
    """Reads the new text. Raises Unsafe where it says anything but the old one less the items."""
    after = read(text, front.name)
    wanted = deepcopy(plain(front.root)) if front.root is not None else None
    for path in reversed(paths):
        here: Any = wanted
        for step in path[:-1]:
            here = here[step]
        del here[path[-1]]
    if after is None or after.root is None or after.dialect is not front.dialect:
        raise Unsafe("the text would have no frontmatter any more")
    if text[after.data_stop :] != front.text[front.data_stop :]:
        raise Unsafe("the body would change")
    if plain(after.root) != wanted:
        raise Unsafe("more than the item would change")
    return after
