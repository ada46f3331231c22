"""Asks all that is due: keeps the engine busy, and notices when the network is gone.

A run's concurrency outside a worker is in this file: units run side by side, one task takes what
they send, in order, from a bounded stream, and one has documents written.
"""

from __future__ import annotations

import math
from collections import deque
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field

import anyio
import anyio.abc
from anyio.streams.memory import MemoryObjectReceiveStream, MemoryObjectSendStream

from enricher import urls
from enricher.config import Config
from enricher.ledger.store import Ledger
from enricher.models import ClientIdentity, Kind, Outcome, Task
from enricher.run.documents.target_states import SHARED_BY_ARTICLES
from enricher.run.engines.seam import Chunk, Engine, SiteTasks, Unit
from enricher.run.frontier import LIVE_TASKS, Batch, Frontier
from enricher.run.offline import OfflineDetector
from enricher.run.recorder import Recorder, RunContext
from enricher.run.results.records import EngineAtWork
from enricher.run.schedule import Descriptions, tasks_of

# Chunks that wait to be saved; when saving falls behind by more, workers wait.
CHUNKS = 16
# Between two commits, so that each holds more than two or three results; a crash costs that much.
SAVE_EVERY_S = 0.05
# Sites that answered earlier and are asked whether the network is there.
CONTROL_SITES = 3
# How often it is told how an engine does, and over how many looks its rate is taken.
STATUS_EVERY_S = 1.0
RATED_LOOKS = 10
# Each worker has a share of live tasks of its own, 16 of them at most: 0.5 GB in the coordinator.
MOST_SHARES = 16
# Targets whose descriptions are read from the ledger together, so that a document is read once for
# all of them; about 1 KB each, 20 MB.
DESCRIBED_AHEAD = 20_000


@dataclass(frozen=True, slots=True)
class SiteDone:
    """Follows the last chunk of a site in the stream."""

    site: str


Message = Chunk | SiteDone


@dataclass(slots=True)
class Coordinator:
    """Drives one run's asking."""

    context: RunContext
    config: Config
    recorder: Recorder
    frontier: Frontier
    ends_at_s: float | None = None
    """Monotonic: no new task is begun afterwards."""
    is_offline: bool = False
    """The network turned out to be gone."""
    requests: int = 0
    """Sent, redirects and retries included; known when `drive` has returned."""
    notices: list[str] = field(default_factory=list)
    """Lines for the user."""
    late: int = 0
    """Results that came for a unit after it had ended; they were dropped."""
    _identities: dict[str, ClientIdentity] = field(default_factory=dict)
    _described: Descriptions = field(default_factory=dict)
    """What documents say of the targets that come next."""
    _unit_ended: anyio.Event = field(default_factory=anyio.Event)

    async def drive(self, engine: Engine, scope: anyio.CancelScope) -> None:
        """Asks all that is on the frontier; when this returns, what was learnt is saved.

        Cancelling `scope` ends the asking, and no result that arrived is lost.
        """
        self._identities = await self.context.ledger.do(
            lambda ledger: ledger.sites.client_identities()
        )
        send, receive = anyio.create_memory_object_stream[Message](CHUNKS)
        async with anyio.create_task_group() as writing:
            writing.start_soon(self.recorder.keep_writing)
            async with anyio.create_task_group() as group, self._told(engine):
                group.start_soon(self._save_all, engine, receive, scope)
                with send, scope:
                    async with anyio.create_task_group() as units:
                        await self._start_units(engine, units, send)
            self.recorder.close()
        detector = self.context.detector
        if detector.is_holding and not self.is_offline:
            self.is_offline = not await self._has_network(engine)
        if self.is_offline:
            detector.drop()
        self.requests = engine.requests_sent()
        status = engine.status()
        self.late += status.late if status else 0

    async def _start_units(
        self,
        engine: Engine,
        units: anyio.abc.TaskGroup,
        send: MemoryObjectSendStream[Message],
    ) -> None:
        frontier = self.frontier
        live = 0

        async def run(batch: Batch, described: Descriptions) -> None:
            nonlocal live
            await self._run(engine, batch, described, send)
            live -= len(batch.parts)
            self._unit_ended.set()

        while True:
            while self._wants_more(engine, live) and (batch := frontier.take(_live_tasks(engine))):
                live += len(batch.parts)
                units.start_soon(run, batch, await self._described_of(batch))
            if not live:
                return
            await self._unit_ended.wait()
            self._unit_ended = anyio.Event()

    def _wants_more(self, engine: Engine, live: int) -> bool:
        clock, ends_at_s = self.context.clock, self.ends_at_s
        is_over = ends_at_s is not None and clock.monotonic() >= ends_at_s
        return live < engine.capacity() and not is_over

    @asynccontextmanager
    async def _told(self, engine: Engine) -> AsyncIterator[None]:
        """Tells how an engine with several workers does, until all is asked."""
        clock, counts = self.context.clock, self.recorder.counts
        seen = deque([(clock.monotonic(), 0)], maxlen=RATED_LOOKS)

        async def tell() -> None:
            while (status := engine.status()) is not None:
                await clock.sleep(STATUS_EVERY_S)
                before_s, before = seen[0]
                now_s, rows = clock.monotonic(), len(counts.checked)
                seen.append((now_s, rows))
                event = EngineAtWork(
                    workers=status.workers,
                    units_in_flight=self.frontier.live_units,
                    sites_waiting=self.frontier.sites_waiting,
                    rows_per_s=(rows - before) / max(now_s - before_s, STATUS_EVERY_S),
                    oldest_lease_s=status.oldest_lease_s,
                )
                self.context.on_event(event)

        async with anyio.create_task_group() as group:
            group.start_soon(tell)
            yield
            group.cancel_scope.cancel()

    async def _run(
        self,
        engine: Engine,
        batch: Batch,
        described: Descriptions,
        send: MemoryObjectSendStream[Message],
    ) -> None:
        unit = await self.context.ledger.do(lambda ledger: self._unit(ledger, batch, described))

        is_live = True

        async def on_rows(chunk: Chunk) -> None:
            if not is_live or (chunk.unit, chunk.attempt) != (unit.id, unit.attempt):
                self.late += len(chunk.rows)
                return
            self.frontier.concluded(chunk.unit, ((row.kind, row.target) for row in chunk.rows))
            # Where the run itself was cancelled from outside, nothing is saved any more.
            with suppress(anyio.BrokenResourceError):
                await send.send(chunk)

        result = await engine.run(unit, on_rows, alone=batch.alone)
        is_live = False
        for site in self.frontier.finished(batch, result):
            await send.send(SiteDone(site))

    async def _described_of(self, batch: Batch) -> Descriptions:
        """Takes what documents say of a batch's targets; reads on where that is not here yet."""
        keys = [key for part in batch.parts for key in part.keys]
        if not all(key in self._described for key in keys):
            read, ahead = self.context.schedule.described, self.frontier.ahead(DESCRIBED_AHEAD)
            self._described = await self.context.ledger.do(
                lambda ledger: read(keys + ahead, ledger.documents.links)
            )
        return {key: self._described.pop(key) for key in keys}

    def _unit(self, ledger: Ledger, batch: Batch, described: Descriptions) -> Unit:
        """Adds to a batch all that its journeys need; for the ledger's thread."""
        clock, ends_at = self.context.clock, self.ends_at_s
        lease_s = None if ends_at is None else max(0.0, ends_at - clock.monotonic())
        planned = self.context.schedule.targets
        memories = ledger.targets.memories(key for part in batch.parts for key in part.keys)
        sites = tuple(
            SiteTasks(
                site=part.site,
                tasks=tuple(tasks_of((planned[key] for key in part.keys), memories, described)),
                client_identity=self._identities.get(part.site, ClientIdentity.HONEST),
                shared_images=tuple(
                    sorted(ledger.targets.shared_images(part.site, SHARED_BY_ARTICLES))
                ),
            )
            for part in batch.parts
        )
        return Unit(id=batch.id, attempt=batch.attempt, sites=sites, lease_s=lease_s)

    async def _save_all(
        self,
        engine: Engine,
        receive: MemoryObjectReceiveStream[Message],
        scope: anyio.CancelScope,
    ) -> None:
        """Saves what units send, until the last of them has ended."""
        detector, clock = self.context.detector, self.context.clock
        next_at_s = -math.inf
        with receive:
            async for message in receive:
                if (wait_s := next_at_s - clock.monotonic()) > 0:
                    await clock.sleep(wait_s)
                next_at_s = clock.monotonic() + SAVE_EVERY_S
                rows: list[Outcome] = []
                sites: list[str] = []
                for each in (message, *_waiting(receive)):
                    match each:
                        case Chunk():
                            rows += each.rows
                        case SiteDone(site):
                            sites.append(site)
                await self.recorder.save(rows, sites)
                is_suspicious = detector.is_suspicious and not self.is_offline
                if is_suspicious and not await self._has_network(engine):
                    self.is_offline = True
                    scope.cancel()

    async def _has_network(self, engine: Engine) -> bool:
        """Asks sites that answered before whether the network is there, when others fail before
        HTTP.

        Where no site can be asked, nothing is trusted: machines without network are told "no such
        name", too.
        """
        detector = self.context.detector
        if not detector.held_sites or detector.is_reassured:
            await self.recorder.trust()
            return True
        controls = await self.context.ledger.do(self._controls)
        answered = OfflineDetector(sites=1)

        async def on_rows(chunk: Chunk) -> None:
            answered.sift(chunk.rows)
            await anyio.lowlevel.checkpoint()

        if controls:
            # Alone: behind hundreds of names that do not resolve, it would wait for a minute.
            await engine.run(Unit(id=0, attempt=1, sites=controls), on_rows, alone=True)
        if answered.has_answer:
            await self.recorder.trust()
        return answered.has_answer

    def _controls(self, ledger: Ledger) -> tuple[SiteTasks, ...]:
        """Returns one page of each of a few sites: those that answered last, and the archive.

        Where there is no other site, other pages of the failing sites themselves.
        """
        targets, detector = ledger.targets, self.context.detector
        found = list(targets.answering(detector.held_sites, CONTROL_SITES))
        if self.config.archive.enabled:
            found.append(self.config.archive.timegate)
        if not found:
            held = detector.held_targets
            found = [
                url for url in targets.answering(frozenset(), CONTROL_SITES) if url not in held
            ]
        return tuple(
            SiteTasks(
                site=urls.site(url), tasks=(Task(target=urls.normalise(url), kind=Kind.PAGE),)
            )
            for url in found
        )


def _live_tasks(engine: Engine) -> int:
    """Returns how many tasks may be live: more for more workers, as far as memory goes."""
    status = engine.status()
    return LIVE_TASKS * (min(status.workers, MOST_SHARES) if status and status.workers else 1)


def _waiting(receive: MemoryObjectReceiveStream[Message]) -> Iterator[Message]:
    """Yields what else has arrived: under load many chunks become one transaction."""
    with suppress(anyio.WouldBlock, anyio.EndOfStream):
        for _ in range(CHUNKS):
            yield receive.receive_nowait()
