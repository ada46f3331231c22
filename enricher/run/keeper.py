"""Floor 3. Keeps copies of lead images in their folder, where the settings ask for it.

A folder that cannot be used costs the copies of this run, and nothing else.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from pathlib import Path

import anyio
import anyio.to_thread

from enricher.config import Images
from enricher.errors import StoreError
from enricher.imagestore import Condition, ImageStore, Refusal


class Keeper:
    """One per run; the only one who writes into the folder."""

    def __init__(self, settings: Images, *, may_keep: bool) -> None:
        """Opens the folder, only to look at what is there unless it `may_keep`; a failure is told in `error`."""
        self._may_keep = may_keep
        self._thread = anyio.CapacityLimiter(1)
        self._store: ImageStore | None = None
        self._is_full = False
        self.error = ""
        """One sentence where the folder cannot be used."""
        try:
            self._store = ImageStore(Path(settings.cache), settings, is_read_only=not may_keep)
            if may_keep:
                self._store.check_writable()
        except StoreError as error:
            self.error = str(error)

    def notices(self, lost: Collection[str], unfounded: Collection[str]) -> list[str]:
        """What the reader of a report should know: of images whose copies were found lost, or never were here.

        `unfounded`: empty where the documents' own lines tell of them.
        """
        if self._store is None:
            return []
        folder, found = self._store.folder, []
        if self._is_full:
            found.append(f"{folder}: full ([images] max_total_bytes); further copies are not kept")
        if lost and not self._may_keep:
            first = min(lost)
            found.append(
                f"{folder}: copies gone or damaged: {len(lost):,}, such as that of {first}; a run fetches them anew"
            )
        if unfounded:
            found.append(
                f"{folder}: no copies of images said to be cached: {len(unfounded):,}, such as {min(unfounded)}; "
                "a run keeps what it can fetch"
            )
        return found

    @property
    def is_open(self) -> bool:
        """Copies can be kept: this run may, and the folder could be used so far."""
        return self._may_keep and not self.error

    @property
    def is_new(self) -> bool:
        """Nobody tried to keep anything there yet."""
        return self._store is not None and self._store.is_new

    def has(self, url: str) -> bool:
        """A copy of this image is there."""
        return self._store is not None and self._store.has(url)

    def has_lost(self, url: str) -> bool:
        """A copy of this image was there, and is missing or damaged now."""
        return self._store is not None and self._store.check(url) in (
            Condition.MISSING,
            Condition.DAMAGED,
        )

    def forget(self, urls: Iterable[str]) -> None:
        """Those among them that are still lost were asked for in vain: no later run shall ask at once for them."""
        lost = [url for url in urls if self.has_lost(url)]
        if self._store is not None and self.is_open and (lost or self.is_new):
            try:
                self._store.forget(lost)
            except StoreError as error:
                self.error = str(error)

    async def keep(self, url: str, content: bytes) -> bool:
        """Keeps the whole bytes of an image, where there is room; gives whether more may come."""
        if self._store is None or not self.is_open:
            return False
        try:
            kept = await anyio.to_thread.run_sync(
                self._store.store, url, content, limiter=self._thread
            )
        except StoreError as error:
            self.error = str(error)
            return False
        self._is_full |= kept is Refusal.FULL
        return not self._is_full
