"""For tests of runs: a publisher's desk with an empty folder, and a web where three articles live."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.run.desks import TITLE_A, TITLE_B, TITLE_C, A, B, C, Desk


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    made = Desk(tmp_path)
    made.answers({A: TITLE_A, B: TITLE_B, C: TITLE_C})
    return made
