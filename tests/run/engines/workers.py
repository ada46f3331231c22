"""Workers for tests of engines: they say which process they are, and some URLs break them."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass

import msgspec

from enricher.config import Config
from enricher.models import Observation, Request
from enricher.run.due import url_refusal
from enricher.run.engines.frames import Setup
from enricher.run.engines.host import Grants, MakeWorker, OpenedWorker
from enricher.run.engines.inline import InlineEngine
from enricher.run.engines.seam import Engine, ImageSaver, OpenEngine
from enricher.run.worker import Services, Web, Worker
from enricher.web.client import WebClient
from enricher.web.clock import Clock, SystemClock
from enricher.web.lease import Lease
from enricher.web.resolver import Resolver
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
async def opened(
    setup: Setup,
    grants: Grants,
    *,
    resolver: Resolver | None = None,
    through: Callable[[WebClient], Web] = lambda web: web,
) -> AsyncIterator[tuple[Worker, Callable[[], int]]]:
    """As of a run, but without chance; with a name service, and by another way to the web."""
    config, clock = setup.config, SystemClock()
    client = WebClient(
        config.fetch,
        config.politeness,
        config.retry,
        clock,
        lambda: 0.5,
        resolver=resolver,
        url_refusal=url_refusal(config.fields),
        lease=grants.lease,
        permits=grants.permits,
    )
    async with client as web:
        yield (
            Worker(config, Services(through(web), clock, lambda: 0.5, grants.save_image)),
            (lambda: web.requests_sent),
        )


def open_worker(setup: Setup, grants: Grants) -> OpenedWorker:
    """One that can be broken; its User-Agent is `process N`."""
    replaced = msgspec.structs.replace
    fetch = replaced(setup.config.fetch, user_agent=f"process {os.getpid()}")
    own = replaced(setup, config=replaced(setup.config, fetch=fetch))
    return opened(own, grants, through=BreakableWeb)


def open_nameless(setup: Setup, grants: Grants) -> OpenedWorker:
    """One whose name service knows no name."""
    return opened(setup, grants, resolver=Table({}))


def inline(open_worker: MakeWorker) -> OpenEngine:
    """Opens an engine of such a worker within this process."""

    @asynccontextmanager
    async def open_inline(
        config: Config, clock: Clock, chance: Callable[[], float], save: ImageSaver | None
    ) -> AsyncIterator[Engine]:
        setup = Setup(config=config, make="", seed=chance(), lease_s=0, wedged_s=0)
        async with open_worker(setup, Grants(Lease(clock), None, save)) as (worker, requests_sent):
            yield InlineEngine(worker, requests_sent)

    return open_inline
