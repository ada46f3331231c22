"""Annotations of GitHub Actions: workflow commands that mark the line of a pull request."""

from __future__ import annotations

from collections.abc import Iterator

from enricher.report.escape import plain
from enricher.report.formats import Report
from enricher.report.formats.sarif import level
from enricher.report.tally import QUIET
from enricher.report.words import MEANINGS, now_at
from enricher.run.results.records import Record

_COMMANDS = {"error": "error", "warning": "warning", "note": "notice"}


def render(report: Report) -> Iterator[str]:
    """One workflow command per field with a problem."""
    for record in report.result.records.problems(QUIET):
        if record.status not in QUIET:
            yield _command(record)


def _command(record: Record) -> str:
    properties = [f"file={_property(record.document)}"]
    properties += [f"line={record.line}"] if record.line else []
    properties += [f"col={record.column}"] if record.line and record.column else []
    properties.append(f"title={_property(f'{record.status} ({record.reason})')}")
    text = f"{record.url} {MEANINGS[record.status]}{now_at(record)}"
    return f"::{_COMMANDS[level(record.status)]} {','.join(properties)}::{_message(text)}\n"


def _message(text: str) -> str:
    """The text as a workflow command takes it: percent signs escaped (line ends are plain)."""
    return plain(text).replace("%", "%25")


def _property(text: str) -> str:
    return _message(text).replace(":", "%3A").replace(",", "%2C")
