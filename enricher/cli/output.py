"""What a run says at its end: the report to standard output or a file, the summary to standard
error.
"""

from __future__ import annotations

import os
import sys
import tempfile
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import UTC, date
from pathlib import Path

from enricher.cli.colours import coloured, wants_colours
from enricher.cli.exits import Exit, OutputError, UsageError, forget_stdout, printing, say
from enricher.cli.values import FailOn
from enricher.ledger.store import Ledger, Run
from enricher.report import baseline as baselines
from enricher.report import summary, tally
from enricher.report.baseline import Statuses
from enricher.report.escape import plain
from enricher.report.formats import Report, TrendPoint, render
from enricher.report.tally import Tally
from enricher.report.words import plural
from enricher.run.link_filter import ALL_LINKS, LinkFilter
from enricher.run.results.chosen import chosen
from enricher.run.results.run_result import LEFT_OUT, RunResult
from enricher.run.results.trend import trend

Output = tuple[str, Path | None]
"""A format and the file it goes to; None: standard output."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportRequest:
    """What the user wants to see of a run."""

    outputs: tuple[Output, ...]
    metrics: Path | None = None
    fail_on: FailOn
    since: str | None = None
    """A run's number or a day, as the user wrote it."""
    baseline: Statuses | None = None
    only: LinkFilter = ALL_LINKS
    """Of a past run: the links to show."""
    shows_diff: bool
    """Standard output belongs to the diff of a dry run."""
    is_quiet: bool
    allows_empty: bool
    """Nothing to check is no failure."""

    def check_since(self, ledger: Path) -> None:
        """Refuses a `--since` that names no run, before hours of work go into it.

        Raises UsageError, and LedgerUnusable where there is no ledger.
        """
        if self.since is not None:
            _run_of(self.since, ledger)

    def compared(self, result: RunResult, ledger: Path) -> RunResult:
        """The result as the user wants it told. Raises UsageError.

        Its changes are told since what `--since` or `--baseline` names, and of the links alone
        that `--only` names.
        """
        compared = result
        if self.baseline is not None:
            compared = baselines.compared(result, self.baseline)
        elif self.since is not None:
            compared = result.compared_with(ledger, _run_of(self.since, ledger, result.run))
        return chosen(chosen(compared, result.summary.only, of_run=True), self.only)


def _run_of(since: str, ledger: Path, before: int | None = None) -> int:
    """The number of the run that `--since` names: itself, or the last one of a day or before.

    Among the runs before one; None: among all.
    """
    is_meant = _chooser(since)
    with Ledger.read(ledger) as opened:
        ended = [run for run in opened.runs() if run.ended_at]
    for run in ended:
        if (before is None or run.id < before) and is_meant(run):
            return run.id
    raise UsageError(
        f"--since {since}: there is no run like that before this one; enricher report --list tells "
        "which there are"
    )


def _chooser(since: str) -> Callable[[Run], bool]:
    """Tells runs that `--since` may name: the one of a number, or all up to the end of a day."""
    if since.isdigit():
        return lambda run: run.id == int(since)
    last = _day_of(since)
    return lambda run: run.started_at.astimezone(UTC).date() <= last


def _day_of(since: str) -> date:
    try:
        return date.fromisoformat(since)
    except ValueError:
        raise UsageError(
            f"--since {since}: write a run's number or a day, such as 2026-11-22"
        ) from None


def show(result: RunResult, request: ReportRequest, ledger: Path) -> Exit:
    """Writes reports and summary of a run; gives the command's exit status."""
    report = _report(result, request, ledger)
    failed = _write(report, request)
    is_whole = not (result.is_incomplete or result.summary.is_interrupted)
    done = ". All else is done" if is_whole and len(failed) == 1 else ""
    for error in failed:
        say(f"enricher: {error}{done}; try: enricher report --output FILE")
    for line in troubles(result, report.tally):
        say(plain(line))
    if not request.is_quiet:
        say("")
        for line in summary.summary(result, report.tally):
            say(plain(line))
    return _status(result, report.tally, request, is_written=not failed)


def _report(result: RunResult, request: ReportRequest, ledger: Path) -> Report:
    plots = any(name == "html" for name, _ in request.outputs)
    points = trend(ledger, result.run) if plots else []
    return Report(
        result=result,
        tally=tally.of_run(result),
        trend=tuple(TrendPoint(run=n, ended_at=at, statuses=found) for n, at, found in points),
        is_brief=request.is_quiet,
    )


def _status(result: RunResult, counts: Tally, request: ReportRequest, *, is_written: bool) -> Exit:
    if result.summary.is_interrupted:
        return Exit.INTERRUPTED
    if result.is_incomplete or not is_written or _discrepancy(result, counts):
        return Exit.INCOMPLETE
    is_found = counts.has(request.fail_on) or (
        not result.summary.links and not request.allows_empty
    )
    return Exit.FOUND if is_found else Exit.DONE


def _discrepancy(result: RunResult, counts: Tally) -> str:
    if result.is_past:
        return ""
    return tally.discrepancy(
        result.summary.links, result.summary.unasked, result.summary.missing, counts
    )


NOTHING_FOUND = (
    "no document found: their names end in .md, .html and the like ([documents] extensions), and "
    "they begin with frontmatter"
)


def _nothing_found(result: RunResult) -> str:
    """Why no document was looked at, and what to do about it."""
    left_out = [each for each in result.summary.notices if each.startswith(LEFT_OUT)]
    said = NOTHING_FOUND
    if left_out:
        said = f"no document is left to check; {left_out[0]}"
    elif not result.summary.only.is_empty:
        said = "no document holds a link that --only names"
    cure = "; with --allow-empty that is no failure" if result.kind == summary.Mode.AUDIT else ""
    return f"{said}{cure}"


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
        lost = plural(result.summary.missing, "link")
        yield f"enricher: internal error: {lost} got no verdict"
    elif _discrepancy(result, counts):
        yield (
            f"enricher: internal error, the counts do not reconcile: {_discrepancy(result, counts)}"
        )
    if result.summary.is_interrupted:
        yield "enricher: interrupted; what was learnt is kept, and the next run goes on from there"
    if not result.summary.documents and not result.errors:
        yield f"enricher: {_nothing_found(result)}"


# ── where it goes ─────────────────────────────────────────────────────────────────────────


def _write(report: Report, request: ReportRequest) -> list[OutputError]:
    """Writes each part to its place; gives what could not be written."""
    failed = []
    for pieces, path in _parts(report, request):
        try:
            if path is None:
                to_stdout(pieces)
            else:
                to_file(pieces, path)
        except OutputError as error:
            failed.append(error)
    return failed


def _parts(report: Report, request: ReportRequest) -> Iterator[tuple[Iterable[str], Path | None]]:
    """Yields what is to be written, and the file it goes to; None: standard output."""
    for name, path in request.outputs:
        # Only what is printed is brief: a file is looked at by those who want all.
        pieces = render(name, report if path is None else replace(report, is_brief=False))
        if path is None and name == "text" and wants_colours(sys.stdout, os.environ):
            pieces = coloured(pieces)
        yield pieces, path
    if request.metrics is not None:
        yield render("prometheus", report), request.metrics
    if request.shows_diff:
        yield report.result.diffs, None


def to_stdout(pieces: Iterable[str]) -> None:
    """Writes to standard output as UTF-8, whatever the locale: data must not depend on who reads
    it.

    A reader that goes away early (`| head`) is no error. Raises OutputError.
    """
    try:
        with printing():
            for piece in pieces:
                sys.stdout.buffer.write(piece.encode("utf-8", "backslashreplace"))
            sys.stdout.buffer.flush()
    except BrokenPipeError:
        forget_stdout()


def to_file(pieces: Iterable[str], path: Path) -> None:
    """Writes beside and renames, so that a reader finds the old report or the new one, whole.

    Raises:
        OutputError: it could not be written.
    """
    beside: Path | None = None
    try:
        if path.exists() and not path.is_file():
            # A device or a pipe: to rename over /dev/null would destroy it.
            with path.open("wb") as stream:
                stream.writelines(piece.encode("utf-8", "backslashreplace") for piece in pieces)
            return
        # Where the path is a symlink, the file behind it is replaced.
        target = path.resolve()
        with tempfile.NamedTemporaryFile(
            "wb", dir=target.parent, prefix=f".{target.name}.", delete=False
        ) as file:
            beside = Path(file.name)
            for piece in pieces:
                file.write(piece.encode("utf-8", "backslashreplace"))
            file.flush()
            os.fsync(file.fileno())
        # The temporary file is private (0600); a report is as public as any new file.
        beside.chmod(0o666 & ~_umask())
        beside.replace(target)
    except OSError as error:
        if beside is not None:
            with suppress(OSError):
                beside.unlink()
        raise OutputError(f"{path} could not be written: {error.strerror or error}") from error


def _umask() -> int:
    """The process's file mode mask; there is no way to read it but to set it."""
    mask = os.umask(0)
    os.umask(mask)
    return mask
