"""Floor 3. Drives a run: keeps the engine busy, brings outcomes home, notices when the network is gone.

All of a run's concurrency that is not a worker's is in this file: units run side by side, one task takes what they
send, in order, from a bounded stream, and one has documents written.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field

import anyio
import anyio.abc
from anyio.streams.memory import MemoryObjectReceiveStream, MemoryObjectSendStream

from enricher import urls
from enricher.config import Config
from enricher.ledger.store import Ledger
from enricher.ledger.targets import Key
from enricher.models import ClientIdentity, Kind, Outcome, Task
from enricher.run.desk import Desk
from enricher.run.engine import Engine
from enricher.run.frontier import Batch, Frontier
from enricher.run.guard import Guard
from enricher.run.pen import SHARED_BY_ARTICLES
from enricher.run.plan import Plan, Queue
from enricher.run.survey import Survey
from enricher.run.units import Chunk, Lane, Unit
from enricher.web.clock import Clock

# Chunks on their way home; when the scribe falls behind so far, workers wait.
CHUNKS = 16
# Sites that answered earlier and are asked whether the network is there.
CONTROLS = 3


@dataclass(frozen=True, slots=True)
class SiteThrough:
    """In the stream behind the last chunk of a site."""

    site: str


Message = Chunk | SiteThrough


@dataclass(frozen=True, slots=True, kw_only=True)
class Floor:
    """Everything that a coordinator works with."""

    config: Config
    ledger: Ledger
    plan: Plan
    survey: Survey
    frontier: Frontier
    guard: Guard
    desk: Desk
    clock: Clock
    due: frozenset[Key]
    """Targets that this run shall ask."""


@dataclass(slots=True)
class Coordinator:
    """One per run."""

    floor: Floor
    engine: Engine
    ends_at_s: float | None = None
    """Monotonic: no new task is begun afterwards."""
    is_offline: bool = False
    """The guard's suspicion proved right."""
    _client_identities: dict[str, ClientIdentity] = field(default_factory=dict)
    _wake: anyio.Event = field(default_factory=anyio.Event)

    async def drive(self, scope: anyio.CancelScope) -> None:
        """Asks all that is on the frontier; what was learnt is with the scribe when this returns.

        Cancelling `scope` ends the asking, and nothing of what came home is lost.
        """
        self._client_identities = self.floor.ledger.sites.client_identities()
        send, receive = anyio.create_memory_object_stream[Message](CHUNKS)
        async with anyio.create_task_group() as writing:
            writing.start_soon(self.floor.desk.keep_writing)
            async with anyio.create_task_group() as group:
                group.start_soon(self._take_home, receive, scope)
                with send, scope:
                    async with anyio.create_task_group() as units:
                        await self._hand_out(units, send)
            self.floor.desk.close()
        if self.floor.guard.is_holding and not self.is_offline:
            self.is_offline = not await self._has_network()
        if self.is_offline:
            self.floor.guard.drop()

    async def _hand_out(
        self, units: anyio.abc.TaskGroup, send: MemoryObjectSendStream[Message]
    ) -> None:
        frontier, engine = self.floor.frontier, self.engine
        live = 0

        async def run(batch: Batch) -> None:
            nonlocal live
            await self._run(batch, send)
            live -= 1
            self._wake.set()

        while True:
            while live < engine.capacity() and not self._is_over() and (batch := frontier.take()):
                live += 1
                units.start_soon(run, batch)
            if not live:
                return
            await self._wake.wait()
            self._wake = anyio.Event()

    def _is_over(self) -> bool:
        return self.ends_at_s is not None and self.floor.clock.monotonic() >= self.ends_at_s

    async def _run(self, batch: Batch, send: MemoryObjectSendStream[Message]) -> None:
        unit = self._unit(batch)

        async def on_rows(chunk: Chunk) -> None:
            self.floor.frontier.concluded(
                chunk.unit, ((row.kind, row.target) for row in chunk.rows)
            )
            # Where the run itself was cancelled from outside, nobody takes anything home any more.
            with suppress(anyio.BrokenResourceError):
                await send.send(chunk)

        result = await self.engine.run(unit, on_rows)
        for site in self.floor.frontier.finished(batch, result):
            await send.send(SiteThrough(site))

    def _unit(self, batch: Batch) -> Unit:
        """The batch with all that its journeys need."""
        lease_s = (
            None
            if self.ends_at_s is None
            else max(0.0, self.ends_at_s - self.floor.clock.monotonic())
        )
        lanes = tuple(self._lane(part) for part in batch.parts)
        return Unit(id=batch.id, attempt=batch.attempt, lanes=lanes, lease_s=lease_s)

    def _lane(self, part: Queue) -> Lane:
        targets, wanted = self.floor.ledger.targets, self.floor.plan.wanted
        memories = targets.memories(part.keys)
        return Lane(
            site=part.site,
            tasks=tuple(wanted[key].task(key, memories.get(key)) for key in part.keys),
            client_identity=self._client_identities.get(part.site, ClientIdentity.HONEST),
            shared_images=tuple(sorted(targets.shared_images(part.site, SHARED_BY_ARTICLES))),
        )

    # ── bringing home ─────────────────────────────────────────────────────────────────────────────────────────

    async def _take_home(
        self, receive: MemoryObjectReceiveStream[Message], scope: anyio.CancelScope
    ) -> None:
        """The one consumer; goes on until the last sender is gone."""
        desk = self.floor.desk
        with receive:
            async for message in receive:
                rows: list[Outcome] = []
                sites: list[str] = []
                for each in (message, *_waiting(receive)):
                    match each:
                        case Chunk():
                            rows += each.rows
                        case SiteThrough(site):
                            sites.append(site)
                desk.take(rows)
                for site in sites:
                    desk.site_is_through(site)
                if (
                    self.floor.guard.is_suspicious
                    and not self.is_offline
                    and not await self._has_network()
                ):
                    self.is_offline = True
                    scope.cancel()

    async def _has_network(self) -> bool:
        """What failed before HTTP: is the network gone? Somebody who answered before should know.

        Where there is nobody to ask, nothing is believed: machines without network are told "no such name", too.
        """
        if not self.floor.guard.held_sites or self.floor.guard.is_reassured:
            self.floor.desk.trust()
            return True
        controls = self._controls()
        answered = Guard(sites=1)

        async def on_rows(chunk: Chunk) -> None:
            answered.sift(chunk.rows)
            await anyio.lowlevel.checkpoint()

        if controls:
            # Alone: behind hundreds of names that nobody resolves, the question would wait for a minute.
            await self.engine.run(Unit(id=0, attempt=1, lanes=controls), on_rows, alone=True)
        if answered.has_answer:
            self.floor.desk.trust()
        return answered.has_answer

    def _controls(self) -> tuple[Lane, ...]:
        """One page of each of a few sites: those that answered last, and the archive.

        Where there is nobody else, other pages of the failing sites themselves.
        """
        targets, guard = self.floor.ledger.targets, self.floor.guard
        urls_ = list(targets.answering(guard.held_sites, CONTROLS))
        if self.floor.config.archive.enabled:
            urls_.append(self.floor.config.archive.timegate)
        if not urls_:
            urls_ = [
                url
                for url in targets.answering(frozenset(), CONTROLS)
                if url not in guard.held_targets
            ]
        return tuple(Lane(site=urls.site(url), tasks=(_bare(url),)) for url in urls_)


def _waiting(receive: MemoryObjectReceiveStream[Message]) -> Iterator[Message]:
    """What else has come home: under load many chunks become one transaction."""
    with suppress(anyio.WouldBlock, anyio.EndOfStream):
        for _ in range(CHUNKS):
            yield receive.receive_nowait()


def _bare(url: str) -> Task:
    return Task(target=urls.normalise(url), kind=Kind.PAGE)
