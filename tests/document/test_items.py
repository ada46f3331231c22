"""Whole items are taken out of lists, and nothing else."""

from __future__ import annotations

import pytest

from enricher.document import frontmatter
from enricher.document.items import remove_items
from enricher.models import FieldPath

BODY = "\nBody, with a trailing space \nand no final newline"


def without(data: str, *paths: FieldPath, fence: str = "---") -> tuple[str, int, list[str]]:
    """The data afterwards, how many items were taken out, and why others were not."""
    front = frontmatter.read(f"{fence}\n{data}{fence}\n{BODY}", "a.md")
    assert front is not None
    after, done, refused = remove_items(front, paths)
    assert after.text.endswith(f"{fence}\n{BODY}")
    return after.text[after.data_start : after.data_stop], len(done), [e.why for e in refused]


LIST = "a: 1\nlist:\n  - x: 1\n    y: 1\n  - x: 2\n    y: 2\n  - x: 3\n    y: 3\nz: 1 # end\n"


@pytest.mark.parametrize(
    ("data", "gone", "expected"),
    [
        pytest.param(LIST, [0], LIST.replace("  - x: 1\n    y: 1\n", ""), id="the first"),
        pytest.param(LIST, [1], LIST.replace("  - x: 2\n    y: 2\n", ""), id="the middle"),
        pytest.param(LIST, [2], LIST.replace("  - x: 3\n    y: 3\n", ""), id="the last"),
        pytest.param(LIST, [2, 0], "a: 1\nlist:\n  - x: 2\n    y: 2\nz: 1 # end\n", id="two"),
        pytest.param(LIST, [0, 1, 2], "a: 1\nlist: []\nz: 1 # end\n", id="all"),
        pytest.param("list:\n- x\n- y\n", [1], "list:\n- x\n", id="not indented"),
        pytest.param(
            "list:\n  - x\n\n  - y\n\n  - z\n", [1], "list:\n  - x\n\n  - z\n", id="blanks"
        ),
        pytest.param(
            "list:\n  - x # mine\n  # of y\n  - y\n", [0], "list:\n  # of y\n  - y\n", id="comments"
        ),
        pytest.param(
            "list:\n  - x: |\n      one\n      two\n  - y: 1\n",
            [0],
            "list:\n  - y: 1\n",
            id="a block",
        ),
        pytest.param("list: [x, y, z]\n", [0], "list: [y, z]\n", id="flow: the first"),
        pytest.param("list: [x, y, z]\n", [1, 2], "list: [x]\n", id="flow: the last two"),
        pytest.param("list: [x, y]\n", [0, 1], "list: []\n", id="flow: all"),
        pytest.param("list:\r\n  - x\r\n  - y\r\n", [0], "list:\r\n  - y\r\n", id="CRLF"),
        pytest.param('{"list": [{"x": 1}, {"x": 2}]}\n', [0], '{"list": [{"x": 2}]}\n', id="JSON"),
    ],
)
def test_taken_out(data: str, gone: list[int], expected: str) -> None:
    paths = [("list", index) for index in gone]
    assert without(data, *paths) == (expected, len(gone), [])


def test_of_several_lists_at_once() -> None:
    data = "a:\n  - x\n  - y\nb:\n  - c:\n      - 1\n      - 2\n"
    assert without(data, ("a", 0), ("b", 0, "c", 1))[0] == "a:\n  - y\nb:\n  - c:\n      - 1\n"


def test_toml_tables() -> None:
    data = "a = 1\n\n[[list]]\nx = 1\n\n[[list]]\nx = 2 # two\n\n[z]\ny = 1\n"
    after, done, refused = without(data, ("list", 0), fence="+++")
    assert (done, refused) == (1, [])
    assert after == "a = 1\n\n[[list]]\nx = 2 # two\n\n[z]\ny = 1\n"


@pytest.mark.parametrize(
    ("data", "path", "why"),
    [
        pytest.param("a: &a [x, y]\nlist: *a\n", ("list", 0), "alias", id="behind an alias"),
        pytest.param("list: [x]\n", ("list", 3), "no item of a list", id="not there"),
        pytest.param("list: {x: 1}\n", ("list", "x"), "no item of a list", id="a key"),
        pytest.param("list:\n  - &x {a: 1}\n  - *x\n", ("list", 0), "", id="its anchor is used"),
        pytest.param("list:\n  - - x\n  - y\n", ("list", 0, 0), "", id="a list in a list"),
        pytest.param("list: # mine\n  - x\n", ("list", 0), "unusual", id="a comment at the key"),
    ],
)
def test_refused_and_left_as_it_is(data: str, path: FieldPath, why: str) -> None:
    after, done, refused = without(data, path)
    assert (after, done) == (data, 0)
    assert why in refused[0]


def test_one_refusal_does_not_cost_the_others() -> None:
    data = "a:\n  - x\n  - y\nlist: # mine\n  - x\n"
    after, done, refused = without(data, ("a", 0), ("list", 0))
    assert (after, done, len(refused)) == ("a:\n  - y\nlist: # mine\n  - x\n", 1, 1)
