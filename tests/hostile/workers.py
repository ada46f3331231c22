"""Workers of the hostile web for engines whose workers are processes of their own."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

from enricher.config import Config
from enricher.run.engines.frames import Setup
from enricher.run.engines.host import Leave
from enricher.run.engines.inline import InlineEngine
from enricher.run.engines.seam import Engine, ImageSaver
from enricher.run.worker import Services, Worker
from enricher.web.client import WebClient
from enricher.web.clock import Clock, SystemClock
from enricher.web.lease import Lease
from tests.hostile.table import NameService

MAKE = "tests.hostile.workers:open_worker"


@asynccontextmanager
async def open_worker(
    setup: Setup, leave: Leave
) -> AsyncIterator[tuple[Worker, Callable[[], int]]]:
    """As of a run, with the name service of the hostile web."""
    config, clock = setup.config, SystemClock()
    client = WebClient(
        config.fetch,
        config.politeness,
        config.retry,
        clock,
        lambda: 0.5,
        resolver=NameService(),
        lease=leave.lease,
        permits=leave.permits,
    )
    async with client as web:
        yield (
            Worker(config, Services(web, clock, lambda: 0.5, leave.save_image)),
            (lambda: web.requests_sent),
        )


@asynccontextmanager
async def open_inline(
    config: Config, clock: Clock, chance: Callable[[], float], save: ImageSaver | None
) -> AsyncIterator[Engine]:
    """The same within this process."""
    setup = Setup(config=config, make=MAKE, seed=chance(), lease_s=0, wedged_s=0)
    async with open_worker(setup, Leave(Lease(clock), None, save)) as (worker, requests_sent):
        yield InlineEngine(worker, requests_sent)
