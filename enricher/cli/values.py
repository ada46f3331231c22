"""Values of options: how they are read, and what is said of those that cannot be read."""

from __future__ import annotations

import re
from datetime import timedelta

import click

from enricher.models import Status
from enricher.run.engines import choice
from enricher.run.site_part import SitePart

Only = tuple[tuple[str, str], ...]
"""Pairs of a key of `ONLY_KEYS` and a value."""

ONLY_KEYS = ("site", "status", "field", "path")
"""What `--only` may name."""

_UNITS = {"d": "days", "h": "hours", "m": "minutes", "s": "seconds"}
_DURATION = re.compile(r"(?:\d+(?:\.\d+)?[dhms])+", re.ASCII)
# Longer than any ledger lives, and far from where datetime arithmetic overflows.
_LONGEST = timedelta(days=36_500)

FailOn = frozenset[frozenset[str]]
"""Alternatives, each a set of words that must all fit one link: statuses, `new`, `confirmed`."""

_ONLY_PART = re.compile(r"\s*[a-z]+\s*=")

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


def only(text: str) -> Only:
    """The pairs that `site=a.example,status=dead,soft404` names.

    A value without a key is one more of the key before it.

    Raises:
        BadParameter: a key or a value is unknown.
    """
    found: list[tuple[str, str]] = []
    for part in text.split(","):
        key, mark, value = part.partition("=") if _ONLY_PART.match(part) else ("", "", part)
        key = key.strip() if mark else found[-1][0] if found else ""
        found.append((key, _only_value(key, value.strip(), part.strip())))
    return tuple(found)


def _only_value(key: str, value: str, part: str) -> str:
    """The value as it is compared. Raises BadParameter."""
    if key not in ONLY_KEYS:
        raise click.BadParameter(
            f'"{part}" names no key; write KEY=VALUE, for instance site=example.org; known: '
            f"{', '.join(ONLY_KEYS)}"
        )
    if not value:
        raise click.BadParameter(f"{key}= names nothing")
    if key == "status" and value not in set(Status):
        raise click.BadParameter(f'"{value}" is no status; known: {", ".join(Status)}')
    if key == "field":
        _check_pattern(value)
    return value.lower().rstrip(".") if key == "site" else value


def _check_pattern(pattern: str) -> None:
    from enricher.document import fieldpath  # noqa: PLC0415  start-up: few commands need it

    try:
        fieldpath.compiled(pattern)
    except ValueError as error:
        raise click.BadParameter(f"{error}; write for instance related[].webUrl") from error


def accepted(text: str) -> str:
    """HTTP statuses that count as alive, as `[policy] accept` holds them.

    Raises:
        BadParameter: a part names none.
    """
    from enricher.policy import accept  # noqa: PLC0415  start-up: few runs need it

    try:
        accept.parse(text)
    except ValueError as error:
        raise click.BadParameter(str(error)) from error
    return text


def site_part(text: str) -> SitePart:
    """The part of all sites that `2/4` names.

    Raises:
        BadParameter: it names none.
    """
    try:
        return SitePart.parse(text)
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
    if any(not word.strip() for name in names for word in name.split("+")):
        raise click.BadParameter(f'"{text}" lacks a word beside a +; write for instance dead+new')
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
