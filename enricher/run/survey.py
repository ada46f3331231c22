"""Floor 3. Reads documents before a run; only those that changed are parsed, the ledger knows the others' links."""

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
from enricher.ledger.documents import DocumentState
from enricher.ledger.store import Ledger
from enricher.models import Link
from enricher.run.plan import Plan

# What `document.links` makes of equal bytes under equal settings; raised when its meaning changes, so that every
# document is parsed anew.
READER_VERSION = 1
# What `enrich` makes of equal documents and equal facts; raised when that changes, so that every document is looked
# at anew.
ENRICH_VERSION = 1
# Documents of one transaction.
_BATCH = 200


@dataclass(slots=True)
class Surveyed:
    """A document that takes part in a run."""

    id: int
    path: str
    """As the user reaches it; the document's name everywhere."""
    is_behind: bool
    """Its targets changed since it was last written, or the settings did, or it did."""
    waits_for: int = 0
    """Due targets without a verdict yet."""


@dataclass(slots=True)
class Survey:
    """What the documents say."""

    documents: dict[int, Surveyed] = field(default_factory=dict)
    errors: list[DocumentError] = field(default_factory=list)


def reading_settings(config: Config) -> str:
    """A fingerprint of what decides where links stand."""
    return _fingerprint(READER_VERSION, config.fields)


def writing_settings(config: Config) -> str:
    """A fingerprint of what decides how facts are written into documents."""
    return _fingerprint(
        ENRICH_VERSION,
        config.enrich,
        config.write,
        config.fields,
        config.policy,
        config.images.cache,
    )


def read_document(path: str, text: str, config: Config) -> tuple[Link, ...] | None:
    """The links of a document; None where it has no frontmatter. Raises DocumentError."""
    front = frontmatter.read(text, path)
    return None if front is None else tuple(links.find(front, config.fields))


class Surveyor:
    """Meets every document of a run once, and tells the plan."""

    def __init__(self, ledger: Ledger, run: int, config: Config, plan: Plan) -> None:
        self._ledger = ledger
        self._run = run
        self._config = config
        self._plan = plan
        self._reading = reading_settings(config)
        self._writing = writing_settings(config)

    def survey(self, paths: Sequence[Path]) -> Survey:
        """Synchronous; a transaction for every batch of documents, so that a large folder is not lost to a crash."""
        survey = Survey()
        found = files.discover(paths)
        while batch := list(islice(found, _BATCH)):
            with self._ledger.transaction():
                for path in batch:
                    self._meet(str(path), survey)
        for wanted in self._plan.wanted.values():
            for document in wanted.documents if wanted.is_due else ():
                survey.documents[document].waits_for += 1
        return survey

    def _meet(self, path: str, survey: Survey) -> None:
        try:
            met = self._known(path) or self._new(path)
        except DocumentError as error:
            survey.errors.append(error)
            self._ledger.documents.forget(path)
            return
        if met is None:
            self._ledger.documents.forget(path)
            return
        document, found, applied_seq = met
        known = self._ledger.targets.known(self._plan.unmet(found))
        latest = self._plan.add(document, found, known)
        is_behind = applied_seq < 0 or latest > applied_seq or self._plan.claims_lost(found)
        survey.documents[document] = Surveyed(id=document, path=path, is_behind=is_behind)

    def _known(self, path: str) -> tuple[int, tuple[Link, ...], int] | None:
        """An unchanged document as the ledger knows it; None where it has to be read."""
        documents = self._ledger.documents
        known = documents.known(path)
        stat_key = files.stat_key(path)
        if known is None or not stat_key or known.reading.settings != self._reading:
            return None
        if (
            known.reading.stat_key != stat_key
            and files.read(path).fingerprint != known.reading.fingerprint
        ):
            return None
        documents.meet(self._run, known.id, stat_key)
        is_same_policy = known.applied_policy == self._writing
        return known.id, documents.links(known.id), known.applied_seq if is_same_policy else -1

    def _new(self, path: str) -> tuple[int, tuple[Link, ...], int] | None:
        """A new or changed document, read and kept; None where it has no frontmatter."""
        stat_key = files.stat_key(path)  # first: what is written while we read must not look read
        source = files.read(path)
        found = read_document(path, source.text, self._config)
        if found is None:
            return None
        reading = DocumentState(
            stat_key=stat_key, fingerprint=source.fingerprint, settings=self._reading
        )
        return self._ledger.documents.put(self._run, path, reading, found), found, -1


def _fingerprint(*parts: object) -> str:
    return hashlib.blake2b(msgspec.json.encode(parts), digest_size=16).hexdigest()
