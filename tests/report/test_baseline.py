"""Earlier jsonl reports to compare with: of this version, of older ones, and what is none."""

from __future__ import annotations

from pathlib import Path

import pytest

from enricher.errors import ConfigError
from enricher.models import Status
from enricher.report import baseline
from tests.report.builders import record
from tests.report.test_records import written_as


def test_a_report_of_today(tmp_path: Path) -> None:
    path = tmp_path / "base.jsonl"
    lines = written_as("jsonl", [record(Status.DEAD, "http-404", url="https://a.test/")])
    path.write_text("".join(lines), encoding="utf-8")
    assert list(baseline.read(path).items()) == [(("seeds/a.md", "https://a.test/"), Status.DEAD)]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        pytest.param(
            '{"schemaVersion": 2, "document": "a.md", "url": "u", "status": "ok"}\n',
            "base.jsonl:1: --baseline: schemaVersion 2 is of a newer enricher; this one reads up to 1; make the report anew",
            id="newer",
        ),
        pytest.param(
            "[\n",
            "base.jsonl:1: --baseline: no record of a jsonl report .*; make one by",
            id="a json report",
        ),
        pytest.param(
            '{"url": "u"}\n', "base.jsonl:1: --baseline: no record .* `document`", id="no record"
        ),
        pytest.param(
            '{"document": "a.md", "url": "u", "status": "ok"}\n{"document": "a.md", "url": "u", "status": "fine"}\n',
            "base.jsonl:2: --baseline: no record .*fine",
            id="no status",
        ),
    ],
)
def test_what_is_no_report_that_can_be_compared(tmp_path: Path, text: str, said: str) -> None:
    path = tmp_path / "base.jsonl"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(ConfigError, match=said):
        baseline.read(path)


def test_reports_from_before_the_version_was_told(tmp_path: Path) -> None:
    path = tmp_path / "base.jsonl"
    path.write_text('{"document": "a.md", "url": "u", "status": "ok"}\n', encoding="utf-8")
    assert baseline.read(path) == {("a.md", "u"): Status.OK}
