"""Laws of reading and editing, over drawn hostile documents."""

from __future__ import annotations

import copy
import re
from collections import Counter
from datetime import UTC, datetime
from typing import Any

from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from enricher.document import editing, fieldpath, frontmatter
from enricher.document.frontmatter import Frontmatter
from enricher.document.nodes import Alias, Mapping, Node, Scalar, Sequence, children, followed
from enricher.models import Edit, FieldPath, Value
from tests.examples import dear
from tests.laws.documents import documents, oracle

SINCE = datetime(2026, 11, 22, 18, 4, 11, tzinfo=UTC)
ENTRY: dict[str, Value] = {
    "status": "moved",
    "reason": "http-301",
    "since": SINCE,
    "finalUrl": "https://a.test/?b={c}#d, e",
}
ENTRY_TEXTS = {
    "status": "moved",
    "reason": "http-301",
    "since": "2026-11-22T18:04:11Z",
    "finalUrl": ENTRY["finalUrl"],
}

laws = settings(
    max_examples=dear(),
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)

new_texts = st.one_of(
    st.text(min_size=1, max_size=40).filter(
        lambda text: not re.search("[\ud800-\udfff]", text) and text.strip()
    ),
    st.sampled_from(
        [
            "yes",
            "null",
            "1e3",
            "0o17",
            "12:30",
            "a: b",
            "a #b",
            "- x",
            "@x",
            "=",
            "<<",
            "x\ny",
            "\u2028",
            "\ufeff",
            "😀",
            "''",
            '"',
            "\\",
            "plain",
        ]
    ),
)


def read(text: str) -> Frontmatter:
    front = frontmatter.read(text, "d.md")
    assert front is not None
    return front


def texts(node: Node) -> Any:
    """A tree as the oracle would show it."""
    here = followed(node)
    if isinstance(here, Scalar):
        return here.text
    if isinstance(here, Mapping):
        return {key: texts(entry.value) for key, entry in here.by_key.items()}
    return [texts(item) for item in here.items]


def places(node: Node, path: FieldPath = ()) -> list[tuple[FieldPath, Node]]:
    """Every value with its path, aliases not entered."""
    found: list[tuple[FieldPath, Node]] = [(path, node)]
    if isinstance(node, Mapping):
        for key, entry in node.by_key.items():
            found += places(entry.value, (*path, key))
    elif isinstance(node, Sequence):
        for index, item in enumerate(node.items):
            found += places(item, (*path, index))
    return found


def lines_of(text: str) -> list[str]:
    return re.split(r"\r\n|\n|\r", text)


def notes(text: str) -> Counter[str]:
    return Counter(re.findall(r"# note \d+\.", text))


@laws
@given(documents())
def test_reading_agrees_with_the_pure_loader(text: str) -> None:
    front = read(text)
    assert front.root is not None
    assert texts(front.root) == oracle(text)


@laws
@given(documents())
def test_positions_are_true(text: str) -> None:
    """A scalar's characters are where its node says; nothing ends in blank lines or comments."""
    front = read(text)
    assert front.root is not None
    waiting: list[Node] = [front.root]
    while waiting:
        node = waiting.pop()
        raw = text[node.start : node.stop]
        if isinstance(node, Scalar) and node.anchor is None:
            if node.style in ("'", '"'):
                assert raw[0] == raw[-1] == node.style
            elif not node.style:
                assert " ".join(raw.split()) == " ".join(node.text.split())
        if isinstance(node, Alias):
            assert raw == f"*{node.name}"
        if isinstance(node, Mapping | Sequence) and node.is_flow and node.anchor is None:
            assert raw[0] + raw[-1] in ("{}", "[]")
        waiting.extend(children(node))


@laws
@given(documents())
def test_no_edits_no_change(text: str) -> None:
    """Editing with nothing to do is the identity, byte for byte."""
    assert editing.apply_edits(read(text), []).text == text


@laws
@given(documents(), st.data())
def test_setting_scalars_changes_nothing_else(text: str, data: st.DataObject) -> None:
    """The oracle sees exactly the wanted change; every other line, every comment and the body stay."""
    front = read(text)
    assert front.root is not None
    scalars = [
        (path, node) for path, node in places(front.root) if path and isinstance(node, Scalar)
    ]
    assume(scalars)
    chosen = data.draw(
        st.lists(st.sampled_from(scalars), min_size=1, max_size=3, unique_by=lambda one: one[0])
    )
    edits: list[Edit] = []
    for path, _ in chosen:
        before, after = front.get(path), data.draw(new_texts)
        assume(before != after)
        edits.append(Edit(field=path, before=before, after=after, because="law"))
    result = editing.apply_edits(front, edits)
    assert len(result.done) + len(result.refused) == len(edits)
    wanted = oracle(text)
    for edit in result.done:
        put(wanted, edit.field, edit.after)
    assert oracle(result.text) == wanted
    assert notes(result.text) == notes(text)
    assert result.text.endswith(text[front.data_stop :])
    touched = {number for edit in result.done for number in line_numbers(front, edit.field)}
    kept = [line for number, line in enumerate(lines_of(text), 1) if number not in touched]
    assert is_subsequence(kept, lines_of(result.text))


@laws
@given(documents(), st.data())
def test_check_lines_go_in_and_out_without_a_trace(text: str, data: st.DataObject) -> None:
    """Inserted lines are lines of their own; taken out again, the document is what it was, byte for byte."""
    front = read(text)
    assert front.root is not None
    owners = [path for path, node in places(front.root) if isinstance(node, Mapping)]
    chosen = data.draw(st.lists(st.sampled_from(owners), min_size=1, max_size=4, unique=True))
    edits = [
        Edit(field=(*path, "checks", name), before=None, after=ENTRY, because="checks")
        for path in chosen
        for name in data.draw(st.sampled_from([("webUrl",), ("webUrl", "originalUrl")]))
    ]
    result = editing.apply_edits(front, edits)
    assert len(result.done) + len(result.refused) == len(edits)
    wanted = oracle(text)
    for edit in result.done:
        put(wanted, edit.field, ENTRY_TEXTS)
    assert oracle(result.text) == wanted
    assert notes(result.text) == notes(text)
    if not touches_flow(front, result.done):
        assert is_subsequence(lines_of(text), lines_of(result.text))
    out = [
        Edit(field=edit.field, before=edit.after, after=None, because="checks")
        for edit in result.done
    ]
    assert editing.apply_edits(read(result.text), out).text == text or touches_empty_flow(
        front, result.done
    )


@laws
@given(documents(), st.data())
def test_keys_find_their_place(text: str, data: st.DataObject) -> None:
    """Whatever is inserted where, the oracle reads it there, and nothing else moved."""
    front = read(text)
    assert front.root is not None
    owners = [path for path, node in places(front.root) if isinstance(node, Mapping)]
    image: Value = [
        {"url": "https://i.test/a.jpg", "width": 1200, "isCached": False, "checks": {"url": ENTRY}}
    ]
    values: dict[str, Value] = {
        "title": data.draw(new_texts),
        "publishedDateTime": SINCE,
        "images": image,
    }
    edits = [
        Edit(field=(*path, name), before=None, after=values[name], because="law")
        for path in data.draw(
            st.lists(st.sampled_from(owners), min_size=1, max_size=3, unique=True)
        )
        for name in data.draw(st.lists(st.sampled_from(sorted(values)), min_size=1, unique=True))
    ]
    result = editing.apply_edits(front, edits)
    assert len(result.done) + len(result.refused) == len(edits)
    wanted = oracle(text)
    shown: dict[str, Any] = values | {"publishedDateTime": "2026-11-22T18:04:11Z"}
    shown["images"] = [
        {
            "url": "https://i.test/a.jpg",
            "width": "1200",
            "isCached": "false",
            "checks": {"url": ENTRY_TEXTS},
        }
    ]
    for edit in result.done:
        put(wanted, edit.field, shown[str(edit.field[-1])])
    assert oracle(result.text) == wanted
    assert notes(result.text) == notes(text)


@st.composite
def mixtures(draw: st.DrawFn, front: Frontmatter) -> list[Edit]:
    """Values replaced, taken out and put in, beside and inside each other, in any mixture."""
    assert front.root is not None
    edits: list[Edit] = []
    for path, node in draw(st.lists(st.sampled_from(places(front.root)), min_size=2, max_size=6)):
        now = front.get(path) if path else None
        after: Value | None = draw(st.sampled_from(["new: text", None, None, 7, ENTRY]))
        if isinstance(node, Mapping) and draw(st.booleans()):
            name, inside = (
                draw(st.sampled_from(["checks", "new"])),
                draw(st.sampled_from([(), ("a",), ("b",)])),
            )
            edits.append(
                Edit(field=(*path, name, *inside), before=None, after=ENTRY, because="law")
            )
        elif now != after:
            edits.append(Edit(field=path, before=now, after=after, because="law"))
    return edits


@laws
@given(documents(), st.data())
def test_any_mixture_is_done_or_refused_edit_by_edit(text: str, data: st.DataObject) -> None:
    """However badly edits go together: nothing is raised, and what is done is there, and nothing else."""
    front = read(text)
    edits = data.draw(mixtures(front))
    result = editing.apply_edits(front, edits)
    assert len(result.done) + len(result.refused) == len(edits)
    assert result.text.startswith(text[: front.data_start])
    assert result.text.endswith(text[front.data_stop :])
    wanted = oracle(text)
    for edit in result.done:
        if edit.after is None:
            take_out(wanted, edit.field)
        else:
            put(wanted, edit.field, ENTRY_TEXTS if edit.after is ENTRY else str(edit.after))
    assert without_empty(oracle(result.text)) == without_empty(wanted)
    assert result.done or result.text == text


@given(st.lists(st.one_of(st.integers(0, 10**6), st.text()), min_size=1).map(tuple))
def test_field_paths_survive_being_shown(path: FieldPath) -> None:
    assert fieldpath.parse(fieldpath.show(path)) == path


@given(st.text())
def test_no_text_is_more_than_no_field_path(text: str) -> None:
    try:
        path = fieldpath.parse(text)
    except ValueError:
        return
    assert fieldpath.parse(fieldpath.show(path)) == path


def put(tree: Any, path: FieldPath, value: Any) -> None:
    """Sets a value in the oracle's data, making mappings on the way; shared (aliased) parts are never on it."""
    for step in path[:-1]:
        if isinstance(tree, dict) and not tree.get(step):
            tree[step] = {}
        tree = tree[step]
    tree[path[-1]] = copy.deepcopy(value)


def take_out(tree: Any, path: FieldPath) -> None:
    for step in path[:-1]:
        tree = tree[step]
    del tree[path[-1]]


def without_empty(tree: Any) -> Any:
    """The last key that goes takes its mapping along."""
    if isinstance(tree, list):
        return [without_empty(item) for item in tree]
    if not isinstance(tree, dict):
        return tree
    pruned = {key: without_empty(value) for key, value in tree.items()}
    return {key: value for key, value in pruned.items() if value not in ({}, "")}


def line_numbers(front: Frontmatter, path: FieldPath) -> range:
    node = front.node(path)
    assert node is not None
    return range(front.line_of(node.start), front.line_of(node.stop) + 1)


def is_subsequence(some: list[str], of: list[str]) -> bool:
    rest = iter(of)
    return all(any(line == other for other in rest) for line in some)


def touches_flow(front: Frontmatter, edits: tuple[Edit, ...]) -> bool:
    nodes = [
        front.node(edit.field[:length]) for edit in edits for length in range(len(edit.field) + 1)
    ]
    return any(isinstance(node, Mapping | Sequence) and node.is_flow for node in nodes)


def touches_empty_flow(front: Frontmatter, edits: tuple[Edit, ...]) -> bool:
    """`checks: {}` was there before: it was filled, and is gone with its last line."""
    return any(front.has(edit.field[:-1]) for edit in edits)
