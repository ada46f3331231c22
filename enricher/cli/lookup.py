"""What the ledger knows of one URL, for people; and a person's word on it."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from itertools import chain
from pathlib import Path

import anyio

from enricher import urls
from enricher.cli import job_setup
from enricher.cli.command_options import ExplainOptions, PinOptions, UrlOptions
from enricher.cli.exits import UsageError, say
from enricher.cli.options import LedgerOptions
from enricher.cli.output import to_stdout
from enricher.config import Config
from enricher.document.links import target_of
from enricher.errors import EnricherError, LedgerUnusable
from enricher.ledger.documents import CitingDocument
from enricher.ledger.store import Ledger, Run
from enricher.models import Kind, Memory, Outcome, Pin, Status
from enricher.policy import standing
from enricher.report import escape
from enricher.report import history as histories
from enricher.report.escape import plain
from enricher.report.words import day, plural
from enricher.run.results.present import present_documents
from enricher.run.results.records import SCHEMA_VERSION
from enricher.run.results.run_result import summary_of
from enricher.web.clock import SystemClock


class UnknownUrl(EnricherError):
    """The ledger knows nothing of it. Exit status 3."""


def show_history(options: UrlOptions) -> None:
    """Prints every check of a URL, then what they came to."""
    to_stdout(history(options.url, _ledger(options)))


def show_explanation(options: ExplainOptions) -> None:
    """Prints what the latest check of a URL saw, or what a check of this moment sees."""
    config = job_setup.settings(options)[0]
    path = job_setup.ledger_path(config, options.ledger)
    now = explanation_of_now(options.url, config, path) if options.again else None
    to_stdout(explanation(options.url, path) if now is None else now)


def show_pins(options: PinOptions) -> None:
    """Prints every pin: its status, day, URL and note."""
    with Ledger.read(_ledger(options)) as ledger:
        pins = ledger.pins.all()
    for url, kept in sorted(pins.items()):
        note = f"  {kept.note}" if kept.note else ""
        to_stdout([plain(f"{kept.status} since {day(kept.pinned_at)}  {url}{note}") + "\n"])
    if not pins:
        say("No URL is pinned.")


def show_runs(options: LedgerOptions, *, as_json: bool = False) -> None:
    """Prints every run that the ledger remembers, latest first."""
    with Ledger.read(_ledger(options)) as ledger:
        runs = ledger.runs()
    if as_json:
        told = {"schemaVersion": SCHEMA_VERSION, "runs": [_run(run) for run in runs]}
        to_stdout([escape.json(told, indent=2) + "\n"])
        return
    for run in runs:
        ended = "not ended" if run.ended_at is None else _counts(run)
        at = run.started_at.astimezone(UTC).strftime("%Y-%m-%d %H:%M")
        to_stdout([f"{run.id:>5}  {at} UTC  {run.kind:<7}  {ended}\n"])


def _run(run: Run) -> dict[str, object]:
    """A run as JSON tells it; counts are null where it did not end, or asked nothing."""
    summary = None if run.summary is None else summary_of(run)
    return {
        "run": run.id,
        "kind": run.kind,
        "startedDateTime": run.started_at,
        "endedDateTime": run.ended_at,
        "documents": summary and summary.documents,
        "links": summary and summary.links,
        "asked": summary and summary.asked,
        "changed": summary and len(summary.changed),
    }


def _counts(run: Run) -> str:
    if run.summary is None:
        return "nothing asked; documents were fixed"
    summary = summary_of(run)
    return (
        f"{plural(summary.documents, 'document')}, {plural(summary.links, 'link')}, "
        f"{summary.asked:,} asked, {len(summary.changed):,} written"
    )


def _ledger(options: LedgerOptions) -> Path:
    return job_setup.ledger_path(job_setup.settings(options)[0], options.ledger)


def history(url: str, path: Path) -> Iterator[str]:
    """Lines: every check, then what they came to, and what the archive was asked."""
    target, checks, memories = _recall(url, path)
    with Ledger.read(path) as ledger:
        saved = ledger.archive_saves.of(target)
    told = chain(
        histories.history(target, checks, memories, datetime.now(UTC)),
        () if saved is None else histories.archive_save(saved),
    )
    return (plain(line) + "\n" for line in told)


def explanation(url: str, path: Path) -> Iterator[str]:
    """Lines: what was seen last, and which rule decided."""
    target, checks, memories = _recall(url, path)
    told = histories.explanation(target, checks, memories, _citations(target, path))
    return (plain(line) + "\n" for line in told)


def explanation_of_now(url: str, config: Config, path: Path) -> Iterator[str]:
    """Lines: what a check of this moment sees, and every rule that is looked at."""
    from enricher.run.recheck import recheck  # noqa: PLC0415 - only this asks the web

    job_setup.check_environment(config)
    outcomes = anyio.run(recheck, url, config, path, SystemClock(), random.random)
    target = target_of(url)
    told = histories.explanation_of_now(target, outcomes, _citations(target, path))
    return (plain(line) + "\n" for line in told)


def _citations(target: str, path: Path) -> list[CitingDocument]:
    """The documents that are there and cite a target; none where there is no ledger."""
    if not path.is_file():
        return []
    with Ledger.read(path) as ledger, ledger.snapshot():
        present = present_documents(ledger, ledger.runs(), Path.cwd())
        paths = {document.id: document.path for document in present}
        citing = ledger.documents.citing(target)
        return [replace(each, path=paths[each.id]) for each in citing if each.id in paths]


def _recall(url: str, path: Path) -> tuple[str, list[tuple[int, Outcome]], dict[Kind, Memory]]:
    """The target of a URL, its checks with their runs, and what is settled about it.

    Raises:
        UnknownUrl: it was never checked.
        LedgerUnusable: there is no ledger.
    """
    target = target_of(url)
    fragment = urls.fragment_to_find(url)
    with Ledger.read(path) as ledger, ledger.snapshot():
        checks = list(ledger.targets.history(f"{target}#{fragment}")) if fragment else []
        target = f"{target}#{fragment}" if checks else target
        checks = checks or list(ledger.targets.history(target))
        memories = ledger.targets.memories([(kind, target) for kind in Kind])
    if not checks:
        raise UnknownUrl(
            f"the ledger {path} knows nothing of {target}: no run met it in a document, or it is "
            "spelt differently "
            "there. To ask it now: enricher explain --again URL"
        )
    return target, checks, {kind: memory for (kind, _), memory in memories.items()}


def _check_known(ledger: Ledger, target: str) -> None:
    """Refuses what is no URL, unless a document has it all the same. Raises UsageError."""
    known = ledger.targets.latest([(kind, target) for kind in Kind])
    if urls.check(target) is not None and not known and target not in ledger.pins.all():
        raise UsageError(
            f"{target} is no URL that could be asked, and no document names it; write it whole, "
            "as https://example.org/story"
        )


def pin(options: PinOptions) -> str:
    """Keeps a person's word, or takes it back; gives the sentence that says so.

    Raises:
        LedgerBusy: a run is at work.
    """
    if not options.status:
        raise UsageError("ok|dead|none is missing: enricher pin URL ok|dead|none")
    target, path = target_of(options.url), _ledger(options)
    if not path.is_file():
        raise LedgerUnusable(
            f"there is no ledger {path} to keep a pin in; `enricher run` makes one"
        )
    with Ledger.open(path) as ledger, ledger.transaction():
        _check_known(ledger, target)
        if options.status == "none":
            ledger.pins.remove(target)
            return f"{target}: no longer pinned; the next run looks at it as at any other"
        latest = ledger.targets.latest([(kind, target) for kind in Kind])
        verdict = next((outcome.verdict for outcome, _ in latest.values()), None)
        seen = None if verdict is None else standing.observed(verdict)
        status = Status(options.status)
        pin = Pin(status=status, note=options.note, pinned_at=datetime.now(UTC), seen=seen)
        ledger.pins.put(target, pin)
    if verdict is None:
        return (
            f"{target}: pinned as {options.status}; never checked yet, so this holds from its "
            "first check on"
        )
    saw = f"{verdict.status} {verdict.reason}"
    return (
        f"{target}: pinned as {options.status}; we saw {saw}, and until that changes your word "
        "counts"
    )
