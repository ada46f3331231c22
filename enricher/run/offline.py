"""Tells a machine without network from sites that fail. No await, no I/O.

A failure before HTTP (name, route, connection, TLS) is held back until a later answer shows that
the network is there. When site after site fails and none answers, the network is suspected. Before
the first answer nothing is let through, so that a run without network leaves no trace.
"""

from __future__ import annotations

from collections.abc import Iterable

from enricher import urls
from enricher.models import Failure, Outcome, Status

_BEFORE_HTTP = frozenset(failure.value for failure in Failure if failure.is_before_http)
_CERTIFICATE = frozenset(
    {Failure.TLS_EXPIRED.value, Failure.TLS_UNTRUSTED.value, Failure.TLS_HOSTNAME.value}
)
# No server was asked, so these prove nothing about the network.
_UNASKED = frozenset({Status.BLOCKED, Status.INVALID})


class OfflineDetector:
    """Decides which outcomes of a run can be trusted, as they come."""

    def __init__(self, sites: int) -> None:
        """`sites`: failing sites without an answer between them that make the network suspect."""
        self._sites = sites
        self._held: list[Outcome] = []
        self._held_sites: set[str] = set()
        self.has_answer = False
        """Some server answered in this run."""

    @property
    def is_holding(self) -> bool:
        return bool(self._held)

    @property
    def is_suspicious(self) -> bool:
        return len(self._held_sites) >= self._sites

    @property
    def is_reassured(self) -> bool:
        """True if no control request is needed: few sites fail, and some server came through.

        A certificate that we do not trust was sent by a server. Where that was a network's own
        login page, no harm is done, for one night confirms nothing.
        """
        has_certificate = any(held.verdict.reason in _CERTIFICATE for held in self._held)
        return not self.is_suspicious and (self.has_answer or has_certificate)

    @property
    def held_targets(self) -> frozenset[str]:
        return frozenset(held.target for held in self._held)

    def holds(self, site: str) -> bool:
        """True if a failure of this site is held back."""
        return site in self._held_sites

    @property
    def held_sites(self) -> frozenset[str]:
        return frozenset(self._held_sites)

    def sift(self, outcomes: Iterable[Outcome]) -> list[Outcome]:
        """Returns what can be trusted now: answers, and failures seen before an answer."""
        trusted: list[Outcome] = []
        for outcome in outcomes:
            verdict = outcome.verdict
            if verdict.reason in _BEFORE_HTTP:
                self._held.append(outcome)
                self._held_sites.add(urls.site(outcome.target))
            elif verdict.status not in _UNASKED and verdict.reason != Failure.HOST_PAUSED:
                self.has_answer = True
                trusted.append(outcome)
                trusted += self._release(outcome)
            elif self.has_answer:
                trusted.append(outcome)
            else:
                self._held.append(outcome)
        return trusted

    def trust(self) -> list[Outcome]:
        """Releases all that is held: a control request was answered."""
        self.has_answer = True
        released, self._held, self._held_sites = self._held, [], set()
        return released

    def drop(self) -> int:
        """Forgets all that is held, since no server answered; returns how many outcomes."""
        dropped, self._held, self._held_sites = len(self._held), [], set()
        return dropped

    def _release(self, answered: Outcome) -> list[Outcome]:
        """Releases what failed before an answer was seen, not what failed since."""
        released = [held for held in self._held if held.checked_at <= answered.checked_at]
        self._held = [held for held in self._held if held.checked_at > answered.checked_at]
        self._held_sites = {
            urls.site(held.target) for held in self._held if held.verdict.reason in _BEFORE_HTTP
        }
        return released
