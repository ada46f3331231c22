"""Metrics as the textfile collector of node_exporter reads them (text format 0.0.4)."""

from __future__ import annotations

from collections.abc import Iterator

from enricher.models import Status
from enricher.report.formats import Report


def render(report: Report) -> Iterator[str]:
    """Totals of the run, its age and duration, and URLs by status."""
    result, tally = report.result, report.tally
    summary = result.summary
    yield from _metric("urls", "Different URLs by status.", "gauge")
    for status in Status:
        yield f'enricher_urls{{status="{status}"}} {tally.targets[status]}\n'
    took = (result.ended_at - result.started_at).total_seconds()
    for name, text, value in (
        ("documents", "Documents read.", summary.documents),
        ("links", "Links in these documents.", summary.links),
        ("asked_urls", "URLs asked in the last run.", summary.asked),
        ("requests", "Requests sent in the last run.", summary.requests),
        ("read_bytes", "Bytes read in the last run.", summary.bytes_read),
        ("changed_documents", "Documents written in the last run.", len(summary.changed)),
        ("errors", "Documents that could not be read or written.", len(summary.errors)),
        ("unasked_urls", "Due URLs left for the next run.", summary.unasked),
        ("new_problems", "Problems that were none in the run compared with.", len(tally.new)),
        ("recovered_urls", "URLs that were a problem and are none.", len(tally.recovered)),
        ("last_run_timestamp_seconds", "When the last run ended.", result.ended_at.timestamp()),
        ("last_run_duration_seconds", "How long it took.", took),
    ):
        yield from _metric(name, text, "gauge")
        yield f"enricher_{name} {value}\n"


def _metric(name: str, text: str, kind: str) -> Iterator[str]:
    yield f"# HELP enricher_{name} {text}\n# TYPE enricher_{name} {kind}\n"
