"""Values of options: how they are read, and what is said of those that cannot be read."""

from __future__ import annotations

import re
from datetime import timedelta

import click

from enricher.models import Status
from enricher.run.engines import choice

_UNITS = {"d": "days", "h": "hours", "m": "minutes", "s": "seconds"}
_DURATION = re.compile(r"(?:\d+(?:\.\d+)?[dhms])+", re.ASCII)
# Longer than any ledger lives, and far from where datetime arithmetic overflows.
_LONGEST = timedelta(days=36_500)

FailOn = frozenset[frozenset[str]]
"""Alternatives, each a set of words that must all fit one link: statuses, `new`, `confirmed`."""

NEW, CONFIRMED = "new", "confirmed"
_WORDS = (*(status.value for status in Status), NEW, CONFIRMED)


def duration(text: str) -> timedelta:
    """The time that `14d`, `12h`, `15m`, `30s` or `1d12h` names, at most a hundred years.

    Raises:
        BadParameter: it is none of these.
    """
    if not _DURATION.fullmatch(text):
        raise click.BadParameter(
            f'"{text}" is no duration; write for instance 14d, 12h, 15m, 30s or 1d12h'
        )
    parts = re.findall(r"([\d.]+)([dhms])", text)
    try:
        total = sum(
            (timedelta(**{_UNITS[unit]: float(number)}) for number, unit in parts), timedelta()
        )
    except OverflowError:
        total = _LONGEST
    return min(total, _LONGEST)


def engine(text: str) -> choice.EngineChoice:
    """The engine that `processes:8` or `ray:ADDRESS` names.

    Raises:
        BadParameter: it names none.
    """
    try:
        return choice.parse(text)
    except ValueError as error:
        raise click.BadParameter(str(error)) from error


def fail_on(text: str) -> FailOn:
    """The alternatives that `dead,soft404+new` names; empty for `none`.

    Raises:
        BadParameter: a word is no status, nor `new` or `confirmed`.
    """
    names = _split(text, ",")
    if names == ["none"]:
        return frozenset()
    found = [frozenset(_split(name, "+")) for name in names]
    unknown = sorted(frozenset[str]().union(*found) - frozenset(_WORDS))
    if unknown or not found:
        what = f'"{unknown[0]}" is no status' if unknown else "no status is named"
        raise click.BadParameter(
            f"{what}; known: {', '.join(_WORDS)}; a+b for both at once; or none alone"
        )
    return frozenset(found)


def _split(text: str, separator: str) -> list[str]:
    """The parts without blanks around them; empty ones are left out."""
    return [part.strip() for part in text.split(separator) if part.strip()]
