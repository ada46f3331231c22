"""Defines what it means: statuses, verdicts, and standings over time."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

import msgspec


class Status(StrEnum):
    """The one answer every check ends in."""

    OK = "ok"
    MOVED = "moved"
    RESTRICTED = "restricted"
    THROTTLED = "throttled"
    ERROR = "error"
    UNREACHABLE = "unreachable"
    DEAD = "dead"
    SOFT404 = "soft404"
    PARKED = "parked"
    DRIFTED = "drifted"
    BLOCKED = "blocked"
    INVALID = "invalid"

    @property
    def is_good(self) -> bool:
        """It leads to what it should lead to."""
        return self in (Status.OK, Status.MOVED)

    @property
    def is_passing(self) -> bool:
        """May be different tomorrow: does not replace a better standing until it is confirmed."""
        return self in (Status.THROTTLED, Status.ERROR, Status.UNREACHABLE)

    @property
    def is_gone(self) -> bool:
        """The article is no longer there: reference rot."""
        return self in (Status.DEAD, Status.SOFT404, Status.PARKED, Status.DRIFTED)

    @property
    def is_failing(self) -> bool:
        """Counts towards `confirmed`."""
        return self.is_passing or self.is_gone


class Evidence(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, gc=False):
    """One thing that was looked at for a verdict, in words for people."""

    rule: str
    saw: str


class Verdict(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, gc=False):
    """Our conclusion, with the rule that made it."""

    status: Status
    reason: str
    evidence: tuple[Evidence, ...] = ()
    identity: float | None = None
    """0 to 1: how surely the page is the article that the document describes.

    None where nothing could be compared.
    """


class VantageCheck(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, gc=False):
    """What a second vantage point saw of a target that would be confirmed as failing."""

    status: Status
    reason: str
    checked_at: datetime
    http_status: int | None = None
    has_answer: bool = False
    """False: it could not be used, so that this says nothing."""


class Memento(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, gc=False):
    """An archived copy of a resource (RFC 7089), verified to show the same article."""

    url: str
    captured_at: datetime


class Standing(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, gc=False):
    """The status over time. Made only by `policy.standing`."""

    status: Status
    """What documents show.

    A passing failure does not replace a better one until it is confirmed.
    """
    reason: str
    since: datetime
    """When `status` was first seen."""
    is_confirmed: bool = False
    """A failing status was seen often enough, over days enough."""
    failures: int = 0
    """Counted failing checks in a row; checks of one day count once."""
    first_failure_at: datetime | None = None
    last_counted_at: datetime | None = None
    passing_since: datetime | None = None
    """While `status` is gone: since when checks in a row failed in a way that may pass."""
    last_ok_at: datetime | None = None
    due_at: datetime | None = None
    """When to ask again."""


class Pin(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, gc=False):
    """A person's word on a target; holds until the observed result changes."""

    status: Status
    note: str | None
    """None in ledgers from when a missing note was kept as null; "" since then."""
    pinned_at: datetime
    seen: str | None
    """`status/reason` observed when (or first after) it was pinned; None until the first check."""
