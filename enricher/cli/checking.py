"""The bodies of `run`, `audit` and `report`: a job is done, and its result shown."""

from __future__ import annotations

from dataclasses import replace

import anyio

from enricher.cli import job_setup, progress
from enricher.cli.exits import Exit
from enricher.cli.options import PastOptions, ReportOptions, RunOptions
from enricher.cli.output import ReportRequest, show
from enricher.cli.values import FailOn
from enricher.models import Status
from enricher.run.job import check
from enricher.run.job import report as past_run

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
    with progress.listener(
        is_quiet=options.quiet, is_verbose=options.verbose, has_bar=not options.no_progress
    ) as on_event:
        result = anyio.run(check, job_setup.job(options, writes=writes, on_event=on_event))
    return show(result, shown)


def report(options: PastOptions) -> Exit:
    """Shows a past run as the ledger remembers it."""
    shown = wanted(options, frozenset())
    if options.output is not None:
        job_setup.check_output(options.output)
    ledger = job_setup.ledger_path(job_setup.settings(options.config)[0], options.ledger)
    return show(anyio.run(past_run, ledger, options.run), shown)


def wanted(options: ReportOptions, default: FailOn) -> ReportRequest:
    """What the user wants to see; `default` is what fails the command without `--fail-on`."""
    return ReportRequest(
        format=options.format or "text",
        output=options.output,
        fail_on=frozenset().union(*options.fail_on) if options.fail_on else default,
        shows_diff=isinstance(options, RunOptions) and options.dry_run,
        is_quiet=options.quiet,
        allows_empty=not isinstance(options, RunOptions) or options.allow_empty,
    )
