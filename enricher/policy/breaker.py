"""Decides when a host is left alone for the rest of a run.

A host that fails the same way again and again is asked no more, and its other URLs learn from it:
for us that saves hours, for the host it is the least one can do.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from enricher.models import Failure
from enricher.policy import pace

# URLs of one host that end before HTTP, without an answer between them, to conclude that all do.
# Two could still be one moment's trouble, met by two requests at once.
UNREACHED_TO_LEARN = 3

# A host that answered well has earned patience: one more failure in a row for every second good
# answer, up to four times the plain bound. Else the dead corner of a large living site, whose
# second and third tries all come at the end of its line, would close the rest of it; a host that
# limits everybody has no good answers to show.
ANSWERS_PER_PATIENCE = 2
MOST_PATIENCE = 4

_SILENT = frozenset({Failure.RESET, Failure.READ_TIMEOUT, Failure.PROTOCOL_ERROR})


@dataclass(frozen=True, slots=True, kw_only=True)
class Refusal:
    """Why a host is not asked any more in this run."""

    failure: Failure
    """HOST_PAUSED after answers, or the failure that all its URLs would end in."""
    http_status: int | None = None
    """Of the last answer, where answers parked it."""
    retry_after_s: float | None = None
    detail: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Health:
    """What a host's latest answers say about the next one."""

    streak: int = 0
    """Failing answers, or none at all, in a row."""
    unreached: int = 0
    """Of these, how many in a row ended before HTTP."""
    good: int = 0
    """Answers so far that were none of these."""
    refusal: Refusal | None = None

    @property
    def is_well(self) -> bool:
        """Nothing worth remembering."""
        return self.streak == 0 and self.refusal is None

    def bound(self, plain: int) -> int:
        """Returns how many failures in a row are too many.

        `plain`: for a host that never answered well.
        """
        return min(plain + self.good // ANSWERS_PER_PATIENCE, MOST_PATIENCE * plain)

    def answered(
        self,
        http_status: int,
        retry_after_s: float | None,
        *,
        failures_to_pause: int,
        longest_wait_s: float,
    ) -> Health:
        """Returns the health after an answer.

        429, 5xx and requests to go away count; any other answer makes the host well again.
        """
        limited = pace.is_limited(http_status, retry_after_s)
        if not limited and not 500 <= http_status <= 599:
            return self if self.refusal is not None else Health(good=self.good + 1)
        streak = self.streak + 1
        is_long = limited and retry_after_s is not None and retry_after_s > longest_wait_s
        if self.refusal is not None or not (is_long or streak >= self.bound(failures_to_pause)):
            return replace(self, streak=streak, unreached=0)
        why = (
            f"asks to be left alone for {retry_after_s:.0f} s"
            if is_long
            else f"failed {streak} times in a row"
        )
        refusal = Refusal(
            failure=Failure.HOST_PAUSED,
            http_status=http_status,
            retry_after_s=retry_after_s,
            detail=f"not asked: the host {why}, last with {http_status}",
        )
        return Health(streak=streak, good=self.good, refusal=refusal)

    def failed(self, failure: Failure, *, failures_to_pause: int) -> Health:
        """After no answer. Failures that say nothing about the host change nothing."""
        is_silent = failure in _SILENT
        if not (is_silent or failure.is_before_http) or self.refusal is not None:
            return self
        streak, unreached = self.streak + 1, 0 if is_silent else self.unreached + 1
        refusal = None
        if unreached >= self.bound(UNREACHED_TO_LEARN) or streak >= self.bound(failures_to_pause):
            detail = f"not asked: the host failed {streak} times in a row, last by {failure}"
            refusal = Refusal(failure=failure, detail=detail)
        return Health(streak=streak, unreached=unreached, good=self.good, refusal=refusal)
