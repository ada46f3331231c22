"""Where a page's headline stands in its markup.

Law of this file: positions, not nodes: what stands before and behind a headline is what other readers ask for.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from html import escape, unescape
from itertools import islice

from enricher.page import normalise
from enricher.page.folding import fold

_HEADING = re.compile(rb"<[hH]([1-6])\b[^<>]{0,1000}>")
_HEADING_END = re.compile(rb"</[hH][1-6]")
_TAG = re.compile(r"<[^<>]*>")
_WORD = re.compile(r"\w+")
_MAX_HEADINGS = 40
_MAX_HEADING_BYTES = 1_500
# A headline may stand twice, once for the eye and once for search engines.
_MAX_HEADLINES = 3
# Words of a heading that must be in the page's title to be its headline, and how many of them count.
_LEAST_SHARE = 0.6
_MOST_WORDS = 8


def find(markup: bytes, social_titles: Sequence[str], html_title: str) -> list[tuple[int, int]]:
    """Where the headline begins and ends: the headings most like the titles, else their text, else the first `<h1>`."""
    title = words(" ".join((*social_titles, html_title)))
    found: list[tuple[float, int, int]] = []
    for heading in islice(_HEADING.finditer(markup), _MAX_HEADINGS):
        closing = _HEADING_END.search(markup, heading.end(), heading.end() + _MAX_HEADING_BYTES)
        if closing is None:
            continue
        end = closing.start()
        score = _likeness(
            words(text_of(markup[heading.end() : end])), title, is_first=heading[1] == b"1"
        )
        if score:
            found.append((score, heading.start(), end))
    best = max((score for score, _, _ in found), default=0.0)
    chosen = [(start, end) for score, start, end in found if score >= best - 1]
    if best > 1:
        return chosen[:_MAX_HEADLINES]
    return [*islice(_unmarked(markup, (*social_titles[:1], html_title)), 1)] or chosen[:1]


# A shorter text is a section's name, that stands anywhere; Chinese, Japanese and Korean say more in as many signs.
_LEAST_TITLE_CHARS = 16
_LEAST_CJK_CHARS = 6
_CJK = re.compile("[\u2e80-\u9fff\uac00-\ud7af]")
_MAX_TITLES = 12
# The title's text is no headline in links, lists of choices, drawings.
_OTHER_TAG = re.compile(rb"<(?:a|option|title|script|li)\b[^<>]*>$", re.IGNORECASE)


def _unmarked(markup: bytes, titles: Sequence[str]) -> Iterator[tuple[int, int]]:
    """Where an element begins with the title's text: bold in old tables, a `<div>` called title."""
    body = max(0, markup.find(b"<body"))
    for title in islice(_spellings(titles), _MAX_TITLES):
        for at in islice(places(markup, title, body), _MAX_HEADLINES):
            if begins_element(markup, at):
                yield at, at + len(title)


def begins_element(markup: bytes, at: int) -> bool:
    """Does an element begin with what stands here, that is no link, choice or script?"""
    before = markup[max(0, at - _MAX_HEADING_BYTES) : at].rstrip()
    return before.endswith(b">") and not _OTHER_TAG.search(before)


def places(markup: bytes, text: bytes, start: int) -> Iterator[int]:
    """Where a text, which is not empty, stands in markup."""
    at = markup.find(text, start)
    while at >= 0:
        yield at
        at = markup.find(text, at + len(text))


def _spellings(titles: Sequence[str]) -> Iterator[bytes]:
    """Titles and their parts, as markup may write them."""
    parts = [part for title in titles for part in normalise.segments(title)]
    for title in dict.fromkeys((*titles, *parts)):
        if len(title) >= (_LEAST_CJK_CHARS if _CJK.search(title) else _LEAST_TITLE_CHARS):
            yield from (
                text.encode("utf-8", "replace")
                for text in dict.fromkeys((title, escape(title, quote=False)))
            )


def _likeness(heading: set[str], title: set[str], *, is_first: bool) -> float:
    """How much a heading looks like the headline; 0 for not at all. `is_first`: it is an `<h1>`."""
    if not heading:
        return 0.0
    share = len(heading & title) / len(heading)
    return is_first + (share * min(len(heading), _MOST_WORDS) if share >= _LEAST_SHARE else 0.0)


def is_like(text: str, title: set[str]) -> bool:
    """Does at least half of a text consist of a title's words?"""
    found = words(text)
    return 2 * len(found & title) >= len(found)


def text_of(markup: bytes) -> str:
    """The text of a piece of markup, tags and entities undone."""
    return unescape(_TAG.sub(" ", markup.decode("utf-8", "replace")))


def words(text: str) -> set[str]:
    """The words of a text, folded."""
    return set(_WORD.findall(fold(text)))
