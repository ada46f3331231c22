"""How the links fared over the last runs: different URLs by status at the end of each."""

from __future__ import annotations

from collections import Counter
from datetime import datetime
from pathlib import Path

from enricher.ledger.store import Ledger
from enricher.models import Status

# Runs that a plot shows: a month of nights.
SHOWN = 30


def trend(ledger: Path, until: int) -> list[tuple[int, datetime, dict[Status, int]]]:
    """(number, end, URLs by status) of the last complete writing runs up to one, oldest first."""
    with Ledger.read(ledger) as opened, opened.snapshot():
        shown = [
            run
            for run in opened.runs()
            if run.kind == "run" and run.ended_at is not None and run.id <= until
        ][:SHOWN]
        points = {run.id: run for run in shown}
        latest: dict[int, Status] = {}
        counts: dict[int, Counter[Status]] = {}
        changes = opened.targets.statuses_by_run()
        run, target, status = next(changes, (0, 0, None))
        for number in sorted(points):
            while status is not None and run <= number:
                latest[target] = status
                run, target, status = next(changes, (0, 0, None))
            counts[number] = Counter(latest.values())
    return [
        (number, points[number].ended_at or points[number].started_at, dict(counts[number]))
        for number in sorted(points)
    ]
