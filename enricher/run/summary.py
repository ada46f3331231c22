"""Floor 3. What a run leaves in the ledger's account, and the result that is made of it."""

from __future__ import annotations

from pathlib import Path

import msgspec

from enricher.errors import DocumentError, LedgerError
from enricher.ledger.store import Ledger, Run
from enricher.run.records import Diffs, Records
from enricher.run.result import RunResult


class Error(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A DocumentError as JSON."""

    path: str
    why: str
    line: int | None = None
    field: str | None = None

    @classmethod
    def of(cls, error: DocumentError) -> Error:
        return cls(path=error.path, why=error.why, line=error.line, field=error.field)

    def raised(self) -> DocumentError:
        return DocumentError(self.path, self.why, line=self.line, field=self.field)


class Summary(msgspec.Struct, frozen=True, kw_only=True):
    """Counts and news; the meaning of each name stands in `RunResult`."""

    documents: int
    links: int
    targets: int
    asked: int
    requests: int
    bytes_read: int
    changed: tuple[str, ...]
    errors: tuple[Error, ...]
    unasked: int
    missing: int
    poison: tuple[str, ...]
    notices: tuple[str, ...]
    is_interrupted: bool
    no_network: str
    store_error: str


_decode = msgspec.json.Decoder(Summary).decode


def result(run: Run, ledger: Path) -> RunResult:
    """A run that came to its end, as its summary tells it."""
    assert run.summary is not None
    summary = _decode(run.summary)
    return RunResult(
        run=run.id,
        kind=run.kind,
        started_at=run.started_at,
        ended_at=run.ended_at or run.started_at,
        records=Records(ledger, run.id),
        diffs=Diffs(ledger, run.id),
        documents=summary.documents,
        links=summary.links,
        targets=summary.targets,
        asked=summary.asked,
        requests=summary.requests,
        bytes_read=summary.bytes_read,
        changed=summary.changed,
        errors=tuple(error.raised() for error in summary.errors),
        unasked=summary.unasked,
        missing=summary.missing,
        poison=summary.poison,
        notices=summary.notices,
        is_interrupted=summary.is_interrupted,
        no_network=summary.no_network,
        store_error=summary.store_error,
    )


def past(ledger: Path, number: int | None) -> RunResult:
    """A run by its number, or the latest that came to its end.

    Raises LedgerError where there is no ledger or no such run.
    """
    with Ledger.read(ledger) as book:
        ended = [run for run in book.runs() if run.summary is not None and number in (None, run.id)]
    if not ended:
        which = "no run" if number is None else f"no run {number}"
        raise LedgerError(f"the ledger {ledger} knows {which} that came to its end")
    return result(ended[0], ledger)
