"""Retries transient failures: never at once, and a retry goes to the back of the site's queue."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace

from enricher import config, urls
from enricher.models import Failure, Observation
from enricher.policy import retry
from enricher.web.clock import Clock
from enricher.web.throttle import Throttle

Attempt = Callable[[bool], Awaitable[Observation]]
"""One try; the argument says whether it must go over new connections."""


@dataclass(eq=False, slots=True)
class Retrier:
    """Retries by the settings; a wait holds no slot."""

    settings: config.Retry
    throttle: Throttle
    clock: Clock
    chance: Callable[[], float]
    has_answer: bool = False
    """A server answered in this run."""

    async def fetch(self, attempt: Attempt) -> Observation:
        """The observation that stands after all tries, with their costs added up."""
        seen = await attempt(False)
        for number in range(1, self.settings.attempts):
            if not self._is_worth_it(seen):
                break
            await self.clock.sleep(retry.wait_s(seen, number, self.settings, self.chance()))
            seen = _added(seen, await attempt(True))
        self.has_answer = self.has_answer or seen.http_status is not None
        return seen

    def _is_worth_it(self, seen: Observation) -> bool:
        """True if another try may heal it, and the host still wants to hear of us.

        Until a server answered, a resolver that fails is this machine's trouble, not the host's:
        waiting name by name would keep a machine without network busy before it could say so.
        """
        self.has_answer = self.has_answer or seen.http_status is not None
        if seen.failure is Failure.DNS_FAILURE and not self.has_answer:
            return False
        closed = self.throttle.refusal(urls.site(seen.final_url), urls.host(seen.final_url))
        return seen.attempts > 0 and closed is None and retry.may_heal(seen)


def _added(last: Observation, seen: Observation) -> Observation:
    """A host that was paused meanwhile says nothing new: what it did say stands."""
    return replace(
        last if seen.attempts == 0 else seen,
        attempts=last.attempts + seen.attempts,
        requests=last.requests + seen.requests,
        bytes_read=last.bytes_read + seen.bytes_read,
    )
