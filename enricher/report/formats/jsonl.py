"""JSON lines: one object per checked field, keys as `record.schema.json` describes them."""

from __future__ import annotations

from collections.abc import Iterator
from importlib import resources
from typing import Any

import msgspec

from enricher.report.formats import Report
from enricher.run.records import Record

_ENCODER = msgspec.json.Encoder()
# DEL and the C1 controls may stand in JSON, but a terminal obeys them.
_CONTROLS = {code: f"\\u{code:04x}" for code in range(0x7F, 0xA0)}


def render(report: Report) -> Iterator[str]:
    """One line per record."""
    for record in report.result.records:
        yield line(record) + "\n"


def line(record: Record) -> str:
    """A record as JSON on one line, control characters escaped."""
    text = _ENCODER.encode(record).decode()
    is_plain = text.isascii() and "\x7f" not in text
    return text if is_plain else text.translate(_CONTROLS)


def schema() -> dict[str, Any]:
    """The JSON Schema of a record, as shipped."""
    file = resources.files("enricher.report").joinpath("record.schema.json")
    loaded: dict[str, Any] = msgspec.json.decode(file.read_bytes())
    return loaded
