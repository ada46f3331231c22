"""Verification: whatever a wrong edit might do to a document is seen, and nothing comes out."""

from __future__ import annotations

import pytest

from enricher.document import frontmatter
from enricher.document.changes import ChangeSet, TreeChange
from enricher.document.frontmatter import Frontmatter
from enricher.document.verification import verify
from enricher.errors import SpilledEdit
from enricher.models import Edit
from tests.document.edit_cases import LINE, OK, edit, fill

TEXT = "---\na: &n 'x'\nb:\n  - c: 1\n    d: *n\n  - e\n? [q]\n: r\nz: {u: 1, v: 2}\n---\nbody\n"


def read(text: str) -> Frontmatter:
    front = frontmatter.read(text, "d.md")
    assert front is not None
    return front


def changes(*edits: Edit) -> tuple[TreeChange, ...]:
    plan = ChangeSet(read(TEXT))
    for one in edits:
        plan.add(one)
    assert not plan.refused
    return plan.changes()


WANTED = changes(
    edit("b[0].c", 1, 2), fill("b[0].checks.c", OK), edit("z.u", 1, None), fill("b[2]", "f")
)
RIGHT = f"---\na: &n 'x'\nb:\n  - c: 2\n    d: *n\n    checks:\n      c: {LINE}\n  - e\n  - f\n? [q]\n: r\nz: {{v: 2}}\n---\nbody\n"


def test_the_wanted_changes_are_proven() -> None:
    assert verify(read(TEXT), RIGHT, WANTED).text == RIGHT


@pytest.mark.parametrize(
    ("slip", "instead"),
    [
        ("c: 2", "c: 3"),
        ("c: 2", "c: '2'"),
        ("c: 2\n", ""),
        ("c: 2", "c: 2\n    c2: 2"),
        ("c: 2\n    d: *n", "d: *n\n    c: 2"),
        ("'x'", "x"),
        ("'x'", "'y'"),
        ("&n", "&m"),
        ("d: *n", "d: x"),
        ("a: &n", "aa: &n"),
        ("a: &n 'x'\n", ""),
        ("  - e\n", ""),
        ("  - e\n", "  - e\n  - e\n"),
        ("  - f\n", ""),
        ("  - f\n", "  - g\n"),
        ("[q]", "[p]"),
        (": r", ": s"),
        ("{v: 2}", "{u: 1, v: 2}"),
        ("{v: 2}", "{}"),
        ("{v: 2}", "{v: 2, w: 3}"),
        ("z: {v: 2}", "z:\n  v: 2"),
        ("status: ok", "status: dead"),
        ("    checks:\n", "    check:\n"),
        ("      c: {", "      d: {"),
        ("body", "Body"),
        ("---\nbody", "---\n\nbody"),
        ("---\na", "--- \na"),
        ("---\nbody", "...\nbody"),
        ("z: {v: 2}", "z: {v: 2"),
        ("---\na", "\n---\na"),
    ],
)
def test_a_slip_is_seen(slip: str, instead: str) -> None:
    assert slip in RIGHT
    with pytest.raises(SpilledEdit) as caught:
        verify(read(TEXT), RIGHT.replace(slip, instead, 1), WANTED)
    assert str(caught.value).startswith("d.md")


def test_json_that_would_be_json_no_longer() -> None:
    front = read('---\n{"a": 1}\n---\n')
    plan = ChangeSet(front)
    plan.add(Edit(field=("a",), before=1, after=2, because="test"))
    assert verify(front, '---\n{"a": 2}\n---\n', plan.changes()).get(("a",)) == 2
    with pytest.raises(SpilledEdit, match="JSON no longer"):
        verify(front, '---\n{"a": 2,}\n---\n', plan.changes())
