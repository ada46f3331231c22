"""The options that several commands share: each is defined once, as a field of the value a command
receives; those of single commands stand in `command_options`.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

import click

from enricher.cli.parameters import GivenPath, argument, flag, option
from enricher.cli.values import FailOn, Only, accepted, duration, engine, fail_on, only, site_part
from enricher.run.engines.choice import FORMS, EngineChoice
from enricher.run.site_part import SitePart

FORMATS = ("text", "json", "jsonl", "markdown", "html", "junit", "csv", "sarif", "github")
"""The names that `--format` takes; one module each in `report.formats`."""

SHORT_FORMATS = ("text", "json")
"""The names that `--format` takes where the answer is no report of links."""

PATH = GivenPath(path_type=Path)


def verbose_flag() -> Any:
    return flag("--verbose", "-v", help="Tell every check, and the details of internal errors.")


def paths_argument() -> Any:
    """Files, folders and globs."""
    return argument("paths", (), metavar="[PATH]...", nargs=-1, type=PATH)


def short_format() -> Any:
    """How an answer is written that is no report of links."""
    return option(
        "--format",
        default="text",
        type=click.Choice(SHORT_FORMATS),
        metavar="|".join(SHORT_FORMATS),
        help="How the answer is written. Default: text.",
    )


@dataclass(frozen=True, kw_only=True)
class LedgerOptions:
    """Where settings and memory are."""

    config: Path | None = option(
        "--config",
        metavar="FILE",
        type=PATH,
        help="Settings. Default: config.toml (or enricher.toml) of this folder, else the nearest "
        "one above the documents, else the built-in ones.",
    )
    ledger: Path | None = option(
        "--ledger",
        metavar="FILE",
        type=PATH,
        help="Where checks are remembered. Default: ledger of config.toml.",
    )
    verbose: bool = verbose_flag()


@dataclass(frozen=True, kw_only=True)
class LinkOptions(LedgerOptions):
    """Which links to work on."""

    only: tuple[Only, ...] = option(
        "--only",
        default=(),
        metavar="KEY=VALUE,...",
        type=only,
        multiple=True,
        help="Take only links of this site=, status=, field= or path=; may be given more than "
        "once: any value of a key will do, and every key must fit.",
    )


@dataclass(frozen=True, kw_only=True)
class SelectionOptions(LinkOptions):
    """Which documents to work on."""

    paths: tuple[Path, ...] = paths_argument()
    exclude: tuple[str, ...] = option(
        "--exclude",
        default=(),
        metavar="GLOB",
        multiple=True,
        help="Leave out documents that this pattern names, spelt as in .gitignore, relative to "
        "PATH or to the working folder; may be given more than once.",
    )
    files_from: Path | None = option(
        "--files-from",
        metavar="FILE",
        type=PATH,
        help="Take the documents that this file lists, one a line or separated by NUL; "
        "- is standard input.",
    )
    changed_since: str | None = option(
        "--changed-since",
        metavar="REF",
        help="Take only documents that git says were changed since the branch left this commit; "
        "what is not committed yet counts, too.",
    )


@dataclass(frozen=True, kw_only=True)
class DueOptions(SelectionOptions):
    """Which of their links to ask."""

    max_age: timedelta | None = option(
        "--max-age",
        metavar="DURATION",
        type=duration,
        help="Ask again what was last asked longer ago, such as 14d or 12h. "
        "Default: as [freshness] says.",
    )
    refresh: bool = flag("--refresh", help="Ask every link, however fresh its last check.")


@dataclass(frozen=True, kw_only=True)
class ReportOptions(LinkOptions):
    """How a report is written, and what makes the command fail."""

    formats: tuple[str, ...] = option(
        "--format",
        default=(),
        type=click.Choice(FORMATS),
        metavar="FORMAT",
        multiple=True,
        help=f"How the report is written: {', '.join(FORMATS)}. May be given more than once, each "
        "with its --output. Default: as the name of the file ends, else text.",
    )
    outputs: tuple[Path, ...] = option(
        "--output",
        "-o",
        default=(),
        metavar="FILE",
        type=PATH,
        multiple=True,
        help="Where the report of the --format before it is written. Default: -, which is standard "
        "output.",
    )
    order: tuple[str, ...] = ()
    """Names of the options as they were given: which --output belongs to which --format."""
    metrics: Path | None = option(
        "--metrics",
        metavar="FILE",
        type=PATH,
        help="Write totals, ages and durations for Prometheus (textfile collector).",
    )
    since: str | None = option(
        "--since",
        metavar="RUN|DATE",
        help="Tell what is new since this run, or since the last run of this day. Default: since "
        "the last complete writing run over the same documents.",
    )
    baseline: Path | None = option(
        "--baseline",
        metavar="FILE",
        type=PATH,
        help="Tell what is new since this jsonl report, for CI that keeps no ledger.",
    )
    fail_on: tuple[FailOn, ...] = option(
        "--fail-on",
        default=(),
        metavar="STATUS,...",
        type=fail_on,
        multiple=True,
        help="End with exit status 1 when a link has one of these statuses; may be given more "
        "than once. Default: dead,soft404,parked,drifted for audit; none for run and report.",
    )
    quiet: bool = flag(
        "--quiet",
        "-q",
        help="Print only what is new, what recovered, and errors: what a cron mail should hold.",
    )


@dataclass(frozen=True, kw_only=True)
class RunOptions(DueOptions, ReportOptions):
    """What the command line asked of a run or an audit."""

    dry_run: bool = flag(
        "--dry-run", help="Write no document; print what would be changed as a unified diff."
    )
    budget: timedelta | None = option(
        "--budget",
        metavar="DURATION",
        type=duration,
        help="Start no new check after this time, such as 15m, and finish cleanly; the most "
        "overdue go first.",
    )
    concurrency: int | None = option(
        "--concurrency",
        metavar="N",
        type=click.IntRange(min=1),
        help="Requests in flight, over all sites. Default: as [fetch] says.",
    )
    accept: tuple[str, ...] = option(
        "--accept",
        default=(),
        metavar="[HOST=]STATUS,...",
        type=accepted,
        multiple=True,
        help="Count answers with these HTTP statuses as alive, such as 403 or 5xx, everywhere or "
        "at one host; may be given more than once, and adds to [policy] accept.",
    )
    engine: EngineChoice | None = option(
        "--engine",
        metavar=FORMS,
        type=engine,
        help="Where links are asked: in this process, in N processes of this machine, or on a Ray "
        "cluster. Default: inline.",
    )
    part: SitePart | None = option(
        "--part",
        metavar="K/N",
        type=site_part,
        help="Ask only the K-th of N parts of all sites, each with a ledger of its own: for runs "
        "on several machines.",
    )
    processes: int | None = option(
        "--processes",
        metavar="N",
        type=click.IntRange(min=1),
        help="Processes that read and edit documents, where there are many. Default: as "
        "[documents] says, one for each core.",
    )
    allow_empty: bool = flag(
        "--allow-empty", help="An audit that finds no link to check ends with 0, not 1."
    )
    offline: bool = flag("--offline", help="Ask nothing; work with what the ledger knows.")
    no_progress: bool = flag(
        "--no-progress", help="No progress bar (there is one on terminals only)."
    )
