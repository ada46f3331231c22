"""Writes requests to one HTTP/1 connection and gives their responses: the head, then the body."""

from __future__ import annotations

import asyncio
import select
import socket
import ssl
from typing import cast

from enricher.models import Failure
from enricher.web import tls
from enricher.web.failures import EndedEarlyError, TransportError
from enricher.web.http1 import ConnectionEndedError, Head, MessageError, ResponseParser
from enricher.web.tls_layer import TlsLayer

# Body bytes that wait for their reader; beyond this the socket is left unread until they are taken.
# A thousand bodies that wait for room hold this and one read (64 KiB) each: 96 MB.
HIGH_WATER_BYTES = 32 * 1024


class Connection(asyncio.BufferedProtocol):
    """Serves one request at a time."""

    def __init__(self, buffer: memoryview, origin: tuple[str, str, int], site: str) -> None:
        """`buffer` is shared by all connections of an event loop; its bytes are copied at once."""
        self.origin = origin
        self.site = site
        self.is_spent = False
        """Not to be used for another request."""
        self.wants_session = False
        """Its TLS session is wanted for the next connection; to copy one takes 0.3 ms."""
        self.idle_since = 0.0
        self.wire_bytes = 0
        """Received for the latest request, within TLS."""
        self._buffer = buffer
        self._loop = asyncio.get_running_loop()
        self._transport: asyncio.Transport
        self._socket: socket.socket
        self._session: ssl.SSLSession | None = None
        self._poll: select.poll | None = None
        self._layers: list[TlsLayer] = []
        self._parser: ResponseParser | None = None
        self._waiter: asyncio.Future[None] | None = None
        self._waits_from = 0.0
        self._timeout_s = 0.0
        self._timer: asyncio.TimerHandle | None = None
        self._error: Exception | None = None
        self._is_paused = False
        self._is_eof = False
        self._is_writable = True
        self._pending = 0

    # ── called by asyncio ──

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast("asyncio.Transport", transport)  # by its methods: uvloop's is none
        self._socket = transport.get_extra_info("socket")

    def get_buffer(self, sizehint: int) -> memoryview:  # noqa: ARG002 - asyncio's
        return self._buffer

    def buffer_updated(self, nbytes: int) -> None:
        data = bytes(self._buffer[:nbytes])
        try:
            if self._layers:
                for piece in self._decrypted(data):
                    self._received(piece)
            else:
                self._received(data)
        except (MessageError, ssl.SSLError) as error:
            self._fail(error)
        self._wake()

    def eof_received(self) -> bool:
        self._end()
        return False  # close: nothing more will be asked here

    def connection_lost(self, exc: Exception | None) -> None:
        if exc is not None and self._error is None and not self._is_response_done():
            self._error = exc
        self._end()
        if self._timer is not None:
            self._timer.cancel()
        # Layers and connection hold each other; 50 KiB of OpenSSL's would wait for the collector.
        if self.wants_session:
            self._session = self.session
        self._layers.clear()

    def pause_writing(self) -> None:
        self._is_writable = False

    def resume_writing(self) -> None:
        self._is_writable = True
        self._wake()

    # ── called by the transport ──

    async def start_tls(
        self,
        context: ssl.SSLContext,
        server_name: str,
        session: ssl.SSLSession | None,
        timeout_s: float,
    ) -> None:
        """Put TLS over what the connection is so far. Raises TransportError."""
        send = self._layers[-1].write if self._layers else self._write_raw
        layer = TlsLayer(context, server_name, send, session)
        self._layers.append(layer)
        self._error = None
        try:
            layer.shake_hands()
            while not (layer.is_ready or self._has_failed()):
                await self._wait(timeout_s, Failure.CONNECT_TIMEOUT, "no TLS handshake in time")
        except ssl.SSLError as error:
            self._error = error
        if self._has_failed():
            self.close()
            raise _handshake_error(self._error)

    async def request(self, data: bytes, timeout_s: float) -> None:
        """Write a request; its response is read next. Raises TransportError."""
        self._parser = ResponseParser()
        self.wire_bytes = 0
        if not self._is_eof:
            try:
                write = self._layers[-1].write if self._layers else self._write_raw
                write(data)
            except ssl.SSLError as error:
                self._fail(error)
        while not self._is_writable and self._error is None and not self._is_eof:
            await self._wait(timeout_s, Failure.READ_TIMEOUT, f"took nothing for {timeout_s:g} s")

    async def read_head(self, timeout_s: float) -> Head:
        """The final response's status and headers. Raises TransportError."""
        parser = self._parser
        assert parser is not None
        while parser.head is None:
            await self._wait_for_bytes(parser, timeout_s)
        return parser.head

    async def read_body(self, timeout_s: float) -> bytes:
        """The next piece of the body, b"" at its end. Raises TransportError."""
        parser = self._parser
        assert parser is not None
        while not parser.body:
            if parser.is_done:
                return b""
            await self._wait_for_bytes(parser, timeout_s)
        data = parser.body[0] if len(parser.body) == 1 else b"".join(parser.body)
        parser.body.clear()
        self._pending = 0
        if self._is_paused:
            self._is_paused = False
            if not self._transport.is_closing():
                self._transport.resume_reading()
        return data

    def tunnel_is_open(self) -> None:
        """The proxy's answer is over; what follows comes from the site."""
        self._parser = None

    @property
    def is_reusable(self) -> bool:
        """The last response is read to its end, and nothing came since."""
        parser = self._parser
        return (
            not self.is_spent
            and not self._is_eof
            and (parser is None or (self._is_response_done() and not parser.has_leftover))
            and not self._transport.is_closing()
        )

    def has_unread(self) -> bool:
        """True if bytes or the end of the stream wait unseen on an idle connection."""
        if self._socket.fileno() < 0:
            return True
        if self._poll is None:
            self._poll = select.poll()  # select() fails on descriptors past 1023
            self._poll.register(self._socket.fileno(), select.POLLIN)
        return bool(self._poll.poll(0))

    @property
    def session(self) -> ssl.SSLSession | None:
        """Of the TLS spoken to the site."""
        return self._layers[-1].session if self._layers else self._session

    def close(self) -> None:
        """Close at once, however far a response is."""
        self.is_spent = True
        if self._transport.is_closing():
            return
        if not self._is_eof:
            for layer in reversed(self._layers):
                layer.close()
        if self._is_response_done() or self._parser is None:
            self._transport.close()
        else:
            self._transport.abort()

    # ── inside ──

    def _decrypted(self, data: bytes) -> list[bytes]:
        pieces = [data]
        for layer in self._layers:
            pieces = [plain for piece in pieces for plain in layer.feed(piece)]
            if layer.is_ended:
                self._is_eof = True
        return pieces

    def _received(self, data: bytes) -> None:
        parser = self._parser
        if parser is None:
            self.is_spent = True  # nothing was asked yet
            return
        self.wire_bytes += len(data)
        parser.feed(data)
        if parser.has_leftover:
            self.is_spent = True
        if parser.head is None:
            return
        self._pending += len(data)
        if self._pending > HIGH_WATER_BYTES and not parser.is_done and not self._is_paused:
            self._is_paused = True
            self._transport.pause_reading()

    def _end(self) -> None:
        self._is_eof = True
        self.is_spent = True
        parser = self._parser
        if parser is not None and self._error is None and parser.head is not None:
            try:
                parser.feed_eof()
            except MessageError as error:
                self._error = error
        self._wake()

    def _has_failed(self) -> bool:
        return self._error is not None or self._is_eof

    def _is_response_done(self) -> bool:
        return self._parser is not None and self._parser.is_done

    def _fail(self, error: Exception) -> None:
        self.is_spent = True
        if self._error is None:
            # Its frames hold this connection: in a circle, half a megabyte would wait for the
            # collector.
            self._error = error.with_traceback(None)

    async def _wait_for_bytes(self, parser: ResponseParser, timeout_s: float) -> None:
        """Waits for more of a response. Raises TransportError where there will be none."""
        error = self._error
        if isinstance(error, TransportError):
            raise error
        if error is not None:
            raise _transport_error(error) from error
        if self._is_eof:
            raise self._ended_early(parser)
        await self._wait(timeout_s, Failure.READ_TIMEOUT, f"nothing for {timeout_s:g} s")

    def _ended_early(self, parser: ResponseParser) -> TransportError:
        if not self.wire_bytes:
            return TransportError(Failure.RESET, "closed the connection without an answer")
        try:
            parser.feed_eof()
        except MessageError as error:
            return TransportError(Failure.PROTOCOL_ERROR, str(error))
        return TransportError(Failure.PROTOCOL_ERROR, "closed the connection early")

    def _write_raw(self, data: bytes) -> None:
        if not self._transport.is_closing():
            self._transport.write(data)

    async def _wait(self, timeout_s: float, failure: Failure, detail: str) -> None:
        """Until something happened. Raises TransportError after `timeout_s` of nothing."""
        self._waiter = waiter = self._loop.create_future()
        self._waits_from, self._timeout_s = self._loop.time(), timeout_s
        if self._timer is None:
            self._timer = self._loop.call_later(timeout_s, self._check_timeout)
        elif self._timer.when() > self._waits_from + timeout_s:
            self._timer.cancel()
            self._timer = self._loop.call_later(timeout_s, self._check_timeout)
        try:
            await waiter
        except TimeoutError:
            raise TransportError(failure, detail) from None
        finally:
            self._waiter = None

    def _check_timeout(self) -> None:
        """One timer serves many waits: where the present wait began later, it is set again."""
        self._timer = None
        waiter = self._waiter
        if waiter is None or waiter.done():
            return
        left_s = self._waits_from + self._timeout_s - self._loop.time()
        if left_s > 0:
            self._timer = self._loop.call_later(left_s, self._check_timeout)
        else:
            waiter.set_exception(TimeoutError())

    def _wake(self) -> None:
        waiter = self._waiter
        if waiter is not None and not waiter.done():
            waiter.set_result(None)


def _transport_error(error: Exception) -> TransportError:
    if isinstance(error, ConnectionEndedError):
        return EndedEarlyError(str(error))
    if isinstance(error, (MessageError, ssl.SSLError)):
        return TransportError(Failure.PROTOCOL_ERROR, str(error))
    return TransportError(Failure.RESET, _words(error))


def _handshake_error(error: Exception | None) -> TransportError:
    if isinstance(error, TransportError):
        return error
    if isinstance(error, ssl.SSLError):
        return TransportError(tls.failure_of(error), tls.words_of(error))
    return TransportError(Failure.TLS_HANDSHAKE, "closed the connection during the TLS handshake")


def _words(error: Exception) -> str:
    return str(getattr(error, "strerror", None) or error) or "connection lost"
