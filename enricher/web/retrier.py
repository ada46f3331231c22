"""Retries transient failures, by tenacity: never at once, and from the back of the site's queue."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from msgspec.structs import replace

from enricher import config, urls
from enricher.models import Failure, Observation
from enricher.policy import retry
from enricher.web.clock import Clock
from enricher.web.throttle import Throttle

if TYPE_CHECKING:
    from tenacity import RetryCallState

Attempt = Callable[[], Awaitable[Observation]]
"""One more try, over new connections."""


@dataclass(eq=False, slots=True)
class Retrier:
    """Retries by the settings; a wait holds no slot."""

    settings: config.Retry
    throttle: Throttle
    clock: Clock
    chance: Callable[[], float]
    has_answer: bool = False
    """A server answered in this run."""

    async def fetch(self, first: Observation, attempt: Attempt) -> Observation:
        """Returns the observation that stands after all tries, with their costs added up.

        `first`: what the first try saw.
        """
        if not self._is_worth_it(first):
            return first
        # Most runs need it late or never.
        from tenacity import (  # noqa: PLC0415
            AsyncRetrying,
            retry_if_result,
            stop_after_attempt,
        )

        tries = _Tries(attempt, first)
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

        Until a server answered, a resolver that fails is this machine's trouble, not the host's:
        waiting name by name would keep a machine without network busy before it could say so.
        """
        self.has_answer = self.has_answer or seen.http_status is not None
        if seen.failure is Failure.DNS_FAILURE and not self.has_answer:
            return False
        closed = self.throttle.refusal(urls.site(seen.final_url), urls.host(seen.final_url))
        return seen.attempts > 0 and closed is None and retry.may_heal(seen)

    def _wait_s(self, state: RetryCallState) -> float:
        return retry.wait_s(_latest(state), state.attempt_number, self.settings, self.chance())


class _Tries:
    """The tries of one request, the first of which was made."""

    def __init__(self, attempt: Attempt, first: Observation) -> None:
        self._attempt = attempt
        self._last = first
        self._is_begun = False

    async def next(self) -> Observation:
        """Returns the first try, then those that follow it, over new connections."""
        if self._is_begun:
            self._last = _added(self._last, await self._attempt())
        self._is_begun = True
        return self._last


def _added(last: Observation, seen: Observation) -> Observation:
    """A host that was paused meanwhile says nothing new: what it did say stands."""
    return replace(
        last if seen.attempts == 0 else seen,
        attempts=last.attempts + seen.attempts,
        requests=last.requests + seen.requests,
        bytes_read=last.bytes_read + seen.bytes_read,
    )


def _latest(state: RetryCallState) -> Observation:
    assert state.outcome is not None
    seen: Observation = state.outcome.result()
    return seen
