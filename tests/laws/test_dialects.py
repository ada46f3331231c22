"""Laws of editing TOML and JSON: what was asked for changes, and nothing else does."""

from __future__ import annotations

import contextlib
import copy
import json
import tomllib
from datetime import UTC, datetime
from typing import Any

import tomlkit
from hypothesis import given, settings
from hypothesis import strategies as st

from enricher.document import editing, frontmatter
from enricher.document.frontmatter import Frontmatter
from enricher.models import Edit, FieldPath, Value
from tests.examples import dear

words = st.text(st.sampled_from("abXZ09 :#-'\",[]{}=\\/é’😀\t\n\u2028"), max_size=12)
keys = st.sampled_from(
    ["title", "webUrl", "related", "images", "a.b", "é", "7", "odd key", "checks_", "x"]
)
scalars = st.one_of(
    words, st.integers(-5, 5000), st.booleans(), st.floats(-5, 5).map(lambda n: round(n, 2))
)
tables: st.SearchStrategy[dict[str, Any]] = st.recursive(
    st.dictionaries(keys, scalars, min_size=1, max_size=3),
    lambda inner: st.dictionaries(
        keys, st.one_of(scalars, st.lists(scalars, max_size=2), inner, st.lists(inner, min_size=1, max_size=2)),
        min_size=1, max_size=3,
    ),
    max_leaves=8,
)  # fmt: skip
AT = datetime(2026, 11, 22, 18, 4, 11, tzinfo=UTC)
ENTRY: dict[str, Value] = {
    "status": "dead",
    "since": AT,
    "finalUrl": 'https://a.test/?b={c}#d, "e"',
}


@st.composite
def toml_documents(draw: st.DrawFn) -> str:
    """With comments, blank lines and either line end."""
    tails = st.sampled_from(["", "", "", "  # note", "\n", "\n# above"])
    lines = [line + draw(tails) for line in tomlkit.dumps(draw(tables)).splitlines()]
    data = "\n".join(lines)
    try:
        tomllib.loads(data)
    except tomllib.TOMLDecodeError:
        data = 'title = "instead"'
    newline = draw(st.sampled_from(["\n", "\r\n"]))
    return f"+++\n{data}\n+++\nbody\n".replace("\n", newline)


@st.composite
def dotted_documents(draw: st.DrawFn) -> str:
    """Tables by dotted keys, in any order, with others between them."""
    step = st.sampled_from(["link", "a", "title", "webUrl", '"b c"'])
    paths = draw(st.lists(st.lists(step, min_size=1, max_size=3), min_size=1, max_size=6))
    data = 'title.title = "instead"'
    for at, path in enumerate(paths):
        longer = f"{data}\n{'.'.join(path)} = {at}{draw(st.sampled_from(['', ' # note']))}"
        with contextlib.suppress(tomllib.TOMLDecodeError):
            tomllib.loads(longer)
            data = longer
    return f"+++\n{data}\n+++\nbody\n"


@st.composite
def json_documents(draw: st.DrawFn) -> str:
    indent = draw(st.sampled_from([None, 2, "\t"]))
    data = json.dumps(draw(tables), indent=indent, ensure_ascii=draw(st.booleans()))
    head, tail = draw(st.sampled_from([("", ""), ("---\n", "---\n"), ("---json\n", "---\n")]))
    return f"{head}{data}\n{tail}\nbody\n"


def read(text: str) -> Frontmatter:
    front = frontmatter.read(text, "d.md")
    assert front is not None
    return front


def mappings(tree: Any, path: FieldPath = ()) -> list[FieldPath]:
    found = [path] if isinstance(tree, dict) else []
    inside = tree.items() if isinstance(tree, dict) else enumerate(tree)
    for step, value in inside:
        if isinstance(value, dict | list):
            found += mappings(value, (*path, step))
    return found


def plain(front: Frontmatter) -> Any:
    data = front.text[front.data_start : front.data_stop]
    return tomllib.loads(data) if front.dialect == "toml" else json.loads(data)


def put(tree: Any, path: FieldPath, value: Any) -> None:
    for step in path[:-1]:
        if isinstance(tree, dict):
            tree.setdefault(step, {})
        tree = tree[step]
    tree[path[-1]] = value


def without_headers(text: str) -> list[str]:
    """The lines, less those of tables: one that only `[a.b]` made gets a line `[a]` of its own."""
    return [line for line in text.split("\n") if not line.lstrip().startswith("[")]


def check(text: str, data: st.DataObject) -> None:
    front = read(text)
    tree = plain(front)
    owners = data.draw(
        st.lists(st.sampled_from(mappings(tree)), min_size=1, max_size=3, unique=True)
    )
    edits = [
        Edit(field=(*owner, "checks", "webUrl"), before=None, after=ENTRY, because="checks")
        for owner in owners
    ]
    result = editing.apply_edits(front, edits)
    assert len(result.done) + len(result.refused) == len(edits)
    wanted = copy.deepcopy(tree)
    for edit in result.done:
        put(wanted, edit.field, front.storable(edit.after))
    assert plain(read(result.text)) == wanted
    assert result.text.endswith(text[front.data_stop :])
    out = [
        Edit(field=edit.field, before=edit.after, after=None, because="checks")
        for edit in result.done
    ]
    back = editing.apply_edits(result.front, out)
    assert plain(back.front) == tree
    assert without_headers(back.text) == without_headers(text)


@settings(max_examples=dear())
@given(toml_documents(), st.data())
def test_lines_go_into_toml_and_out_again_without_a_trace(text: str, data: st.DataObject) -> None:
    check(text, data)


@settings(max_examples=dear())
@given(dotted_documents(), st.data())
def test_lines_go_into_dotted_toml_and_out_again_without_a_trace(
    text: str, data: st.DataObject
) -> None:
    check(text, data)


@settings(max_examples=dear())
@given(json_documents(), st.data())
def test_lines_go_into_json_and_out_again_without_a_trace(text: str, data: st.DataObject) -> None:
    check(text, data)
