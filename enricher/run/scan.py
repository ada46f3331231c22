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
from enricher.discovery import discover
from enricher.document import reading
from enricher.document.links import target_of
from enricher.errors import DocumentError
from enricher.ledger.documents import DocumentState, KnownDocument, LinkCodes
from enricher.ledger.store import Ledger
from enricher.models import Description, Kind, Link
from enricher.run.comparison import NO_DOCUMENT
from enricher.run.passed_over import PassedOver
from enricher.run.schedule import Schedule
from enricher.run.selection import DocumentFilter
from enricher.url_secrets import without_userinfo

# What `document.links` makes of equal bytes under equal settings; raised when its meaning changes,
# so that every document is parsed anew.
READER_VERSION = 7
# What `enrich` makes of equal documents and equal facts; raised when that changes, so that every
# document is looked at anew.
ENRICH_VERSION = 4
# Documents of one transaction; SQLite takes that many variables in one statement.
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
    notices: list[str] = field(default_factory=list)
    """What was left out, a sentence each."""
    within: frozenset[Path] = frozenset()
    """Real paths that no document may lead out of."""


@dataclass(frozen=True, slots=True)
class _Met:
    """A document on its way into the schedule."""

    id: int
    path: str
    codes: LinkCodes
    applied_seq: int


def reading_settings(config: Config) -> str:
    """Returns a fingerprint of what decides where links stand."""
    return _fingerprint(
        *(READER_VERSION, config.fields, config.fill, config.body, config.documents.skip_if)
    )


def writing_settings(config: Config) -> str:
    """Returns a fingerprint of what decides how facts are written into documents."""
    return _fingerprint(
        *(ENRICH_VERSION, config.enrich, config.write, config.fields, config.fill),
        config.policy,
        config.images.cache,
    )


_passed = msgspec.json.Decoder(reading.PassedFields).decode


class Scanner:
    """Meets every document of a run once, and fills the schedule. For the ledger's thread."""

    def __init__(
        self,
        ledger: Ledger,
        run: int,
        config: Config,
        schedule: Schedule,
        scan: Scan | None = None,
    ) -> None:
        """`scan` is filled; given by those who want what was found before an error, too."""
        self._ledger = ledger
        self._run = run
        self._config = config
        self._schedule = schedule
        self._scan = scan or Scan()
        self._within: frozenset[Path] = frozenset()
        self._passed_over = PassedOver()
        self._reading = reading_settings(config)
        self._writing = writing_settings(config)

    def take_urls(self, found: Sequence[str]) -> None:
        """Meets URLs of no document, as the lines of one that is called `-`."""
        links = [_bare_link(number, url) for number, url in enumerate(found, start=1)]
        state = DocumentState(stat_key="", fingerprint="", settings=self._reading)
        with self._ledger.transaction():
            id_, codes = self._ledger.documents.put(self._run, NO_DOCUMENT, state, links)
            self._take([_Met(id_, NO_DOCUMENT, codes, -1)], self._scan)

    def scan(self, paths: Sequence[Path], documents: DocumentFilter | None = None) -> Scan:
        """Reads all documents at and below `paths` that the filter takes.

        A transaction for each batch of them.
        """
        scan = self._scan
        discovery = discover(paths, self._config.documents)
        self._within = scan.within = discovery.within
        found = (str(path) for path in discovery)
        taken = found if documents is None else filter(documents.takes, found)
        named = (path for path in taken if self._has_usable_name(path, scan))
        while batch := list(islice(named, _BATCH)):
            with self._ledger.transaction():
                self._take(self._meet(batch, scan), scan)
        for document in self._schedule.choose(self._ledger.documents.links):
            scan.documents[document].is_behind = False
        for document, waits_for in self._schedule.waiting():
            scan.documents[document].waits_for = waits_for
        self._schedule.describe(self._ledger.documents.links)
        scan.notices += self._left_out(discovery.told(), documents.told() if documents else "")
        return scan

    def _left_out(self, *told: str) -> list[str]:
        """Sentences on files and fields that were passed over."""
        return [*filter(None, told), *self._passed_over.told(self._config.fields)]

    def _has_usable_name(self, path: str, scan: Scan) -> bool:
        """False where a path is not UTF-8: the ledger, reports and git could not name it."""
        try:
            path.encode("utf-8")
        except UnicodeEncodeError:
            try:
                is_document = reading.read(self._source(path).text, path, self._config).is_document
            except DocumentError as error:
                scan.errors.append(error)
            else:
                refusal = DocumentError(path, "its name is not UTF-8; rename it")
                scan.errors += [refusal] if is_document else []
            return False
        return True

    def _source(self, path: str) -> files.Source:
        return files.read(path, self._within)

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
                    self._passed_over.add_fields(path, _passed(document.state.passed))
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
        return state.stat_key == stat_key or self._source(path).fingerprint == state.fingerprint

    def _read(self, path: str, stat_key: str) -> _Met | None:
        """Reads a new or changed document; None where it has no frontmatter.

        `stat_key` is from before: what is written while we read must not look read.
        """
        source = self._source(path)
        read = reading.read(source.text, path, self._config)
        self._passed_over.add(path, read)
        if not read.is_document:
            return None
        state = DocumentState(
            stat_key=stat_key,
            fingerprint=source.fingerprint,
            settings=self._reading,
            title=read.title,
            passed=msgspec.json.encode(read.passed),
        )
        id_, codes = self._ledger.documents.put(self._run, path, state, read.links)
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


def _bare_link(number: int, url: str) -> Link:
    """A URL that stands in a line of its own, with nothing that describes it."""
    return Link(
        document=NO_DOCUMENT,
        field=("url", number),
        url=without_userinfo(url),
        target=target_of(url),
        kind=Kind.PAGE,
        line=number,
        column=1,
        description=Description(),
    )


def _fingerprint(*parts: object) -> str:
    return hashlib.blake2b(msgspec.json.encode(parts), digest_size=16).hexdigest()
