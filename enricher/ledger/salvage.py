"""Saves what can be read of a damaged ledger into a new one; the damaged file is kept beside it.

What was learnt from the web and from people is saved. What was read from documents is not: the next
run reads them anew.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import cast

import msgspec

from enricher.errors import LedgerError
from enricher.ledger import schema
from enricher.ledger.database import Database, LedgerLock, Row

# In this order: rows come after those that they name.
TABLES = ("runs", "pins", "sites", "targets", "facts", "lead_images", "checks", "archive_saves")
# Rows lie in pages of 4 KiB; behind a damaged one the next readable row is looked for in steps that
# double, up to this many.
_MOST_DOUBLINGS = 62


@dataclass(frozen=True, slots=True, kw_only=True)
class Salvaged:
    """What came of it."""

    rows: int
    """Saved."""
    gaps: int
    """Places where rows were lost."""
    damaged: Path
    """The file as it was."""


def salvage(path: Path) -> Salvaged:
    """Puts a new ledger with all that can be read in the place of a damaged one.

    Raises LedgerBusy where a run holds it, LedgerError where nothing can be read or there is no
    room for the new file; then the old one stays where it is.
    """
    lock = LedgerLock(path)
    lock.take()
    new_path = path.with_name(f"{path.name}.saved")
    try:
        rows, gaps = _copied(path, new_path)
        return Salvaged(rows=rows, gaps=gaps, damaged=_swap(path, new_path))
    except OSError as error:
        raise LedgerError(f"the ledger {path} could not be saved: {error}") from error
    finally:
        _remove(new_path)
        lock.end()


def _copied(path: Path, new_path: Path) -> tuple[int, int]:
    """Copies all readable rows; returns their number, and that of the gaps between them."""
    _remove(new_path)
    old, new = Database(path, is_read_only=True), Database(new_path, is_read_only=False)
    try:
        schema.check_newest(old)
        schema.migrate(new)
        gaps = 0
        with new.transaction():
            new.do("PRAGMA defer_foreign_keys = ON")
            for table in TABLES:
                gaps += _copy(table, old, new)
            _drop_orphans(new)
        rows = sum(cast("int", (new.one(f"SELECT count(*) FROM {t}") or (0,))[0]) for t in TABLES)
    finally:
        old.close()
        new.close()
    return rows, gaps


def _copy(table: str, old: Database, new: Database) -> int:
    columns = [str(row[1]) for row in new.rows(f"PRAGMA table_info({table})")]
    insert = (
        f"INSERT OR IGNORE INTO {table} ({', '.join(columns)}) "
        f"VALUES ({', '.join('?' * len(columns))})"
    )
    select = f"SELECT rowid, {', '.join(columns)} FROM {table} WHERE rowid > ? ORDER BY rowid"
    gaps, after = 0, 0
    while True:
        try:
            for row in old.rows(select, after):
                after = cast("int", row[0])
                if _is_sound(row):
                    new.do(insert, *row[1:])
                else:
                    gaps += 1
        except LedgerError:
            gaps += 1
        else:
            return gaps
        behind = _behind_the_gap(f"{select} LIMIT 1", old, after)
        if behind is None:
            return gaps
        after = behind


def _behind_the_gap(select: str, old: Database, after: int) -> int | None:
    """Returns the number of a row behind which rows can be read again; None where there is none."""
    step = next(
        (1 << n for n in range(_MOST_DOUBLINGS) if _reads(select, old, after + (1 << n))), None
    )
    if step is None:
        return None
    unreadable, readable = after + step // 2, after + step
    while readable - unreadable > 1:
        middle = (unreadable + readable) // 2
        if _reads(select, old, middle):
            readable = middle
        else:
            unreadable = middle
    return readable


def _reads(select: str, old: Database, after: int) -> bool:
    try:
        old.one(select, after)
    except LedgerError:
        return False
    return True


def _is_sound(row: Row) -> bool:
    """True if what begins as JSON is JSON: bytes may be wrong where no page is."""
    try:
        for value in row:
            if isinstance(value, str) and value.startswith(("{", "[")):
                msgspec.json.decode(value)
    except (msgspec.DecodeError, UnicodeEncodeError):
        return False
    return True


def _drop_orphans(new: Database) -> None:
    """Rows that name lost ones are of no use."""
    for table, number in [(row[0], row[1]) for row in new.rows("PRAGMA foreign_key_check")]:
        new.do(f"DELETE FROM {table} WHERE rowid = ?", number)


def _swap(path: Path, new_path: Path) -> Path:
    """Puts the new file in the place of the old one, which gets another name. At no moment is there
    none.
    """
    damaged = next(name for name in _names(path) if not name.exists())
    try:
        os.link(path, damaged)
    except OSError:  # a file system without links
        shutil.copy2(path, damaged)
    _remove(path, itself=False)
    new_path.replace(path)
    return damaged


def _names(path: Path) -> Iterator[Path]:
    number = 1
    while True:
        yield path.with_name(f"{path.name}.damaged-{number}")
        number += 1


def _remove(path: Path, *, itself: bool = True) -> None:
    """Removes a database with the files that SQLite keeps beside it, or these alone."""
    for suffix in ("-wal", "-shm", *([""] if itself else [])):
        path.with_name(path.name + suffix).unlink(missing_ok=True)
