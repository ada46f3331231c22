"""What the ledger knows of documents: how they looked, their targets, what was changed."""

from __future__ import annotations

from array import array
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import msgspec

from enricher.ledger.database import Database
from enricher.ledger.links import (
    LinkCodes,
    PackedLinks,
    code,
    packed,
    target_of,
    unpacked,
    unpacked_briefly,
    unpacked_codes,
)
from enricher.models import Description, Kind, Link

_to_json = msgspec.json.Encoder().encode

# Numbers of targets that are remembered, since documents name the same ones: about 5 MB. Numbers
# never change while a ledger is open.
_NUMBERS = 20_000
_WITH_LINKS = "documents JOIN document_links ON document = id"


class DocumentState(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """How a document looked when its links were found."""

    stat_key: str
    fingerprint: str
    settings: str
    """Fingerprint of the settings that say where links stand."""
    title: str | None = None
    """What the document calls itself; not looked up by `known`."""
    passed: bytes = b"{}"
    """JSON: what was passed over in its fields."""


class KnownDocument(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """A document that was read before."""

    id: int
    state: DocumentState
    applied_seq: int
    """Changes of targets up to here are in the document; -1 where none was ever applied."""
    applied_policy: str
    """Fingerprint of the settings under which they were applied."""
    codes: LinkCodes


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentChanges:
    """What a run changed in a document, or would change."""

    changes: bytes
    """JSON, as records show it."""
    diff: str | None


class DocumentOfRun(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """One document as a run met it."""

    id: int
    path: str
    title: str | None
    met_in: int
    """The latest run that met it."""
    codes: LinkCodes
    notices: bytes
    """JSON."""
    has_changes: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class CitingDocument:
    """A document that names a target."""

    id: int
    path: str
    title: str | None
    """What the document calls itself."""
    links: tuple[Link, ...]
    """Those to the target."""


class FirstCitation(NamedTuple):
    """A page as the first document, by path, describes it."""

    target: str
    url: str
    description: Description
    document: str


class Documents:
    """The tables `documents`, `document_links` and `document_changes`."""

    def __init__(self, database: Database) -> None:
        self._db = database
        self._numbers: dict[tuple[Kind, str], int] = {}

    def known(self, paths: Sequence[str]) -> dict[str, KnownDocument]:
        """Returns the documents among `paths` (a few hundred at most) that were read before."""
        marks = ", ".join("?" * len(paths))
        sql = (
            "SELECT path, id, stat_key, fingerprint, reading, applied_seq, applied_policy, "
            "targets, passed "
            f"FROM documents WHERE path IN ({marks})"
        )
        found: dict[str, KnownDocument] = {}
        for path, id_, stat_key, fingerprint, settings, seq, policy, codes, passed in self._db.rows(
            sql, *paths
        ):
            state = DocumentState(
                stat_key=stat_key,
                fingerprint=fingerprint,
                settings=settings,
                passed=passed.encode(),
            )
            found[path] = KnownDocument(
                id=id_,
                state=state,
                applied_seq=seq,
                applied_policy=policy,
                codes=unpacked_codes(codes),
            )
        return found

    def links(self, document: int) -> tuple[Link, ...]:
        """Returns the links of a document as it was last read."""
        row = self._db.one("SELECT links FROM document_links WHERE document = ?", document)
        return unpacked(row[0]) if row else ()

    def links_if(self, document: int, fingerprint: str) -> tuple[Link, ...] | None:
        """Returns the links of a document; None where its bytes were others when it was read."""
        sql = f"SELECT links FROM {_WITH_LINKS} WHERE id = ? AND fingerprint = ?"
        row = self._db.one(sql, document, fingerprint)
        return unpacked(row[0]) if row else None

    def put(
        self, run: int, path: str, state: DocumentState, links: Sequence[Link]
    ) -> tuple[int, LinkCodes]:
        """Keeps what was read of a new or changed document; returns its id and its links' codes."""
        return self.put_packed(run, path, state, packed(links))

    def put_packed(
        self, run: int, path: str, state: DocumentState, links: PackedLinks
    ) -> tuple[int, LinkCodes]:
        """As `put`, with links that were packed where there was time for it."""
        numbers = self.numbers((kind, target) for kind, target, _ in links.named)
        coded = (code(numbers[kind, target], flags) for kind, target, flags in links.named)
        codes = array("I", coded)
        row = self._db.one(
            "INSERT INTO documents (path, run, stat_key, fingerprint, reading, title, "
            "link_count, targets, passed) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?) "
            "ON CONFLICT (path) DO UPDATE SET run = excluded.run, stat_key = excluded.stat_key, "
            "fingerprint = excluded.fingerprint, reading = excluded.reading, "
            "title = excluded.title, passed = excluded.passed, "
            "link_count = excluded.link_count, targets = excluded.targets, "
            "applied_seq = -1, applied_policy = '', notices = '[]' RETURNING id",
            *(path, run, state.stat_key, state.fingerprint, state.settings, state.title),
            *(len(links.named), codes.tobytes(), state.passed.decode()),
        )
        assert row is not None
        document = int(row[0])
        self._db.do("INSERT OR REPLACE INTO document_links VALUES (?, ?)", document, links.blob)
        return document, codes

    def numbers(self, keys: Iterable[tuple[Kind, str]]) -> dict[tuple[Kind, str], int]:
        """Returns the number of each target; one that was never named gets its number."""
        if len(self._numbers) > _NUMBERS:
            self._numbers = {}
        wanted = dict.fromkeys(keys)
        self._look_up([key for key in wanted if key not in self._numbers])
        return {key: self._numbers[key] for key in wanted}

    def known_numbers(self, keys: Sequence[tuple[Kind, str]]) -> dict[tuple[Kind, str], int]:
        """Returns the numbers of what a document ever named at the URLs of these targets."""
        sql = (
            "SELECT kind, url, id FROM linked_targets WHERE url IN (SELECT value FROM json_each(?))"
        )
        rows = self._db.rows(sql, _to_json([url for _, url in keys]).decode())
        return {(Kind(kind), url): id_ for kind, url, id_ in rows}

    def _look_up(self, wanted: Sequence[tuple[Kind, str]]) -> None:
        """Remembers the numbers of targets; what is not committed ends the run."""
        if not wanted:
            return
        found = self.known_numbers(wanted)
        for kind, url in wanted:
            if (kind, url) not in found:
                # SQLite's JSON ends texts at a NUL: what holds one may be there and not found.
                insert = (
                    "INSERT INTO linked_targets (url, kind) VALUES (?, ?) "
                    "ON CONFLICT (url, kind) DO UPDATE SET url = url RETURNING id"
                )
                row = self._db.one(insert, url, kind.value)
                assert row is not None
                found[kind, url] = row[0]
        self._numbers |= found

    def meet(self, run: int, documents: Iterable[tuple[int, str]]) -> None:
        """Notes that unchanged documents (id, stat key) take part in this run."""
        self._db.do_all(
            "UPDATE documents SET run = ?, stat_key = ? WHERE id = ?",
            ((run, stat_key, id_) for id_, stat_key in documents),
        )

    def forget(self, path: str) -> None:
        """Forgets a document that is gone, or has no frontmatter any more."""
        self._db.do("DELETE FROM documents WHERE path = ?", path)

    def set_notices(self, document: int, notices: bytes) -> None:
        """Keeps what every report says of the document until it is looked at again. JSON."""
        self._db.do("UPDATE documents SET notices = ? WHERE id = ?", notices.decode(), document)

    def set_applied(self, document: int, seq: int, policy: str) -> None:
        """Notes that all changes up to `seq` are in the document as it was last `put`."""
        sql = "UPDATE documents SET applied_seq = ?, applied_policy = ? WHERE id = ?"
        self._db.do(sql, seq, policy, document)

    # ── of a run ──────────────────────────────────────────────────────────────────────────────

    def of_run(self, run: int) -> Iterator[DocumentOfRun]:
        """Yields each document that a run or a later one met, by path."""
        sql = (
            "SELECT d.id, d.path, d.title, d.run, d.targets, d.notices, c.document IS NOT NULL "
            "FROM documents d "
            "LEFT JOIN document_changes c ON c.document = d.id AND c.run = ? "
            "WHERE d.run >= ? ORDER BY d.path"
        )
        for id_, path, title, met_in, codes, notices, has_changes in self._db.rows(sql, run, run):
            yield DocumentOfRun(
                id=id_,
                path=path,
                title=title,
                met_in=met_in,
                codes=unpacked_codes(codes),
                notices=notices.encode(),
                has_changes=bool(has_changes),
            )

    def count(self, run: int) -> tuple[int, int]:
        """Counts the documents of a run, and their links."""
        sql = "SELECT count(*), coalesce(sum(link_count), 0) FROM documents WHERE run = ?"
        row = self._db.one(sql, run)
        assert row is not None
        return row[0], row[1]

    def codes(self, run: int) -> Iterator[LinkCodes]:
        """Yields the codes of the links of each document of a run."""
        for (codes,) in self._db.rows("SELECT targets FROM documents WHERE run = ?", run):
            yield unpacked_codes(codes)

    def citing(self, target: str) -> Iterator[CitingDocument]:
        """Yields each document that names a target, gone ones too, by path."""
        sql = "SELECT id FROM linked_targets WHERE url = ?"
        numbers = {number for (number,) in self._db.rows(sql, target)}
        sql = f"SELECT id, path, title, targets, links FROM {_WITH_LINKS} ORDER BY path"
        for id_, path, title, codes, links in self._db.rows(sql):
            if not numbers.isdisjoint(map(target_of, unpacked_codes(codes))):
                found = unpacked(links)
                citing = tuple(link for link in found if link.target == target)
                yield CitingDocument(id=id_, path=path, title=title, links=citing)

    def citations(self, targets: Collection[str]) -> Iterator[FirstCitation]:
        """Yields the first link to each of these pages, by path, that a list holds with a title."""
        left = set(targets)
        sql = f"SELECT path, links FROM {_WITH_LINKS} ORDER BY path"
        for path, links in self._db.rows(sql):
            for each in unpacked_briefly(links):
                if each.target not in left or each.kind is not Kind.PAGE:
                    continue
                said = each.described()
                if said.title is not None and any(isinstance(step, int) for step in each.field):
                    left.remove(each.target)
                    yield FirstCitation(each.target, each.url, said, path)

    # ── changes ───────────────────────────────────────────────────────────────────────────────

    def set_changes(self, run: int, document: int, changes: DocumentChanges) -> None:
        """Keeps what a run changed in a document."""
        self._db.do(
            "INSERT OR REPLACE INTO document_changes (document, run, changes, diff) "
            "VALUES (?, ?, ?, ?)",
            *(document, run, changes.changes.decode(), changes.diff),
        )

    def changes_of(self, run: int, document: int) -> DocumentChanges | None:
        """Returns what a run changed in a document; None where it changed nothing."""
        sql = "SELECT changes, diff FROM document_changes WHERE document = ? AND run = ?"
        row = self._db.one(sql, document, run)
        return DocumentChanges(changes=row[0].encode(), diff=row[1]) if row else None

    def changes_in(self, run: int) -> Iterator[bytes]:
        """Yields what a run changed, document by document. JSON."""
        for (changes,) in self._db.rows("SELECT changes FROM document_changes WHERE run = ?", run):
            yield changes.encode()

    def diffs(self, run: int) -> Iterator[str]:
        """Yields the diffs of a run, by path."""
        sql = (
            "SELECT diff FROM document_changes c JOIN documents d ON d.id = c.document "
            "WHERE c.run = ? AND diff IS NOT NULL ORDER BY path"
        )
        for (diff,) in self._db.rows(sql, run):
            yield diff

    def clear_changes(self) -> None:
        """Forgets the changes of earlier runs: they are kept of the latest run only."""
        self._db.do("DELETE FROM document_changes")
