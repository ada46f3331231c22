"""A folder of documents, its ledger, and whole runs over them on any engine."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from enricher.config import Config
from enricher.ledger.store import Ledger
from enricher.run.engines.seam import Done, Engine, OpenEngine
from enricher.run.job import Job, ignore
from enricher.run.lifecycle import check
from enricher.run.results.records import Event
from enricher.run.results.run_result import RunResult
from enricher.web.clock import SystemClock
from tests.run.engines.support import Collected, config, unit, urls
from tests.run.workplace import document
from tests.testweb.server import SmallWeb


@dataclass(frozen=True, slots=True)
class Place:
    """A folder of documents, its ledger, and the web that they name."""

    folder: Path
    web: SmallWeb

    def put(self, links: list[str]) -> None:
        (self.folder / "news").mkdir()
        text = document(*((f"Story {number}", url) for number, url in enumerate(links)))
        (self.folder / "news" / "one.md").write_text(text)

    def job(self, settings: Config, on_event: Callable[[Event], None] = ignore) -> Job:
        return Job(
            on_event=on_event,
            config=settings,
            paths=(self.folder / "news",),
            ledger=self.folder / "ledger.sqlite3",
            clock=SystemClock(),
            chance=random.Random(7).random,
        )

    async def run(
        self, engine: OpenEngine, on_event: Callable[[Event], None] = ignore
    ) -> RunResult:
        return await check(self.job(config(self.web), on_event), engine)

    def rows(self, links: list[str]) -> Counter[str]:
        """How many checks the ledger has of each URL."""
        with Ledger.read(self.folder / "ledger.sqlite3") as ledger:
            return Counter({url: sum(1 for _ in ledger.targets.history(url)) for url in links})

    def engine_settings(self) -> tuple[Config, SystemClock, Callable[[], float], None]:
        """What a function that opens an engine takes."""
        return config(self.web), SystemClock(), random.Random(7).random, None

    async def ask(self, engine: Engine, number: int, site: str) -> None:
        """Has some links of a site asked as a unit of its own."""
        todo = unit(number, (site, urls(site, 5)))
        assert isinstance(await engine.run(todo, Collected()), Done)
