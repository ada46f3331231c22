"""Keeps the trees of documents in a file between their reading and their editing."""

from __future__ import annotations

import os
import shutil
import tempfile
from contextlib import suppress
from pathlib import Path
from typing import IO, NamedTuple

# What is kept of 9,000 documents of 20 KB; documents beyond are composed again.
_MAX_BYTES = 200_000_000
# The rest of the disk is for the ledger and the documents, which cannot do without.
_MOST_OF_FREE_SPACE = 0.1


class KeptTree(NamedTuple):
    """The tree of a document, as `kept_tree.packed` packs it."""

    fingerprint: str
    """Of the document's bytes when it was read."""
    tree: bytes


class TreeFile:
    """A file without a name, which goes when it is closed; each tree is read once.

    Where it cannot be written (disk full), no more is kept.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._file: IO[bytes] | None = None
        self._places: dict[str, tuple[str, int, int]] = {}
        self._size = self._max_bytes = 0

    def put(self, path: str, kept: KeptTree) -> None:
        """Keeps the tree of a document."""
        if not kept.tree:
            return
        try:
            file = self._file or self._opened()
            if self._size + len(kept.tree) > self._max_bytes:
                return
            written = os.pwrite(file.fileno(), kept.tree, self._size)
        except OSError:
            self._max_bytes = 0
            return
        if written == len(kept.tree):
            self._places[path] = (kept.fingerprint, self._size, written)
            self._size += written

    def _opened(self) -> IO[bytes]:
        free = shutil.disk_usage(self._folder).free
        self._max_bytes = min(_MAX_BYTES, int(free * _MOST_OF_FREE_SPACE))
        self._file = file = tempfile.TemporaryFile(dir=self._folder, buffering=0)  # noqa: SIM115 - until `close`
        return file

    def take(self, path: str) -> KeptTree | None:
        """Gives a tree that was kept; None where none was."""
        place = self._places.pop(path, None)
        if place is None or self._file is None:
            return None
        fingerprint, start, size = place
        with suppress(OSError):
            tree = os.pread(self._file.fileno(), size, start)
            if len(tree) == size:
                return KeptTree(fingerprint, tree)
        return None

    def close(self) -> None:
        """Gives the space back."""
        if self._file is not None:
            self._file.close()
