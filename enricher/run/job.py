"""What one run is asked to do, and what that means for targets and documents."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from enricher.config import Config
from enricher.discovery import discover
from enricher.run.documents.pool import DocumentPool
from enricher.run.documents.scan import Scan, Scanner
from enricher.run.documents.selection import DocumentFilter
from enricher.run.documents.work import PoolSetup
from enricher.run.documents.write_mode import WriteMode
from enricher.run.due import DuePolicy, UrlFilter
from enricher.run.link_filter import ALL_LINKS, LinkFilter
from enricher.run.results.records import Event
from enricher.run.site_part import SitePart
from enricher.web.clock import Clock

if TYPE_CHECKING:
    from enricher.image_cache import ImageCache


def ignore(event: Event) -> None:
    """Takes an event and does nothing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """One run as it was asked for."""

    config: Config
    paths: tuple[Path, ...]
    """Files and folders."""
    urls: tuple[str, ...] = ()
    """URLs of no document: they are checked as the lines of one that is called `-`. Audits only."""
    documents: DocumentFilter | None = None
    """Which of the documents found take part; None: all."""
    only: LinkFilter = ALL_LINKS
    """Which of their links take part; the others are neither asked nor told."""
    ledger: Path
    clock: Clock
    chance: Callable[[], float]
    """Uniform in [0, 1)."""
    writes: bool = True
    """False: an audit, which never writes a document."""
    dry_run: bool = False
    """Do everything but write documents; `RunResult.diffs` shows what would have been written."""
    keeps_diffs: bool = False
    """Keep diffs of what is written, too."""
    processes: int = 1
    """Processes that read and edit documents, where there are many; 1: this one does it."""
    refresh: bool = False
    """Ask every target, however fresh."""
    max_age: timedelta | None = None
    """Ask again what was last checked longer ago."""
    budget: timedelta | None = None
    """Start no new check after this time; the most overdue go first."""
    part: SitePart | None = None
    """Ask the sites of this part only; None: all."""
    offline: bool = False
    """Ask nothing: use what the ledger knows."""
    catches_signals: bool = False
    """End the run at the first SIGINT or SIGTERM with what was learnt; main thread only."""
    on_event: Callable[[Event], None] = ignore
    """Called on the event loop's thread; must be quick."""

    @property
    def kind(self) -> str:
        """What the run may do: `run`, `dry-run` or `audit`."""
        if not self.writes:
            return "audit"
        return "dry-run" if self.dry_run else "run"


def due_policy(job: Job, images: ImageCache | None) -> DuePolicy:
    """Returns what decides which targets the job asks."""
    config = job.config
    return DuePolicy(
        url_filter=UrlFilter(config.fields),
        only=job.only,
        now=job.clock.now(),
        accepted=config.policy.accept,
        max_age=job.max_age,
        refresh=job.refresh,
        offline=job.offline,
        wants_images=job.writes and "images" in config.enrich.fill,
        images=images,
    )


def pool_for(job: Job, images: ImageCache | None) -> DocumentPool:
    """Returns what reads and edits the documents of a job."""
    mode = WriteMode(
        is_dry=job.dry_run,
        keeps_diffs=job.keeps_diffs,
        within=discover(job.paths).within,
        keeps_trees=job.writes,
    )
    setup = PoolSetup(config=job.config, ledger=job.ledger, mode=mode)
    return DocumentPool(setup, job.processes, images)


def found_by(job: Job, scanner: Scanner) -> Scan:
    """Returns what the job's documents and URLs hold, once the scanner has read them."""
    if job.urls:
        scanner.take_urls(job.urls)
    return scanner.scan(job.paths, job.documents)
