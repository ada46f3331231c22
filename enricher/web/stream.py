"""Gives httpcore one connection: bounded before an answer's head, leftovers noticed."""

from __future__ import annotations

import select
import socket
import ssl
from typing import Any

import anyio
import httpcore
from anyio.abc import ByteStream, SocketAttribute
from anyio.streams.tls import TLSAttribute, TLSStream

from enricher.models import Failure
from enricher.web import tls
from enricher.web.failures import TransportError

# h11 takes heads of up to 100 KiB, but any number of interim answers before them; 128 KiB hold
# every honest case.
MAX_HEAD_BYTES = 128 * 1024


class Stream(httpcore.AsyncNetworkStream):
    """A TCP or TLS connection."""

    def __init__(self, stream: ByteStream, *, is_plain: bool = False) -> None:
        self._stream = stream
        self._socket: socket.socket = stream.extra(SocketAttribute.raw_socket)  # noqa: S610
        self._ssl: ssl.SSLObject | None = None
        self._is_plain = is_plain
        self._received = 0
        self._is_before_head = True
        self.is_spent = False
        """Not to be used for another request."""

    def head_is_read(self) -> None:
        """The head is read: from here on the reader bounds the body."""
        self._is_before_head = False

    async def read(
        self,
        max_bytes: int,
        timeout: float | None = None,  # noqa: ASYNC109 - httpcore's
    ) -> bytes:
        try:
            with anyio.fail_after(timeout):
                data = await self._stream.receive(max_bytes)
        except TimeoutError as error:
            raise httpcore.ReadTimeout(f"nothing for {timeout} s") from error
        except anyio.EndOfStream:
            data = b""
        except (anyio.BrokenResourceError, anyio.ClosedResourceError, OSError) as error:
            raise httpcore.ReadError(_words(error)) from error
        self._received += len(data)
        if not data and not self._received:
            raise TransportError(Failure.RESET, "closed the connection without an answer")
        if self._is_before_head and self._received > MAX_HEAD_BYTES:
            detail = f"more than {MAX_HEAD_BYTES // 1024} KiB before an answer"
            flood = TransportError(Failure.PROTOCOL_ERROR, detail)
            flood.wire_bytes = self._received
            raise flood
        return data

    async def write(
        self,
        buffer: bytes,
        timeout: float | None = None,  # noqa: ASYNC109 - httpcore's
    ) -> None:
        if not buffer:
            return
        self._received = 0
        self._is_before_head = not self._is_http2
        try:
            with anyio.fail_after(timeout):
                await self._stream.send(buffer)
        except TimeoutError as error:
            raise httpcore.WriteTimeout(f"took nothing for {timeout} s") from error
        except (anyio.BrokenResourceError, anyio.ClosedResourceError, OSError) as error:
            raise httpcore.WriteError(_words(error)) from error

    async def aclose(self) -> None:
        await self._stream.aclose()

    async def start_tls(
        self,
        ssl_context: ssl.SSLContext,
        server_hostname: str | None = None,
        timeout: float | None = None,  # noqa: ASYNC109 - httpcore's
    ) -> httpcore.AsyncNetworkStream:
        if self._is_plain:
            return self
        try:
            with anyio.fail_after(timeout):
                wrapped = await TLSStream.wrap(
                    self._stream,
                    ssl_context=ssl_context,
                    hostname=server_hostname,
                    standard_compatible=False,
                    server_side=False,
                )
        except BaseException as error:
            with anyio.CancelScope(shield=True):
                await self.aclose()
            raise _handshake_error(error) from error
        self._stream = wrapped
        self._ssl = wrapped.extra(TLSAttribute.ssl_object)  # noqa: S610 - not Django's
        return self

    def get_extra_info(self, info: str) -> Any:
        if (
            info == "is_readable"
        ):  # httpcore asks this of idle connections, and drops those that say yes
            return self.is_spent or self._has_unread()
        return self._ssl if info == "ssl_object" else None

    @property
    def _is_http2(self) -> bool:
        return self._ssl is not None and self._ssl.selected_alpn_protocol() == "h2"

    def _has_unread(self) -> bool:
        """Unexpected bytes, or the end of the stream, wait on an idle connection."""
        if _is_readable(self._socket):
            return True
        if self._ssl is None or self._is_http2:
            return False
        try:  # a record that came with the last one waits where no socket shows it
            self._ssl.read(1)
        except ssl.SSLWantReadError:
            return False
        except ssl.SSLError:
            return True
        return True


def _is_readable(connection: socket.socket) -> bool:
    if connection.fileno() < 0:
        return True
    poll = select.poll()  # select() would fail on descriptors past 1023
    poll.register(connection, select.POLLIN)
    return bool(poll.poll(0))


def _handshake_error(error: BaseException) -> BaseException:
    if isinstance(error, TimeoutError):
        return httpcore.ConnectTimeout("no TLS handshake in time")
    if isinstance(error, ssl.SSLError):
        return TransportError(tls.failure_of(error), tls.words_of(error))
    if isinstance(error, (anyio.EndOfStream, anyio.BrokenResourceError, OSError)):
        return TransportError(
            Failure.TLS_HANDSHAKE, "closed the connection during the TLS handshake"
        )
    return error


def _words(error: Exception) -> str:
    cause = error.__cause__
    return str(getattr(cause, "strerror", None) or cause or error) or "connection lost"
