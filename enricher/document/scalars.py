"""Gives what a scalar means: plain ones resolved as YAML 1.1 does (PyYAML, Psych), within bounds.

Numbers that YAML 1.1 and 1.2 read differently (`010`, `1_000`, `0x1F`, `12:30`) stay text: a
guess would be wrong for half of the readers.
"""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta, timezone
from functools import lru_cache

from enricher.document.nodes import Scalar
from enricher.models import Moment, Value

# Longer ones are no sizes or counts; int() itself refuses 4,300 digits.
_INT = re.compile(r"[-+]?(?:0|[1-9][0-9]{0,17})")
_FLOAT = re.compile(r"[-+]?(?:[0-9]{1,18}\.[0-9]{0,18}|\.[0-9]{1,18})(?:[eE][-+]?[0-9]{1,3})?")
_DATE = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})")
# https://yaml.org/type/timestamp.html
_TIMESTAMP = re.compile(
    r"""(?P<year>[0-9]{4})-(?P<month>[0-9]{1,2})-(?P<day>[0-9]{1,2})
        (?:[Tt]|[ \t]+) (?P<hour>[0-9]{1,2}):(?P<minute>[0-9]{2}):(?P<second>[0-9]{2})
        (?:\.(?P<fraction>[0-9]*))?
        (?:[ \t]*(?:Z|(?P<sign>[-+])(?P<hours>[0-9]{1,2})(?::?(?P<minutes>[0-9]{2}))?))?""",
    re.VERBOSE,
)

NULLS = frozenset({"", "~", "null", "Null", "NULL"})
TRUE = frozenset({"true", "True", "TRUE", "yes", "Yes", "YES", "on", "On", "ON"})
FALSE = frozenset({"false", "False", "FALSE", "no", "No", "NO", "off", "Off", "OFF"})


def is_null(scalar: Scalar) -> bool:
    return not scalar.style and scalar.tag is None and scalar.text in NULLS


def meaning(scalar: Scalar) -> Value | None:
    """The value of a scalar; quoted, block and tagged ones are text."""
    text = scalar.text
    if scalar.style or scalar.tag is not None:
        return text
    if text in NULLS:
        return None
    if text in TRUE or text in FALSE:
        return text in TRUE
    return _number_or_time(text) if text[0] in "-+.0123456789" else text


@lru_cache(maxsize=4096)  # the same dates and sizes are asked for several times per document
def _number_or_time(text: str) -> Value:
    if _INT.fullmatch(text):
        return int(text)
    if _FLOAT.fullmatch(text):
        return float(text)
    instant = timestamp(text)
    return text if instant is None else instant


def timestamp(text: str) -> datetime | date | None:
    """Reads a YAML timestamp: an aware datetime with its own offset (else UTC), or a date."""
    try:
        if day := _DATE.fullmatch(text):
            return date(int(day[1]), int(day[2]), int(day[3]))
        if found := _TIMESTAMP.fullmatch(text):
            return _instant(found)
    except (ValueError, OverflowError):  # the 31st of February
        return None
    return None


# No timestamp is longer.
_MAX_TIMESTAMP_CHARS = 80


def moment(text: str) -> Moment | None:
    """A document's publishing date, however it is quoted; None where it is no timestamp."""
    told = text.strip()
    return _moment(told) if len(told) <= _MAX_TIMESTAMP_CHARS else None


@lru_cache(maxsize=4096)  # many documents name the same articles
def _moment(text: str) -> Moment | None:
    found = timestamp(text)
    if found is None:
        return None
    if not isinstance(found, datetime):
        return Moment(found)
    try:
        return Moment(found.date(), found.astimezone(UTC))
    except OverflowError:  # the first or last day of all time, in another zone
        return Moment(found.date())


def _instant(found: re.Match[str]) -> datetime:
    zone: timezone = UTC
    if found["sign"]:
        offset = timedelta(hours=int(found["hours"]), minutes=int(found["minutes"] or 0))
        zone = timezone(-offset if found["sign"] == "-" else offset)
    return datetime(
        int(found["year"]),
        int(found["month"]),
        int(found["day"]),
        int(found["hour"]),
        int(found["minute"]),
        int(found["second"]),
        int((found["fraction"] or "0").ljust(6, "0")[:6] or 0),
        tzinfo=zone,
    )
