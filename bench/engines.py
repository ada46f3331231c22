"""Measures engines on the same work: `python bench/engines.py inline processes:2 ray ...`.

200 sites with 25 links each on a small server of its own process, without gaps. CPU for each site's unit, and the
wall clock, from the first link checked to the end: without the start of processes, which a run pays once. CPU is that
of the run and all processes under it (workers, and what a cluster needs), not of the server. Medians of the rounds;
ratios hold within one call only.
"""

from __future__ import annotations

import asyncio
import multiprocessing
import os
import random
import sys
import tempfile
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, replace
from pathlib import Path
from statistics import median
from typing import Any

import anyio

from enricher.config import Archive, Config, Fetch, Policy, Politeness, Retry
from enricher.run.engines.choice import opener, parse
from enricher.run.engines.inline import open_inline
from enricher.run.engines.seam import Engine
from enricher.run.job import Job
from enricher.run.lifecycle import check
from enricher.run.results.records import Event, TargetChecked
from enricher.web.clock import SystemClock

SITES, LINKS, ROUNDS = 200, 25, 3
ARTICLE = (
    "<html><head><title>Story</title><meta property='og:title' content='Story'></head><body>"
    + "<p>The mayor signed an ordinance on Thursday to partly reverse the ban.</p>" * 90
    + "</body></html>"
).encode()
ANSWER = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: %d\r\n\r\n" % len(ARTICLE)


class Server(asyncio.Protocol):
    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self.transport = transport
        self.data = b""

    def data_received(self, data: bytes) -> None:
        self.data += data
        while b"\r\n\r\n" in self.data:
            _, _, self.data = self.data.partition(b"\r\n\r\n")
            self.transport.write(ANSWER + ARTICLE)


def serve(port: multiprocessing.Queue[int]) -> None:
    async def main() -> None:
        loop = asyncio.get_running_loop()
        server = await loop.create_server(Server, "127.0.0.1", 0, backlog=2048)
        port.put(server.sockets[0].getsockname()[1])
        await server.serve_forever()

    asyncio.run(main())


def job(folder: Path, port: int) -> Job:
    links = "".join(
        f"  - title: Story\n    webUrl: http://{site}.test/{link}/story\n"
        for site in range(SITES)
        for link in range(LINKS)
    )
    (folder / "one.md").write_text(f"---\nrelated:\n{links}---\n")
    config = Config(
        fetch=Fetch(
            connect_to={"*": f"127.0.0.1:{port}"},
            allow_addresses=("127.0.0.1/32",),
            concurrency=128,
        ),
        politeness=Politeness(gap_s=0.0),
        policy=Policy(probe=False),
        retry=Retry(attempts=1),
        archive=Archive(enabled=False),
    )
    return Job(
        config=config,
        paths=(folder / "one.md",),
        ledger=folder / "ledger.sqlite3",
        clock=SystemClock(),
        chance=random.random,
        writes=False,
    )


def cpu_s(without: int | None) -> float:
    """CPU seconds so far of this process and all processes under it that live."""
    stats = dict(_stats())
    ours, found = {os.getpid()}, {os.getpid()}
    while found:
        found = {pid for pid, (parent, _) in stats.items() if parent in found and pid != without}
        ours |= found
    return sum(stats[pid][1] for pid in ours if pid in stats)


def _stats() -> Iterator[tuple[int, tuple[int, float]]]:
    """Of each process its parent, and its CPU seconds."""
    ticks = os.sysconf("SC_CLK_TCK")
    for each in Path("/proc").iterdir():
        if each.name.isdigit():
            with suppress(OSError):
                fields = (each / "stat").read_text().rpartition(")")[2].split()
                yield int(each.name), (int(fields[1]), (int(fields[11]) + int(fields[12])) / ticks)


@dataclass
class Stretch:
    """From the first link checked."""

    server: int | None
    began: tuple[float, float] | None = None

    def __call__(self, event: Event) -> None:
        if isinstance(event, TargetChecked) and self.began is None:
            self.began = cpu_s(self.server), time.monotonic()

    def until_now(self) -> tuple[float, float]:
        assert self.began is not None
        return cpu_s(self.server) - self.began[0], time.monotonic() - self.began[1]


def measure(name: str, port: int, server: int | None) -> tuple[float, float]:
    stretch = Stretch(server)
    found: list[tuple[float, float]] = []
    with tempfile.TemporaryDirectory() as folder:
        work = replace(job(Path(folder), port), on_event=stretch)
        open_engine = opener(parse(name), work.ledger, print) or open_inline

        @asynccontextmanager
        async def opens(*settings: Any) -> AsyncIterator[Engine]:
            async with open_engine(*settings) as engine:
                yield engine
                # Before its processes end, of which nothing could be read afterwards.
                found.append(stretch.until_now())

        result = anyio.run(check, work, opens)
        assert result.summary.asked == SITES * LINKS, result.summary
    return found[0]


def main() -> None:
    names = sys.argv[1:] or ["inline", "processes:2"]
    context = multiprocessing.get_context("spawn")
    found: multiprocessing.Queue[int] = context.Queue()
    server = context.Process(target=serve, args=(found,), daemon=True)
    server.start()
    port = found.get()
    found_for: dict[str, list[tuple[float, float]]] = {name: [] for name in names}
    for _ in range(ROUNDS):
        for name in names:
            cpu, wall = measure(name, port, server.pid)
            found_for[name].append((cpu, wall))
            print(f"  {name}: CPU {cpu:.1f} s, wall {wall:.1f} s", flush=True)
    first_cpu, first_wall = (median(each) for each in zip(*found_for[names[0]], strict=True))
    for name, rounds in found_for.items():
        cpu, wall = (median(each) for each in zip(*rounds, strict=True))
        print(
            f"{name:14} CPU {cpu / SITES * 1000:6.1f} ms a unit ({cpu / first_cpu:.2f} x), "
            f"wall {wall:5.1f} s ({first_wall / wall:.2f} x as fast)"
        )
    server.terminate()
    server.join()


if __name__ == "__main__":
    main()
