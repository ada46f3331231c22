"""Another try for what can heal, by tenacity: never at once, and always at the end of the line."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace

from tenacity import AsyncRetrying, RetryCallState, retry_if_result, stop_after_attempt

from enricher import config, urls
from enricher.models import Failure, Observation
from enricher.policy import retry
from enricher.web.clock import Clock
from enricher.web.throttle import Throttle

Attempt = Callable[[bool], Awaitable[Observation]]
"""One try; the argument says whether it must go over new connections."""


@dataclass(eq=False, slots=True)
class Retrier:
    """How often, and after what waits. A wait holds no slot; after it a request stands in its site's line anew."""

    settings: config.Retry
    throttle: Throttle
    clock: Clock
    chance: Callable[[], float]
    has_answer: bool = False
    """Somebody answered in this run."""

    async def fetch(self, attempt: Attempt) -> Observation:
        """The observation that stands after all tries, with their costs added up."""
        tries = _Tries(attempt)
        retrying = AsyncRetrying(
            stop=stop_after_attempt(self.settings.attempts),
            wait=self._wait_s,
            sleep=self.clock.sleep,
            retry=retry_if_result(self._is_worth_it),
            retry_error_callback=_latest,
        )
        seen: Observation = await retrying(tries.next)
        return seen

    def _is_worth_it(self, seen: Observation) -> bool:
        """True if another try may heal it, and the host still wants to hear of us.

        Until somebody answered, a resolver that fails is this machine's trouble, not the host's: waiting it out name
        by name would keep a machine without network busy for a minute before it could say so.
        """
        self.has_answer = self.has_answer or seen.http_status is not None
        if seen.failure is Failure.DNS_FAILURE and not self.has_answer:
            return False
        closed = self.throttle.refusal(urls.site(seen.final_url), urls.host(seen.final_url))
        return seen.attempts > 0 and closed is None and retry.may_heal(seen)

    def _wait_s(self, state: RetryCallState) -> float:
        return retry.wait_s(_latest(state), state.attempt_number, self.settings, self.chance())


class _Tries:
    def __init__(self, attempt: Attempt) -> None:
        self._attempt = attempt
        self._last: Observation | None = None

    async def next(self) -> Observation:
        last = self._last
        seen = await self._attempt(last is not None)
        if last is not None:
            # A host that was closed meanwhile says nothing new: what it did say stands.
            seen = replace(
                last if seen.attempts == 0 else seen,
                attempts=last.attempts + seen.attempts,
                requests=last.requests + seen.requests,
                bytes_read=last.bytes_read + seen.bytes_read,
            )
        self._last = seen
        return seen


def _latest(state: RetryCallState) -> Observation:
    assert state.outcome is not None
    seen: Observation = state.outcome.result()
    return seen
