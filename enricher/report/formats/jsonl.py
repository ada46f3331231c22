"""JSON lines: one object per checked field, keys as `record.schema.json` describes them."""

from __future__ import annotations

from collections.abc import Iterator
from importlib import resources
from typing import Any

import msgspec

from enricher.report import escape
from enricher.report.formats import Report
from enricher.run.results.records import Record


def render(report: Report) -> Iterator[str]:
    """One line per record."""
    for record in report.result.records:
        yield line(record) + "\n"


def line(record: Record) -> str:
    """A record as JSON on one line."""
    return escape.json(record)


def schema() -> dict[str, Any]:
    """The JSON Schema of a record, as shipped."""
    file = resources.files("enricher.report").joinpath("record.schema.json")
    loaded: dict[str, Any] = msgspec.json.decode(file.read_bytes())
    return loaded
