"""Hostile documents for the laws: written in styles that are none of ours, with an oracle beside them.

Every style of YAML that may stand in a news item's frontmatter is drawn: quotes, block scalars, flow collections on
one line and on many, comments everywhere, odd indentation, anchors and aliases, three kinds of line ends.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

import yaml
from hypothesis import strategies as st

KEYS = (
    "title",
    "excerpt",
    "webUrl",
    "originalUrl",
    "type",
    "images",
    "related",
    "provider",
    "name",
    "width",
    "x",
    "a.b",
    "é",
    "7",
    "yes",
    "odd key",
    "secured",
)

words = st.text(
    st.sampled_from("abcXYZ019 :#-'\",[]{}&*!|>%@`\\/?=~.é’😀\u00a0"), min_size=1, max_size=24
)
plain_words = st.sampled_from(
    [
        "word",
        "two words",
        "http://site.test/a?b=c#d",
        "it's",
        'say "x"',
        "a:b",
        "a#b",
        "7",
        "1.5",
        "true",
        "no",
        "~",
        "null",
        "2022-07-28T21:27:00Z",
        "2022-07-28",
        "é",
        "😀 news",
        "0x1F",
        "- not a list".strip("- "),
        "x: y".replace(": ", ":"),
    ]
)


@dataclass
class Scribble:
    """Draws one document's frontmatter, line by line."""

    draw: Callable[[st.SearchStrategy[Any]], Any]
    comments: int = 0
    anchors: list[str] = field(default_factory=list)

    def chance(self, of: int) -> bool:
        return bool(self.draw(st.integers(0, of - 1)) == 0)

    def number(self, least: int, most: int) -> int:
        return int(self.draw(st.integers(least, most)))

    def comment(self) -> str:
        self.comments += 1
        return f"# note {self.comments}."

    def tail(self) -> str:
        """What may follow a value in its line."""
        match self.number(0, 5):
            case 0:
                return "  " + self.comment()
            case 1:
                return " "
            case _:
                return ""

    def between(self, column: int) -> Iterator[str]:
        if self.chance(6):
            yield ""
        if self.chance(6):
            yield " " * self.number(0, column + 2) + self.comment()

    # ── scalars ───────────────────────────────────────────────────────────────────────────────────────────────

    def word(self) -> str:
        return str(self.draw(words))

    def scalar(self) -> str:
        """On one line, for anywhere but in flow."""
        match self.number(0, 4):
            case 0:
                return "'" + self.word().replace("'", "''") + "'"
            case 1:
                return '"' + self.word().replace("\\", "\\\\").replace('"', '\\"') + '"'
            case 2:
                return str(self.draw(st.sampled_from(["", "~", "null", "''", '""', "[]", "{}"])))
            case _:
                return str(self.draw(plain_words))

    def flow_scalar(self) -> str:
        text = self.scalar()
        is_quoted = text[:1] in ("'", '"')
        return (
            text
            if is_quoted or not any(mark in text for mark in ",[]{}:#") or text in ("[]", "{}")
            else f'"{text}"'
        )

    def anchor(self) -> str:
        if self.chance(8):
            self.anchors.append(f"n{len(self.anchors)}")
            return f"&{self.anchors[-1]} "
        return ""

    # ── collections ───────────────────────────────────────────────────────────────────────────────────────────

    def keys(self, most: int = 4) -> list[str]:
        return list(
            self.draw(st.lists(st.sampled_from(KEYS), min_size=1, max_size=most, unique=True))
        )

    def key(self, name: str) -> str:
        match self.number(0, 7):
            case 0:
                return f'"{name}"'
            case 1:
                return f"'{name}'"
            case _:
                return name

    def flow(self, depth: int) -> str:
        match self.number(0, 3) if depth < 3 else 3:
            case 0:
                return (
                    "{"
                    + ", ".join(f"{self.key(key)}: {self.flow(depth + 1)}" for key in self.keys(3))
                    + "}"
                )
            case 1:
                return "[" + ", ".join(self.flow(depth + 1) for _ in range(self.number(0, 3))) + "]"
            case _:
                return self.flow_scalar()

    def flow_lines(self, column: int) -> list[str]:
        """A flow mapping over several lines."""
        lines = ["{"]
        names = self.keys()
        for at, key in enumerate(names):
            comma = "," if at + 1 < len(names) or self.chance(2) else ""
            lines.append(f"{' ' * (column + 2)}{self.key(key)}: {self.flow(2)}{comma}{self.tail()}")
        return [*lines, " " * (column + 1) + "}" + self.tail()]

    def value(self, column: int, depth: int) -> list[str]:
        """What follows `key:` whose key stands at a column: the rest of its line, and further lines."""
        pad = " " * (column + 2)
        collections: list[Callable[[], list[str]]] = [
            lambda: [
                self.property() + self.tail(),
                *self.mapping(column + self.number(1, 5), depth + 1),
            ],
            lambda: [
                self.property() + self.tail(),
                *self.sequence(column + self.number(0, 4), depth + 1),
            ],
        ]
        others: list[Callable[[], list[str]]] = [
            *[lambda: [f" {self.anchor()}{self.scalar()}".rstrip() + self.tail()]] * 3,
            lambda: [f" {self.flow(0)}{self.tail()}"],
            lambda: [f" {line}" for line in self.flow_lines(column - 1)],
            lambda: self.block_scalar(column),
            lambda: [' "first line', f"{pad}second line", "", f'{pad}last"{self.tail()}'],
            lambda: [f" {self.alias()}{self.tail()}"],
        ]
        choices = (collections * 2 if depth < 3 else []) + others
        return choices[self.number(0, len(choices) - 1)]()

    def alias(self) -> str:
        return f"*{self.draw(st.sampled_from(self.anchors))}" if self.anchors else "none"

    def property(self) -> str:
        return (" " + self.anchor()).rstrip()

    def block_scalar(self, column: int) -> list[str]:
        header = self.draw(st.sampled_from(["|", ">", "|-", ">-", "|+", ">+"]))
        pad = " " * (column + self.number(1, 4))
        lines = [f"{pad}text {at}" if self.number(0, 3) else "" for at in range(self.number(0, 3))]
        return [
            f" {header}{self.tail()}",
            f"{pad}first # no comment",
            *lines,
            *([""] * self.number(0, 2)),
        ]

    def mapping(self, column: int, depth: int) -> list[str]:
        lines: list[str] = []
        for key in self.keys():
            first, *rest = self.value(column, depth)
            lines += [*self.between(column), f"{' ' * column}{self.key(key)}:{first}", *rest]
        return lines

    def sequence(self, column: int, depth: int) -> list[str]:
        lines: list[str] = []
        for _ in range(self.number(1, 3)):
            lines += self.between(column)
            gap = self.number(1, 4)
            if self.chance(3):
                lines.append(f"{' ' * column}-{' ' * gap}{self.flow(1)}".rstrip() + self.tail())
                continue
            inner = self.mapping(column + 1 + gap, depth + 1)
            while not inner[0].strip() or inner[0].lstrip().startswith("#"):
                lines.append(inner.pop(0))
            lines += [f"{' ' * column}-{inner[0][column + 1 :]}", *inner[1:]]
        return lines


@st.composite
def documents(draw: Callable[[st.SearchStrategy[Any]], Any]) -> str:
    """A whole document that has valid frontmatter."""
    scribble = Scribble(draw)
    lines = scribble.flow_lines(0) if scribble.chance(10) else scribble.mapping(0, 0)
    newline = draw(st.sampled_from(["\n", "\n", "\r\n", "\r"]))
    mark = draw(st.sampled_from(["", "", "\ufeff"]))
    close = draw(st.sampled_from(["---", "---", "...", "---  "]))
    body = draw(
        st.sampled_from(
            ["", "text\n", "<p>\r\nmixed\n", "---\nno fence\n---\n", "\ttabs, no final newline"]
        )
    )
    tail = f"{newline}{body}" if body or draw(st.booleans()) else ""
    text = f"{mark}{newline.join(['---', *lines, close])}{tail}"
    try:
        oracle(text)
    except yaml.YAMLError:
        text = f"{mark}---{newline}title: instead{newline}---{newline}"
    return text


def oracle(text: str) -> Any:
    """The frontmatter as PyYAML's pure loader reads it, every scalar as its text: nothing of ours is asked."""
    head = text.removeprefix("\ufeff")
    lines = head.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    end = next(at for at, line in enumerate(lines[1:], 1) if line.rstrip(" \t") in ("---", "..."))
    return yaml.load("\n".join(lines[1:end]) + "\n", Loader=_Texts)


class _Texts(yaml.BaseLoader):
    """Refuses duplicate keys, as we do."""

    def construct_mapping(self, node: Any, deep: bool = False) -> Any:
        keys = [key.value for key, _ in node.value]
        if len(set(keys)) < len(keys):
            raise yaml.YAMLError("duplicate key")
        return super().construct_mapping(node, deep)
