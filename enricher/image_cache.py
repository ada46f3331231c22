"""The image cache: copies of lead images in a folder, found again, verified, within a limit.

A copy is in the folder whole or not at all, and counts once the index names it. One process writes
(the ledger's lock sees to that). What is killed between copy and index is saved again later under
the same name. A folder that cannot be used costs the copies of a run, and nothing else.
"""

from __future__ import annotations

import os
from collections.abc import Collection, Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

import msgspec

from enricher import copy_names
from enricher.config import Images
from enricher.errors import ImageCacheError
from enricher.models import ImageFacts
from enricher.page import image

INDEX = ".index.jsonl"
"""One line for each address, the latest counts; hidden, since the folder is published."""
_UNFINISHED = ".unfinished-"


class NotSaved(StrEnum):
    """Why an image was not saved."""

    NOT_AN_IMAGE = "not-an-image"
    TOO_LARGE = "too-large"
    FULL = "full"


class Condition(StrEnum):
    """The state of a copy that should exist."""

    GOOD = "good"
    UNKNOWN = "unknown"  # never kept here
    MISSING = "missing"  # kept once, gone from the folder
    DAMAGED = "damaged"  # other bytes than were kept


@dataclass(frozen=True, slots=True, kw_only=True)
class Copy:
    """One saved image."""

    url: str
    file: str
    """Its name in the folder; "" in the index says that there is none any more."""
    size: int
    """Bytes."""
    sha256: str


class ImageCache:
    """Saves and verifies copies in the folder that `[images] cache` names."""

    def __init__(self, settings: Images, *, may_save: bool) -> None:
        """Opens the folder and reads what was saved before; a failure is told in `error`.

        With `may_save`, a missing folder is made; without, nothing on disk is touched and a missing
        folder holds nothing.
        """
        self.folder = Path(settings.cache)
        self.is_new = False
        """No run saved a copy here yet, or tried to."""
        self.error = ""
        """One sentence where the folder cannot be used."""
        self._may_save = may_save
        self._settings = settings
        self._is_full = False
        self._is_readable = False
        self._copies: dict[str, Copy] = {}
        self._sizes: dict[str, int] = {}
        self._read: dict[str, str] = {}
        """Fingerprints of the files that were read in this run."""
        try:
            self._open()
        except ImageCacheError as error:
            self.error = str(error)
        self.total_bytes = sum(self._sizes.values())
        """What the copies take, each file once."""

    def _open(self) -> None:
        with _translated(self.folder):
            if self._may_save:
                _prepare(self.folder)
            self.is_new = not (self.folder / INDEX).exists()
            self._copies = {} if self.is_new else _read_index(self.folder / INDEX)
            self._sizes = {} if self.is_new and not self._may_save else _sizes(self.folder)
        self._is_readable = True
        if self._may_save and not os.access(self.folder, os.W_OK | os.X_OK):
            why = "the folder may not be written"
            raise ImageCacheError(f"{self.folder}: images cannot be kept: {why}")

    @property
    def is_open(self) -> bool:
        """True if copies can be saved: this run may, and the folder could be used so far."""
        return self._may_save and not self.error

    def has(self, url: str) -> bool:
        """True if a copy of this address was saved and is still there, byte for byte."""
        return self.check(url) is Condition.GOOD

    def has_lost(self, url: str) -> bool:
        """True if a copy of this address was there, and is missing or damaged now."""
        return self.check(url) in (Condition.MISSING, Condition.DAMAGED)

    def save(self, url: str, content: bytes) -> bool:
        """Saves the whole bytes of an image where there is room; returns whether more may come.

        A folder that cannot be written is told in `error`.
        """
        if not self.is_open:
            return False
        try:
            self._is_full |= self.store(url, content) is NotSaved.FULL
        except ImageCacheError as error:
            self.error = str(error)
            return False
        return not self._is_full

    def forget_lost(self, urls: Iterable[str]) -> None:
        """Forgets those copies that are still lost, so that no later run asks for them at once."""
        lost = [url for url in urls if self.has_lost(url)]
        if self.is_open and (lost or self.is_new):
            try:
                self.forget(lost)
            except ImageCacheError as error:
                self.error = str(error)

    def notices(self, lost: Collection[str], unfounded: Collection[str]) -> list[str]:
        """Returns lines for the user about copies found lost, or never saved here.

        `unfounded`: empty where the documents' own lines tell of them.
        """
        found = []
        if self._is_full:
            limit = "[images] max_total_bytes"
            found.append(f"{self.folder}: full ({limit}); further copies are not kept")
        if lost and not self._may_save:
            found.append(
                f"{self.folder}: copies gone or damaged: {len(lost):,}, such as that of "
                f"{min(lost)}; a run fetches them anew"
            )
        if unfounded and self._is_readable:
            found.append(
                f"{self.folder}: no copies of images said to be cached: {len(unfounded):,}, such "
                f"as {min(unfounded)}; a run keeps what it can fetch"
            )
        return found

    def store(self, url: str, content: bytes) -> Path | NotSaved:
        """Saves an image's whole bytes; returns the path of the copy, or why there is none.

        The same bytes again, or the same address again, take no more room. Nothing is thrown out to
        make room: documents refer to what is here. Raises ImageCacheError.
        """
        facts = image.read(content, is_whole=True)
        if not isinstance(facts, ImageFacts):
            return NotSaved.NOT_AN_IMAGE
        if len(content) > self._settings.max_image_bytes:
            return NotSaved.TOO_LARGE
        file = copy_names.name_of(url, content, facts.format, self._settings.names)
        copy = Copy(url=url, file=file, size=len(content), sha256=copy_names.fingerprint(content))
        if self._copies.get(url) == copy and self.check(url) is Condition.GOOD:
            return self.folder / file
        if self.total_bytes - self._sizes.get(file, 0) + copy.size > self._settings.max_total_bytes:
            return NotSaved.FULL
        with _translated(self.folder / file):
            self._write(copy, content)
        return self.folder / file

    def forget(self, urls: Iterable[str]) -> None:
        """Notes that these copies exist no more. Raises ImageCacheError."""
        lines = [
            msgspec.json.encode(Copy(url=url, file="", size=0, sha256="")) + b"\n" for url in urls
        ]
        with _translated(self.folder / INDEX):
            _write_synced(self.folder / INDEX, b"".join(lines), os.O_APPEND)

    def check(self, url: str) -> Condition:
        """Compares the copy of an address with what was saved; each file is read once.

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
            return copy_names.fingerprint((self.folder / file).read_bytes())
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
    """Makes a new name survive a power cut, on file systems that can."""
    handle = os.open(folder, os.O_RDONLY | os.O_CLOEXEC)
    try:
        with suppress(OSError):
            os.fsync(handle)
    finally:
        os.close(handle)


def _prepare(folder: Path) -> None:
    """Removes what a killed run left unfinished, and ends its last line."""
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
def _translated(path: Path) -> Iterator[None]:
    """Turns a system error into one sentence for the user."""
    try:
        yield
    except OSError as error:
        raise ImageCacheError(
            f"{path}: the image cannot be kept: {error.strerror or error}"
        ) from error
