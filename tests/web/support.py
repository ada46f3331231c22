"""What the tests of the client share: clients that are quick, requests that are short to write, time that jumps."""

from __future__ import annotations

import heapq
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

import anyio
import anyio.lowlevel
from msgspec.structs import replace

from enricher.config import HostAccess, Politeness, Retry
from enricher.models import Failure, Kind, Request, Stop
from enricher.web.client import WebClient
from enricher.web.clock import Clock, SystemClock
from enricher.web.resolver import Resolved
from tests.fakes import NOON
from tests.testweb import SmallWeb

URL = "http://site.test/story"

# No manners on loopback: every test that needs some says so.
RUDE = Politeness(gap_s=0.0)
ONCE = Retry(attempts=1, first_wait_s=0.0)

HTTP2 = False
"""Which transport `open_client` takes; the fixture `transport` sets it."""


def request(url: str = URL, **changes: Any) -> Request:
    return replace(
        Request(url=url, kind=Kind.PAGE, stop=Stop.NEVER, max_bytes=1_000_000), **changes
    )


@asynccontextmanager
async def open_client(
    web: SmallWeb,
    *,
    politeness: Politeness = RUDE,
    retry: Retry = ONCE,
    clock: Clock | None = None,
    resolver: Table | None = None,
    hosts: Mapping[str, HostAccess] = {},
    environment: Mapping[str, str] = {},
    **fetch: Any,
) -> AsyncIterator[WebClient]:
    settings = web.fetch_settings(**({"http2": HTTP2} | fetch))
    async with WebClient(
        settings,
        politeness,
        retry,
        clock or SystemClock(),
        lambda: 0.0,
        resolver=resolver,
        hosts=hosts,
        environment=environment,
    ) as client:
        yield client


# Rounds of the event loop after which every task that was ready has run.
SETTLED = 30


@dataclass
class Table:
    """A resolver that knows a table: names to addresses, to one answer after the other, or to a failure."""

    table: Mapping[str, list[str] | list[list[str]] | Failure]
    asked: list[str] = field(default_factory=list)

    async def resolve(self, name: str) -> Resolved:
        await anyio.lowlevel.checkpoint()
        known = self.table.get(name, Failure.DNS_NXDOMAIN)
        slot = self.asked.count(name)
        self.asked.append(name)
        if isinstance(known, Failure):
            return Resolved(failure=known, detail="so says the table")
        slots = [[one] if isinstance(one, str) else one for one in known]
        addresses = (
            [one[0] for one in slots]
            if known and isinstance(known[0], str)
            else slots[min(slot, len(slots) - 1)]
        )
        return Resolved(addresses=tuple(addresses))


class JumpClock:
    """Time that stands still while anybody works, and then jumps to the next one who waits. Use as a context."""

    def __init__(self) -> None:
        self._now = 0.0
        self._waiting: list[tuple[float, int, anyio.Event]] = []
        self._number = 0

    def now(self) -> datetime:
        return NOON + timedelta(seconds=self._now)

    def monotonic(self) -> float:
        return self._now

    def stall(self, seconds: float) -> None:
        """Time goes on, and nothing else does."""
        self._now += seconds

    async def sleep(self, seconds: float) -> None:
        self._number += 1
        woken = anyio.Event()
        heapq.heappush(self._waiting, (self._now + seconds, self._number, woken))
        await woken.wait()

    @asynccontextmanager
    async def running(self) -> AsyncIterator[JumpClock]:
        async with anyio.create_task_group() as group:
            group.start_soon(self._jump)
            yield self
            group.cancel_scope.cancel()

    async def _jump(self) -> None:
        while True:
            for _ in range(SETTLED):
                await anyio.lowlevel.checkpoint()
            if self._waiting:
                at, _, woken = heapq.heappop(self._waiting)
                self._now = max(self._now, at)
                woken.set()
