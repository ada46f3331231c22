"""Floor 3. The main job: read documents, ask what is due, write back, tell what happened."""

from __future__ import annotations

import signal
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path

import anyio
import anyio.to_thread
import msgspec

from enricher.config import Config
from enricher.errors import NoNetwork
from enricher.ledger.store import Ledger
from enricher.run import engine as engines
from enricher.run import summary as summaries
from enricher.run.coordinator import Coordinator, Floor
from enricher.run.desk import Desk, Writers
from enricher.run.engine import Opens
from enricher.run.frontier import Frontier
from enricher.run.guard import Guard
from enricher.run.keeper import Keeper
from enricher.run.pen import Pen, WriteMode
from enricher.run.plan import Plan, Refusals, Rules
from enricher.run.record import Event, Surveyed
from enricher.run.result import RunResult
from enricher.run.scribe import Scribe
from enricher.run.summary import Error, Summary
from enricher.run.survey import Survey, Surveyor
from enricher.web.clock import Clock

__all__ = ["Clock", "Job", "RunResult", "check", "nobody", "report"]


def nobody(event: Event) -> None:
    """A listener that does not care."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """One run as it was asked for."""

    config: Config
    paths: tuple[Path, ...]
    """Files and folders."""
    ledger: Path
    clock: Clock
    chance: Callable[[], float]
    """Uniform in [0, 1)."""
    writes: bool = True
    """False: an audit, which never writes a document."""
    dry_run: bool = False
    """Everything but the writing of documents; `RunResult.diffs` shows what would have been written."""
    keeps_diffs: bool = False
    """Keep diffs of what is written, too."""
    refresh: bool = False
    """Ask every target, however fresh."""
    max_age: timedelta | None = None
    """Ask again what was last checked longer ago."""
    budget: timedelta | None = None
    """Start no new check after so long; the most overdue go first."""
    offline: bool = False
    """Ask nothing: what the ledger knows is enough."""
    engine: str = "inline"
    catches_signals: bool = False
    """The first SIGINT or SIGTERM ends the run with what was learnt (`RunResult.is_interrupted`); main thread only."""
    on_event: Callable[[Event], None] = nobody
    """Called on the event loop's thread; must be quick."""


async def check(job: Job, opens: Opens = engines.inline) -> RunResult:
    """Does the job; `opens` starts the engine.

    An interruption keeps what was learnt and gives a partial result. Raises LedgerBusy, LedgerError, NoNetwork
    (nothing kept, nothing written); never for what documents or the web do.
    """
    with Ledger.open(job.ledger) as ledger, ledger.beside() as beside:
        run = ledger.begin(_kind(job), job.clock.now())
        may_keep = job.writes and not job.dry_run and not job.offline
        keeper = Keeper(job.config.images, may_keep=may_keep) if job.config.images.cache else None
        shift = _Shift(job=job, ledger=ledger, beside=beside, run=run, keeper=keeper)
        try:
            summary = await shift.work(opens)
        except NoNetwork:
            ledger.discard_run(run)
            raise
        ledger.end(run, job.clock.now(), msgspec.json.encode(summary))
        account = next(past for past in ledger.runs() if past.id == run)
    return summaries.result(account, job.ledger)


async def report(ledger: Path, run: int | None = None) -> RunResult:
    """A past run (by default the latest that came to its end) as the ledger remembers it; asks and writes nothing.

    Raises LedgerError where there is no ledger or no such run.
    """
    return await anyio.to_thread.run_sync(summaries.past, ledger, run)


def _cause(errors: BaseException) -> BaseException:
    """The first error of nested groups: task groups wrap what their users want to see."""
    while isinstance(errors, BaseExceptionGroup):
        errors = errors.exceptions[0]
    return errors


def _kind(job: Job) -> str:
    if not job.writes:
        return "audit"
    return "dry-run" if job.dry_run else "run"


@dataclass(slots=True, kw_only=True)
class _Shift:
    """One run at work."""

    job: Job
    ledger: Ledger
    beside: Ledger
    """For the thread that writes documents."""
    run: int
    keeper: Keeper | None
    """None: no copies of images are wanted."""
    stop: anyio.CancelScope = field(default_factory=anyio.CancelScope)
    is_interrupted: bool = False

    async def work(self, opens: Opens) -> Summary:
        """Survey, ask, write, sum up. Raises NoNetwork where nobody answered, LedgerError where it cannot go on."""
        try:
            async with anyio.create_task_group() as group:
                if self.job.catches_signals:
                    group.start_soon(self._catch_signals)
                summary = await self._work(opens)
                group.cancel_scope.cancel()
        except BaseExceptionGroup as errors:
            raise _cause(errors) from errors
        return summary

    async def _catch_signals(self) -> None:
        """The first signal ends the asking; the next one finds the system's own handler again."""
        with anyio.open_signal_receiver(signal.SIGINT, signal.SIGTERM) as signals:
            async for _ in signals:
                self.is_interrupted = True
                self.stop.cancel()
                return

    async def _work(self, opens: Opens) -> Summary:
        job = self.job
        ends_at_s = (
            None if job.budget is None else job.clock.monotonic() + job.budget.total_seconds()
        )
        floor = await self._floor()
        due = len(floor.due)
        told = Surveyed(
            documents=len(floor.survey.documents),
            links=floor.plan.links,
            targets=len(floor.plan.wanted),
            due=due,
        )
        job.on_event(told)
        requests, no_network = 0, ""
        if due:
            keep = self.keeper.keep if self.keeper and self.keeper.is_open else None
            async with opens(job.config, job.clock, job.chance, keep) as hands:
                no_network = await self._drive(Coordinator(floor, hands, ends_at_s=ends_at_s))
                requests = hands.requests_sent()
        await floor.desk.finish(lambda: self.is_interrupted)
        if self.keeper is not None and not self.is_interrupted:
            self.keeper.forget(floor.plan.given_up())
        return self._summary(floor, requests, no_network)

    async def _floor(self) -> Floor:
        """The documents are read, and what to ask is known."""
        job = self.job
        plan = Plan(self._rules())
        scribe = Scribe(self.ledger, self.run, job.config)
        pen = Pen(self.beside, self.run, job.config, self._mode()) if job.writes else None

        def survey() -> Survey:
            scribe.recover(job.clock.now())
            self.ledger.documents.clear_drafts()
            return Surveyor(self.ledger, self.run, job.config, plan).survey(job.paths)

        if pen is not None:
            pen.shelf = self.keeper
        found = await anyio.to_thread.run_sync(survey)
        guard = Guard(job.config.policy.offline_sites)
        desk = Desk(plan, found, guard, Writers(scribe=scribe, pen=pen), job.clock)
        desk.on_event = job.on_event
        queues = plan.queues(job.config.politeness, by_age=job.budget is not None)
        return Floor(
            config=job.config,
            ledger=self.ledger,
            plan=plan,
            survey=found,
            frontier=Frontier(queues),
            guard=guard,
            desk=desk,
            clock=job.clock,
            due=frozenset(key for queue in queues for key in queue.keys),
        )

    def _rules(self) -> Rules:
        job, config = self.job, self.job.config
        return Rules(
            refusals=Refusals(config.fields),
            now=job.clock.now(),
            max_age=job.max_age,
            refresh=job.refresh,
            offline=job.offline,
            wants_images=job.writes and "images" in config.enrich.fill,
            shelf=self.keeper,
        )

    def _mode(self) -> WriteMode:
        return WriteMode(is_dry=self.job.dry_run, keeps_diffs=self.job.keeps_diffs)

    async def _drive(self, coordinator: Coordinator) -> str:
        """Gives a sentence where the network was lost on the way."""
        await coordinator.drive(self.stop)
        if not coordinator.is_offline:
            return ""
        if not coordinator.floor.guard.has_answer:
            raise NoNetwork(
                "no network: this machine reaches nothing; nothing was kept, nothing was written"
            )
        return "the network was lost on the way; what was not reached is left for the next run"

    def _summary(self, floor: Floor, requests: int, no_network: str) -> Summary:
        """What the run came to; every target has a check, or a reason why it has none."""
        plan, desk = floor.plan, floor.desk
        documents, links = self.ledger.documents.count(self.run)
        known = self.ledger.targets.known(plan.wanted)
        lost = plan.wanted.keys() - known.keys() - floor.frontier.poison.keys()
        is_cut_short = bool(
            self.is_interrupted or no_network or self.job.budget is not None or self.job.offline
        )
        unasked = lost | (floor.due - desk.count.checked - floor.frontier.poison.keys())
        return Summary(
            documents=documents,
            links=links,
            targets=len(plan.wanted.keys() | desk.count.checked),
            asked=len(desk.count.asked),
            requests=requests,
            bytes_read=desk.count.bytes_read,
            changed=tuple(desk.count.changed),
            errors=tuple(Error.of(error) for error in desk.errors),
            unasked=len(unasked) if is_cut_short else 0,
            missing=0 if is_cut_short else len(unasked),
            poison=tuple(f"{url}: {why}" for (_, url), why in floor.frontier.poison.items()),
            notices=(*desk.notices, *self._of_copies(plan)),
            store_error=self.keeper.error if self.keeper else "",
            is_interrupted=self.is_interrupted,
            no_network=no_network,
        )

    def _of_copies(self, plan: Plan) -> list[str]:
        if self.keeper is None:
            return []
        # A run tells of these beside the links: it looks into the documents.
        unfounded = set() if self.job.writes else {url for _, url in plan.unfounded}
        return self.keeper.notices({url for _, url in plan.lost}, unfounded)
