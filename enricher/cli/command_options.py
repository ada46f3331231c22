"""The options of single commands, beside those that `options` gives to several."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import click

from enricher.cli.options import (
    PATH,
    DueOptions,
    LedgerOptions,
    ReportOptions,
    SelectionOptions,
    paths_argument,
    short_format,
    verbose_flag,
)
from enricher.cli.parameters import ServedFolder, argument, flag, option


@dataclass(frozen=True, kw_only=True)
class PlanOptions(DueOptions):
    """Of which run to tell beforehand."""

    format: str = short_format()


@dataclass(frozen=True, kw_only=True)
class InitOptions:
    """For which documents to write settings, and where."""

    paths: tuple[Path, ...] = paths_argument()
    output: Path | None = option(
        "--output",
        "-o",
        metavar="FILE",
        type=PATH,
        help="Where the settings are written. Default: config.toml.",
    )
    stdout: bool = flag("--stdout", help="Print the settings and write no file.")
    verbose: bool = verbose_flag()


FIX_RULES = ("moved", "archive", "flag", "prune", "replace", "text")
ARCHIVE_PLACES = ("replace", "beside")


@dataclass(frozen=True, kw_only=True)
class FixOptions(SelectionOptions):
    """What to fix, by which rules."""

    rules: tuple[str, ...] = option(
        "--rule",
        default=(),
        metavar="|".join(FIX_RULES),
        type=click.Choice(FIX_RULES),
        multiple=True,
        help="What to fix; may be given more than once. Default: as [fix] says.",
    )
    archive: str | None = option(
        "--archive",
        metavar="|".join(ARCHIVE_PLACES),
        type=click.Choice(ARCHIVE_PLACES),
        help="Put archived copies in the place of the URL, or beside it. Default: as [fix] says.",
    )
    write: bool = flag("--write", help="Write the documents. Default: a preview, as a diff.")
    format: str = short_format()


@dataclass(frozen=True, kw_only=True)
class PruneOptions(LedgerOptions):
    """What of a ledger is kept."""

    keep: int | None = option(
        "--keep",
        metavar="N",
        type=click.IntRange(min=1),
        help="Latest checks of each URL that are kept whatever they say. Default: 5.",
    )


@dataclass(frozen=True, kw_only=True)
class PastOptions(ReportOptions):
    """What to show of the ledger."""

    run: int | None = option(
        "--run",
        metavar="N",
        type=click.IntRange(min=1),
        help="Show this run again. Default: what is known now of all documents.",
    )
    list: bool = flag("--list", help="List the runs that the ledger remembers, latest first.")


@dataclass(frozen=True, kw_only=True)
class UrlOptions(LedgerOptions):
    """One URL, as a document spells it."""

    url: str = argument("url", "", metavar="URL")


@dataclass(frozen=True, kw_only=True)
class ExplainOptions(UrlOptions):
    """One URL, and whether to ask it now."""

    again: bool = flag(
        "--again", help="Ask the URL now, and tell every rule that is looked at; keep nothing."
    )


PIN_STATUSES = ("ok", "dead", "none")


@dataclass(frozen=True, kw_only=True)
class PinOptions(UrlOptions):
    """A person's word on one URL; without a URL, the list of all pins."""

    url: str = argument("url", "", metavar="[URL", required=False)
    status: str = argument(
        "status",
        "",
        metavar="|".join(PIN_STATUSES) + "]",
        type=click.Choice(PIN_STATUSES),
        required=False,
    )
    note: str = option(
        "--note", default="", metavar="TEXT", help="How you know, for whoever reads it later."
    )


@dataclass(frozen=True, kw_only=True)
class DemoOptions:
    """Where the demo works."""

    keep: Path | None = option(
        "--keep",
        metavar="FOLDER",
        type=PATH,
        help="Work in this new folder and leave it there. Default: a temporary one.",
    )
    serve: Path | None = option(
        "--serve",
        metavar="FOLDER",
        type=ServedFolder(path_type=Path),
        help="Put the examples into this new folder and serve the small web until Ctrl-C, to try "
        "every command in another terminal.",
    )
    verbose: bool = verbose_flag()
