"""Whole runs leave the same documents and records, byte by byte, on whatever engine (times aside)."""

from __future__ import annotations

import random
import shutil
from pathlib import Path

import anyio
import pytest

from enricher.config import Archive, Config, Fields, Politeness, Retry
from enricher.demo.play import config as demo_config
from enricher.demo.web import small_web
from enricher.run.engines.host import MAKE_WORKER
from enricher.run.engines.inline import open_inline
from enricher.run.engines.remote_worker import Limits
from enricher.run.job import Job
from enricher.run.lifecycle import check
from enricher.web.clock import SystemClock
from tests.run import hostile
from tests.run.engines.place import Place
from tests.run.engines.same import Left, assert_same, left
from tests.run.engines.support import opener
from tests.run.engines.workers import MAKE_NAMELESS
from tests.run.living import ALIVE
from tests.testweb.answers import page, redirect
from tests.testweb.certificates import Certificates
from tests.testweb.server import SmallWeb

REMOTE = ("processes", "ray")
ROOT = Path(__file__).parents[3]


@pytest.mark.parametrize("name", REMOTE)
def test_the_demo_leaves_the_same(name: str, tmp_path: Path) -> None:
    def run(engine: str, folder: Path) -> Left:
        shutil.copytree(ROOT / "seeds", folder / "seeds")
        inline = engine == "inline"
        with small_web() as port:
            job = Job(
                config=demo_config(port),
                paths=(folder / "seeds",),
                ledger=folder / "ledger.sqlite3",
                clock=SystemClock(),
                chance=random.Random(7).random,
            )
            opens = open_inline if inline else opener(engine, Limits(), make=MAKE_WORKER)
            return left(anyio.run(check, job, opens), folder)

    records, documents = assert_same(run, ("inline", name), tmp_path)
    assert records
    assert documents


@pytest.mark.parametrize("name", REMOTE)
def test_the_hostile_web_leaves_the_same(
    name: str, tmp_path: Path, certificates: Certificates
) -> None:
    rows = (*hostile.FAKES, *hostile.UNDECIDABLE, *ALIVE, *hostile.DEAD)

    def run(engine: str, folder: Path) -> Left:
        (folder / "news").mkdir()
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
            result = anyio.run(check, job, opener(engine, Limits(), make=MAKE_NAMELESS))
            return left(result, folder, (web.port, web.tls_port))

    records, _ = assert_same(run, ("inline", name), tmp_path)
    assert len(records) == len(rows)


@pytest.mark.slow
@pytest.mark.parametrize("name", REMOTE)
def test_the_large_table_of_hostile_rows_leaves_the_same(
    name: str, tmp_path: Path, certificates: Certificates
) -> None:
    """Slow, since on a busy machine some of its rows end in time or not, on any engine."""
    table = pytest.importorskip("tests.hostile.table", exc_type=ModuleNotFoundError)
    play = pytest.importorskip("tests.hostile.play", exc_type=ModuleNotFoundError)
    workers = pytest.importorskip("tests.hostile.workers", exc_type=ModuleNotFoundError)

    def run(engine: str, folder: Path) -> Left:
        inline = engine == "inline"
        opens = workers.open_inline if inline else opener(engine, Limits(), make=workers.MAKE)
        played = play.play(table.ROWS, certificates, folder, opens)
        return left(played.result, folder)

    records, _ = assert_same(run, ("inline", name), tmp_path)
    assert len(records) == len(table.ROWS)


@pytest.mark.parametrize("name", ["inline", *REMOTE])
async def test_a_redirect_to_an_excluded_address_is_not_followed(
    name: str, tmp_path: Path, testweb: SmallWeb
) -> None:
    testweb.add("http://a.test/story", redirect("http://b.test/private/story"))
    testweb.add("http://b.test/private/story", page("<title>A story</title>"))
    place = Place(tmp_path, testweb)
    place.put(["http://a.test/story"])
    settings = Config(
        fetch=testweb.fetch_settings(allow_addresses=("127.0.0.1/32",)),
        fields=Fields(exclude=("/private/",)),
        archive=Archive(enabled=False),
    )
    opens = open_inline if name == "inline" else opener(name, Limits(), make=MAKE_WORKER)
    result = await check(place.job(settings), opens)
    assert [record.reason for record in result.records] == ["excluded"]
    assert not testweb.asked("b.test")
