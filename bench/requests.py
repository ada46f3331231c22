"""What a request costs: CPU milliseconds of the client, at 100 requests at once over many hosts on loopback.

    python bench/requests.py [--requests 5000] [--hosts 200] [--at-once 100]

The server is another process, so its work is not in the figures. Names are fake and led to it by `connect_to`; TLS
is real, with a certificate made for the run.
"""

from __future__ import annotations

import argparse
import asyncio
import gzip
import multiprocessing
import resource
import ssl
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

import anyio
import trustme

from enricher import urls
from enricher.config import Fetch, Politeness, Retry
from enricher.models import Kind, Observation, Request, Stop
from enricher.web.client import WebClient
from enricher.web.clock import SystemClock

# The shape of the pages that were measured: 60 KB, 22.7 KB in gzip, their heads over after 10 KB.
HEAD = b"""<!doctype html><html><head><title>A story</title><script type="application/ld+json">{"@type": "NewsArticle",
"headline": "A story", "description": "What it says.", "author": {"@type": "Person", "name": "Somebody"},
"datePublished": "2026-11-22T18:04:11Z", "image": "https://cdn.test/i.jpg"}</script>"""
WORDS = b"".join(
    b"<p>Paragraph %d says %x and %x.</p>" % (n, n * 7919, n * 104_729) for n in range(1200)
)
PAGE = (
    HEAD + b"<style>" + WORDS[:9000] + b"</style></head><body>" + WORDS[:50_000] + b"</body></html>"
)
SMALL = b"<title>Not much</title>"
IMAGE = (
    b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\x02\x80\0\0\x01\xe0\x08\x02\0\0\0crc.\0\0\xff\xffIDAT"
    + bytes(100_000)
)
# As a run does it: two turns for each site, and somebody who waits for the next one.
TURNS = 2
WAITING = 2
# A public suffix: each name below it is a site of its own, and yet one certificate does for all.
DOMAIN = "github.io"


def answer(status: str, body: bytes, *headers: str) -> bytes:
    lines = [f"HTTP/1.1 {status}", f"Content-Length: {len(body)}", *headers, "", ""]
    return "\r\n".join(lines).encode() + body


ANSWERS = {
    b"/page": answer(
        "200 OK", gzip.compress(PAGE), "Content-Type: text/html", "Content-Encoding: gzip"
    ),
    b"/small": answer("200 OK", SMALL, "Content-Type: text/html"),
    b"/image": answer(
        "206 Partial Content", IMAGE[:8192], f"Content-Range: bytes 0-8191/{len(IMAGE)}"
    ),
}


class Server(asyncio.Protocol):
    """Answers as fast as Python can."""

    def connection_made(self, transport: Any) -> None:
        self._transport = transport
        self._data = b""

    def data_received(self, data: bytes) -> None:
        self._data += data
        while b"\r\n\r\n" in self._data:
            head, _, self._data = self._data.partition(b"\r\n\r\n")
            path = head.split(b" ", 2)[1].partition(b"?")[0]
            self._transport.write(ANSWERS[path])


def serve(pipe: Connection, certificate: str) -> None:
    async def run() -> None:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(certificate)
        loop = asyncio.get_running_loop()
        servers = [
            await loop.create_server(Server, "127.0.0.1", 0, ssl=own, backlog=1024)
            for own in (None, context)
        ]
        pipe.send([server.sockets[0].getsockname()[1] for server in servers])
        await asyncio.sleep(3600)

    asyncio.run(run())


@contextmanager
def serving() -> Iterator[Fetch]:
    """A server for the time of the block, and settings that lead every name to it."""
    with tempfile.TemporaryDirectory() as folder:
        authority = trustme.CA(key_type=trustme.KeyType.ECDSA)
        ca_file, certificate = Path(folder, "ca.pem"), Path(folder, "server.pem")
        authority.cert_pem.write_to_path(str(ca_file))
        authority.issue_cert(f"*.{DOMAIN}").private_key_and_cert_chain_pem.write_to_path(
            str(certificate)
        )
        ours, theirs = multiprocessing.Pipe()
        process = multiprocessing.get_context("spawn").Process(
            target=serve, args=(theirs, str(certificate))
        )
        process.start()
        try:
            plain, tls = ours.recv()
            connect_to = {"*:443": f"127.0.0.1:{tls}", "*": f"127.0.0.1:{plain}"}
            yield Fetch(connect_to=connect_to, ca_file=str(ca_file), concurrency=1000)
        finally:
            process.terminate()
            process.join()


@dataclass(frozen=True)
class Case:
    name: str
    url: str
    make: Callable[[str], Request]
    closes: bool = False


def read_to(stop: Stop) -> Callable[[str], Request]:
    return lambda url: Request(url=url, kind=Kind.PAGE, stop=stop, max_bytes=1_048_576)


def first_bytes(url: str) -> Request:
    return Request(url=url, kind=Kind.IMAGE, stop=Stop.IMAGE_SIZE, max_bytes=8192, range_bytes=8192)


CASES = (
    Case("60 KB page, whole", "http://host{host}.github.io/page?{number}", read_to(Stop.NEVER)),
    Case(
        "60 KB page, up to </head>",
        "http://host{host}.github.io/page?{number}",
        read_to(Stop.FACTS),
    ),
    Case("small answer", "http://host{host}.github.io/small?{number}", read_to(Stop.FACTS)),
    Case("image, first 8 KB", "http://host{host}.github.io/image?{number}", first_bytes),
    Case(
        "60 KB page, up to </head>, TLS",
        "https://host{host}.github.io/page?{number}",
        read_to(Stop.FACTS),
    ),
    Case(
        "small answer, new TLS connection each",
        "https://host{host}.github.io/small?{number}",
        read_to(Stop.FACTS),
        closes=True,
    ),
)


def cpu_s() -> float:
    used = resource.getrusage(resource.RUSAGE_SELF)
    return used.ru_utime + used.ru_stime


async def measure(
    case: Case, fetch: Fetch, requests: int, hosts: int, at_once: int
) -> tuple[float, float, float]:
    """CPU seconds, wall seconds, share of connections that were new."""
    lanes = [
        [case.url.format(host=host, number=number) for number in range(requests // hosts)]
        for host in range(hosts)
    ]
    todo = iter(lanes)
    politeness = Politeness(gap_s=0.0, concurrency=TURNS)
    async with WebClient(
        fetch, politeness, Retry(attempts=1), SystemClock(), lambda: 0.5
    ) as client:

        async def follow(lane: Iterator[str]) -> None:
            for url in lane:
                check(await client.fetch(case.make(url)))
                if case.closes:
                    await client.close_site(urls.site(url))

        async def walk() -> None:
            for lane in todo:
                rest = iter(lane)
                async with anyio.create_task_group() as followers:
                    for _ in range(1 if case.closes else TURNS + WAITING):
                        followers.start_soon(follow, rest)
                await client.close_site(urls.site(lane[0]))

        cpu, wall = cpu_s(), time.perf_counter()
        async with anyio.create_task_group() as group:
            for _ in range(at_once if case.closes else at_once // TURNS):
                group.start_soon(walk)
        return cpu_s() - cpu, time.perf_counter() - wall, client.requests_sent


def check(seen: Observation) -> None:
    if seen.http_status not in (200, 206) or seen.failure is not None:
        raise SystemExit(
            f"the bench broke: {seen.http_status} {seen.failure} {seen.failure_detail}"
        )


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--requests", type=int, default=5000)
    parser.add_argument("--hosts", type=int, default=200)
    parser.add_argument("--at-once", type=int, default=100)
    options = parser.parse_args()
    print(f"{options.requests} requests to {options.hosts} hosts, {options.at_once} at once")
    print(f"{'':40}{'CPU ms/request':>16}{'requests/s':>12}")
    with serving() as fetch:
        for case in CASES:
            cpu, wall, sent = anyio.run(
                measure, case, fetch, options.requests, options.hosts, options.at_once
            )
            print(f"{case.name:40}{cpu / sent * 1000:16.2f}{sent / wall:12.0f}")
    print(f"peak memory {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB")


if __name__ == "__main__":
    main()
