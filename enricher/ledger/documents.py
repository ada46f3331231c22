"""Floor 2. What the ledger knows of documents: how they looked when last read or written, and what was done to them."""

from __future__ import annotations

import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import msgspec

from enricher.ledger.database import Database
from enricher.models import Link

_to_json = msgspec.json.Encoder().encode
_links = msgspec.json.Decoder(tuple[Link, ...]).decode

# Links of one document repeat each other's words; level 1 shrinks them to a quarter at 0.1 ms.
_ZLIB_LEVEL = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentState:
    """How a document looked when its links were found."""

    stat_key: str
    fingerprint: str
    settings: str
    """Fingerprint of the settings that say where links stand."""


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownDocument:
    """A document that was read before."""

    id: int
    reading: DocumentState
    applied_seq: int
    """Changes of targets up to here are in the document; -1 where nothing was ever applied."""
    applied_policy: str
    """Fingerprint of the settings under which they were applied."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentChanges:
    """What a run did to a document, or would do."""

    changes: bytes
    """JSON, as records show it."""
    diff: str | None


class Documents:
    """The tables `documents` and `drafts`."""

    def __init__(self, database: Database) -> None:
        self._db = database

    def known(self, path: str) -> KnownDocument | None:
        row = self._db.one(
            "SELECT id, stat_key, fingerprint, reading, applied_seq, applied_policy FROM documents WHERE path = ?",
            path,
        )
        if row is None:
            return None
        id_, stat_key, fingerprint, settings, applied_seq, applied_policy = row
        reading = DocumentState(stat_key=stat_key, fingerprint=fingerprint, settings=settings)
        return KnownDocument(
            id=id_, reading=reading, applied_seq=applied_seq, applied_policy=applied_policy
        )

    def links(self, document: int) -> tuple[Link, ...]:
        row = self._db.one("SELECT links FROM documents WHERE id = ?", document)
        return _links(zlib.decompress(row[0])) if row else ()

    def put(self, run: int, path: str, reading: DocumentState, links: Sequence[Link]) -> int:
        """Keeps what was read of a new or changed document; gives its id."""
        self._db.do(
            "INSERT INTO documents (path, run, stat_key, fingerprint, reading, links, link_count) "
            "VALUES (?, ?, ?, ?, ?, ?, ?) "
            "ON CONFLICT (path) DO UPDATE SET run = excluded.run, stat_key = excluded.stat_key, "
            "fingerprint = excluded.fingerprint, reading = excluded.reading, links = excluded.links, "
            "link_count = excluded.link_count, applied_seq = -1, applied_policy = '', notices = '[]'",
            *(
                path,
                run,
                reading.stat_key,
                reading.fingerprint,
                reading.settings,
                _packed(links),
                len(links),
            ),
        )
        row = self._db.one("SELECT id FROM documents WHERE path = ?", path)
        assert row is not None
        return int(row[0])

    def meet(self, run: int, document: int, stat_key: str) -> None:
        """An unchanged document takes part in this run."""
        self._db.do(
            "UPDATE documents SET run = ?, stat_key = ? WHERE id = ?", run, stat_key, document
        )

    def forget(self, path: str) -> None:
        """The document can no longer be read: what was known of it would be told as if it still held."""
        self._db.do("DELETE FROM documents WHERE path = ?", path)

    def noticed(self, document: int, notices: bytes) -> None:
        """What is to be said of the document as it is now, in every report until it is looked at again. JSON."""
        self._db.do("UPDATE documents SET notices = ? WHERE id = ?", notices.decode(), document)

    def applied(self, document: int, seq: int, policy: str) -> None:
        """All changes up to `seq` are in the document as it was last `put`."""
        self._db.do(
            "UPDATE documents SET applied_seq = ?, applied_policy = ? WHERE id = ?",
            *(seq, policy, document),
        )

    def of_run(self, run: int) -> Iterator[tuple[int, bytes, tuple[Link, ...]]]:
        """Id, notices and links of each document that a run or a later one met, by path."""
        sql = "SELECT id, notices, links FROM documents WHERE run >= ? ORDER BY path"
        for id_, notices, links in self._db.rows(sql, run):
            yield id_, notices.encode(), _links(zlib.decompress(links))

    def count(self, run: int) -> tuple[int, int]:
        """Documents of a run, and their links."""
        row = self._db.one(
            "SELECT count(*), coalesce(sum(link_count), 0) FROM documents WHERE run = ?", run
        )
        assert row is not None
        return row[0], row[1]

    # ── what was done ─────────────────────────────────────────────────────────────────────────────────────────

    def draft(self, run: int, document: int, draft: DocumentChanges) -> None:
        self._db.do(
            "INSERT OR REPLACE INTO drafts (document, run, changes, diff) VALUES (?, ?, ?, ?)",
            *(document, run, draft.changes.decode(), draft.diff),
        )

    def draft_of(self, run: int, document: int) -> DocumentChanges | None:
        row = self._db.one(
            "SELECT changes, diff FROM drafts WHERE document = ? AND run = ?", document, run
        )
        return DocumentChanges(changes=row[0].encode(), diff=row[1]) if row else None

    def diffs(self, run: int) -> Iterator[str]:
        sql = (
            "SELECT diff FROM drafts JOIN documents ON documents.id = drafts.document "
            "WHERE drafts.run = ? AND diff IS NOT NULL ORDER BY path"
        )
        for (diff,) in self._db.rows(sql, run):
            yield diff

    def clear_drafts(self) -> None:
        """Drafts are of the latest run only."""
        self._db.do("DELETE FROM drafts")


def _packed(links: Sequence[Link]) -> bytes:
    return zlib.compress(_to_json(tuple(links)), _ZLIB_LEVEL)
