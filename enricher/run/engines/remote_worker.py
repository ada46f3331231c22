"""One worker's process as its coordinator knows it: its link, its units, its lease."""

from __future__ import annotations

import math
import time
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from typing import Protocol

import anyio

from enricher.run.engines import frames
from enricher.run.engines.seam import Chunk, UnitResult


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """Times after which a worker or a unit is given up; shorter ones are for tests."""

    lease_s: float = 30.0
    """A worker sends no request later than this after the latest word from its coordinator. Far
    more than a busy machine keeps a process waiting, far less than anyone waits for a run."""
    wedged_s: float = 20.0
    """No page takes a second to parse; a machine may be busy with other things for long."""
    ping_s: float = 2.0
    unit_grace_s: float = 180.0
    """After a unit's own lease, for the tasks that it began: three tries of 30 s and their waits.
    """
    gather_s: float = 20.0
    """Until those that are ready begin without the others: who is there first would get most."""
    start_s: float = 300.0
    """Until the first one is ready: a cluster may have to start machines first."""

    @property
    def unanswered(self) -> int:
        """Pings without an answer after which a worker is frozen or cut off.

        Counted, not timed: a coordinator that was frozen itself must not blame its workers.
        """
        return math.ceil(self.lease_s / self.ping_s) + 1


class WorkerLink(Protocol):
    """A worker's process, and messages to and from it."""

    def send(self, message: frames.ToWorker) -> None:
        """Has a message sent, in order, without waiting; does nothing where the process is gone."""
        ...

    def receive(self) -> AsyncIterator[frames.FromWorker]:
        """Yields messages in order, until the process is gone."""
        ...

    async def end(self) -> str:
        """Ends the process; says how it ended. It has certainly sent its last request."""
        ...


@dataclass(eq=False, slots=True)
class LiveUnit:
    """A unit at a worker, and what came from it."""

    size: int
    """Tasks without an outcome."""
    came: list[Chunk | UnitResult] = field(default_factory=list)
    has_news: anyio.Event = field(default_factory=anyio.Event)

    def put(self, item: Chunk | UnitResult) -> None:
        if isinstance(item, Chunk):
            self.size -= len(item.rows)
        self.came.append(item)
        self.has_news.set()

    async def get(self) -> Chunk | UnitResult:
        while not self.came:
            self.has_news = anyio.Event()
            await self.has_news.wait()
        return self.came.pop(0)


@dataclass(eq=False, slots=True)
class RemoteWorker:
    """One worker's process as the coordinator knows it."""

    link: WorkerLink
    units: dict[tuple[int, int], LiveUnit] = field(default_factory=dict)
    requests: int = 0
    heard_s: float | None = None
    """Its own time in its latest answer to a ping."""
    renewed_at_s: float = field(default_factory=time.monotonic)
    """Our time of that answer: its lease holds from about then on."""
    unanswered: int = 0
    is_gone: bool = False
    is_ready: anyio.Event = field(default_factory=anyio.Event)

    @property
    def load(self) -> int:
        return sum(unit.size for unit in self.units.values())
