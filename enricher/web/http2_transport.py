"""Sends requests with httpcore, for `http2 = true`: servers may choose HTTP/2.

One small pool for each site: one for all would walk every open connection at every request, 12 ms
of CPU against 1 ms (measured with 200 sites). A pool of its own also keeps the connections of a
site from being reused under another name.
"""

from __future__ import annotations

import ssl
from collections import OrderedDict
from collections.abc import AsyncIterator
from contextlib import aclosing
from dataclasses import dataclass
from typing import Any, cast

import anyio
import httpcore

from enricher import config
from enricher.web.backend import Backend
from enricher.web.dial import AddressGuard
from enricher.web.failures import EndedEarlyError, TransportError
from enricher.web.http2_failures import translated
from enricher.web.messages import HttpRequest
from enricher.web.pool import KEEPALIVE_S
from enricher.web.proxies import HttpProxy, Proxies
from enricher.web.stream import Stream
from enricher.web.transport import SendEvents, WireResponse, judge_for_proxy

# An idle TLS connection holds 256 KiB of asyncio's buffers; with up to four for each site this is
# 100 MB at most.
IDLE_POOLS = 100
# Beyond a site's slots: so that a redirect between http, https and www does not close what the next
# one needs.
SPARE_CONNECTIONS = 2

# httpcore's names for its steps: documented as the `trace` request extension.
_IS_CONNECTING = "connection.connect_tcp.started"
_IS_WRITING = frozenset(
    {"http11.send_request_headers.started", "http2.send_request_headers.started"}
)

# httpcore's and h11's words for the end of a connection within a body.
_EARLY_END = "closed connection without sending complete message body"


@dataclass(eq=False, slots=True)
class _Pool:
    backend: Backend
    pool: httpcore.AsyncConnectionPool
    active: int = 0


_PoolKey = tuple[str, HttpProxy | None]
"""A site, and the proxy through which it is reached."""


class Http2Transport:
    """Offers HTTP/2, and speaks HTTP/1.1 where a server does not take the offer."""

    def __init__(
        self,
        fetch: config.Fetch,
        guard: AddressGuard,
        context: ssl.SSLContext,
        proxies: Proxies,
        connections: int,
    ) -> None:
        """`connections` at once to one site."""
        self._fetch = fetch
        self._guard = guard
        self._context = context
        self._connections = connections
        self._proxies = proxies
        self._pools: OrderedDict[_PoolKey, _Pool] = OrderedDict()

    async def send(self, request: HttpRequest, events: SendEvents) -> WireResponse:
        proxy = self._proxies.find(request.origin)
        if proxy is not None:
            await judge_for_proxy(self._guard, request.origin)
        pool = await self._entered((request.site, proxy))
        scheme, host, port = request.origin
        headers = [("Host", request.authority), *request.headers]
        try:
            asked = httpcore.Request(
                method="GET",
                url=httpcore.URL(
                    scheme=scheme.encode("ascii"),
                    host=host.encode("ascii"),
                    port=port,
                    target=request.target.encode("ascii"),
                ),
                headers=[(name.encode(), value.encode()) for name, value in headers],
                extensions={"timeout": self._timeouts(), "trace": _trace_to(events)},
            )
            with translated():
                answer = await pool.pool.handle_async_request(asked)
        except BaseException:
            pool.active -= 1
            raise
        return _HttpcoreResponse(answer, pool)

    def retire(self, site: str) -> None:
        for key in self._of(site):
            self._pools[key].backend.retire()

    async def close_site(self, site: str) -> None:
        for key in self._of(site):
            await self._close(key)

    def _of(self, site: str) -> list[_PoolKey]:
        return [key for key in self._pools if key[0] == site]

    async def _close(self, key: _PoolKey) -> None:
        pool = self._pools.get(key)
        if pool is not None and pool.active == 0:
            del self._pools[key]
            await pool.pool.aclose()

    async def aclose(self) -> None:
        while self._pools:
            _, pool = self._pools.popitem()
            await pool.pool.aclose()

    def _timeouts(self) -> dict[str, float | None]:
        reading_s = self._fetch.read_timeout_s
        return {
            "connect": self._fetch.connect_timeout_s,
            "read": reading_s,
            "write": reading_s,
            "pool": None,
        }

    async def _entered(self, key: _PoolKey) -> _Pool:
        pool = self._pools.get(key)
        if pool is None:
            pool = self._pools[key] = self._made(key[1])
        self._pools.move_to_end(key)
        pool.active += 1  # before anything is awaited: a pool in use is never taken for idle
        if len(self._pools) > IDLE_POOLS:
            idle = [name for name, other in self._pools.items() if other.active == 0]
            for name in idle[: len(self._pools) - IDLE_POOLS]:
                await self._close(name)
        return pool

    def _made(self, proxy: HttpProxy | None) -> _Pool:
        backend = Backend(self._guard)
        pool = httpcore.AsyncConnectionPool(
            ssl_context=self._context,
            proxy=_httpcore_proxy(proxy),
            max_connections=self._connections + SPARE_CONNECTIONS,
            keepalive_expiry=KEEPALIVE_S,
            http1=True,
            http2=True,
            network_backend=backend,
        )
        return _Pool(backend, pool)


class _HttpcoreResponse:
    """A response that looks at its connection when it is closed."""

    def __init__(self, answer: httpcore.Response, pool: _Pool) -> None:
        self.http_status = answer.status
        self.headers = list(answer.headers)
        self.wire_bytes = sum(len(name) + len(value) + 4 for name, value in answer.headers)
        self._stream = answer.extensions.get("network_stream")
        if isinstance(self._stream, Stream):
            self._stream.head_is_read()
        self._body = cast("AsyncIterator[bytes]", answer.stream)
        self._pieces = aiter(self._body)
        self._pool: _Pool | None = pool

    async def read(self) -> bytes:
        try:
            with translated():
                async for piece in self._pieces:
                    if piece:
                        self.wire_bytes += len(piece)
                        return piece
        except TransportError as error:
            if _EARLY_END in str(error):
                raise EndedEarlyError(str(error)) from error
            raise
        return b""

    async def aclose(self) -> None:
        pool, self._pool = self._pool, None
        if pool is None:
            return
        with anyio.CancelScope(shield=True), translated():
            try:
                if hasattr(self._pieces, "aclose"):
                    await self._pieces.aclose()
                async with aclosing(self._body):  # type: ignore[type-var]
                    pass
            finally:
                pool.active -= 1
        if isinstance(self._stream, Stream) and _has_leftover(pool.pool, self._stream):
            self._stream.is_spent = True


def _trace_to(events: SendEvents) -> Any:
    async def trace(event: str, info: dict[str, Any]) -> None:
        if event == _IS_CONNECTING:
            events.connecting()
        elif event in _IS_WRITING and info["request"].method != b"CONNECT":
            await events.writing()

    return trace


def _has_leftover(pool: httpcore.AsyncConnectionPool, stream: Stream) -> bool:
    """True if bytes were read after the end of an answer.

    The next request would take them for its own answer.

    httpcore keeps them where only its own names lead; a test notices should these change.
    """
    for connection in pool.connections:
        inner = getattr(connection, "_connection", None)
        if getattr(inner, "_network_stream", None) is stream:
            state = getattr(inner, "_h11_state", None)
            return state is not None and bool(state.trailing_data[0])
    return False


def _httpcore_proxy(proxy: HttpProxy | None) -> httpcore.Proxy | None:
    if proxy is None:
        return None
    name = f"[{proxy.host}]" if ":" in proxy.host else proxy.host
    said: list[tuple[bytes | str, bytes | str]] = []
    if proxy.authorization:
        said.append(("Proxy-Authorization", proxy.authorization))
    return httpcore.Proxy(url=f"{proxy.scheme}://{name}:{proxy.port}", headers=said)
