"""A date as a text tells it, and how a page writes dates.

Law of this file: values only; nothing is read here.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta, timezone

import msgspec

from enricher.models import Moment


class DateStyle(msgspec.Struct, frozen=True):
    """How a page writes dates."""

    language: str = ""
    """Primary subtag, lower case."""
    is_month_first: bool = False
    """Of 3/4/2022: the fourth of March."""


class ParsedDate(msgspec.Struct, frozen=True):
    """A date found in a text, as far as the text tells it."""

    day: date
    clock: time | None = None
    """Wall clock, in the zone of `offset_minutes` where that is known."""
    offset_minutes: int | None = None
    """East of Greenwich."""
    start: int = 0
    end: int = 0
    """Where it stands in the folded text."""

    @property
    def is_exact(self) -> bool:
        return self.clock is not None and self.offset_minutes is not None

    def moment(self) -> Moment:
        """Day, and the instant where clock and zone are known."""
        if self.clock is None or self.offset_minutes is None:
            return Moment(self.day)
        zone = timezone(timedelta(minutes=self.offset_minutes))
        return Moment(self.day, datetime.combine(self.day, self.clock, zone).astimezone(UTC))
