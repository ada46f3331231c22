"""SARIF and JUnit reports are valid by the schemas that their readers hold them against."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import xmlschema
from hypothesis import given, settings
from hypothesis import strategies as st

from enricher.models import Status
from enricher.report.formats import Report, render
from enricher.run.results.records import Record
from tests.report.builders import BEFORE, record, result, tallied

SCHEMAS = Path(__file__).parent.parent.parent / "schemas"
SARIF = jsonschema.Draft4Validator(
    json.loads((SCHEMAS / "sarif-2.1.0-rtm.5.json").read_text(encoding="utf-8"))
)


@cache
def junit() -> xmlschema.XMLSchema:
    """Read by those who ask, since all tests are imported together."""
    return xmlschema.XMLSchema(SCHEMAS / "junit-10.xsd")


def written(name: str, records: list[Record]) -> str:
    return "".join(render(name, Report(result=result(records), tally=tallied(records, None))))


def sarif_of(records: list[Record]) -> dict[str, Any]:
    log: dict[str, Any] = json.loads(written("sarif", records))
    SARIF.validate(log)
    return log


EVERY_STATUS = [
    record(
        status,
        f"reason-{status}",
        url=f"https://{status}.test/a?b=1&c=<2>",
        document=f"posts/{number % 3} ö&.md",
        field=f"related[{number}].webUrl",
        line=number or None,
        column=number or None,
        since=BEFORE,
        confirmed=bool(number % 2),
        change=change,
    )
    for number, (status, change) in enumerate(
        (status, change)
        for status in Status
        for change in (None, "new", "recovered", "persisting", "changed")
    )
]
REPORTS = {
    "nothing at all": [],
    "nothing found": [record()],
    "every status and change": EVERY_STATUS,
    "one finding twice": [record(Status.DEAD, "http-404"), record(Status.DEAD, "http-404")],
}


@pytest.mark.parametrize("records", REPORTS.values(), ids=REPORTS)
def test_sarif_is_valid(records: list[Record]) -> None:
    sarif_of(records)


@pytest.mark.parametrize("records", REPORTS.values(), ids=REPORTS)
def test_junit_is_valid(records: list[Record]) -> None:
    junit().validate(written("junit", records))


def test_the_schemas_find_what_is_wrong() -> None:
    log = sarif_of(EVERY_STATUS)
    log["runs"][0]["results"][0]["level"] = "fatal"
    assert not SARIF.is_valid(log)
    assert not junit().is_valid(written("junit", EVERY_STATUS).replace(" classname=", " owner="))


@settings(max_examples=30, deadline=None)
@given(st.text(max_size=40), st.text(max_size=20), st.text(max_size=20))
def test_whatever_documents_and_pages_say(url: str, document: str, reason: str) -> None:
    odd = [record(Status.DEAD, reason, url=url, document=document, field=document, line=1)]
    sarif_of(odd)
    junit().validate(written("junit", odd))
