"""Whole runs with faults on the way: nothing is lost, nothing doubled, no site has two workers.

Asserted by the ledger and by what the server saw, not by what the engine says.
"""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager, suppress
from dataclasses import replace
from pathlib import Path
from typing import Any

import anyio
import pytest

from enricher.run.engines.inline import InlineEngine
from enricher.run.engines.seam import Chunk, Engine, Lost, OnRows, OpenEngine, Unit, UnitResult
from enricher.run.results.records import EngineAtWork, Event
from enricher.run.results.run_result import RunResult
from tests.patience import until
from tests.run.engines import local_ray
from tests.run.engines.local_ray import LocalRay
from tests.run.engines.place import Place
from tests.run.engines.support import (
    FAST,
    Collected,
    assert_polite,
    is_alive,
    opener,
    overlaps,
    process_of,
    processes_seen,
    put_up,
    urls,
)
from tests.testweb.server import SmallWeb

REMOTE = ("processes", "ray")
ROOT = Path(__file__).parents[3]
SITES, LINKS, THINK_S = 20, 10, 0.02


@pytest.fixture
def place(tmp_path: Path, testweb: SmallWeb) -> Place:
    return Place(tmp_path, testweb)


class Run:
    """A run that faults are done to while it is at work."""

    def __init__(self, place: Place, engine: OpenEngine, *, links: int = LINKS) -> None:
        self.place = place
        self.engine = engine
        self.names = put_up(place.web, SITES, THINK_S)
        self.links = [url for site in self.names for url in urls(site, links)]
        self.ended: dict[int, float] = {}
        """Processes that were killed, and when."""
        self.result: RunResult | None = None
        self.events: list[Event] = []
        place.put(self.links)

    async def go(self) -> None:
        self.result = await self.place.run(self.engine, self.events.append)

    async def at(self, share: float) -> int:
        """Waits until so much is asked; gives the process that asked last."""
        count = int(share * len(self.links))
        requests = self.place.web.requests
        await until(lambda: len(requests) >= count or self.result is not None, 240)
        return process_of(requests[-1].header("user-agent"))

    def kill(self, pid: int) -> None:
        with suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)
        self.ended.setdefault(pid, time.monotonic())

    def assert_right(self) -> None:
        assert self.result is not None
        assert (self.result.summary.missing, self.result.summary.poison) == (0, ())
        assert self.place.rows(self.links) == Counter(self.links)
        asked = Counter(one.path + one.host for one in self.place.web.requests)
        assert len(asked) == len(self.links)
        for name in self.names:
            assert overlaps(self.place.web, name, THINK_S, self.ended) == []


@pytest.mark.short
@pytest.mark.parametrize("name", REMOTE)
async def test_a_killed_worker_loses_nothing_and_doubles_nothing(name: str, place: Place) -> None:
    run = Run(place, opener(name))
    async with anyio.create_task_group() as group:
        group.start_soon(run.go)
        run.kill(await run.at(0.3))
    assert len(run.ended) == 1
    run.assert_right()
    assert_polite(place.web, run.names)


@pytest.mark.slow
@pytest.mark.parametrize("name", REMOTE)
async def test_ten_killed_workers_lose_nothing_and_double_nothing(name: str, place: Place) -> None:
    run = Run(place, opener(name), links=30)
    async with anyio.create_task_group() as group:
        group.start_soon(run.go)
        for number in range(1, 11):
            run.kill(await run.at(number / 11))
    assert len(run.ended) == 10
    run.assert_right()


@pytest.mark.parametrize("name", REMOTE)
async def test_a_worker_that_is_frozen_and_thaws_goes_on(name: str, place: Place) -> None:
    """For less than its lease."""
    run = Run(place, opener(name))
    async with anyio.create_task_group() as group:
        group.start_soon(run.go)
        frozen = await run.at(0.3)
        os.kill(frozen, signal.SIGSTOP)
        await anyio.sleep(1)
        os.kill(frozen, signal.SIGCONT)
    run.assert_right()
    assert len(set(processes_seen(place.web))) == 2
    status = [event for event in run.events if isinstance(event, EngineAtWork)]
    assert max(each.workers for each in status) == 2
    assert max(each.units_in_flight for each in status) > 0
    assert max(each.rows_per_s for each in status) > 0


@pytest.mark.parametrize("name", REMOTE)
async def test_a_worker_that_is_frozen_past_its_lease_is_replaced(name: str, place: Place) -> None:
    limits = replace(FAST, lease_s=3.0)
    run = Run(place, opener(name, limits))
    async with anyio.create_task_group() as group:
        group.start_soon(run.go)
        frozen = await run.at(0.3)
        os.kill(frozen, signal.SIGSTOP)
        run.ended[frozen] = time.monotonic()
    with suppress(ProcessLookupError):
        os.kill(frozen, signal.SIGCONT)
    run.assert_right()
    last = max(
        one.at for one in place.web.requests if process_of(one.header("user-agent")) == frozen
    )
    status = [event for event in run.events if isinstance(event, EngineAtWork)]
    assert max(each.oldest_lease_s for each in status) >= 1.0
    # What it had sent before it froze may be read later by a busy server.
    assert last <= run.ended[frozen] + limits.lease_s / 2


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


@pytest.mark.slow
@pytest.mark.parametrize("name", REMOTE)
async def test_a_url_that_never_ends_is_named(name: str, place: Place) -> None:
    """Each try costs the time after which a stuck event loop ends its process."""
    names, guilty = put_up(place.web, 3), "http://1.test/spins"
    links = [url for site in names for url in urls(site, 1)]
    place.put([*links, guilty])
    result = await place.run(opener(name, replace(FAST, wedged_s=1.5)))
    assert [told.partition(": ")[0] for told in result.summary.poison] == [guilty]
    assert place.rows(links) == Counter(links)


class LateEngine(InlineEngine):
    """Loses each unit once, and tells what came of it when it is done by another."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._lost: dict[str, tuple[OnRows, Chunk]] = {}

    def capacity(self) -> int:
        return self._engine.capacity()

    def requests_sent(self) -> int:
        return self._engine.requests_sent()

    async def run(self, unit: Unit, on_rows: OnRows, *, alone: bool = False) -> UnitResult:
        came = Collected()
        result = await self._engine.run(unit, came, alone=alone)
        site, chunk = unit.sites[0].site, came.chunks[0]
        if site not in self._lost:
            self._lost[site] = (on_rows, chunk)
            return Lost("cut off")
        on_rows_before, late = self._lost[site]
        await on_rows_before(late)
        await on_rows(chunk)
        return result


async def test_answers_that_come_late_are_dropped_and_told(place: Place) -> None:
    put_up(place.web, 1)
    place.put(urls("0.test", 1))

    @asynccontextmanager
    async def opens(*settings: Any) -> AsyncIterator[Engine]:
        async with opener("inline")(*settings) as engine:
            yield LateEngine(engine)

    result = await place.run(opens)
    assert place.rows(urls("0.test", 1)) == Counter(urls("0.test", 1))
    assert result.summary.notices == (
        "answers of workers that were given up, come too late and asked again: 1",
    )


# ── the coordinator ───────────────────────────────────────────────────────────────────────────────


@contextmanager
def coordinator(place: Place, engine: str) -> Iterator[subprocess.Popen[str]]:
    settings = {
        "folder": str(place.folder),
        "connect_to": place.web.connect_to,
        "ca_file": place.web.ca_file,
        "engine": engine,
    }
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.run.engines.coordinator", json.dumps(settings)],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    try:
        yield process
    finally:
        process.kill()
        process.communicate()


@pytest.mark.parametrize("name", REMOTE)
async def test_a_killed_coordinator_is_resumed(name: str, place: Place) -> None:
    names = put_up(place.web, SITES, THINK_S)
    links = [url for site in names for url in urls(site, 30)]
    place.put(links)
    engine = name if name == "processes" else local_ray.local_ray().address
    with coordinator(place, engine) as first:
        await until(lambda: len(place.web.requests) >= 200, 120)
        first.kill()
        killed_at = time.monotonic()
    before = set(processes_seen(place.web))
    known = place.rows(links)
    with coordinator(place, engine) as second:
        told, _ = await anyio.to_thread.run_sync(lambda: second.communicate(timeout=120))
    assert told.splitlines()[-1] == "missing 0, poison 0"
    assert place.rows(links) == Counter(links)
    later = [
        one for one in place.web.requests if process_of(one.header("user-agent")) not in before
    ]
    # Nothing that the ledger had is asked again, and no worker of the first run asks any more.
    assert not {f"http://{one.host}{one.path}" for one in later} & {
        url for url in known if known[url]
    }
    last = max(
        one.at for one in place.web.requests if process_of(one.header("user-agent")) in before
    )
    assert last < min(one.at for one in later)
    if name == "ray":
        assert min(one.at for one in later) - killed_at >= 7.0
    for site in names:
        assert overlaps(place.web, site, THINK_S) == []


# ── nodes of a cluster ────────────────────────────────────────────────────────────────────────────


@pytest.fixture
def two_nodes() -> Iterator[LocalRay]:
    """A cluster of its own, whose second node may die."""
    local_ray.local_ray()
    local_ray.end_local_ray()
    made = LocalRay(cpus=1)
    local_ray.take(made)
    yield made
    local_ray.end_local_ray()


def on_nodes(ray: LocalRay) -> OpenEngine:
    """One worker for each processor of the cluster, and so one on each node."""
    from enricher.run.engines.cluster import cluster  # noqa: PLC0415 - needs ray
    from tests.run.engines.workers import MAKE  # noqa: PLC0415

    limits = replace(FAST, lease_s=20.0, wedged_s=10.0, gather_s=120.0)
    return cluster(ray.address, make=MAKE, limits=limits)


@pytest.mark.parametrize("name", ["ray"])
async def test_a_node_that_dies_loses_nothing_and_doubles_nothing(
    name: str, place: Place, two_nodes: LocalRay
) -> None:
    second = two_nodes.add_node()
    run = Run(place, on_nodes(two_nodes), links=30)
    async with anyio.create_task_group() as group:
        group.start_soon(run.go)
        await until(lambda: len(set(processes_seen(place.web))) == 2, 120)
        await run.at(0.3)
        now = time.monotonic()
        two_nodes.kill(second)
    run.ended = {pid: now for pid in set(processes_seen(place.web)) if not is_alive(pid)}
    run.assert_right()


@pytest.mark.parametrize("name", ["ray"])
async def test_a_worker_that_joins_late_gets_units(
    name: str, place: Place, two_nodes: LocalRay
) -> None:
    names = put_up(place.web, 4, THINK_S)
    async with on_nodes(two_nodes)(*place.engine_settings()) as engine:
        status = engine.status()
        assert status is not None
        assert status.workers == 1
        await place.ask(engine, 1, names[0])
        two_nodes.add_node()
        await until(lambda: getattr(engine.status(), "workers", 0) == 2, 120)
        async with anyio.create_task_group() as group:
            for number, site in enumerate(names[1:], start=2):
                group.start_soon(place.ask, engine, number, site)
    assert len(set(processes_seen(place.web))) == 2
