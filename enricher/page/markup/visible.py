"""The text of elements as a reader sees it, on one line."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import islice

from selectolax.lexbor import LexborNode

from enricher.page.text import clean

# Of one element: more is no heading and no byline, and templates that nest without end are not walked to theirs.
MAX_NODES = 300
MAX_CHARS = 4_000
MAX_DEPTH = 20
# Of 385 real pages, no element near a byline is called by more than 1,600.
MAX_MARKS_CHARS = 2_000
# Marks between the texts of neighbouring elements, and of lines: none of them is left.
_BORDER = "\x1f"
_BREAK = "\x1e"
_BETWEEN = re.compile(f"[{_BORDER}{_BREAK}]+")
_EDGES = f"{_BORDER}{_BREAK} \t\r\n"
_NO_SPACES = re.compile("[\u2e80-\u9fff\uff00-\uffef]")
# What a word may begin or end with, besides letters and digits.
_BEGINNINGS = frozenset("„‚(¿¡")
_ENDS = frozenset(":;,.!?…)%”")
_HIDDEN = re.compile(
    r"(?:^|[\s_-])(?:sr-only|visually-?hidden|screen-?reader|element-invisible|hidden|d-none)",
    re.IGNORECASE,
)
_INLINE = frozenset(
    {
        "-text",
        "em",
        "i",
        "b",
        "strong",
        "br",
        "wbr",
        "q",
        "sup",
        "sub",
        "mark",
        "abbr",
        "cite",
        "u",
        "nobr",
    }
)
# None of these has text that readers see.
_UNSEEN = frozenset({"-comment", "script", "style", "svg"})
_NO_PIECES = _UNSEEN | {"button"}


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of an element that has an element of its own, or text between such."""

    text: str
    marks: str
    """Tag, class, id and itemprop of that element."""


def line(node: LexborNode | None) -> str:
    """The text of an element, readable, or its beginning; words of neighbouring elements do not run together."""
    if node is None:
        return ""
    only = node.first_child
    if only is None:
        return ""
    if only.tag == "-text" and only.next is None:
        return clean(only.text_content or "")
    return _joined(_texts(node.iter(include_text=True)))


def _texts(nodes: Iterable[LexborNode], depth: int = 0) -> Iterator[str]:
    """The texts of elements in order, with a mark where an element begins or ends that is more than formatting."""
    for node in nodes:
        tag = node.tag
        if tag == "-text":
            yield node.text_content or ""
        elif tag == "br":
            yield _BREAK
        elif tag not in _UNSEEN and depth < MAX_DEPTH:
            border = "" if tag in _INLINE and not marks(node) else _BORDER
            yield border
            yield from _texts(node.iter(include_text=True), depth + 1)
            yield border


def _joined(texts: Iterable[str]) -> str:
    """One text of as many as a heading or a byline may have."""
    found: list[str] = []
    length = 0
    for text in islice(texts, MAX_NODES):
        found.append(text)
        length += len(text)
        if length > MAX_CHARS:
            break
    joined = "".join(found).strip(
        _EDGES
    )  # of most headings, which are one link, this leaves no mark
    return clean(
        _BETWEEN.sub(_between, joined) if _BORDER in joined or _BREAK in joined else joined
    )


def _between(border: re.Match[str]) -> str:
    """A space where two words meet, or two lines; none in scripts that write none."""
    text, start, end = border.string, border.start(), border.end()
    before, behind = text[start - 1], text[end]  # there are both: marks at the edges are gone
    if _writes_no_spaces(before) or _writes_no_spaces(behind):
        return ""
    if _BREAK in border[0]:
        return " "
    return " " if _may_end_word(before) and (behind.isalnum() or behind in _BEGINNINGS) else ""


def _writes_no_spaces(letter: str) -> bool:
    """Is it of a script that writes no spaces between words?"""
    return letter >= "\u2e80" and _NO_SPACES.match(letter) is not None


def _may_end_word(letter: str) -> bool:
    # Vowels of India, that follow a letter, are marks (M) themselves.
    return (
        letter.isalnum()
        or letter in _ENDS
        or (letter > "\x7f" and unicodedata.category(letter)[0] == "M")
    )


def marks(node: LexborNode) -> str:
    """What an element is called by its makers: class, id and itemprop in one text."""
    return marks_in(node.attributes)


def marks_in(attributes: Mapping[str, str | None]) -> str:
    """What these attributes call their element."""
    if not attributes:
        return ""
    names = filter(
        None, (attributes.get("class"), attributes.get("id"), attributes.get("itemprop"))
    )
    return " ".join(names)[:MAX_MARKS_CHARS]


def pieces(node: LexborNode) -> list[Piece]:
    """An element's parts in order, hidden ones left out. Formatting inside a text does not part it."""
    found: list[Piece] = []
    run: list[LexborNode] = []
    for child in node.iter(include_text=True):
        if child.tag in _INLINE:
            run.append(child)
            continue
        found += _flush(run)
        name = marks(child)
        text = line(child)
        if text and child.tag not in _NO_PIECES and not _HIDDEN.search(name):
            found.append(Piece(text, f"{child.tag} {name}"))
    found += _flush(run)
    return found


def _flush(run: list[LexborNode]) -> Iterator[Piece]:
    text = _joined(_texts(run))
    run.clear()
    if text:
        yield Piece(text, "")
