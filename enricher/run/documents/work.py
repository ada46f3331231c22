"""What is done with one document, in whatever process: it is read, or its edits are computed."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from enricher.config import Config
from enricher.errors import DocumentError
from enricher.ledger.store import Ledger
from enricher.run.documents.scanned import FoundDocument, ScannedDocument, found_in
from enricher.run.documents.write_mode import WriteMode

if TYPE_CHECKING:
    from enricher.copies import CachedImages
    from enricher.run.documents.editor import DocumentEditor, EditedDocument


@dataclass(frozen=True, slots=True, kw_only=True)
class PoolSetup:
    """What a process must know to read and edit documents."""

    config: Config
    ledger: Path
    mode: WriteMode


class DocumentWork:
    """What is done with one document; for one thread at a time."""

    def __init__(self, setup: PoolSetup, images: CachedImages | None = None) -> None:
        self._setup = setup
        self._images = images

    def found(self, path: str) -> FoundDocument | DocumentError:
        """Reads a file; see `found_in`."""
        return found_in(path, self._setup.config, self._setup.mode)

    def edited(self, document: ScannedDocument) -> EditedDocument | DocumentError | None:
        """Computes the edits of a document; see `DocumentEditor.edited`."""
        return self._editor.edited(document)

    def close(self) -> None:
        """Closes what was opened."""
        if "_ledger" in self.__dict__:
            self._ledger.close()

    @cached_property
    def _ledger(self) -> Ledger:
        return Ledger.read(self._setup.ledger)

    @cached_property
    def _editor(self) -> DocumentEditor:
        from enricher.run.documents.editor import DocumentEditor  # noqa: PLC0415 - start-up

        setup = self._setup
        return DocumentEditor(self._ledger, setup.config, setup.mode, self._images)
