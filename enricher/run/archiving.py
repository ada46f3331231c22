"""Asks the archive to keep pages while they live: `[archive] save = "new"`.

One page after the other, at the pace of one site: first whether there is a copy already (RFC 7089),
then to save it. What the archive is too busy for is left to the next run.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Awaitable, Callable, Collection, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime

import anyio.to_thread
import msgspec

from enricher.config import Archive, Config
from enricher.ledger.archive_saves import ArchiveSave
from enricher.models import Kind, Observation, Request, Stop
from enricher.policy.disclosure import may_tell
from enricher.run.recorder import RunContext
from enricher.verdict import archive as mementos
from enricher.web.client import WebClient
from enricher.web.clock import Clock

SAVE_GAP_S = 5.0
"""Between two requests to the archive: it takes about 15 saves a minute from one address without an
account (archive.org, "Save Page Now"), and there are two requests to a page.
"""
SAVE_DEADLINE_S = 120.0
"""The archive fetches the page itself before it answers."""
MAX_BYTES = 64 * 1024

FetchPage = Callable[[Request], Awaitable[Observation]]
Keep = Callable[[ArchiveSave], Awaitable[None]]


def patient(config: Config) -> Config:
    """Returns settings for a client that only talks to the archive."""
    replaced = msgspec.structs.replace
    fetch = replaced(config.fetch, deadline_s=SAVE_DEADLINE_S, read_timeout_s=SAVE_DEADLINE_S)
    gap_s = max(SAVE_GAP_S, config.politeness.gap_s)
    politeness = replaced(config.politeness, gap_s=gap_s, concurrency=1, adaptive=False, sites={})
    retry = replaced(config.retry, attempts=1)
    return replaced(config, fetch=fetch, politeness=politeness, retry=retry)


@dataclass(slots=True, kw_only=True)
class Archiving:
    """What one run asks the archive to keep."""

    config: Archive
    fetch: FetchPage
    keep: Keep
    clock: Clock
    results: Counter[str] = field(default_factory=Counter)
    is_busy: bool = False
    """The archive wants to be left alone, or does not answer."""

    async def save(self, pages: Iterable[str]) -> None:
        """Asks for each page, until the budget is used up or the archive is too busy."""
        for _, url in zip(range(self.config.save_budget), pages, strict=False):
            found = await self._saved(url)
            if found is not None:
                self.results[found.result] += 1
                await self.keep(found)
            if self.is_busy:
                return

    def told(self) -> Iterator[str]:
        """A line for the user; none where nothing was asked."""
        parts = [f"{self.results[name]:,} {_WORDS[name]}" for name in _WORDS if self.results[name]]
        if parts:
            yield f"archive: {', '.join(parts)}"
        if self.is_busy:
            yield "archive: it is busy; other pages are left to the next run"

    async def _saved(self, url: str) -> ArchiveSave | None:
        """None where the archive gave no answer that counts."""
        now = self.clock.now()
        known = await self._asked(_lookup(url, self.config, now))
        if known is None:
            return None
        copy = mementos.named_by(known, url)
        if copy is not None:
            return ArchiveSave(url=url, at=now, result="has-copy", copy=copy)
        if known.http_status not in _KNOWS_NONE:
            return None
        answer = await self._asked(_request(self.config.save_url + url))
        if answer is None:
            return None
        copy = mementos.named_by(answer, url)
        if copy is not None:
            return ArchiveSave(url=url, at=now, result="saved", copy=copy)
        is_asked = answer.http_status is not None and answer.http_status < 400
        return ArchiveSave(url=url, at=now, result="asked" if is_asked else "refused")

    async def _asked(self, request: Request) -> Observation | None:
        """The archive's answer; None where it is overloaded, and is left alone from now on."""
        answer = await self.fetch(request)
        status = answer.http_status
        self.is_busy = status is None or status == 429 or status >= 500
        return None if self.is_busy else answer


# What a look-up answers that says that there is no copy.
_KNOWS_NONE = (200, 404)
_WORDS = {
    "saved": "saved",
    "asked": "asked for",
    "has-copy": "with a copy already",
    "refused": "refused",
}


def _lookup(url: str, archive: Archive, now: datetime) -> Request:
    return _request(archive.timegate + url, mementos.accept_datetime(now))


def _request(url: str, *headers: tuple[str, str]) -> Request:
    return Request(
        url=url,
        kind=Kind.PAGE,
        stop=Stop.NEVER,
        max_bytes=MAX_BYTES,
        headers=headers,
        follows_redirects=False,
    )


async def save_pages(
    config: Config, context: RunContext, chosen: Collection[str], chance: Callable[[], float]
) -> list[str]:
    """Asks for those of the chosen pages that the ledger knows nothing of; returns lines to tell.

    What was asked before a cancellation is kept.
    """
    ledger, run = context.ledger, context.run
    wanted = await ledger.do(lambda opened: list(opened.archive_saves.wanted()))
    pages = [url for url in wanted if url in chosen and may_tell(url, config.hosts)]
    if not pages:
        return []

    async def keep(save: ArchiveSave) -> None:
        await ledger.do(lambda opened: opened.archive_saves.put(run, save))

    own = patient(config)
    client = await anyio.to_thread.run_sync(
        lambda: WebClient(own.fetch, own.politeness, own.retry, context.clock, chance)
    )
    async with client as web:
        archiving = Archiving(
            config=config.archive, fetch=web.fetch, keep=keep, clock=context.clock
        )
        await archiving.save(pages)
    return list(archiving.told())
