"""The two ways that settings may change: through a proxy, and over HTTP/2."""

from __future__ import annotations

import asyncio
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager

import h2.config
import h2.connection
import h2.events
import pytest

from enricher.config import Politeness
from enricher.models import Failure, Stop
from tests.testweb import SmallWeb, page
from tests.testweb.certificates import Certificates
from tests.web.support import Table, open_client, request


@contextmanager
def loop_in_a_thread() -> Iterator[asyncio.AbstractEventLoop]:
    loop = asyncio.new_event_loop()
    thread = threading.Thread(target=loop.run_forever)
    thread.start()
    yield loop

    async def hang_up() -> None:
        tasks = asyncio.all_tasks() - {asyncio.current_task()}
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    asyncio.run_coroutine_threadsafe(hang_up(), loop).result()
    loop.call_soon_threadsafe(loop.stop)
    thread.join()
    loop.close()


# ── through a proxy ──


class Tunnel:
    """A proxy that connects every name to one server, and writes down whom it was asked for."""

    def __init__(self, target_port: int, status: str = "200 OK") -> None:
        self._target_port = target_port
        self._status = status
        self.asked: list[str] = []

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        head = await reader.readuntil(b"\r\n\r\n")
        self.asked.append(head.split(b"\r\n")[0].decode())
        writer.write(f"HTTP/1.1 {self._status}\r\n\r\n".encode())
        if not self._status.startswith("200"):
            writer.close()
            return
        there, back = await asyncio.open_connection("127.0.0.1", self._target_port)
        try:
            await asyncio.gather(self._copy(reader, back), self._copy(there, writer))
        finally:
            back.transport.abort()
            writer.transport.abort()

    async def _copy(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        while data := await reader.read(65536):
            writer.write(data)
        writer.close()


@contextmanager
def tunnel(
    target_port: int, status: str = "200 OK", context: ssl.SSLContext | None = None
) -> Iterator[tuple[Tunnel, str]]:
    made = Tunnel(target_port, status)
    with loop_in_a_thread() as loop:
        server = asyncio.run_coroutine_threadsafe(
            asyncio.start_server(made.serve, "127.0.0.1", 0, ssl=context), loop
        ).result()
        scheme = "https" if context else "http"
        yield made, f"{scheme}://127.0.0.1:{server.sockets[0].getsockname()[1]}"
        loop.call_soon_threadsafe(server.close)


async def test_tls_through_a_proxy(testweb: SmallWeb) -> None:
    testweb.add("https://site.test/story", page())
    with tunnel(testweb.tls_port) as (proxy, url):
        resolver = Table({"site.test": ["1.1.1.1"]})
        async with open_client(testweb, proxy=url, connect_to={}, resolver=resolver) as client:
            found = [await client.fetch(request("https://site.test/story")) for _ in range(2)]
            assert client.requests_sent == 2
    assert [seen.http_status for seen in found] == [200, 200]
    assert testweb.requests[0].sni == "site.test"
    assert proxy.asked == ["CONNECT site.test:443 HTTP/1.1"]


async def test_tls_through_a_proxy_that_speaks_tls(
    testweb: SmallWeb, certificates: Certificates
) -> None:
    testweb.add("https://site.test/story", page())
    with tunnel(testweb.tls_port, context=certificates.server_context()) as (proxy, url):
        resolver = Table({"site.test": ["1.1.1.1"]})
        async with open_client(testweb, proxy=url, connect_to={}, resolver=resolver) as client:
            found = [await client.fetch(request("https://site.test/story")) for _ in range(2)]
    assert [(seen.http_status, seen.failure) for seen in found] == [(200, None)] * 2
    assert len(proxy.asked) == 1


async def test_plain_http_through_a_proxy_that_speaks_tls(testweb: SmallWeb) -> None:
    testweb.add("http://site.test/story", page())
    proxy = f"https://me:p%40ss@127.0.0.1:{testweb.tls_port}"
    resolver = Table({"site.test": ["1.1.1.1"]})
    async with open_client(testweb, proxy=proxy, connect_to={}, resolver=resolver) as client:
        seen = await client.fetch(request())
    assert (seen.http_status, seen.failure) == (200, None)
    asked = testweb.requests[0]
    assert (asked.is_tls, asked.path) == (True, "http://site.test/story")
    assert asked.header("proxy-authorization") == "Basic bWU6cEBzcw=="


async def test_a_certificate_is_judged_through_a_proxy(testweb: SmallWeb) -> None:
    with tunnel(testweb.tls_port) as (_, url):
        resolver = Table({"expired.test": ["1.1.1.1"]})
        async with open_client(testweb, proxy=url, connect_to={}, resolver=resolver) as client:
            seen = await client.fetch(request("https://expired.test/"))
    assert seen.failure is Failure.TLS_EXPIRED


async def test_a_proxy_that_says_no(testweb: SmallWeb) -> None:
    with tunnel(testweb.tls_port, "502 Bad Gateway") as (_, url):
        async with open_client(
            testweb, proxy=url, connect_to={}, resolver=Table({"site.test": ["1.1.1.1"]})
        ) as client:
            seen = await client.fetch(request("https://site.test/"))
    assert (seen.failure, seen.failure_detail) == (Failure.NO_ROUTE, "502 Bad Gateway")


# ── HTTP/2 ──


class Http2(asyncio.Protocol):
    """Answers `/<size>` with that many bytes, as the windows allow."""

    def __init__(self, asked: list[str]) -> None:
        self._asked = asked
        self._state = h2.connection.H2Connection(h2.config.H2Configuration(client_side=False))
        self._left: dict[int, int] = {}

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport
        self._state.initiate_connection()
        transport.write(self._state.data_to_send())

    def data_received(self, data: bytes) -> None:
        for event in self._state.receive_data(data):
            if isinstance(event, h2.events.RequestReceived):
                path = dict(event.headers)[b":path"].decode()
                self._asked.append(path)
                self._state.send_headers(
                    event.stream_id, [(":status", "200"), ("content-type", "text/html")]
                )
                self._left[event.stream_id] = int(path[1:])
            elif isinstance(event, h2.events.StreamReset):
                self._left.pop(event.stream_id, None)
        self._pour()
        self._transport.write(self._state.data_to_send())

    def _pour(self) -> None:
        for stream in list(self._left):
            while (
                (window := self._state.local_flow_control_window(stream)) > 0 < self._left[stream]
            ):
                size = min(self._left[stream], window, self._state.max_outbound_frame_size)
                self._state.send_data(stream, b"x" * size)
                self._left[stream] -= size
            if self._left[stream] == 0:
                self._state.end_stream(stream)
                del self._left[stream]


@pytest.fixture
def http2(certificates: Certificates) -> Iterator[tuple[int, list[str]]]:
    asked: list[str] = []
    with loop_in_a_thread() as loop:
        context = certificates.server_context(("h2",))
        making = loop.create_server(lambda: Http2(asked), "127.0.0.1", 0, ssl=context)
        server = asyncio.run_coroutine_threadsafe(making, loop).result()
        yield server.sockets[0].getsockname()[1], asked
        loop.call_soon_threadsafe(server.close)


async def test_http2(testweb: SmallWeb, http2: tuple[int, list[str]]) -> None:
    port, asked = http2
    sizes = [10, 300_000, 5_000_000, 10, 5_000_000, 400_000]
    connect_to = {"*": f"127.0.0.1:{port}"}
    polite = Politeness(gap_s=0.0)
    async with open_client(testweb, politeness=polite, connect_to=connect_to, http2=True) as client:
        found = [
            await client.fetch(
                request(f"https://site.test/{size}", stop=Stop.NEVER, max_bytes=500_000)
            )
            for size in sizes
        ]
    assert [(seen.http_status, seen.failure) for seen in found] == [(200, None)] * len(sizes)
    assert [len(seen.body) for seen in found] == [min(size, 500_000) for size in sizes]
    assert asked == [f"/{size}" for size in sizes]
