"""Reads documents before a run; only those that changed are parsed, the ledger knows the rest."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import compress, islice
from pathlib import Path
from typing import NamedTuple

import msgspec

from enricher import files, urls
from enricher.discovery import discover, is_missing, name_refusal
from enricher.document.passed_fields import PassedFields
from enricher.errors import DocumentError, printable
from enricher.ledger.documents import DocumentState, KnownDocument
from enricher.ledger.links import LinkCodes
from enricher.ledger.store import Ledger
from enricher.models import Description, Failure, Kind, Link
from enricher.run.documents.passed_over import PassedOver
from enricher.run.documents.pool import DocumentPool
from enricher.run.documents.scanned import (
    FoundDocument,
    ScannedDocument,
    reading_settings,
    writing_settings,
)
from enricher.run.documents.selection import DocumentFilter
from enricher.run.results.comparison import NO_DOCUMENT
from enricher.run.schedule import Schedule
from enricher.url_secrets import without_userinfo

# Documents of one transaction; SQLite takes that many variables in one statement.
_BATCH = 200
# Of a line that is no URL, in characters.
_MAX_SHOWN = 100


@dataclass(slots=True)
class Scan:
    """What was found in the documents of a run."""

    documents: dict[int, ScannedDocument] = field(default_factory=dict)
    errors: list[DocumentError] = field(default_factory=list)
    links: int = 0
    notices: list[str] = field(default_factory=list)
    """What was left out, a sentence each."""
    unseen: list[str] = field(default_factory=list)
    """Paths of documents and folders that are there and could not be read."""
    within: frozenset[Path] = frozenset()
    """Real paths that no document may lead out of."""


class _Met(NamedTuple):
    """A document on its way into the schedule."""

    id: int
    path: str
    size: int
    codes: LinkCodes
    applied_seq: int


_passed = msgspec.json.Decoder(PassedFields).decode


class Scanner:
    """Meets every document of a run once, and fills the schedule. For the ledger's thread."""

    def __init__(
        self,
        ledger: Ledger,
        run: int,
        schedule: Schedule,
        pool: DocumentPool,
        scan: Scan | None = None,
    ) -> None:
        """`scan` is filled; given by those who want what was found before an error, too."""
        config = pool.config
        self._ledger = ledger
        self._pool = pool
        self._run = run
        self._config = config
        self._schedule = schedule
        self._scan = scan or Scan()
        self._within: frozenset[Path] = frozenset()
        self._passed_over = PassedOver()
        self._reading = reading_settings(config)
        self._writing = writing_settings(config)

    def take_urls(self, found: Sequence[str]) -> None:
        """Meets URLs of no document, as lines of one that is called `-`; an empty line is none."""
        links = []
        for number, url in enumerate(found, start=1):
            if urls.check(url) is Failure.RELATIVE:
                self._scan.errors.append(_no_url(number, url))
            elif url:
                links.append(_bare_link(number, url))
        state = DocumentState(stat_key="", fingerprint="", settings=self._reading)
        with self._ledger.transaction():
            id_, codes = self._ledger.documents.put(self._run, NO_DOCUMENT, state, links)
            self._take([_Met(id_, NO_DOCUMENT, 0, codes, -1)])

    def scan(self, paths: Sequence[Path], documents: DocumentFilter | None = None) -> Scan:
        """Reads all documents at and below `paths` that the filter takes.

        A transaction for each batch of them.
        """
        scan = self._scan
        discovery = discover(paths, self._config.documents)
        self._within = scan.within = discovery.within
        found = (str(path) for path in discovery)
        taken = found if documents is None else filter(documents.takes, found)
        named = (path for path in taken if self._has_usable_name(path))
        while batch := list(islice(named, _BATCH)):
            with self._ledger.transaction():
                self._take(self._meet(batch))
        for document in self._schedule.choose(self._ledger.documents.links):
            scan.documents[document].is_behind = False
        for document, waits_for in self._schedule.waiting():
            scan.documents[document].waits_for = waits_for
        scan.notices += self._left_out(discovery.told(), documents.told() if documents else "")
        return scan

    def _left_out(self, *told: str) -> list[str]:
        """Sentences on files and fields that were passed over."""
        return [*filter(None, told), *self._passed_over.told(self._config.fields)]

    def _has_usable_name(self, path: str) -> bool:
        """False where it is not usable, which is told of documents alone."""
        refusal = name_refusal(path)
        if refusal is None:
            return True
        from enricher.document import reading  # noqa: PLC0415 - start-up

        try:
            is_document = reading.read(self._source(path).text, path, self._config).is_document
        except DocumentError as error:
            self._scan.errors.append(error)
        else:
            self._scan.errors += [refusal] if is_document else []
        return False

    def _source(self, path: str) -> files.Source:
        return files.read(path, self._within)

    def _meet(self, paths: list[str]) -> list[_Met]:
        """Brings the ledger up to date with a batch of documents."""
        known = self._ledger.documents.known(paths)
        looked_at = [(path, files.stat_key(path), known.get(path)) for path in paths]
        is_new = [not self._is_unchanged(*each) for each in looked_at]
        found = self._pool.found(list(compress(paths, is_new)))
        met: list[_Met] = []
        unchanged: list[tuple[int, str]] = []
        for (path, stat_key, document), is_read in zip(looked_at, is_new, strict=True):
            if is_read or document is None:
                met += self._put(path, stat_key, next(found))
                continue
            unchanged.append((document.id, stat_key))
            self._passed_over.add_fields(path, _passed(document.state.passed))
            seq = document.applied_seq if document.applied_policy == self._writing else -1
            met.append(_Met(document.id, path, files.size_in(stat_key), document.codes, seq))
        self._ledger.documents.meet(self._run, unchanged)
        return met

    def _is_unchanged(self, path: str, stat_key: str, document: KnownDocument | None) -> bool:
        if document is None or not stat_key or document.state.settings != self._reading:
            return False
        if document.state.stat_key == stat_key:
            return True
        try:
            return self._source(path).fingerprint == document.state.fingerprint
        except DocumentError:
            return False  # said by who reads it

    def _put(
        self, path: str, stat_key: str, found: FoundDocument | DocumentError
    ) -> Iterator[_Met]:
        """Keeps a new or changed document; yields nothing where it has no frontmatter.

        `stat_key` is from before it was read: what is written meanwhile must not look read. What
        is known of a document that is there and could not be read stays as it is.
        """
        if isinstance(found, DocumentError):
            self._scan.errors.append(found)
            if is_missing(path):
                self._ledger.documents.forget(path)
            else:
                self._scan.unseen.append(path)
            return
        self._passed_over.add(path, found)
        if not found.is_document:
            self._ledger.documents.forget(path)
            return
        state = DocumentState(
            stat_key=stat_key,
            fingerprint=found.fingerprint,
            settings=self._reading,
            title=found.title,
            passed=msgspec.json.encode(found.passed),
        )
        id_, codes = self._ledger.documents.put_packed(self._run, path, state, found.links)
        yield _Met(id_, path, files.size_in(stat_key), codes, -1)

    def _take(self, met: list[_Met]) -> None:
        """Adds a batch of documents to the schedule."""
        schedule, scan = self._schedule, self._scan
        unmet = schedule.unmet(each.codes for each in met)
        for number, key, known in self._ledger.targets.linked(unmet):
            schedule.meet(number, key, known)
        for each in met:
            latest = schedule.add(each.id, each.codes)
            is_behind = each.applied_seq < 0 or latest > each.applied_seq
            scan.documents[each.id] = ScannedDocument(
                id=each.id,
                path=each.path,
                size=each.size,
                is_behind=is_behind or schedule.claims_lost(each.id),
            )
            scan.links += len(each.codes)


def _no_url(number: int, text: str) -> DocumentError:
    why = f'"{printable(text)[:_MAX_SHOWN]}" is no URL, and was not checked: it lacks https://'
    return DocumentError(NO_DOCUMENT, why, line=number)


def _bare_link(number: int, url: str) -> Link:
    """A URL that stands in a line of its own, with nothing that describes it."""
    from enricher.document.links import target_of  # noqa: PLC0415 - start-up

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
