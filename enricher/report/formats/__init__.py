"""The formats of a report: one module each with a function `render(report)` that yields text.

The same findings give the same bytes: no format tells the time it was made, or the number of a run.
Only `html` shows past runs, and only `json` and `jsonl` when each URL was asked.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from importlib import import_module

from enricher.models import Status
from enricher.report.tally import Tally
from enricher.run.results.run_result import RunResult

NAMES = ("text", "json", "jsonl", "markdown", "html", "junit", "csv", "sarif", "github")
"""What `--format` takes; `prometheus` is written by `--metrics`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TrendPoint:
    """How many different URLs had which status at the end of a past run."""

    run: int
    ended_at: datetime
    statuses: dict[Status, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """What a format turns into text."""

    result: RunResult
    tally: Tally
    trend: tuple[TrendPoint, ...] = ()
    """The last complete writing runs, oldest first; for formats that plot."""
    is_brief: bool = False
    """Only what is new and what recovered: what a cron mail should hold."""


SUFFIXES = {
    ".csv": "csv",
    ".htm": "html",
    ".html": "html",
    ".json": "json",
    ".jsonl": "jsonl",
    ".md": "markdown",
    ".sarif": "sarif",
    ".xml": "junit",
}
"""The format of a file whose format is not named; all others are text."""


def render(name: str, report: Report) -> Iterable[str]:
    """Pieces of the report in a format of `NAMES`, or `prometheus`."""
    pieces: Iterable[str] = import_module(f"enricher.report.formats.{name}").render(report)
    return pieces
