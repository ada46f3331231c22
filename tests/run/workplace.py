"""A small publisher's place: documents in a folder, a fake web, and runs over both."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Iterable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any

import anyio

from enricher.config import Archive, Config, Write
from enricher.ledger.store import Ledger
from enricher.models import Kind, Observation, Standing
from enricher.run.engines.inline import InlineEngine
from enricher.run.engines.seam import Engine, ImageSaver
from enricher.run.job import Job
from enricher.run.lifecycle import check
from enricher.run.results.records import Event, Record
from enricher.run.results.run_result import RunResult
from enricher.run.worker import Services, Web, Worker
from enricher.web.clock import Clock
from tests.fakes import Answer, FakeWeb, ManualClock, answer

A, B, C = (f"https://{name}.test/news/the-story" for name in "abc")
TITLE_A, TITLE_B, TITLE_C = (
    "New Orleans mayor signs ordinance on facial recognition",
    "State lawmakers seek restrictions on face scans by police",
    "Harbour festival draws record crowd on opening weekend",
)
"""Three articles of three sites."""

TEXT = (
    "The mayor signed an ordinance on Thursday to partly reverse the ban on facial recognition by the police. "
    * 12
)


def story(title: str, *, head: str = "", text: str = TEXT) -> str:
    """A page that shows the article of that title."""
    return (
        f"<html><head><title>{title}</title><meta property='og:title' content='{title}'>"
        f"<meta property='og:type' content='article'>{head}</head><body><h1>{title}</h1><p>{text}</p></body></html>"
    )


def page(url: str, title: str, *, head: str = "") -> Observation:
    return answer(url, story(title, head=head))


ITEM = """\
  - title: "{title}"
    excerpt: "What it says."
    publishedDateTime: 2022-07-29T15:05:00Z
    webUrl: "{url}"
    type: article
"""
"""A related item that lacks nothing but an image."""


def document(*links: tuple[str, str]) -> str:
    """A document whose related items are titles with their URLs."""
    items = "".join(ITEM.format(title=title, url=url) for title, url in links)
    return f'---\ntitle: "News"\nrelated:\n{items}---\n\nBody, with a trailing space \nand no final newline'


@dataclass
class Workplace:
    """Documents, a ledger and a web; `run` as often as you like."""

    folder: Path
    config: Config = field(
        default_factory=lambda: Config(archive=Archive(enabled=False), write=Write(when="always"))
    )
    clock: ManualClock = field(default_factory=ManualClock)
    table: dict[str, Answer] = field(default_factory=dict)
    events: list[Event] = field(default_factory=list)
    web: Web | None = None
    """Stands in for the table."""
    asked: list[str] = field(default_factory=list)
    """By the latest run."""

    @property
    def documents(self) -> Path:
        return self.folder / "news"

    @property
    def ledger(self) -> Path:
        return self.folder / ".enricher" / "ledger.sqlite3"

    def put(self, name: str, text: str | bytes) -> Path:
        path = self.documents / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text.encode() if isinstance(text, str) else text)
        return path

    def read(self, name: str) -> str:
        return (self.documents / name).read_bytes().decode()

    def bytes(self) -> dict[str, bytes]:
        """Every document as it stands."""
        return {path.name: path.read_bytes() for path in sorted(self.documents.iterdir())}

    def answers(self, pages: Mapping[str, str]) -> None:
        """URL to title: living articles."""
        for url, title in pages.items():
            self.table[url] = page(url, title)

    def job(self, **more: Any) -> Job:
        settings: dict[str, Any] = {
            "config": self.config,
            "paths": (self.documents,),
            "ledger": self.ledger,
            "clock": self.clock,
            "chance": lambda: 0.5,
            "on_event": self.events.append,
        }
        return Job(**(settings | more))

    async def run(self, **more: Any) -> RunResult:
        web = FakeWeb(self.table, now=self.clock.now)

        @asynccontextmanager
        async def opens(
            config: Config, clock: Clock, chance: Callable[[], float], save: ImageSaver | None
        ) -> AsyncIterator[Engine]:
            await anyio.lowlevel.checkpoint()
            worker = Worker(config, Services(self.web or web, clock, chance, save))
            yield InlineEngine(worker, lambda: web.requests_sent)

        try:
            return await check(self.job(**more), opens)
        finally:
            self.asked = [request.url for request in web.asked]

    async def next_night(self, **more: Any) -> RunResult:
        self.clock.pass_by(days=1)
        return await self.run(**more)

    def standing(self, url: str, kind: Kind = Kind.PAGE) -> Standing | None:
        with Ledger.read(self.ledger) as ledger:
            memory = ledger.targets.memories([(kind, url)]).get((kind, url))
        return memory.standing if memory else None


def statuses(records: Iterable[Record]) -> dict[str, str]:
    """`field of document` to `status/reason`."""
    return {f"{Path(r.document).name}:{r.field}": f"{r.status}/{r.reason}" for r in records}


def days(count: float) -> timedelta:
    return timedelta(days=count)
