"""Text to dates: the ways in which machines and newsrooms of many languages write a day and a time of day.

Law of this file: pure; a text is folded once (`fold`) and read by regular expressions without nested
repetition. Nothing is guessed from a clock: without a year there is no date, without a time of day there is none.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, time, timedelta

from enricher.page.dates import calendars
from enricher.page.dates.clock import offset_of, with_clock, zones_in
from enricher.page.dates.parsed_date import DateStyle, ParsedDate
from enricher.page.dates.vocabulary import (
    VIETNAMESE_NUMBERS,
    month_of,
    persian_month_of,
    weekdays_of,
    zone_minutes,
)
from enricher.page.folding import fold

# What is looked at of one text. Dates stand at its beginning, or the text is no date line.
MAX_CHARS = 400

_PLAIN = DateStyle()
# A year of four digits, or three numbers; in whatever script's digits, before any other work is done.
_MAY_HOLD_DATE = re.compile(r"\d(?:\d{3}|[./-]\s?\d\d?[./-]\s?\d\d|\s?年|-[^\W\d_]+-\d)")


def parse(text: str, style: DateStyle = _PLAIN) -> ParsedDate | None:
    """The first date of a text that is meant to hold one (a field, an attribute, a date line)."""
    folded = fold(text[:MAX_CHARS].strip())
    parsed = _machine(folded)
    if parsed is not None and (parsed.is_exact or parsed.end >= len(folded)):
        return parsed
    spelled = next(_found(folded, text, style, has_short_years=True), None)
    if parsed is None or (
        spelled is not None and spelled.day == parsed.day and spelled.clock is not None
    ):
        return spelled
    return parsed


def find(
    text: str, style: DateStyle = _PLAIN, *, has_short_years: bool = False
) -> Iterator[ParsedDate]:
    """All dates of a text, in its order; years of two digits are believed only where the text is short."""
    if style.language != "th" and not _MAY_HOLD_DATE.search(text):
        return iter(())
    return _found(fold(text[:MAX_CHARS]), text, style, has_short_years=has_short_years)


# ── what machines write ───────────────────────────────────────────────────────────────────────────────────────

# ISO 8601 and RFC 3339 with what systems make of them: a blank for T or before the zone, `+` lost on the way.
_ISO = re.compile(
    r"(\d{4})-(\d\d?)-(\d\d?)"
    r"(?:(?:t|\s+|_)\s*(\d\d?):(\d\d)(?::(\d\d)(?:[.,:]\d+)?)?(\s\d\d:?\d\d(?!\S)|\s*(?:(?:gmt|utc)?[+-]\d\d?(?::?\d\d)?|z|utc|gmt))?)?"
)
_COMPACT = re.compile(
    r"(\d{4})(\d\d)(\d\d)(?:[t_-]?(\d\d):?(\d\d)(?::?(\d\d))?)?(?:\.\d+)?\s*(z|[+-]\d\d:?\d\d)?$"
)
_EPOCH = re.compile(r"(?:/date\()?(\d{10}|\d{13}|\d{16})(?:\.\d+)?(?:[+-]\d{4})?(?:\)/)?$")
# What Unix `date` and C's `asctime` print: `Thu Jul 28 21:27:00 UTC 2022`.
_UNIX = re.compile(
    r"(?:[a-z]{3},?\s+)?([a-z]{3})\s+(\d\d?)\s+(\d\d):([0-5]\d):([0-5]\d)\s+(?:([a-z]{2,5}|[+-]\d{4})\s+)?(\d{4})\b"
)
_WEEK = re.compile(r"(\d{4})-?w(\d\d)-?([1-7])\b")
_ORDINAL = re.compile(r"(\d{4})-(\d{3})$")


def _machine(folded: str) -> ParsedDate | None:
    """Dates that only machines write; the text must begin with one."""
    for pattern, read in (
        _MACHINE_READERS if folded[:1].isdigit() or folded.startswith("/date(") else _UNIX_READERS
    ):
        if found := pattern.match(folded):
            try:
                parsed = read(found)
            except (ValueError, OverflowError, OSError):  # a date that no calendar has
                continue
            if parsed is not None:
                return parsed
    return None


def _of_unix(found: re.Match[str]) -> ParsedDate | None:
    month = month_of(found[1])
    day = calendars.day_of(int(found[7]), month, int(found[2])) if month else None
    if day is None or int(found[3]) > 23:
        return None
    zone = found[6] or ""
    offset = (zone_minutes(zone, day) if zone[0].isalpha() else offset_of(zone)) if zone else None
    return ParsedDate(
        day, time(int(found[3]), int(found[4]), int(found[5])), offset, end=found.end()
    )


def _of_iso(found: re.Match[str]) -> ParsedDate | None:
    day = calendars.day_of_numbers(int(found[1]), int(found[2]), int(found[3]))
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


def _of_epoch(found: re.Match[str]) -> ParsedDate:
    """Seconds, milliseconds or microseconds since 1970."""
    when = datetime.fromtimestamp(int(found[1]) // 10 ** (len(found[1]) - 10), UTC)
    return ParsedDate(when.date(), when.time(), 0, end=found.end())


def _of_week(found: re.Match[str]) -> ParsedDate:
    return ParsedDate(
        date.fromisocalendar(int(found[1]), int(found[2]), int(found[3])), end=found.end()
    )


def _of_ordinal(found: re.Match[str]) -> ParsedDate | None:
    day = date(int(found[1]), 1, 1) + timedelta(days=int(found[2]) - 1)
    return ParsedDate(day, end=found.end()) if day.year == int(found[1]) else None


_MACHINE_READERS: tuple[
    tuple[re.Pattern[str], Callable[[re.Match[str]], ParsedDate | None]], ...
] = (
    (_ISO, _of_iso),
    (_COMPACT, _of_iso),
    (_EPOCH, _of_epoch),
    (_WEEK, _of_week),
    (_ORDINAL, _of_ordinal),
)
_UNIX_READERS = ((_UNIX, _of_unix),)


# ── what people write ─────────────────────────────────────────────────────────────────────────────────────────

# They begin with a set of characters, which `re` looks for fast; what must not stand before comes behind it.
_YEAR_FIRST = re.compile(
    r"([0-9](?<![\d.,/-]\d)(?<!\d:\d)\d{3})(?:\s?([-/.])\s?(\d\d?)\s?\2\s?(\d\d?)|\s?[年년]\s?(\d\d?)\s?[月월]\s?(\d\d?)\s?[日일]?)(?!\d)"
)
_ERA = re.compile(r"(令和|平成|昭和|民國|民国)\s?(\d{1,3}|元)\s?年\s?(\d\d?)\s?月\s?(\d\d?)\s?日")
_YEAR_LAST = re.compile(
    r"([0-9](?<![\d.,/£$€-]\d)(?<!\d:\d)\d?)\s?([-/.])\s?(\d\d?)\s?(?:\2|-(?=\d{4}))\s?'?(\d{4}|\d\d)(?![\d/:])(?!-\d|\.\d)"
)
_WEEKDAY_BEFORE = re.compile(r"(?<![^\W\d_])([^\W\d_]{2,})[.,]*\s*$")
_VIETNAMESE = re.compile(
    r"(?<!\d)(\d\d?)\s+(?:thang|thg)\s*(\d\d?)[\s,./-]+(?:nam\s+)?(\d{4})(?!\d)"
)
_NUMBER = "|".join(sorted(VIETNAMESE_NUMBERS, key=len, reverse=True))
_VIETNAMESE_WORDS = re.compile(
    rf"(?:(\d\d?)\s+)?thang\s+({_NUMBER})[\s,]+(?:(\d\d?)[\s,]+)?(\d{{4}})"
)
# Thailand's short years: `28 ก.ค. 65`.
_THAI = re.compile(r"([0-9](?<!\d\d)\d?)\s?([ก-ฮเ][\u0e00-\u0e7f.]+)\s?(\d\d)(?![\d:.])")
_PAIR = re.compile(r"[^\W\d_]+-[^\W\d_]+")
_WORD = re.compile(
    r"(?<![^\W\d_])(?:[ก-ฮเ][\u0e00-\u0e7f]?\.[ก-ฮ]\.|[^\W\d_](?:[^\W\d_]|[\u0900-\u0dff\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff])+)"
)

# Between a day and its month: `28th of`, `28. `, `1er `, `28 de `, `28-`, `28 d'`, `28-го `.
_DAY_BEFORE = re.compile(
    r"(?<![\d:])(?<!\d[.,/-])(\d\d?)(?:\s?(?:st|nd|rd|th|er|eme|e|\(?a\)?|-a|o|º|°|-?го|-?е))?[\s.,/-]*"
    r"(?:\s?(?:de|of|del|di|d'|da|ta')\s*)?$"
)
_YEAR_BEFORE = re.compile(r"(?<!\d)(\d{4})(?:\s?(?:\(?e?\)?ko|m|թ))?[\s.,/-]*$")
_YEAR_AND_DAY_BEFORE = re.compile(r"(?<!\d)(\d{4})[.-]?\s*(?:gada|ж)[.,]*\s*(\d\d?)[.-]?\s*$")
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
    dates = [*_numeric(folded, style, has_short_years=has_short_years), *_worded(folded, style)]
    zones = zones_in(text[:MAX_CHARS])
    last_end = 0
    dates.sort(key=lambda parsed: parsed.start)
    for index, parsed in enumerate(dates):
        if parsed.start >= last_end:
            timed = with_clock(_before_next(folded, dates[index:]), parsed, zones, last_end)
            last_end = max(parsed.end, timed.end)
            yield timed


def _before_next(folded: str, dates: list[ParsedDate]) -> str:
    """The text up to the second of these dates, if words stand between: `04.03.21` would be a time of day, too."""
    if len(dates) > 1 and any(map(str.isalpha, folded[dates[0].end : dates[1].start])):
        return folded[: dates[1].start]
    return folded


def _numeric(folded: str, style: DateStyle, *, has_short_years: bool) -> Iterator[ParsedDate]:
    for found in _YEAR_FIRST.finditer(folded):
        month, day = (found[3], found[4]) if found[3] else (found[5], found[6])
        yield from _parsed(found, calendars.day_of_numbers(int(found[1]), int(month), int(day)))
    for found in _YEAR_LAST.finditer(folded):
        if len(found[4]) == 4 or has_short_years:
            yield from _day_and_month(found, folded, style)
    yield from _local(folded, style)


def _local(folded: str, style: DateStyle) -> Iterator[ParsedDate]:
    """Dates as one country alone writes them."""
    if "thang" in folded or "thg" in folded:
        for found in _VIETNAMESE.finditer(folded):
            yield from _parsed(found, calendars.day_of(int(found[3]), int(found[2]), int(found[1])))
        for found in _VIETNAMESE_WORDS.finditer(folded):
            day = calendars.day_of(
                int(found[4]), VIETNAMESE_NUMBERS[found[2]], int(found[1] or found[3] or 0)
            )
            yield from _parsed(found, day)
    if style.language == "th":
        for found in _THAI.finditer(folded):
            month = month_of(found[2].replace(".", "")) or 0
            yield from _parsed(found, calendars.day_of(2500 + int(found[3]), month, int(found[1])))
    if "年" in folded:
        for found in _ERA.finditer(folded):
            year = calendars.year_of_era(found[1], found[2])
            yield from _parsed(found, calendars.day_of(year, int(found[3]), int(found[4])))


def _parsed(found: re.Match[str], day: date | None) -> Iterator[ParsedDate]:
    if day is not None:
        yield ParsedDate(day, start=found.start(), end=found.end())


# Where all dates begin with the year, short ones do: 22.07.28. Japan's may be years of an era: R4.7.28.
_YEARS_FIRST = frozenset({"ja", "ko", "zh"})
_ERA_LETTERS = {"r": "令和", "h": "平成"}


def _day_and_month(found: re.Match[str], folded: str, style: DateStyle) -> Iterator[ParsedDate]:
    """3/4/2022, by the weekday before it, else by the style of the page; dots put the day first."""
    if len(found[4]) == 2 and style.language in _YEARS_FIRST:
        era = _ERA_LETTERS.get(folded[found.start() - 1 : found.start()])
        year = (
            calendars.year_of_era(era, found[1]) if era else calendars.full_year(f"{found[1]:0>2}")
        )
        yield from _parsed(found, calendars.day_of(year, int(found[3]), int(found[4])))
        return
    first, second, year = int(found[1]), int(found[3]), calendars.full_year(found[4])
    day_of = calendars.day_of_numbers if style.language == "fa" else calendars.day_of
    as_day_first = day_of(year, second, first)
    as_month_first = day_of(year, first, second)
    is_month_first = style.is_month_first and found[2] != "."
    best, other = (
        (as_month_first, as_day_first) if is_month_first else (as_day_first, as_month_first)
    )
    if best is None:
        best, other = other, None
    elif other is not None and (
        weekday := _WEEKDAY_BEFORE.search(folded, max(0, found.start() - 14), found.start())
    ):
        weekdays = weekdays_of(weekday[1])
        if other.weekday() in weekdays and best.weekday() not in weekdays:
            best, other = other, None
    if best is not None:
        yield ParsedDate(
            best, start=found.start(), end=found.end(), swapped=other if other != best else None
        )


def _worded(folded: str, style: DateStyle) -> Iterator[ParsedDate]:
    """Dates with the month as a word."""
    if folded.isascii() or "ا" not in folded:
        joined = folded
    else:  # two months of the Levant have names of two words
        joined = folded.replace("کانون ", "کانون-").replace("تشرین ", "تشرین-")
    for found in _WORD.finditer(joined):
        word = found[0].replace(".", "")
        month, end = month_of(word, style.language), found.end()
        if joined is not folded and (pair := _PAIR.match(joined, found.start())) is not None:
            month, end = month_of(pair[0]), pair.end()
        is_persian = month is None and (month := persian_month_of(word)) is not None
        if month is None:
            continue
        around = _around(joined, found.start(), end)
        if around is None:
            continue
        year, day, start, end = around
        when = (
            calendars.of_persian(year, month, day)
            if is_persian
            else calendars.day_of(year, month, day)
        )
        if when is not None:
            yield ParsedDate(when, start=start, end=end)


# Longest text before a month's name that can belong to its date: "2022. gada 28. ".
_LEFT_CHARS = 18
_TWIN = re.compile(r"[^\W\d_][^\d/]*/$")


def _around(folded: str, start: int, end: int) -> tuple[int, int, int, int] | None:
    """Year, day of the month, and the extent of the date whose month stands at start to end."""
    offset = max(0, start - _LEFT_CHARS)
    left = folded[offset:start]
    if left.endswith("/"):  # the month in two languages: `28 تموز/يوليو 2022`
        left = _TWIN.sub("", left)
    if (before := _DAY_BEFORE.search(left)) and (after := _YEAR_AFTER.match(folded, end)):
        return calendars.full_year(after[1]), int(before[1]), offset + before.start(), after.end()
    if after := _DAY_AND_YEAR_AFTER.match(folded, end):
        return calendars.full_year(after[2]), int(after[1]), start, after.end()
    if before := _YEAR_AND_DAY_BEFORE.search(left):
        return int(before[1]), int(before[2]), offset + before.start(), end
    if (before := _YEAR_BEFORE.search(left)) and (after := _DAY_AFTER.match(folded, end)):
        return int(before[1]), int(after[1]), offset + before.start(), after.end()
    return None
