"""Floor 3. Engines run units. An engine is the only one who knows how many processes there are.

Contract of `run`: it resolves once, never raises and never retries by itself; chunks come home in order, and those
before a `Failed` or `Lost` count; cancelled, it ends after what was learnt came home.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from typing import Protocol

from enricher.config import Config
from enricher.models import Outcome
from enricher.run.units import Chunk, Done, Failed, Result, Unit
from enricher.run.worker import LANES_PER_REQUEST, Hands, Keep, Worker, last_words
from enricher.web.client import WebClient
from enricher.web.clock import Clock

OnRows = Callable[[Chunk], Awaitable[None]]


Opens = Callable[
    [Config, Clock, Callable[[], float], Keep | None], AbstractAsyncContextManager["Engine"]
]
"""Starts an engine; leaving the context ends every process it started."""


class Engine(Protocol):
    """What a coordinator needs of an engine."""

    def capacity(self) -> int:
        """Units it wants in flight now."""
        ...

    def requests_sent(self) -> int:
        """By all its workers so far, redirects and retries included."""
        ...

    async def run(self, unit: Unit, on_rows: OnRows, *, alone: bool = False) -> Result:
        """`alone`: by a worker that has nothing else to do, with connections and lines of its own."""
        ...


Hire = Callable[[], AbstractAsyncContextManager[Worker]]


class Inline:
    """One worker, in this process and on this event loop; and one more for each unit that must be alone."""

    def __init__(
        self,
        worker: Worker,
        config: Config,
        requests_sent: Callable[[], int],
        hire: Hire | None = None,
    ) -> None:
        self._worker = worker
        self._hire = hire
        self._capacity = LANES_PER_REQUEST * config.fetch.concurrency
        self._requests_sent = requests_sent

    def capacity(self) -> int:
        return self._capacity

    def requests_sent(self) -> int:
        return self._requests_sent()

    async def run(self, unit: Unit, on_rows: OnRows, *, alone: bool = False) -> Result:
        if not alone or self._hire is None:
            return await _work(self._worker, unit, on_rows)
        async with self._hire() as worker:
            return await _work(worker, unit, on_rows)


async def _work(worker: Worker, unit: Unit, on_rows: OnRows) -> Result:
    seq = 0

    async def emit(rows: tuple[Outcome, ...]) -> None:
        nonlocal seq
        seq += 1
        await on_rows(Chunk(unit=unit.id, attempt=unit.attempt, seq=seq, rows=rows))

    try:
        return Done(await worker.work(unit, emit))
    except Exception as error:  # noqa: BLE001 - whatever our own code does, the run goes on
        return Failed(last_words(error))


@asynccontextmanager
async def inline(
    config: Config, clock: Clock, chance: Callable[[], float], keep: Keep | None
) -> AsyncIterator[Engine]:
    """An `Inline` engine over a web client of its own."""
    clients: list[WebClient] = []

    @asynccontextmanager
    async def hire() -> AsyncIterator[Worker]:
        async with WebClient(config.fetch, config.politeness, config.retry, clock, chance) as web:
            clients.append(web)
            yield Worker(config, Hands(web, clock, chance, keep))

    async with hire() as worker:
        yield Inline(worker, config, lambda: sum(web.requests_sent for web in clients), hire)
