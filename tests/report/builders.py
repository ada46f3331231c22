"""Records and results with everything filled in that a row of a test does not care about."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from typing import Any

from enricher.errors import DocumentError
from enricher.models import Status
from enricher.run.record import Record
from enricher.run.result import RunResult

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


def result(
    records: Iterable[Record] = (), errors: Iterable[DocumentError] = (), **more: Any
) -> RunResult:
    kept = list(records)
    given: dict[str, Any] = {
        "run": 2,
        "started_at": STARTED,
        "ended_at": STARTED + timedelta(seconds=42),
        "diffs": (),
        "documents": len({each.document for each in kept}),
        "links": len(kept),
        "targets": len({each.url for each in kept}),
        "asked": len({each.url for each in kept if each.fresh}),
        "requests": len({each.url for each in kept if each.fresh}),
        "bytes_read": 41_000,
        "changed": (),
    }
    return RunResult(records=kept, errors=tuple(errors), **(given | more))
