"""Sites that several workers need: redirect targets, image hosts, archives. One asks at a time."""

from __future__ import annotations

from dataclasses import replace

import anyio
import msgspec
import pytest

from enricher.config import Config, Politeness, SiteOverride
from enricher.run.engines.seam import Done
from tests.patience import until
from tests.run.engines.support import (
    SLOTS,
    Collected,
    config,
    open_engine,
    overlaps,
    processes_seen,
    put_up,
    unit,
    urls,
)
from tests.testweb.answers import page, redirect
from tests.testweb.server import SmallWeb

REMOTE = ("processes", "ray")
THINK_S = 0.02
SITES, LINKS = 12, 10
HUB = "hub.test"


def lead_to_hub(web: SmallWeb) -> list[str]:
    """Sites whose every link redirects to one and the same host."""
    names = [f"{number}.test" for number in range(SITES)]
    for name in names:
        for number in range(LINKS):
            place = f"http://{HUB}/{name}/{number}"
            web.add(f"http://{name}/{number}/story", redirect(place))
    web.add(f"http://{HUB}/*", replace(page("<title>A story</title>"), after_s=THINK_S))
    return names


@pytest.mark.short
@pytest.mark.parametrize("name", REMOTE)
async def test_a_host_that_many_sites_lead_to_is_asked_by_one_worker_at_a_time(
    name: str, testweb: SmallWeb
) -> None:
    names = lead_to_hub(testweb)
    async with (
        open_engine(name, config(testweb), count=3) as engine,
        anyio.create_task_group() as group,
    ):

        async def run(number: int) -> None:
            todo = unit(number, (names[number], urls(names[number], LINKS)))
            collected = Collected()
            assert isinstance(await engine.run(todo, collected), Done)
            assert len(collected.targets) == LINKS

        for number in range(SITES):
            group.start_soon(run, number)
    assert len({one.path for one in testweb.asked(HUB)}) == SITES * LINKS
    seen = processes_seen(testweb, HUB)
    assert len(set(seen)) == 3
    assert overlaps(testweb, HUB, THINK_S) == []
    starts = [one.at for one in testweb.asked(HUB)]
    assert all(
        later - first > THINK_S * 0.9 for first, later in zip(starts, starts[SLOTS:], strict=False)
    )


@pytest.mark.parametrize("name", REMOTE)
async def test_the_gap_of_a_shared_host_goes_on_from_worker_to_worker(
    name: str, testweb: SmallWeb
) -> None:
    names, links, gap_s = lead_to_hub(testweb)[:4], 4, 0.1
    sites = {HUB: SiteOverride(gap_s=gap_s)}
    settings: Config = msgspec.structs.replace(
        config(testweb), politeness=Politeness(gap_s=0.0, concurrency=SLOTS, sites=sites)
    )
    async with open_engine(name, settings, count=2) as engine, anyio.create_task_group() as group:
        for number, site in enumerate(names):
            group.start_soon(engine.run, unit(number, (site, urls(site, links))), Collected())
    starts = [one.at for one in testweb.asked(HUB)]
    assert len(set(processes_seen(testweb, HUB))) == 2
    assert len(starts) >= len(names) * links
    # On average, since the way to the server is not always as long; two gaps apart would take half of it.
    assert starts[-1] - starts[0] >= (len(starts) - 1) * gap_s * 0.75


@pytest.mark.parametrize("name", REMOTE)
async def test_a_pause_that_a_shared_host_asks_for_holds_for_all_workers(
    name: str, testweb: SmallWeb
) -> None:
    """One worker is told; another, which comes next, leaves the host alone for as long."""
    names = lead_to_hub(testweb)[:2]
    answer = replace(page("<title>429</title>", status=429), headers=(("Retry-After", "1"),))
    testweb.add(f"http://{HUB}/{names[0]}/0", answer)
    testweb.add("http://busy.test/0/story", replace(page("<title>A story</title>"), after_s=0.3))
    async with open_engine(name, config(testweb), count=2) as engine:
        await engine.run(unit(1, (names[0], urls(names[0], 1))), Collected())
        async with anyio.create_task_group() as group:
            group.start_soon(engine.run, unit(2, ("busy.test", urls("busy.test", 1))), Collected())
            await until(lambda: testweb.asked("busy.test") != [])
            # The worker that was told is busy.
            group.start_soon(engine.run, unit(3, (names[1], urls(names[1], 1))), Collected())
    first, later, *_ = testweb.asked(HUB)
    assert first.header("user-agent") != later.header("user-agent")
    assert later.at - first.at >= 0.99


@pytest.mark.parametrize("name", REMOTE)
async def test_two_workers_that_need_each_others_sites_do_not_wait_for_ever(
    name: str, testweb: SmallWeb
) -> None:
    put_up(testweb, 2, THINK_S)
    for number in range(LINKS):
        for one, other in (("0.test", "1.test"), ("1.test", "0.test")):
            testweb.add(f"http://{one}/{number}/story", redirect(f"http://{other}/end/{number}"))
    async with open_engine(name, config(testweb), count=2) as engine:
        with anyio.fail_after(60):
            async with anyio.create_task_group() as group:
                for number, site in enumerate(("0.test", "1.test")):
                    todo = unit(number, (site, urls(site, LINKS)))
                    group.start_soon(engine.run, todo, Collected())
    assert len({(one.host, one.path) for one in testweb.requests}) == 4 * LINKS
    for site in ("0.test", "1.test"):
        assert len(set(processes_seen(testweb, site))) == 2
