"""The result of a run: its summary, and where its records and diffs come from."""

from __future__ import annotations

import os
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

import msgspec

from enricher.errors import DocumentError
from enricher.ledger.store import Run
from enricher.run.link_filter import ALL_LINKS, LinkFilter
from enricher.run.results.comparison import absolute, covers
from enricher.run.results.source import Diffs, Records, RecordSource


class StoredError(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A DocumentError as JSON."""

    path: str
    why: str
    line: int | None = None
    field: str | None = None

    @classmethod
    def of(cls, error: DocumentError) -> StoredError:
        return cls(path=error.path, why=error.why, line=error.line, field=error.field)

    def restored(self) -> DocumentError:
        return DocumentError(self.path, self.why, line=self.line, field=self.field)


class RunSummary(msgspec.Struct, frozen=True, kw_only=True):
    """What a run leaves in the ledger: counts and news."""

    documents: int
    """Read and understood."""
    links: int
    targets: int
    """Distinct, of these links."""
    asked: int
    """Targets that got a verdict from the web in this run."""
    requests: int
    """Sent, redirects and retries included."""
    bytes_read: int
    changed: tuple[str, ...]
    """Documents written (of a dry run: that would be written)."""
    errors: tuple[StoredError, ...]
    """Documents, or single edits of them, that could not be read or written."""
    unplaced: int = 0
    """Lead images that were measured and stand in no document, as nothing was written there."""
    unasked: int = 0
    """Due targets that the budget, an interruption or a lost network left for the next run."""
    missing: int = 0
    """Links without any verdict that nothing explains: an internal error."""
    poison: tuple[str, ...] = ()
    """Targets that our own code failed on, each with what happened."""
    notices: tuple[str, ...] = ()
    """Lines for people: whole sites that fail, pins that lapsed."""
    is_interrupted: bool = False
    no_network: str = ""
    """One sentence where the network was lost on the way; without any, NoNetwork is raised."""
    paths: tuple[str, ...] = ()
    """Files and folders that were asked for, as `comparison.named` names them."""
    folder: str = ""
    """The working folder as seen from that of the ledger, so that both may move; relative paths
    begin there."""
    unseen: tuple[str, ...] = ()
    """Folders and documents that are there and could not be read, named as `paths` are."""
    only: LinkFilter = ALL_LINKS
    """The links that took part."""
    store_error: str = ""
    """One sentence where images could not be kept; documents and checks are not concerned."""


LEFT_OUT = "documents left out"
"""How the notice on them begins."""

PRESENT = "present"
"""Kind of a result that tells what the ledger knows now of all documents."""

_summary = msgspec.json.Decoder(RunSummary).decode


@dataclass(frozen=True, slots=True, kw_only=True)
class RunResult:
    """What a run did. `records` and `diffs` are read from the ledger each time they are walked."""

    run: int
    """Its number in the ledger."""
    kind: str = "run"
    """What it was allowed to do: `run`, `dry-run` or `audit`; or PRESENT."""
    started_at: datetime
    ended_at: datetime
    records: RecordSource
    is_past: bool = False
    """A later run began: documents are told as they are known now, not as this run met them."""
    base: int | None = None
    """Number of the run that `Record.change` compares with; None: there is none."""
    diffs: Iterable[str]
    """Unified diffs, one per document; of a dry run, or where `Job.keeps_diffs`."""
    summary: RunSummary

    @property
    def errors(self) -> tuple[DocumentError, ...]:
        """Documents, or single edits of them, that could not be read or written."""
        return tuple(error.restored() for error in self.summary.errors)

    @property
    def is_incomplete(self) -> bool:
        """True if not all was done: exit status 3."""
        summary = self.summary
        trouble = (summary.errors, summary.missing, summary.poison)
        return any(trouble) or bool(summary.no_network or summary.store_error)

    def compared_with(self, ledger: Path, base: int | None) -> RunResult:
        """The same run, its changes told since another run."""
        documents = self.records.documents if isinstance(self.records, Records) else None
        return replace(self, base=base, records=Records(ledger, self.run, base, documents))


def summary_of(run: Run) -> RunSummary:
    """Returns what a run that came to its end left in the ledger."""
    assert run.summary is not None
    return _summary(run.summary)


def result_of(run: Run, ledger: Path, runs: Iterable[Run]) -> RunResult:
    """Returns the result of a run that came to its end, compared with the base among all `runs`."""
    assert run.summary is not None
    summary = _summary(run.summary)
    base = base_of(run, summary, runs, ledger)
    return RunResult(
        run=run.id,
        kind=run.kind,
        started_at=run.started_at,
        ended_at=run.ended_at or run.started_at,
        base=base,
        records=Records(ledger, run.id, base),
        diffs=Diffs(ledger, run.id),
        summary=summary,
    )


def working_folder(summary: RunSummary, ledger: Path) -> str:
    """Returns the absolute working folder of a run; empty where an older ledger does not know."""
    return os.path.abspath(ledger.parent / summary.folder) if summary.folder else ""  # noqa: PTH100  (Path.absolute keeps `..`)


def base_of(run: Run, summary: RunSummary, runs: Iterable[Run], ledger: Path) -> int | None:
    """Number of the latest complete writing run before this one over the same documents."""
    origin = working_folder(summary, ledger)
    own = absolute(summary.paths, origin, Path(origin))
    for past in runs:
        if past.id >= run.id or past.kind != "run" or not past.summary:
            continue
        earlier = _summary(past.summary)
        is_partial = earlier.unasked or earlier.is_interrupted or earlier.no_network
        paths = absolute(earlier.paths, working_folder(earlier, ledger), Path(origin))
        if not is_partial and covers(paths, own):
            return past.id
    return None
