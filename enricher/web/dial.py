"""Connects to hosts: names are resolved here, judged here, and connected to here.

Law of this file: the address that was judged is the address that is connected to. No redirect and
no second DNS answer can bring in another one, since the code above knows no addresses.
"""

from __future__ import annotations

import asyncio
import errno
import ipaddress
import os
import socket
from dataclasses import dataclass

import anyio

from enricher.models import Failure
from enricher.policy import address, ports
from enricher.web.failures import TransportError
from enricher.web.resolver import DnsCache, Resolved
from enricher.web.routes import Routes

# RFC 8305 section 5: the next address is tried when the one before has been silent for this long.
HEAD_START_S = 0.25
# A host with more addresses than this is down when this many of them are.
MAX_ADDRESSES = 4

_FAILURES: dict[int, Failure] = {
    errno.ECONNREFUSED: Failure.REFUSED,
    errno.ECONNRESET: Failure.RESET,
    errno.ECONNABORTED: Failure.RESET,
    errno.ETIMEDOUT: Failure.CONNECT_TIMEOUT,
}


@dataclass(frozen=True, slots=True)
class AddressGuard:
    """Decides which hosts may be connected to, for all connections of a run."""

    names: DnsCache
    routes: Routes
    allowed: tuple[address.Network, ...] = ()
    trusted: frozenset[tuple[str, int]] = frozenset()
    """Hosts and ports that settings name: the proxy."""

    async def open_addresses(self, host: str, port: int) -> tuple[str, ...]:
        """The addresses of a name that may be connected to. Raises TransportError."""
        resolved = await self._resolved(host)
        closed = {ip: address.why_closed(ip, self.allowed) for ip in resolved.addresses}
        still_open = tuple(ip for ip, why in closed.items() if why is None)
        if not still_open:
            ip, why = next(iter(closed.items()))
            raise TransportError(Failure.PRIVATE_ADDRESS, f"{host} leads to {ip}: {why}")
        if ports.is_bad(port):
            still_open = tuple(ip for ip in still_open if address.is_listed(ip, self.allowed))
        if not still_open:
            raise _bad_port(port)
        return still_open

    async def trusted_addresses(self, host: str) -> tuple[str, ...]:
        """The addresses of a host that settings name. Raises TransportError."""
        return (host,) if _is_address(host) else (await self._resolved(host)).addresses

    async def check_for_proxy(self, host: str, port: int) -> None:
        """Raises TransportError where a proxy could be led to a closed address.

        A proxy chooses among all addresses of a name.

        A name that cannot be resolved here is the proxy's to resolve.
        """
        if ports.is_bad(port):
            raise _bad_port(port)
        resolved = await self.names.resolve(host)
        for ip in resolved.addresses:
            why = address.why_closed(ip, self.allowed)
            if why is not None:
                raise TransportError(Failure.PRIVATE_ADDRESS, f"{host} leads to {ip}: {why}")

    async def _resolved(self, host: str) -> Resolved:
        resolved = await self.names.resolve(host)
        if resolved.failure is not None:
            raise TransportError(resolved.failure, f"{host}: {resolved.detail}")
        return resolved


@dataclass(frozen=True, slots=True)
class Dialled:
    """A TCP connection."""

    socket: socket.socket
    is_plain: bool = False
    """TLS ends before this server: https URLs are spoken to it in plain HTTP."""


async def dial(guard: AddressGuard, host: str, port: int, timeout_s: float | None) -> Dialled:
    """Connect to a host by TCP, if it may be connected to. Raises TransportError."""
    route = guard.routes.find(host, port)
    is_plain = False
    try:
        async with asyncio.timeout(timeout_s):
            if route is not None:
                addresses, port = await guard.trusted_addresses(route.host), route.port
                is_plain = route.is_plain
            elif (host, port) in guard.trusted:
                addresses = await guard.trusted_addresses(host)
            else:
                addresses = await guard.open_addresses(host, port)
    except TimeoutError as error:
        detail = f"{host}: no answer about this name within {timeout_s} s"
        raise TransportError(Failure.DNS_FAILURE, detail) from error
    try:
        async with asyncio.timeout(timeout_s):
            return Dialled(await _first(_alternating(addresses)[:MAX_ADDRESSES], port), is_plain)
    except TimeoutError as error:
        detail = f"no connection within {timeout_s} s"
        raise TransportError(Failure.CONNECT_TIMEOUT, detail) from error


def _bad_port(port: int) -> TransportError:
    return TransportError(Failure.BAD_PORT, f"port {port} belongs to another protocol")


def _alternating(addresses: tuple[str, ...]) -> list[str]:
    """The first address, then one of the other family: a dead IPv6 must not hide a living IPv4."""
    families = [
        [ip for ip in addresses if (":" in ip) == is_v6]
        for is_v6 in (":" in addresses[0], ":" not in addresses[0])
    ]
    longest = max(map(len, families))
    return [family[i] for i in range(longest) for family in families if i < len(family)]


async def _first(addresses: list[str], port: int) -> socket.socket:
    """Connect to the first address that answers (RFC 8305). Raises TransportError."""
    if len(addresses) == 1:
        return await _connect(addresses[0], port)
    found: list[socket.socket] = []
    failed: list[TransportError] = []

    async def attempt(ip: str, is_over: anyio.Event) -> None:
        try:
            connection = await _connect(ip, port)
        except TransportError as error:
            failed.append(error)
        else:
            if found:
                connection.close()
            else:
                found.append(connection)
                group.cancel_scope.cancel()
        is_over.set()

    try:
        async with anyio.create_task_group() as group:
            for ip in addresses:
                is_over = anyio.Event()
                group.start_soon(attempt, ip, is_over)
                with anyio.move_on_after(HEAD_START_S):
                    await is_over.wait()
    except BaseException:
        for connection in found:
            connection.close()
        raise
    if not found:
        raise failed[0]
    return found[0]


async def _connect(ip: str, port: int) -> socket.socket:
    family = socket.AF_INET6 if ":" in ip else socket.AF_INET
    try:
        connection = socket.socket(family, socket.SOCK_STREAM)
    except OSError as error:  # this machine knows no IPv6, or has no descriptors left
        raise TransportError(Failure.NO_ROUTE, f"{ip} port {port}: {error.strerror}") from error
    try:
        connection.setblocking(False)
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        await asyncio.get_running_loop().sock_connect(connection, (ip, port))
    except OSError as error:
        connection.close()
        failure = _FAILURES.get(error.errno or 0, Failure.NO_ROUTE)
        # asyncio puts words of its own around the system's.
        words = os.strerror(error.errno) if error.errno else str(error)
        raise TransportError(failure, f"{ip} port {port}: {words}") from error
    except BaseException:
        connection.close()
        raise
    return connection


def _is_address(host: str) -> bool:
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return False
    return True
