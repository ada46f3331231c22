"""Records as JSON: one object per checked field, keys as `record.schema.json` beside this file
describes them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from importlib import resources
from typing import Any

import msgspec

from enricher.run.records import Record

_ENCODER = msgspec.json.Encoder()


def jsonl(records: Iterable[Record]) -> Iterator[str]:
    """One line per record, each ended by a newline."""
    for record in records:
        yield _line(record) + "\n"


def json(records: Iterable[Record]) -> Iterator[str]:
    """One JSON array, one record a line, so that it streams and still can be read and compared by
    line.
    """
    before = "[\n"
    for record in records:
        yield before + _line(record)
        before = ",\n"
    yield "[]\n" if before == "[\n" else "\n]\n"


def _line(record: Record) -> str:
    return _ENCODER.encode(record).decode()


def schema() -> dict[str, Any]:
    """The JSON Schema of a record, as shipped."""
    text = (
        resources.files("enricher.report")
        .joinpath("record.schema.json")
        .read_text(encoding="utf-8")
    )
    loaded: dict[str, Any] = msgspec.json.decode(text)
    return loaded
