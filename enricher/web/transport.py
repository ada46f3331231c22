"""Sends requests over HTTP/1 connections that are pooled by origin."""

from __future__ import annotations

import asyncio
import ssl
from collections import OrderedDict
from typing import Protocol

from enricher import config
from enricher.models import Failure
from enricher.web.connection import Connection
from enricher.web.dial import AddressGuard, dial
from enricher.web.failures import TransportError
from enricher.web.http1 import Head, RawHeaders
from enricher.web.messages import HttpRequest
from enricher.web.pool import ConnectionPool, Origin
from enricher.web.proxies import HttpProxy, Proxies

# What one read takes from a socket at most: a page of 60 KB arrives compressed in one or two.
READ_BYTES = 64 * 1024
# Sites whose sessions are remembered for shorter handshakes: more than are asked at once. A session
# holds the server's certificates, about 10 KiB.
SITES_WITH_SESSIONS = 500


class SendEvents(Protocol):
    """Told by a transport what it is about to do."""

    def connecting(self) -> None:
        """A new connection is made."""
        ...

    async def writing(self) -> None:
        """The request is written next; the transport waits for this to return."""
        ...


class WireResponse(Protocol):
    """The head of a response, and its body as it comes over the wire."""

    http_status: int
    headers: RawHeaders

    @property
    def wire_bytes(self) -> int:
        """Received so far, head and framing included."""
        ...

    async def read(self) -> bytes:
        """The next piece of the body, b"" at its end. Raises what `failures` knows."""
        ...

    async def aclose(self) -> None:
        """To be called, however far the body was read."""
        ...


class Transport(Protocol):
    """Sends requests as they are."""

    async def send(self, request: HttpRequest, events: SendEvents) -> WireResponse:
        """The response's head. Raises what `failures` knows, and what `events` raise."""
        ...

    def retire(self, site: str) -> None:
        """The site's next request goes over a new connection."""
        ...

    async def close_site(self, site: str) -> None:
        """Close the site's idle connections; the next request to it opens new ones."""
        ...

    async def aclose(self) -> None: ...


class Http1Transport:
    """The transport for all that is not HTTP/2."""

    def __init__(
        self, fetch: config.Fetch, guard: AddressGuard, context: ssl.SSLContext, proxies: Proxies
    ) -> None:
        self._fetch = fetch
        self._guard = guard
        self._context = context
        self._proxies = proxies if proxies.places else None
        self.pool = ConnectionPool()
        self._sessions: OrderedDict[str, dict[Origin, ssl.SSLSession]] = OrderedDict()
        """By site, until it has nothing more to do."""
        self._buffer = memoryview(bytearray(READ_BYTES))

    async def send(self, request: HttpRequest, events: SendEvents) -> WireResponse:
        proxy = None if self._proxies is None else self._proxies.find(request.origin)
        if proxy is not None:
            await judge_for_proxy(self._guard, request.origin)
        connection = self.pool.take(request.origin, asyncio.get_running_loop().time())
        if connection is None:
            events.connecting()
            connection = await self._connected(request, proxy)
            self.pool.add(connection)
        try:
            await events.writing()
            timeout_s = self._fetch.read_timeout_s
            await connection.request(_written(request, proxy), timeout_s)
            head = await connection.read_head(timeout_s)
        except BaseException as error:
            self.pool.drop(connection)
            if isinstance(error, TransportError):
                error.wire_bytes = connection.wire_bytes
            raise
        return _Http1Response(self, connection, head, timeout_s)

    def retire(self, site: str) -> None:
        self.pool.retire(site)

    async def close_site(self, site: str) -> None:
        self.pool.close_site(site)
        self._sessions.pop(site, None)

    async def aclose(self) -> None:
        self.pool.close()
        await asyncio.sleep(0)  # asyncio closes sockets in the next round of its loop

    def keep_session(self, connection: Connection) -> None:
        """Keep what shortens the next handshake with the connection's server."""
        connection.wants_session = False
        session = connection.session
        if session is None:
            return
        self._sessions.setdefault(connection.site, {})[connection.origin] = session
        if len(self._sessions) > SITES_WITH_SESSIONS:
            self._sessions.popitem(last=False)

    # ── connections ──

    async def _connected(self, request: HttpRequest, proxy: HttpProxy | None) -> Connection:
        scheme, host, port = request.origin
        first = (host, port) if proxy is None else (proxy.host, proxy.port)
        timeout_s = self._fetch.connect_timeout_s
        dialled = await dial(self._guard, *first, timeout_s)
        loop = asyncio.get_running_loop()
        try:
            _, connection = await loop.create_connection(
                lambda: Connection(self._buffer, request.origin, request.site), sock=dialled.socket
            )
        except BaseException:
            dialled.socket.close()
            raise
        try:
            if proxy is not None and proxy.scheme == "https":
                await connection.start_tls(self._context, proxy.host, None, timeout_s)
            if proxy is not None and scheme == "https":
                await self._open_tunnel(connection, proxy, request.origin)
            if scheme == "https" and not dialled.is_plain:
                session = self._sessions.get(request.site, {}).get(request.origin)
                connection.wants_session = session is None
                await connection.start_tls(self._context, host, session, timeout_s)
        except BaseException:
            connection.close()
            raise
        return connection

    async def _open_tunnel(self, connection: Connection, proxy: HttpProxy, origin: Origin) -> None:
        """RFC 9110 section 9.3.6."""
        _, host, port = origin
        name = f"[{host}]:{port}" if ":" in host else f"{host}:{port}"
        lines = [f"CONNECT {name} HTTP/1.1", f"Host: {name}"]
        if proxy.authorization:
            lines.append(f"Proxy-Authorization: {proxy.authorization}")
        timeout_s = self._fetch.read_timeout_s
        await connection.request(("\r\n".join(lines) + "\r\n\r\n").encode("ascii"), timeout_s)
        head = await connection.read_head(timeout_s)
        if not 200 <= head.http_status <= 299:
            raise TransportError(Failure.NO_ROUTE, f"{head.http_status} {head.reason}".strip())
        connection.tunnel_is_open()


class _Http1Response:
    """A response over a connection of the pool."""

    def __init__(
        self, transport: Http1Transport, connection: Connection, head: Head, timeout_s: float
    ) -> None:
        self.http_status = head.http_status
        self.headers = head.headers
        self._keeps_alive = head.keeps_alive
        self._transport = transport
        self._connection: Connection | None = connection
        self._timeout_s = timeout_s
        self._wire_bytes = 0

    @property
    def wire_bytes(self) -> int:
        return self._wire_bytes if self._connection is None else self._connection.wire_bytes

    async def read(self) -> bytes:
        assert self._connection is not None
        return await self._connection.read_body(self._timeout_s)

    async def aclose(self) -> None:
        connection, self._connection = self._connection, None
        if connection is not None:
            self._wire_bytes = connection.wire_bytes
            if connection.wants_session:
                self._transport.keep_session(connection)
            if self._keeps_alive:
                self._transport.pool.give_back(connection, asyncio.get_running_loop().time())
            else:
                self._transport.pool.drop(connection)


async def judge_for_proxy(guard: AddressGuard, origin: Origin) -> None:
    """Keep a proxy, which resolves names itself, from addresses that policy forbids.

    Raises TransportError.
    """
    _, host, port = origin
    if guard.routes.find(host, port) is None:
        await guard.check_for_proxy(host, port)


def _written(request: HttpRequest, proxy: HttpProxy | None) -> bytes:
    target = request.target
    headers = request.headers
    if proxy is not None and request.origin[0] == "http":
        target = request.url
        if proxy.authorization:
            headers = [*headers, ("Proxy-Authorization", proxy.authorization)]
    lines = [f"GET {target} HTTP/1.1", f"Host: {request.authority}"]
    lines += [f"{name}: {value}" for name, value in headers]
    return ("\r\n".join(lines) + "\r\n\r\n").encode("utf-8")
