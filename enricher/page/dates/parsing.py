"""Text to dates: the ways in which machines and newsrooms of many languages write a day and a time.

Law of this file: pure; a text is folded once (`fold`) and read by regular expressions without
nested repetition. Nothing is guessed from a clock: without a year there is no date, without a time
of day there is none.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, time, timedelta

from enricher.page.dates.clock import offset_of, with_clock, zones_in
from enricher.page.dates.parsed_date import DateStyle, ParsedDate
from enricher.page.dates.words import month_of
from enricher.page.folding import fold

# What is looked at of one text. Dates stand at its beginning, or the text is no date line.
MAX_CHARS = 400

_PLAIN = DateStyle()
# A year of four digits, or three numbers; in whatever script's digits, before any other work is
# done.
_MAY_HOLD_DATE = re.compile(r"\d(?:\d{3}|[./-]\s?\d\d?[./-]\s?\d\d|\s?年|-[^\W\d_]+-\d)")
# Thailand counts from the Buddha: 2565 is 2022. No other calendar has come to these years.
_FIRST_BUDDHIST_YEAR = 2450
_BUDDHIST_AHEAD = 543
# A year of two digits is one of the web's: 1990 to 2089.
_FIRST_SHORT_YEAR = 90


def parse(text: str, style: DateStyle = _PLAIN) -> ParsedDate | None:
    """The first date of a text that is meant to hold one (a field, an attribute, a date line)."""
    folded = fold(text[:MAX_CHARS].strip())
    parsed = _machine(folded)
    if parsed is not None and (parsed.is_exact or parsed.end >= len(folded)):
        return parsed
    spelled = next(_found(folded, text, style, has_short_years=True), None)
    if parsed is None:
        return spelled
    is_fuller = spelled is not None and spelled.day == parsed.day and spelled.clock is not None
    return spelled if is_fuller else parsed


def find(
    text: str, style: DateStyle = _PLAIN, *, has_short_years: bool = False
) -> Iterator[ParsedDate]:
    """All dates of a text, in its order; years of two digits are believed only in short texts."""
    if not _MAY_HOLD_DATE.search(text):
        return iter(())
    return _found(fold(text[:MAX_CHARS]), text, style, has_short_years=has_short_years)


def day_of(year: int, month: int, day: int) -> date | None:
    """The day of a year that may be a Buddhist one; None where there is no such day."""
    if year >= _FIRST_BUDDHIST_YEAR:
        year -= _BUDDHIST_AHEAD
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _full_year(digits: str) -> int:
    year = int(digits)
    if len(digits) > 2:
        return year
    return year + (1900 if year >= _FIRST_SHORT_YEAR else 2000)


# ── what machines write ───────────────────────────────────────────────────────────────────────────

# ISO 8601 and RFC 3339 with what systems make of them: a blank for T or before the zone, `+` lost
# on the way.
_ISO = re.compile(
    r"(\d{4})-(\d\d?)-(\d\d?)(?:(?:t|\s+|_)\s*(\d\d?):(\d\d)(?::(\d\d)(?:[.,:]\d+)?)?"
    r"(\s\d\d:?\d\d(?!\S)|\s*(?:(?:gmt|utc)?[+-]\d\d?(?::?\d\d)?|z|utc|gmt))?)?"
)
_COMPACT = re.compile(
    r"(\d{4})(\d\d)(\d\d)(?:[t_-]?(\d\d):?(\d\d)(?::?(\d\d))?)?(?:\.\d+)?\s*(z|[+-]\d\d:?\d\d)?$"
)


def _machine(folded: str) -> ParsedDate | None:
    """Dates that only machines write; the text must begin with one."""
    found = (_ISO.match(folded) or _COMPACT.match(folded)) if folded[:1].isdigit() else None
    return _of_iso(found) if found else None


def _of_iso(found: re.Match[str]) -> ParsedDate | None:
    day = day_of(int(found[1]), int(found[2]), int(found[3]))
    if day is None:
        return None
    start, end = found.span()
    if found[4] is None:
        return ParsedDate(day, start=start, end=end)
    hour, minute, second = int(found[4]), int(found[5]), int(found[6] or 0)
    if hour == 24:  # the end of the day: ISO 8601-1 section 4.3.8
        hour, day = 0, day + timedelta(days=1)
    if hour > 23 or minute > 59:
        return ParsedDate(day, start=start, end=end)
    offset = offset_of(found[7]) if found[7] else None
    return ParsedDate(day, time(hour, minute, min(second, 59)), offset, start=start, end=end)


# ── what people write ─────────────────────────────────────────────────────────────────────────────

# They begin with a set of characters, which `re` looks for fast; what must not stand before comes
# behind it.
_YEAR_FIRST = re.compile(
    r"([0-9](?<![\d.,/-]\d)(?<!\d:\d)\d{3})(?:\s?([-/.])\s?(\d\d?)\s?\2\s?(\d\d?)"
    r"|\s?[年년]\s?(\d\d?)\s?[月월]\s?(\d\d?)\s?[日일]?)(?!\d)"
)
_YEAR_LAST = re.compile(
    r"([0-9](?<![\d.,/£$€-]\d)(?<!\d:\d)\d?)\s?([-/.])\s?(\d\d?)\s?(?:\2|-(?=\d{4}))\s?"
    r"'?(\d{4}|\d\d)(?![\d/:])(?!-\d|\.\d)"
)
_WORD = re.compile(
    r"(?<![^\W\d_])(?:[ก-ฮเ][\u0e00-\u0e7f]?\.[ก-ฮ]\."
    r"|[^\W\d_](?:[^\W\d_]|[\u0900-\u0dff\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff])+)"
)

# Between a day and its month: `28th of`, `28. `, `1er `, `28 de `, `28-`, `28 d'`, `28-го `.
_DAY_BEFORE = re.compile(
    r"(?<![\d:])(?<!\d[.,/-])(\d\d?)(?:\s?(?:st|nd|rd|th|er|eme|e|\(?a\)?|-a|o|º|°|-?го|-?е))?"
    r"[\s.,/-]*(?:\s?(?:de|of|del|di|d'|da|ta')\s*)?$"
)
_YEAR_BEFORE = re.compile(r"(?<!\d)(\d{4})(?:\s?(?:\(?e?\)?ko|m|թ))?[\s.,/-]*$")
_YEAR_AFTER = re.compile(
    r"[\s.,/'-]*(?:(?:de|del|of|ค\.ศ|พ\.ศ)\b[\s.,]*)?(\d{4}(?!\d)|(?<=['-])\d\d(?![\d:.]))"
)
_DAY_AND_YEAR_AFTER = re.compile(
    r"[\s.,/-]*(?:the\s)?(\d\d?)(?:\s?(?:st|nd|rd|th))?[\s.,/'-]+"
    r"(?:(?:of|de|del)\s+)?(\d{4}|(?<=')\d\d)(?!\d)"
)
_DAY_AFTER = re.compile(r"[\s.,/-]*(\d\d?)(?!\d|:)")


def _found(
    folded: str, text: str, style: DateStyle, *, has_short_years: bool
) -> Iterator[ParsedDate]:
    numeric = _numeric(folded, style, has_short_years=has_short_years)
    dates = sorted((*numeric, *_worded(folded, style)), key=lambda parsed: parsed.start)
    zones = zones_in(text[:MAX_CHARS]) if dates else frozenset()
    last_end = 0
    for index, parsed in enumerate(dates):
        if parsed.start >= last_end:
            timed = with_clock(_before_next(folded, dates[index:]), parsed, zones, last_end)
            last_end = max(parsed.end, timed.end)
            yield timed


def _before_next(folded: str, dates: list[ParsedDate]) -> str:
    """The text up to the second of these dates, if words stand between.

    `04.03.21` would be a time of day, too.
    """
    if len(dates) > 1 and any(map(str.isalpha, folded[dates[0].end : dates[1].start])):
        return folded[: dates[1].start]
    return folded


def _numeric(folded: str, style: DateStyle, *, has_short_years: bool) -> Iterator[ParsedDate]:
    for found in _YEAR_FIRST.finditer(folded):
        month, day = (found[3], found[4]) if found[3] else (found[5], found[6])
        yield from _parsed(found, day_of(int(found[1]), int(month), int(day)))
    for found in _YEAR_LAST.finditer(folded):
        if len(found[4]) == 4 or has_short_years:
            yield from _day_and_month(found, style)


def _parsed(found: re.Match[str], day: date | None) -> Iterator[ParsedDate]:
    if day is not None:
        yield ParsedDate(day, start=found.start(), end=found.end())


def _day_and_month(found: re.Match[str], style: DateStyle) -> Iterator[ParsedDate]:
    """3/4/2022 by the style of the page; dots put the day first, and there are twelve months."""
    first, second, year = int(found[1]), int(found[3]), _full_year(found[4])
    best, other = day_of(year, second, first), day_of(year, first, second)
    if style.is_month_first and found[2] != ".":
        best, other = other, best
    yield from _parsed(found, best or other)


def _worded(folded: str, style: DateStyle) -> Iterator[ParsedDate]:
    """Dates with the month as a word."""
    for found in _WORD.finditer(folded):
        end = found.end()
        month = month_of(found[0].replace(".", ""), style.language)
        around = _around(folded, found.start(), end) if month is not None else None
        if around is None or month is None:
            continue
        year, day, start, end = around
        when = day_of(year, month, day)
        if when is not None:
            yield ParsedDate(when, start=start, end=end)


# Longest text before a month's name that can belong to its date: "2022. gada 28. ".
_LEFT_CHARS = 18


def _around(folded: str, start: int, end: int) -> tuple[int, int, int, int] | None:
    """Year, day of the month, and the extent of the date whose month stands at start to end."""
    offset = max(0, start - _LEFT_CHARS)
    left = folded[offset:start]
    if (before := _DAY_BEFORE.search(left)) and (after := _YEAR_AFTER.match(folded, end)):
        return _full_year(after[1]), int(before[1]), offset + before.start(), after.end()
    if after := _DAY_AND_YEAR_AFTER.match(folded, end):
        return _full_year(after[2]), int(after[1]), start, after.end()
    if (before := _YEAR_BEFORE.search(left)) and (after := _DAY_AFTER.match(folded, end)):
        return int(before[1]), int(after[1]), offset + before.start(), after.end()
    return None
