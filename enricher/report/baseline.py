"""An earlier jsonl report as the state to compare with, for CI that keeps no ledger."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

import msgspec

from enricher.errors import ConfigError
from enricher.models import Status
from enricher.run.results.comparison import change_of
from enricher.run.results.records import SCHEMA_VERSION, Record
from enricher.run.results.run_result import RunResult
from enricher.run.results.source import (
    Cited,
    CountedProblems,
    RecordCounts,
    RecordSource,
)

BASE = 0
"""Stands for the earlier report as the run compared with; runs are numbered from 1."""


class _Line(msgspec.Struct, rename="camel"):
    """What counts of a record of an earlier report."""

    document: str
    url: str
    status: Status
    schema_version: int = 1
    """Reports that are older than the key are of the first version."""


Statuses = Mapping[tuple[str, str], Status]
"""By document and URL."""


def read(path: Path) -> Statuses:
    """The statuses of a jsonl report.

    Raises:
        ConfigError: it cannot be read, or is none; with its line.
    """
    decode = msgspec.json.Decoder(_Line).decode
    found: dict[tuple[str, str], Status] = {}
    try:
        for number, text in enumerate(path.read_bytes().splitlines(), start=1):
            try:
                line = decode(text)
            except msgspec.DecodeError as error:
                raise ConfigError(
                    f"{path}:{number}: --baseline: no record of a jsonl report ({error}); make one "
                    "by: enricher audit --format jsonl --output FILE"
                ) from error
            if line.schema_version > SCHEMA_VERSION:
                raise ConfigError(
                    f"{path}:{number}: --baseline: schemaVersion {line.schema_version} is of a "
                    "newer enricher; "
                    f"this one reads up to {SCHEMA_VERSION}; make the report anew, or upgrade"
                )
            found[line.document, line.url] = line.status
    except OSError as error:
        raise ConfigError(
            f"{path}: --baseline: cannot be read: {error.strerror or error}"
        ) from error
    return found


def compared(result: RunResult, statuses: Statuses) -> RunResult:
    """The same run, its changes told since an earlier report."""
    return replace(result, base=BASE, records=_BaselineRecords(result.records, statuses))


@dataclass(frozen=True, slots=True)
class _BaselineRecords:
    """Records whose changes are told since an earlier report."""

    records: RecordSource
    before: Statuses

    def __iter__(self) -> Iterator[Record]:
        return (self._compared(record) for record in self.records)

    def problems(self, quiet: Collection[Status]) -> Iterator[Record]:
        """Yields the records that are not quiet, or tell of a change."""
        for record in self:
            if record.changes or record.change or record.status not in quiet:
                yield record

    @contextmanager
    def told(self, quiet: Collection[Status], places: int) -> Iterator[CountedProblems]:  # noqa: ARG002
        """Gives `counts` and all of `problems`: a change is told of every field."""
        yield self.counts(), (Cited(record, 1) for record in self.problems(quiet))

    def counts(self) -> RecordCounts:
        """Counts the records by status."""
        return self.records.counts()

    def _compared(self, record: Record) -> Record:
        before = self.before.get((record.document, record.url))
        change = None if record.reason == "pinned" else change_of(before, record.status)
        return msgspec.structs.replace(record, change=change)
