"""Floor 3. What a run did, for those who tell it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from enricher.errors import DocumentError
from enricher.run.record import Record


@dataclass(frozen=True, slots=True, kw_only=True)
class RunResult:
    """What a run did. `records` and `diffs` are read from the ledger each time one walks them, document by document."""

    run: int
    """Its number in the ledger."""
    kind: str = "run"
    """What it was allowed to do: `run`, `dry-run` or `audit`."""
    started_at: datetime
    ended_at: datetime
    records: Iterable[Record]
    diffs: Iterable[str]
    """Unified diffs, one per document; of a dry run, or where `Job.keeps_diffs`."""
    documents: int
    """Read and understood."""
    links: int
    targets: int
    """Distinct; those of lead images that were measured included."""
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
    notices: tuple[str, ...] = ()
    """Lines for people: whole sites that fail, pins that lapsed."""
    is_interrupted: bool = False
    no_network: str = ""
    """One sentence where the network was lost on the way; `NoNetwork` is raised where there never was one."""

    store_error: str = ""
    """One sentence where copies of images could not be kept; documents and checks are not concerned."""

    @property
    def is_incomplete(self) -> bool:
        """Not all was done: exit status 3."""
        return bool(
            self.errors or self.missing or self.poison or self.no_network or self.store_error
        )
