"""Records and results with everything filled in that a row of a test does not care about."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from typing import Any

import msgspec

from enricher.errors import DocumentError
from enricher.models import Status
from enricher.report.tally import PLACES_KEPT, QUIET, Tally, count
from enricher.run.results.comparison import NEW, PERSISTING, is_problem
from enricher.run.results.records import Record
from enricher.run.results.run_result import RunResult, RunSummary, StoredError
from enricher.run.results.source import Cited, CountedProblems, RecordCounts, counted

STARTED = datetime(2026, 11, 22, 18, 0, tzinfo=UTC)
BEFORE = STARTED - timedelta(days=9)
DURING = STARTED + timedelta(seconds=11)


def record(status: Status = Status.OK, reason: str = "http-200", **more: Any) -> Record:
    given: dict[str, Any] = {
        "document": "seeds/a.md",
        "field": "webUrl",
        "url": "https://a.test/story",
        "since": DURING,
        "checked_date_time": DURING,
        "fresh": True,
    }
    return Record(status=status, reason=reason, **(given | more))


class Kept(list[Record]):
    """Records in memory, where a run has them in the ledger."""

    def problems(self, quiet: Collection[Status]) -> Iterator[Record]:
        return (each for each in self if each.status not in quiet or each.changes or each.change)

    @contextmanager
    def told(self, quiet: Collection[Status], places: int) -> Iterator[CountedProblems]:
        yield self.counts(), (Cited(each, 1) for each in self.problems(quiet))

    def counts(self) -> RecordCounts:
        return counted(self)


def result(
    records: Iterable[Record] = (), errors: Iterable[DocumentError] = (), **more: Any
) -> RunResult:
    """Returns a result; further arguments are those of RunResult or of its summary."""
    kept = list(records)
    fresh = len({each.url for each in kept if each.fresh})
    summary: dict[str, Any] = {
        "documents": len({each.document for each in kept}),
        "links": len(kept),
        "targets": len({each.url for each in kept}),
        "asked": fresh,
        "requests": fresh,
        "bytes_read": 41_000,
        "changed": (),
        "errors": tuple(StoredError.of(error) for error in errors),
    }
    given: dict[str, Any] = {
        "run": 2,
        "started_at": STARTED,
        "ended_at": STARTED + timedelta(seconds=42),
        "diffs": (),
        "base": 1,
    }
    for name, value in more.items():
        (summary if name in RunSummary.__struct_fields__ else given)[name] = value
    return RunResult(records=Kept(kept), summary=RunSummary(**summary), **given)


def tallied(records: Iterable[Record], new_since: datetime | None = STARTED) -> Tally:
    """Returns the tally of these records; problems since this moment or later are new."""
    kept = Kept(_dated(each, new_since) for each in records)
    with kept.told(QUIET, PLACES_KEPT) as (counts, problems):
        return count(counts, problems)


def _dated(made: Record, new_since: datetime | None) -> Record:
    if new_since is None or not is_problem(made.status):
        return made
    change = NEW if made.since >= new_since else PERSISTING
    return msgspec.structs.replace(made, change=change)
