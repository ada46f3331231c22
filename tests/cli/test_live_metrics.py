"""How an engine with several workers does: in the progress line, and in the metrics file meanwhile."""

from __future__ import annotations

from pathlib import Path

from enricher.cli.live_metrics import EVERY_S, LiveMetrics
from enricher.cli.progress import at_work
from enricher.run.results.records import EngineAtWork, Event

BUSY = EngineAtWork(
    workers=8, units_in_flight=1_234, sites_waiting=56_789, rows_per_s=321.4, oldest_lease_s=3.2
)
DONE_BEFORE = "# HELP enricher_links Links.\n# TYPE enricher_links gauge\nenricher_links 7\n"


def test_the_progress_line_tells_how_the_engine_does() -> None:
    assert at_work(BUSY) == (
        "8 workers, 321 links/s, 1,234 units in flight, 56,789 sites waiting, oldest lease 3 s"
    )


def test_the_metrics_file_is_kept_current_beside_what_it_said_of_the_run_before(
    tmp_path: Path,
) -> None:
    path, now = tmp_path / "links.prom", [0.0]
    passed_on: list[Event] = []
    path.write_text(f"{DONE_BEFORE}# TYPE enricher_workers gauge\nenricher_workers 0\n")
    metrics = LiveMetrics(path, passed_on.append, lambda: now[0])
    metrics(BUSY)
    later: Event = EngineAtWork(
        workers=9, units_in_flight=0, sites_waiting=0, rows_per_s=0.0, oldest_lease_s=0.0
    )
    now[0] += EVERY_S / 2
    metrics(later)
    metrics.end()
    text = path.read_text()
    assert text.startswith(DONE_BEFORE)
    assert [line for line in text.splitlines() if not line.startswith("#")] == [
        "enricher_links 7",
        "enricher_workers 8",
        "enricher_units_in_flight 1234",
        "enricher_sites_waiting 56789",
        "enricher_rows_per_second 321.4",
        "enricher_oldest_lease_seconds 3.2",
    ]
    assert passed_on == [BUSY, later]


def test_a_metrics_file_that_cannot_be_written_ends_no_run(tmp_path: Path) -> None:
    metrics = LiveMetrics(tmp_path / "nowhere" / "links.prom", lambda _: None)
    metrics(BUSY)
    metrics.end()
