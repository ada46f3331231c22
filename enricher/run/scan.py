"""Reads documents before a run; only those that changed are parsed, the ledger knows the rest."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path

import msgspec

from enricher import files
from enricher.config import Config
from enricher.document import frontmatter, links
from enricher.errors import DocumentError
from enricher.ledger.documents import DocumentState, KnownDocument, LinkCodes
from enricher.ledger.store import Ledger
from enricher.models import Link
from enricher.run.schedule import Schedule

# What `document.links` makes of equal bytes under equal settings; raised when its meaning changes,
# so that every document is parsed anew.
READER_VERSION = 2
# What `enrich` makes of equal documents and equal facts; raised when that changes, so that every
# document is looked at anew.
ENRICH_VERSION = 2
# Documents of one transaction; SQLite takes so many variables in one statement.
_BATCH = 200


@dataclass(slots=True)
class ScannedDocument:
    """A document that takes part in a run."""

    id: int
    path: str
    """As the user reaches it; the document's name everywhere."""
    is_behind: bool
    """Its targets, the settings or the document itself changed since it was last written."""
    waits_for: int = 0
    """Due targets without a verdict yet."""


@dataclass(slots=True)
class Scan:
    """What was found in the documents of a run."""

    documents: dict[int, ScannedDocument] = field(default_factory=dict)
    errors: list[DocumentError] = field(default_factory=list)
    links: int = 0


@dataclass(frozen=True, slots=True)
class _Met:
    """A document on its way into the schedule."""

    id: int
    path: str
    codes: LinkCodes
    applied_seq: int


def reading_settings(config: Config) -> str:
    """Returns a fingerprint of what decides where links stand."""
    return _fingerprint(READER_VERSION, config.fields)


def writing_settings(config: Config) -> str:
    """Returns a fingerprint of what decides how facts are written into documents."""
    return _fingerprint(
        *(ENRICH_VERSION, config.enrich, config.write, config.fields, config.policy),
        config.images.cache,
    )


def read_links(path: str, text: str, config: Config) -> tuple[Link, ...] | None:
    """Returns the links of a document; None where it has no frontmatter. Raises DocumentError."""
    front = frontmatter.read(text, path)
    return None if front is None else tuple(links.find(front, config.fields))


class Scanner:
    """Meets every document of a run once, and fills the schedule. For the ledger's thread."""

    def __init__(self, ledger: Ledger, run: int, config: Config, schedule: Schedule) -> None:
        self._ledger = ledger
        self._run = run
        self._config = config
        self._schedule = schedule
        self._reading = reading_settings(config)
        self._writing = writing_settings(config)

    def scan(self, paths: Sequence[Path]) -> Scan:
        """Reads all documents at and below `paths`, a transaction for each batch of them."""
        scan = Scan()
        found = files.discover(paths)
        while batch := [str(path) for path in islice(found, _BATCH)]:
            with self._ledger.transaction():
                self._take(self._meet(batch, scan), scan)
        for document, waits_for in self._schedule.waiting():
            scan.documents[document].waits_for = waits_for
        self._schedule.describe(self._ledger.documents.links)
        return scan

    def _meet(self, paths: list[str], scan: Scan) -> list[_Met]:
        """Brings the ledger up to date with a batch of documents."""
        known = self._ledger.documents.known(paths)
        met: list[_Met] = []
        unchanged: list[tuple[int, str]] = []
        for path in paths:
            stat_key = files.stat_key(path)
            try:
                document = known.get(path)
                if document is not None and self._is_unchanged(document, path, stat_key):
                    unchanged.append((document.id, stat_key))
                    is_same_policy = document.applied_policy == self._writing
                    seq = document.applied_seq if is_same_policy else -1
                    met.append(_Met(document.id, path, document.codes, seq))
                elif (new := self._read(path, stat_key)) is not None:
                    met.append(new)
                else:
                    self._ledger.documents.forget(path)
            except DocumentError as error:
                scan.errors.append(error)
                self._ledger.documents.forget(path)
        self._ledger.documents.meet(self._run, unchanged)
        return met

    def _is_unchanged(self, document: KnownDocument, path: str, stat_key: str) -> bool:
        state = document.state
        if not stat_key or state.settings != self._reading:
            return False
        return state.stat_key == stat_key or files.read(path).fingerprint == state.fingerprint

    def _read(self, path: str, stat_key: str) -> _Met | None:
        """Reads a new or changed document; None where it has no frontmatter.

        `stat_key` is from before: what is written while we read must not look read.
        """
        source = files.read(path)
        found = read_links(path, source.text, self._config)
        if found is None:
            return None
        state = DocumentState(
            stat_key=stat_key, fingerprint=source.fingerprint, settings=self._reading
        )
        id_, codes = self._ledger.documents.put(self._run, path, state, found)
        return _Met(id_, path, codes, -1)

    def _take(self, met: list[_Met], scan: Scan) -> None:
        """Adds a batch of documents to the schedule."""
        schedule = self._schedule
        unmet = schedule.unmet(each.codes for each in met)
        for number, key, known in self._ledger.targets.linked(unmet):
            schedule.meet(number, key, known)
        for each in met:
            latest = schedule.add(each.id, each.codes)
            is_behind = each.applied_seq < 0 or latest > each.applied_seq
            scan.documents[each.id] = ScannedDocument(
                id=each.id, path=each.path, is_behind=is_behind or schedule.claims_lost(each.id)
            )
            scan.links += len(each.codes)


def _fingerprint(*parts: object) -> str:
    return hashlib.blake2b(msgspec.json.encode(parts), digest_size=16).hexdigest()
