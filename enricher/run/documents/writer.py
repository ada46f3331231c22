"""Puts edited documents in their places, some at a time, and then tells the ledger.

The ledger is told of a document only after the document is on disk. Killed in between, the next run
finds the document changed, reads it again, and sees that nothing is left to do.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

from enricher import files
from enricher.config import Config
from enricher.errors import DocumentError
from enricher.ledger.documents import DocumentState
from enricher.ledger.settling import Settler
from enricher.ledger.store import Ledger
from enricher.run.documents.scanned import ScannedDocument, reading_settings, writing_settings

if TYPE_CHECKING:
    from enricher.run.documents.editor import EditedDocument

EditDocuments: TypeAlias = (
    "Callable[[Sequence[ScannedDocument]], Iterable[EditedDocument | DocumentError | None]]"
)
"""Computes the edits of documents, in their order."""


@dataclass(frozen=True, slots=True, kw_only=True)
class WrittenDocument:
    """What became of one document, for the ledger."""

    edited: EditedDocument
    state: DocumentState
    policy: str
    is_dry: bool

    @property
    def path(self) -> str:
        """As the user reaches it."""
        return str(self.edited.source.path)

    def rename_moved(self, settler: Settler) -> None:
        """Has the ledger know updated links under their new addresses; before `save`."""
        for outcome, url in self.edited.moves:
            settler.rename(outcome, url)

    def save(self, ledger: Ledger, run: int) -> None:
        """Tells the ledger, in a transaction of the caller's; for the ledger's own thread."""
        edited, documents = self.edited, ledger.documents
        if not self.is_dry:
            if edited.links is not None:
                documents.put_packed(run, self.path, self.state, edited.links)
            else:
                documents.meet(run, [(edited.id, self.state.stat_key)])
            documents.set_applied(edited.id, edited.applied_seq, self.policy)
        if edited.changes is not None:
            documents.set_changes(run, edited.id, edited.changes)
        documents.set_notices(edited.id, edited.notices)


def save_all(
    written: Sequence[WrittenDocument | DocumentError],
    ledger: Ledger,
    run: int,
    settler: Settler,
) -> None:
    """Tells the ledger of the documents among these that were done, in one transaction."""
    done = [each for each in written if isinstance(each, WrittenDocument)]
    for each in done:
        each.rename_moved(settler)
    with ledger.transaction():
        for each in done:
            each.save(ledger, run)


class DocumentWriter:
    """The only one who writes documents; for one thread."""

    def __init__(self, edit: EditDocuments, config: Config, *, is_dry: bool) -> None:
        self._edit = edit
        self._is_dry = is_dry
        self._reading = reading_settings(config)
        self._writing = writing_settings(config)

    def write(self, documents: Sequence[ScannedDocument]) -> list[WrittenDocument | DocumentError]:
        """Brings documents up to what is known, all at once; those that have no frontmatter any
        more are left out.

        A document that is unreadable, unwritable or changed meanwhile is left as it is, and its
        error given.
        """
        edited = [each for each in self._edit(documents) if each is not None]
        changed = [each for each in edited if not isinstance(each, DocumentError) and each.text]
        made = files.swap_all([(each.source, each.text or "") for each in changed])
        swapped = {each.id: one for each, one in zip(changed, made, strict=True)}
        return [self._ended(each, swapped) for each in edited]

    def _ended(
        self,
        edited: EditedDocument | DocumentError,
        swapped: Mapping[int, files.Swapped | DocumentError],
    ) -> WrittenDocument | DocumentError:
        """What became of a document, by what became of its swap."""
        if isinstance(edited, DocumentError):
            return edited
        made = swapped.get(edited.id)
        if made is None:
            made = files.Swapped(edited.source.fingerprint, edited.stat_key)
        if isinstance(made, DocumentError):
            return made
        state = DocumentState(
            stat_key=made.stat_key,
            fingerprint=made.fingerprint,
            settings=self._reading,
            title=edited.title,
            passed=edited.passed,
        )
        return WrittenDocument(
            edited=edited, state=state, policy=self._writing, is_dry=self._is_dry
        )
