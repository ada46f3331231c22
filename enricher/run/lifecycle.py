"""The life of one run: documents are read, what is due is asked, documents are written."""

from __future__ import annotations

import signal
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

import anyio
import anyio.to_thread
import msgspec

from enricher.errors import NoNetwork
from enricher.ledger.settling import Settler
from enricher.ledger.store import Ledger, Run
from enricher.ledger.thread import LedgerThread, open_ledger
from enricher.models import Kind
from enricher.run.crawl import Coordinator
from enricher.run.documents.pool import DocumentPool
from enricher.run.documents.scan import Scan, Scanner
from enricher.run.documents.writer import DocumentWriter
from enricher.run.ending import RunEnd
from enricher.run.engines.seam import ImageSaver, OpenEngine
from enricher.run.frontier import Frontier
from enricher.run.job import Job, due_policy, found_by, pool_for
from enricher.run.offline import OfflineDetector
from enricher.run.recorder import Recorder, RunContext
from enricher.run.results.present import past_result, present_result
from enricher.run.results.records import DocumentFailed, ScanDone
from enricher.run.results.run_result import RunResult, RunSummary, result_of
from enricher.run.schedule import Schedule
from enricher.run.second_vantage import SecondVantage

if TYPE_CHECKING:
    from enricher.image_cache import ImageCache


async def check(job: Job, open_engine: OpenEngine | None = None) -> RunResult:
    """Does the job, with the inline engine unless another is given.

    An interruption keeps what was learnt and gives a partial result. Raises LedgerBusy, LedgerError
    and NoNetwork (nothing kept, nothing written); never for what documents or the web do.
    """
    async with open_ledger(job.ledger) as ledger:
        number = await ledger.do(lambda opened: opened.begin(job.kind, job.clock.now()))
        run = _Run(job=job, ledger=ledger, number=number)
        try:
            summary = await run.do(open_engine)
        except NoNetwork:
            await ledger.do(lambda opened: opened.discard_run(number))
            raise
        encoded, at = msgspec.json.encode(summary), job.clock.now()

        def end(opened: Ledger) -> tuple[Run, ...]:
            opened.end(number, at, encoded)
            return opened.runs()

        runs = await ledger.do(end)
    ended = next(past for past in runs if past.id == number)
    return result_of(ended, job.ledger, runs)


async def report(ledger: Path, run: int | None = None) -> RunResult:
    """Returns what the ledger knows now of all documents, or a past run.

    Raises LedgerError where there is no ledger or no such run.
    """
    if run is None:
        return await anyio.to_thread.run_sync(present_result, ledger)
    return await anyio.to_thread.run_sync(past_result, ledger, run)


def _cause(errors: BaseException) -> BaseException:
    """Returns the first error of nested groups: task groups wrap what their users want to see."""
    while isinstance(errors, BaseExceptionGroup):
        errors = errors.exceptions[0]
    return errors


@dataclass(slots=True, kw_only=True)
class _Run:
    """One run at work."""

    job: Job
    ledger: LedgerThread
    number: int
    stop: anyio.CancelScope = field(default_factory=anyio.CancelScope)
    is_interrupted: bool = False

    async def do(self, open_engine: OpenEngine | None) -> RunSummary:
        """Scans, asks, writes and sums up.

        Raises NoNetwork where no server answered, LedgerError where the run cannot go on.
        """
        try:
            async with anyio.create_task_group() as group:
                if self.job.catches_signals:
                    group.start_soon(self._catch_signals)
                summary = await self._do(open_engine)
                group.cancel_scope.cancel()
        except BaseExceptionGroup as errors:
            raise _cause(errors) from errors
        return summary

    async def _catch_signals(self) -> None:
        """Ends the asking at the first signal; a second one ends the process as usual."""
        with anyio.open_signal_receiver(signal.SIGINT, signal.SIGTERM) as signals:
            async for _ in signals:
                self.is_interrupted = True
                self.stop.cancel()
                return

    async def _do(self, open_engine: OpenEngine | None) -> RunSummary:
        job = self.job
        images = await anyio.to_thread.run_sync(self._open_images)
        pool = await anyio.to_thread.run_sync(pool_for, job, images)
        try:
            return await self._do_with(pool, images, open_engine)
        finally:
            with anyio.CancelScope(shield=True):
                await anyio.to_thread.run_sync(pool.close)

    async def _do_with(
        self, pool: DocumentPool, images: ImageCache | None, open_engine: OpenEngine | None
    ) -> RunSummary:
        """Does the run with what reads and edits documents."""
        job = self.job
        context = await self._scan(pool, images)
        await anyio.to_thread.run_sync(pool.rest)  # the web is asked for longer than it takes
        schedule, scan = context.schedule, context.scan
        sites = schedule.sites(job.config.politeness, by_age=job.budget is not None)
        if job.part is not None:
            sites = [each for each in sites if job.part.holds(each.site)]
        frontier = Frontier(sites)
        due = sum(len(site.keys) for site in sites)
        job.on_event(
            ScanDone(
                documents=len(scan.documents),
                links=scan.links,
                targets=len(schedule.targets),
                due=due,
                queues=schedule.queues(sites, job.config.politeness),
            )
        )
        writer = DocumentWriter(pool.edited, job.config, is_dry=job.dry_run) if job.writes else None
        recorder = Recorder(context, writer)
        recorder.has_vantage = bool(job.config.confirm.vantage)
        coordinator = Coordinator(
            context=context, config=job.config, recorder=recorder, frontier=frontier
        )
        if due:
            await self._ask(coordinator, images, open_engine)
        await recorder.finish(lambda: self.is_interrupted)
        await self._save_in_archive(coordinator)
        scan.notices += pool.notices
        if images is not None and not self.is_interrupted:
            await anyio.to_thread.run_sync(images.forget_lost, schedule.given_up())
        end = RunEnd(
            job=job,
            coordinator=coordinator,
            sites=sites,
            images=images,
            is_interrupted=self.is_interrupted,
        )
        return await self.ledger.do(end.summary)

    async def _ask(
        self, coordinator: Coordinator, images: ImageCache | None, open_engine: OpenEngine | None
    ) -> None:
        """Asks all that is due. Raises NoNetwork where no server answered at all."""
        job = self.job
        if job.budget is not None:
            coordinator.ends_at_s = job.clock.monotonic() + job.budget.total_seconds()
        save = _saver(images) if images and images.is_open else None
        async with (open_engine or _inline_engine())(
            job.config, job.clock, job.chance, save
        ) as engine:
            await coordinator.drive(engine, self.stop)
        if coordinator.is_offline and not coordinator.context.detector.has_answer:
            reached = "this machine reaches nothing"
            raise NoNetwork(f"no network: {reached}; nothing was kept, nothing was written")
        await self._ask_from_elsewhere(coordinator, open_engine)

    async def _ask_from_elsewhere(
        self, coordinator: Coordinator, open_engine: OpenEngine | None
    ) -> None:
        """Asks from a second vantage point what would be confirmed as failing."""
        job = self.job
        second = SecondVantage(
            config=job.config,
            open_engine=open_engine or _inline_engine(),
            clock=job.clock,
            chance=job.chance,
        )
        is_over = self.is_interrupted or coordinator.is_offline
        self.stop = anyio.CancelScope()
        if is_over:
            self.stop.cancel()
        await second.decide(coordinator.recorder, coordinator.context, self.stop)
        coordinator.requests += second.requests
        coordinator.notices += second.notices

    async def _save_in_archive(self, coordinator: Coordinator) -> None:
        """Asks the archive to keep living pages, in runs alone whose settings say so."""
        job, context = self.job, coordinator.context
        is_run = job.kind == "run" and not job.offline and not coordinator.is_offline
        if job.config.archive.save == "off" or not is_run or self.is_interrupted:
            return
        from enricher.run.archiving import save_pages  # noqa: PLC0415 - rarely used

        self.stop = anyio.CancelScope()
        chosen = {url for kind, url in context.schedule.chosen() if kind is Kind.PAGE}
        with self.stop:
            coordinator.notices += await save_pages(job.config, context, chosen, job.chance)

    def _open_images(self) -> ImageCache | None:
        job = self.job
        if not job.config.images.cache:
            return None
        from enricher.image_cache import ImageCache  # noqa: PLC0415 - start-up

        may_save = job.writes and not job.dry_run and not job.offline
        return ImageCache(job.config.images, may_save=may_save)

    async def _scan(self, pool: DocumentPool, images: ImageCache | None) -> RunContext:
        """Reads the documents, and finds out what to ask."""
        job, number = self.job, self.number
        schedule = Schedule(due_policy(job, images))
        found = Scan()

        def scan(ledger: Ledger) -> Settler:
            settler = Settler(ledger, number, job.config)
            settler.recover(job.clock.now())
            ledger.documents.clear_changes()
            found_by(job, Scanner(ledger, number, schedule, pool, found))
            return settler

        try:
            settler = await self.ledger.do(scan)
        finally:
            for error in found.errors:
                job.on_event(DocumentFailed(error=error))
        return RunContext(
            run=number,
            ledger=self.ledger,
            settler=settler,
            schedule=schedule,
            scan=found,
            detector=OfflineDetector(job.config.policy.offline_sites),
            clock=job.clock,
            on_event=job.on_event,
        )


def _inline_engine() -> OpenEngine:
    """Returns the inline engine; a run with nothing due need not import how pages are read."""
    from enricher.run.engines.inline import open_inline  # noqa: PLC0415 - half of the start-up

    return open_inline


def _saver(images: ImageCache) -> ImageSaver:
    """Returns a function that saves an image in a thread, one at a time."""
    one_at_a_time = anyio.CapacityLimiter(1)

    async def save(url: str, content: bytes) -> bool:
        return await anyio.to_thread.run_sync(images.save, url, content, limiter=one_at_a_time)

    return save
