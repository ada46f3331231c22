"""Tells what the ledger knows now of all documents, without a run."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from functools import partial
from itertools import chain, takewhile
from pathlib import Path
from typing import NamedTuple

import msgspec

from enricher.errors import LedgerUnusable
from enricher.ledger.documents import DocumentOfRun
from enricher.ledger.links import target_of
from enricher.ledger.store import Ledger, Run
from enricher.run.link_filter import ALL_LINKS
from enricher.run.results.comparison import NO_DOCUMENT, absolute, covers, named
from enricher.run.results.run_result import (
    PRESENT,
    RunResult,
    RunSummary,
    base_of,
    result_of,
    summary_of,
    working_folder,
)
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
        looks = _looks(opened, ended, folder)
        met = _present(opened, looks, folder)
        numbers = set(map(target_of, chain.from_iterable(each.codes for each in met.values())))
        known = len(list(opened.targets.verdicts(numbers)))
    latest = result_of(ended[0], ledger, runs)
    whole = (run for run in ended if run.kind == "run" and looks[run.id].whole)
    written = next(whole, ended[0])
    base = base_of(written, summary_of(written), runs, ledger)
    summary = msgspec.structs.replace(
        latest.summary,
        documents=len(met),
        links=sum(len(each.codes) for each in met.values()),
        targets=len(numbers),
        unasked=len(numbers) - known,
        missing=0,
        changed=(),
        errors=(),
        unplaced=0,
        poison=(),
        is_interrupted=False,
        no_network="",
        store_error="",
        only=ALL_LINKS,
        notices=(*_notices(looks, met), *_unseen(looks, met), *_unknown(looks, met, folder)),
    )
    chosen = partial(present_documents, runs=runs, folder=folder)
    records = Records(ledger, latest.run, base, chosen)
    return replace(latest, kind=PRESENT, base=base, records=records, diffs=(), summary=summary)


def past_result(ledger: Path, number: int) -> RunResult:
    """Returns the result of a run by its number; its documents as they are known now.

    Raises LedgerUnusable where there is no ledger or no such run.
    """
    with Ledger.read(ledger) as opened, opened.snapshot():
        runs = opened.runs()
        run = next((run for run in runs if run.summary and run.id == number), None)
        if run is None:
            raise LedgerUnusable(f"the ledger {ledger} knows no run {number} that came to its end")
        result = result_of(run, ledger, runs)
        if run is runs[0]:
            return result
        chosen = partial(past_documents, runs=runs, run=number, folder=Path.cwd())
        links = sum(len(each.codes) for each in chosen(opened))
    summary = result.summary
    if links != summary.links:
        notice = (
            f"Documents changed after run {number}: they are told as they are known now, with "
            f"{links:,} links; there were {summary.links:,}."
        )
        summary = msgspec.structs.replace(summary, notices=(notice, *summary.notices))
    records = Records(ledger, number, result.base, chosen)
    return replace(result, records=records, summary=summary, is_past=True)


def past_documents(
    ledger: Ledger, runs: Sequence[Run], run: int, folder: Path
) -> Iterator[DocumentOfRun]:
    """Yields the documents that a past run met, and those of later runs below its paths.

    Which of them it met is not kept; where it chose documents, those of all later runs are given.
    """
    looks = _looks(ledger, runs, folder)
    paths = looks[run].paths
    for document in ledger.documents.of_run(run):
        is_below = not paths or covers(paths, (_name(document, looks, folder),))
        if document.met_in == run or (is_below and document.path != NO_DOCUMENT):
            yield document


def _name(document: DocumentOfRun, looks: _Looks, folder: Path) -> str:
    """Returns the absolute name of a document, whatever working folder it was met from."""
    (name,) = absolute((document.path,), _origin(document, looks), folder)
    return name


def _origin(document: DocumentOfRun, looks: _Looks) -> str:
    return looks[document.met_in].origin if document.met_in in looks else ""


def present_documents(ledger: Ledger, runs: Sequence[Run], folder: Path) -> Iterator[DocumentOfRun]:
    """Yields the documents that are still there, by path, named as seen from a working folder.

    A document is gone once a later run looked through all of its folder without meeting it; not
    where that run could not read the document, or list a folder above it. One that was met from
    several working folders is told once, as it was met last.
    """
    return iter(_present(ledger, _looks(ledger, runs, folder), folder).values())


class _Look(NamedTuple):
    """What a run looked at; paths are absolute."""

    origin: str
    """The run's own working folder."""
    paths: tuple[str, ...]
    """Empty where it chose documents."""
    whole: tuple[str, ...]
    """What it looked through to its end: `paths`, unless it was interrupted."""
    unseen: tuple[str, ...]
    """What of that could not be read."""
    notices: tuple[str, ...]


_Looks = Mapping[int, _Look]
"""By the number of the run, latest first."""


def _looks(ledger: Ledger, runs: Sequence[Run], folder: Path) -> _Looks:
    return {run.id: _look(summary_of(run), ledger.path, folder) for run in runs if run.summary}


def _look(summary: RunSummary, ledger: Path, folder: Path) -> _Look:
    origin = working_folder(summary, ledger)
    paths = absolute(summary.paths, origin, folder)
    return _Look(
        origin=origin,
        paths=paths,
        whole=() if summary.is_interrupted else paths,
        unseen=absolute(summary.unseen, origin, folder),
        notices=summary.notices,
    )


def _present(ledger: Ledger, looks: _Looks, folder: Path) -> dict[str, DocumentOfRun]:
    """Returns the documents by their absolute names; their paths as seen from a folder."""
    found: dict[str, DocumentOfRun] = {}
    for document in ledger.documents.of_run(0):
        origin, name = _origin(document, looks), _name(document, looks, folder)
        is_older = name in found and found[name].met_in > document.met_in
        if document.path == NO_DOCUMENT or is_older or _is_gone(name, document.met_in, looks):
            continue
        is_own = origin in ("", str(folder))
        path = document.path if is_own else named(Path(name), folder)
        found[name] = msgspec.structs.replace(document, path=path)
    return dict(sorted(found.items(), key=lambda each: each[1].path))


def _is_gone(name: str, met_in: int, looks: _Looks) -> bool:
    return any(
        covers(look.whole, (name,)) and not covers(look.unseen, (name,))
        for look in _later(met_in, looks)
    )


def _later(met_in: int, looks: _Looks) -> Iterator[_Look]:
    """Yields the looks of the runs after one."""
    return (look for _, look in takewhile(lambda each: each[0] > met_in, looks.items()))


def _notices(looks: _Looks, met: Mapping[str, DocumentOfRun]) -> tuple[str, ...]:
    """What the latest run that met all of these documents, or looked for them, passed over; one
    over a part of them says nothing of the others.
    """
    for run, look in looks.items():
        others = (name for name, document in met.items() if document.met_in != run)
        if all(covers(look.paths, (each,)) for each in others):
            return look.notices
    return ()


def _unseen(looks: _Looks, met: Mapping[str, DocumentOfRun]) -> Iterator[str]:
    """Yields one sentence on documents that no run could read since they were met."""
    paths = [
        document.path
        for name, document in met.items()
        if any(covers(look.unseen, (name,)) for look in _later(document.met_in, looks))
    ]
    if len(paths) == 1:
        yield f"1 document could not be read lately, and is told as it was read last: {paths[0]}"
    elif paths:
        yield (
            f"{len(paths):,} documents could not be read lately, and are told as they were read "
            f"last; the first: {paths[0]}"
        )


def _unknown(looks: _Looks, met: Mapping[str, DocumentOfRun], folder: Path) -> Iterator[str]:
    """Yields one sentence on what the latest run over it could not read, nor any before."""
    names: dict[str, None] = {}
    later: list[str] = []
    for look in looks.values():
        names |= dict.fromkeys(each for each in look.unseen if not covers(later, (each,)))
        later += look.whole
    paths = [
        named(Path(name), folder)
        for name in names
        if not any(covers((name,), (known,)) for known in met)
    ]
    if len(paths) == 1:
        yield f"{paths[0]} could not be read lately, and nothing is known of it"
    elif paths:
        yield (
            f"{len(paths):,} files and folders could not be read lately, and nothing is known of "
            f"them; the first: {paths[0]}"
        )
