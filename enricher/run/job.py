"""Floor 3. The main job: read documents, ask what is due, write back, tell what happened."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Protocol

from enricher.config import Config
from enricher.errors import DocumentError
from enricher.run.record import Event, Record


class Clock(Protocol):
    """Time, as an argument: the wall (UTC), a monotonic count of seconds, and waiting."""

    def now(self) -> datetime: ...

    def monotonic(self) -> float: ...

    async def sleep(self, seconds: float) -> None: ...


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


@dataclass(frozen=True, slots=True, kw_only=True)
class RunResult:
    """What a run did. `records` and `diffs` are read from the ledger each time one walks them, document by document."""

    run: int
    """Its number in the ledger."""
    started_at: datetime
    ended_at: datetime
    records: Iterable[Record]
    diffs: Iterable[str]
    """Unified diffs, one per document; of a dry run, or where `Job.keeps_diffs`."""
    documents: int
    """Read and understood."""
    links: int
    targets: int
    """Distinct."""
    asked: int
    """Targets that got a verdict from the web in this run."""
    requests: int
    """Sent, redirects and retries included."""
    bytes_read: int
    changed: tuple[str, ...]
    """Documents written (of a dry run: that would be written)."""
    errors: tuple[DocumentError, ...]
    """Documents, or single edits of them, that could not be read or written."""
    unasked: int = 0
    """Due targets that the budget, an interruption or a lost network left for the next run."""
    missing: int = 0
    """Links without any verdict that nothing explains: a bug of ours; counts must reconcile."""
    poison: tuple[str, ...] = ()
    """Targets that our own code failed on, each with what happened."""
    is_interrupted: bool = False
    no_network: str = ""
    """One sentence where the network was lost on the way; `NoNetwork` is raised where there never was one."""

    @property
    def is_incomplete(self) -> bool:
        """Not all was done: exit status 3."""
        return bool(self.errors or self.missing or self.poison or self.no_network)


async def check(job: Job) -> RunResult:
    """Does the job.

    An interruption (cancellation) keeps what was learnt and gives a partial result. Raises LedgerBusy, LedgerError,
    NoNetwork (nothing kept, nothing written); never for what documents or the web do.
    """
    raise NotImplementedError


async def report(ledger: Path, run: int | None = None) -> RunResult:
    """A past run (by default the latest) as the ledger remembers it; asks nothing, writes nothing.

    Raises LedgerError where there is no ledger or no such run.
    """
    raise NotImplementedError
