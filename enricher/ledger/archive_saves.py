"""What the archive was asked to keep, and what came of it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from enricher.ledger.database import Database
from enricher.models import Kind, Memento


@dataclass(frozen=True, slots=True, kw_only=True)
class ArchiveSave:
    """One page that the archive was asked about."""

    url: str
    at: datetime
    result: str
    """`has-copy`, `saved`, `asked` (it names no copy yet), or `refused`."""
    copy: Memento | None = None


class ArchiveSaves:
    """The table `archive_saves`: one row for each page, so that it is asked once."""

    def __init__(self, database: Database) -> None:
        self._db = database

    def wanted(self) -> Iterator[str]:
        """Yields pages that are well and that the archive was not asked about, latest check first.

        Those of which a copy is known are left out.
        """
        sql = (
            "SELECT t.url FROM targets t LEFT JOIN archive_saves s ON s.url = t.url "
            "WHERE t.kind = ? AND s.url IS NULL "
            "AND (t.status_reason LIKE 'ok/%' OR t.status_reason LIKE 'moved/%') "
            "AND json_extract(t.latest, '$.archive') IS NULL ORDER BY t.checked_at DESC, t.id"
        )
        for (url,) in self._db.rows(sql, Kind.PAGE.value):
            yield url

    def put(self, run: int, save: ArchiveSave) -> None:
        copy = save.copy
        self._db.do(
            "INSERT OR REPLACE INTO archive_saves (url, run, at, result, copy, captured_at) "
            "VALUES (?, ?, ?, ?, ?, ?)",
            *(save.url, run, save.at.isoformat(), save.result),
            *((copy.url, copy.captured_at.isoformat()) if copy else (None, None)),
        )

    def of(self, url: str) -> ArchiveSave | None:
        """Returns what came of a page; None where the archive was not asked about it."""
        sql = "SELECT at, result, copy, captured_at FROM archive_saves WHERE url = ?"
        row = self._db.one(sql, url)
        if row is None:
            return None
        at, result, copy, captured_at = row
        memento = None
        if copy:
            memento = Memento(url=copy, captured_at=datetime.fromisoformat(captured_at))
        return ArchiveSave(url=url, at=datetime.fromisoformat(at), result=result, copy=memento)
