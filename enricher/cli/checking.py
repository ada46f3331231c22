"""The bodies of `run`, `audit` and `report`: a job is done, and its result shown."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import anyio

from enricher.cli import job_setup, memory, progress
from enricher.cli.command_options import PastOptions
from enricher.cli.exits import Exit, UsageError, say
from enricher.cli.happened import Happened
from enricher.cli.options import SHORT_FORMATS, ReportOptions, RunOptions
from enricher.cli.output import Output, ReportRequest, show
from enricher.cli.selecting import link_filter
from enricher.cli.values import FailOn
from enricher.config import Fetch
from enricher.models import Status
from enricher.report import baseline
from enricher.report.formats import SUFFIXES
from enricher.run.engines.choice import EngineChoice, opener
from enricher.run.lifecycle import check
from enricher.run.lifecycle import report as past_run
from enricher.run.link_filter import ALL_LINKS
from enricher.run.results.records import Event

AUDIT_FAILS_ON: FailOn = frozenset(
    frozenset({status.value})
    for status in (Status.DEAD, Status.SOFT404, Status.PARKED, Status.DRIFTED)
)
"""What an audit fails on by default: the links that no longer show what was cited."""


def run(options: RunOptions) -> Exit:
    """Checks, writes documents (but in a dry run) and shows the result."""
    shown = replace(wanted(options, frozenset()), allows_empty=True)
    return _check(options, shown, writes=True)


def audit(options: RunOptions) -> Exit:
    """Checks and shows the result; nothing to check is a failure unless the user allows it."""
    return _check(options, wanted(options, AUDIT_FAILS_ON), writes=False)


def _check(options: RunOptions, shown: ReportRequest, *, writes: bool) -> Exit:
    memory.share_one_heap(os.environ)
    happened = Happened(writes=writes and not options.dry_run)
    job = job_setup.job(options, writes=writes, on_event=happened.note)
    job_setup.check_environment(job.config)
    shown.check_since(job.ledger)
    with happened.told():
        with (
            progress.listener(
                is_quiet=options.quiet, is_verbose=options.verbose, has_bar=not options.no_progress
            ) as listener,
            _live_metrics(shown.metrics, listener) as happened.listener,
        ):
            engine = opener(options.engine or EngineChoice(), job.ledger, say)
            result = anyio.run(check, job, engine)
        ended = show(shown.compared(result, job.ledger), shown, job.ledger)
    if result.summary.requests and not options.quiet and is_placeholder(job.config.fetch):
        say(NO_CONTACT)
    return ended


@contextmanager
def _live_metrics(
    path: Path | None, listener: Callable[[Event], None] | None
) -> Iterator[Callable[[Event], None] | None]:
    """Gives a listener that keeps the metrics file current, too, where there is one."""
    if path is None:
        yield listener
        return
    from enricher.cli.live_metrics import LiveMetrics  # noqa: PLC0415 - start-up

    metrics = LiveMetrics(path, listener)
    try:
        yield metrics
    finally:
        metrics.end()


def report(options: PastOptions) -> Exit:
    """Shows what the ledger knows now, or a past run; or lists all runs."""
    if options.list:
        from enricher.cli import lookup  # noqa: PLC0415 - start-up

        if options.run is not None:
            raise UsageError("--list and --run cannot be combined: --run N shows that run alone")
        if set(options.formats) - set(SHORT_FORMATS):
            raise UsageError(f"--list is written as {' or '.join(SHORT_FORMATS)}")
        lookup.show_runs(options, as_json="json" in options.formats)
        return Exit.DONE
    shown = wanted(options, frozenset())
    ledger = job_setup.ledger_path(job_setup.settings(options)[0], options.ledger)
    result = anyio.run(past_run, ledger, options.run)
    return show(shown.compared(result, ledger), shown, ledger)


NO_CONTACT = (
    "enricher: sites that were asked cannot reach you: [fetch] contact is the placeholder; put "
    "your own page or mailbox there"
)


def is_placeholder(fetch: Fetch) -> bool:
    """True if requests name a contact that no site can use."""
    return fetch.contact == Fetch().contact and "{contact}" in fetch.user_agent


def wanted(options: ReportOptions, default: FailOn) -> ReportRequest:
    """What the user wants to see; `default` is what fails the command without `--fail-on`.

    Raises:
        UsageError: two reports for standard output, or a file that cannot be written.
        ConfigError: the baseline is no report.
    """
    is_dry = isinstance(options, RunOptions) and options.dry_run
    request = ReportRequest(
        outputs=outputs(options, is_dry=is_dry),
        metrics=options.metrics,
        fail_on=frozenset().union(*options.fail_on) if options.fail_on else default,
        since=options.since,
        only=link_filter(options) if isinstance(options, PastOptions) else ALL_LINKS,
        baseline=None if options.baseline is None else baseline.read(options.baseline),
        shows_diff=is_dry,
        is_quiet=options.quiet,
        allows_empty=not isinstance(options, RunOptions) or options.allow_empty,
    )
    if request.metrics is not None:
        check_output(request.metrics, "--metrics")
    for _, path in request.outputs:
        if path is not None:
            check_output(path)
    return request


def outputs(options: ReportOptions, *, is_dry: bool) -> tuple[Output, ...]:
    """Each report with its file; None is standard output, which a dry run keeps for its diff."""
    found = [(name or _format_of(path), path) for name, path in _pairs(options)]
    if not found:
        return () if is_dry else (("text", None),)
    to_stdout = [name for name, path in found if path is None]
    if is_dry and to_stdout:
        raise UsageError(
            "--dry-run prints a diff on standard output; name a file for the report beside it: "
            "--output FILE"
        )
    if len(to_stdout) > 1:
        raise UsageError(
            f"--format {' and '.join(to_stdout)} cannot both go to standard output; name files: "
            "--output FILE after each --format"
        )
    return tuple(found)


def _format_of(path: Path | None) -> str:
    return SUFFIXES.get(path.suffix.lower() if path else "", "text")


def _pairs(options: ReportOptions) -> list[tuple[str, Path | None]]:
    """(format, file) as given: an --output belongs to the --format before it.

    Where there is one of each, their order does not matter.
    """
    if len(options.formats) == len(options.outputs) == 1:
        return [(options.formats[0], _file(options.outputs[0]))]
    names, paths = iter(options.formats), iter(options.outputs)
    found: list[tuple[str, Path | None]] = []
    for given in options.order:
        if given == "formats":
            found.append((next(names), None))
        elif given == "outputs" and found and found[-1][1] is None:
            found[-1] = (found[-1][0], next(paths))
        elif given == "outputs":
            found.append(("", next(paths)))
    return [(name, _file(path)) for name, path in found]


def _file(path: Path | None) -> Path | None:
    return None if path == Path("-") else path


def check_output(path: Path, option: str = "--output") -> None:
    """Refuses a place for the report that cannot be written, before hours of work go into it."""
    if path.is_dir():
        raise UsageError(f"{option} {path}: is a folder; name a file")
    if not path.parent.is_dir():
        raise UsageError(f"{option} {path}: there is no folder {path.parent}")
