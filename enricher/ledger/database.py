"""One SQLite file: opened, locked, asked; every `sqlite3.Error` leaves here as a LedgerError.

No table names here. Killed at any moment, the file is whole: WAL, and one transaction per commit.
"""

from __future__ import annotations

import os
import socket
import sqlite3
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from typing import Any

import filelock

from enricher.errors import LedgerBusy, LedgerDamaged, LedgerError

Row = tuple[Any, ...]

# A reader (`history`, a report) may hold the file for a moment; a second writer is kept out by the
# lock.
BUSY_TIMEOUT_S = 10.0


class LedgerLock:
    """The right to write a ledger, for one process; the system ends it when the process dies."""

    def __init__(self, ledger: Path) -> None:
        self._ledger = ledger
        self._lock = filelock.FileLock(f"{ledger}.lock", timeout=0)
        self._note = Path(f"{ledger}.pid")

    def take(self) -> None:
        """Raises LedgerBusy with the holder's process, as far as it is known."""
        try:
            self._lock.acquire()
        except filelock.Timeout:
            raise LedgerBusy(
                f"another run holds the ledger {self._ledger}: {self._holder()}"
            ) from None
        except (OSError, NotImplementedError) as error:
            why = getattr(error, "strerror", None) or str(error)
            raise LedgerError(
                f"the ledger {self._ledger} cannot be locked by {self._ledger.name}.lock: {why}; "
                "make that file and its folder writable, or name another ledger with --ledger FILE"
            ) from error
        with suppress(OSError):
            self._note.write_text(f"{os.getpid()} {socket.gethostname()}", encoding="utf-8")

    def end(self) -> None:
        with suppress(OSError):
            self._note.unlink(missing_ok=True)
        self._lock.release()

    def _holder(self) -> str:
        try:
            pid, _, host = self._note.read_text(encoding="utf-8").partition(" ")
        except (OSError, UnicodeDecodeError):
            return "process unknown"
        return f"process {pid} on {host}" if pid.isdigit() else "process unknown"


class Database:
    """A connection for one thread at a time."""

    def __init__(self, path: Path, *, is_read_only: bool, is_private: bool = False) -> None:
        """`is_private`: not the file, but an empty one that is gone with the connection."""
        self.path = path
        uri = f"{path.absolute().as_uri()}?mode={'ro' if is_read_only else 'rwc'}"
        if is_private:
            uri = ""  # a temporary file that SQLite itself removes (sqlite.org/inmemorydb.html)
        with self._translated():
            self._connection = sqlite3.connect(
                uri, uri=True, timeout=BUSY_TIMEOUT_S, isolation_level=None, check_same_thread=False
            )

    def fill_from(self, path: Path) -> None:
        """Takes over the whole content of another file; nothing where there is no file."""
        if not path.is_file():
            return
        original = Database(path, is_read_only=True)
        with self._translated(), closing(original._connection) as connection:
            connection.backup(self._connection)

    def prepare_to_write(self) -> None:
        """For files that are known to be ours: turns on the write-ahead log.

        Raises LedgerError where the file cannot be written.
        """
        with self._translated():
            self._connection.execute("PRAGMA foreign_keys = ON")
            self._connection.execute("PRAGMA journal_mode = WAL")
            # A crash of the machine may lose the last commits, never the file; documents heal by
            # themselves.
            self._connection.execute("PRAGMA synchronous = NORMAL")
            # SQLite opens what it may not write, and says so at the first change: made here, and
            # taken back.
            (version,) = self._connection.execute("PRAGMA user_version").fetchone()
            self._connection.execute("BEGIN IMMEDIATE")
            try:
                self._connection.execute(f"PRAGMA user_version = {version}")
            finally:
                self._connection.execute("ROLLBACK")

    def add_function(self, name: str, function: Callable[[bytes], bytes]) -> None:
        """Lets statements call a function of ours on one value."""
        with self._translated():
            self._connection.create_function(name, 1, function, deterministic=True)

    def close(self) -> None:
        with self._translated():
            self._connection.close()

    def do(self, sql: str, *values: object) -> int:
        """Executes one statement; gives the id of the last inserted row."""
        with self._translated():
            return self._connection.execute(sql, values).lastrowid or 0

    def do_all(self, sql: str, rows: Iterable[Row]) -> None:
        """Executes one statement for each row of values."""
        with self._translated():
            self._connection.executemany(sql, rows)

    def one(self, sql: str, *values: object) -> Row | None:
        with self._translated():
            row: Row | None = self._connection.execute(sql, values).fetchone()
            return row

    def rows(self, sql: str, *values: object) -> Iterator[Row]:
        """Row by row, for results of any size."""
        with self._translated():
            # `yield from` would close the cursor of rows that are left unread, which fails where
            # an error has closed the connection before; Python prints that beside our own line.
            for row in self._connection.execute(sql, values):  # noqa: UP028
                yield row

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """Commits all that is done inside, or nothing."""
        self.do("BEGIN IMMEDIATE")
        try:
            yield
        except BaseException:
            with suppress(LedgerError):
                self.do("ROLLBACK")
            raise
        self.do("COMMIT")

    @contextmanager
    def snapshot(self) -> Iterator[None]:
        """Shows one state to all reads inside, whatever is committed meanwhile."""
        self.do("BEGIN")
        try:
            yield
        finally:
            with suppress(LedgerError):
                self.do("ROLLBACK")

    @contextmanager
    def _translated(self) -> Iterator[None]:
        try:
            yield
        except sqlite3.Error as error:
            if _primary_code(error) == sqlite3.SQLITE_CORRUPT:
                raise LedgerDamaged(
                    f"the ledger {self.path} is damaged: {error}", self.path
                ) from error
            raise LedgerError(f"the ledger {self.path} cannot be used: {_advice(error)}") from error


# SQLite's result codes (sqlite.org/rescode.html) and what a user can do about each.
_ADVICE = {
    sqlite3.SQLITE_FULL: "make room on the disk; what was saved before is kept",
    sqlite3.SQLITE_IOERR: "check the disk and its free space; what was saved before is kept",
    sqlite3.SQLITE_READONLY: "make it and its folder writable, or name another with --ledger FILE",
    sqlite3.SQLITE_NOTADB: "keep a copy, and begin a new one with --ledger FILE",
    sqlite3.SQLITE_PERM: "make it and its folder readable and writable for this user",
    sqlite3.SQLITE_CANTOPEN: "make it and its folder readable and writable for this user",
    sqlite3.SQLITE_BUSY: "another program holds it; try again when that has ended",
    sqlite3.SQLITE_LOCKED: "another program holds it; try again when that has ended",
}
_PRIMARY_CODE = 0xFF
"""Extended result codes hold the primary one in their lowest byte."""


def _advice(error: sqlite3.Error) -> str:
    """Returns the error with a cure, where there is one."""
    cure = _ADVICE.get(_primary_code(error))
    return f"{error}; {cure}" if cure else str(error)


def _primary_code(error: sqlite3.Error) -> int:
    """Returns SQLite's result code; 0 where the error is the module's own."""
    return int(getattr(error, "sqlite_errorcode", 0)) & _PRIMARY_CODE
