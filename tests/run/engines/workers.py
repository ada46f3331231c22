"""Workers for tests of engines: they say which process they are, and some URLs break them."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from random import Random

import msgspec

from enricher.models import Observation, Request
from enricher.run.engines.frames import Setup
from enricher.run.engines.host import Leave
from enricher.run.schedule import UrlFilter
from enricher.run.worker import Services, Web, Worker
from enricher.web.client import WebClient
from enricher.web.clock import SystemClock
from tests.web.support import Table

MAKE = "tests.run.engines.workers:open_worker"
MAKE_NAMELESS = "tests.run.engines.workers:open_nameless"


@dataclass(frozen=True, slots=True)
class BreakableWeb:
    """The web, where asking for some paths breaks the worker."""

    web: WebClient

    async def fetch(self, request: Request) -> Observation:
        if "/raises" in request.url:
            raise ValueError("a poisonous page")
        if "/segfaults" in request.url:
            os.kill(os.getpid(), signal.SIGSEGV)
            time.sleep(60)  # noqa: ASYNC251 - Ray's handler of the signal takes its time
        if "/spins" in request.url:
            while True:
                pass
        return await self.web.fetch(request)

    def expect(self, site: str, requests: int) -> None:
        self.web.expect(site, requests)

    async def close_site(self, site: str) -> None:
        await self.web.close_site(site)


@asynccontextmanager
async def open_worker(
    setup: Setup, leave: Leave
) -> AsyncIterator[tuple[Worker, Callable[[], int]]]:
    """As of a run, but its User-Agent is `process N`."""
    config, clock, chance = setup.config, SystemClock(), Random(setup.seed).random
    fetch = msgspec.structs.replace(config.fetch, user_agent=f"process {os.getpid()}")
    client = WebClient(
        fetch,
        config.politeness,
        config.retry,
        clock,
        chance,
        lease=leave.lease,
        permits=leave.permits,
    )
    async with client as web:
        breakable: Web = BreakableWeb(web)
        yield (
            Worker(config, Services(breakable, clock, chance, leave.save_image)),
            (lambda: web.requests_sent),
        )


@asynccontextmanager
async def open_nameless(
    setup: Setup, leave: Leave
) -> AsyncIterator[tuple[Worker, Callable[[], int]]]:
    """As of a run, with a name service that knows no name."""
    config, clock = setup.config, SystemClock()
    client = WebClient(
        config.fetch,
        config.politeness,
        config.retry,
        clock,
        lambda: 0.5,
        resolver=Table({}),
        url_refusal=UrlFilter(config.fields).refusal,
        lease=leave.lease,
        permits=leave.permits,
    )
    async with client as web:
        yield (
            Worker(config, Services(web, clock, lambda: 0.5, leave.save_image)),
            (lambda: web.requests_sent),
        )
