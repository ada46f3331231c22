"""Grants slots at each site, first come, first served, and pauses hosts that ask for it.

A slot is taken before the connection is made, and the distance between two requests is kept where
the request is written: a slow handshake must not bring two requests together. `policy` says how
long; this file waits.
"""

from __future__ import annotations

import asyncio
import heapq
import math
from collections import deque
from dataclasses import dataclass, field, replace
from itertools import islice
from types import TracebackType
from typing import Self

from enricher import config
from enricher.models import Failure
from enricher.policy import pace
from enricher.policy.breaker import Health, Refusal
from enricher.policy.pace import Pace
from enricher.policy.retry import is_limited
from enricher.web.clock import Clock
from enricher.web.site_state import MOST_HOSTS, HostState, SiteState

_TIMEOUTS = frozenset({Failure.READ_TIMEOUT, Failure.CONNECT_TIMEOUT})


class Refused(Exception):
    """Raised when a host is paused while a request waits for its moment."""

    def __init__(self, refusal: Refusal) -> None:
        super().__init__(refusal.detail)
        self.refusal = refusal


@dataclass(eq=False, slots=True)
class _Waiter:
    number: int
    """Its place in the site's order of arrival."""
    granted: asyncio.Future[Refusal | None]


@dataclass(eq=False, slots=True)
class _Host:
    waiting: deque[_Waiter] = field(default_factory=deque)
    """First come first; those that gave up are skipped."""
    health: Health = field(default_factory=Health)
    not_before: float = -math.inf
    """When it may be asked again, after it asked for a pause."""
    is_queued: bool = False
    """Stands in one of its site's heaps."""

    def refusal(self) -> Refusal | None:
        return self.health.refusal

    def first_waiter(self) -> _Waiter | None:
        """The first that still waits."""
        while self.waiting and self.waiting[0].granted.done():
            self.waiting.popleft()
        return self.waiting[0] if self.waiting else None


@dataclass(eq=False, slots=True)
class _SiteQueue:
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
    hosts: dict[str, _Host] = field(default_factory=dict)
    ready: list[tuple[int, _Host]] = field(default_factory=list)
    """Heap of hosts with waiting requests, by the number of their first one."""
    paused: list[tuple[float, int, _Host]] = field(default_factory=list)
    """Heap of hosts with waiting requests that may not be asked before an instant."""
    alarm_at: float = math.inf

    @property
    def slots(self) -> int:
        """How many requests may be in flight."""
        return int(self.plain_slots * self.adaptation.factor)

    def adapt(self, elapsed_s: float, *, is_complaint: bool) -> None:
        """Go on faster or slower after an answer, where settings allow it."""
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

    @property
    def is_idle(self) -> bool:
        return self.taken == 0 and self.waiting == 0

    def add(self, host: _Host) -> _Waiter:
        """Another request waits for a host."""
        self.number += 1
        self.waiting += 1
        granted: asyncio.Future[Refusal | None] = asyncio.get_running_loop().create_future()
        waiter = _Waiter(self.number, granted)
        host.waiting.append(waiter)
        if not host.is_queued:
            host.is_queued = True
            heapq.heappush(self.ready, (waiter.number, host))
        return waiter

    def take_next(self, now: float) -> _Waiter | None:
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

    def _remove_first(self, host: _Host) -> None:
        host.waiting.popleft()
        self.waiting -= 1
        following = host.first_waiter()
        host.is_queued = following is not None
        if following is not None:
            heapq.heappush(self.ready, (following.number, host))


class Throttle:
    """Grants the slots of all sites. An async context: its alarms end with it."""

    def __init__(
        self, politeness: config.Politeness, retry: config.Retry, concurrency: int, clock: Clock
    ) -> None:
        self._politeness = politeness
        self._retry = retry
        self._clock = clock
        self._everywhere = asyncio.Semaphore(concurrency)
        self._queues: dict[str, _SiteQueue] = {}
        self._alarms: set[asyncio.Task[None]] = set()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        for alarm in self._alarms:
            alarm.cancel()

    async def enter(self, site: str, host_name: str) -> Slot | Refusal:
        """Wait for a slot at the site, and for one of all sites. The slot must be left."""
        queue = self._queue(site)
        host = queue.hosts.setdefault(host_name, _Host())
        refusal = host.refusal() or await self._wait_in_queue(queue, host)
        if refusal is not None:
            return refusal
        slot = Slot(self, queue, host)
        try:
            now = self._clock.monotonic()
            start_at = queue.entries.start_at(now)
            queue.entries = queue.entries.started(start_at)
            await self._wait_until(start_at)
            await self._everywhere.acquire()
            slot.is_everywhere = True
        except BaseException:
            slot.leave()
            raise
        refusal = host.refusal()
        if refusal is not None:
            slot.leave()
            return refusal
        return slot

    def slow_down(self, site: str, gap_s: float) -> None:
        """Keep at least this many seconds between two starts, as robots.txt asks."""
        self._queue(site).slow_down(gap_s)

    def has_waiting(self, site: str) -> bool:
        """True if requests wait for this site: its connections are worth keeping."""
        queue = self._queues.get(site)
        return queue is not None and queue.waiting > 0

    def refusal(self, site: str, host_name: str) -> Refusal | None:
        """Whether the host is closed for the rest of the run."""
        queue = self._queues.get(site)
        host = queue.hosts.get(host_name) if queue is not None else None
        return host.refusal() if host is not None else None

    def forget(self, site: str) -> None:
        """Drop what is known of a site where nothing is worth knowing."""
        queue = self._queues.get(site)
        if (
            queue is None
            or not queue.is_idle
            or queue.starts.next_start_at > self._clock.monotonic()
        ):
            return
        if all(
            host.health.is_well and host.not_before == -math.inf for host in queue.hosts.values()
        ):
            del self._queues[site]

    # ── for other workers ──

    def take_over(self, site: str, state: SiteState) -> None:
        """Take up a site where another worker left it."""
        if state.is_blank:
            return
        queue, now = self._queue(site), self._clock.monotonic()
        queue.slow_down(state.least_gap_s)
        next_start_at = max(now + state.wait_s, queue.starts.next_start_at)
        queue.entries = replace(queue.entries, next_start_at=next_start_at)
        queue.starts = replace(queue.starts, next_start_at=next_start_at)
        for each in state.hosts:
            host = queue.hosts.setdefault(each.name, _Host())
            host.health = each.health
            host.not_before = max(host.not_before, now + each.pause_s)

    def hand_over(self, site: str) -> SiteState:
        """What another worker must know of a site without requests; it is dropped here."""
        queue, now = self._queues.pop(site, None), self._clock.monotonic()
        if queue is None:
            return SiteState()
        hosts = (
            HostState(name=name, pause_s=max(0.0, host.not_before - now), health=host.health)
            for name, host in queue.hosts.items()
        )
        return SiteState(
            wait_s=max(0.0, queue.starts.next_start_at - now),
            least_gap_s=queue.least_gap_s,
            hosts=tuple(islice((host for host in hosts if not host.is_blank), MOST_HOSTS)),
        )

    # ── for slots ──

    def left(self, queue: _SiteQueue, *, is_everywhere: bool) -> None:
        if is_everywhere:
            self._everywhere.release()
        queue.taken -= 1
        self._grant_next(queue)

    async def wait_to_start(self, queue: _SiteQueue, host: _Host) -> float:
        """Wait until the site's next request may be written; gives the seconds. Raises Refused."""
        before = self._clock.monotonic()
        while True:
            await self._wait_until(host.not_before)
            # Only now: the other hosts of the site must not wait for this one's quiet.
            start_at = queue.starts.start_at(self._clock.monotonic())
            queue.starts = queue.starts.started(start_at)
            await self._wait_until(start_at)
            refusal, now = host.refusal(), self._clock.monotonic()
            if refusal is not None:
                raise Refused(refusal)
            if host.not_before <= now:
                return now - before

    def answered(
        self,
        queue: _SiteQueue,
        host: _Host,
        http_status: int,
        pause_s: float | None,
        elapsed_s: float,
    ) -> None:
        """The host spoke: note how it is, and whether it wants quiet."""
        retry, longest = self._retry, self._retry.max_wait_s
        host.health = host.health.answered(
            http_status,
            pause_s,
            failures_to_pause=self._politeness.failures_to_pause,
            longest_wait_s=longest,
        )
        is_complaint = http_status == 503 or is_limited(http_status, pause_s)
        queue.adapt(elapsed_s, is_complaint=is_complaint)
        wish_s = pause_s
        if wish_s is None and is_limited(http_status, pause_s):
            wish_s = pace.backoff_s(max(1, host.health.streak), retry.first_wait_s, longest)
        if wish_s:
            host.not_before = max(host.not_before, self._clock.monotonic() + min(wish_s, longest))
        self._refuse_waiting(queue, host)

    def failed(self, queue: _SiteQueue, host: _Host, failure: Failure) -> None:
        """The host did not speak."""
        if failure in _TIMEOUTS:
            queue.adapt(math.inf, is_complaint=True)
        host.health = host.health.failed(
            failure, failures_to_pause=self._politeness.failures_to_pause
        )
        self._refuse_waiting(queue, host)

    # ── the queues ──

    def _queue(self, site: str) -> _SiteQueue:
        if site not in self._queues:
            override = self._politeness.sites.get(site) or config.SiteOverride()
            gap_s = self._politeness.gap_s if override.gap_s is None else override.gap_s
            slots = override.concurrency or self._politeness.concurrency
            ceiling = self._politeness.adaptive_ceiling if self._politeness.adaptive else 1.0
            self._queues[site] = _SiteQueue(
                slots,
                gap_s,
                pace.Adaptation(ceiling=ceiling),
                Pace(gap_s=gap_s),
                Pace(gap_s=gap_s),
            )
        return self._queues[site]

    async def _wait_in_queue(self, queue: _SiteQueue, host: _Host) -> Refusal | None:
        waiter = queue.add(host)
        self._grant_next(queue)
        try:
            return await waiter.granted
        except asyncio.CancelledError:
            if waiter.granted.cancelled():
                queue.waiting -= 1
            elif waiter.granted.result() is None:
                self.left(queue, is_everywhere=False)
            raise

    def _grant_next(self, queue: _SiteQueue) -> None:
        now = self._clock.monotonic()
        while queue.taken < queue.slots:
            waiter = queue.take_next(now)
            if waiter is None:
                break
            queue.taken += 1
            waiter.granted.set_result(None)
        alarm_at = queue.paused[0][0] if queue.paused else math.inf
        if queue.taken < queue.slots and now < alarm_at < queue.alarm_at:
            queue.alarm_at = alarm_at
            alarm = asyncio.create_task(self._grant_later(queue, alarm_at))
            self._alarms.add(alarm)
            alarm.add_done_callback(self._alarms.discard)

    async def _grant_later(self, queue: _SiteQueue, at: float) -> None:
        await self._wait_until(at)
        queue.alarm_at = math.inf
        self._grant_next(queue)

    def _refuse_waiting(self, queue: _SiteQueue, host: _Host) -> None:
        """The requests that wait for a paused host are told so."""
        refusal = host.refusal()
        if refusal is None:
            return
        while (waiter := host.first_waiter()) is not None:
            host.waiting.popleft()
            queue.waiting -= 1
            waiter.granted.set_result(refusal)
        self._grant_next(queue)

    async def _wait_until(self, at: float) -> None:
        while (wait_s := at - self._clock.monotonic()) > 0:
            await self._clock.sleep(wait_s)


class Slot:
    """Permission to send one request to a host of a site. It must be left."""

    def __init__(self, throttle: Throttle, queue: _SiteQueue, host: _Host) -> None:
        self._throttle = throttle
        self._queue = queue
        self._host = host
        self.is_everywhere = False

    async def start(self) -> float:
        """Await this where the request is written; gives the seconds waited. Raises Refused."""
        return await self._throttle.wait_to_start(self._queue, self._host)

    def answered(
        self, http_status: int, pause_s: float | None, elapsed_s: float = math.inf
    ) -> None:
        """Tell what the host answered, and how long it took."""
        self._throttle.answered(self._queue, self._host, http_status, pause_s, elapsed_s)

    def failed(self, failure: Failure) -> None:
        self._throttle.failed(self._queue, self._host, failure)

    def leave(self) -> None:
        self._throttle.left(self._queue, is_everywhere=self.is_everywhere)
