"""The text of elements as a reader sees it, on one line."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import islice

from selectolax.lexbor import LexborNode

from enricher.page.text import clean

# Of one element: more is no heading and no byline, and templates that nest without end are not walked to theirs.
MAX_NODES = 300
MAX_CHARS = 4_000
# A mark between the texts of neighbouring elements: none of it is left.
_BORDER = "\x1f"
_NO_SPACES = "\u2e80-\u9fff\uac00-\ud7af\uff00-\uffef"  # scripts that write no spaces between words
# The mark first: a search leaps from one to the next.
_BETWEEN_WORDS = re.compile(rf"\x1f(?:(?<=[^\W{_NO_SPACES}]\x1f)|(?<=[:;,.!?…)]\x1f))\x1f*(?=[^\W{_NO_SPACES}])")
_HIDDEN = re.compile(
    r"(?:^|[\s_-])(?:sr-only|visually-?hidden|screen-?reader|element-invisible|hidden|d-none)", re.IGNORECASE
)
_INLINE = frozenset(
    {"-text", "em", "i", "b", "strong", "br", "wbr", "q", "sup", "sub", "mark", "abbr", "cite", "u", "nobr"}
)


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
    return clean(_BETWEEN_WORDS.sub(" ", _BORDER.join(_texts(node))).replace(_BORDER, ""))


def _texts(node: LexborNode) -> Iterator[str]:
    """The texts below an element in order; as many as a heading or a byline may have."""
    length = 0
    for child in islice(node.traverse(include_text=True), MAX_NODES):
        if child.tag == "-text":
            text = child.text_content or ""
            yield text
            length += len(text)
            if length > MAX_CHARS:
                return


def marks(node: LexborNode) -> str:
    """What an element is called by its makers: class, id and itemprop in one text."""
    return marks_in(node.attributes)


def marks_in(attributes: Mapping[str, str | None]) -> str:
    """What these attributes call their element."""
    if not attributes:
        return ""
    return " ".join(filter(None, (attributes.get("class"), attributes.get("id"), attributes.get("itemprop"))))


def pieces(node: LexborNode) -> list[Piece]:
    """An element's parts in order, hidden ones left out. Formatting inside a text does not part it."""
    found: list[Piece] = []
    run: list[str] = []
    for child in node.iter(include_text=True):
        if child.tag in _INLINE:
            run.append(" " if child.tag == "br" else child.text() or "")
            continue
        found += _flush(run)
        name = marks(child)
        text = line(child)
        if text and not _HIDDEN.search(name) and child.tag not in {"script", "style", "svg", "button"}:
            found.append(Piece(text, f"{child.tag} {name}"))
    found += _flush(run)
    return found


def _flush(run: list[str]) -> Iterator[Piece]:
    text = clean("".join(run))
    run.clear()
    if text:
        yield Piece(text, "")
