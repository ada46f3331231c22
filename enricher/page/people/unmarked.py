"""Bylines that no element marks: lines of text about the headline that begin as bylines do."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import chain, islice, pairwise

from enricher.page.parsed import ParsedPage
from enricher.page.people.names import Trust, byline, people
from enricher.page.tables import pattern
from enricher.page.text import small

# A whole byline; more text than this holds other things beside the names.
MAX_SHORT_CHARS = 120
# Lines looked at: below the headline, and where there is no headline.
LINES_BELOW = 30
LINES_AT_ALL = 60
# Above its text an article links to its comments, too.
LEAST_ARTICLE_CHARS = 250
MAX_OVER_CHARS = 40


def in_text(page: ParsedPage, title: str, sites: frozenset[str]) -> tuple[str, ...]:
    """Names in a line near the headline that begins as bylines do: `Von Roland Brockmann`."""
    headline = page.headline(title)
    first, most = (headline.number, LINES_BELOW) if headline is not None else (0, LINES_AT_ALL)
    blocks = islice(page.blocks_about(title), first, first + most)
    return _beginning((block.text for block in blocks), sites)


def _beginning(texts: Iterable[str], sites: frozenset[str]) -> tuple[str, ...]:
    """The names in the first line that begins as bylines do, above comments and other articles."""
    over, length = pattern("people/words", "over", r"^{}\b\W*$"), 0
    for line, following in pairwise(chain(texts, ("",))):
        if length > LEAST_ARTICLE_CHARS and len(line) <= MAX_OVER_CHARS and over.match(small(line)):
            return ()
        names = _said(line, following, sites) if len(line) <= MAX_SHORT_CHARS else ()
        if names:
            return names
        length += len(line)
    return ()


def _said(line: str, following: str, sites: frozenset[str]) -> tuple[str, ...]:
    """Names in a line with a byline's beginning; in the next one too, where that is all of it."""
    found = byline().match(f"{small(line)} x")
    if not found:
        return ()
    if found.end() > len(line):
        line = f"{line} {following}"
    if len(line) > MAX_SHORT_CHARS:
        return ()
    return people(line, sites, Trust.TEXT)
