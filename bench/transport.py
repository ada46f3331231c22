"""What one page costs in the transport alone: ours, httpcore's, and raw asyncio streams, in one run.

    python -m bench.transport [--pages 5000] [--rounds 3]

The server is another process on loopback; every host has ten pages of 60 KB (22 KB gzip); 100 hosts are asked at
once, each over one connection. Printed: CPU (user and system) of this process per page, medians of the rounds.
"""

from __future__ import annotations

import argparse
import asyncio
import gzip
import multiprocessing
import random
import ssl
import statistics
import time
from collections.abc import Awaitable, Callable
from multiprocessing.connection import Connection as Pipe

from enricher import config
from enricher.models import Kind, Request, Stop
from enricher.web.client import WebClient
from enricher.web.clock import SystemClock
from enricher.web.dial import AddressGuard
from enricher.web.headers import headers
from enricher.web.http2_transport import Http2Transport
from enricher.web.messages import HttpRequest
from enricher.web.proxies import Proxies
from enricher.web.resolver import DnsCache, SystemResolver
from enricher.web.routes import Routes
from enricher.web.transport import Http1Transport, Transport

HOSTS_AT_ONCE = 100
PAGES_PER_HOST = 10
PAGE_BYTES = 60_000
# Words repeat as in prose: 60 KB become about 22 KB.
VOCABULARY = 4_000

FetchPage = Callable[[str], Awaitable[int]]
"""Fetches the page at a URL; gives the bytes of its body."""


def article() -> bytes:
    chance = random.Random(7)
    letters = "etaoinshrdlucmfwypvbgkjqxz"
    words = ["".join(chance.choices(letters, k=chance.randint(2, 9))) for _ in range(VOCABULARY)]
    text = " ".join(
        chance.choices(words, weights=[1 / (n + 1) for n in range(VOCABULARY)], k=15_000)
    )
    html = f"<html><head><title>A page</title></head><body><p>{text}"[: PAGE_BYTES - 18]
    return f"{html}</p></body></html>".encode()


class _Server(asyncio.Protocol):
    def __init__(self, answer: bytes) -> None:
        self._answer = answer
        self._seen = b""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport

    def data_received(self, data: bytes) -> None:
        self._seen += data
        while b"\r\n\r\n" in self._seen:
            _, _, self._seen = self._seen.partition(b"\r\n\r\n")
            self._transport.write(self._answer)


def serve(pipe: Pipe) -> None:
    async def run() -> None:
        body = gzip.compress(article(), 6)
        head = (
            b"HTTP/1.1 200 OK\r\nServer: bench\r\nDate: Mon, 30 Nov 2026 12:00:00 GMT\r\n"
            b"Content-Type: text/html; charset=utf-8\r\nContent-Encoding: gzip\r\nVary: Accept\r\n"
            b'Cache-Control: max-age=60\r\nETag: "a1b2"\r\nX-Frame-Options: DENY\r\n'
            b"Content-Length: %d\r\n\r\n" % len(body)
        )
        loop = asyncio.get_running_loop()
        server = await loop.create_server(lambda: _Server(head + body), "127.0.0.1", 0, backlog=512)
        pipe.send((server.sockets[0].getsockname()[1], len(body)))
        await server.serve_forever()

    asyncio.run(run())


async def on_every_host(pages: int, fetch_host: Callable[[list[str]], Awaitable[None]]) -> None:
    """Call once for each host, with its URLs; HOSTS_AT_ONCE at a time."""
    hosts = iter(range(pages // PAGES_PER_HOST))

    async def worker() -> None:
        for host in hosts:
            await fetch_host([f"http://h{host}.test/{page}" for page in range(PAGES_PER_HOST)])

    async with asyncio.TaskGroup() as group:
        for _ in range(HOSTS_AT_ONCE):
            group.create_task(worker())


async def raw_streams(settings: config.Fetch, pages: int, size: int) -> None:
    port = int(settings.connect_to["*"].rpartition(":")[2])
    said = "".join(f"{name}: {value}\r\n" for name, value in _headers(settings))

    async def fetch_host(urls: list[str]) -> None:
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        for url in urls:
            host, _, path = url.removeprefix("http://").partition("/")
            writer.write(f"GET /{path} HTTP/1.1\r\nHost: {host}\r\n{said}\r\n".encode())
            head = await reader.readuntil(b"\r\n\r\n")
            length = int(head.lower().partition(b"content-length:")[2].partition(b"\r")[0])
            assert len(await reader.readexactly(length)) == size
        writer.close()

    await on_every_host(pages, fetch_host)


async def over_transport(
    transport: Transport, settings: config.Fetch, pages: int, size: int
) -> None:
    class Events:
        def connecting(self) -> None: ...

        async def writing(self) -> None: ...

    said, events = _headers(settings), Events()

    async def fetch_host(urls: list[str]) -> None:
        requests = [
            HttpRequest(
                url=url, headers=said, kind=Kind.PAGE, stop=Stop.NEVER, max_bytes=size, budget_s=60
            )
            for url in urls
        ]
        for request in requests:
            response = await transport.send(request, events)
            received = 0
            while data := await response.read():
                received += len(data)
            await response.aclose()
            assert received == size
        await transport.close_site(requests[0].site)

    await on_every_host(pages, fetch_host)
    await transport.aclose()


async def whole_client(settings: config.Fetch, pages: int) -> None:
    """Throttle, redirects, decoding and observation included."""
    polite = config.Politeness(gap_s=0.0)
    retry = config.Retry(attempts=1)
    async with WebClient(settings, polite, retry, SystemClock(), random.random) as client:

        async def fetch_host(urls: list[str]) -> None:
            for url in urls:
                wish = Request(url=url, kind=Kind.PAGE, stop=Stop.NEVER, max_bytes=1_000_000)
                assert len((await client.fetch(wish)).body) == PAGE_BYTES
            await client.close_site(urls[0].split("/")[2])

        await on_every_host(pages, fetch_host)


def _headers(settings: config.Fetch) -> list[tuple[str, str]]:
    wish = Request(url="http://h.test/", kind=Kind.PAGE, stop=Stop.NEVER, max_bytes=1)
    return headers(wish, settings, wish.client_identity)


def contenders(port: int, size: int, pages: int) -> dict[str, Callable[[], Awaitable[None]]]:
    settings = config.Fetch(connect_to={"*": f"127.0.0.1:{port}"})
    guard = AddressGuard(DnsCache(SystemResolver()), Routes(settings.connect_to))
    context, proxies = ssl.create_default_context(), Proxies("", {})
    return {
        "raw asyncio streams": lambda: raw_streams(settings, pages, size),
        "HTTP/1 transport": lambda: over_transport(
            Http1Transport(settings, guard, context, proxies), settings, pages, size
        ),
        "httpcore (http2 = true)": lambda: over_transport(
            Http2Transport(settings, guard, context, proxies, 2), settings, pages, size
        ),
        "the whole client": lambda: whole_client(settings, pages),
    }


def measured_s(run: Callable[[], Awaitable[None]]) -> float:
    async def main() -> float:
        before = time.process_time()
        await run()
        return time.process_time() - before

    return asyncio.run(main())


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pages", type=int, default=5_000)
    parser.add_argument("--rounds", type=int, default=3)
    options = parser.parse_args()
    ours, its = multiprocessing.Pipe()
    server = multiprocessing.Process(target=serve, args=(its,), daemon=True)
    server.start()
    port, size = ours.recv()
    found: dict[str, list[float]] = {}
    for _ in range(options.rounds):
        for name, run in contenders(port, size, options.pages).items():
            found.setdefault(name, []).append(1000 * measured_s(run) / options.pages)
    server.terminate()
    floor = statistics.median(found["raw asyncio streams"])
    print(f"{options.pages} pages of {PAGE_BYTES} bytes, {size} on the wire; CPU ms per page")
    for name, figures in found.items():
        median = statistics.median(figures)
        print(f"{name:26} {median:7.3f}  {median / floor:5.2f} x raw")


if __name__ == "__main__":
    main()
