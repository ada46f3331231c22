"""An httpx transport with one small pool for each site, all over the same judged connections.

One pool for all sites would walk every open connection at every request: 12 ms of CPU against 1 ms (measured with
200 sites). A pool of its own also keeps a site's connections from being reused under another name.
"""

from __future__ import annotations

import ssl
from collections import OrderedDict
from collections.abc import AsyncIterator
from contextlib import aclosing
from dataclasses import dataclass
from typing import cast

import httpcore
import httpx

from enricher import config, urls
from enricher.errors import ConfigError
from enricher.web.backend import AddressGuard, Backend
from enricher.web.stream import Stream

# An idle TLS connection holds 256 KiB of asyncio's buffers; with up to four for each site this is 100 MB at most.
IDLE_POOLS = 100
# Beyond a site's slots: so that a redirect between http, https and www does not close what the next one needs.
SPARE_CONNECTIONS = 2
# Servers close idle connections after 5 (Apache) to 75 s (nginx); later than this the next request finds out anyway.
KEEPALIVE_S = 60.0


@dataclass(eq=False, slots=True)
class _Pool:
    backend: Backend
    pool: httpcore.AsyncConnectionPool
    active: int = 0


class SiteTransport(httpx.AsyncBaseTransport):
    """Sends requests as they are; knows nothing of redirects, cookies and slots."""

    def __init__(
        self, fetch: config.Fetch, guard: AddressGuard, context: ssl.SSLContext, connections: int
    ) -> None:
        """`connections` at once to one site. Raises ConfigError for a proxy that cannot be used."""
        self._fetch = fetch
        self._guard = guard
        self._context = context
        self._connections = connections
        self._proxy = _proxy(fetch.proxy)
        self._pools: OrderedDict[str, _Pool] = OrderedDict()

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        """Raises what httpcore raises; `failures.failure_of` knows it."""
        url = request.url
        if self._proxy is not None:
            await self._judge_for_proxy(
                url.raw_host.decode("ascii"), url.port or urls.DEFAULT_PORTS[url.scheme]
            )
        pool = await self._entered(urls.site(str(url)))
        try:
            answer = await pool.pool.handle_async_request(
                httpcore.Request(
                    method=request.method,
                    url=httpcore.URL(
                        scheme=url.raw_scheme, host=url.raw_host, port=url.port, target=url.raw_path
                    ),
                    headers=request.headers.raw,
                    content=cast("AsyncIterator[bytes]", request.stream),
                    extensions=request.extensions,
                )
            )
        except BaseException:
            pool.active -= 1
            raise
        stream = answer.extensions.get("network_stream")
        if isinstance(stream, Stream):
            stream.head_is_read()
        return httpx.Response(
            status_code=answer.status,
            headers=answer.headers,
            stream=_Body(cast("AsyncIterator[bytes]", answer.stream), pool, stream),
            extensions=answer.extensions,
            request=request,
        )

    def retire(self, site: str) -> None:
        """The site's next request goes over a new connection."""
        if site in self._pools:
            self._pools[site].backend.retire()

    async def close_site(self, site: str) -> None:
        """Close the site's connections; the next request to it opens new ones."""
        pool = self._pools.get(site)
        if pool is not None and pool.active == 0:
            del self._pools[site]
            await pool.pool.aclose()

    async def aclose(self) -> None:
        while self._pools:
            _, pool = self._pools.popitem()
            await pool.pool.aclose()

    async def _judge_for_proxy(self, host: str, port: int) -> None:
        """A proxy resolves names itself, so all we can do is not to send it where our own resolver sees it must not go.

        A name that we cannot resolve is the proxy's to resolve. Raises Unreached.
        """
        if self._guard.routes.find(host, port) is None:
            await self._guard.check_for_proxy(host)

    async def _entered(self, site: str) -> _Pool:
        pool = self._pools.get(site)
        if pool is None:
            pool = self._pools[site] = self._made()
        self._pools.move_to_end(site)
        pool.active += 1  # before anything is awaited, so that nobody takes it for idle
        idle = [name for name, other in self._pools.items() if other.active == 0]
        for name in idle[: max(0, len(self._pools) - IDLE_POOLS)]:
            await self.close_site(name)
        return pool

    def _made(self) -> _Pool:
        backend = Backend(self._guard)
        pool = httpcore.AsyncConnectionPool(
            ssl_context=self._context,
            proxy=self._proxy,
            max_connections=self._connections + SPARE_CONNECTIONS,
            keepalive_expiry=KEEPALIVE_S,
            http1=True,
            http2=self._fetch.http2,
            network_backend=backend,
        )
        return _Pool(backend, pool)


class _Body(httpx.AsyncByteStream):
    """A raw body, that looks at its connection when it is closed."""

    def __init__(self, body: AsyncIterator[bytes], pool: _Pool, stream: object) -> None:
        self._body = body
        self._pool: _Pool | None = pool
        self._stream = stream

    async def __aiter__(self) -> AsyncIterator[bytes]:
        async for chunk in self._body:
            yield chunk

    async def aclose(self) -> None:
        pool, self._pool = self._pool, None
        if pool is None:
            return
        try:
            async with aclosing(self._body):  # type: ignore[type-var]
                pass
        finally:
            pool.active -= 1
        if isinstance(self._stream, Stream) and _has_leftover(pool.pool, self._stream):
            self._stream.is_spent = True


def _has_leftover(pool: httpcore.AsyncConnectionPool, stream: Stream) -> bool:
    """Bytes after the end of an answer, already read: the next request would take them for its own answer.

    httpcore keeps them where only its own names lead; a test notices should these change.
    """
    for connection in pool.connections:
        inner = getattr(connection, "_connection", None)
        if getattr(inner, "_network_stream", None) is stream:
            state = getattr(inner, "_h11_state", None)
            return state is not None and bool(state.trailing_data[0])
    return False


def _proxy(url: str) -> httpcore.Proxy | None:
    if not url:
        return None
    try:
        parsed = httpx.Proxy(url)
    except (ValueError, httpx.InvalidURL) as error:
        raise ConfigError(f"[fetch] proxy: {url!r} is no proxy: {error}") from error
    if parsed.url.scheme not in ("http", "https"):
        raise ConfigError(f"[fetch] proxy: {url!r}: only http and https proxies are spoken to")
    return httpcore.Proxy(url=str(parsed.url), auth=parsed.raw_auth, headers=parsed.headers.raw)
