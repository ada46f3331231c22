"""Dates that readers see about the headline, weighed: where each stands and what is said of it.

Law of this file: pure, bounded, and positional: a date counts for where it stands and what stands
about it, never for which site it is on.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import islice, takewhile

import msgspec

from enricher.page.dates import parsing
from enricher.page.dates.parsed_date import DateStyle, ParsedDate
from enricher.page.dates.words import label_behind, label_of, label_of_names
from enricher.page.folding import fold
from enricher.page.markup.blocks import Block, Time
from enricher.page.normalise import words
from enricher.page.parsed import ParsedPage

# Characters of text behind the headline, and before it, that can belong to it.
_BEHIND_CHARS = 1_200
_ABOVE_CHARS = 250
# From another article's date to its heading.
_TEASER_CHARS = 100
# Blocks above the headline, and below, that are looked at.
_ABOVE_BLOCKS = 8
_BELOW_BLOCKS = 60

# What speaks for and against a date, in points; set by hand on real pages, see
# docs/measurements.md.
_CONVINCING = 2.0
_IN_TEXT = 4.0
_IN_ATTRIBUTE = 5.0
_CHARS_PER_POINT = 300
_SAYS_PUBLISHED = 2.0
_SAYS_UPDATED = -3.0
_IS_DATE_BY_NAME = 1.0
_IN_RUNNING_TEXT = -1.5
_IS_ABOVE = -2.0
# A line with so little beside the date is a date line.
_BESIDE_CHARS = 60
# What is said of an attribute's date: about as much before it as in its element.
_LABEL_CHARS = 2 * _BESIDE_CHARS
# A paragraph may begin with its date: "BERLIN, 28. Juli 2022 - …".
_DATELINE_CHARS = 12
# … but a sentence that begins "On July 28" tells what happened then.
_IN_SENTENCE = re.compile(r"(?<!\w)(?:on|in|since|am|seit|vom|le|el|il|em|no|op|w|dne)\s+$")
_NAMED = re.compile(
    r"dat[aeou]|time|publi|posted|creat|byline|author|meta|info|submitted|stamp|fecha|dachzeile"
    r"|kicker|pub[-_]?d"
)
# Called the day of the visit, or schema.org's names for other days than the article's. (What a
# class calls the day of an event may be the article's, in a theme made for clubs.)
_OTHER_NAMES = re.compile(
    r"(?:current|today)\w*[-_]*(?:date|time|day)|date[-_]*today"
    r"|\b(?:start|end|birth|death|upload|door)(?:date|time)\b"
    r"|\b(?:expires|valid(?:from|until|through)|temporalcoverage)\b"
    r"|(?:image|photo|wp|media|picture)[-_]*caption"
)


class ScoredDate(msgspec.Struct, frozen=True):
    """A date that readers see."""

    parsed: ParsedDate
    score: float
    is_update: bool = False

    @property
    def is_convincing(self) -> bool:
        """False for a date that is hardly the article's."""
        return self.score >= _CONVINCING


def read(page: ParsedPage, title: str, style: DateStyle) -> list[ScoredDate]:
    """Dates about the headline, most convincing first."""
    headline = page.headline(title)
    if headline is None:
        return []
    at, number = headline.at, headline.number
    above = list(islice(page.blocks_about(title), max(0, number - _ABOVE_BLOCKS), number))
    below = islice(page.blocks_about(title), number + 1, number + 1 + _BELOW_BLOCKS)
    near = takewhile(lambda block: block.at - at <= 2 * _BEHIND_CHARS, below)
    found = _behind(near, words(title), style)
    found += _above([block for block in above if at - block.at < _ABOVE_CHARS * 2], style)
    return sorted(found, key=lambda scored: -scored.score)


def _behind(blocks: Iterable[Block], title: frozenset[str], style: DateStyle) -> list[ScoredDate]:
    """The dates of lines below a headline, up to where another article begins."""
    found: list[tuple[int, ScoredDate]] = []
    at = 0
    for block, above in _with_line_above(blocks):
        if _is_next_title(block, title):
            # Its date may stand before its heading.
            found = [(there, scored) for there, scored in found if there < at - _TEASER_CHARS]
            break
        if at > _BEHIND_CHARS:
            break
        found += ((at, scored) for scored in _judge(block, above, style, _Place(at)))
        at += len(block.text) + 1
    return [scored for _, scored in found]


def _above(blocks: list[Block], style: DateStyle) -> Iterator[ScoredDate]:
    distance = sum(len(block.text) + 1 for block in blocks)
    for block, above in _with_line_above(blocks):
        distance -= len(block.text) + 1
        if distance < _ABOVE_CHARS:
            yield from _judge(block, above, style, _Place(distance, _IS_ABOVE))


def _is_next_title(block: Block, title: frozenset[str]) -> bool:
    """True if the next article begins here. One word is a name, as over a forum's posts."""
    if not block.is_heading or block.link is None:
        return False
    mine = words(block.text)
    is_title = " " in block.text or not block.text.isascii()
    return is_title and 2 * len(mine & title) < len(mine)


# A label that has a line of its own is no longer.
_LABEL_LINE_CHARS = 30


def _with_line_above(blocks: Iterable[Block]) -> Iterator[tuple[Block, str]]:
    """The blocks, each with the text of the one above it."""
    above = ""
    for block in blocks:
        yield block, above
        above = block.text


def _label_in(line: str) -> str:
    """What a short line above a date says of it."""
    is_label = len(line) <= _LABEL_LINE_CHARS and not any(map(str.isdigit, line))
    return label_of(fold(line)) if is_label else ""


class _Place(msgspec.Struct, frozen=True):
    """Where a line stands."""

    distance: int
    """Characters from the headline."""
    points: float = 0.0
    """What the place itself adds, unless the line says that its date is the publication's."""

    @property
    def nearness(self) -> float:
        """What the distance takes away."""
        return -self.distance / _CHARS_PER_POINT


def _judge(block: Block, above: str, style: DateStyle, place: _Place) -> Iterator[ScoredDate]:
    """The dates of one line, with their points."""
    offers = (_given(time, block, above, style, place) for time in block.times)
    given = [scored for scored in offers if scored is not None]
    yield from given
    if all(scored.is_update for scored in given):
        days = {scored.parsed.day for scored in given}
        spelled = _spelled(block, above, style, place)
        yield from (scored for scored in spelled if scored.parsed.day not in days)


def _spelled(block: Block, above: str, style: DateStyle, place: _Place) -> Iterator[ScoredDate]:
    """The dates that a line's text spells out."""
    text = block.text
    dates = list(parsing.find(text, style, has_short_years=len(text) < _BESIDE_CHARS))
    if not dates or _OTHER_NAMES.search(block.names):
        return
    folded, end = fold(text), 0
    for parsed in dates:
        before = folded[max(end, parsed.start - _BESIDE_CHARS) : parsed.start]
        said_behind, end = label_behind(folded, parsed.end)
        kind = said_behind or label_of(before)
        points = _points_in(block, parsed, before, kind)
        if points is not None:
            kind = kind or _label_in(above) or label_of_names(block.names)
            yield _weighed(parsed, _IN_TEXT + place.nearness + points, place, kind)


def _points_in(block: Block, parsed: ParsedDate, before: str, kind: str) -> float | None:
    """What a line's names and the words about a date add; None where it is another's date."""
    if kind == "other":
        return None
    if _NAMED.search(block.names):
        return _IS_DATE_BY_NAME
    words_beside = len(block.text) - (parsed.end - parsed.start)
    if kind == "published" or words_beside < _BESIDE_CHARS:
        return 0.0
    is_in_sentence = parsed.start > _DATELINE_CHARS or _IN_SENTENCE.search(before) is not None
    return None if is_in_sentence else _IN_RUNNING_TEXT


def _given(
    time: Time, block: Block, above: str, style: DateStyle, place: _Place
) -> ScoredDate | None:
    """What an attribute gives."""
    parsed = parsing.parse(time.value, style)
    if parsed is None or _OTHER_NAMES.search(time.names):
        return None
    spelled = next(parsing.find(time.label, style), None)
    said = fold(time.label)[: spelled.start if spelled and spelled.start else _LABEL_CHARS]
    kind = label_of(said) or label_of_names(time.names) or label_of_names(block.names)
    score = _IN_ATTRIBUTE + place.nearness
    return _weighed(parsed, score, place, kind or _label_in(above))


def _weighed(parsed: ParsedDate, score: float, place: _Place, kind: str) -> ScoredDate:
    if kind == "updated":
        return ScoredDate(parsed, score + place.points + _SAYS_UPDATED, is_update=True)
    if kind == "published":
        return ScoredDate(parsed, score + _SAYS_PUBLISHED)
    return ScoredDate(parsed, score + place.points)
