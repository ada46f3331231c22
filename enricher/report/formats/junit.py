"""JUnit XML, as CI servers read it: a suite per document, a case per checked field."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

from enricher.models import Status
from enricher.report.escape import xml
from enricher.report.formats import Report
from enricher.report.tally import Place
from enricher.report.words import MEANINGS
from enricher.run.results.records import Record


def render(report: Report) -> Iterator[str]:
    """The document in pieces; a link that is gone or invalid fails, what is unsure is skipped."""
    yield '<?xml version="1.0" encoding="UTF-8"?>\n<testsuites name="enricher">\n'
    for document, group in groupby(report.result.records, key=lambda record: record.document):
        yield from _suite(document, list(group))
    yield "</testsuites>\n"


def _suite(document: str, records: list[Record]) -> Iterator[str]:
    failures = sum(_fails(record.status) for record in records)
    skipped = sum(not _fails(record.status) and not record.status.is_good for record in records)
    yield (
        f'  <testsuite name="{xml(document)}" tests="{len(records)}" failures="{failures}" '
        f'errors="0" skipped="{skipped}">\n'
    )
    for record in records:
        yield _case(record)
    yield "  </testsuite>\n"


def _fails(status: Status) -> bool:
    return status.is_gone or status is Status.INVALID


def _case(record: Record) -> str:
    """A case; its place stands in the text: no schema in use knows attributes for it."""
    name = f"{xml(record.field)} {xml(record.url)}"
    head = f'    <testcase name="{name}" classname="{xml(record.document)}"'
    place = xml(str(Place(record.document, record.line, record.column, record.field)))
    message = f"{record.status} {xml(record.reason)}: {xml(MEANINGS[record.status])}"
    if _fails(record.status):
        failure = f'<failure type="{record.status}" message="{message}">{place}</failure>'
        return f"{head}>\n      {failure}\n    </testcase>\n"
    if not record.status.is_good:
        return f'{head}>\n      <skipped message="{message}">{place}</skipped>\n    </testcase>\n'
    return f"{head}/>\n"
