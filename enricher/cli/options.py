"""The options of the command line, each with its one help text; and how their values are read."""

from __future__ import annotations

import re
from datetime import timedelta
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from enricher.models import Status


class Format(StrEnum):
    """How a report is written."""

    TEXT = "text"
    JSON = "json"
    JSONL = "jsonl"


class EngineName(StrEnum):
    """Where the work is done."""

    INLINE = "inline"


class PinTo(StrEnum):
    """What a person says of a URL."""

    OK = "ok"
    DEAD = "dead"
    NONE = "none"


_UNITS = {"d": "days", "h": "hours", "m": "minutes", "s": "seconds"}
_DURATION = re.compile(r"(?:\d+(?:\.\d+)?[dhms])+", re.ASCII)
# Longer than any ledger lives, and far from where datetime arithmetic overflows.
_LONGEST = timedelta(days=36_500)


def duration(text: str) -> timedelta:
    """`14d`, `12h`, `15m`, `30s`, and such one behind the other: `1d12h`."""
    if not _DURATION.fullmatch(text):
        raise typer.BadParameter(
            f'"{text}" is no duration; write for instance 14d, 12h, 15m, 30s or 1d12h'
        )
    parts = re.findall(r"([\d.]+)([dhms])", text)
    try:
        total = sum(
            (timedelta(**{_UNITS[unit]: float(number)}) for number, unit in parts), timedelta()
        )
    except OverflowError:
        total = _LONGEST
    return min(total, _LONGEST)


def statuses(text: str) -> frozenset[Status]:
    """`dead,soft404`; `none` for no status at all."""
    names = [name.strip() for name in text.split(",") if name.strip()]
    if names == ["none"]:
        return frozenset()
    known = {status.value: status for status in Status}
    unknown = [name for name in names if name not in known]
    if unknown or not names:
        what = f'"{unknown[0]}" is no status' if unknown else "no status is named"
        raise typer.BadParameter(f"{what}; known: {', '.join(known)}; or none")
    return frozenset(known[name] for name in names)


# Arguments are explained in the text of each command: typer's own list shows Python types.
Paths = Annotated[list[Path] | None, typer.Argument(metavar="PATH", hidden=True)]
Url = Annotated[str, typer.Argument(metavar="URL", hidden=True)]
Config = Annotated[
    Path | None,
    typer.Option(
        "--config",
        metavar="FILE",
        help="Settings. Default: ./config.toml if there, else the built-in ones.",
        show_default=False,
    ),
]
LedgerFile = Annotated[
    Path | None,
    typer.Option(
        "--ledger",
        metavar="FILE",
        help="Where checks are remembered. Default: ledger of config.toml.",
        show_default=False,
    ),
]
DryRun = Annotated[
    bool,
    typer.Option(
        "--dry-run", help="Write no document; print what would be changed as a unified diff."
    ),
]
ReportFormat = Annotated[
    Format | None,
    typer.Option("--format", help="How the report is written. Default: text.", show_default=False),
]
Output = Annotated[
    Path | None,
    typer.Option(
        "--output",
        "-o",
        metavar="FILE",
        help="Where the report is written. Default: standard output.",
        show_default=False,
    ),
]
MaxAge = Annotated[
    timedelta | None,
    typer.Option(
        "--max-age",
        metavar="DURATION",
        parser=duration,
        help="Ask again what was last asked longer ago, such as 14d or 12h. Default: as [freshness] says.",
        show_default=False,
    ),
]
Refresh = Annotated[
    bool, typer.Option("--refresh", help="Ask every link, however fresh its last check.")
]
Budget = Annotated[
    timedelta | None,
    typer.Option(
        "--budget",
        metavar="DURATION",
        parser=duration,
        help="Start no new check after so long, such as 15m, and finish cleanly; the most overdue go first.",
        show_default=False,
    ),
]
Concurrency = Annotated[
    int | None,
    typer.Option(
        "--concurrency",
        metavar="N",
        min=1,
        help="Requests in flight, over all sites. Default: as [fetch] says.",
        show_default=False,
    ),
]
FailOn = Annotated[
    frozenset[Status] | None,
    typer.Option(
        "--fail-on",
        metavar="STATUS,...",
        parser=statuses,
        help="End with exit status 1 when a link has one of these statuses. "
        "Default: dead,soft404,parked,drifted for audit; none for run.",
        show_default=False,
    ),
]
Offline = Annotated[
    bool, typer.Option("--offline", help="Ask nothing; work with what the ledger knows.")
]
Engine = Annotated[
    EngineName, typer.Option("--engine", help="Where the work is done; inline: in this process.")
]
Quiet = Annotated[
    bool, typer.Option("--quiet", "-q", help="No summary and no progress; errors are still told.")
]
Verbose = Annotated[
    bool,
    typer.Option("--verbose", "-v", help="Tell every check, and the details of our own mistakes."),
]
NoProgress = Annotated[
    bool, typer.Option("--no-progress", help="No progress bar (there is one on terminals only).")
]
