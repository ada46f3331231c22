"""The inline engine: one worker in this process, on this event loop."""

from __future__ import annotations

import sys
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager, contextmanager

import anyio
import anyio.to_thread

from enricher.config import Config
from enricher.models import Outcome
from enricher.run.due import url_refusal
from enricher.run.engines.seam import (
    Chunk,
    Done,
    Engine,
    EngineStatus,
    Failed,
    ImageSaver,
    OnRows,
    Unit,
    UnitResult,
)
from enricher.run.worker import SITES_IN_FLIGHT, Services, Worker, innermost_error
from enricher.web.client import WebClient
from enricher.web.clock import Clock

# SQLite gives up Python's lock for each row, and a thread that reads pages gives it back after this
# time only. With Python's 5 ms, saving a hundred results took seconds, and the largest site waited
# for it (bench realistic); at a tenth, the whole load's CPU is the same.
SWITCH_INTERVAL_S = 0.0005

OpenWorker = Callable[[], AbstractAsyncContextManager[Worker]]


class InlineEngine:
    """Runs all units with one worker, and each unit that must be alone with a new one."""

    def __init__(
        self,
        worker: Worker,
        requests_sent: Callable[[], int],
        open_worker: OpenWorker | None = None,
    ) -> None:
        self._worker = worker
        self._open_worker = open_worker
        self._requests_sent = requests_sent

    def capacity(self) -> int:
        return SITES_IN_FLIGHT

    def requests_sent(self) -> int:
        return self._requests_sent()

    def status(self) -> EngineStatus | None:
        return None

    async def run(self, unit: Unit, on_rows: OnRows, *, alone: bool = False) -> UnitResult:
        if not alone or self._open_worker is None:
            return await run_unit(self._worker, unit, on_rows)
        async with self._open_worker() as worker:
            return await run_unit(worker, unit, on_rows)


async def run_unit(worker: Worker, unit: Unit, on_rows: OnRows) -> UnitResult:
    """Has a worker do a unit, and numbers the chunks it emits."""
    seq = 0

    async def emit(rows: tuple[Outcome, ...]) -> None:
        nonlocal seq
        seq += 1
        await on_rows(Chunk(unit=unit.id, attempt=unit.attempt, seq=seq, rows=rows))

    try:
        return Done(await worker.work(unit, emit))
    except Exception as error:  # noqa: BLE001 - an internal error must not end the run
        return Failed(innermost_error(error))


@asynccontextmanager
async def open_inline(
    config: Config, clock: Clock, chance: Callable[[], float], save_image: ImageSaver | None
) -> AsyncIterator[Engine]:
    """Opens an inline engine over a web client of its own."""
    clients: list[WebClient] = []

    @asynccontextmanager
    async def open_worker() -> AsyncIterator[Worker]:
        settings = (config.fetch, config.politeness, config.retry)
        # In a thread, since it reads certificates.
        client = await anyio.to_thread.run_sync(
            lambda: WebClient(
                *settings,
                clock,
                chance,
                url_refusal=url_refusal(config.fields),
                hosts=config.hosts,
            )
        )
        async with client as web:
            clients.append(web)
            yield Worker(config, Services(web, clock, chance, save_image))

    with _short_switch_interval():
        async with open_worker() as worker:
            yield InlineEngine(
                worker, lambda: sum(web.requests_sent for web in clients), open_worker
            )


@contextmanager
def _short_switch_interval() -> Iterator[None]:
    before = sys.getswitchinterval()
    sys.setswitchinterval(SWITCH_INTERVAL_S)
    try:
        yield
    finally:
        sys.setswitchinterval(before)
