"""For tests of runs: a publisher's place with an empty folder, and a web where three articles live."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.run.workplace import TITLE_A, TITLE_B, TITLE_C, A, B, C, Workplace


@pytest.fixture
def place(tmp_path: Path) -> Workplace:
    made = Workplace(tmp_path)
    made.answers({A: TITLE_A, B: TITLE_B, C: TITLE_C})
    return made
