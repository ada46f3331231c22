"""Metrics as the textfile collector of node_exporter reads them (text format 0.0.4)."""

from __future__ import annotations

from collections.abc import Iterator

from enricher.models import Status
from enricher.report.formats import Report
from enricher.run.results.records import EngineAtWork

_LIVE = {
    "workers": "Workers that are ready.",
    "units_in_flight": "Units of work that workers are doing.",
    "sites_waiting": "Sites with URLs left that no worker is asking.",
    "rows_per_second": "URLs checked a second, of late; after a run, over all of it.",
    "oldest_lease_seconds": "Since when the worker was not heard of that was silent for longest.",
}
"""Metrics of a run at work."""


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
    rate = summary.asked / took if took > 0 else 0.0
    yield from live(
        EngineAtWork(
            workers=0, units_in_flight=0, sites_waiting=0, rows_per_s=rate, oldest_lease_s=0.0
        )
    )


def live(event: EngineAtWork) -> Iterator[str]:
    """How a run on several workers does; after a run, that it does nothing more."""
    for name, value in zip(
        _LIVE,
        (
            event.workers,
            event.units_in_flight,
            event.sites_waiting,
            round(event.rows_per_s, 3),
            round(event.oldest_lease_s, 3),
        ),
        strict=True,
    ):
        yield from _metric(name, _LIVE[name], "gauge")
        yield f"enricher_{name} {value}\n"


def is_live(line: str) -> bool:
    """True if a line of the file is one that `live` writes."""
    name = line.removeprefix("# HELP ").removeprefix("# TYPE ").split(" ", 1)[0]
    return name.removeprefix("enricher_") in _LIVE


def _metric(name: str, text: str, kind: str) -> Iterator[str]:
    yield f"# HELP enricher_{name} {text}\n# TYPE enricher_{name} {kind}\n"
