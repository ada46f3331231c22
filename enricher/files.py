"""Finds documents on disk, reads them whole with their line ends, and replaces them atomically.

Law of this file: a document is always either the old one or the new one, whole. No other module opens
documents.
"""

from __future__ import annotations

import difflib
import errno
import fcntl
import os
import re
import stat
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from hashlib import blake2b
from pathlib import Path

from enricher.errors import ChangedMeanwhile, DocumentError

SUFFIXES = frozenset({".md", ".markdown", ".html", ".htm", ".txt"})

# The largest real document has 143 KB; what is longer than this is no news item and would cost memory.
MAX_DOCUMENT_BYTES = 32 * 1024 * 1024

_FENCED = (b"---", b"\xef\xbb\xbf---")
_UTF16 = (b"\xff\xfe", b"\xfe\xff")
_LINE = re.compile(r"[^\r\n]*(?:\r\n|\n|\r)|[^\r\n]+")


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


def discover(paths: Sequence[str | Path]) -> Iterator[Path]:
    """The documents at and under `paths`, each real file once, every folder's in the order of names.

    A named file is taken whatever its suffix. Hidden files and folders (`.git`, `.venv`) are passed by. A symlink
    is followed only if it leads to somewhere inside `paths`. What does not exist or cannot be listed is given too,
    so that `read` says why: nothing is left out in silence.
    """
    named = [Path(path) for path in paths]
    roots = [_real(path) for path in named]
    seen: set[Path] = set()
    for path in named:
        for found in _documents(path, roots) if path.is_dir() else (path,):
            real = _real(found)
            if real not in seen:
                seen.add(real)
                yield found


def read(path: str | Path) -> Source:
    """The document at `path`. Raises DocumentError where it cannot be read or is not UTF-8 (with the line).

    Text without an opening fence is no document of ours; it is given back whatever its charset (undecodable bytes
    as lone surrogates), so that a folder may hold other files.
    """
    path = Path(path)
    try:
        with _opened(path) as handle:
            status = os.fstat(handle)
            data = _whole(handle, path)
        return Source(
            path,
            _real(path),
            _decoded(data, path),
            fingerprint(data),
            status.st_size,
            status.st_mtime_ns,
        )
    except OSError as error:
        raise DocumentError(str(path), f"it cannot be read: {_why(error)}") from error


def fingerprint(data: bytes) -> str:
    """Of a document's bytes; equal only for equal documents."""
    return blake2b(data, digest_size=16).hexdigest()


def stat_key(path: str | Path) -> str:
    """Changes whenever the file was written or replaced; costs no reading. Empty where there is no such file."""
    try:
        status = Path(path).stat()
    except OSError:
        return ""
    return f"{status.st_size}-{status.st_mtime_ns}-{status.st_ino}"


def swap(source: Source, text: str) -> str:
    """Puts `text` in the place of the document that `source` is; gives its new fingerprint.

    Written beside it, synced, and renamed over it; mode, owner and extended attributes are kept, symlinks stay
    symlinks. Raises ChangedMeanwhile, and leaves theirs, where the file is no longer what `source` read; DocumentError
    where it cannot be written (write-protected, disk full, an owner we may not give it), and leaves the old one.
    """
    data = text.encode("utf-8")
    try:
        if _real(source.path) != source.real:
            raise ChangedMeanwhile(
                str(source.path),
                "it now leads to another file; not written, the next run will do it",
            )
        if not os.access(source.real, os.W_OK) and source.real.exists():
            raise DocumentError(str(source.path), "it is write-protected; not written")
        with _beside(source) as (handle, new):
            _fill(handle, data, source.real)
            _check_unchanged(source)
            new.replace(source.real)
    except FileNotFoundError as error:
        raise ChangedMeanwhile(
            str(source.path), "it was removed or renamed meanwhile; not written"
        ) from error
    except OSError as error:
        raise DocumentError(
            str(source.path), f"it cannot be written: {_why(error)}; it is as it was"
        ) from error
    _sync_folder(source)
    return fingerprint(data)


def beside(real: Path) -> Path:
    """Where the new document is written before it takes the place of the old one.

    Fixed per document, so that what a killed run left is used up by the next one, and hidden, so that it
    is not taken for a document.
    """
    name = blake2b(real.name.encode("utf-8", "surrogateescape"), digest_size=8).hexdigest()
    return real.parent / f".{name}.enricher-new"


def diff(name: str, before: str, after: str) -> str:
    """A unified diff that `patch -p1` understands; empty where nothing differs."""
    label = name.lstrip("/")
    lines = difflib.unified_diff(
        _LINE.findall(before), _LINE.findall(after), f"a/{label}", f"b/{label}"
    )
    return "".join(
        line if line.endswith(("\n", "\r")) else f"{line}\n\\ No newline at end of file\n"
        for line in lines
    )


def _documents(folder: Path, roots: Sequence[Path]) -> Iterator[Path]:
    """Depth first, in the order of names; folders behind symlinks are not entered (inside, they are found anyway)."""
    waiting = [folder]
    while waiting:
        here = waiting.pop()
        if here != folder and not here.is_dir():
            yield here
            continue
        try:
            entries = sorted(os.scandir(here), key=lambda entry: entry.name, reverse=True)
        except OSError:
            yield here
            continue
        waiting += [here / entry.name for entry in entries if _is_wanted(entry, roots)]


def _is_wanted(entry: os.DirEntry[str], roots: Sequence[Path]) -> bool:
    if entry.name.startswith("."):
        return False
    if entry.is_dir(follow_symlinks=False):
        return True
    is_document = Path(entry.name).suffix.lower() in SUFFIXES
    return is_document and (not entry.is_symlink() or _is_inside(Path(entry.path), roots))


def _is_inside(path: Path, roots: Sequence[Path]) -> bool:
    real = _real(path)
    return real.is_file() and any(real.is_relative_to(root) for root in roots)


def _real(path: Path) -> Path:
    return Path(os.path.realpath(path))


@contextmanager
def _opened(path: Path) -> Iterator[int]:
    """Never waits: a pipe or device with a document's name is refused, not read."""
    handle = os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC)
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


@contextmanager
def _beside(source: Source) -> Iterator[tuple[int, Path]]:
    """An empty locked file in the same folder; gone again unless it was renamed."""
    path = beside(source.real)
    handle = os.open(path, os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW | os.O_CLOEXEC, 0o600)
    try:
        _lock(handle, path, source)
        os.ftruncate(handle, 0)
        try:
            yield handle, path
        except BaseException:
            with suppress(OSError):
                path.unlink()
            raise
    finally:
        os.close(handle)


def _lock(handle: int, new: Path, source: Source) -> None:
    """Makes sure that no other run writes this document now.

    Another run may have renamed the file between our open and our lock: then what we hold is the document itself,
    and must not be touched.
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
        is_ours = os.path.samestat(os.fstat(handle), new.lstat())
    except FileNotFoundError:
        is_ours = False
    if not is_ours:
        raise busy


def _fill(handle: int, data: bytes, real: Path) -> None:
    """The new bytes with the old file's owner, mode and extended attributes, on the disk."""
    view = memoryview(data)
    while view:
        view = view[os.write(handle, view) :]
    old, new = real.stat(), os.fstat(handle)
    if (old.st_uid, old.st_gid) != (new.st_uid, new.st_gid):
        os.fchown(handle, old.st_uid, old.st_gid)
    os.fchmod(handle, stat.S_IMODE(old.st_mode))
    _copy_attributes(real, handle)
    os.fsync(handle)


def _copy_attributes(real: Path, handle: int) -> None:
    """Access lists and the like, where system and file system have them (Linux); others are the system's to set."""
    if not hasattr(os, "listxattr"):
        return
    with suppress(OSError):
        for name in os.listxattr(real):
            with suppress(OSError):
                os.setxattr(handle, name, os.getxattr(real, name))


def _check_unchanged(source: Source) -> None:
    with _opened(source.real) as handle:
        now = fingerprint(_whole(handle, source.real))
    if now != source.fingerprint:
        raise ChangedMeanwhile(
            str(source.path), "it was changed meanwhile; not written, the next run will do it"
        )


def _sync_folder(source: Source) -> None:
    """So that the new name survives a power cut; some file systems cannot, and say EINVAL."""
    try:
        handle = os.open(source.real.parent, os.O_RDONLY | os.O_CLOEXEC)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
    except OSError as error:
        if error.errno not in (errno.EINVAL, errno.ENOTSUP, errno.EACCES):
            why = f"it is written, but the disk may lose it in a power cut: {_why(error)}"
            raise DocumentError(str(source.path), why) from error


def _why(error: OSError) -> str:
    return error.strerror or str(error)
