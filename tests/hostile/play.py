"""Runs the whole job once over a document that links to every row of the hostile web."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import AsyncIterator, Callable, Iterator, Sequence
from contextlib import asynccontextmanager, contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import anyio
import msgspec

from enricher.config import Archive, Config, Politeness, Retry
from enricher.document.links import target_of
from enricher.models import Outcome
from enricher.run.engines.seam import (
    Chunk,
    Engine,
    EngineStatus,
    ImageSaver,
    OnRows,
    OpenEngine,
    Unit,
    UnitResult,
)
from enricher.run.job import Job
from enricher.run.lifecycle import check
from enricher.run.results.run_result import RunResult
from enricher.web.clock import Clock, SystemClock
from tests.run import hostile
from tests.testweb.certificates import Certificates
from tests.testweb.server import SmallWeb


@dataclass(frozen=True, slots=True)
class Noting:
    """An engine that writes down every outcome that passes."""

    engine: Engine
    outcomes: dict[str, Outcome]

    def capacity(self) -> int:
        return self.engine.capacity()

    def requests_sent(self) -> int:
        return self.engine.requests_sent()

    def status(self) -> EngineStatus | None:
        return self.engine.status()

    async def run(self, unit: Unit, on_rows: OnRows, *, alone: bool = False) -> UnitResult:
        async def note(chunk: Chunk) -> None:
            self.outcomes.update({outcome.target: outcome for outcome in chunk.rows})
            await on_rows(chunk)

        return await self.engine.run(unit, note, alone=alone)


@dataclass(slots=True)
class Played:
    """What came of it."""

    result: RunResult
    requests: int
    """As the servers counted them."""
    seconds: float
    outcomes: dict[str, Outcome] = field(default_factory=dict)
    """By normalised URL."""

    def of(self, row: hostile.Row) -> Outcome:
        return self.outcomes[target_of(row.link)]

    def says(self, row: hostile.Row) -> str:
        verdict = self.of(row).verdict
        return f"{verdict.status}/{verdict.reason}"

    def excess(self, row: hostile.Row, times: float = 1.0) -> str:
        """What the row cost beyond its bound, its seconds multiplied; "": nothing."""
        cost, most = self.of(row), row.most
        pairs = {
            "bytes": (cost.bytes_read, most.bytes),
            "requests": (cost.requests, most.requests),
            "seconds": (cost.elapsed_s, most.seconds * times),
        }
        return ", ".join(f"{one:g} {what}" for what, (one, bound) in pairs.items() if one > bound)


@contextmanager
def port_that_says(words: bytes) -> Iterator[int]:
    """A port that takes connections, says these words and then nothing."""
    taken: list[socket.socket] = []

    def take() -> None:
        with suppress(OSError):
            while True:
                connection, _ = server.accept()
                taken.append(connection)
                connection.sendall(words)

    with socket.create_server(("127.0.0.1", 0), backlog=64) as server:
        thread = threading.Thread(target=take, daemon=True)
        thread.start()
        yield server.getsockname()[1]
        server.shutdown(socket.SHUT_RDWR)
        thread.join()
    for connection in taken:
        connection.close()


@dataclass(frozen=True, slots=True)
class Ports:
    """Ports that speak no TLS."""

    silent: int
    ssh: int
    plain: int


def settings(web: SmallWeb, ports: Ports, **changes: Any) -> Config:
    fetch = hostile.settings(web)
    connect_to = fetch.connect_to | {
        "plain-behind.test:443": f"127.0.0.1:{ports.plain}",
        "tls-behind.test": f"127.0.0.1:{web.tls_port}",
        "silent-behind.test:443": f"127.0.0.1:{ports.silent}",
        "ssh-behind.test:443": f"127.0.0.1:{ports.ssh}",
    }
    fetch = msgspec.structs.replace(fetch, connect_to=connect_to, **changes)
    return Config(
        fetch=fetch,
        politeness=Politeness(gap_s=0.0, browser_retry=True),
        retry=Retry(first_wait_s=0.0),
        archive=Archive(enabled=False),
    )


def play(
    rows: Sequence[hostile.Row],
    certificates: Certificates,
    folder: Path,
    engine: OpenEngine,
    **fetch: Any,
) -> Played:
    """One run over one document that links to all rows; `fetch` changes settings."""
    (folder / "news").mkdir()
    (folder / "news" / "one.md").write_text(hostile.document(rows), encoding="utf-8")
    outcomes: dict[str, Outcome] = {}

    @asynccontextmanager
    async def opens(
        config: Config, clock: Clock, chance: Callable[[], float], save: ImageSaver | None
    ) -> AsyncIterator[Engine]:
        async with engine(config, clock, chance, save) as opened:
            yield Noting(opened, outcomes)

    with (
        SmallWeb(certificates) as web,
        port_that_says(b"") as silent,
        port_that_says(b"SSH-2.0-OpenSSH_9.9\r\n") as ssh,
        port_that_says(b"HTTP/1.1 400 Bad Request\r\n\r\n") as plain,
    ):
        hostile.put_up(web, rows)
        job = Job(
            config=settings(web, Ports(silent, ssh, plain), **fetch),
            paths=(folder / "news",),
            ledger=folder / "ledger.sqlite3",
            clock=SystemClock(),
            chance=lambda: 0.5,
        )
        begun = time.monotonic()
        result = anyio.run(check, job, opens)
        seconds = time.monotonic() - begun
        return Played(result, len(web.requests), seconds, outcomes)
