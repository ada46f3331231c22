"""Editing: every case is a document, edits, and the document a careful person would have made of them."""

from __future__ import annotations

import difflib

import pytest

from enricher.document import editing, frontmatter
from enricher.document.editing import EditResult
from enricher.document.frontmatter import Frontmatter
from enricher.errors import RefusedEdit, StaleEdit
from enricher.models import Edit, Value
from tests.document.edit_cases import (
    CASES,
    DEAD,
    DEAD_LINE,
    LINE,
    OK,
    REFUSED,
    EditCase,
    edit,
    fill,
)
from tests.material import SEEDS


def read(text: str) -> Frontmatter:
    front = frontmatter.read(text, "news.md")
    assert front is not None
    return front


def apply_edits(text: str, *edits: Edit) -> EditResult:
    return editing.apply_edits(read(text), edits)


def fenced(yaml: str, newline: str = "\n", mark: str = "", body: str = "Body: [\n") -> str:
    return mark + f"---\n{yaml}---\n{body}".replace("\n", newline)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
@pytest.mark.parametrize(
    ("newline", "mark"), [("\n", ""), ("\r\n", ""), ("\r", "\ufeff")], ids=["lf", "crlf", "cr+bom"]
)
def test_edits(case: EditCase, newline: str, mark: str) -> None:
    result = apply_edits(fenced(case.before, newline, mark), *case.edits)
    assert result.text == fenced(case.after, newline, mark)
    assert result.done == case.edits
    assert result.refused == ()


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_a_second_time_is_stale(case: EditCase) -> None:
    """The same edits find nothing left to do, and do nothing."""
    once = apply_edits(fenced(case.before), *case.edits)
    twice = apply_edits(once.text, *case.edits)
    assert twice.text == once.text
    assert twice.done == ()


@pytest.mark.parametrize("case", REFUSED, ids=lambda case: case.name)
def test_refusal(case: EditCase) -> None:
    """Refused alone, with its reason; the other edit of the same document is done."""
    other = fill("zz", 1)
    result = apply_edits(fenced(case.before), *case.edits, other)
    assert result.refused[0].why == case.after
    if (
        case.before[0] not in "?{"
    ):  # there the other one is refused for the same reason, or is no line of its own
        assert result.done == (other,)
        assert result.text == fenced(case.before + "zz: 1\n")


def test_edits_that_do_not_go_together_go_one_after_the_other() -> None:
    """The last entry out and a new one in, at the same comma; the edits around them are done, too."""
    edits = (edit("b", 2, None), edit("a", 1, 3), fill("c", 4), edit("a", 7, 8))
    result = apply_edits("---\n{\n  a: 1,\n  b: 2\n }\n---\n", *edits)
    assert result.done == edits[:3]
    assert [type(error) for error in result.refused] == [StaleEdit]
    assert result.text == "---\n{\n  a: 3,\n  c: 4\n }\n---\n"


def test_a_refusal_names_the_file_the_line_and_the_field() -> None:
    result = apply_edits(
        "---\na: 1\nrelated:\n  - webUrl: x\n---\n", edit("related[0].webUrl", "w", "y")
    )
    (error,) = result.refused
    assert isinstance(error, StaleEdit)
    assert str(error) == "news.md:4: related[0].webUrl: it no longer holds what was to be replaced"


def test_two_edits_of_one_field_do_not_mix() -> None:
    result = apply_edits(
        "---\na: x\nb:\n---\n",
        edit("a", "x", "w"),
        edit("a", "x", "z"),
        fill("b", {"c": 1}),
        fill("b.c", 2),
    )
    assert result.text == "---\na: w\nb:\n  c: 1\n---\n"
    assert [type(error) for error in result.refused] == [RefusedEdit, RefusedEdit]


def test_tabs_and_blanks_behind_values_stay() -> None:
    text = "---\na: x\t\nb:\ty  \n---\n"
    assert (
        apply_edits(text, edit("a", "x", "z"), edit("b", "y", "w")).text
        == "---\na: z\t\nb:\tw  \n---\n"
    )


def test_mixed_line_ends_follow_their_neighbours() -> None:
    text = "---\nrelated:\r\n  - webUrl: x\r\n  - webUrl: y\n---\r\nbody"
    result = apply_edits(
        text, fill("related[0].checks.webUrl", OK), fill("related[1].checks.webUrl", OK)
    )
    assert result.text == (
        f"---\nrelated:\r\n  - webUrl: x\r\n    checks:\r\n      webUrl: {LINE}\r\n"
        f"  - webUrl: y\n    checks:\n      webUrl: {LINE}\n---\r\nbody"
    )


@pytest.mark.parametrize("close", ["---", "...", "---  ", "---\nbody\n---\nmore"])
def test_closing_fences(close: str) -> None:
    assert (
        apply_edits(f"---\nwebUrl: x\n{close}", fill("checks.webUrl", OK)).text
        == f"---\nwebUrl: x\nchecks:\n  webUrl: {LINE}\n{close}"
    )


def test_an_empty_frontmatter_takes_its_first_lines() -> None:
    assert (
        apply_edits("---\n# nothing\n---\nbody", fill("a", 1), fill("checks.b", OK)).text
        == f"---\n# nothing\na: 1\nchecks:\n  b: {LINE}\n---\nbody"
    )


def test_very_long_lines_stay() -> None:
    secured = "x" * 100_000
    text = f'---\nwebUrl: x\nsecured: "{secured}"\n---\n'
    assert (
        apply_edits(text, fill("checks.webUrl", OK)).text
        == f'---\nwebUrl: x\nsecured: "{secured}"\nchecks:\n  webUrl: {LINE}\n---\n'
    )


def test_the_seed_as_a_careful_person_would_do_it() -> None:
    path = SEEDS / "2022-07-28-new-orleans-mayor-signs-it-cops-can-use-facial-recognition.md"
    text = path.read_text(encoding="utf-8")
    image: Value = {
        "url": "https://i.test/62e4.jpg",
        "width": 1200,
        "height": 630,
        "isCached": False,
        "checks": {"url": OK},
    }
    result = apply_edits(
        text,
        fill("related[1].images", [image]),
        fill("related[1].checks.webUrl", DEAD),
        fill("related[0].images[0].checks.url", OK),
        edit("related[0].provider.name", "thecrimereport.org", "The Crime Report"),
        fill("checks.webUrl", OK),
    )
    changed = [
        line
        for line in difflib.ndiff(text.splitlines(), result.text.splitlines())
        if line[0] in "+-"
    ]
    assert changed == [
        "-       name: thecrimereport.org",
        "+       name: The Crime Report",
        "+         checks:",
        f"+           url: {LINE}",
        "+     images:",
        '+       - url: "https://i.test/62e4.jpg"',
        "+         width: 1200",
        "+         height: 630",
        "+         isCached: false",
        "+         checks:",
        f"+           url: {LINE}",
        "+     checks:",
        f"+       webUrl: {DEAD_LINE}",
        "+ ",
        "+ checks:",
        f"+   webUrl: {LINE}",
    ]


def test_one_odd_corner_costs_only_its_own_edit() -> None:
    """A colon on the next line: where the value would begin cannot be known, the proof fails, the others go through."""
    text = "---\nodd: {b: 1, ? a\n : }\nc: x\n---\n"
    result = apply_edits(text, fill("odd.checks.a", OK), edit("c", "x", "z"))
    assert result.text == text.replace("c: x", "c: z")
    (error,) = result.refused
    assert isinstance(error, RefusedEdit)
    assert error.why.startswith("the edited text would be no valid frontmatter")


def test_nothing_comes_out_of_nothing_done() -> None:
    front = read("---\na: x\n---\n")
    result = editing.apply_edits(front, [edit("a", "w", "z")])
    assert result.front is front
    assert result.done == ()


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (
            'x: {"a": "b", "y": {"title": }}',
            'x: {"a": "b", "y": {"title": "0" , "publishedDateTime": "0", "images": "0" }}',
        ),
        (
            "x: {a: b, y: {title: , type: c}}",
            'x: {a: b, y: {title: "0", publishedDateTime: "0", type: c, images: "0"}}',
        ),
        (
            "x:\n  y:\n    title:\n    type: c",
            'x:\n  y:\n    title: "0"\n    publishedDateTime: "0"\n    type: c\n    images: "0"',
        ),
    ],
)
def test_what_is_filled_gets_neighbours_at_once(before: str, after: str) -> None:
    """The new value and the new key begin at one place: the value comes first."""
    front = frontmatter.read(f"---\n{before}\n---\n", "it.md")
    assert front is not None
    names = ("images", "publishedDateTime", "title")
    edits = [Edit(field=("x", "y", name), before=None, after="0", because="fill") for name in names]
    assert editing.apply_edits(front, edits).text == f"---\n{after}\n---\n"
