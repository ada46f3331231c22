"""Frontmatter: what is found between the fences, and what is refused, with the line to mend."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone

import pytest

from enricher.document import frontmatter
from enricher.document.frontmatter import Frontmatter
from enricher.errors import DocumentError
from enricher.models import Value

INDIA = timezone(timedelta(hours=5, minutes=30))


def read(text: str) -> Frontmatter:
    front = frontmatter.read(text, "d.md")
    assert front is not None
    return front


@pytest.mark.parametrize(
    ("text", "body"),
    [
        ("---\na: 1\n---\nbody", "body"),
        ("---\na: 1\n---", ""),
        ("---\na: 1\n...\nbody", "body"),
        ("---\na: 1\n...", ""),
        ("\ufeff---\na: 1\n---\nbody", "body"),
        ("---\r\na: 1\r\n---\r\nbody\r\n", "body\r\n"),
        ("---\ra: 1\r---\rbody", "body"),
        ("--- \t\na: 1\n---  \nbody", "body"),
        ("---\na: 1\n---\nbody\n---\nb: 2\n---\n", "body\n---\nb: 2\n---\n"),
        ("---\na: 1\n----\n---\nbody", None),
        ("---\n\n# note\na: 1\n\n---\nbody", "body"),
    ],
)
def test_fences(text: str, body: str | None) -> None:
    if body is None:
        with pytest.raises(DocumentError):
            frontmatter.read(text, "d.md")
        return
    front = read(text)
    assert front.get(("a",)) == 1
    assert front.text == text
    assert text[front.body_start :] == body


@pytest.mark.parametrize(
    "text",
    [
        "",
        "no fence",
        "\n---\na: 1\n---\n",
        " ---\na: 1\n---\n",
        "--- a\nb: 1\n---\n",
        "---\nJust a rule above, and one below\n---\n",
        "---\n*Prose* between two rules, and [a bracket\n---\n",
        "---\n- a\n- list\n---\n",
        "---\nA rule that fences nothing\n",
        "---",
    ],
)
def test_no_frontmatter(text: str) -> None:
    assert frontmatter.read(text, "d.md") is None


@pytest.mark.parametrize(
    "text", ["---\n---\n", "---\n\n---\n", "---\n# only a comment\n---\n", "---\n~\n---\n"]
)
def test_empty_frontmatter(text: str) -> None:
    front = read(text)
    assert front.root is None
    assert front.keys(()) == ()
    assert front.get(("a",)) is None
    assert not front.has(("a",))


@pytest.mark.parametrize(
    ("text", "line", "why"),
    [
        ('---\na: 1\nb: "never closed\nc: 2\n---\n', 3, "quoted scalar"),
        ("---\na: 1\nb: [1, 2\n---\n", 4, "flow sequence"),
        ("---\na: 1\n b: 2\n---\n", 3, "mapping values are not allowed"),
        ("---\na: 1\n\tb: 2\n---\n", 3, ""),
        ("---\r\na: 1\r\nb: 'x\r\n---\r\n", 3, "quoted scalar"),
        ("---\ra: 1\rb: 'x\r---\r", 3, "quoted scalar"),
        ("\ufeff---\na: 1\nb: 'x\n---\n", 3, "quoted scalar"),
        (
            "---\na: 1\nb: 2\na: 3\n---\n",
            4,
            "the key 'a' stands twice in one mapping (first in line 2)",
        ),
        (
            "---\nx:\n  - a: 1\n    'a': 3\n---\n",
            4,
            "the key 'a' stands twice in one mapping (first in line 3)",
        ),
        ("---\nx: {a: 1, b: 2, a: 3}\n---\n", 2, "the key 'a' stands twice"),
        ("---\na: *nothing\n---\n", 2, "undefined alias"),
        ("---\na: &x [*x]\n---\n", 2, "the alias *x stands inside what it names"),
        ("---\na: 1\n--- b: 2\n---\n", 3, "a second YAML document begins inside the frontmatter"),
        ("---\na: 1\nb: \x07\n---\n", 3, "control characters are not allowed"),
        ("---\na: 1\n", 1, "never closed"),
        ("---\na: " + "[" * 100 + "]" * 100 + "\n---\n", 2, "nested deeper than 64"),
        ("---\na: " + "{a: " * 100 + "1" + "}" * 100 + "\n---\n", 2, "nested deeper than 64"),
        ("---\na: " + "{? " * 100 + "1" + "}" * 100 + "\n---\n", 2, "nested deeper than 64"),
        ("---\na:\n  - ? [x]\n  : b\n---\n", 4, ""),
    ],
)
def test_refused(text: str, line: int, why: str) -> None:
    with pytest.raises(DocumentError) as caught:
        frontmatter.read(text, "d.md")
    assert caught.value.line == line, str(caught.value)
    assert str(caught.value).startswith(f"d.md:{line}: ")
    assert why in caught.value.why or why == "undefined alias"


def test_lone_surrogates_are_refused() -> None:
    with pytest.raises(DocumentError, match="cannot be read as YAML"):
        frontmatter.read("---\na: \ud83d\n---\n", "d.md")


def test_merges_are_never_expanded() -> None:
    """A few hundred bytes of nested merges cost a constructing loader minutes and gigabytes."""
    lines = ["a0: &a0 {k: v}"] + [
        f"a{n}: &a{n} {{<<: [*a{n - 1}, *a{n - 1}], x: 1}}" for n in range(1, 12)
    ]
    front = read("---\n" + "\n".join(lines) + "\n---\n")
    assert front.keys(("a3",)) == ("<<", "x")


def test_aliases_cannot_grow_without_end() -> None:
    lines = ["a0: &a0 [x, x, x, x, x, x, x, x, x, x]"]
    lines += [f"a{n}: &a{n} [" + ", ".join([f"*a{n - 1}"] * 10) + "]" for n in range(1, 9)]
    with pytest.raises(DocumentError, match="aliases expanded") as caught:
        frontmatter.read("---\n" + "\n".join(lines) + "\n---\n", "d.md")
    assert caught.value.line is not None


def test_endless_frontmatter_is_not_read() -> None:
    with pytest.raises(DocumentError, match="longer than"):
        frontmatter.read("---\na: |\n" + "  x\n" * 600_000 + "---\n", "d.md")


@pytest.mark.parametrize(
    ("spelt", "value"),
    [
        ("", None),
        ("~", None),
        ("Null", None),
        ("true", True),
        ("yes", True),
        ("Off", False),
        ("y", "y"),
        ("0", 0),
        ("-12", -12),
        ("+7", 7),
        ("010", "010"),
        ("1_000", "1_000"),
        ("0x1F", "0x1F"),
        ("12:30", "12:30"),
        ("9" * 400, "9" * 400),
        ("1.5", 1.5),
        ("1.", 1.0),
        (".5", 0.5),
        ("1e3", "1e3"),
        ("1.0e+3", 1000.0),
        (".inf", ".inf"),
        ("1.2.3", "1.2.3"),
        ("2022-07-28", date(2022, 7, 28)),
        ("2022-02-31", "2022-02-31"),
        ("2022-07-28T21:27:00Z", datetime(2022, 7, 28, 21, 27, tzinfo=UTC)),
        ("2022-07-28 21:27:00", datetime(2022, 7, 28, 21, 27, tzinfo=UTC)),
        ("2022-07-28t21:27:00.5+05:30", datetime(2022, 7, 28, 21, 27, 0, 500_000, tzinfo=INDIA)),
        (
            "2022-07-28T21:27:00 -5",
            datetime(2022, 7, 28, 21, 27, tzinfo=timezone(timedelta(hours=-5))),
        ),
        ("2022-07-28T25:27:00Z", "2022-07-28T25:27:00Z"),
        ("2022-07-28T21:27:00+99:99", "2022-07-28T21:27:00+99:99"),
        ("2022-07-28T21:27Z", "2022-07-28T21:27Z"),
        ("'720'", "720"),
        ('"null"', "null"),
        ("|\n  x\n  y", "x\ny\n"),
        (">-\n  x\n  y", "x y"),
        ("!!str 5", "5"),
        ("!own {b: 1}", {"b": 1}),
        ("&n [1, {b: ~}]", [1, {"b": None}]),
        ("http://x.test/a#b", "http://x.test/a#b"),
        ("-", None),
    ],
)
def test_values(spelt: str, value: Value | None) -> None:
    found = read(f"---\nfirst: 1\na: {spelt}\n---\n") if spelt != "-" else read("---\na:\n---\n")
    assert found.get(("a",)) == value
    assert type(found.get(("a",))) is type(value)


def test_asking_by_path() -> None:
    front = read("---\na: &n\n  b: [x, 1984, ~]\nc: *n\n? [complex]\n: d\n'e': '  '\n---\n")
    assert front.get(("a", "b", 1)) == 1984
    assert front.words(("a", "b", 1)) == "1984"
    assert front.words(("a", "b", 2)) is None
    assert front.words(("e",)) is None
    assert front.words(("a",)) is None
    assert front.get(("c", "b", 0)) == "x"
    assert front.get(("c",)) == front.get(("a",)) == {"b": ["x", 1984, None]}
    assert front.size(("a", "b")) == 3
    assert front.size(("a",)) == 0
    assert front.keys(()) == ("a", "c", "e")
    assert front.has(("a", "b", 2))
    assert not front.has(("a", "b", 3))
    assert not front.has(("a", 0))
    assert not front.has(("a", "b", -1))


@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
def test_lines(newline: str) -> None:
    front = read("---\na: 1\n\nrelated:\n  - webUrl: x\n    title: y\n---\n".replace("\n", newline))
    assert front.newline == newline
    assert front.line(("a",)) == 2
    assert front.line(("related", 0, "title")) == 6
    assert front.line(("related", 0, "absent")) == 5
    assert front.line(("nothing",)) == 1


def test_line_separators_of_unicode_are_no_lines_to_an_editor() -> None:
    front = read('---\na: "x\u2028y\u0085z"\nb: 1\n---\n')
    assert front.line(("b",)) == 3
