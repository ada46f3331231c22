"""Holds one site's slots, its pace, and its hosts with the requests that wait for them. No await.

`Throttle` asks what may begin, and waits.
"""

from __future__ import annotations

import asyncio
import heapq
import math
from collections import deque
from dataclasses import dataclass, field, replace

from enricher.policy import pace
from enricher.policy.breaker import Health, Refusal
from enricher.policy.pace import Pace

# Share of the latest answer in the mean that tells how long a site's answers take: some ten count.
_LATEST_SHARE = 0.1


@dataclass(eq=False, slots=True)
class Waiter:
    """A request that waits for a slot of its site."""

    number: int
    """Its place in the site's order of arrival."""
    granted: asyncio.Future[Refusal | None]


@dataclass(eq=False, slots=True)
class HostQueue:
    """What is known of a host, and the requests that wait for it."""

    waiting: deque[Waiter] = field(default_factory=deque)
    """First come first; those that gave up are skipped."""
    health: Health = field(default_factory=Health)
    not_before: float = -math.inf
    """When it may be asked again, after it asked for a pause."""
    is_queued: bool = False
    """Stands in one of its site's heaps."""

    def first_waiter(self) -> Waiter | None:
        """The first that still waits."""
        while self.waiting and self.waiting[0].granted.done():
            self.waiting.popleft()
        return self.waiting[0] if self.waiting else None


@dataclass(eq=False, slots=True)
class SiteQueue:
    """One site: its slots, its pace, and its hosts with their waiting requests."""

    plain_slots: int
    plain_gap_s: float
    adaptation: pace.Adaptation
    entries: Pace
    """When slots are given out: spreads connections and requests."""
    starts: Pace
    """When requests are written: keeps the promise."""
    least_gap_s: float = 0.0
    """What robots.txt asks for; no fast answer shortens it."""
    taken: int = 0
    number: int = 0
    waiting: int = 0
    expected: int = 0
    """Requests that are announced and not answered yet."""
    answer_s: float = 0.1
    """How long its answers take, as a mean of the latest; at first, what is usual on a good line.
    """
    hosts: dict[str, HostQueue] = field(default_factory=dict)
    ready: list[tuple[int, HostQueue]] = field(default_factory=list)
    """Heap of hosts with waiting requests, by the number of their first one."""
    paused: list[tuple[float, int, HostQueue]] = field(default_factory=list)
    """Heap of hosts with waiting requests that may not be asked before an instant."""
    alarm_at: float = math.inf

    @property
    def slots(self) -> int:
        """How many requests may be in flight."""
        return int(self.plain_slots * self.adaptation.factor)

    @property
    def left_s(self) -> float:
        """About how long its manners make the rest of the site take, in seconds."""
        left = max(self.expected, self.waiting)
        return left * max(self.starts.gap_s, self.answer_s / self.slots)

    def adapt(self, elapsed_s: float, *, is_complaint: bool) -> None:
        """Take an answer's time into the mean; go on faster or slower, where settings allow it."""
        if math.isfinite(elapsed_s):
            self.answer_s += _LATEST_SHARE * (elapsed_s - self.answer_s)
        if self.adaptation.ceiling == 1.0:
            return
        adapted = self.adaptation.answered(elapsed_s, is_complaint=is_complaint)
        if adapted != self.adaptation:
            self.adaptation = adapted
            gap_s = max(self.plain_gap_s / adapted.factor, self.least_gap_s)
            self.entries = replace(self.entries, gap_s=gap_s)
            self.starts = replace(self.starts, gap_s=gap_s)

    def slow_down(self, gap_s: float) -> None:
        """From now on at least this many seconds between two starts."""
        self.least_gap_s = max(self.least_gap_s, gap_s)
        self.entries, self.starts = self.entries.with_gap(gap_s), self.starts.with_gap(gap_s)

    def take_free(self, host: HostQueue, now: float) -> bool:
        """True if a slot is free and no request waits: it is taken."""
        if self.waiting or self.taken >= self.slots or host.not_before > now:
            return False
        self.taken += 1
        return True

    def add(self, host: HostQueue) -> Waiter:
        """Another request waits for a host."""
        self.number += 1
        self.waiting += 1
        granted: asyncio.Future[Refusal | None] = asyncio.get_running_loop().create_future()
        waiter = Waiter(self.number, granted)
        host.waiting.append(waiter)
        if not host.is_queued:
            host.is_queued = True
            heapq.heappush(self.ready, (waiter.number, host))
        return waiter

    def take_next(self, now: float) -> Waiter | None:
        """The request that came first, among those whose host may be asked now."""
        while self.paused and self.paused[0][0] <= now:
            _, number, host = heapq.heappop(self.paused)
            heapq.heappush(self.ready, (number, host))
        while self.ready:
            number, host = heapq.heappop(self.ready)
            waiter = host.first_waiter()
            if waiter is None:
                host.is_queued = False
            elif host.not_before > now:
                heapq.heappush(self.paused, (host.not_before, waiter.number, host))
            elif waiter.number > number:  # those before it gave up
                heapq.heappush(self.ready, (waiter.number, host))
            else:
                self._remove_first(host)
                return waiter
        return None

    def _remove_first(self, host: HostQueue) -> None:
        host.waiting.popleft()
        self.waiting -= 1
        following = host.first_waiter()
        host.is_queued = following is not None
        if following is not None:
            heapq.heappush(self.ready, (following.number, host))
