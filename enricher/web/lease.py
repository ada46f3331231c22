"""The lease of a worker: until when it may send requests without a word from its coordinator."""

from __future__ import annotations

import math

import anyio

from enricher.web.clock import Clock


class Lease:
    """Holds until an instant on the worker's own clock, and may be renewed.

    A worker that was frozen finds its lease over, because the instant does not depend on when the
    renewal is read. Its requests then wait: for a renewal, or for the end of the process.
    """

    def __init__(self, clock: Clock, ends_at_s: float = math.inf) -> None:
        """`ends_at_s` in monotonic seconds; by default the lease holds for ever."""
        self._clock = clock
        self._ends_at_s = ends_at_s
        self._renewed = anyio.Event()

    @property
    def holds(self) -> bool:
        """True if a request may be sent now."""
        return self._clock.monotonic() < self._ends_at_s

    def renew(self, ends_at_s: float) -> None:
        """Extends the lease; an instant before its present end changes nothing."""
        if ends_at_s > self._ends_at_s:
            self._ends_at_s = ends_at_s
            self._renewed.set()
            self._renewed = anyio.Event()

    async def wait(self) -> None:
        """Returns when the lease holds."""
        while not self.holds:
            await self._renewed.wait()
