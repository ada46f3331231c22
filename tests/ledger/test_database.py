"""The connection: what is left unread when an error ends a command raises nothing of its own."""

from __future__ import annotations

from collections.abc import Generator
from pathlib import Path

from enricher.ledger.database import Database


def test_rows_left_unread_end_in_silence_after_the_connection(tmp_path: Path) -> None:
    """A traceback keeps them until then; what they raised, Python printed beside our own line."""
    database = Database(tmp_path / "x.sqlite3", is_read_only=False)
    rows = database.rows("SELECT 1 UNION SELECT 2")
    assert next(rows) == (1,)
    database.close()
    assert isinstance(rows, Generator)
    rows.close()
