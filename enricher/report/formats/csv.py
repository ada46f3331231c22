"""CSV (RFC 4180) for spreadsheets: one row per checked field; no cell is a formula."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator

from enricher.report.escape import cell
from enricher.report.formats import Report
from enricher.report.words import evidence
from enricher.run.results.records import Record

COLUMNS = (
    "document",
    "line",
    "column",
    "field",
    "url",
    "status",
    "reason",
    "since",
    "confirmed",
    "change",
    "httpStatus",
    "finalUrl",
    "describedTitle",
    "pageTitle",
    "archiveUrl",
    "evidence",
    "suggestionUrl",
)


def render(report: Report) -> Iterator[str]:
    """The head and a line per record."""
    yield _line(COLUMNS)
    for record in report.result.records:
        yield _line(_cells(record))


def _cells(record: Record) -> tuple[object, ...]:
    return (
        record.document,
        record.line,
        record.column,
        record.field,
        record.url,
        record.status.value,
        record.reason,
        record.since.isoformat(timespec="seconds"),
        "yes" if record.confirmed else "no",
        record.change,
        record.http_status,
        record.final_url,
        record.described.title if record.described else None,
        record.page.title if record.page else None,
        record.archive.url if record.archive else None,
        evidence(record),
        record.suggestion.url if record.suggestion else None,
    )


def _line(values: tuple[object, ...]) -> str:
    file = io.StringIO()
    csv.writer(file).writerow("" if each is None else cell(str(each)) for each in values)
    return file.getvalue()
