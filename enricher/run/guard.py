"""Floor 3. The offline guard: a failure before HTTP counts only once the web is known to be there.

Law of this file: no await, no I/O. What failed before HTTP (name, route, connection, TLS) is held back until
somebody answers later; where site after site fails and nobody answers, the network is under suspicion. Before the
first answer nothing at all is let through, so that a run without network leaves no trace.
"""

from __future__ import annotations

from collections.abc import Iterable

from enricher import urls
from enricher.models import Failure, Outcome, Status

_BEFORE_HTTP = frozenset(failure.value for failure in Failure if failure.is_before_http)
_CONTACT = frozenset(
    {Failure.TLS_EXPIRED.value, Failure.TLS_UNTRUSTED.value, Failure.TLS_HOSTNAME.value}
)
# Nobody was asked: neither for nor against.
_UNASKED = frozenset({Status.BLOCKED, Status.INVALID})


class Guard:
    """Sifts the outcomes of a run as they come."""

    def __init__(self, sites: int) -> None:
        """`sites`: so many failing sites without any answer between them are suspicious."""
        self._sites = sites
        self._held: list[Outcome] = []
        self._held_sites: set[str] = set()
        self.has_answer = False
        """Somebody answered in this run."""

    @property
    def is_holding(self) -> bool:
        return bool(self._held)

    @property
    def is_suspicious(self) -> bool:
        return len(self._held_sites) >= self._sites

    @property
    def is_reassured(self) -> bool:
        """What is held needs no control question: few sites fail, and others, or a server's certificate, came through.

        A certificate we do not trust was sent by somebody; that a few sites fail so behind a network's own login page
        does no harm, for nothing is confirmed by one night.
        """
        has_contact = any(held.verdict.reason in _CONTACT for held in self._held)
        return not self.is_suspicious and (self.has_answer or has_contact)

    @property
    def held_targets(self) -> frozenset[str]:
        return frozenset(held.target for held in self._held)

    def holds(self, site: str) -> bool:
        """Some failure of this site is held back."""
        return site in self._held_sites

    @property
    def held_sites(self) -> frozenset[str]:
        return frozenset(self._held_sites)

    def sift(self, outcomes: Iterable[Outcome]) -> list[Outcome]:
        """What may be believed now: all that answered, and what failed before somebody answered."""
        believed: list[Outcome] = []
        for outcome in outcomes:
            verdict = outcome.verdict
            if verdict.reason in _BEFORE_HTTP:
                self._held.append(outcome)
                self._held_sites.add(urls.site(outcome.target))
            elif verdict.status not in _UNASKED and verdict.reason != Failure.HOST_PAUSED:
                self.has_answer = True
                believed.append(outcome)
                believed += self._release(outcome)
            elif self.has_answer:
                believed.append(outcome)
            else:
                self._held.append(outcome)
        return believed

    def trust(self) -> list[Outcome]:
        """Somebody was asked on purpose and answered: what is held may be believed."""
        self.has_answer = True
        released, self._held, self._held_sites = self._held, [], set()
        return released

    def drop(self) -> int:
        """Nobody answered: what is held is forgotten. Gives how many."""
        dropped, self._held, self._held_sites = len(self._held), [], set()
        return dropped

    def _release(self, answered: Outcome) -> list[Outcome]:
        """An answer speaks for what failed before it, and not for what failed since."""
        released = [held for held in self._held if held.checked_at <= answered.checked_at]
        self._held = [held for held in self._held if held.checked_at > answered.checked_at]
        self._held_sites = {
            urls.site(held.target) for held in self._held if held.verdict.reason in _BEFORE_HTTP
        }
        return released
