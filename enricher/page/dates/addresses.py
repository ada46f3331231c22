"""The day that an address holds.

Law of this file: pure; a day that does not exist is none.
"""

from __future__ import annotations

import re
from datetime import date

_YEAR_FIRST = re.compile(
    r"[/_-]((?:19|20)\d\d)[/_.-]([01]?\d)[/_.-]([0-3]?\d)(?=[/_.-]|$)|[/_=-]((?:19|20)\d\d)([01]\d)([0-3]\d)(?=[/_.&?-]|$)"
)
_YEAR_LAST = re.compile(r"[/_=-]([0-3]?\d)([-_.])([01]?\d)\2((?:19|20)\d\d)(?=\D|$)")


def in_address(url: str) -> date | None:
    """The day that an address holds, as in `/2022/07/28/`, `-20220728`, `/28-07-2022-`."""
    for found in _YEAR_FIRST.finditer(url):
        year, month, day = found.groups()[:3] if found[1] else found.groups()[3:]
        if (when := _date(year, month, day)) is not None:
            return when
    for found in _YEAR_LAST.finditer(url):
        if (when := _date(found[4], found[3], found[1])) is not None:
            return when
    return None


def _date(year: str, month: str, day: str) -> date | None:
    try:
        return date(int(year), int(month), int(day))
    except ValueError:
        return None
