"""Trees that were packed: unpacked, they are those of the text."""

from __future__ import annotations

import json
from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from enricher.document import frontmatter, kept_tree
from enricher.document.frontmatter import Frontmatter
from enricher.document.nodes import Alias, Mapping, Node, Scalar, Sequence, children
from tests.document.edit_cases import CASES

NAME = "a.md"
WHOLE = (
    "---\ntitle: \"a\\u00e9\\n\"\n'b c': ~\nlist: [1, {x: y, z}]\ntext: |+\n  one\n\n---\nbody\n",
    "\ufeff---\r\na: 1\r\n  \r\nb:\r\n- x\r\n- {}\r\n...\r\n",
    "---yaml\n&anchor a: !!str 1\n? [complex, key]\n: '*'\n---\n",
    "---\na: 2 * 3\n---\n",
)


def read(text: str, name: str = NAME) -> Frontmatter:
    front = frontmatter.read(text, name)
    assert front is not None
    return front


def flat(node: Node) -> Iterator[object]:
    """Everything that a tree says, node by node."""
    match node:
        case Scalar(text=text, style=style):
            yield text, node.start, node.stop, style, node.anchor, node.tag
        case Mapping() | Sequence():
            yield type(node), node.start, node.stop, node.is_flow, node.anchor, node.tag
            yield list(node.by_key) if isinstance(node, Mapping) else None
        case Alias():
            yield node.name
    for child in children(node):
        yield from flat(child)


def told(front: Frontmatter) -> tuple[object, ...]:
    places = (front.newline, front.data_start, front.data_stop, front.body_start, front.dialect)
    return front.name, front.text, places, front.root and [*flat(front.root)]


def again(front: Frontmatter) -> Frontmatter:
    return kept_tree.unpacked(kept_tree.packed(front), front.text, front.name)


@pytest.mark.parametrize("text", WHOLE)
def test_a_tree_comes_back_as_it_was(text: str) -> None:
    assert told(again(read(text))) == told(read(text))


def test_trees_of_all_edits_come_back() -> None:
    kept = 0
    for case in CASES:
        front = read(f"---\n{case.before}---\nbody\n")
        if kept_tree.packed(front):
            kept += 1
            assert told(again(front)) == told(front), case.name
    assert kept > len(CASES) * 0.8


@given(
    st.recursive(
        st.text("ab'\"#:&*-é ", max_size=6),
        lambda inner: (
            st.lists(inner, max_size=3) | st.dictionaries(st.text("abc", min_size=1), inner)
        ),
    )
)
def test_any_tree_comes_back(value: object) -> None:
    front = read(f"---\nvalue: {json.dumps(value, ensure_ascii=False)}\n---\n")
    assert told(again(front)) == told(front)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("---\na: &x 1\nb: *x\n---\n", NAME),
        ("---\n---\n", NAME),
        ('{"a": 1}\n', "a.json"),
        ("+++\na = 1\n+++\n", NAME),
    ],
)
def test_what_packing_would_lose_is_not_packed(text: str, name: str) -> None:
    assert kept_tree.packed(read(text, name)) == b""
