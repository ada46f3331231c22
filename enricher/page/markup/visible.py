"""The text of elements as a reader sees it, on one line."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from itertools import islice

from selectolax.lexbor import LexborNode

from enricher.page.text import clean

# Of one element: more is no heading, and templates that nest without end are not walked to theirs.
MAX_NODES = 300
MAX_CHARS = 4_000
MAX_DEPTH = 20
# Of 385 real pages, no element near a byline is called by more than 1,600.
MAX_MARKS_CHARS = 2_000
BORDER = "\x1f"
"""Marks where an element begins or ends that is more than formatting."""
BREAK = "\x1e"
"""Marks where a line ends. Neither is left in what `joined` gives."""
_BETWEEN = re.compile(f"[{BORDER}{BREAK}]+")
_EDGES = f"{BORDER}{BREAK} \t\r\n"
# What a word may begin or end with, besides letters and digits.
_BEGINNINGS = frozenset("„‚(¿¡")
_ENDS = frozenset(":;,.!?…)%”")
_INLINE = frozenset(
    {"-text", "em", "i", "b", "strong", "br", "wbr", "q", "sup", "sub", "mark", "abbr", "u"}
)
# None of these has text that readers see.
_UNSEEN = frozenset({"-comment", "script", "style", "svg"})


def line(node: LexborNode | None) -> str:
    """The text of an element, readable, or its beginning; neighbours do not run together."""
    if node is None:
        return ""
    only = node.first_child
    if only is None:
        return ""
    if only.tag == "-text" and only.next is None:
        return clean(only.text_content or "")
    return line_of(node.iter(include_text=True))


def line_of(nodes: Iterable[LexborNode]) -> str:
    """The text of neighbours, readable, or its beginning."""
    return joined("".join(_bounded(_texts(nodes))))


def _texts(nodes: Iterable[LexborNode], depth: int = 0) -> Iterator[str]:
    """The texts of elements in order, with marks between elements that are more than formatting."""
    for node in nodes:
        tag = node.tag
        if tag == "-text":
            yield node.text_content or ""
        elif tag == "br":
            yield BREAK
        elif tag not in _UNSEEN and depth < MAX_DEPTH:
            border = "" if tag in _INLINE and not marks(node) else BORDER
            yield border
            yield from _texts(node.iter(include_text=True), depth + 1)
            yield border


def _bounded(texts: Iterable[str]) -> Iterator[str]:
    """As many texts as a heading may have."""
    length = 0
    for text in islice(texts, MAX_NODES):
        yield text
        length += len(text)
        if length > MAX_CHARS:
            return


def joined(text: str) -> str:
    """Readable text without marks: a space where two words or lines meet at one."""
    if text.isspace():
        return ""
    text = text.strip(_EDGES)  # of most texts, which are one link, this leaves no mark
    if BORDER in text or BREAK in text:
        text = _BETWEEN.sub(_between, text)
    return clean(text)


def _between(border: re.Match[str]) -> str:
    """A space where two words meet, or two lines; none in scripts that write none."""
    text, start, end = border.string, border.start(), border.end()
    before, behind = text[start - 1], text[end]  # there are both: marks at the edges are gone
    if _writes_no_spaces(before) or _writes_no_spaces(behind):
        return ""
    if BREAK in border[0]:
        return " "
    return " " if _may_end_word(before) and (behind.isalnum() or behind in _BEGINNINGS) else ""


def _writes_no_spaces(letter: str) -> bool:
    """True for a letter of a script that writes no spaces between words."""
    return "\u2e80" <= letter <= "\u9fff" or "\uff00" <= letter <= "\uffef"


def _may_end_word(letter: str) -> bool:
    # Vowels of India, that follow a letter, are marks (M) themselves.
    is_mark = letter > "\x7f" and unicodedata.category(letter)[0] == "M"
    return letter.isalnum() or letter in _ENDS or is_mark


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
