"""Tells what the ledger knows now of all documents, without a run."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import partial
from itertools import chain
from pathlib import Path
from typing import NamedTuple

import msgspec

from enricher.errors import LedgerUnusable
from enricher.ledger.documents import DocumentOfRun
from enricher.ledger.links import target_of
from enricher.ledger.store import Ledger, Run
from enricher.run.link_filter import ALL_LINKS
from enricher.run.results.comparison import NO_DOCUMENT, covers, named
from enricher.run.results.run_result import PRESENT, RunResult, base_of, result_of, summary_of
from enricher.run.results.source import Records


def present_result(ledger: Path) -> RunResult:
    """Returns all documents that were met by any run and not missed by a later one.

    What is new is told as the latest complete run that wrote told it. Raises LedgerUnusable where
    there is no ledger, or no run that came to its end.
    """
    folder = Path.cwd()
    with Ledger.read(ledger) as opened, opened.snapshot():
        runs = opened.runs()
        ended = [run for run in runs if run.summary]
        if not ended:
            raise LedgerUnusable(f"the ledger {ledger} knows no run that came to its end")
        met = list(present_documents(opened, runs, folder))
        numbers = set(map(target_of, chain.from_iterable(each.codes for each in met)))
        known = len(list(opened.targets.verdicts(numbers)))
    latest = result_of(ended[0], ledger, runs)
    written = next((run for run in ended if run.kind == "run" and _is_whole(run)), ended[0])
    base = base_of(written, summary_of(written), runs)
    summary = msgspec.structs.replace(
        latest.summary,
        documents=len(met),
        links=sum(len(each.codes) for each in met),
        targets=len(numbers),
        unasked=len(numbers) - known,
        missing=0,
        changed=(),
        errors=(),
        poison=(),
        is_interrupted=False,
        no_network="",
        store_error="",
        only=ALL_LINKS,
        notices=(*_notices(ended, met, folder), *_unseen(met, runs, folder)),
    )
    chosen = partial(present_documents, runs=runs, folder=folder)
    records = Records(ledger, latest.run, base, chosen)
    return replace(latest, kind=PRESENT, base=base, records=records, diffs=(), summary=summary)


def present_documents(ledger: Ledger, runs: Sequence[Run], folder: Path) -> Iterator[DocumentOfRun]:
    """Yields the documents that are still there, by path.

    A document is gone once a later run looked through all of its folder without meeting it; not
    where that run could not read the document, or list a folder above it.
    """
    looked = _looked(runs)
    for document in ledger.documents.of_run(0):
        name = (named(Path(document.path), folder),)
        is_missed = any(
            covers(each.paths, name) and not covers(each.unseen, name)
            for each in looked
            if each.run > document.met_in
        )
        if document.path != NO_DOCUMENT and not is_missed:
            yield document


class _Look(NamedTuple):
    """What a run looked through, and what of it could not be read."""

    run: int
    paths: tuple[str, ...]
    unseen: tuple[str, ...]


def _looked(runs: Sequence[Run]) -> list[_Look]:
    """Returns the runs that looked through a folder, or could not read something."""
    looks = (
        _Look(run.id, _whole_paths(run), summary_of(run).unseen) for run in runs if run.summary
    )
    return [each for each in looks if each.paths or each.unseen]


def _unseen(met: Sequence[DocumentOfRun], runs: Sequence[Run], folder: Path) -> Iterator[str]:
    """Yields one sentence on documents that no run could read since they were met."""
    looked = [each for each in _looked(runs) if each.unseen]
    paths = [
        document.path
        for document in met
        if any(
            each.run > document.met_in
            and covers(each.unseen, (named(Path(document.path), folder),))
            for each in looked
        )
    ]
    if len(paths) == 1:
        yield f"1 document could not be read lately, and is told as it was read last: {paths[0]}"
    elif paths:
        yield (
            f"{len(paths):,} documents could not be read lately, and are told as they were read "
            f"last; the first: {paths[0]}"
        )


def _notices(ended: Sequence[Run], met: Sequence[DocumentOfRun], folder: Path) -> tuple[str, ...]:
    """What the latest run that met all of these documents, or looked for them, passed over; one
    over a part of them says nothing of the others.
    """
    for run in ended:
        summary = summary_of(run)
        others = ((named(Path(each.path), folder),) for each in met if each.met_in != run.id)
        if all(covers(summary.paths, other) for other in others):
            return summary.notices
    return ()


def _whole_paths(run: Run) -> tuple[str, ...]:
    """What a run looked through to its end; empty where it was interrupted or chose documents."""
    summary = summary_of(run)
    return () if summary.is_interrupted else summary.paths


def _is_whole(run: Run) -> bool:
    return bool(_whole_paths(run))
