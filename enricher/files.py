"""Reads documents whole, with their line ends, and replaces them atomically.

Law of this file: a document is always either the old one or the new one, whole. No other module
opens documents.
"""

from __future__ import annotations

import errno
import fcntl
import os
import re
import stat
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from hashlib import blake2b
from pathlib import Path
from typing import NamedTuple

from enricher.errors import ChangedMeanwhile, DocumentError

# The largest real document has 143 KB; what is longer than this is no news item.
MAX_DOCUMENT_BYTES = 32 * 1024 * 1024

# New documents that wait for the disk together; file systems commit them as one.
_SYNCED_AT_ONCE = 8

_FENCED = (b"---", b"\xef\xbb\xbf---")
_UTF16 = (b"\xff\xfe", b"\xfe\xff")


@dataclass(frozen=True, slots=True)
class Source:
    """A document as it stood on disk when it was read."""

    path: Path
    """As the user reaches it."""
    real: Path
    """Symlinks resolved: the file that is written."""
    text: str
    """Decoded, with its byte order mark and line ends."""
    fingerprint: str
    """Of its bytes; what `swap` compares."""
    size: int
    """Bytes."""
    mtime_ns: int


def read(path: str | Path, within: frozenset[Path] | None = None) -> Source:
    """The document at `path`.

    Text without an opening fence is no document of ours; it is given back whatever its charset
    (undecodable bytes as lone surrogates), so that a folder may hold other files. Raises
    DocumentError where it cannot be read, is not UTF-8 (with the line), or leads out of the real
    paths `within` (None: anywhere is fine) at the moment of reading.
    """
    path = Path(path)
    try:
        with _opened(path) as handle:
            real = _judged(path, handle, within)
            status = os.fstat(handle)
            data = _whole(handle, path)
    except OSError as error:
        raise DocumentError(str(path), f"it cannot be read: {_why(error)}") from error
    text = _decoded(data, path)
    return Source(path, real, text, fingerprint(data), status.st_size, status.st_mtime_ns)


def _judged(path: Path, handle: int, within: frozenset[Path] | None) -> Path:
    """The real path of what was opened. Raises DocumentError where that is outside.

    A symlink may have appeared since the folder was looked through, or appear now: the path is
    resolved after the file was opened, and must still lead to the opened file.
    """
    real = Path(os.path.realpath(path))
    if within is not None and within.isdisjoint((real, *real.parents)):
        raise DocumentError(str(path), "it leads out of the given folders; not read")
    if not os.path.samestat(os.fstat(handle), real.lstat()):
        raise DocumentError(str(path), "it was replaced while it was read; the next run will do it")
    return real


def fingerprint(data: bytes) -> str:
    """Of a document's bytes; equal only for equal documents."""
    return blake2b(data, digest_size=16).hexdigest()


def stat_key(path: str | Path) -> str:
    """Changes whenever the file was written or replaced; empty where there is no such file."""
    try:
        status = os.stat(path)  # noqa: PTH116  (of every document of a run: half the price)
    except OSError:
        return ""
    return _key(status)


def _key(status: os.stat_result) -> str:
    return f"{status.st_size}-{status.st_mtime_ns}-{status.st_ino}"


def size_in(stat_key: str) -> int:
    """The bytes of the file that a stat key is of."""
    return int(stat_key.partition("-")[0] or 0)


class Swapped(NamedTuple):
    """What a document is after it was put in its place."""

    fingerprint: str
    stat_key: str
    """Of what was written: another one as soon as any other program writes the document."""


def swap(source: Source, text: str) -> Swapped:
    """Puts `text` in the place of the document that `source` is. Raises what `swap_all` gives."""
    (made,) = swap_all([(source, text)])
    if isinstance(made, DocumentError):
        raise made
    return made


def swap_all(changes: Sequence[tuple[Source, str]]) -> list[Swapped | DocumentError]:
    """Puts texts in the places of documents; gives what each is then, or why it is as it was.

    Each is written beside the old one, synced, and renamed over it; mode, owner and extended
    attributes are kept, symlinks stay symlinks. The errors, each of which leaves its document as it
    is: ChangedMeanwhile, where the file is no longer what its source read; DocumentError where it
    cannot be written (write-protected, disk full, an owner we may not give it). The new files are
    synced at the same time, and each folder once: waiting for the disk is most of the time.
    """
    made = [_Replacement(source, text) for source, text in changes]
    try:
        for each in made:
            each.do(each.begin)
        _sync(made)
        for each in made:
            each.do(each.finish)
        folders = {each.folder_id(): each.folder for each in made if each.is_done}
        for folder in folders.values():
            with suppress(OSError):  # so that names survive a power cut; some systems cannot
                os.fsync(folder)
    finally:
        for each in made:
            each.close()
    return [each.error or Swapped(fingerprint(each.data), each.stat_key) for each in made]


def _sync(made: Sequence[_Replacement]) -> None:
    if len(made) == 1:
        made[0].do(made[0].sync)
        return
    with ThreadPoolExecutor(_SYNCED_AT_ONCE, thread_name_prefix="sync") as threads:
        list(threads.map(lambda each: each.do(each.sync), made))


class _Replacement:
    """A new document on its way into the place of an old one."""

    def __init__(self, source: Source, text: str) -> None:
        self.data = text.encode("utf-8")
        self.error: DocumentError | None = None
        self.stat_key = ""
        self.folder = -1
        self.is_done = False
        self._source = source
        self._new = beside(source.real).name
        self._handle = -1
        self._is_beside = False

    def do(self, step: Callable[[], None]) -> None:
        """Takes a step, unless an earlier one failed."""
        if self.error is not None:
            return
        name = str(self._source.path)
        try:
            step()
        except DocumentError as error:
            self.error = error
        except FileNotFoundError:
            why = "it was removed or renamed meanwhile; not written"
            self.error = ChangedMeanwhile(name, why)
        except OSError as error:
            why = f"it cannot be written: {_why(error)}; it is as it was"
            self.error = DocumentError(name, why)

    def begin(self) -> None:
        """Writes the new document beside the old one, with its owner, mode and attributes."""
        source = self._source
        # What follows happens in this folder, whatever its path becomes.
        flags = os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW | os.O_CLOEXEC
        self.folder = os.open(source.real.parent, flags)
        _check_folder(source, self.folder)
        if not os.access(source.real.name, os.W_OK, dir_fd=self.folder):
            os.stat(source.real.name, dir_fd=self.folder)  # raises where it is gone
            raise DocumentError(str(source.path), "it is write-protected; not written")
        flags = os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW | os.O_CLOEXEC
        self._handle = os.open(self._new, flags, 0o600, dir_fd=self.folder)
        _lock(self._handle, self._new, source, self.folder)
        self._is_beside = True
        os.ftruncate(self._handle, 0)
        _fill(self._handle, self.data, source, self.folder)

    def sync(self) -> None:
        """Waits until the new document is on the disk."""
        os.fsync(self._handle)

    def finish(self) -> None:
        """Renames the new document over the old one, if that is still what was read."""
        _check_unchanged(self._source, self.folder)
        name = self._source.real.name
        os.rename(self._new, name, src_dir_fd=self.folder, dst_dir_fd=self.folder)
        self.is_done = True
        self.stat_key = _key(os.fstat(self._handle))

    def folder_id(self) -> tuple[int, int]:
        status = os.fstat(self.folder)
        return status.st_dev, status.st_ino

    def close(self) -> None:
        """Removes the new document unless it took its place."""
        if self._is_beside and not self.is_done:
            with suppress(OSError):
                os.unlink(self._new, dir_fd=self.folder)
        for handle in (self._handle, self.folder):
            if handle >= 0:
                os.close(handle)


def _check_folder(source: Source, folder: int) -> None:
    """Raises ChangedMeanwhile where the document's path no longer leads into the opened folder."""
    is_same = os.path.realpath(source.path) == str(source.real)
    if not is_same or not os.path.samestat(os.fstat(folder), source.real.parent.lstat()):
        why = "it now leads to another file; not written, the next run will do it"
        raise ChangedMeanwhile(str(source.path), why)


def beside(real: Path) -> Path:
    """Where the new document is written before it takes the place of the old one.

    Fixed per document, so that what a killed run left is used up by the next one, and hidden, so
    that it is not taken for a document.
    """
    name = blake2b(real.name.encode("utf-8", "surrogateescape"), digest_size=8).hexdigest()
    return real.parent / f".{name}.enricher-new"


@contextmanager
def _opened(path: Path | str, folder: int | None = None) -> Iterator[int]:
    """Never waits: a pipe or device with a document's name is refused, not read.

    In an opened `folder`, `path` is a name, and no symlink is followed.
    """
    flags = os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC
    flags |= 0 if folder is None else os.O_NOFOLLOW
    handle = os.open(path, flags, dir_fd=folder)
    try:
        if not stat.S_ISREG(os.fstat(handle).st_mode):
            is_folder = stat.S_ISDIR(os.fstat(handle).st_mode)
            raise DocumentError(
                str(path), "this folder cannot be listed" if is_folder else "it is no regular file"
            )
        yield handle
    finally:
        os.close(handle)


def _whole(handle: int, path: Path) -> bytes:
    parts: list[bytes] = []
    size = 0
    while part := os.read(handle, 1 << 20):
        parts.append(part)
        size += len(part)
        if size > MAX_DOCUMENT_BYTES:
            raise DocumentError(
                str(path), f"it is larger than {MAX_DOCUMENT_BYTES // 2**20} MB; not read"
            )
    return b"".join(parts)


def _decoded(data: bytes, path: Path) -> str:
    if not data.startswith((*_FENCED, *_UTF16)):
        return data.decode("utf-8", "surrogateescape")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        line = 1 + len(re.findall(rb"\r\n|\n|\r", data[: error.start]))
        byte = data[error.start]
        why = "it is UTF-16" if data.startswith(_UTF16) else f"the byte 0x{byte:02x} is not UTF-8"
        raise DocumentError(str(path), f"{why}; save it as UTF-8", line=line) from error


def _lock(handle: int, new: str, source: Source, folder: int) -> None:
    """Makes sure that no other run writes this document now.

    Another run may have renamed the file between our open and our lock: then what we hold is the
    document itself, and must not be touched.
    """
    busy = ChangedMeanwhile(
        str(source.path), "another run is writing it; not written, the next run will do it"
    )
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        if error.errno in (errno.EAGAIN, errno.EACCES):
            raise busy from error
        raise
    try:
        there = os.stat(new, dir_fd=folder, follow_symlinks=False)
        is_ours = os.path.samestat(os.fstat(handle), there)
    except FileNotFoundError:
        is_ours = False
    if not is_ours:
        raise busy


def _fill(handle: int, data: bytes, source: Source, folder: int) -> None:
    """The new bytes with the old file's owner, mode and extended attributes."""
    view = memoryview(data)
    while view:
        view = view[os.write(handle, view) :]
    old = os.stat(source.real.name, dir_fd=folder, follow_symlinks=False)
    new = os.fstat(handle)
    if (old.st_uid, old.st_gid) != (new.st_uid, new.st_gid):
        os.fchown(handle, old.st_uid, old.st_gid)
    os.fchmod(handle, stat.S_IMODE(old.st_mode))
    _copy_attributes(source.real, handle)


def _copy_attributes(real: Path, handle: int) -> None:
    """Access lists and the like, where system and file system have them (Linux)."""
    if not hasattr(os, "listxattr"):
        return
    with suppress(OSError):
        for name in os.listxattr(real):
            with suppress(OSError):
                os.setxattr(handle, name, os.getxattr(real, name))


def _check_unchanged(source: Source, folder: int) -> None:
    with _opened(source.real.name, folder) as handle:
        now = fingerprint(_whole(handle, source.real))
    if now != source.fingerprint:
        why = "it was changed meanwhile; not written, the next run will do it"
        raise ChangedMeanwhile(str(source.path), why)


def _why(error: OSError) -> str:
    return error.strerror or str(error)
