"""SARIF 2.1.0 (OASIS), as code scanning services read it: one result per field with a problem."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from typing import Any
from urllib.parse import quote

from enricher.models import Status
from enricher.report.escape import plain
from enricher.report.formats import Report
from enricher.report.tally import QUIET
from enricher.report.words import MEANINGS, now_at
from enricher.run.results.records import Record

SCHEMA = (
    "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
)
_BASELINE = {"new": "new", "persisting": "unchanged", "changed": "updated"}
"""What became of a link, in SARIF's words (section 3.27.24)."""


def render(report: Report) -> Iterator[str]:
    """The log in pieces: results as they are read, rules known from the counts."""
    found = sorted({record.reason: record.status for record in _problems(report)}.items())
    rules = [_rule(reason, status) for reason, status in found]
    driver = {"name": "enricher", "rules": rules}
    yield f'{{"$schema": {_json(SCHEMA)}, "version": "2.1.0", "runs": [{{'
    yield f'"columnKind": "unicodeCodePoints", "tool": {_json({"driver": driver})}, "results": ['
    before = "\n"
    for record in _problems(report):
        yield before + _json(_result(record))
        before = ",\n"
    yield "\n]}]}\n"


def _problems(report: Report) -> Iterator[Record]:
    return (each for each in report.result.records.problems(QUIET) if each.status not in QUIET)


def _rule(reason: str, status: Status) -> dict[str, Any]:
    return {
        "id": plain(reason),
        "shortDescription": {"text": f"{status}: {MEANINGS[status]}"},
        "defaultConfiguration": {"level": level(status)},
    }


def level(status: Status) -> str:
    """`error` for what is gone, `warning` for what may heal or is not shown to us, else `note`."""
    if status.is_gone or status is Status.INVALID:
        return "error"
    return "warning" if status.is_passing or status is Status.RESTRICTED else "note"


def _result(record: Record) -> dict[str, Any]:
    text = f"{record.status} ({record.reason}): {MEANINGS[record.status]}. {record.url}"
    text += now_at(record)
    made: dict[str, Any] = {
        "ruleId": plain(record.reason),
        "level": level(record.status),
        "message": {"text": plain(text)},
        "locations": [{"physicalLocation": _location(record)}],
        "partialFingerprints": {"link/v1": _fingerprint(record)},
    }
    if record.change in _BASELINE:
        made["baselineState"] = _BASELINE[record.change]
    return made


def _location(record: Record) -> dict[str, Any]:
    made: dict[str, Any] = {"artifactLocation": {"uri": quote(record.document)}}
    if record.line:
        made["region"] = {"startLine": record.line}
        if record.column:
            made["region"]["startColumn"] = record.column
    return made


def _fingerprint(record: Record) -> str:
    """The same for the same link of a document, wherever in it the link stands."""
    text = f"{record.document}\0{record.url}"
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:32]


def _json(value: object) -> str:
    return json.dumps(value)
