"""Where a page is at home: its language, region or domain tell its zone, or at least on which side of Greenwich it is.

Law of this file: tables and arithmetic only; languages of several zones are left out.
"""

from __future__ import annotations

from datetime import date, time, timedelta

_WEST_EUROPE, _MIDDLE_EUROPE, _EAST_EUROPE = 0, 60, 120
# Minutes east of Greenwich in winter, by language with or without region; what changes its clocks in summer, then the
# rest.
_CHANGING = dict.fromkeys(("en-gb", "en-ie", "pt-pt", "ga"), _WEST_EUROPE)
_CHANGING |= dict.fromkeys("de nl it pl cs sk sl hr hu sv da nb nn no sq mk mt lb fr-fr es-es ca eu gl".split(), _MIDDLE_EUROPE)  # fmt: skip # noqa: SIM905 - reads better
_CHANGING |= dict.fromkeys("fi et lv lt el bg ro uk".split(), _EAST_EUROPE)  # noqa: SIM905
_STEADY = {
    "tr": 180,
    "hi": 330,
    "en-in": 330,
    "th": 420,
    "vi": 420,
    "zh": 480,
    "ja": 540,
    "ko": 540,
}
_DAY_MINUTES = 24 * 60
# Countries by their codes, all over their zones; those with Greenwich's winter are east of it in summer. Codes whose
# domain everybody takes (`.co`, `.me`, `.tv`) are left out.
_WEST = frozenset("us ca mx br ar cl pe ve ec bo py uy gt hn ni sv cr pa cu do pr jm".split())  # noqa: SIM905
_EAST = frozenset(
    "au nz jp kr cn hk tw sg my th vn id ph in pk bd lk np ir iq il tr ae sa qa kw jo lb eg za ke ng tz ug zw ru ua by "  # noqa: SIM905
    "kz de at ch li nl be lu fr it es pl cz sk si hr hu rs ba mk al bg ro gr mt fi se no dk ee lv lt ie uk gb".split()
)


def day_begun(day: date, clock: time, language: str) -> date | None:
    """The day that begins, where a language (as in `lang`) is at home, at this moment of Greenwich; None for none."""
    tag = language.lower().replace("_", "-")
    next_day = day + timedelta(days=1)
    for name in (tag, tag.partition("-")[0]):
        offset = _STEADY.get(name)
        if name in _CHANGING:
            offset = _CHANGING[name] + 60 * _is_summer(next_day)
        if offset is not None:
            is_midnight = (
                60 * clock.hour + clock.minute + offset == _DAY_MINUTES and not clock.second
            )
            return next_day if is_midnight else None
    return None


def is_east(language: str, host: str) -> bool | None:
    """Is a page at home east of Greenwich, by the region of its language, else its domain, else its language?

    None where it may be anywhere.
    """
    tag, _, region = language.lower().replace("_", "-").partition("-")
    for country in (region, host.rpartition(".")[2]):
        if country in _EAST or country in _WEST:
            return country in _EAST
    return True if _STEADY.get(tag, _CHANGING.get(tag, 0)) > 0 else None


def _is_summer(day: date) -> bool:
    """Does a day of Europe begin in summer time: after the last Sunday of March, to the last of October?"""
    return _last_sunday(day.year, 3) < day <= _last_sunday(day.year, 10)


def _last_sunday(year: int, month: int) -> date:
    last = date(year, month, 31)
    return last - timedelta(days=(last.weekday() + 1) % 7)
