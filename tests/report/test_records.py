"""Records as JSON: valid by the schema that ships, keys that never change."""

from __future__ import annotations

import json

import jsonschema
import pytest

from enricher.models import Status
from enricher.report.formats import Report, render
from enricher.report.formats.jsonl import schema
from enricher.run.results.records import (
    ArchiveRecord,
    Change,
    EvidenceRecord,
    ImageRecord,
    PageRecord,
    Record,
    Redirect,
    SuggestionRecord,
)
from tests.report.builders import DURING, record, result, tallied

KEYS = [
    "schemaVersion",
    "document",
    "line",
    "column",
    "documentTitle",
    "field",
    "url",
    "status",
    "reason",
    "since",
    "confirmed",
    "change",
    "described",
    "httpStatus",
    "finalUrl",
    "redirects",
    "attempts",
    "elapsedMs",
    "bytes",
    "checkedDateTime",
    "fresh",
    "page",
    "image",
    "archive",
    "changes",
    "evidence",
    "suggestion",
    "vantage",
]
"""The contract: other people's scripts hold on to these."""


def written_as(name: str, records: list[Record]) -> list[str]:
    """Returns the pieces of a report of these records."""
    return list(render(name, Report(result=result(records), tally=tallied(records))))


FULL = record(
    Status.MOVED,
    "http-301",
    confirmed=True,
    http_status=200,
    final_url="https://b.test/é",
    redirects=(Redirect(url="https://a.test/", http_status=301, location="https://b.test/é"),),
    attempts=1,
    elapsed_ms=120,
    bytes=2048,
    page=PageRecord(
        title="“Title”",
        published_date_time="2022-07-28T21:27:00Z",
        authors=("A", "B"),
        image="https://b.test/i.png",
    ),
    image=ImageRecord(url="https://b.test/i.png", width=1200, height=630, format="png", bytes=9000),
    archive=ArchiveRecord(url="https://archive.test/1", date_time=DURING),
    changes=(
        Change(
            field="related[1].images",
            after=[{"url": "https://b.test/i.png", "width": 1200}],
            because="fill",
        ),
        Change(field="width", before=640, after=1024, because="correct"),
    ),
    evidence=(EvidenceRecord(rule="http-301", saw="HTTP 301"),),
    suggestion=SuggestionRecord(
        url="https://c.test/", title="Title", cited_in="b.md", similarity=0.53
    ),
)
BARE = record(Status.INVALID, "unparsable", url="http://[")
SAMPLES = [FULL, BARE, record(page=PageRecord(published_date_time="2022-07-28"))]


@pytest.mark.parametrize("each", SAMPLES, ids=["full", "bare", "bare day"])
def test_records_are_valid_by_the_shipped_schema(each: Record) -> None:
    shipped = schema()
    jsonschema.Draft202012Validator.check_schema(shipped)
    (line,) = written_as("jsonl", [each])
    checker = jsonschema.Draft202012Validator.FORMAT_CHECKER
    jsonschema.Draft202012Validator(shipped, format_checker=checker).validate(json.loads(line))


def test_the_keys_are_those_of_the_contract_and_the_schema_knows_each() -> None:
    (line,) = written_as("jsonl", [FULL])
    written = json.loads(line)
    shipped = schema()
    assert list(written) == KEYS
    assert set(shipped["properties"]) == set(KEYS) == set(shipped["required"])
    for key in ("page", "image", "archive"):
        assert set(written[key]) == set(shipped["properties"][key]["properties"])
    for key in ("redirects", "changes"):
        assert set(written[key][0]) == set(shipped["properties"][key]["items"]["properties"])
    assert set(shipped["properties"]["status"]["enum"]) == set(Status)
    assert written["schemaVersion"] == shipped["properties"]["schemaVersion"]["const"] == 1


def test_absent_facts_are_null() -> None:
    (line,) = written_as("jsonl", [BARE])
    written = json.loads(line)
    assert [key for key in KEYS if written[key] is None] == [
        "line",
        "column",
        "documentTitle",
        "change",
        "described",
        "httpStatus",
        "finalUrl",
        "page",
        "image",
        "archive",
        "suggestion",
        "vantage",
    ]


def test_instants_are_written_in_utc() -> None:
    (line,) = written_as("jsonl", [BARE])
    assert json.loads(line)["since"] == "2026-11-22T18:00:11Z"


@pytest.mark.parametrize("count", [0, 1, 3])
def test_json_is_one_array_with_a_record_a_line(count: int) -> None:
    text = "".join(written_as("json", [record(field=str(n)) for n in range(count)]))
    assert [each["field"] for each in json.loads(text)] == [str(n) for n in range(count)]
    assert text.endswith("]\n")
    assert len(text.splitlines()) == (count + 2 if count else 1)
