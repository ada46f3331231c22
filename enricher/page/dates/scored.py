"""A date that readers see, weighed: what stands about it and what is said of it, in points.

Law of this file: one line of markup at a time (`lines`), judged for where it stands and what it says.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from enricher.page.dates import parsing
from enricher.page.dates.parsed_date import DateStyle, ParsedDate
from enricher.page.dates.vocabulary import label_behind, label_of, label_of_names, month_of
from enricher.page.folding import fold
from enricher.page.markup.lines import Line, Time

# Below this it is a date, but hardly the article's.
_CONVINCING = 2.0


@dataclass(frozen=True, slots=True)
class ScoredDate:
    """A date that readers see."""

    parsed: ParsedDate
    score: float
    is_update: bool = False

    @property
    def is_convincing(self) -> bool:
        return self.score >= _CONVINCING


# What speaks for and against a date, in points; set by hand on real pages, see docs/measurements.md.
_IN_TEXT = 4.0
_IN_ATTRIBUTE = 5.0
_CHARS_PER_POINT = 300
_SAYS_PUBLISHED = 2.0
_SAYS_UPDATED = -3.0
_IS_DATE_BY_NAME = 1.0
_IN_RUNNING_TEXT = -1.5
IS_ABOVE = -2.0
# A line with so little beside the date is a date line.
BESIDE_CHARS = 60
# What is said of an attribute's date: about as much before it as in its element.
_LABEL_CHARS = 2 * BESIDE_CHARS
# A paragraph may begin with its date: "BERLIN, 28. Juli 2022 - …".
_DATELINE_CHARS = 12
# … or with a place in capitals, as press releases do: "NEW YORK, N.Y., July 28, 2022 /Wire/ -- …".
_PLACE = re.compile(
    r"[A-ZÀ-Þ][A-ZÀ-Þ .'’-]{2,30}(?:, ?[\w.]{2,12}(?: [\w.]{2,12})?){0,2}[,\s–—-]{1,4}\(?"
)
# … but a sentence that begins "On July 28" tells what happened then.
_IN_SENTENCE = re.compile(r"(?<!\w)(?:on|in|since|am|seit|vom|le|el|il|em|no|op|w|dne)\s+$")

_NAMED = re.compile(
    r"dat[aeou]|time|publi|posted|creat|byline|author|meta|info|submitted|parsed|fecha|dachzeile|kicker|pub[-_]?d"
)
# Called the day of the visit, or schema.org's names for other days than the article's. (What a class calls the day
# of an event may be the article's, in a theme made for clubs.)
_OTHER_NAMES = re.compile(
    r"(?:current|today)\w*[-_]*(?:date|time|day)|date[-_]*today|\b(?:start|end|birth|death|upload|door)(?:date|time)\b"
    r"|\b(?:expires|valid(?:from|until|through)|temporalcoverage)\b|(?:image|photo|wp|media|picture)[-_]*caption"
)


def judge(line: Line, style: DateStyle, distance: int, place: float) -> Iterator[ScoredDate]:
    nearness = -distance / _CHARS_PER_POINT
    given = [
        scored_date
        for time in line.times
        if (scored_date := _given(time, line, style, nearness, place)) is not None
    ]
    yield from given
    if not all(scored_date.is_update for scored_date in given):
        return
    dates = list(parsing.find(line.text, style, has_short_years=len(line.text) < BESIDE_CHARS))
    folded, end = fold(line.text) if dates else "", 0
    above = _said_above(line) if dates else ""
    if dates and _OTHER_NAMES.search(line.names):
        return
    for parsed in _of_one_day(dates, folded):
        label = folded[max(end, parsed.start - BESIDE_CHARS) : parsed.start]
        said_behind, end = label_behind(folded, parsed.end)
        kind = said_behind or label_of(label)
        if kind == "other" or any(scored_date.parsed.day == parsed.day for scored_date in given):
            continue
        score = _IN_TEXT + nearness
        if _NAMED.search(line.names):
            score += _IS_DATE_BY_NAME
        elif kind != "published" and len(line.text) - (parsed.end - parsed.start) >= BESIDE_CHARS:
            is_dateline = parsed.start <= _DATELINE_CHARS or _PLACE.fullmatch(
                line.text, 0, parsed.start
            )
            if not is_dateline or _IN_SENTENCE.search(label):
                continue
            score += _IN_RUNNING_TEXT
        yield _weighed(parsed, score, place, kind or above or label_of_names(line.names))
        above = ""


# From one day to another: `28. - 30. July 2022`, `June 28 to July 30, 2022`.
_TO = re.compile(r"\s*(?:-|to|until|bis|al|au)\s*")
_FROM_DAY = re.compile(
    r"(?:\d\.|\d/\d\d?|(?P<before>[^\W\d_]{3,10})\.? \d\d?(?:st|nd|rd|th)?"
    r"|\d(?:st|nd|rd|th|er|\.)? (?P<behind>[^\W\d_]{3,10})\.?)\s*(?:-|to|bis|al|au)\s*$"
)


def _of_one_day(dates: list[ParsedDate], folded: str) -> list[ParsedDate]:
    """The dates without those of spans of days: events have them, and lives."""
    ends = [
        (first, last)
        for first, last in pairwise(dates)
        if first.day != last.day and _TO.fullmatch(folded, first.end, last.start)
    ]
    of_spans = {parsed for pair in ends for parsed in pair}
    return [
        parsed
        for parsed in dates
        if parsed not in of_spans and not _ends_span(folded[: parsed.start])
    ]


def _ends_span(before: str) -> bool:
    """Does a date end days that begin with these words? `Issue 12 - ` is no day."""
    found = _FROM_DAY.search(before)
    word = (found["before"] or found["behind"] or "") if found else ""
    return found is not None and (not word or month_of(word) is not None)


def _said_above(line: Line) -> str:
    """What the line above says of a date, unless it holds one itself."""
    return "" if any(map(str.isdigit, line.label)) else label_of(fold(line.label))


def _given(
    time: Time, line: Line, style: DateStyle, nearness: float, place: float
) -> ScoredDate | None:
    """What an attribute gives, under the label that its own element has, else the line above."""
    parsed = parsing.parse(time.value, style)
    if parsed is None or _OTHER_NAMES.search(time.names):
        return None
    spelled = next(parsing.find(time.label, style), None)
    said = fold(time.label)[
        : spelled.start if spelled is not None and spelled.start else _LABEL_CHARS
    ]
    kind = label_of(said) or label_of_names(time.names) or label_of(time.around)
    if not kind and time is line.times[0]:
        kind = _said_above(line)
    return _weighed(_spelled_out(parsed, time.label, style), _IN_ATTRIBUTE + nearness, place, kind)


def _spelled_out(parsed: ParsedDate, text: str, style: DateStyle) -> ParsedDate:
    """The parsed, or what the text for readers says of the same day, or clock, with its zone."""
    if parsed.is_exact:
        return parsed
    same = (
        other for other in parsing.find(text, style) if other.day == parsed.day and other.is_exact
    )
    return next((other for other in same if parsed.clock in {None, other.clock}), parsed)


def _weighed(parsed: ParsedDate, score: float, place: float, kind: str) -> ScoredDate:
    if kind == "updated":
        return ScoredDate(parsed, score + place + _SAYS_UPDATED, is_update=True)
    if kind == "published":
        return ScoredDate(parsed, score + _SAYS_PUBLISHED)
    return ScoredDate(parsed, score + place)
