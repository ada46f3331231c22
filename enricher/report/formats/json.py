"""One JSON array, one record a line, so that it streams and can be compared line by line."""

from __future__ import annotations

from collections.abc import Iterator

from enricher.report.formats import Report
from enricher.report.formats.jsonl import line


def render(report: Report) -> Iterator[str]:
    """The array in pieces."""
    before = "[\n"
    for record in report.result.records:
        yield before + line(record)
        before = ",\n"
    yield "[]\n" if before == "[\n" else "\n]\n"
