"""Runs of several nights over real sockets: hosts that limit everybody, and answers that tell of no change."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Iterable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import msgspec
import pytest

from enricher.config import Archive, Config, Politeness, Retry
from enricher.models import Status
from enricher.run.engines.inline import InlineEngine
from enricher.run.engines.seam import Engine, ImageSaver
from enricher.run.job import Job
from enricher.run.lifecycle import check
from enricher.run.results.records import Record
from enricher.run.results.run_result import RunResult
from enricher.run.worker import Services, Worker
from enricher.web.client import WebClient
from enricher.web.clock import Clock, SystemClock
from tests.run import hostile
from tests.run.hostile import ARTICLE, Row, status
from tests.testweb import Answer, SmallWeb
from tests.web.support import Table


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
        """The whole job, this many days on."""
        settings = Config(
            fetch=msgspec.structs.replace(hostile.settings(self.web), concurrency=concurrency),
            politeness=Politeness(gap_s=0.0, browser_retry=True),
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
    config: Config, clock: Clock, chance: Callable[[], float], save: ImageSaver | None
) -> AsyncIterator[Engine]:
    """The engine of every run, but with a name service that knows no name."""
    client = WebClient(
        config.fetch, config.politeness, config.retry, clock, chance, resolver=Table({})
    )
    async with client as web:
        yield InlineEngine(
            Worker(config, Services(web, clock, chance, save)), lambda: web.requests_sent
        )


def verdict(record: Record) -> str:
    return f"{record.status}/{record.reason}"


@pytest.fixture
def nights(tmp_path: Path, testweb: SmallWeb) -> Nights:
    return Nights(tmp_path, testweb)


async def test_a_host_that_limits_everybody_is_asked_hardly_and_first_the_next_time(
    nights: Nights,
) -> None:
    busy = [Row(f"busy {n}", "", status(429), url=f"http://busy.test/story-{n}") for n in range(20)]
    calm = [Row(f"calm {n}", "", ARTICLE, url=f"http://calm.test/story-{n}") for n in range(25)]
    rows = [*calm, *busy]
    hostile.put_up(nights.web, rows)
    nights.put(rows)
    result = await nights.run()
    assert {row.url for row in busy} == {
        record.url for record in result.records if record.status is Status.THROTTLED
    }
    assert 1 <= len(nights.web.asked("busy.test")) <= 6
    assert (len(list(result.records)), result.summary.missing, result.is_incomplete) == (
        45,
        0,
        False,
    )

    nights.web.requests.clear()
    result = await nights.run(days=1)
    assert {one.host for one in nights.web.requests} == {"busy.test"}
    assert len(nights.web.requests) <= 6

    nights.web.requests.clear()
    await nights.run(days=12, concurrency=1, budget=timedelta(hours=1))
    hosts = [one.host for one in nights.web.requests]
    assert hosts.index("calm.test") > hosts.index("busy.test")
    assert (hosts.count("calm.test"), hosts[0]) == (25, "busy.test")


async def test_what_has_not_changed_is_alive(nights: Nights) -> None:
    tagged = ARTICLE.with_headers(("ETag", '"1"'))
    unchanged = Answer(status=304, headers=(("ETag", '"1"'),))
    row = Row(
        "tagged", "", lambda asked: unchanged if asked.header("if-none-match") == '"1"' else tagged
    )
    hostile.put_up(nights.web, [row])
    nights.put([row])
    first, second = await nights.run(), await nights.run(days=12)
    assert [verdict(record) for record in (*first.records, *second.records)] == [
        "ok/http-200",
        "ok/not-modified",
    ]
