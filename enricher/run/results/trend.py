"""How the links fared over the last runs: different URLs by status at the end of each."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from itertools import groupby, islice, takewhile
from pathlib import Path

from enricher.ledger.store import Ledger, Run
from enricher.models import Status

# Runs that a plot shows: a month of nights.
SHOWN = 30


def trend(ledger: Path, until: int) -> list[tuple[int, datetime, dict[Status, int]]]:
    """(number, end, URLs by status) of the last complete writing runs up to one, oldest first."""
    with Ledger.read(ledger) as opened, opened.snapshot():
        ends = _ends(opened.runs(), until)
        counts = list(_counts(sorted(ends), opened.targets.statuses_by_run()))
    return [(number, ends[number], count) for number, count in counts]


def _ends(runs: Iterable[Run], until: int) -> dict[int, datetime]:
    """When the runs that the plot shows ended, by their numbers."""
    complete = (
        (run.id, run.ended_at)
        for run in runs
        if run.kind == "run" and run.ended_at is not None and run.id <= until
    )
    return dict(islice(complete, SHOWN))


def _counts(
    numbers: Sequence[int], changes: Iterable[tuple[int, int, Status]]
) -> Iterator[tuple[int, dict[Status, int]]]:
    """URLs by status at the end of each run, given (run, target, status) in the order of runs.

    A run that changed nothing ends as the one before it.
    """
    last = max(numbers, default=0)
    until = takewhile(lambda change: change[0] <= last, changes)
    latest: dict[int, Status] = {}
    counts: dict[int, dict[Status, int]] = {}
    for number, group in groupby(until, lambda change: numbers[bisect_left(numbers, change[0])]):
        latest.update((target, status) for _, target, status in group)
        counts[number] = dict(Counter(latest.values()))
    count: dict[Status, int] = {}
    for number in numbers:
        count = counts.get(number, count)
        yield number, count
