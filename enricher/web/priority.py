"""Shares what all sites have in common: requests in flight, and the time of the event loop.

Both go first to the site that has the most left to do, for a run cannot end before its slowest
site: where that one has manners to spare, it never waits for the others.
"""

from __future__ import annotations

import asyncio
import heapq


class _Waiters:
    """Those that wait, the one with the most left to do first, then first come first."""

    def __init__(self) -> None:
        self._heap: list[tuple[float, int, asyncio.Future[None]]] = []
        self._number = 0

    def add(self, left_s: float) -> asyncio.Future[None]:
        self._number += 1
        woken: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        heapq.heappush(self._heap, (-left_s, self._number, woken))
        return woken

    def wake_first(self) -> bool:
        """True if some request waited; those that gave up are skipped."""
        while self._heap:
            _, _, woken = heapq.heappop(self._heap)
            if not woken.done():
                woken.set_result(None)
                return True
        return False


class GlobalSlots:
    """Bounds the requests in flight at all sites together."""

    def __init__(self, slots: int) -> None:
        self._free = slots
        self._waiters = _Waiters()

    async def acquire(self, left_s: float) -> None:
        """Take a slot, which must be released; `left_s`: how long the rest of the site takes."""
        if self._free:
            self._free -= 1
            return
        woken = self._waiters.add(left_s)
        try:
            await woken
        except asyncio.CancelledError:
            if woken.done() and not woken.cancelled():
                self.release()
            raise

    def release(self) -> None:
        if not self._waiters.wake_first():
            self._free += 1


class ReadingTurns:
    """Lets one answer be worked on per round of the event loop.

    Reading a page takes milliseconds in which no socket is served: were all answers of a round
    read at once, sites that could be asked again would wait for pages that have time. The first
    waits for a round, too, in which the next request to its own site is written.
    """

    def __init__(self) -> None:
        self._waiters = _Waiters()
        self._is_running = False

    async def wait(self, left_s: float) -> None:
        """Returns when it is this answer's turn; `left_s`: how long the rest of its site takes."""
        turn = self._waiters.add(left_s)
        if not self._is_running:
            self._is_running = True
            asyncio.get_running_loop().call_soon(self._next)
        await turn

    def _next(self) -> None:
        self._is_running = self._waiters.wake_first()
        if self._is_running:
            asyncio.get_running_loop().call_soon(self._next)
