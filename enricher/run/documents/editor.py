"""Computes the edits of documents: what the ledger knows of their targets becomes a new text.

Reads documents and the ledger, and writes neither, so that any process may do it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import msgspec

from enricher import copies, enrich, files, urls
from enricher.config import Config
from enricher.copies import CachedImages
from enricher.document import editing, fieldpath, frontmatter, kept_tree, reading
from enricher.document.frontmatter import Frontmatter
from enricher.document.reading import ReadDocument
from enricher.document.unified_diff import unified_diff
from enricher.errors import DocumentError
from enricher.ledger.documents import DocumentChanges
from enricher.ledger.links import PackedLinks, packed
from enricher.ledger.store import Ledger
from enricher.models import Edit, Link, Outcome
from enricher.run.documents.scanned import ScannedDocument
from enricher.run.documents.target_states import TargetStates
from enricher.run.documents.write_mode import WriteMode
from enricher.run.results.records import Change


@dataclass(frozen=True, slots=True, kw_only=True)
class EditedDocument:
    """What is to become of one document."""

    id: int
    source: files.Source
    """What was read, without its text."""
    stat_key: str
    """From before it was read."""
    text: str | None
    """What is to take its place; None: it stays as it is."""
    title: str | None
    links: PackedLinks | None
    """Of the document as it will be; None: those of the last scan."""
    passed: bytes
    """What was passed over in its fields, as JSON; kept with `links`."""
    applied_seq: int
    """Changes of targets up to here are in it; -1 where an edit was refused."""
    changes: DocumentChanges | None
    """None: nothing is changed."""
    count: int
    """Fields changed."""
    notices: bytes
    moves: tuple[tuple[Outcome, str], ...]
    """Checks of links that are updated, each with the new address."""
    refused: tuple[DocumentError, ...]
    """Single edits that cannot be made."""


class DocumentEditor:
    """Computes the edits of documents; for one thread, with a reading connection."""

    def __init__(
        self, ledger: Ledger, config: Config, mode: WriteMode, images: CachedImages | None
    ) -> None:
        """`images` None: what documents say of copies is left alone."""
        self._ledger = ledger
        self._config = config
        self._mode = mode
        self._images = images
        self._states = TargetStates(ledger)

    def edited(self, document: ScannedDocument) -> EditedDocument | DocumentError | None:
        """Brings a document up to what is known; None where it has no frontmatter any more, an
        error where it cannot be read.
        """
        try:
            return self._edited(document)
        except DocumentError as error:
            return error

    def _edited(self, document: ScannedDocument) -> EditedDocument | None:
        seq = self._states.refresh()
        stat_key = files.stat_key(document.path)
        source = files.read(document.path, self._mode.within)
        front = _front(source, document)
        if front is None:
            return None
        known = self._ledger.documents.links_if(document.id, source.fingerprint)
        read = reading.of_front(front, self._config) if known is None else ReadDocument(links=known)
        found = read.links
        proposed = self._proposed(front, found)
        result = editing.apply_edits(front, proposed.edits)
        is_new = bool(result.done) and not self._mode.is_dry
        read = reading.of_front(result.front, self._config) if is_new else read
        return EditedDocument(
            id=document.id,
            source=replace(source, text=""),
            stat_key=stat_key,
            text=result.text if is_new else None,
            title=reading.title_of(result.front),
            links=None if known is not None and not is_new else packed(read.links),
            passed=msgspec.json.encode(read.passed),
            applied_seq=-1 if result.refused else seq,
            changes=self._changes(source, result),
            count=len(result.done),
            notices=msgspec.json.encode([_reported(notice) for notice in proposed.notices]),
            moves=self._moves(found, result.done),
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
        updates = () if self._mode.is_dry else done
        moved = {edit.field: str(edit.after) for edit in updates if edit.because == "update"}
        moves: list[tuple[Outcome, str]] = []
        for link in found if moved else ():
            memory = self._states.memory((link.kind, link.target))
            if link.field in moved and memory is not None:
                moves.append((memory.outcome, urls.normalise(moved[link.field])))
        return tuple(moves)

    def _changes(self, source: files.Source, result: editing.EditResult) -> DocumentChanges | None:
        """What is changed, as records show it; None: nothing."""
        if not result.done:
            return None
        changes = msgspec.json.encode([_applied(edit) for edit in result.done])
        keeps_diff = self._mode.is_dry or self._mode.keeps_diffs
        diff = unified_diff(str(source.path), source.text, result.text) if keeps_diff else None
        return DocumentChanges(changes=changes, diff=diff)


def _front(source: files.Source, document: ScannedDocument) -> Frontmatter | None:
    """The document as it was scanned, if it still has the same bytes; else it is composed anew."""
    kept = document.kept
    if kept is not None and kept.fingerprint == source.fingerprint:
        return kept_tree.unpacked(kept.tree, source.text, document.path)
    return frontmatter.read(source.text, document.path)


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
