"""Connections, below httpcore's pools: names are resolved here, judged here, and connected to here.

Law of this file: the address that was judged is the address that is connected to. Nothing above it can bring another
one in, not by redirect, not by a second DNS answer, since nobody above it knows addresses at all.
"""

from __future__ import annotations

import errno
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from weakref import WeakSet

import anyio
import httpcore
from anyio.abc import ByteStream

from enricher.models import Failure
from enricher.policy import address
from enricher.web.resolver import DnsCache
from enricher.web.routes import Routes
from enricher.web.stream import Stream, Unreached

# RFC 8305 section 5: the next address gets its try when the one before has been silent for so long.
HEAD_START_S = 0.25
# A host with more addresses than this is down when so many of them are.
MAX_ADDRESSES = 4

_FAILURES: dict[int, Failure] = {
    errno.ECONNREFUSED: Failure.REFUSED,
    errno.ECONNRESET: Failure.RESET,
    errno.ECONNABORTED: Failure.RESET,
    errno.ETIMEDOUT: Failure.CONNECT_TIMEOUT,
}


@dataclass(frozen=True, slots=True)
class AddressGuard:
    """Who may be connected to, for all pools of a run."""

    names: DnsCache
    routes: Routes
    allowed: tuple[address.Network, ...] = ()
    trusted: frozenset[tuple[str, int]] = frozenset()
    """Hosts and ports that settings name: the proxy."""

    async def open_addresses(self, host: str) -> tuple[str, ...]:
        """Where a name leads, without what is closed. Raises Unreached."""
        resolved = await self.names.resolve(host)
        if resolved.failure is not None:
            raise Unreached(resolved.failure, f"{host}: {resolved.detail}")
        closed = {ip: address.why_closed(ip, self.allowed) for ip in resolved.addresses}
        still_open = tuple(ip for ip, why in closed.items() if why is None)
        if not still_open:
            ip, why = next(iter(closed.items()))
            raise Unreached(Failure.PRIVATE_ADDRESS, f"{host} leads to {ip}: {why}")
        return still_open

    async def check_for_proxy(self, host: str) -> None:
        """Raises Unreached where a proxy could be led to a closed address; it chooses among all of them."""
        resolved = await self.names.resolve(host)
        for ip in resolved.addresses:
            why = address.why_closed(ip, self.allowed)
            if why is not None:
                raise Unreached(Failure.PRIVATE_ADDRESS, f"{host} leads to {ip}: {why}")


class Backend(httpcore.AsyncNetworkBackend):
    """What one pool connects with."""

    def __init__(self, guard: AddressGuard) -> None:
        self._guard = guard
        self._streams: WeakSet[Stream] = WeakSet()

    def retire(self) -> None:
        """No connection that is open now is used for another request."""
        for stream in self._streams:
            stream.is_spent = True

    async def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,  # noqa: ASYNC109 - httpcore's
        local_address: str | None = None,  # noqa: ARG002 - httpcore's
        socket_options: Iterable[Any] | None = None,  # noqa: ARG002 - httpcore's
    ) -> httpcore.AsyncNetworkStream:
        route = self._guard.routes.find(host, port)
        if route is not None:
            return await self._connected([route.host], route.port, timeout, is_plain=route.is_plain)
        if (host, port) in self._guard.trusted:
            return await self._connected([host], port, timeout)
        addresses = await self._addresses(host, timeout)
        return await self._connected(_by_turns(addresses)[:MAX_ADDRESSES], port, timeout)

    async def connect_unix_socket(self, *_: Any, **__: Any) -> httpcore.AsyncNetworkStream:
        raise NotImplementedError("no URL leads to a socket in the file system")

    async def sleep(self, seconds: float) -> None:
        await anyio.sleep(seconds)

    async def _addresses(self, host: str, timeout: float | None) -> tuple[str, ...]:  # noqa: ASYNC109
        try:
            with anyio.fail_after(timeout):
                return await self._guard.open_addresses(host)
        except TimeoutError as error:
            raise Unreached(
                Failure.DNS_FAILURE, f"{host}: no answer about this name within {timeout} s"
            ) from error

    async def _connected(
        self,
        addresses: list[str],
        port: int,
        timeout: float | None,  # noqa: ASYNC109
        *,
        is_plain: bool = False,
    ) -> Stream:
        try:
            with anyio.fail_after(timeout):
                connection = await _first(addresses, port)
        except TimeoutError as error:
            raise Unreached(Failure.CONNECT_TIMEOUT, f"no connection within {timeout} s") from error
        stream = Stream(connection, is_plain=is_plain)
        self._streams.add(stream)
        return stream


def _by_turns(addresses: tuple[str, ...]) -> list[str]:
    """The first address first, then one of the other family, so that a dead IPv6 does not hide a living IPv4."""
    families = [
        [ip for ip in addresses if (":" in ip) == is_v6]
        for is_v6 in (":" in addresses[0], ":" not in addresses[0])
    ]
    longest = max(map(len, families))
    return [family[i] for i in range(longest) for family in families if i < len(family)]


async def _first(addresses: list[str], port: int) -> ByteStream:
    """A connection to the first address that answers (RFC 8305, made small). Raises Unreached."""
    if len(addresses) == 1:
        return await _connect(addresses[0], port)
    found: list[ByteStream] = []
    failed: list[Unreached] = []

    async def attempt(ip: str, is_over: anyio.Event) -> None:
        try:
            connection = await _connect(ip, port)
        except Unreached as error:
            failed.append(error)
        else:
            if found:
                await connection.aclose()
            else:
                found.append(connection)
                group.cancel_scope.cancel()
        is_over.set()

    async with anyio.create_task_group() as group:
        for ip in addresses:
            is_over = anyio.Event()
            group.start_soon(attempt, ip, is_over)
            with anyio.move_on_after(HEAD_START_S):
                await is_over.wait()
    if not found:
        raise failed[0]
    return found[0]


async def _connect(ip: str, port: int) -> ByteStream:
    try:
        return await anyio.connect_tcp(ip, port)
    except OSError as error:
        cause = error.__cause__ if isinstance(error.__cause__, OSError) else error
        failure = _FAILURES.get(cause.errno or 0, Failure.NO_ROUTE)
        raise Unreached(failure, f"{ip} port {port}: {cause.strerror or cause}") from error
