"""What a run says at its end: the report to standard output or a file, the summary to standard
error.
"""

from __future__ import annotations

import os
import sys
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from enricher.cli.exits import Exit, forget_stdout, say
from enricher.cli.values import FailOn
from enricher.errors import EnricherError
from enricher.report import console, records, tally
from enricher.report.tally import Tally
from enricher.run.results import RunResult


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportRequest:
    """What the user wants to see of a run."""

    format: str
    """A name of `options.FORMATS`."""
    output: Path | None
    fail_on: FailOn
    shows_diff: bool
    """Standard output belongs to the diff of a dry run."""
    is_quiet: bool
    allows_empty: bool
    """Nothing to check is no failure."""


class ReportError(EnricherError):
    """The report could not be written; documents and ledger are done. Exit status 3."""


def show(result: RunResult, wanted: ReportRequest) -> Exit:
    """Writes report and summary of a run; gives the command's exit status."""
    counts = tally.of_run(result)
    is_written = True
    try:
        _write(result, counts, wanted)
    except ReportError as error:
        say(f"enricher: {error}")
        is_written = False
    for line in troubles(result, counts):
        say(line)
    if not wanted.is_quiet:
        say("")
        for line in console.summary(result, counts):
            say(line)
    return _status(result, counts, wanted, is_written=is_written)


def _status(result: RunResult, counts: Tally, wanted: ReportRequest, *, is_written: bool) -> Exit:
    if result.summary.is_interrupted:
        return Exit.INTERRUPTED
    if result.is_incomplete or not is_written or _discrepancy(result, counts):
        return Exit.INCOMPLETE
    is_found = counts.has(wanted.fail_on) or (not result.summary.links and not wanted.allows_empty)
    return Exit.FOUND if is_found else Exit.DONE


def _discrepancy(result: RunResult, counts: Tally) -> str:
    return tally.discrepancy(
        result.summary.links, result.summary.unasked, result.summary.missing, counts
    )


NOTHING_FOUND = (
    "no document found: they end in .md .markdown .html .htm .txt and begin with --- and their YAML"
)


def troubles(result: RunResult, counts: Tally) -> Iterator[str]:
    """What kept the run from doing all of its work, one line each."""
    for error in result.errors:
        yield f"enricher: {error}"
    for target in result.summary.poison:
        yield f"enricher: internal error with {target}"
    if result.summary.no_network:
        yield f"enricher: {result.summary.no_network}"
    if result.summary.store_error:
        yield f"enricher: {result.summary.store_error}"
    if result.summary.missing:
        lost = console.plural(result.summary.missing, "link")
        yield f"enricher: internal error: {lost} got no verdict"
    elif _discrepancy(result, counts):
        yield (
            f"enricher: internal error, the counts do not reconcile: {_discrepancy(result, counts)}"
        )
    if result.summary.is_interrupted:
        yield "enricher: interrupted; what was learnt is kept, and the next run goes on from there"
    if not result.summary.documents and not result.errors:
        yield f"enricher: {NOTHING_FOUND}"


# ── where it goes ─────────────────────────────────────────────────────────────────────────


def _write(result: RunResult, counts: Tally, wanted: ReportRequest) -> None:
    report = _report(result, counts, wanted.format)
    if wanted.output is not None:
        to_file(report, wanted.output)
    if wanted.shows_diff:
        to_stdout(result.diffs)
    elif wanted.output is None:
        to_stdout(report)


def _report(result: RunResult, counts: Tally, name: str) -> Iterable[str]:
    match name:
        case "json":
            return records.json(result.records)
        case "jsonl":
            return records.jsonl(result.records)
        case _:
            return (line + "\n" for line in console.report(result, counts))


def to_stdout(pieces: Iterable[str]) -> None:
    """Writes to standard output as UTF-8, whatever the locale: data must not depend on who reads
    it.

    A reader that goes away early (`| head`) is no error.
    """
    try:
        for piece in pieces:
            sys.stdout.buffer.write(piece.encode("utf-8", "backslashreplace"))
        sys.stdout.buffer.flush()
    except BrokenPipeError:
        forget_stdout()
    except OSError as error:
        forget_stdout()
        raise ReportError(
            f"the report could not be written to standard output: {error.strerror or error}"
        ) from error


def to_file(pieces: Iterable[str], path: Path) -> None:
    """Writes beside and renames, so that a reader finds the old report or the new one, whole.

    Raises:
        ReportError: it could not be written.
    """
    beside: Path | None = None
    try:
        with tempfile.NamedTemporaryFile(
            "wb", dir=path.parent, prefix=f".{path.name}.", delete=False
        ) as file:
            beside = Path(file.name)
            for piece in pieces:
                file.write(piece.encode("utf-8", "backslashreplace"))
            file.flush()
            os.fsync(file.fileno())
        # The temporary file is private (0600); a report is as public as any new file.
        beside.chmod(0o666 & ~_umask())
        beside.replace(path)
    except OSError as error:
        if beside is not None:
            with suppress(OSError):
                beside.unlink()
        why = error.strerror or str(error)
        raise ReportError(
            f"the report could not be written to {path}: {why}. All else is done; try: enricher "
            "report --output FILE"
        ) from error


def _umask() -> int:
    """The process's file mode mask; there is no way to read it but to set it."""
    mask = os.umask(0)
    os.umask(mask)
    return mask
