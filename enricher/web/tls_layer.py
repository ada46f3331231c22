"""Speaks TLS over memory, between a socket's bytes and a connection's, and resumes sessions.

asyncio's own TLS holds 256 KiB for each connection and takes no session; this holds what is in
transit.
"""

from __future__ import annotations

import contextlib
import ssl
from collections.abc import Callable

# One TLS record (RFC 8446 section 5.1); a read gives at most one.
RECORD_BYTES = 16 * 1024


class TlsLayer:
    """The client's side of TLS: the peer's bytes go in by `feed`, bytes for it leave by `send`."""

    def __init__(
        self,
        context: ssl.SSLContext,
        server_name: str,
        send: Callable[[bytes], None],
        session: ssl.SSLSession | None = None,
    ) -> None:
        self._incoming = ssl.MemoryBIO()
        self._outgoing = ssl.MemoryBIO()
        self._send = send
        self._ssl = context.wrap_bio(
            self._incoming, self._outgoing, server_hostname=server_name, session=session
        )
        self.is_ready = False
        """The handshake is done."""
        self.is_ended = False
        """The peer said that nothing follows."""

    @property
    def session(self) -> ssl.SSLSession | None:
        """What shortens the next handshake with this server (TLS 1.3: after its first bytes)."""
        return self._ssl.session if self.is_ready else None

    def shake_hands(self) -> None:
        """Go on with the handshake as far as bytes have come. Raises ssl.SSLError."""
        try:
            self._ssl.do_handshake()
            self.is_ready = True
        except ssl.SSLWantReadError:
            pass
        finally:  # an alert, too, tells the server why
            self._flush()

    def feed(self, data: bytes | memoryview) -> list[bytes]:
        """The plain pieces in what came from the peer. Raises ssl.SSLError."""
        self._incoming.write(data)
        if not self.is_ready:
            self.shake_hands()
            if not self.is_ready:
                return []
        pieces: list[bytes] = []
        try:
            while piece := self._ssl.read(RECORD_BYTES):
                pieces.append(piece)
            self.is_ended = True
        except ssl.SSLWantReadError:
            pass
        except ssl.SSLZeroReturnError:
            self.is_ended = True
        if self._outgoing.pending:  # key updates are answered
            self._flush()
        return pieces

    def write(self, data: bytes) -> None:
        """Raises ssl.SSLError."""
        self._ssl.write(data)
        self._flush()

    def close(self) -> None:
        """Say good-bye: without it OpenSSL takes the session for broken and does not resume it."""
        if not self.is_ready:
            return
        with contextlib.suppress(ssl.SSLError, ValueError):
            self._ssl.unwrap()
        self._flush()

    def _flush(self) -> None:
        if self._outgoing.pending:
            self._send(self._outgoing.read())
