"""What every engine promises: R1 to R7 of docs/engines.md, asserted by what the server saw."""

from __future__ import annotations

import os
import signal
from contextlib import suppress
from dataclasses import replace

import anyio
import pytest

from enricher.demo.pictures import png
from enricher.models import Kind, Task
from enricher.run.engines import frames
from enricher.run.engines.pool import WorkerPool
from enricher.run.engines.processes import ProcessLink
from enricher.run.engines.seam import Chunk, Done, Lost, SiteTasks, Unit
from tests.fakes import outcome
from tests.patience import until
from tests.run.engines.support import (
    ENGINES,
    FAST,
    WAITED_FOR,
    Collected,
    assert_polite,
    config,
    is_alive,
    opened,
    processes_seen,
    put_up,
    unit,
    urls,
)
from tests.run.engines.workers import MAKE
from tests.testweb.answers import image, page
from tests.testweb.server import SmallWeb

REMOTE = tuple(name for name in ENGINES if name != "inline")
"""Engines whose workers are processes of their own."""


@pytest.mark.short
@pytest.mark.parametrize("name", ENGINES)
async def test_units_are_done_politely_and_every_target_has_one_row(
    name: str, testweb: SmallWeb
) -> None:
    """R1 and R4, and at the end R7: one result a unit, chunks in order, no process left."""
    names = put_up(testweb, 8)
    collected = {number: Collected() for number in range(len(names))}
    async with opened(name, testweb, count=2) as engine:

        async def run(number: int) -> None:
            site = names[number]
            result = await engine.run(unit(number, (site, urls(site, 6))), collected[number])
            assert isinstance(result, Done)
            assert result.summary.begun == 6

        async with anyio.create_task_group() as group:
            for number in collected:
                group.start_soon(run, number)
        assert engine.requests_sent() == len(testweb.requests) == 48
        assert engine.capacity() >= 1
    for number, each in collected.items():
        assert sorted(each.targets) == sorted(urls(names[number], 6))
        assert [chunk.seq for chunk in each.chunks] == list(range(1, len(each.chunks) + 1))
        assert {(chunk.unit, chunk.attempt) for chunk in each.chunks} == {(number, 1)}
    assert_polite(testweb, names)
    if name != "inline":
        pids = set(processes_seen(testweb))
        assert len(pids) == 2
        await until(lambda: not any(map(is_alive, pids)))


@pytest.mark.short
@pytest.mark.parametrize("name", ENGINES)
async def test_nothing_is_printed(
    name: str, testweb: SmallWeb, capfd: pytest.CaptureFixture[str]
) -> None:
    """R7: standard output is the report's."""
    put_up(testweb, 1)
    async with opened(name, testweb) as engine:
        await engine.run(unit(1, ("0.test", urls("0.test", 1))), Collected())
        if name != "inline":
            os.kill(processes_seen(testweb)[0], signal.SIGKILL)
    assert capfd.readouterr().out == ""


@pytest.mark.short
@pytest.mark.parametrize("name", ENGINES)
async def test_a_target_that_raises_is_named_and_the_worker_lives(
    name: str, testweb: SmallWeb
) -> None:
    put_up(testweb, 1)
    collected = Collected()
    async with opened(name, testweb) as engine:
        todo = [*urls("0.test", 3), "http://0.test/raises"]
        result = await engine.run(unit(1, ("0.test", todo)), collected)
    assert isinstance(result, Done)
    (poison,) = result.summary.poison
    assert poison.target == "http://0.test/raises"
    assert "a poisonous page" in poison.why
    assert sorted(collected.targets) == urls("0.test", 3)


@pytest.mark.short
@pytest.mark.parametrize("name", ENGINES)
async def test_a_cancelled_unit_hands_over_what_it_has_learnt(name: str, testweb: SmallWeb) -> None:
    testweb.add("http://0.test/0/story", page())
    testweb.add("http://0.test/1/story", replace(page(), waits_for="never"))
    collected = Collected()
    async with opened(name, testweb) as engine, anyio.create_task_group() as group:
        group.start_soon(engine.run, unit(1, ("0.test", urls("0.test", 2))), collected)
        await until(lambda: bool(collected.chunks) and len(testweb.requests) == 2)
        group.cancel_scope.cancel()
    assert collected.targets == ["http://0.test/0/story"]


@pytest.mark.short
@pytest.mark.parametrize("name", ENGINES)
async def test_images_are_saved_by_the_coordinator(name: str, testweb: SmallWeb) -> None:
    picture = png(640, 480)
    testweb.add("http://0.test/a.png", image(picture))
    saved: dict[str, bytes] = {}

    async def save(url: str, content: bytes) -> bool:
        await anyio.lowlevel.checkpoint()
        saved[url] = content
        return True

    task = Task(target="http://0.test/a.png", kind=Kind.IMAGE, keeps_copy=True)
    asked = Unit(id=1, attempt=1, sites=(SiteTasks(site="0.test", tasks=(task,)),))
    async with opened(name, testweb, save=save) as engine:
        assert isinstance(await engine.run(asked, Collected()), Done)
    assert saved == {"http://0.test/a.png": picture}


# ── processes that die, freeze, or are stuck ──────────────────────────────────────────────────────


@pytest.mark.parametrize("name", REMOTE)
@pytest.mark.parametrize("how", ["segfaults", "spins"])
async def test_a_process_that_dies_loses_its_units_and_is_replaced(
    name: str, how: str, testweb: SmallWeb
) -> None:
    """R2 and R3: told once, when it is certain, and not tried again by the engine."""
    put_up(testweb, 2)
    async with opened(name, testweb, WAITED_FOR) as engine:
        result = await engine.run(unit(1, ("0.test", [f"http://0.test/{how}"])), Collected())
        assert isinstance(result, Lost)
        for number in range(2, 4):
            again = await engine.run(unit(number, ("1.test", urls("1.test", 2))), Collected())
            assert isinstance(again, Done)
    assert len(testweb.asked("0.test")) == 0


@pytest.mark.short
@pytest.mark.parametrize("name", REMOTE)
async def test_a_unit_that_outlives_its_lease_is_ended_with_its_process(
    name: str, testweb: SmallWeb
) -> None:
    """R5."""
    testweb.add("http://0.test/*", replace(page(), waits_for="never"))
    async with opened(name, testweb) as engine:
        asked = unit(1, ("0.test", urls("0.test", 1)), lease_s=0.2)
        assert isinstance(await engine.run(asked, Collected()), Lost)
        (pid,) = processes_seen(testweb)
        await until(lambda: not is_alive(pid))


@pytest.mark.short
@pytest.mark.parametrize("name", REMOTE)
async def test_a_suspect_runs_in_a_process_that_does_nothing_else(
    name: str, testweb: SmallWeb
) -> None:
    """R6."""
    put_up(testweb, 3)
    async with opened(name, testweb) as engine:
        for number in range(2):
            await engine.run(unit(number, ("0.test", urls("0.test", 1))), Collected())
        suspect = unit(2, ("1.test", ["http://1.test/segfaults"]))
        assert isinstance(await engine.run(suspect, Collected(), alone=True), Lost)
        innocent = unit(3, ("2.test", urls("2.test", 1)))
        assert isinstance(await engine.run(innocent, Collected(), alone=True), Done)
        await engine.run(unit(4, ("0.test", urls("0.test", 1))), Collected())
    assert not set(processes_seen(testweb, "0.test")) & set(processes_seen(testweb, "2.test"))


@pytest.mark.parametrize("name", REMOTE)
async def test_a_frozen_worker_is_ended_and_its_site_given_to_another(
    name: str, testweb: SmallWeb
) -> None:
    """Never two workers at one site."""
    names = put_up(testweb, 1)
    async with opened(name, testweb, WAITED_FOR) as engine:
        todo = unit(1, ("0.test", urls("0.test", 100)))
        results: list[object] = []

        async def run() -> None:
            results.append(await engine.run(todo, Collected()))

        async with anyio.create_task_group() as group:
            group.start_soon(run)
            await until(lambda: len(testweb.requests) > 5)
            frozen = processes_seen(testweb)[0]
            os.kill(frozen, signal.SIGSTOP)
        assert isinstance(results[0], Lost)
        before = processes_seen(testweb).count(frozen)
        with suppress(ProcessLookupError):  # an actor may be out of reach only
            os.kill(frozen, signal.SIGCONT)
        again = await engine.run(unit(2, ("0.test", urls("0.test", 4))), Collected())
        assert isinstance(again, Done)
    assert processes_seen(testweb).count(frozen) == before
    assert_polite(testweb, names)


async def test_a_thawed_worker_sends_nothing_until_its_lease_is_renewed(testweb: SmallWeb) -> None:
    """Even where it cannot be ended."""
    put_up(testweb, 1)
    lease_s = 1.5
    setup = frames.Setup(
        config=config(testweb), make=MAKE, seed=0.5, lease_s=lease_s, wedged_s=60.0
    )
    link = await ProcessLink.start(setup)
    heard: list[float] = []

    async def listen() -> None:
        async for message in link.receive():
            if isinstance(message, frames.Pong):
                heard.append(message.now_s)
            elif isinstance(message, frames.Rows):
                (unit, attempt), seq = message.key, message.chunk.seq
                link.send(frames.RowsTaken(unit=unit, attempt=attempt, seq=seq))

    async def ping(heard_s: float | None) -> None:
        count = len(heard)
        link.send(frames.Ping(heard_s=heard_s))
        await until(lambda: len(heard) > count)

    async with anyio.create_task_group() as group:
        group.start_soon(listen)
        await ping(None)
        await ping(heard[-1])
        todo = unit(1, ("0.test", urls("0.test", 10_000)))
        link.send(frames.RunUnit(unit=todo, granted=(frames.SiteGranted(site="0.test"),)))
        while len(testweb.requests) <= 5:  # a busy machine may take longer than a lease lasts
            await ping(heard[-1])
        os.kill(link.pid, signal.SIGSTOP)
        await anyio.sleep(lease_s)
        on_the_way = len(testweb.requests)
        os.kill(link.pid, signal.SIGCONT)
        # A renewal from before the freeze: it was on its way and is read only now.
        for _ in range(5):
            await ping(heard[1])
        assert len(testweb.requests) == on_the_way
        await ping(heard[-1])
        await until(lambda: len(testweb.requests) > on_the_way)
        await link.end()


async def test_rows_of_a_unit_that_has_ended_are_dropped_and_counted(testweb: SmallWeb) -> None:
    rows = (outcome("http://0.test/0/story"),) * 3
    async with opened("processes", testweb) as engine:
        assert isinstance(engine, WorkerPool)
        late = frames.Rows(chunk=Chunk(unit=9, attempt=1, seq=1, rows=rows), requests=0)
        engine._take(engine._workers[0], late)
        status = engine.status()
        assert (status.workers, status.late) == (1, 3)


def test_counted_pings_cover_the_lease() -> None:
    assert FAST.unanswered * FAST.ping_s > FAST.lease_s
