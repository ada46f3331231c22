"""Decides which HTTP statuses count as alive because the settings say so, at which hosts."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from enricher import hosts, urls

AcceptedStatuses = tuple[int | str, ...]
"""As `[policy] accept` holds them; `parse` reads each."""

ACCEPTED = "accepted"
"""How the reasons of such verdicts begin: `accepted-403`."""
LEAST = 400
"""What answers below it is looked at as always: a page may say "not found" with a 200."""

_STATUSES = re.compile(r"(?P<first>[1-9]\d\d)(?:-(?P<last>[1-9]\d\d))?|(?P<hundreds>[1-9])xx")
CURE = 'write for instance 403, "400-410", "5xx" or "linkedin.com=999"'


@dataclass(frozen=True, slots=True)
class AcceptedRange:
    """HTTP statuses that count as alive."""

    first: int
    last: int
    host: str = ""
    """With all hosts below it; empty: of every host."""


def parse(text: int | str) -> tuple[AcceptedRange, ...]:
    """Returns what `403`, `5xx`, `400-410,999` or `linkedin.com=999` names.

    Raises:
        ValueError: it names nothing; with its cure.
    """
    name, mark, listed = str(text).rpartition("=")
    host = hosts.read(name.strip().lower()) if mark else ""
    if host is None or (mark and not host):
        raise ValueError(f'"{name.strip()}" is no host; {CURE}')
    return tuple(AcceptedRange(*_range(part.strip()), host) for part in listed.split(","))


def _range(text: str) -> tuple[int, int]:
    found = _STATUSES.fullmatch(text.lower())
    if found is None:
        raise ValueError(f'"{text}" is no HTTP status; {CURE}')
    if found["hundreds"]:
        first = int(found["hundreds"]) * 100
        return first, first + 99
    first, last = int(found["first"]), int(found["last"] or found["first"])
    if last < first:
        raise ValueError(f'"{text}" ends before it begins; {CURE}')
    return first, last


def accepts(accepted: AcceptedStatuses, status: int, url: str) -> bool:
    """True if this status counts as alive where it answers this URL, as documents name it."""
    if status < LEAST:
        return False
    fitting = [each for each in _parsed(accepted) if each.first <= status <= each.last]
    return any(not each.host or each.host in _names(url) for each in fitting)


def is_changed(accepted: AcceptedStatuses, reason: str, url: str) -> bool:
    """True if the reason of an earlier verdict is another one by the settings of today."""
    name, _, number = reason.rpartition("-")
    if name not in (ACCEPTED, "http") or not number.isdecimal():
        return False
    return accepts(accepted, int(number), url) is not (name == ACCEPTED)


@lru_cache(maxsize=8)
def _parsed(accepted: AcceptedStatuses) -> tuple[AcceptedRange, ...]:
    return tuple(each for text in accepted for each in parse(text))


def _names(url: str) -> Iterator[str]:
    """Yields the host of a URL, and the domains above it."""
    labels = urls.host(url).split(".")
    yield from (".".join(labels[number:]) for number in range(len(labels)))
