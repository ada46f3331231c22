"""TOML and JSON: read as YAML is, edited with their own spelling, and nothing else changes."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from enricher.config import Fields
from enricher.document import editing, fences, fieldpath, frontmatter, links
from enricher.document.fences import Dialect
from enricher.document.frontmatter import Frontmatter
from enricher.errors import DocumentError, RefusedEdit, StaleEdit
from enricher.models import Edit, Value

AT = datetime(2026, 11, 22, 18, 4, 11, tzinfo=UTC)
DEAD: Value = {"status": "dead", "since": AT}


def read(text: str, name: str = "d.md") -> Frontmatter:
    front = frontmatter.read(text, name)
    assert front is not None
    return front


def edit(field: str, before: Value | None, after: Value | None) -> Edit:
    return Edit(field=fieldpath.parse(field), before=before, after=after, because="test")


# ── finding ─────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("name", "text", "dialect", "body"),
    [
        ("d.md", "+++\na = 1\n+++\nbody", Dialect.TOML, "body"),
        ("d.md", "\ufeff+++\r\na = 1\r\n+++\r\nbody", Dialect.TOML, "body"),
        ("d.md", "---toml\na = 1\n---\nbody", Dialect.TOML, "body"),
        ("d.md", "---yaml\na: 1\n---\nbody", Dialect.YAML, "body"),
        ("d.md", '---json\n{"a": 1}\n---\nbody', Dialect.JSON, "body"),
        ("d.md", '---\n{"a": 1}\n---\nbody', Dialect.JSON, "body"),
        ("d.md", "---\n{a: 1}\n---\nbody", Dialect.YAML, "body"),
        ("d.md", '{\n\t"a": 1\n}\n\nbody', Dialect.JSON, "body"),
        ("d.json", '{"a": 1}\n', Dialect.JSON, ""),
        ("d.YAML", "# data\na: 1\n", Dialect.YAML, ""),
        ("d.yml", "---\na: 1\n", Dialect.YAML, ""),
        ("d.toml", "a = 1\n[b]\nc = 2\n", Dialect.TOML, ""),
    ],
)
def test_dialects(name: str, text: str, dialect: Dialect, body: str) -> None:
    front = read(text, name)
    assert (front.dialect, front.get(("a",)), text[front.body_start :]) == (dialect, 1, body)


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("d.md", "+++\nprose between two rules\n+++\n"), ("d.md", "{{< shortcode >}}\n"), ("d.md", "{a}\n"),
        ("d.md", "+++ a\nb = 1\n+++\n"), ("d.json", "[1, 2]\n"), ("d.yaml", "- a\n"), ("d.toml", ""), ("d.json", ""),
    ],
)  # fmt: skip
def test_no_frontmatter(name: str, text: str) -> None:
    front = frontmatter.read(text, name)
    assert front is None or front.keys(()) == ()


@pytest.mark.parametrize(
    ("name", "text", "line", "why"),
    [
        ("d.md", "+++\na = 1\nb = \n+++\n", 3, "no valid TOML: invalid value"),
        ("d.md", "+++\na = 1\na = 2\n+++\n", 3, "no valid TOML: cannot overwrite a value"),
        ("d.md", "+++\na = 1\n", 1, "never closed by a line `+++`"),
        ("d.md", '{"a": 1,\n"b" 2}\nbody', 2, "no valid JSON: `:` is expected"),
        ("d.md", '---json\n{"a": 1,\n}\n---\n', 3, "no valid JSON: a key in double quotes"),
        ("d.json", '{"a": 1}\n{"b": 2}\n', 2, "no valid JSON: more follows the object"),
        ("d.json", '{"a": 1,\n "a": 2}\n', 2, "no valid JSON: the key 'a' stands twice"),
        ("d.json", '{"a": ' + "[" * 100 + "]" * 100 + "}", 1, "nested deeper"),
        ("d.json", '{"a": ' * 100 + "1" + "}" * 100, 1, "nested deeper"),
        ("d.json", '{"a": "\n"}', 1, "no valid JSON: invalid control character"),
    ],
)
def test_what_cannot_be_read_is_refused_with_its_line(
    name: str, text: str, line: int, why: str
) -> None:
    with pytest.raises(DocumentError) as caught:
        frontmatter.read(text, name)
    assert caught.value.line == line
    assert why in caught.value.why


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("\n---\na: 1\n---\n", "it does not begin at the very top of the file"),
        ("<!-- note -->\n---\na: 1\n---\n", "it does not begin at the very top of the file"),
        ("# comment\n\n+++\na = 1\n+++\n", "it does not begin at the very top of the file"),
        (" ---\na: 1\n---\n", "its opening fence is indented"),
        ("----\na: 1\n----\n", "its opening fence is `----`, not `---`"),
        ("--- # c\na: 1\n---\n", "its opening fence is `--- # c`, not `---`"),
        ("---html\na: 1\n---\n", "its opening fence is `---html`, not `---`"),
        ("%YAML 1.2\n---\na: 1\n---\n", "a YAML directive stands above its opening fence"),
        ("\ufeff\ufeff---\na: 1\n---\n", "two byte order marks stand before it"),
        ("\f---\na: 1\n---\n", "an invisible character (U+000C) stands before its opening fence"),
        (
            "\u200b---\na: 1\n---\n",
            "an invisible character (U+200B) stands before its opening fence",
        ),
        (
            "\ufeff\xa0+++\na = 1\n+++\n",
            "an invisible character (U+00A0) stands before its opening fence",
        ),
        ("A body\n\n---\na: 1\n---\n", None),
        ("Title\n-----\n\nText: more\n\n---\n", None),
        ("----\n\nJust rules\n\n----\n", None),
        ("\n---\na: 1\n", None),
        ("", None),
        ("text", None),
    ],
)
def test_frontmatter_that_is_not_read(text: str, why: str | None) -> None:
    assert frontmatter.read(text, "d.md") is None
    assert fences.why_unread(text) == why


# ── reading ─────────────────────────────────────────────────────────────────────────────────────

TOML = """+++
title = "Top"   # the headline
date = 2022-07-28
at = 2022-07-28T21:27:00+02:00
draft = false
weight = 1_000
ratio = 0.5
webUrl = 'https://a.test/1'
tags = [
  "a", # first
  "b",
]

[provider]
name = "A"

[[related]]
title = "One \\u00e9"
webUrl = "https://a.test/1"

  [related.provider]
  name = "B"

[[related]]
webUrl = "https://b.test/2"
images = []
+++
Body
"""


@pytest.mark.parametrize(
    ("written", "read_as"),
    [
        ("2022-07-28T21:27:00+02:00", "2022-07-28T21:27:00+02:00"),
        ("2022-07-28 21:27:00.25", "2022-07-28T21:27:00.250000+00:00"),
        # no time at all in UTC
        ("0001-01-01T00:00:00+14:00", "0001-01-01T00:00:00+14:00"),
        ("9999-12-31T23:59:59-12:00", "9999-12-31T23:59:59-12:00"),
    ],
)
def test_toml_times_keep_their_own_offset(written: str, read_as: str) -> None:
    """As those of YAML do, so that the day is that of the document."""
    at = read(f"+++\nat = {written}\n+++\n").get(("at",))
    assert isinstance(at, datetime)
    assert at.isoformat() == read_as


def test_toml_values() -> None:
    front = read(TOML)
    at = {
        "title": "Top", "date": date(2022, 7, 28), "at": datetime(2022, 7, 28, 19, 27, tzinfo=UTC), "draft": False,
        "weight": 1000, "ratio": 0.5, "tags": ["a", "b"], "provider.name": "A", "related[0].title": "One é",
        "related[0].provider": {"name": "B"}, "related[1].images": [], "nothing": None,
    }  # fmt: skip
    assert {name: front.get(fieldpath.parse(name)) for name in at} == at


@pytest.mark.parametrize(
    ("text", "name", "places"),
    [
        (TOML, "d.md", {"webUrl": (8, 10), "related[0].webUrl": (19, 10), "related[1].webUrl": (25, 10)}),
        ('---\n{"webUrl":\n  "https://a.test/1"}\n---\n', "d.md", {"webUrl": (3, 3)}),
        ("---\nrelated:\n  - webUrl: https://a.test/1\n---\n", "d.md", {"related[0].webUrl": (3, 13)}),
        ("---\r\nwebUrl: 'https://a.test/1'\r\n---\r\n", "d.md", {"webUrl": (2, 9)}),
        ("\ufeffwebUrl: https://a.test/1\n", "d.yaml", {"webUrl": (1, 10)}),
    ],
)  # fmt: skip
def test_every_link_has_its_line_and_column(
    text: str, name: str, places: dict[str, tuple[int, int]]
) -> None:
    found = links.find(read(text, name), Fields(images=("none",)))
    assert {fieldpath.show(link.field): (link.line, link.column) for link in found} == places


# ── editing TOML ────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("newline", ["\n", "\r\n"])
@pytest.mark.parametrize(
    ("edits", "old", "new"),
    [
        ([edit("title", "Top", 'A "b"')], 'title = "Top"', 'title = "A \\"b\\""'),
        ([edit("webUrl", "https://a.test/1", "https://n.test/")], "'https://a.test/1'", "'https://n.test/'"),
        ([edit("weight", 1000, 7)], "1_000", "7"),
        (
            [edit("related[0].excerpt", None, "It says.")],
            'webUrl = "https://a.test/1"\n\n  [rel', 'webUrl = "https://a.test/1"\nexcerpt = "It says."\n\n  [rel',
        ),
        ([edit("related[1].images", None, [{"url": "u", "width": 1}])], "images = []", 'images = [{url = "u", width = 1}]'),
        (
            [edit("related[1].checks.webUrl", None, DEAD)],
            "images = []\n", 'images = []\nchecks = {webUrl = {status = "dead", since = 2026-11-22T18:04:11Z}}\n',
        ),
        ([edit("excerpt", None, "x")], '  "b",\n]\n', '  "b",\n]\nexcerpt = "x"\n'),
        ([edit("provider.name", "A", "The A News")], 'name = "A"', 'name = "The A News"'),
        ([edit("related[0].title", "One é", None)], 'title = "One \\u00e9"\n', ""),
    ],
)  # fmt: skip
def test_toml_edits(edits: list[Edit], old: str, new: str, newline: str) -> None:
    before = TOML.replace("\n", newline)
    result = editing.apply_edits(read(before), edits)
    assert result.refused == ()
    assert result.text == TOML.replace(old, new, 1).replace("\n", newline)


COMMENTED = """+++
[[related]]
title = "One"

# The second one:
# of two.
[[related]]
title = "Two" # the last
# webUrl = "old"

[next]
+++
"""


@pytest.mark.parametrize(
    ("item", "old", "new"),
    [
        (0, '"One"\n', '"One"\nexcerpt = "x"\nquality = 1\n'),
        (1, '"old"\n', '"old"\nexcerpt = "x"\nquality = 1\n'),
    ],
)
def test_toml_keys_stand_above_the_comments_on_the_next_table(
    item: int, old: str, new: str
) -> None:
    edits = [edit(f"related[{item}].excerpt", None, "x"), edit(f"related[{item}].quality", None, 1)]
    assert editing.apply_edits(read(COMMENTED), edits).text == COMMENTED.replace(old, new)


@pytest.mark.parametrize(
    ("before", "around", "after"),
    [
        ("link.a = 1\nlink.b = 2\nz = 3\n", "", "link.a = 1\nlink.b = 2\n{new}z = 3\n"),
        ("link.b = 2\nz = 3\n", "", "link.b = 2\n{new}z = 3\n"),
        ("link.a = 1\nz = 3\nlink.b = 2\ny = 4\n", "", "link.a = 1\nz = 3\nlink.b = 2\n{new}y = 4\n"),
        ("link.a = 1 # one\n# two\nlink.b = 2 # three\n", "", "link.a = 1 # one\n# two\nlink.b = 2 # three\n{new}"),
        ("link.a = 1\nlink.sub.b = 2\nlink.sub.c = 3\n", "", "link.a = 1\nlink.sub.b = 2\nlink.sub.c = 3\n{new}"),
        ("link.a = 1\nlink.b = 2\n\n[link.sub]\nx = 1\n", "", "link.a = 1\nlink.b = 2\n{new}\n[link.sub]\nx = 1\n"),
        ("p.link.a = 1\np.link.b = 2\np.z = 3\n", "p.", "p.link.a = 1\np.link.b = 2\n{new}p.z = 3\n"),
        ("[p]\nlink.a = 1\nlink.b = 2\nz = 3\n\n[q]\n", "p.", "[p]\nlink.a = 1\nlink.b = 2\n{new}z = 3\n\n[q]\n"),
    ],
)  # fmt: skip
def test_toml_keys_stand_behind_the_last_dotted_key_of_their_table(
    before: str, around: str, after: str
) -> None:
    edits = [
        edit(f"{around}link.checks.url", None, {"status": "dead"}),
        edit(f"{around}link.checks.page", None, {"status": "ok"}),
        edit(f"{around}link.excerpt", None, "e"),
    ]
    result = editing.apply_edits(read(f"+++\n{before}+++\n"), edits)
    name = "link" if before.startswith("[") else f"{around}link"
    checks = '{url = {status = "dead"}, page = {status = "ok"}}'
    new = f'{name}.checks = {checks}\n{name}.excerpt = "e"\n'
    assert (result.refused, result.text) == ((), "+++\n" + after.format(new=new) + "+++\n")


def test_toml_texts_whose_last_line_looks_like_a_comment_are_left_whole() -> None:
    text = 'text = """\n# one"""\n'
    before = f"+++\n[a]\n{text}[b]\n+++\n"
    result = editing.apply_edits(read(before), [edit("a.c", None, 1)])
    assert (result.refused, result.text) == ((), before.replace(text, f"{text}c = 1\n"))


@pytest.mark.parametrize(
    ("data", "field", "edited"),
    [
        (
            'checks = {a = {status = "ok"}} # ours\n', "checks.b",
            'checks = {a = {status = "ok"}, b = {c = 1}} # ours\n',
        ),
        ("r = [{u = 1}, {u=2}]\n", "r[0].b", "r = [{u = 1, b = {c = 1}}, {u=2}]\n"),
        ("r = [{u = 1}, {u=2}]\n", "r[1].b", "r = [{u = 1}, {u=2, b = {c = 1}}]\n"),
        ("r = [\n  { u = 1 }, # one\n]\n", "r[0].b", "r = [\n  { u = 1, b = {c = 1} }, # one\n]\n"),
        ("r = {u = 1}\n", 'r["b c"]', 'r = {u = 1, "b c" = {c = 1}}\n'),
        ("[a]\nr = {u = 1}\n[b]\n", "a.r.b", "[a]\nr = {u = 1, b = {c = 1}}\n[b]\n"),
    ],
)  # fmt: skip
def test_toml_inline_tables_keep_their_spelling(data: str, field: str, edited: str) -> None:
    before = f"+++\n{data}+++\n"
    result = editing.apply_edits(read(before), [edit(field, None, {"c": 1})])
    assert (result.refused, result.text) == ((), f"+++\n{edited}+++\n")
    assert editing.apply_edits(result.front, [edit(field, {"c": 1}, None)]).text == before


@pytest.mark.parametrize(
    ("before", "field", "after"),
    [
        ("r = {}", "r.b", "r = {b = 1}"),
        ("r = { }", "r.b", "r = { b = 1 }"),
        ("r = {u = {}}", "r.u.b", "r = {u = {b = 1}}"),
        ('r = ["a"] # tags', "r[1]", 'r = ["a", "x"] # tags'),
    ],
)
def test_toml_inline_collections_are_filled(before: str, field: str, after: str) -> None:
    value = "x" if field.endswith("]") else 1
    result = editing.apply_edits(read(f"+++\n{before}\n+++\n"), [edit(field, None, value)])
    assert (result.refused, result.text) == ((), f"+++\n{after}\n+++\n")


def test_toml_lines_of_ours_go_without_a_trace() -> None:
    added = editing.apply_edits(
        read(TOML),
        [edit("related[0].checks.webUrl", None, DEAD), edit("checks.webUrl", None, DEAD)],
    )
    assert len(added.done) == 2
    assert added.front.get(("checks", "webUrl")) == DEAD
    gone = editing.apply_edits(
        added.front,
        [edit("related[0].checks.webUrl", DEAD, None), edit("checks.webUrl", DEAD, None)],
    )
    assert gone.text == TOML


def test_toml_edits_are_refused_one_by_one() -> None:
    stale, whole = edit("title", "Other", "x"), edit("tags", ["a", "b"], [1])
    good = edit("ratio", 0.5, 0.75)
    result = editing.apply_edits(read(TOML), [stale, whole, good])
    assert [type(error) for error in result.refused] == [StaleEdit, RefusedEdit]
    assert result.done == (good,)
    assert result.text == TOML.replace("0.5", "0.75")


# ── editing JSON ────────────────────────────────────────────────────────────────────────────────

JSON = '{\n\t"webUrl": "https://a.test/1",\n\t"width": 3,\n\t"related": [\n\t\t{"webUrl": "u", "images": []}\n\t]\n}\n\nBody\n'
SINCE = '"2026-11-22T18:04:11Z"'


@pytest.mark.parametrize("fences_", [("", ""), ("---\n", "---\n"), ("---json\n", "---\n")])
@pytest.mark.parametrize(
    ("edits", "old", "new"),
    [
        ([edit("webUrl", "https://a.test/1", "https://n.test/\u2028\x07")], '"https://a.test/1"', '"https://n.test/\\u2028\\u0007"'),
        ([edit("width", 3, 1200)], "3", "1200"),
        ([edit("title", None, "é “x”")], '"webUrl": "https', '"title": "é “x”",\n\t"webUrl": "https'),
        ([edit("related[0].checks.webUrl", None, DEAD)], "[]}", '[], "checks": {"webUrl": {"status": "dead", "since": ' + SINCE + "}}}"),
        ([edit("checks.webUrl", None, DEAD)], "\n\t]\n", '\n\t],\n\t"checks": {"webUrl": {"status": "dead", "since": ' + SINCE + "}}\n"),
        ([edit("related[0].images", None, [{"url": "u", "w": 1}])], "[]", '[{"url": "u", "w": 1}]'),
        ([edit("published", None, date(2022, 7, 28))], '"width": 3', '"width": 3,\n\t"published": "2022-07-28"'),
    ],
)  # fmt: skip
def test_json_stays_json(edits: list[Edit], old: str, new: str, fences_: tuple[str, str]) -> None:
    head, tail = fences_
    data, body = JSON.split("\n\n")
    before = f"{head}{data}\n{tail}{body}" if head else JSON
    result = editing.apply_edits(read(before), edits)
    assert result.refused == ()
    assert result.text == before.replace(old, new, 1)
    assert result.front.dialect is Dialect.JSON


def test_json_without_blanks_is_read() -> None:
    front = frontmatter.read('{"a":[1,{"b":"c"}],"d":"e"}', "d.json")
    assert front is not None
    assert [front.get(path) for path in (("a", 0), ("a", 1, "b"), ("d",))] == [1, "c", "e"]


def test_json_lines_of_ours_go_without_a_trace() -> None:
    added = editing.apply_edits(read(JSON), [edit("checks.webUrl", None, DEAD)])
    old = added.front.get(("checks", "webUrl"))
    gone = editing.apply_edits(added.front, [edit("checks.webUrl", old, None)])
    assert gone.text == JSON


# ── line breaks of YAML 1.1 alone ───────────────────────────────────────────────────────────────


@pytest.mark.parametrize("mark", ["\x85", "\u2028", "\u2029"])
@pytest.mark.parametrize("quote", ["", "'", '"'])
def test_yaml_1_2_line_breaks(mark: str, quote: str) -> None:
    """NEL, LS and PS are characters like any other to YAML 1.2, and stay as they are."""
    text = f"---\na: {quote}x{mark}y{quote}\nb: 1  # {mark}\nwebUrl: https://a.test/\n---\n"
    front = read(text)
    assert front.get(("a",)) == f"x{mark}y"
    result = editing.apply_edits(front, [edit("b", 1, 2), edit("checks.webUrl", None, {"s": "t"})])
    assert result.refused == ()
    assert result.text == text.replace("b: 1", "b: 2").replace(
        "---\n", "checks:\n  webUrl: {s: t}\n---\n"
    ).replace("checks:\n  webUrl: {s: t}\n---\n", "---\n", 1)
