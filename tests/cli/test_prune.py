"""`enricher prune`: says what it freed, and changes nothing that a run knows."""

from __future__ import annotations

import re
from pathlib import Path

from enricher.ledger.store import Ledger
from tests.cli.conftest import Enricher


def test_it_says_what_was_freed(after_a_run: Path, enricher: Enricher) -> None:
    for _ in range(3):
        assert enricher("audit", "--refresh", "--quiet").status in {0, 1}
    before = enricher("plan").out
    ended = enricher("prune", "--keep", "1")
    assert ended.status == 0
    said = re.fullmatch(
        r"\.enricher/ledger\.sqlite3: dropped ([\d,]+) checks of [\d,]+ and \d+ page descriptions?; "
        r".* before, .* now\n",
        ended.err,
    )
    assert said is not None, ended.err
    assert int(said[1]) > 0
    assert enricher("plan").out == before


def test_without_a_ledger_none_is_made(folder: Path, enricher: Enricher) -> None:
    assert enricher("prune").status == 2
    assert not (folder / ".enricher").exists()


def test_a_run_at_work_is_not_disturbed(after_a_run: Path, enricher: Enricher) -> None:
    with Ledger.open(after_a_run / ".enricher" / "ledger.sqlite3"):
        ended = enricher("prune")
    assert ended.status == 2
    assert "another run holds the ledger" in ended.err


def test_a_number_beyond_all_checks_keeps_all(after_a_run: Path, enricher: Enricher) -> None:
    ended = enricher("prune", "--keep", "99999999999999999999")
    assert ended.status == 0, ended.err
    assert "dropped 0 checks of " in ended.err
