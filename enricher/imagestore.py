"""Floor 2, edges. Copies of lead images in a folder: kept whole, found again, verified, never more than is allowed.

Law of this file: a copy is in the folder whole or not at all, and counts once the index names it. One process writes
(the ledger's lock sees to that). What is killed between copy and index is kept again later under the same name.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

import msgspec

from enricher.config import Images
from enricher.errors import StoreError
from enricher.models import ImageFacts
from enricher.page import image
from enricher.page.image import copyname

INDEX = ".index.jsonl"
"""One line for each address, the latest counts; hidden, since the folder is published."""
_UNFINISHED = ".unfinished-"


class Refusal(StrEnum):
    """Why an image is not kept."""

    NOT_AN_IMAGE = "not-an-image"
    TOO_LARGE = "too-large"
    FULL = "full"


class Condition(StrEnum):
    """What became of the copy that is said to exist."""

    GOOD = "good"
    UNKNOWN = "unknown"  # never kept here
    MISSING = "missing"  # kept once, gone from the folder
    DAMAGED = "damaged"  # other bytes than were kept


@dataclass(frozen=True, slots=True, kw_only=True)
class Copy:
    """One kept image."""

    url: str
    file: str
    """Its name in the folder; "" in the index says that there is none any more."""
    size: int
    """Bytes."""
    sha256: str


class ImageStore:
    """The folder of copies. `Images.cache` names it; `max_image_bytes` and `max_total_bytes` bound it."""

    def __init__(self, folder: Path, settings: Images, *, is_read_only: bool = False) -> None:
        """Opens the folder, makes it where it is missing, and reads what was kept before. Raises StoreError.

        Read-only, nothing on disk is touched, and a folder that is missing holds nothing.
        """
        self.folder = folder
        self._settings = settings
        self._copies: dict[str, Copy] = {}
        self._read: dict[str, str] = {}
        """Fingerprints of the files that were read in this run."""
        with _told(folder):
            if not is_read_only:
                _prepare(folder)
            self.is_new = not (folder / INDEX).exists()
            """Nothing was ever kept here, or asked for in vain."""
            self._copies = {} if self.is_new else _read_index(folder / INDEX)
            self._sizes = {} if self.is_new and is_read_only else _sizes(folder)
        self.total_bytes = sum(self._sizes.values())
        """What the copies take, each file once."""

    def check_writable(self) -> None:
        """Raises StoreError where nothing can be kept; what is there can be told all the same."""
        if not os.access(self.folder, os.W_OK | os.X_OK):
            raise StoreError(f"{self.folder}: images cannot be kept: the folder may not be written")

    def has(self, url: str) -> bool:
        """A copy of this address was kept and is still there, byte for byte."""
        return self.check(url) is Condition.GOOD

    def store(self, url: str, content: bytes) -> Path | Refusal:
        """Keep an image's whole bytes; the path of the copy, or why there is none. Raises StoreError.

        The same bytes again, or the same address again, take no more room. Nothing is thrown out to make room:
        documents refer to what is here.
        """
        facts = image.read(content, is_whole=True)
        if not isinstance(facts, ImageFacts):
            return Refusal.NOT_AN_IMAGE
        if len(content) > self._settings.max_image_bytes:
            return Refusal.TOO_LARGE
        file = copyname.name_of(url, content, facts.format, self._settings.names)
        copy = Copy(url=url, file=file, size=len(content), sha256=copyname.fingerprint(content))
        if self._copies.get(url) == copy and self.check(url) is Condition.GOOD:
            return self.folder / file
        if self.total_bytes - self._sizes.get(file, 0) + copy.size > self._settings.max_total_bytes:
            return Refusal.FULL
        with _told(self.folder / file):
            self._write(copy, content)
        return self.folder / file

    def forget(self, urls: Iterable[str]) -> None:
        """Copies that are lost and cannot be had again are no longer said to exist. Raises StoreError."""
        lines = [
            msgspec.json.encode(Copy(url=url, file="", size=0, sha256="")) + b"\n" for url in urls
        ]
        with _told(self.folder / INDEX):
            _write_synced(self.folder / INDEX, b"".join(lines), os.O_APPEND)

    def check(self, url: str) -> Condition:
        """Compare the copy of an address with what was kept; each file is read once, and remembered.

        What cannot be read is no better than damaged.
        """
        copy = self._copies.get(url)
        if copy is None:
            return Condition.UNKNOWN
        if copy.file not in self._sizes:
            return Condition.MISSING
        if self._sizes[copy.file] != copy.size:
            return Condition.DAMAGED
        if copy.file not in self._read:
            self._read[copy.file] = self._fingerprint_of(copy.file)
        return Condition.GOOD if self._read[copy.file] == copy.sha256 else Condition.DAMAGED

    def _fingerprint_of(self, file: str) -> str:
        try:
            return copyname.fingerprint((self.folder / file).read_bytes())
        except OSError:
            return ""

    def _write(self, copy: Copy, content: bytes) -> None:
        unfinished = self.folder / f"{_UNFINISHED}{copy.file}"
        _write_synced(unfinished, content, os.O_TRUNC)
        unfinished.replace(self.folder / copy.file)
        _write_synced(self.folder / INDEX, msgspec.json.encode(copy) + b"\n", os.O_APPEND)
        _sync_folder(self.folder)
        self.total_bytes += copy.size - self._sizes.get(copy.file, 0)
        self._sizes[copy.file], self._read[copy.file] = copy.size, copy.sha256
        self._copies[copy.url] = copy


def _write_synced(path: Path, data: bytes, how: int) -> None:
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_NOFOLLOW | os.O_CLOEXEC | how, 0o666)
    with os.fdopen(handle, "wb") as file:
        file.write(data)
        file.flush()
        os.fsync(handle)


def _sync_folder(folder: Path) -> None:
    """So that the new name survives a power cut; some file systems cannot, and that is no reason to stop."""
    handle = os.open(folder, os.O_RDONLY | os.O_CLOEXEC)
    try:
        with suppress(OSError):
            os.fsync(handle)
    finally:
        os.close(handle)


def _prepare(folder: Path) -> None:
    """Makes the folder fit to write into: what a killed run left unfinished is thrown away, its last line ended."""
    folder.mkdir(parents=True, exist_ok=True)
    for leftover in folder.glob(f"{_UNFINISHED}*"):
        leftover.unlink(missing_ok=True)
    index = folder / INDEX
    if index.exists() and index.read_bytes()[-1:] not in {b"\n", b""}:
        _write_synced(index, b"\n", os.O_APPEND)


def _sizes(folder: Path) -> dict[str, int]:
    """Bytes of every copy, by file name."""
    with os.scandir(folder) as entries:
        return {entry.name: entry.stat().st_size for entry in entries if _is_copy(entry)}


def _read_index(path: Path) -> dict[str, Copy]:
    """What was kept, by address; a line that a power cut left unfinished is passed by."""
    found: dict[str, Copy] = {}
    for line in path.read_bytes().splitlines():
        with suppress(msgspec.DecodeError):
            copy = msgspec.json.decode(line, type=Copy)
            if copy.file == Path(copy.file).name and not copy.file.startswith("."):
                found[copy.url] = copy
    return {url: copy for url, copy in found.items() if copy.file}


def _is_copy(entry: os.DirEntry[str]) -> bool:
    return not entry.name.startswith(".") and entry.is_file(follow_symlinks=False)


@contextmanager
def _told(path: Path) -> Iterator[None]:
    """What the system says against it, as one sentence for the user."""
    try:
        yield
    except OSError as error:
        raise StoreError(f"{path}: the image cannot be kept: {error.strerror or error}") from error
