"""Whole runs on several processes have the results of a run on one."""

from __future__ import annotations

import random
import re
from pathlib import Path

import anyio
import msgspec
import pytest

from enricher.config import Archive, Config, Politeness, Retry
from enricher.demo.play import config as demo_config
from enricher.demo.web import small_web
from enricher.run.engines.host import MAKE_WORKER
from enricher.run.engines.inline import open_inline
from enricher.run.engines.remote_worker import Limits
from enricher.run.job import Job, check
from enricher.run.results import RunResult
from enricher.web.clock import SystemClock
from tests.run import hostile
from tests.run.engines.place import Place
from tests.run.engines.support import (
    opener,
)
from tests.run.engines.workers import MAKE_NAMELESS
from tests.run.living import ALIVE
from tests.testweb.certificates import Certificates
from tests.testweb.server import SmallWeb

REMOTE = ("processes", "ray")
SITES, LINKS = 20, 10
ROOT = Path(__file__).parents[3]


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
