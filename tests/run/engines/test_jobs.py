"""Whole runs on several processes: faults on the way, and results that no engine changes."""

from __future__ import annotations

import os
import random
import re
import signal
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

import anyio
import msgspec
import pytest

from enricher.config import Archive, Config, Politeness, Retry
from enricher.demo.play import config as demo_config
from enricher.demo.web import small_web
from enricher.ledger.store import Ledger
from enricher.run.engines.host import MAKE_WORKER
from enricher.run.engines.inline import open_inline
from enricher.run.engines.remote_worker import Limits
from enricher.run.engines.seam import OpenEngine
from enricher.run.job import Job, check
from enricher.run.results import RunResult
from enricher.web.clock import SystemClock
from tests.run import hostile
from tests.run.engines.support import (
    assert_polite,
    config,
    opener,
    process_of,
    put_up,
    until,
    urls,
)
from tests.run.engines.workers import MAKE_NAMELESS
from tests.run.living import ALIVE
from tests.run.workplace import document
from tests.testweb.certificates import Certificates
from tests.testweb.server import SmallWeb

REMOTE = ("processes", "ray")
SITES, LINKS = 20, 10
ROOT = Path(__file__).parents[3]


@dataclass(frozen=True, slots=True)
class Place:
    """A folder of documents, its ledger, and the web that they name."""

    folder: Path
    web: SmallWeb

    def put(self, links: list[str]) -> None:
        (self.folder / "news").mkdir()
        text = document(*((f"Story {number}", url) for number, url in enumerate(links)))
        (self.folder / "news" / "one.md").write_text(text)

    def job(self, settings: Config) -> Job:
        return Job(
            config=settings,
            paths=(self.folder / "news",),
            ledger=self.folder / "ledger.sqlite3",
            clock=SystemClock(),
            chance=random.Random(7).random,
        )

    async def run(self, engine: OpenEngine) -> RunResult:
        return await check(self.job(config(self.web)), engine)

    def rows(self, links: list[str]) -> Counter[str]:
        """How many checks the ledger has of each URL."""
        with Ledger.read(self.folder / "ledger.sqlite3") as ledger:
            return Counter({url: sum(1 for _ in ledger.targets.history(url)) for url in links})


@pytest.fixture
def place(tmp_path: Path, testweb: SmallWeb) -> Place:
    return Place(tmp_path, testweb)


@pytest.mark.parametrize("name", REMOTE)
async def test_killed_workers_lose_nothing_and_double_nothing(name: str, place: Place) -> None:
    """One killed at 30 %, another at 60 %."""
    names = put_up(place.web, SITES)
    links = [url for site in names for url in urls(site, LINKS)]
    place.put(links)
    results: list[RunResult] = []

    async def run() -> None:
        results.append(await place.run(opener(name)))

    killed = set()
    async with anyio.create_task_group() as group:
        group.start_soon(run)
        for share in (0.3, 0.6):
            count = int(share * len(links))
            await until(lambda count=count: len(place.web.requests) >= count)  # type: ignore[misc]
            victim = process_of(place.web.requests[-1].header("user-agent"))
            os.kill(victim, signal.SIGKILL)
            killed.add(victim)
    (result,) = results
    assert (result.summary.missing, result.summary.poison, len(killed)) == (0, (), 2)
    assert place.rows(links) == Counter(links)
    asked = Counter(one.path + one.host for one in place.web.requests)
    assert len(asked) == len(links)
    assert_polite(place.web, names)


@pytest.mark.parametrize("name", REMOTE)
async def test_poison_is_named_and_costs_no_other_its_verdict(name: str, place: Place) -> None:
    names = put_up(place.web, SITES)
    guilty = ["http://3.test/raises", "http://7.test/segfaults"]
    links = [url for site in names for url in urls(site, 3)]
    place.put([*links, *guilty])
    result = await place.run(opener(name))
    assert sorted(told.partition(": ")[0] for told in result.summary.poison) == guilty
    assert place.rows(links) == Counter(links)
    assert result.summary.missing == 0


# ── the same results on every engine ──────────────────────────────────────────────────────────────

_TODAY = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|\+00:00)")


def told(result: RunResult) -> list[str]:
    """The records, without what is different in any two runs."""
    found = []
    for record in result.records:
        tree = msgspec.to_builtins(record)
        # How much is read of a page that shows something else depends on how fast it comes.
        del tree["elapsedMs"], tree["bytes"]
        found.append(_TODAY.sub("then", msgspec.json.encode(tree).decode()))
    return found


def written(folder: Path) -> dict[str, str]:
    return {
        str(path.relative_to(folder)): _TODAY.sub("then", path.read_text())
        for path in sorted(folder.rglob("*.md"))
    }


@pytest.mark.parametrize("name", REMOTE)
def test_the_demo_has_the_same_documents_and_records(name: str, tmp_path: Path) -> None:
    seen: list[tuple[list[str], dict[str, str]]] = []
    for engine in (open_inline, opener(name, Limits(), make=MAKE_WORKER)):
        folder = tmp_path / str(len(seen))
        (folder / "seeds").mkdir(parents=True)
        for path in (ROOT / "seeds").rglob("*.md"):
            copy = folder / "seeds" / path.relative_to(ROOT / "seeds")
            copy.parent.mkdir(parents=True, exist_ok=True)
            copy.write_bytes(path.read_bytes())
        with small_web() as port:
            job = Job(
                config=demo_config(port),
                paths=(folder / "seeds",),
                ledger=folder / "ledger.sqlite3",
                clock=SystemClock(),
                chance=random.Random(7).random,
            )
            result = anyio.run(check, job, engine)
        records = [text.replace(str(folder), "") for text in told(result)]
        seen.append((records, written(folder / "seeds")))
    assert seen[0] == seen[1]
    assert seen[0][0]


@pytest.mark.parametrize("name", REMOTE)
def test_the_hostile_web_has_the_same_documents_and_records(
    name: str, tmp_path: Path, certificates: Certificates
) -> None:
    rows = (*hostile.FAKES, *hostile.UNDECIDABLE, *ALIVE, *hostile.DEAD)
    seen: list[tuple[list[str], dict[str, str]]] = []
    for each in ("inline", name):
        folder = tmp_path / str(len(seen))
        (folder / "news").mkdir(parents=True)
        (folder / "news" / "one.md").write_text(hostile.document(rows), encoding="utf-8")
        with SmallWeb(certificates) as web:
            hostile.put_up(web, rows)
            settings = Config(
                fetch=hostile.settings(web),
                politeness=Politeness(gap_s=0.0),
                retry=Retry(first_wait_s=0.0),
                archive=Archive(enabled=False),
            )
            job = Place(folder, web).job(settings)
            result = anyio.run(check, job, opener(each, Limits(), make=MAKE_NAMELESS))
            port = re.compile(rf"\b({web.port}|{web.tls_port})\b")
        records = [port.sub("PORT", text.replace(str(folder), "")) for text in told(result)]
        seen.append((records, written(folder / "news")))
    assert seen[0] == seen[1]
    assert len(seen[0][0]) == len(rows)
