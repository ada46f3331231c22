"""Runs units in a worker's process as its coordinator tells it, whatever carries the messages."""

from __future__ import annotations

import asyncio
import os
import signal
import threading
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass
from importlib import import_module
from random import Random

import anyio
import anyio.to_thread

from enricher.run.due import url_refusal
from enricher.run.engines import frames
from enricher.run.engines.inline import run_unit
from enricher.run.engines.seam import Chunk, Done, Failed, ImageSaver, Unit, UnitResult
from enricher.run.worker import Services, Worker
from enricher.web.client import WebClient
from enricher.web.clock import SystemClock
from enricher.web.lease import Lease
from enricher.web.site_permits import SitePermits
from enricher.web.site_state import SiteState

Send = Callable[[frames.Frame], Awaitable[None]]
OpenedWorker = AbstractAsyncContextManager[tuple[Worker, Callable[[], int]]]


@dataclass(frozen=True, slots=True)
class Grants:
    """What a coordinator grants a worker: to send requests, ask sites, and have images saved."""

    lease: Lease
    permits: SitePermits | None
    """None: no other worker asks any site."""
    save_image: ImageSaver | None


MakeWorker = Callable[[frames.Setup, Grants], OpenedWorker]

MAKE_WORKER = "enricher.run.engines.host:open_worker"
# Turns of the event loop that the watchdog looks for within the time after which it acts.
TICKS = 8


@asynccontextmanager
async def open_worker(
    setup: frames.Setup, grants: Grants
) -> AsyncIterator[tuple[Worker, Callable[[], int]]]:
    """Opens a worker over a web client of its own; gives it with its count of requests."""
    config, clock, chance = setup.config, SystemClock(), Random(setup.seed).random  # noqa: S311
    settings = (config.fetch, config.politeness, config.retry)
    # In a thread, since it reads certificates.
    client = await anyio.to_thread.run_sync(
        lambda: WebClient(
            *settings,
            clock,
            chance,
            url_refusal=url_refusal(config.fields),
            lease=grants.lease,
            permits=grants.permits,
            hosts=config.hosts,
        )
    )
    async with client as web:
        services = Services(web, clock, chance, grants.save_image)
        yield Worker(config, services), lambda: web.requests_sent


class WorkerHost:
    """Serves one coordinator with one worker."""

    def __init__(self, setup: frames.Setup, send: Send) -> None:
        self._setup = setup
        self._send = send
        self._clock = SystemClock()
        self._lease = Lease(self._clock, self._clock.monotonic() + setup.lease_s)
        self._permits = SitePermits(self._ask_for_site, self._return_site)
        self._of_sites: asyncio.Queue[frames.Frame] = asyncio.Queue()
        self._units: dict[tuple[int, int], anyio.CancelScope] = {}
        self._taken: dict[tuple[int, int, int], anyio.Event] = {}
        self._images: dict[int, asyncio.Queue[bool]] = {}
        self._images_sent = 0
        self._requests: Callable[[], int] = int

    async def serve(self, messages: AsyncIterator[frames.ToWorker]) -> None:
        """Does what messages ask for, side by side, until there are no more."""
        save = self._save_image if self._setup.saves_images else None
        grants = Grants(self._lease, self._permits, save)
        async with (
            _maker(self._setup.make)(self._setup, grants) as (worker, self._requests),
            anyio.create_task_group() as group,
        ):
            group.start_soon(_watch_loop, self._setup.wedged_s)
            group.start_soon(self._send_of_sites)
            async for message in messages:
                if isinstance(message, frames.RunUnit):
                    for granted in message.granted:
                        self._take_site(granted)
                    group.start_soon(self._run, worker, message.unit)
                else:
                    await self._answer(message)
            group.cancel_scope.cancel()

    async def _answer(self, message: frames.ToWorker) -> None:
        match message:
            case frames.RowsTaken(unit=unit, attempt=attempt, seq=seq):
                self._taken.pop((unit, attempt, seq), anyio.Event()).set()
            case frames.CancelUnit(unit=unit, attempt=attempt):
                if (unit, attempt) in self._units:
                    self._units[unit, attempt].cancel()
            case frames.ImageTaken(number=number, wants_more=wants_more):
                self._images.pop(number).put_nowait(wants_more)
            case frames.SiteGranted():
                self._take_site(message)
            case frames.SiteWanted(site=site):
                self._permits.wanted(site)
            case frames.Ping(heard_s=heard_s):
                if heard_s is not None:
                    self._lease.renew(heard_s + self._setup.lease_s)
                now_s = self._clock.monotonic()
                await self._send(frames.Pong(now_s=now_s, requests=self._requests()))

    async def _run(self, worker: Worker, unit: Unit) -> None:
        result: UnitResult = Failed("cancelled")
        with anyio.CancelScope() as scope:
            self._units[unit.id, unit.attempt] = scope
            result = await run_unit(worker, unit, self._send_rows)
        del self._units[unit.id, unit.attempt]
        summary = result.summary if isinstance(result, Done) else None
        why = "" if isinstance(result, Done) else result.why
        await self._send(
            frames.UnitEnded(
                unit=unit.id,
                attempt=unit.attempt,
                requests=self._requests(),
                summary=summary,
                why=why,
            )
        )

    async def _send_rows(self, chunk: Chunk) -> None:
        """Sends a chunk; returns when the coordinator has taken it, so that few are on the way."""
        taken = self._taken[chunk.unit, chunk.attempt, chunk.seq] = anyio.Event()
        await self._send(frames.Rows(chunk=chunk, requests=self._requests()))
        await taken.wait()

    def _take_site(self, granted: frames.SiteGranted) -> None:
        self._permits.granted(granted.site, granted.state, is_wanted=granted.is_wanted)

    def _ask_for_site(self, site: str) -> None:
        self._of_sites.put_nowait(frames.SiteAsked(site=site))

    def _return_site(self, site: str, state: SiteState) -> None:
        self._of_sites.put_nowait(frames.SiteReturned(site=site, state=state))

    async def _send_of_sites(self) -> None:
        while True:
            await self._send(await self._of_sites.get())

    async def _save_image(self, url: str, content: bytes) -> bool:
        self._images_sent += 1
        number = self._images_sent
        answer = self._images[number] = asyncio.Queue[bool]()
        await self._send(frames.ImageRead(number=number, url=url, content=content))
        return await answer.get()


def _maker(path: str) -> MakeWorker:
    module, _, name = path.partition(":")
    make: MakeWorker = getattr(import_module(module), name)
    return make


async def _watch_loop(wedged_s: float) -> None:
    """Turns the event loop's being stuck into the end of the process, which any engine notices."""
    watchdog = Watchdog(wedged_s, time.monotonic())

    def watch() -> None:
        while not watchdog.is_over:
            time.sleep(wedged_s / TICKS)
            if watchdog.is_wedged(time.monotonic()):
                os.kill(os.getpid(), signal.SIGKILL)

    threading.Thread(target=watch, name="watchdog", daemon=True).start()
    try:
        while True:
            watchdog.ticked()
            await anyio.sleep(wedged_s / TICKS)
    finally:
        watchdog.is_over = True


class Watchdog:
    """Decides whether an event loop is stuck.

    A process that was frozen as a whole is forgiven: its watchdog did not look either.
    """

    def __init__(self, wedged_s: float, now_s: float) -> None:
        self._looks_every_s = wedged_s / TICKS
        self._wedged_s = wedged_s
        self._looked_at_s = now_s
        self._stuck_s = 0.0
        self.is_over = False

    def ticked(self) -> None:
        """Notes that the event loop had its turn."""
        self._stuck_s = 0.0

    def is_wedged(self, now_s: float) -> bool:
        """Looks once; a look that comes late counts as one in time."""
        self._stuck_s += min(now_s - self._looked_at_s, 2 * self._looks_every_s)
        self._looked_at_s = now_s
        return self._stuck_s > self._wedged_s
