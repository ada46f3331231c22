"""How a pool of workers opens: with all of them, with some after a while, or not at all."""

from __future__ import annotations

import math
from collections.abc import AsyncIterator
from dataclasses import dataclass, field

import anyio
import pytest

from enricher.config import Config, Fetch, Politeness
from enricher.errors import EngineError
from enricher.run.engines import frames
from enricher.run.engines.pool import PoolRules, open_pool, shared
from enricher.run.engines.remote_worker import Limits
from enricher.run.worker import sites_at_once

WORKERS = 2
START_S = 0.2
GATHER_S = 60.0
"""More than a test may take."""


@dataclass(eq=False)
class Link:
    """A worker that is ready at once, or never."""

    is_ready: bool
    ended: anyio.Event = field(default_factory=anyio.Event)

    def send(self, message: frames.ToWorker) -> None:
        pass

    async def receive(self) -> AsyncIterator[frames.FromWorker]:
        if self.is_ready:
            yield frames.Pong(now_s=0.0, requests=0)
        await self.ended.wait()

    async def end(self) -> str:
        self.ended.set()
        return "ended"


async def opens(ready: int) -> int:
    """Opens a pool of which some workers become ready; gives how many have joined."""
    links = [Link(is_ready=number < ready) for number in range(WORKERS)]
    coming = iter(links)

    async def start() -> Link:
        return next(coming)

    limits = Limits(start_s=START_S, gather_s=GATHER_S, ping_s=60.0)
    rules = PoolRules.of(limits, Config(), None, WORKERS)
    async with open_pool(start, lambda: WORKERS, rules, enough=WORKERS) as pool:
        status = pool.status()
    assert all(link.ended.is_set() for link in links)
    return status.workers


@pytest.mark.parametrize("ready", [WORKERS, 1])
async def test_those_that_are_ready_in_time_begin(ready: int) -> None:
    assert await opens(ready) == ready


async def test_without_any_the_time_that_is_named_has_passed_and_no_more() -> None:
    with (
        anyio.fail_after(GATHER_S / 2),
        pytest.RaisesGroup(
            pytest.RaisesExc(EngineError, match=r"no worker was ready in 0\.2 s"),
            flatten_subgroups=True,
        ),
    ):
        await opens(0)


def test_a_worker_has_a_quarter_more_sites_than_it_works_on() -> None:
    """Of 100 requests at once, two at a site: 25 sites for each of two workers, and some to spare."""
    config = Config(fetch=Fetch(concurrency=100), politeness=Politeness(concurrency=2, gap_s=0.0))
    each = sites_at_once(shared(config, 2))
    assert PoolRules.of(Limits(), config, None, 2).sites_each == math.ceil(1.25 * each)
    assert each < sites_at_once(config)
