"""Floor 3. Writes back into documents, one at a time: what the ledger knows of their targets becomes edits.

The ledger is told of a document only after the document is on disk. Killed in between, the next run finds the
document changed, reads it again, and sees that nothing is left to do.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import msgspec

from enricher import copies, enrich, files, urls
from enricher.config import Config
from enricher.document import editing, fieldpath, frontmatter, links
from enricher.document.frontmatter import Frontmatter
from enricher.errors import DocumentError
from enricher.ledger.documents import DocumentChanges, DocumentState
from enricher.ledger.store import Ledger
from enricher.ledger.targets import Key
from enricher.models import Edit, Kind, Link, Memory, Outcome
from enricher.policy import standing
from enricher.run.record import Change
from enricher.run.scribe import Scribe
from enricher.run.survey import Surveyed, reading_settings, writing_settings

# An image that differently titled articles of one site offer first: three may be a series, four are a habit.
SHARED_BY_ARTICLES = 4
# What is known of so many targets is remembered from one document to the next: about 8 MB.
MEMORIES = 4_000


@dataclass(frozen=True, slots=True, kw_only=True)
class WriteMode:
    """How far the pen goes."""

    is_dry: bool = False
    """Everything but the swap of files."""
    keeps_diffs: bool = False


class Pen:
    """Synchronous; for the scribe's thread."""

    def __init__(self, ledger: Ledger, run: int, config: Config, mode: WriteMode) -> None:
        """`ledger` is the pen's own connection."""
        self.shelf: copies.Shelf | None = None
        """None: documents say about copies what they like."""
        self._ledger = ledger
        self._scribe = Scribe(ledger, run, config)
        self._run = run
        self._config = config
        self._mode = mode
        self._reading = reading_settings(config)
        self._writing = writing_settings(config)
        self._shared: dict[str, frozenset[str]] = {}
        self._known: dict[Key, Memory | None] = {}
        self._known_at = -1
        self.refused: list[DocumentError] = []
        """Single edits that could not be made."""

    def write(self, document: Surveyed) -> int:
        """Brings a document up to what is known; gives how many fields changed (of a dry run: would change).

        Raises DocumentError: unreadable, unwritable, changed meanwhile; then it is as somebody else left it.
        """
        seq = self._ledger.targets.seq()
        if seq != self._known_at or len(self._known) > MEMORIES:
            self._shared, self._known, self._known_at = {}, {}, seq
        stat_key = files.stat_key(document.path)
        source = files.read(document.path)
        front = frontmatter.read(source.text, document.path)
        if front is None:
            return 0
        found = self._links(document, source, front)
        proposed_changes = enrich.proposed_changes(
            front, found, self._state_lookup(found), self._config.enrich, self._config.write
        )
        if self.shelf is not None:
            proposed_changes = copies.mark(front, found, proposed_changes, self.shelf)
        operation = editing.apply_edits(front, proposed_changes.edits)
        self.refused += operation.refused
        fingerprint = source.fingerprint
        if operation.done and not self._mode.is_dry:
            fingerprint = files.swap(source, operation.text)
            stat_key = self._stat_key_of(document.path, fingerprint)
            self._follow_moves(found, operation)
            found = tuple(links.find(operation.front, self._config.fields))
        documents = self._ledger.documents
        with self._ledger.transaction():
            if not self._mode.is_dry:
                reading = DocumentState(
                    stat_key=stat_key, fingerprint=fingerprint, settings=self._reading
                )
                documents.put(self._run, document.path, reading, found)
                documents.applied(document.id, -1 if operation.refused else seq, self._writing)
            if operation.done:
                documents.draft(self._run, document.id, self._draft(document, source, operation))
            documents.noticed(
                document.id,
                msgspec.json.encode([_notice(notice) for notice in proposed_changes.notices]),
            )
        return len(operation.done)

    def _links(
        self, document: Surveyed, source: files.Source, front: Frontmatter
    ) -> tuple[Link, ...]:
        """The links of the document: as the survey found them, unless somebody changed it since."""
        known = self._ledger.documents.known(document.path)
        if known is not None and known.reading.fingerprint == source.fingerprint:
            return self._ledger.documents.links(known.id)
        return tuple(links.find(front, self._config.fields))

    def _follow_moves(self, found: Sequence[Link], operation: editing.EditResult) -> None:
        """The new addresses of links that policy updated are known by what was seen at the old ones."""
        moved = {edit.field: str(edit.after) for edit in operation.done if edit.because == "update"}
        for link in found:
            if link.field in moved:
                memory = self._ledger.targets.memories([(link.kind, link.target)]).get(
                    (link.kind, link.target)
                )
                if memory is not None:
                    self._scribe.rename(memory.outcome, urls.normalise(moved[link.field]))

    def _draft(
        self, document: Surveyed, source: files.Source, operation: editing.EditResult
    ) -> DocumentChanges:
        changes = msgspec.json.encode([_change(edit) for edit in operation.done])
        keeps_diff = self._mode.is_dry or self._mode.keeps_diffs
        diff = files.diff(document.path, source.text, operation.text) if keeps_diff else None
        return DocumentChanges(changes=changes, diff=diff)

    def _state_lookup(self, found: Sequence[Link]) -> enrich.StateLookup:
        """Looks up what is known of a target: of the document's own and their lead images at once, of others later."""
        own = {(link.kind, link.target) for link in found}
        self._recall(own)
        self._recall({lead for key in own if (lead := _lead(self._known[key]))})

        def find(kind: Kind, target: str) -> enrich.TargetState | None:
            key = (kind, target)
            self._recall({key})
            memory = self._known[key]
            return None if memory is None else self._target_state(memory)

        return find

    def _recall(self, keys: set[Key]) -> None:
        """Many documents name the same targets; while nothing changes, what was looked up once is known."""
        unknown = [key for key in keys if key not in self._known]
        if unknown:
            self._known |= dict.fromkeys(unknown) | self._ledger.targets.memories(unknown)

    def _target_state(self, memory: Memory) -> enrich.TargetState:
        shown = standing.pinned(memory.standing, memory.pin) if memory.pin else memory.standing
        return enrich.TargetState(
            outcome=self._without_default_image(memory.outcome), standing=shown
        )

    def _without_default_image(self, outcome: Outcome) -> Outcome:
        """The page's outcome, without an image that many articles of its site share: that one is nobody's."""
        page = outcome.page
        if page is None or page.image is None or outcome.image is None:
            return outcome
        site = urls.site(outcome.target)
        if site not in self._shared:
            self._shared[site] = self._ledger.targets.shared_images(site, SHARED_BY_ARTICLES)
        if page.image.url not in self._shared[site]:
            return outcome
        return replace(outcome, page=replace(page, image=None), image=None)

    def _stat_key_of(self, path: str, fingerprint: str) -> str:
        """Of the file just written; empty, which no file has, where it is somebody else's already."""
        stat_key = files.stat_key(path)
        return stat_key if files.read(path).fingerprint == fingerprint else ""


def _lead(memory: Memory | None) -> Key | None:
    """The lead image that a page offers, as a target."""
    page = memory.outcome.page if memory else None
    if page is None or page.image is None:
        return None
    return Kind.IMAGE, urls.normalise(page.image.url)


_POLICIES = {"moved": "update", "size": "correct", "mojibake": "repair", "copy": "copy"}


def _notice(notice: enrich.Notice) -> Change:
    """Something that policy says to report only, under the name that it would have as an edit."""
    return Change(
        field=fieldpath.show(notice.field),
        before=msgspec.to_builtins(notice.before),
        after=msgspec.to_builtins(notice.after),
        because=_POLICIES[notice.what],
        is_applied=False,
    )


def _change(edit: Edit) -> Change:
    return Change(
        field=fieldpath.show(edit.field),
        before=msgspec.to_builtins(edit.before),
        after=msgspec.to_builtins(edit.after),
        because=edit.because,
    )
