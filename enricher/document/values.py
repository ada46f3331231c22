"""Puts new values in the place of old ones: scalars, flat mappings, and what was null or empty."""

from __future__ import annotations

import re

from enricher.document.changes import TreeChange, Unsafe
from enricher.document.nodes import Mapping, Node, Scalar
from enricher.document.scalars import is_null
from enricher.document.splices import (
    BLANKS_BEFORE_COMMA,
    UNUSUAL,
    EditContext,
    Splice,
    entry_at,
    is_json,
    takes_one_line,
)
from enricher.models import FieldPath, Value

_COLON = re.compile(r"[ \t]*:[ \t]*")
_ANCHOR = re.compile(r"&[^\s,\[\]{}]+[ \t]+")


def replace(context: EditContext, change: TreeChange) -> list[Splice]:
    """Replaces a scalar by a scalar in its own quotes, a flat mapping by one flow line.

    Raises Unsafe.
    """
    node, value = change.chain[-1], change.value
    assert value is not None
    if isinstance(node, Scalar) and not isinstance(value, dict | list):
        return [Splice(_own_start(context, node), node.stop, _spelt(context, node, change))]
    context.check_bare(node)
    if not isinstance(value, dict | list):  # in the place of an empty `[]` or `{}`
        spelt = context.layout.inline(name_of(change.path), value, in_flow=change.in_flow)
        return [Splice(node.start, node.stop, spelt)]
    line = context.layout.flow(value, quoted_keys=is_json(node))
    if isinstance(node, Mapping) and node.is_flow:
        return [Splice(node.start, node.stop, line)]
    key = entry_at(change.chain[-2], change.path[-1]).key
    if context.text[key.stop : node.start].strip() != ":":
        raise Unsafe(UNUSUAL)
    return [Splice(key.stop, node.stop, f": {line}")]


def fill(context: EditContext, change: TreeChange) -> list[Splice]:
    """Writes any value where null or nothing stood; lists and mappings go below their key.

    Raises Unsafe.
    """
    node, value = change.chain[-1], change.value
    assert value is not None
    context.check_bare(node)
    if isinstance(change.path[-1], int):
        return [_filled_item(context, node, change)]
    name = name_of(change.path)
    key = entry_at(change.chain[-2], change.path[-1]).key
    colon = _COLON.fullmatch(context.text, key.stop, node.start)
    if colon is None:
        raise Unsafe(UNUSUAL)
    start = key.stop + colon.group().index(":") + 1
    stop = _stop_of_empty(context, node, in_flow=change.in_flow)
    if change.in_flow or not _has_lines(change, value) or _spans_lines(context, node):
        spelt = context.layout.inline(name, value, in_flow=change.in_flow)
        return [Splice(start, stop, f" {spelt}", len(change.path))]
    lines = context.layout.below(name, value, context.column(key.start))
    below = context.lines_after(node.stop, lines, len(change.path))
    return [below] if start == stop else [Splice(start, stop, ""), below]


def _stop_of_empty(context: EditContext, node: Node, *, in_flow: bool) -> int:
    """Where an empty value ends: the blanks behind it belong to it."""
    if not in_flow:
        return context.stop_with_blanks(node.stop)
    comma = BLANKS_BEFORE_COMMA.match(context.text, node.stop)
    return comma.end() if comma else node.stop


def name_of(path: FieldPath) -> str:
    """Gives the key whose style a value follows; for an item, that of its list."""
    return next((step for step in reversed(path) if isinstance(step, str)), "")


def _filled_item(context: EditContext, node: Node, change: TreeChange) -> Splice:
    if node.start == node.stop or change.value is None:
        raise Unsafe("an empty item of a list; change it by hand")
    return Splice(node.start, node.stop, context.layout.flow(change.value))


def _spelt(context: EditContext, node: Scalar, change: TreeChange) -> str:
    value = change.value
    assert value is not None
    assert not isinstance(value, dict | list)
    if node.style in ("|", ">"):
        raise Unsafe("it is a block scalar; change it by hand")
    if node.style or not is_null(node):
        return context.layout.scalar(value, node.style, in_flow=change.in_flow)
    return context.layout.inline(name_of(change.path), value, in_flow=change.in_flow)


def _own_start(context: EditContext, node: Scalar) -> int:
    """Gives the position behind an unused anchor.

    Raises Unsafe for tags, and for anchors on lines of their own.
    """
    if node.tag is not None:
        raise Unsafe(f"it carries the tag {node.tag}; change it by hand")
    if node.anchor is None:
        return node.start
    found = _ANCHOR.match(context.text, node.start, node.stop)
    if found is None:
        raise Unsafe(UNUSUAL)
    return found.end()


def _spans_lines(context: EditContext, node: Node) -> bool:
    return (
        "\n" in context.text[node.start : node.stop] or "\r" in context.text[node.start : node.stop]
    )


def _has_lines(change: TreeChange, value: Value) -> bool:
    """True for a list or mapping that its neighbours do not write in one line."""
    is_tree = isinstance(value, dict | list) and bool(value)
    return is_tree and not takes_one_line(change.chain[-2], value)
