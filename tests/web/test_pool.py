"""Connections that wait: dead ones are noticed before they are written to, unread bodies hold the sender back."""

from __future__ import annotations

import asyncio
import gc
import ssl
import weakref
from typing import Self, cast

import pytest

from enricher.web import tls
from enricher.web.connection import HIGH_WATER_BYTES, Connection
from enricher.web.pool import IDLE_CONNECTIONS, KEEPALIVE_S, ConnectionPool
from tests.testweb.certificates import Certificates

ORIGIN = ("http", "site.test", 80)


class Pipe(asyncio.Protocol):
    """A server's end that answers nothing by itself."""

    def __init__(self, site: Site) -> None:
        self._site = site

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._site.ends.append(cast("asyncio.Transport", transport))
        self._site.is_connected.set()


class Site:
    """A server whose connections the test holds at both ends."""

    def __init__(self, context: ssl.SSLContext | None = None) -> None:
        self._context = context
        self.ends: list[asyncio.Transport] = []
        self.is_connected = asyncio.Event()
        self._buffer = memoryview(bytearray(64 * 1024))

    async def __aenter__(self) -> Self:
        loop = asyncio.get_running_loop()
        self._server = await loop.create_server(
            lambda: Pipe(self), "127.0.0.1", 0, ssl=self._context
        )
        return self

    async def __aexit__(self, *_: object) -> None:
        for end in self.ends:
            end.abort()
        self._server.close()
        await asyncio.sleep(0)

    async def connect(self, origin: tuple[str, str, int] = ORIGIN) -> Connection:
        host, port = self._server.sockets[0].getsockname()
        self.is_connected.clear()
        _, connection = await asyncio.get_running_loop().create_connection(
            lambda: Connection(self._buffer, origin, origin[1]), host, port
        )
        if self._context is None:
            await self.is_connected.wait()
        return connection

    async def answered(self, connection: Connection) -> None:
        """One exchange over the newest connection."""
        await connection.request(b"GET / HTTP/1.1\r\n\r\n", 1.0)
        self.ends[-1].write(b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n")
        await connection.read_head(1.0)


@pytest.mark.parametrize("last_words", [b"", b"HTTP/1.1 408 Too late\r\n\r\n"])
async def test_what_ended_or_spoke_while_idle_is_not_used(last_words: bytes) -> None:
    async with Site() as site:
        pool = ConnectionPool()
        connection = await site.connect()
        pool.add(connection)
        await site.answered(connection)
        pool.give_back(connection, 0.0)
        assert pool.take(ORIGIN, 1.0) is connection
        pool.give_back(connection, 1.0)
        if last_words:
            site.ends[-1].write(last_words)
        else:
            site.ends[-1].close()
        await asyncio.sleep(0)  # on loopback it has arrived, though no event loop has seen it
        assert pool.take(ORIGIN, 2.0) is None


async def test_what_was_idle_too_long_is_not_used() -> None:
    async with Site() as site:
        pool = ConnectionPool()
        connection = await site.connect()
        pool.add(connection)
        pool.give_back(connection, 0.0)
        assert pool.take(ORIGIN, KEEPALIVE_S) is None


async def test_the_longest_idle_are_closed_first_and_few_are_kept() -> None:
    async with Site() as site:
        pool = ConnectionPool()
        origins = [("http", f"{number}.test", 80) for number in range(IDLE_CONNECTIONS + 5)]
        for number, origin in enumerate(origins):
            connection = await site.connect(origin)
            pool.add(connection)
            pool.give_back(connection, float(number) / 1000)
        kept = [pool.take(origin, 1.0) is not None for origin in origins]
        assert kept == [False] * 5 + [True] * IDLE_CONNECTIONS
        pool.close()


async def test_a_retired_site_gets_new_connections_and_others_keep_theirs() -> None:
    async with Site() as site:
        pool = ConnectionPool()
        for origin in (ORIGIN, ("http", "else.test", 80)):
            connection = await site.connect(origin)
            pool.add(connection)
            pool.give_back(connection, 0.0)
        in_use = await site.connect()
        pool.add(in_use)
        pool.retire("site.test")
        pool.give_back(in_use, 0.0)
        assert pool.take(ORIGIN, 1.0) is None
        assert pool.take(("http", "else.test", 80), 1.0) is not None
        pool.close()


async def test_a_body_that_is_not_read_holds_its_sender_back() -> None:
    async with Site() as site:
        connection = await site.connect()
        await connection.request(b"GET / HTTP/1.1\r\n\r\n", 1.0)
        size = 20 * HIGH_WATER_BYTES
        site.ends[-1].write(b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n" % size)
        site.ends[-1].write(bytes(size))
        await connection.read_head(1.0)
        for _ in range(100):
            await asyncio.sleep(0)
        assert connection.wire_bytes < 3 * HIGH_WATER_BYTES
        received = 0
        while data := await connection.read_body(1.0):
            received += len(data)
        assert received == size
        connection.close()


async def test_a_closed_connection_is_freed_without_a_collector(certificates: Certificates) -> None:
    async with Site(certificates.server_context()) as site:
        gc.collect()
        gc.disable()
        try:
            connection = await site.connect()
            await connection.start_tls(tls.context(certificates.ca_file), "site.test", None, 1.0)
            ssl_object = weakref.ref(connection._layers[0]._ssl)
            connection.close()
            await asyncio.sleep(0)
            await asyncio.sleep(0)
            assert ssl_object() is None
        finally:
            gc.enable()
