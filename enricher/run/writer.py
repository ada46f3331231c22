"""Writes documents, one at a time: what the ledger knows of their targets becomes edits.

The ledger is told of a document only after the document is on disk. Killed in between, the next run
finds the document changed, reads it again, and sees that nothing is left to do.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import msgspec

from enricher import copies, enrich, files, urls
from enricher.config import Config
from enricher.copies import CachedImages
from enricher.document import editing, fieldpath, frontmatter, reading
from enricher.document.frontmatter import Frontmatter
from enricher.errors import DocumentError
from enricher.ledger.documents import DocumentChanges, DocumentState
from enricher.ledger.settling import Settler
from enricher.ledger.store import Ledger
from enricher.ledger.targets import Key
from enricher.models import Edit, Kind, Link, Memory, Outcome
from enricher.policy import standing
from enricher.run.records import Change
from enricher.run.scan import ScannedDocument, reading_settings, writing_settings

# An image that differently titled articles of one site offer first: three may be a series, four are
# the site's default.
SHARED_BY_ARTICLES = 4
# Targets whose state is remembered from one document to the next: about 8 MB.
MEMORIES = 4_000


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
        self._shared: dict[str, frozenset[str]] = {}
        self._known: dict[Key, Memory | None] = {}
        self._known_at = -1

    def write(self, document: ScannedDocument) -> WrittenDocument | None:
        """Brings a document up to what is known; None where it has no frontmatter any more.

        Raises DocumentError: unreadable, unwritable or changed meanwhile; then it is left as it is.
        """
        seq = self._current_seq()
        stat_key = files.stat_key(document.path)
        source = files.read(document.path, self._mode.within)
        front = frontmatter.read(source.text, document.path)
        if front is None:
            return None
        known = self._ledger.documents.links_if(document.id, source.fingerprint)
        found = reading.links_of(front, self._config) if known is None else known
        proposed = self._proposed(front, found)
        result = editing.apply_edits(front, proposed.edits)
        fingerprint, new_links = source.fingerprint, found
        moves: tuple[tuple[Outcome, str], ...] = ()
        if result.done and not self._mode.is_dry:
            fingerprint = files.swap(source, result.text)
            stat_key = self._stat_key_of(document.path, fingerprint)
            moves = self._moves(found, result.done)
            new_links = reading.links_of(result.front, self._config)
        state = DocumentState(stat_key=stat_key, fingerprint=fingerprint, settings=self._reading)
        return WrittenDocument(
            id=document.id,
            path=document.path,
            applied_seq=-1 if result.refused else seq,
            policy=self._writing,
            state=state,
            links=new_links,
            has_new_links=known is None or bool(result.done),
            changes=self._changes(document, source, result) if result.done else None,
            notices=msgspec.json.encode([_reported(notice) for notice in proposed.notices]),
            moves=moves,
            is_dry=self._mode.is_dry,
            count=len(result.done),
            refused=tuple(result.refused),
        )

    def _current_seq(self) -> int:
        """Returns the ledger's latest change, and drops what was remembered before it."""
        seq = self._ledger.targets.seq()
        if seq != self._known_at or len(self._known) > MEMORIES:
            self._shared, self._known, self._known_at = {}, {}, seq
        return seq

    def _proposed(self, front: Frontmatter, found: tuple[Link, ...]) -> enrich.ProposedChanges:
        config = self._config
        lookup = self._state_lookup(found)
        proposed = enrich.proposed_changes(front, found, lookup, config)
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
            memory = self._known.get((link.kind, link.target))
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

    def _state_lookup(self, found: Sequence[Link]) -> enrich.StateLookup:
        """Looks up the state of targets: the document's own and their lead images all at once."""
        own = {(link.kind, link.target) for link in found}
        self._recall(own)
        self._recall({lead for key in own if (lead := _lead_image(self._known[key]))})

        def look_up(kind: Kind, target: str) -> enrich.TargetState | None:
            key = (kind, target)
            self._recall({key})
            memory = self._known[key]
            return None if memory is None else self._target_state(memory)

        return look_up

    def _recall(self, keys: set[Key]) -> None:
        unknown = [key for key in keys if key not in self._known]
        if unknown:
            self._known |= dict.fromkeys(unknown) | self._ledger.targets.memories(unknown)

    def _target_state(self, memory: Memory) -> enrich.TargetState:
        shown = standing.pinned(memory.standing, memory.pin) if memory.pin else memory.standing
        outcome = self._without_default_image(memory.outcome)
        return enrich.TargetState(outcome=outcome, standing=shown)

    def _without_default_image(self, outcome: Outcome) -> Outcome:
        """Leaves out an image that many articles of its site share."""
        page = outcome.page
        if page is None or page.image is None or outcome.image is None:
            return outcome
        site = urls.site(outcome.target)
        if site not in self._shared:
            shared = self._ledger.targets.shared_images(site, SHARED_BY_ARTICLES)
            self._shared[site] = shared
        if page.image.url not in self._shared[site]:
            return outcome
        return replace(outcome, page=replace(page, image=None), image=None)

    def _stat_key_of(self, path: str, fingerprint: str) -> str:
        """Returns the key of the file just written; "" where another program changed it already."""
        stat_key = files.stat_key(path)
        return stat_key if files.read(path).fingerprint == fingerprint else ""


def _lead_image(memory: Memory | None) -> Key | None:
    """Returns the lead image that a page offers, as a target."""
    page = memory.outcome.page if memory else None
    if page is None or page.image is None:
        return None
    return Kind.IMAGE, urls.normalise(page.image.url)


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
