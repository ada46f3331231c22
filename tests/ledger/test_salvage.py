"""A ledger that is damaged in its middle: what can be read is saved, whole rows only, and never by halves."""

from __future__ import annotations

import random
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from enricher.errors import LedgerBusy, LedgerDamaged, LedgerError
from enricher.ledger.salvage import TABLES, salvage
from enricher.ledger.store import Ledger
from enricher.models import Kind, Pin, Status
from tests.fakes import NOON, outcome

TARGETS = 600
# What documents say is read from them anew.
FROM_DOCUMENTS = {"documents", "document_changes", "document_links", "linked_targets"}
PAGE = 4096


def url(number: int) -> str:
    return f"https://{number % 40}.test/story-{number}"


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """A ledger with many targets, two runs and a pin."""
    path = tmp_path_factory.mktemp("ledger") / "ledger.sqlite3"
    with Ledger.open(path) as ledger:
        for _ in range(2):
            run = ledger.begin("run", NOON)
            outcomes = [outcome(url(n), title=f"Story {n}") for n in range(TARGETS)]
            ledger.checks.commit(run, outcomes, ())
            ledger.end(run, NOON, b"{}")
        ledger.pins.put(url(3), Pin(status=Status.OK, note="seen", pinned_at=NOON, seen=None))
    return path.read_bytes()


def spoilt(whole: bytes, path: Path, *pages: int) -> Path:
    data = bytearray(whole)
    for page in pages:
        data[page * PAGE : (page + 1) * PAGE] = b"\xff" * PAGE
    path.write_bytes(data)
    return path


def page_of(whole: bytes, words: bytes) -> int:
    return whole.index(words) // PAGE


def test_every_table_is_saved_or_read_anew(tmp_path: Path) -> None:
    """A new table belongs to one of the two."""
    with Ledger.open(tmp_path / "ledger.sqlite3") as ledger:
        sql = "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'"
        tables = {name for (name,) in ledger.database.rows(sql)}
    assert tables == {*TABLES, *FROM_DOCUMENTS}


def test_a_page_in_the_middle(whole: bytes, tmp_path: Path) -> None:
    lost = page_of(whole, b'"target":"https://0.test/story-360"')
    path = spoilt(whole, tmp_path / "ledger.sqlite3", lost)
    before = path.read_bytes()
    with Ledger.open(path) as ledger, pytest.raises(LedgerDamaged):
        list(ledger.database.rows("SELECT * FROM targets, checks ON target = targets.id"))
    saved = salvage(path)
    assert saved.damaged.read_bytes() == before
    assert sorted(each.name for each in tmp_path.iterdir() if not each.name.endswith(".lock")) == [
        "ledger.sqlite3",
        "ledger.sqlite3.damaged-1",
    ]
    with Ledger.open(path) as ledger:
        assert len(ledger.runs()) == 2
        known = ledger.targets.known([(Kind.PAGE, url(n)) for n in range(TARGETS)])
        assert TARGETS - 60 < len(known) <= TARGETS
        assert ledger.database.one("PRAGMA integrity_check") == ("ok",)
        assert list(ledger.database.rows("PRAGMA foreign_key_check")) == []
        assert ledger.begin("run", NOON) == 3


def test_what_is_whole_is_saved_whole(whole: bytes, tmp_path: Path) -> None:
    path = spoilt(whole, tmp_path / "ledger.sqlite3")
    saved = salvage(path)
    with closing(sqlite3.connect(path)) as new, closing(sqlite3.connect(saved.damaged)) as old:
        for table in ("runs", "pins", "sites", "targets", "facts", "checks"):
            rows = f"SELECT * FROM {table} ORDER BY 1"
            assert new.execute(rows).fetchall() == old.execute(rows).fetchall()
    assert saved.gaps == 0


@pytest.mark.parametrize("seed", range(6))
def test_any_pages(whole: bytes, tmp_path: Path, seed: int) -> None:
    """Wherever it is damaged, behind the page that names the tables: nothing raises, most is saved."""
    dice = random.Random(seed)
    pages = dice.sample(range(12, len(whole) // PAGE), 3)
    path = spoilt(whole, tmp_path / "ledger.sqlite3", *pages)
    saved = salvage(path)
    assert saved.rows > TARGETS // 2
    with Ledger.open(path) as ledger:
        assert ledger.database.one("PRAGMA integrity_check") == ("ok",)


def test_wrong_bytes_within_a_row_cost_that_row(whole: bytes, tmp_path: Path) -> None:
    path = tmp_path / "ledger.sqlite3"
    path.write_bytes(
        whole.replace(
            b'{"target":"https://0.test/story-360"', b'{"target";"https://0.test/story-360"'
        )
    )
    saved = salvage(path)
    assert saved.gaps >= 1
    with Ledger.open(path) as ledger:
        known = ledger.targets.known([(Kind.PAGE, url(n)) for n in range(TARGETS)])
        assert TARGETS - len(known) == 1


def test_nothing_can_be_read(tmp_path: Path) -> None:
    path = tmp_path / "ledger.sqlite3"
    path.write_bytes(b"\xff" * 3 * PAGE)
    with pytest.raises(LedgerError, match="not a database"):
        salvage(path)
    assert path.read_bytes() == b"\xff" * 3 * PAGE
    assert not path.with_name("ledger.sqlite3.damaged-1").exists()


def test_a_run_holds_it(whole: bytes, tmp_path: Path) -> None:
    path = spoilt(whole, tmp_path / "ledger.sqlite3")
    with Ledger.open(path), pytest.raises(LedgerBusy):
        salvage(path)
