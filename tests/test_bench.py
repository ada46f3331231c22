"""`python bench` works: its web answers, its documents are read, its table has the figures."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent


@pytest.fixture(scope="module")
def printed() -> str:
    """What the bench prints about enricher alone, on 50 pages."""
    command = [sys.executable, "bench", "throughput", "--quick", "--tools", "enricher"]
    done = subprocess.run(
        command, cwd=ROOT, capture_output=True, text=True, timeout=120, check=False
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def _rows(table: str) -> dict[str, dict[str, str]]:
    lines = [re.split(r"\s*\|\s*", line)[1:-1] for line in table.splitlines() if line[:1] == "|"]
    head, _, *rows = lines
    return {row[0]: dict(zip(head, row, strict=True)) for row in rows}


def test_a_first_run_asks_every_page_and_a_second_asks_nothing(printed: str) -> None:
    rows = _rows(printed)
    for variant in ("facts lacking", "head proves"):
        assert int(rows[f"enricher, {variant}"]["requests"]) >= 50
        assert rows[f"enricher, {variant}: nothing due"]["requests"] == "0"


def test_every_run_ends_well_and_asks_all_it_should(printed: str) -> None:
    assert "asked only" not in printed
    assert "exit status" not in printed


def test_the_web_sees_how_polite_a_run_was(printed: str) -> None:
    for row in _rows(printed).values():
        assert int(row["most open"]) <= 2
        assert float(row["peak MB"]) > 1
        assert float(row["CPU s"]) > 0


def test_documents_of_a_folder_are_an_archive() -> None:
    command = [sys.executable, "bench", "archive", "--quick", "--corpus", "seeds"]
    command += ["--tools", "enricher"]
    done = subprocess.run(
        command, cwd=ROOT, capture_output=True, text=True, timeout=120, check=False
    )
    assert done.returncode == 0, done.stderr
    assert int(_rows(done.stdout)["enricher, archive"]["requests"]) > 0
