"""Decides when a site may be asked next, and how long a host wants to be left alone.

Two clocks are kept apart: instants of `Pace` are monotonic seconds, dates in headers are aware
datetimes.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

# An answer within this time is fast: half of what a first request over TLS takes at most of sites.
FAST_S = 0.5
# So that twenty fast answers double a site's plain pace: faster growth than a server's own limits
# can be noticed by (they count by the minute) would run into them.
FACTOR_STEP = 0.05

# No host means more than a day; larger numbers are mistakes (milliseconds, instants).
MAX_PAUSE_S = 86_400.0
# A header that counts seconds never reaches this; one that names an instant always does
# (2001-09-09).
_FIRST_EPOCH = 1_000_000_000
_FIRST_EPOCH_MS = 1_000_000_000_000

# Which statuses carry a Retry-After that means the host: RFC 6585 section 4, RFC 9110 section
# 10.2.3. Services that limit with 403 (GitHub, GitLab) are read by their rate-limit headers as
# well.
_PAUSING_STATUSES = frozenset({403, 408, 425, 429, 503})

_DURATION = re.compile(r"(?:(\d+)h)?(?:(\d+)m)?(?:(\d+(?:\.\d+)?)s?)?", re.IGNORECASE)
_PAIR = re.compile(r"\b(limit|remaining|reset|r|t)\s*=\s*(\d+)")

# Families that name what is left and when it is full again, as (remaining, reset) headers. Sources:
# the IETF draft draft-ietf-httpapi-ratelimit-headers before its version 8 (GitLab uses the same
# names with an instant); GitHub and those who copy it; Twitter; Discord.
_FAMILIES = (
    ("ratelimit-remaining", "ratelimit-reset"),
    ("ratelimit-remaining", "ratelimit-resettime"),
    ("x-ratelimit-remaining", "x-ratelimit-reset"),
    ("x-rate-limit-remaining", "x-rate-limit-reset"),
    ("x-ratelimit-remaining", "x-ratelimit-reset-after"),
)
# Headers that say how long; answers without any of them say nothing.
_NAMES = frozenset({"retry-after", "ratelimit", *(reset for _, reset in _FAMILIES)})


@dataclass(frozen=True, slots=True, kw_only=True)
class Pace:
    """When the requests of one site may start."""

    gap_s: float
    next_start_at: float = -math.inf

    def start_at(self, now: float) -> float:
        """The first instant at which the next request may start."""
        return max(now, self.next_start_at)

    def started(self, at: float) -> Pace:
        """A request started, or will at this instant: the next one keeps its distance."""
        return Pace(gap_s=self.gap_s, next_start_at=max(self.next_start_at, at + self.gap_s))

    def with_gap(self, gap_s: float) -> Pace:
        """Returns a pace with a longer gap, where the site asks for one (a crawl delay)."""
        return replace(self, gap_s=max(self.gap_s, gap_s))


@dataclass(frozen=True, slots=True, kw_only=True)
class Adaptation:
    """How many times the plain pace a site may be asked at, by what it answered so far."""

    ceiling: float = 1.0
    """At most; 1.0 where nothing adapts."""
    factor: float = 1.0

    def answered(self, elapsed_s: float, *, is_complaint: bool) -> Adaptation:
        """Returns the factor after an answer: a little more after a fast one, half after 429."""
        if is_complaint:
            return replace(self, factor=max(1.0, self.factor / 2))
        if elapsed_s > FAST_S:
            return self
        return replace(self, factor=min(self.ceiling, self.factor + FACTOR_STEP))


def pause_s(http_status: int, headers: Iterable[tuple[str, str]], now: datetime) -> float | None:
    """How long the host wants to be left alone, in seconds from `now`; None where it says nothing.

    Reads Retry-After of answers that limit us, and rate-limit headers that say that nothing is
    left, on any answer. Names must be in lower case. At most MAX_PAUSE_S.
    """
    named = dict(reversed(tuple(headers)))  # of two equal names, the first one counts
    if _NAMES.isdisjoint(named):
        return None
    found = [_spent_s(named, now, is_limited=http_status == 429), _structured_s(named)]
    if http_status in _PAUSING_STATUSES and "retry-after" in named:
        found.append(_seconds(named["retry-after"], now))
    pauses = [pause for pause in found if pause is not None]
    return min(max(pauses), MAX_PAUSE_S) if pauses else None


def is_limited(http_status: int | None, retry_after_s: float | None) -> bool:
    """The host says that we ask too much: 429, or 403 or 503 with word on when to come back."""
    return http_status == 429 or (http_status in (403, 503) and retry_after_s is not None)


def backoff_s(streak: int, first_wait_s: float, max_wait_s: float) -> float:
    """Returns how long to leave alone a host that limits us without saying how long.

    `streak`: for the how-many-th time in a row.
    """
    return float(min(first_wait_s * 2 ** min(streak - 1, 30), max_wait_s))


def _spent_s(named: Mapping[str, str], now: datetime, *, is_limited: bool) -> float | None:
    """Returns the time to the reset of a family with nothing left, or that came with a 429."""
    for remaining, reset in _FAMILIES:
        left = named.get(remaining)
        is_spent = left is not None and left.strip().partition(",")[0] in {"0", "0.0"}
        if reset in named and (is_spent or (left is None and is_limited)):
            return _seconds(named[reset], now)
    return None


def _structured_s(named: Mapping[str, str]) -> float | None:
    """Reads `RateLimit`, as draft 8 and as drafts since 9 write it.

    `limit=100, remaining=0, reset=50` and `"default";r=0;t=50`.
    """
    value = named.get("ratelimit")
    if value is None:
        return None
    pairs = dict(_PAIR.findall(value))
    left, reset = pairs.get("remaining", pairs.get("r")), pairs.get("reset", pairs.get("t"))
    return float(reset) if reset is not None and left is not None and not left.strip("0") else None


def _seconds(value: str, now: datetime) -> float | None:
    """Reads seconds, an instant in seconds or milliseconds, `1m30s`, or an HTTP date.

    Never negative.
    """
    value = value.strip()
    duration = _DURATION.fullmatch(value)
    if duration is not None and any(duration.groups()):
        hours, minutes, seconds = (float(part or 0) for part in duration.groups())
        return _from_number(hours * 3600 + minutes * 60 + seconds, now)
    try:
        instant = parsedate_to_datetime(value)
    except (ValueError, OverflowError):  # a zone or year of twenty digits
        return None
    aware = instant if instant.tzinfo is not None else instant.replace(tzinfo=UTC)
    return max(0.0, (aware - now).total_seconds())


def _from_number(number: float, now: datetime) -> float:
    if number >= _FIRST_EPOCH_MS:
        number /= 1000
    return max(0.0, number - now.timestamp()) if number >= _FIRST_EPOCH else number
