"""Reads and edits documents in processes of their own, where there is enough to do; else here."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from enricher.errors import DocumentError
from enricher.run.documents.scanned import FoundDocument, ScannedDocument
from enricher.run.documents.tree_file import KeptTree, TreeFile
from enricher.run.documents.work import DocumentWork, PoolSetup

if TYPE_CHECKING:
    from enricher.copies import CachedImages
    from enricher.run.documents.editor import EditedDocument
    from enricher.run.documents.workers import DocumentProcesses

START_AFTER = 2_000
"""Documents that are read or edited before other processes start: ten seconds of work; a process
costs half a second to start, and 50 MB."""
# Documents that one process is given at a time: 20 ms of work, against 1 ms to hand them over; and
# so long one process waits for the other, at most, when documents are written.
_CHUNK = 2


class DocumentPool:
    """Reads and edits documents, in their order; for one thread at a time, until `close`."""

    def __init__(
        self,
        setup: PoolSetup,
        processes: int,
        images: CachedImages | None = None,
    ) -> None:
        """`processes`: how many, this one among them; `images`: documents that tell of copies are
        edited here, beside the image cache.
        """
        self.config = setup.config
        """The settings under which documents are read."""
        self.notices: list[str] = []
        """Sentences for the user."""
        self._setup = setup
        self._work = DocumentWork(setup, images)
        self._has_images = images is not None
        self._count = processes
        self._done = 0
        self._trees = TreeFile(setup.ledger.parent)
        self._processes: DocumentProcesses | None = None

    def found(self, paths: Sequence[str]) -> Iterator[FoundDocument | DocumentError]:
        """Reads files."""
        for path, found in zip(paths, self._each("found", paths), strict=True):
            if isinstance(found, FoundDocument):
                self._trees.put(path, KeptTree(found.fingerprint, found.tree))
            yield found

    def edited(
        self, documents: Sequence[ScannedDocument]
    ) -> Iterator[EditedDocument | DocumentError | None]:
        """Computes the edits of documents."""
        given = [replace(each, kept=self._trees.take(each.path)) for each in documents]
        if self._has_images:
            return map(self._work.edited, given)
        return self._each("edited", given)

    def rest(self) -> None:
        """Ends the processes until as much is to be done again; each takes 50 MB meanwhile."""
        if self._processes is not None:
            self._processes.close()
            self._processes, self._done = None, 0

    def close(self) -> None:
        """Ends the processes."""
        self.rest()
        self._work.close()
        self._trees.close()

    def _each(self, what: str, items: Sequence[Any]) -> Iterator[Any]:
        """Does one thing with each item."""
        do = getattr(self._work, what)
        processes = self._started()
        self._done += len(items)
        if processes is None or len(items) == 1:
            yield from map(do, items)
            return

        def here(some: Sequence[Any]) -> list[Any]:
            return [*map(do, some)]

        chunks = [items[start : start + _CHUNK] for start in range(0, len(items), _CHUNK)]
        has_died = False
        for chunk, done in zip(chunks, processes.each(what, chunks, here), strict=True):
            has_died |= done is None
            yield from here(chunk) if done is None else done
        if has_died:
            self._give_up()

    def _started(self) -> DocumentProcesses | None:
        """The processes; None where there are none, or where they would not pay yet."""
        if self._processes is None and self._count > 1 and self._done >= START_AFTER:
            from enricher.run.documents.workers import DocumentProcesses  # noqa: PLC0415 - 30 ms

            self._processes = DocumentProcesses(self._setup, self._count - 1)
        return self._processes

    def _give_up(self) -> None:
        """One process died, and others may: this one does the work from now on."""
        if self._processes is not None:
            self._processes.close()
            self._processes, self._count = None, 1
            self.notices.append(
                "a process that edits documents ended unexpectedly; the run did its documents "
                "itself (out of memory? --processes 1 starts none)"
            )
