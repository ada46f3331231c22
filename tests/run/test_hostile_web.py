"""The whole job on a hostile web of real sockets: what is alive is never called broken, what is fake never alive."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Iterable, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import anyio
import msgspec
import pytest

from enricher.config import Archive, Config, Politeness, Retry
from enricher.models import Status
from enricher.run.engine import Engine, Inline
from enricher.run.job import Job, check
from enricher.run.record import Record
from enricher.run.result import RunResult
from enricher.run.worker import Hands, Keep, Worker
from enricher.web.client import WebClient
from enricher.web.clock import Clock, SystemClock
from tests.run import hostile
from tests.run.hostile import Row
from tests.run.living import ALIVE
from tests.testweb import SmallWeb, page
from tests.testweb.certificates import Certificates
from tests.web.support import Table

GONE = frozenset({Status.DEAD, Status.SOFT404, Status.PARKED, Status.DRIFTED})
GOOD = frozenset({Status.OK, Status.MOVED})


ROWS = (*hostile.FAKES, *hostile.UNDECIDABLE, *ALIVE, *hostile.DEAD, *hostile.EMPTY)


class LaterClock(SystemClock):
    """The machine's own time, some days on."""

    def __init__(self, days: float) -> None:
        self._ahead = timedelta(days=days)

    def now(self) -> datetime:
        return super().now() + self._ahead


@dataclass(frozen=True, slots=True)
class Nights:
    """A document in a folder with its ledger, and the web that it names."""

    folder: Path
    web: SmallWeb

    def put(self, rows: Iterable[Row]) -> None:
        (self.folder / "news").mkdir()
        (self.folder / "news" / "one.md").write_text(hostile.document(rows), encoding="utf-8")

    async def run(self, *, days: float = 0.0, concurrency: int = 64, **more: Any) -> RunResult:
        """The whole job, so many days on."""
        settings = Config(
            fetch=msgspec.structs.replace(hostile.settings(self.web), concurrency=concurrency),
            politeness=Politeness(gap_s=0.0),
            retry=Retry(first_wait_s=0.0),
            archive=Archive(enabled=False),
        )
        job = Job(
            config=settings,
            paths=(self.folder / "news",),
            ledger=self.folder / "ledger.sqlite3",
            clock=LaterClock(days),
            chance=lambda: 0.5,
            **more,
        )
        return await check(job, opens)


@asynccontextmanager
async def opens(
    config: Config, clock: Clock, chance: Callable[[], float], keep: Keep | None
) -> AsyncIterator[Engine]:
    """The engine of every run, but with a name service that knows no name."""
    client = WebClient(config.fetch, config.politeness, config.retry, clock, chance, resolver=Table({}))
    async with client as web:
        yield Inline(Worker(config, Hands(web, clock, chance, keep)), config, lambda: web.requests_sent)


@dataclass(frozen=True, slots=True)
class Told:
    """What the first night told, and the second one, ten days on."""

    result: RunResult
    by_url: dict[str, Record]
    asked: int
    """Requests that arrived in the first night."""
    again: dict[str, Record]


@pytest.fixture(scope="module")
def told(certificates: Certificates, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Told]:
    with SmallWeb(certificates) as web:
        hostile.put_up(web, ROWS)
        nights = Nights(tmp_path_factory.mktemp("hostile"), web)
        nights.put(ROWS)
        result = anyio.run(nights.run)
        yield Told(result, {record.url: record for record in result.records}, len(web.requests), {})


def said(told: Told, row: Row) -> str:
    record = told.by_url[row.link]
    return f"{record.status}/{record.reason}"


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.name)
def test_every_situation_is_named_rightly(told: Told, row: Row) -> None:
    assert said(told, row) == row.says
