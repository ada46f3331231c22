"""Days of other calendars and of short years, in our calendar.

Law of this file: arithmetic only; a day that does not exist is None.
"""

from __future__ import annotations

from datetime import date, timedelta

# Thailand counts from the Buddha: 2565 is 2022. No other calendar of the news has come to these years.
_FIRST_BUDDHIST_YEAR = 2450
_BUDDHIST_AHEAD = 543
# Iran's years are Persian ones: 1401 began in March 2022.
_PERSIAN_YEARS = range(1350, 1500)
# First years of Japan's eras and of the Republic of China.
_ERAS = {"令和": 2019, "平成": 1989, "昭和": 1926, "民國": 1912, "民国": 1912}


def full_year(digits: str) -> int:
    """A year of two digits is one of the web's: 1990 to 2089."""
    year = int(digits)
    if len(digits) > 2:
        return year
    return year + (1900 if year >= 90 else 2000)


def day_of_numbers(year: int, month: int, day: int) -> date | None:
    """The day of three numbers: their year may be a Buddhist or Persian one."""
    return of_persian(year, month, day) if year in _PERSIAN_YEARS else day_of(year, month, day)


def day_of(year: int, month: int, day: int) -> date | None:
    """The day of a year that may be a Buddhist one."""
    if year >= _FIRST_BUDDHIST_YEAR:
        year -= _BUDDHIST_AHEAD
    try:
        return date(year, month, day)
    except ValueError:
        return None


def year_of_era(era: str, year: str) -> int:
    """A Japanese or Taiwanese year, counted within its era, in full; 元 is the first."""
    counted = 1 if year == "元" else int(year)
    return _ERAS[era] + counted - 1


# Leap years of the Persian calendar repeat, for our centuries, every 33 years: those that leave one of these
# remainders (Birashk's and the observed calendar agree from 1206 to 1496).
_PERSIAN_LEAPS = frozenset({1, 5, 9, 13, 17, 22, 26, 30})
_PERSIAN_EPOCH_YEAR = 1354
_PERSIAN_EPOCH = date(1975, 3, 21)
"""The first day of that year."""


def of_persian(year: int, month: int, day: int) -> date | None:
    """The day of a Persian (Solar Hijri) date of 1350 to 1499."""
    if year not in _PERSIAN_YEARS or not 1 <= month <= 12:
        return None
    is_leap = year % 33 in _PERSIAN_LEAPS
    length = 31 if month <= 6 else 30 if month < 12 or is_leap else 29
    if not 1 <= day <= length:
        return None
    first, last = sorted((year, _PERSIAN_EPOCH_YEAR))
    leaps = sum(1 for passed in range(first, last) if passed % 33 in _PERSIAN_LEAPS)
    days = 365 * (last - first) + leaps
    start = _PERSIAN_EPOCH + timedelta(days=days if year >= _PERSIAN_EPOCH_YEAR else -days)
    return start + timedelta(days=31 * min(month - 1, 6) + 30 * max(month - 7, 0) + day - 1)
