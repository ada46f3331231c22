"""Connects for httpcore's pools by the same rules as for HTTP/1."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from weakref import WeakSet

import anyio
import httpcore
from anyio.abc import SocketStream

from enricher.web.dial import AddressGuard, dial
from enricher.web.stream import Stream


class Backend(httpcore.AsyncNetworkBackend):
    """Makes the connections of one pool."""

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
        """Raises TransportError."""
        dialled = await dial(self._guard, host, port, timeout)
        connection = await SocketStream.from_socket(dialled.socket)
        stream = Stream(connection, is_plain=dialled.is_plain)
        self._streams.add(stream)
        return stream

    async def connect_unix_socket(self, *_: Any, **__: Any) -> httpcore.AsyncNetworkStream:
        raise NotImplementedError("no URL leads to a socket in the file system")

    async def sleep(self, seconds: float) -> None:
        await anyio.sleep(seconds)
