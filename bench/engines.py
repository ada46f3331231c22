"""Measures engines on the same work: `python bench/engines.py inline processes:2 ...`.

200 sites with 25 links each on a small server of its own process, without gaps; CPU of the run and its
processes (not of the server) for each unit of a site, and the wall clock. Ratios hold within one call only.
"""

from __future__ import annotations

import asyncio
import multiprocessing
import random
import resource
import sys
import tempfile
import time
from pathlib import Path

import anyio

from enricher.config import Archive, Config, Fetch, Policy, Politeness, Retry
from enricher.run.engines.choice import opener, parse
from enricher.run.job import Job, check
from enricher.web.clock import SystemClock

SITES, LINKS, ROUNDS = 200, 25, 2
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


def cpu_s() -> float:
    """Of this process and those of its children that have ended."""
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(each.ru_utime + each.ru_stime for each in used)


def measure(name: str, port: int) -> tuple[float, float]:
    with tempfile.TemporaryDirectory() as folder:
        work = job(Path(folder), port)
        before, began = cpu_s(), time.monotonic()
        result = anyio.run(check, work, opener(parse(name), work.ledger, print))
        assert result.summary.asked == SITES * LINKS, result.summary
        return cpu_s() - before, time.monotonic() - began


def main() -> None:
    names = sys.argv[1:] or ["inline", "processes:2"]
    context = multiprocessing.get_context("spawn")
    found: multiprocessing.Queue[int] = context.Queue()
    server = context.Process(target=serve, args=(found,), daemon=True)
    server.start()
    port = found.get()
    best: dict[str, tuple[float, float]] = {}
    for _ in range(ROUNDS):
        for name in names:
            cpu, wall = measure(name, port)
            seen = best.get(name, (cpu, wall))
            best[name] = min(seen[0], cpu), min(seen[1], wall)
            print(f"  {name}: CPU {cpu:.1f} s, wall {wall:.1f} s", flush=True)
    first = best[names[0]]
    for name, (cpu, wall) in best.items():
        each_ms = cpu / SITES * 1000
        print(
            f"{name:14} CPU {each_ms:6.1f} ms a unit ({cpu / first[0]:.2f} x), "
            f"wall {wall:5.1f} s ({first[1] / wall:.2f} x as fast)"
        )
    server.terminate()
    server.join()


if __name__ == "__main__":
    main()
