"""The day that an address holds.

Law of this file: pure; a day that does not exist is none.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from enricher.page.dates.words import month_of

_YEAR = r"((?:19|20)\d\d)"
# What most addresses do not hold.
_ANY_YEAR = re.compile(r"(?:19|20)\d\d")
_YEAR_FIRST = (
    re.compile(rf"[/_=-]{_YEAR}[/_.-]([01]?\d)[/_.-]([0-3]?\d)(?=[/_.&?#-]|$)"),
    re.compile(rf"(?:[/_=-]|/t){_YEAR}([01]\d)([0-3]\d)(?=[/_.&?#-]|$)"),
    # Two folders, as in China: the year's and the day's, the month's and the day's.
    re.compile(rf"/{_YEAR}/([01]\d)([0-3]\d)/"),
    re.compile(rf"/{_YEAR}([01]\d)/([0-3]\d)/"),
    re.compile(rf"/{_YEAR}/([a-z]{{3,9}})/([0-3]?\d)/"),
)
_YEAR_LAST = re.compile(rf"[/_=-]([0-3]?\d)([-_./])([0-3]?\d)\2{_YEAR}(?=\D|$)")


def day_in(url: str, *, is_month_first: bool) -> date | None:
    """The day that an address holds, as in `/2022/07/28/`, `-20220728`, `/2022/jul/28/`,
    `/28-07-2022-`.

    `is_month_first`: what the page means by 03-04-2022.
    """
    if not _ANY_YEAR.search(url):
        return None
    days = (*_year_first(url.lower()), *_year_last(url.lower(), is_month_first=is_month_first))
    return next(filter(None, days), None)


def _year_first(url: str) -> Iterator[date | None]:
    for pattern in _YEAR_FIRST:
        for found in pattern.finditer(url):
            month = month_of(found[2]) if found[2].isalpha() else int(found[2])
            yield _date(int(found[1]), month or 0, int(found[3]))


def _year_last(url: str, *, is_month_first: bool) -> Iterator[date | None]:
    for found in _YEAR_LAST.finditer(url):
        first, second, year = int(found[1]), int(found[3]), int(found[4])
        ways = (_date(year, second, first), _date(year, first, second))
        yield from reversed(ways) if is_month_first else ways


def _date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
