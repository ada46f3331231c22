"""The first sentences of the article itself, for pages that describe themselves nowhere."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice

from enricher.page import normalise
from enricher.page.markup import regions
from enricher.page.markup.blocks import Block
from enricher.page.markup.regions import Part
from enricher.page.parsed import ParsedPage
from enricher.page.tables import pattern
from enricher.page.text import small

# Shorter paragraphs are captions, bylines and notices.
MIN_CHARS = 60
MAX_CHARS = 320
# Blocks below the headline that are looked at.
MAX_BLOCKS = 200
# Arabic and Urdu have marks of their own, Hindi and its neighbours the danda; Thai, Lao and Khmer
# end with a blank.
_SENTENCE_END = re.compile(r":$|[.!?…؟۔][\"”’»)]?(?=\s|$)|[。！？।\u0e00-\u0eff\u1780-\u17ff]")
# Behind an initial or an abbreviation of a title a sentence goes on: `M. Dupont`, `Dr. Jane Doe`.
_FULL_STOP = re.compile(
    r"(?<!\b[A-Z])(?<!\b(?:Dr|Mr|Ms|St|Sr|Jr|No))[.!?…؟۔](?<!\b(?:Mrs|vgl|bzw|etc)\.)[\"”’»)]?(?=\s|$)"
    r"|[。！？।]"
)
_ELSEWHERE = frozenset(Part) - {Part.QUOTE}


def paragraph(page: ParsedPage, title: str) -> str:
    """How the article begins below its headline, to the end of a sentence; may be empty."""
    headline = page.headline(title)
    start = headline.number + 1 if headline is not None else 0
    blocks = list(islice(page.blocks_about(title), start, start + MAX_BLOCKS))
    around = page.around(title)
    for block in blocks:
        if block.tag == "p" and _is_prose(block.text) and not _is_elsewhere(block, around):
            return shortened(block.text)
    return ""


def _is_elsewhere(block: Block, around: frozenset[int]) -> bool:
    return block.box is not None and regions.is_in(block.box.node, _ELSEWHERE, around)


def _is_prose(text: str) -> bool:
    """Long enough for a paragraph, with a sentence's end, and not about the site."""
    if len(text) < MIN_CHARS and normalise.width(text) < MIN_CHARS:
        return False
    if not _SENTENCE_END.search(text):
        return False
    return not pattern("words", "notices", "{}").search(small(text))


def _ends(text: str, most: int) -> Iterator[int]:
    """Where sentences end."""
    return (match.end() for match in _FULL_STOP.finditer(text, 0, most))


def shortened(text: str, max_chars: int = MAX_CHARS) -> str:
    """To the end of the last sentence that fits; else of the last word."""
    if len(text) <= max_chars:
        return text
    end = max(_ends(text, max_chars), default=0)
    if end >= MIN_CHARS:
        return text[:end]
    space = text.rfind(" ", 0, max_chars)
    return text[: space if space > 0 else max_chars - 1] + "…"
