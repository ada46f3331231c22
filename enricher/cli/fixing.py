"""The body of `fix`: documents are fixed by rule, or shown as they would be."""

from __future__ import annotations

import msgspec

from enricher.cli import job_setup
from enricher.cli.command_options import FixOptions
from enricher.cli.exits import Exit, UsageError, say
from enricher.cli.happened import Happened
from enricher.cli.output import to_stdout
from enricher.config import Config
from enricher.fix.rules import FixRule
from enricher.report import fixes
from enricher.run.fix import FixJob, FixResult
from enricher.run.fix import fix as fix_documents


def fix(options: FixOptions) -> Exit:
    """Shows what would be fixed; with `--write`, does it.

    Raises UsageError where neither the command line nor the settings name a rule.
    """
    job = fix_job(options)
    result = FixResult()
    happened = Happened(writes=job.writes)
    with happened.told():
        try:
            fix_documents(job, result)
        finally:
            happened.errors += result.errors
            happened.changed += job.writes and sum(bool(each.fixes) for each in result.documents)
        _show(result, options.format, is_written=job.writes)
    return _told(result, is_written=job.writes)


def _show(result: FixResult, output_format: str, *, is_written: bool) -> None:
    if output_format == "json":
        to_stdout(fixes.json(result, is_written=is_written))
    elif is_written:
        told = (line for document in result.documents for line in fixes.reasons(document))
        to_stdout(f"{line}\n" for line in told)
    else:
        to_stdout(fixes.diff(result))


def fix_job(options: FixOptions) -> FixJob:
    """What the command line and the settings ask for."""
    job = job_setup.job(options, writes=True)
    config = _with_archive(job.config, options.archive)
    named = options.rules or config.fix.rules
    if not named:
        known = "".join(f"\n  --rule {rule}  {fixes.WHAT[rule]}" for rule in FixRule)
        raise UsageError(f"name what to fix, by --rule or [fix] rules:{known}\n")
    return FixJob(
        config=config,
        paths=job.paths,
        documents=job.documents,
        only=job.only,
        ledger=job.ledger,
        clock=job.clock,
        rules=frozenset(map(FixRule, named)),
        writes=options.write,
    )


def _with_archive(config: Config, asked: str | None) -> Config:
    if asked is None:
        return config
    chosen = msgspec.structs.replace(config.fix, archive=asked)
    return msgspec.structs.replace(config, fix=chosen)


def _told(result: FixResult, *, is_written: bool) -> Exit:
    refused = list(fixes.refusals(result))
    for error in (*result.errors, *refused):
        say(f"enricher: {error}")
    for line in fixes.summary(result, is_written=is_written):
        say(line)
    return Exit.INCOMPLETE if result.errors or refused else Exit.DONE
