"""The coordinator's side of engines with processes of their own: workers, their units, their
deaths.

What carries messages, and how a process is started and ended for certain, is a `WorkerLink`'s
business.
"""

from __future__ import annotations

import math
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass

import anyio
import anyio.abc
import msgspec

from enricher.config import Config, Politeness
from enricher.errors import EngineError
from enricher.run.engines import frames
from enricher.run.engines.remote_worker import Limits, LiveUnit, RemoteWorker, WorkerLink
from enricher.run.engines.seam import (
    Chunk,
    Done,
    EngineStatus,
    Failed,
    ImageSaver,
    Lost,
    OnRows,
    Unit,
    UnitResult,
)
from enricher.run.engines.site_registry import SiteRegistry
from enricher.run.schedule import gap_s
from enricher.run.worker import sites_at_once

# Workers in a row that end before they are ready, until the run is given up: not bad luck.
FAILED_STARTS = 3
# What a cancelled unit may take to hand over what it has learnt; it waits for no site meanwhile.
CANCEL_S = 5.0
# Sites in flight for each that a worker works on: the next ones are there when one is done.
QUEUED_SITES = 1.25

StartLink = Callable[[], Awaitable[WorkerLink]]


@dataclass(frozen=True, slots=True)
class PoolRules:
    """What holds for all workers of a pool."""

    limits: Limits
    politeness: Politeness
    save_image: ImageSaver | None
    sites_each: int
    """In flight at each worker: not all at once, for who is done first shall have more."""

    @classmethod
    def of(
        cls, limits: Limits, config: Config, save_image: ImageSaver | None, workers: int
    ) -> PoolRules:
        """Returns the rules for so many workers of a run."""
        sites_each = math.ceil(QUEUED_SITES * sites_at_once(shared(config, workers)))
        return cls(limits, config.politeness, save_image, sites_each)


class WorkerPool:
    """Runs units at workers in processes of their own; replaces those that die."""

    def __init__(
        self,
        start: StartLink,
        wanted: Callable[[], int],
        group: anyio.abc.TaskGroup,
        rules: PoolRules,
    ) -> None:
        """`wanted` gives the number of workers, which may grow; those that join late get units."""
        self._start = start
        self._wanted = wanted
        self._group = group
        self._save_image = rules.save_image
        self._limits = rules.limits
        self._sites: SiteRegistry[RemoteWorker] = SiteRegistry(
            time.monotonic, lambda site: gap_s(site, rules.politeness)
        )
        self._sites_each = rules.sites_each
        self._workers: list[RemoteWorker] = []
        self._slots = 0
        self._failed_starts = 0
        self._has_workers = anyio.Event()
        self._alone: RemoteWorker | None = None
        self._one_alone = anyio.Lock()
        self._past_requests = 0
        self._links: set[WorkerLink] = set()
        self._late = 0
        """Results of units that had ended for the coordinator; they were dropped."""

    # ── what a coordinator sees ──

    def capacity(self) -> int:
        return self._sites_each * max(1, len(self._workers))

    def requests_sent(self) -> int:
        return self._past_requests + sum(each.requests for each in self._all())

    def status(self) -> EngineStatus:
        now_s, workers = time.monotonic(), self._all()
        oldest_s = min((each.renewed_at_s for each in workers), default=now_s)
        return EngineStatus(workers=len(workers), oldest_lease_s=now_s - oldest_s, late=self._late)

    def _all(self) -> list[RemoteWorker]:
        """Those that are ready."""
        return [*self._workers, *([self._alone] if self._alone else [])]

    async def run(self, unit: Unit, on_rows: OnRows, *, alone: bool = False) -> UnitResult:
        if not alone:
            await self._wait_for(1)
            worker = min(self._workers, key=lambda each: each.load)
            return await self._run_at(worker, unit, on_rows)
        async with self._one_alone:
            return await self._run_at(await self._lonely_worker(), unit, on_rows)

    # ── life ──

    async def open(self, enough: int) -> None:
        """Starts the workers; returns when enough of them are ready, or some after a while.

        Raises EngineError where none is.
        """
        self._group.start_soon(self._keep_count)
        with anyio.move_on_after(self._limits.start_s):
            with anyio.move_on_after(self._limits.gather_s):
                await self._wait_for(enough)
            await self._wait_for(1)
        if not self._workers:
            raise EngineError(f"no worker was ready in {self._limits.start_s:g} s")

    async def _wait_for(self, count: int) -> None:
        while len(self._workers) < count:
            await self._has_workers.wait()

    async def close(self) -> None:
        """Ends every process."""
        async with anyio.create_task_group() as ending:
            for link in tuple(self._links):
                ending.start_soon(link.end)

    async def _keep_count(self) -> None:
        while True:
            while self._slots < self._wanted():
                self._slots += 1
                self._group.start_soon(self._keep_slot)
            await anyio.sleep(self._limits.ping_s)

    async def _keep_slot(self) -> None:
        """Keeps one worker alive: starts another whenever it has died."""
        while True:
            worker = await self._new_worker()
            async with anyio.create_task_group() as joining:
                joining.start_soon(self._join, worker)
                why = await self._serve(worker)
                joining.cancel_scope.cancel()
            if worker.is_ready.is_set():
                self._failed_starts = 0
            else:
                self._failed_starts += 1
            if self._failed_starts >= FAILED_STARTS:
                raise EngineError(f"worker processes end before they are ready ({why})")

    async def _new_worker(self) -> RemoteWorker:
        worker = RemoteWorker(await self._start())
        self._links.add(worker.link)
        return worker

    async def _join(self, worker: RemoteWorker) -> None:
        await worker.is_ready.wait()
        self._workers.append(worker)
        self._has_workers.set()
        self._has_workers = anyio.Event()

    async def _lonely_worker(self) -> RemoteWorker:
        """Gives a worker that has nothing else to do; one whose suspects passed is used again."""
        if self._alone is None:
            worker = self._alone = await self._new_worker()
            self._group.start_soon(self._serve_alone, worker)
        return self._alone

    async def _serve_alone(self, worker: RemoteWorker) -> None:
        await self._serve(worker)
        if self._alone is worker:
            self._alone = None

    # ── one worker ──

    async def _serve(self, worker: RemoteWorker) -> str:
        """Takes what a worker sends, until it is gone; then its units are lost. Says why."""
        async with anyio.create_task_group() as group:
            group.start_soon(self._ping, worker)
            with suppress(anyio.EndOfStream):
                async for message in worker.link.receive():
                    self._take(worker, message)
            group.cancel_scope.cancel()
        # Before the end is certain: it gets no further unit meanwhile.
        if worker in self._workers:
            self._workers.remove(worker)
        why = await worker.link.end()
        self._links.discard(worker.link)
        self._tell(self._sites.gone(worker))
        self._past_requests += worker.requests
        worker.requests = 0
        worker.is_gone = True
        for unit in worker.units.values():
            unit.put(Lost(why))
        return why

    def _take(self, worker: RemoteWorker, message: frames.FromWorker) -> None:
        match message:
            case frames.ImageRead():
                self._group.start_soon(self._save, worker, message)
                return
            case frames.SiteAsked(site=site):
                self._tell(self._sites.asked(worker, site))
                return
            case frames.SiteReturned(site=site, state=state):
                self._tell(self._sites.returned(worker, site, state))
                return
            case frames.Pong():
                worker.heard_s, worker.unanswered = message.now_s, 0
                worker.renewed_at_s = time.monotonic()
                worker.is_ready.set()
            case frames.Rows():
                self._put(worker, message.key, message.chunk)
            case frames.UnitEnded(summary=summary):
                ended = Failed(message.why) if summary is None else Done(summary)
                self._put(worker, message.key, ended)
        worker.requests = message.requests

    def _tell(self, messages: Iterable[tuple[RemoteWorker, frames.ToWorker]]) -> None:
        for worker, message in messages:
            worker.link.send(message)

    def _put(self, worker: RemoteWorker, key: tuple[int, int], item: Chunk | Done | Failed) -> None:
        unit = worker.units.get(key)
        if unit is not None:
            unit.put(item)
        elif isinstance(item, Chunk):
            self._late += len(item.rows)

    async def _ping(self, worker: RemoteWorker) -> None:
        """Renews a worker's lease again and again; ends the worker that does not answer."""
        while worker.unanswered < self._limits.unanswered:
            worker.link.send(frames.Ping(heard_s=worker.heard_s))
            if worker.is_ready.is_set():
                worker.unanswered += 1
            await anyio.sleep(self._limits.ping_s)
        await worker.link.end()

    async def _save(self, worker: RemoteWorker, image: frames.ImageRead) -> None:
        assert self._save_image is not None
        wants_more = await self._save_image(image.url, image.content)
        worker.link.send(frames.ImageTaken(number=image.number, wants_more=wants_more))

    # ── one unit ──

    async def _run_at(self, worker: RemoteWorker, unit: Unit, on_rows: OnRows) -> UnitResult:
        live = LiveUnit(sum(len(site.tasks) for site in unit.sites))
        key = unit.id, unit.attempt
        worker.units[key] = live
        granted: tuple[frames.SiteGranted, ...] = ()
        if worker.is_gone:
            live.put(Lost("it had died before"))
        else:
            granted = self._sites.given(worker, (site.site for site in unit.sites))
        deadline_s = math.inf if unit.lease_s is None else unit.lease_s + self._limits.unit_grace_s
        try:
            worker.link.send(frames.RunUnit(unit=unit, granted=granted))
            with anyio.move_on_after(deadline_s):
                return await self._collect(worker, live, on_rows)
            await worker.link.end()
            return await self._collect(worker, live, on_rows)
        except anyio.get_cancelled_exc_class():
            with anyio.CancelScope(shield=True):
                await self._cancel(worker, key, live, on_rows)
            raise
        finally:
            worker.units.pop(key, None)

    async def _collect(self, worker: RemoteWorker, live: LiveUnit, on_rows: OnRows) -> UnitResult:
        while isinstance(item := await live.get(), Chunk):
            # What has come is handed over, whatever is cancelled meanwhile.
            with anyio.CancelScope(shield=True):
                await on_rows(item)
                taken = frames.RowsTaken(unit=item.unit, attempt=item.attempt, seq=item.seq)
                worker.link.send(taken)
        return item

    async def _cancel(
        self, worker: RemoteWorker, key: tuple[int, int], live: LiveUnit, on_rows: OnRows
    ) -> None:
        """Has a unit end early, and takes what it has learnt; a worker that does not is ended."""
        with anyio.move_on_after(CANCEL_S):
            worker.link.send(frames.CancelUnit(unit=key[0], attempt=key[1]))
            await self._collect(worker, live, on_rows)
            return
        await worker.link.end()


@asynccontextmanager
async def open_pool(
    start: StartLink, wanted: Callable[[], int], rules: PoolRules, enough: int
) -> AsyncIterator[WorkerPool]:
    """Opens a pool of workers; leaving the context ends their processes."""
    pool = None
    try:
        async with anyio.create_task_group() as group:
            pool = WorkerPool(start, wanted, group, rules)
            await pool.open(enough)
            yield pool
            group.cancel_scope.cancel()
    finally:
        # Now that no task of the group starts another one.
        with anyio.CancelScope(shield=True):
            if pool is not None:
                await pool.close()


def shared(config: Config, workers: int) -> Config:
    """Returns the settings for one of several workers: its share of what holds for a whole run."""
    fetch = msgspec.structs.replace(
        config.fetch, concurrency=math.ceil(config.fetch.concurrency / workers)
    )
    return msgspec.structs.replace(config, fetch=fetch)
