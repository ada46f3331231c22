"""Writes documents, one at a time: what the ledger knows of their targets becomes edits.

The ledger is told of a document only after the document is on disk. Killed in between, the next run
finds the document changed, reads it again, and sees that nothing is left to do.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import msgspec

from enricher import copies, enrich, files, urls
from enricher.config import Config
from enricher.copies import CachedImages
from enricher.document import editing, fieldpath, frontmatter, reading
from enricher.document.frontmatter import Frontmatter
from enricher.document.reading import ReadDocument
from enricher.errors import DocumentError
from enricher.ledger.documents import DocumentChanges, DocumentState
from enricher.ledger.settling import Settler
from enricher.ledger.store import Ledger
from enricher.models import Edit, Link, Outcome
from enricher.run.records import Change
from enricher.run.scan import ScannedDocument, reading_settings, writing_settings
from enricher.run.target_states import TargetStates


@dataclass(frozen=True, slots=True, kw_only=True)
class WriteMode:
    """Options for writing: dry run, keep diffs."""

    is_dry: bool = False
    """Do everything but the swap of files."""
    keeps_diffs: bool = False
    """Keep diffs of what is written, too."""
    within: frozenset[Path] | None = None
    """Real paths that no document may lead out of; None: it may lead anywhere."""


@dataclass(frozen=True, slots=True, kw_only=True)
class WrittenDocument:
    """What became of one document, for the ledger."""

    id: int
    path: str
    applied_seq: int
    """Changes of targets up to here are in it; -1 where an edit was refused."""
    policy: str
    state: DocumentState
    links: tuple[Link, ...]
    has_new_links: bool
    """Its links are others than when it was scanned."""
    changes: DocumentChanges | None
    """None: nothing was changed."""
    notices: bytes
    moves: tuple[tuple[Outcome, str], ...]
    """Checks of links that were updated, each with the new address."""
    is_dry: bool
    count: int
    """Fields changed (of a dry run: that would be)."""
    refused: tuple[DocumentError, ...]
    """Single edits that could not be made."""

    def save(self, ledger: Ledger, run: int, settler: Settler) -> None:
        """Tells the ledger, in one transaction; for the ledger's own thread."""
        for outcome, url in self.moves:
            settler.rename(outcome, url)
        with ledger.transaction():
            if self.has_new_links and not self.is_dry:
                ledger.documents.put(run, self.path, self.state, self.links)
            elif not self.is_dry:
                ledger.documents.meet(run, [(self.id, self.state.stat_key)])
            if not self.is_dry:
                ledger.documents.set_applied(self.id, self.applied_seq, self.policy)
            if self.changes is not None:
                ledger.documents.set_changes(run, self.id, self.changes)
            ledger.documents.set_notices(self.id, self.notices)


class DocumentWriter:
    """Computes and makes the edits of documents; for one thread, with a reading connection."""

    def __init__(
        self, ledger: Ledger, config: Config, mode: WriteMode, images: CachedImages | None
    ) -> None:
        """`ledger` is only read; `images` None: what documents say of copies is left alone."""
        self._ledger = ledger
        self._config = config
        self._mode = mode
        self._images = images
        self._reading = reading_settings(config)
        self._writing = writing_settings(config)
        self._states = TargetStates(ledger)

    def write(self, document: ScannedDocument) -> WrittenDocument | None:
        """Brings a document up to what is known; None where it has no frontmatter any more.

        Raises DocumentError: unreadable, unwritable or changed meanwhile; then it is left as it is.
        """
        seq = self._states.refresh()
        stat_key = files.stat_key(document.path)
        source = files.read(document.path, self._mode.within)
        front = frontmatter.read(source.text, document.path)
        if front is None:
            return None
        known = self._ledger.documents.links_if(document.id, source.fingerprint)
        read = reading.of_front(front, self._config) if known is None else ReadDocument(links=known)
        found = read.links
        proposed = self._proposed(front, found)
        result = editing.apply_edits(front, proposed.edits)
        fingerprint = source.fingerprint
        moves: tuple[tuple[Outcome, str], ...] = ()
        if result.done and not self._mode.is_dry:
            fingerprint = files.swap(source, result.text)
            stat_key = stat_key_of(document.path, fingerprint)
            moves = self._moves(found, result.done)
            read = reading.of_front(result.front, self._config)
        state = DocumentState(
            stat_key=stat_key,
            fingerprint=fingerprint,
            settings=self._reading,
            title=reading.title_of(result.front),
            passed=msgspec.json.encode(read.passed),
        )
        return WrittenDocument(
            id=document.id,
            path=document.path,
            applied_seq=-1 if result.refused else seq,
            policy=self._writing,
            state=state,
            links=read.links,
            has_new_links=known is None or bool(result.done),
            changes=self._changes(document, source, result) if result.done else None,
            notices=msgspec.json.encode([_reported(notice) for notice in proposed.notices]),
            moves=moves,
            is_dry=self._mode.is_dry,
            count=len(result.done),
            refused=tuple(result.refused),
        )

    def _proposed(self, front: Frontmatter, found: tuple[Link, ...]) -> enrich.ProposedChanges:
        config = self._config
        self._states.recall((link.kind, link.target) for link in found)
        proposed = enrich.proposed_changes(front, found, self._states.state, config)
        if self._images is None:
            return proposed
        return copies.mark(front, found, proposed, self._images)

    def _moves(
        self, found: Sequence[Link], done: Sequence[Edit]
    ) -> tuple[tuple[Outcome, str], ...]:
        """Returns the checks of links whose address was updated, with their new addresses."""
        moved = {edit.field: str(edit.after) for edit in done if edit.because == "update"}
        moves: list[tuple[Outcome, str]] = []
        for link in found if moved else ():
            memory = self._states.memory((link.kind, link.target))
            if link.field in moved and memory is not None:
                moves.append((memory.outcome, urls.normalise(moved[link.field])))
        return tuple(moves)

    def _changes(
        self, document: ScannedDocument, source: files.Source, result: editing.EditResult
    ) -> DocumentChanges:
        changes = msgspec.json.encode([_applied(edit) for edit in result.done])
        keeps_diff = self._mode.is_dry or self._mode.keeps_diffs
        diff = files.diff(document.path, source.text, result.text) if keeps_diff else None
        return DocumentChanges(changes=changes, diff=diff)


def stat_key_of(path: str, fingerprint: str) -> str:
    """Returns the key of the file just written; "" where another program changed it already."""
    stat_key = files.stat_key(path)
    return stat_key if files.read(path).fingerprint == fingerprint else ""


_POLICIES = {"moved": "update", "size": "correct", "mojibake": "repair", "copy": "copy"}


def _reported(notice: enrich.Notice) -> Change:
    """Describes what policy only reports, under the name that it would have as an edit."""
    return Change(
        field=fieldpath.show(notice.field),
        before=msgspec.to_builtins(notice.before),
        after=msgspec.to_builtins(notice.after),
        because=_POLICIES[notice.what],
        is_applied=False,
    )


def _applied(edit: Edit) -> Change:
    return Change(
        field=fieldpath.show(edit.field),
        before=msgspec.to_builtins(edit.before),
        after=msgspec.to_builtins(edit.after),
        because=edit.because,
    )
