"""Shows a part of a run's records: those that a link filter takes."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace

import msgspec

from enricher.models import Status
from enricher.run.link_filter import LinkFilter
from enricher.run.results.records import Record
from enricher.run.results.run_result import RunResult
from enricher.run.results.source import (
    Cited,
    CountedProblems,
    RecordCounts,
    RecordSource,
    counted,
)


@dataclass(frozen=True, slots=True)
class ChosenRecords:
    """The records that a filter takes; each walk reads them anew."""

    records: RecordSource
    only: LinkFilter
    of_run: bool = False
    """By what was known before the run."""

    def __iter__(self) -> Iterator[Record]:
        return filter(self._takes, self.records)

    def problems(self, quiet: Collection[Status]) -> Iterator[Record]:
        """Yields the records that are not quiet, or tell of a change."""
        return filter(self._takes, self.records.problems(quiet))

    @contextmanager
    def told(self, quiet: Collection[Status], places: int) -> Iterator[CountedProblems]:
        """Gives every one of `problems` for itself: which places are taken is known only then."""
        del places
        yield self.counts(), (Cited(record, 1) for record in self.problems(quiet))

    def counts(self) -> RecordCounts:
        """Counts the records by status."""
        return counted(self)

    def _takes(self, record: Record) -> bool:
        return self.only.takes_record(record, of_run=self.of_run)


def chosen(result: RunResult, only: LinkFilter, *, of_run: bool = False) -> RunResult:
    """The same run, told of a part of its links alone; its totals are those of that part."""
    if only.is_empty:
        return result
    records = ChosenRecords(result.records, only, of_run)
    documents: set[str] = set()
    targets: set[str] = set()
    links = 0
    for record in records:
        links += 1
        documents.add(record.document)
        targets.add(record.url)
    summary = msgspec.structs.replace(
        result.summary, documents=len(documents), links=links, targets=len(targets), unplaced=0
    )
    return replace(result, records=records, summary=summary)
