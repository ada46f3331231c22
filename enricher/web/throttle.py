"""Grants slots at each site, first come, first served, and pauses hosts that ask for it.

A slot is taken before the connection is made, and the distance between two requests is kept where
the request is written: a slow handshake must not bring two requests together. `policy` says how
long; this file waits.
"""

from __future__ import annotations

import asyncio
import math
from dataclasses import replace
from itertools import islice
from types import TracebackType
from typing import Self

from enricher import config
from enricher.models import Failure
from enricher.policy import pace
from enricher.policy.breaker import Refusal
from enricher.policy.pace import Pace
from enricher.web.clock import Clock
from enricher.web.priority import GlobalSlots, ReadingTurns
from enricher.web.site_queue import HostQueue, SiteQueue
from enricher.web.site_state import MOST_HOSTS, HostState, SiteState

_TIMEOUTS = frozenset({Failure.READ_TIMEOUT, Failure.CONNECT_TIMEOUT})


class Refused(Exception):
    """Raised when a host is paused while a request waits for its moment."""

    def __init__(self, refusal: Refusal) -> None:
        super().__init__(refusal.detail)
        self.refusal = refusal


class Throttle:
    """Grants the slots of all sites. An async context: its alarms end with it."""

    def __init__(
        self, politeness: config.Politeness, retry: config.Retry, concurrency: int, clock: Clock
    ) -> None:
        self.politeness = politeness
        self.retry = retry
        self.clock = clock
        self.everywhere = GlobalSlots(concurrency)
        self.turns = ReadingTurns()
        self._queues: dict[str, SiteQueue] = {}
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

    async def enter(self, site: str, host_name: str, for_site: str = "") -> Slot | Refusal:
        """Wait for a slot at the site, and for one of all sites. The slot must be left.

        `for_site`: whose work waits for it, where that is another site's.
        """
        queue = self._queue(site)
        host = queue.hosts.get(host_name)
        if host is None:
            host = queue.hosts[host_name] = HostQueue()
        refusal = host.health.refusal
        if refusal is None and not queue.take_free(host, self.clock.monotonic()):
            refusal = await self._wait_in_queue(queue, host)
        if refusal is not None:
            return refusal
        slot = Slot(self, queue, host, self._queues.get(for_site, queue))
        try:
            now = self.clock.monotonic()
            start_at = queue.entries.start_at(now)
            queue.entries = queue.entries.started(start_at)
            if start_at > now:
                await self.wait_until(start_at)
            await self.everywhere.acquire(slot.left_s)
            slot.is_everywhere = True
        except BaseException:
            slot.leave()
            raise
        refusal = host.health.refusal
        if refusal is not None:
            slot.leave()
            return refusal
        return slot

    def expect(self, site: str, requests: int) -> None:
        """Announce requests to a site: the one with the most left to do goes first."""
        self._queue(site).expected += requests

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
        return host.health.refusal if host is not None else None

    def forget(self, site: str) -> None:
        """Drop what is known of a site where nothing is worth knowing; no more is expected."""
        queue = self._queues.get(site)
        if queue is None:
            return
        queue.expected = 0  # what robots.txt forbade, say, was announced and not asked
        if queue.taken or queue.waiting or queue.starts.next_start_at > self.clock.monotonic():
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
        queue, now = self._queue(site), self.clock.monotonic()
        queue.slow_down(state.least_gap_s)
        next_start_at = max(now + state.wait_s, queue.starts.next_start_at)
        queue.entries = replace(queue.entries, next_start_at=next_start_at)
        queue.starts = replace(queue.starts, next_start_at=next_start_at)
        for each in state.hosts:
            host = queue.hosts.setdefault(each.name, HostQueue())
            host.health = each.health
            host.not_before = max(host.not_before, now + each.pause_s)

    def hand_over(self, site: str) -> SiteState:
        """What another worker must know of a site without requests; it is dropped here."""
        queue, now = self._queues.pop(site, None), self.clock.monotonic()
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

    def _queue(self, site: str) -> SiteQueue:
        if site not in self._queues:
            override = self.politeness.sites.get(site) or config.SiteOverride()
            gap_s = self.politeness.gap_s if override.gap_s is None else override.gap_s
            slots = override.concurrency or self.politeness.concurrency
            ceiling = self.politeness.adaptive_ceiling if self.politeness.adaptive else 1.0
            self._queues[site] = SiteQueue(
                slots,
                gap_s,
                pace.Adaptation(ceiling=ceiling),
                Pace(gap_s=gap_s),
                Pace(gap_s=gap_s),
            )
        return self._queues[site]

    async def _wait_in_queue(self, queue: SiteQueue, host: HostQueue) -> Refusal | None:
        waiter = queue.add(host)
        self._grant_next(queue)
        try:
            return await waiter.granted
        except asyncio.CancelledError:
            if waiter.granted.cancelled():
                queue.waiting -= 1
            elif waiter.granted.result() is None:
                self.left(queue)
            raise

    def left(self, queue: SiteQueue) -> None:
        """A slot at the site is free."""
        queue.taken -= 1
        queue.expected = max(0, queue.expected - 1)
        if queue.waiting:
            self._grant_next(queue)

    def _grant_next(self, queue: SiteQueue) -> None:
        now = self.clock.monotonic()
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

    async def _grant_later(self, queue: SiteQueue, at: float) -> None:
        await self.wait_until(at)
        queue.alarm_at = math.inf
        self._grant_next(queue)

    def refuse_waiting(self, queue: SiteQueue, host: HostQueue, refusal: Refusal) -> None:
        """The requests that wait for a paused host are told so."""
        while (waiter := host.first_waiter()) is not None:
            host.waiting.popleft()
            queue.waiting -= 1
            waiter.granted.set_result(refusal)
        self._grant_next(queue)

    async def wait_until(self, at: float) -> None:
        """Wait for an instant of the clock."""
        while (wait_s := at - self.clock.monotonic()) > 0:
            await self.clock.sleep(wait_s)


class Slot:
    """Permission to send one request to a host of a site. It must be left."""

    def __init__(
        self, throttle: Throttle, queue: SiteQueue, host: HostQueue, waiting: SiteQueue
    ) -> None:
        """`waiting`: the queue of the site whose work waits for the request."""
        self._throttle = throttle
        self._queue = queue
        self._host = host
        self._waiting = waiting
        self._is_at_site = True
        self.is_everywhere = False
        """It has a slot of all sites as well."""

    @property
    def left_s(self) -> float:
        """About how long the rest of the site takes, or of the one that waits for it."""
        return max(self._queue.left_s, self._waiting.left_s)

    def has_started(self) -> bool:
        """True if the request may be written now, which is noted. Raises Refused."""
        queue, refusal = self._queue, self._host.health.refusal
        if refusal is not None:
            raise Refused(refusal)
        # By the instant of writing, not by a planned one: a busy event loop may be late for it.
        now = self._throttle.clock.monotonic()
        if max(self._host.not_before, queue.starts.next_start_at) > now:
            return False
        queue.starts = queue.starts.started(now)
        return True

    async def start(self) -> None:
        """Await this where the request is written. Raises Refused."""
        while not self.has_started():
            await self._throttle.wait_until(self._host.not_before)
            # Only now: the other hosts of the site must not wait for this one's quiet.
            await self._throttle.wait_until(self._queue.starts.next_start_at)

    def answered(
        self, http_status: int, pause_s: float | None, elapsed_s: float = math.inf
    ) -> None:
        """Note how the host is, and whether it wants quiet, by its answer."""
        throttle, queue, host = self._throttle, self._queue, self._host
        longest_s = throttle.retry.max_wait_s
        host.health = host.health.answered(
            http_status,
            pause_s,
            failures_to_pause=throttle.politeness.failures_to_pause,
            longest_wait_s=longest_s,
        )
        is_limiting = pace.is_limited(http_status, pause_s)
        queue.adapt(elapsed_s, is_complaint=http_status == 503 or is_limiting)
        wish_s = pause_s
        if wish_s is None and is_limiting:
            streak = max(1, host.health.streak)
            wish_s = pace.backoff_s(streak, throttle.retry.first_wait_s, longest_s)
        if wish_s:
            quiet_until = throttle.clock.monotonic() + min(wish_s, longest_s)
            host.not_before = max(host.not_before, quiet_until)
        if host.health.refusal is not None:
            throttle.refuse_waiting(queue, host, host.health.refusal)

    def failed(self, failure: Failure) -> None:
        """Note that the host did not speak."""
        host = self._host
        if failure in _TIMEOUTS:
            self._queue.adapt(math.inf, is_complaint=True)
        host.health = host.health.failed(
            failure, failures_to_pause=self._throttle.politeness.failures_to_pause
        )
        if host.health.refusal is not None:
            self._throttle.refuse_waiting(self._queue, host, host.health.refusal)

    async def wait_to_read(self) -> None:
        """Leave the site, and wait until its answer may be worked on."""
        self._leave_site()
        await self._throttle.turns.wait(self.left_s)

    def leave(self) -> None:
        """Give back what is held."""
        self._leave_site()
        if self.is_everywhere:
            self.is_everywhere = False
            self._throttle.everywhere.release()

    def _leave_site(self) -> None:
        if self._is_at_site:
            self._is_at_site = False
            self._throttle.left(self._queue)
