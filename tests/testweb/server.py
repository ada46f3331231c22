"""The server of the test web: a thread with a loop of its own, so that tests and clients may block or not."""

from __future__ import annotations

import asyncio
import socket
import ssl
import struct
import threading
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from itertools import cycle
from typing import Self
from urllib.parse import urlsplit

from enricher.config import Fetch
from tests.testweb.answers import Answer, Fault
from tests.testweb.certificates import Certificates

Reply = Answer | Sequence[Answer] | Callable[["Asked"], Answer]
"""One answer for ever; answers in turn, the last one for ever; or what a function says."""

_MISSING = Answer(
    status=404, headers=(("Content-Type", "text/html"),), body=b"<title>Not Found</title>"
)
_UNASKED = b"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n"
_KEEP_OPEN = frozenset(
    {Fault.NONE, Fault.SLOW, Fault.CORRUPT, Fault.LEFTOVER, Fault.LEFTOVER_APART}
)
_FOREVER_S = 3600.0
_DRIP_S = 0.01


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """One request as it came in."""

    method: str
    host: str
    """Of the Host header, without port."""
    path: str
    """With its query."""
    headers: tuple[tuple[str, str], ...]
    at: float
    """Monotonic seconds at which its head was complete."""
    connection: int
    """Number of the connection, from 1; the same number: the same connection."""
    is_tls: bool
    sni: str

    def header(self, name: str) -> str | None:
        return next((value for key, value in self.headers if key == name.lower()), None)


class SmallWeb:
    """Hosts and paths with answers; everything that was asked is written down in `requests`."""

    def __init__(self, certificates: Certificates) -> None:
        self._certificates = certificates
        self._replies: dict[tuple[str, str], Reply] = {}
        self._told: dict[tuple[str, str], int] = {}
        self._gates: dict[str, asyncio.Event] = {}
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, name="testweb", daemon=True)
        self._connections = 0
        self._open: set[asyncio.Task[None]] = set()
        self._names: dict[object, str] = {}
        self.requests: list[Asked] = []
        self.port = 0
        self.tls_port = 0

    # ── what tests say ──

    def add(self, url: str, reply: Reply) -> str:
        """Set the answer for a URL (any scheme and port); gives the URL back. The path `/*` stands for all others."""
        split = urlsplit(url)
        query = f"?{split.query}" if split.query else ""
        key = split.hostname or "", (split.path or "/") + query
        self._replies[key] = reply
        self._told.pop(key, None)
        return url

    def release(self, name: str) -> None:
        """Let go what waits for this name, now and later."""
        self._loop.call_soon_threadsafe(lambda: self._gate(name).set())

    def asked(self, host: str | None = None, path: str | None = None) -> list[Asked]:
        """What was asked so far, of one host or path or of all."""
        return [
            one for one in self.requests if host in (None, one.host) and path in (None, one.path)
        ]

    @property
    def connect_to(self) -> dict[str, str]:
        """Settings that lead every name to this web: plain ports here, 443 over TLS."""
        return {"*:443": f"127.0.0.1:{self.tls_port}", "*": f"127.0.0.1:{self.port}"}

    @property
    def ca_file(self) -> str:
        return self._certificates.ca_file

    def fetch_settings(self, **changes: object) -> Fetch:
        """`[fetch]` settings for a client of this web, more patient than any busy machine is late."""
        settings: dict[str, object] = {
            "connect_to": self.connect_to,
            "ca_file": self.ca_file,
            "connect_timeout_s": 30.0,
            "read_timeout_s": 30.0,
            "deadline_s": 60.0,
        }
        return Fetch(**(settings | changes))  # type: ignore[arg-type]

    # ── life ──

    def __enter__(self) -> Self:
        self._thread.start()
        asyncio.run_coroutine_threadsafe(self._listen(), self._loop).result()
        return self

    def __exit__(self, *_: object) -> None:
        asyncio.run_coroutine_threadsafe(self._hang_up(), self._loop).result()
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()

    async def _listen(self) -> None:
        context = self._certificates.server_context()
        choose = context.sni_callback

        def note_name(
            connection: ssl.SSLObject, name: str | None, own: ssl.SSLContext
        ) -> int | None:
            self._names[connection] = name or ""
            return choose(connection, name, own)  # type: ignore[misc,arg-type]

        context.sni_callback = note_name
        self._plain = await asyncio.start_server(self._serve, "127.0.0.1", 0, backlog=512)
        self._tls = await asyncio.start_server(
            self._serve, "127.0.0.1", 0, ssl=context, backlog=512
        )
        self.port = self._plain.sockets[0].getsockname()[1]
        self.tls_port = self._tls.sockets[0].getsockname()[1]

    async def _hang_up(self) -> None:
        self._plain.close()
        self._tls.close()
        for task in list(self._open):
            task.cancel()
        await asyncio.gather(*self._open, return_exceptions=True)
        await asyncio.sleep(0)

    # ── one connection ──

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        self._open.add(task)
        self._connections += 1
        number = self._connections
        try:
            while await self._exchange(reader, writer, number):
                pass
        except (
            ConnectionError,
            asyncio.IncompleteReadError,
            asyncio.LimitOverrunError,
            asyncio.CancelledError,
        ):
            pass  # the client went away, or the test is over
        finally:
            self._open.discard(task)
            writer.transport.abort()
            with suppress(ConnectionError, TimeoutError):
                await writer.wait_closed()

    async def _exchange(
        self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, number: int
    ) -> bool:
        """Answer one request; False when the connection is used up."""
        head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").split("\r\n")
        method, path, _ = head[0].split(" ")
        headers = tuple(
            (name.lower(), value.strip())
            for name, _, value in (line.partition(":") for line in head[1:] if line)
        )
        connection = writer.get_extra_info("ssl_object")
        asked = Asked(
            method=method,
            host=urlsplit("//" + dict(headers).get("host", "")).hostname or "",
            path=path,
            headers=headers,
            at=time.monotonic(),
            connection=number,
            is_tls=connection is not None,
            sni=self._names.get(connection, ""),
        )
        self.requests.append(asked)
        answer = self._reply(asked)
        if answer.after_s:
            await asyncio.sleep(answer.after_s)
        if answer.waits_for:
            await self._gate(answer.waits_for).wait()
        return await _Telling(answer, asked, reader, writer).tell()

    def _reply(self, asked: Asked) -> Answer:
        path = asked.path
        if path.startswith("http://"):  # as proxies are asked
            path = "/" + path.split("/", 3)[3]
        key = asked.host, path
        if key not in self._replies:
            key = asked.host, "/*"
        reply = self._replies.get(key, _MISSING)
        if isinstance(reply, Answer):
            return reply
        if callable(reply):
            return reply(asked)
        turn = self._told.get(key, 0)
        self._told[key] = turn + 1
        return reply[min(turn, len(reply) - 1)]

    def _gate(self, name: str) -> asyncio.Event:
        return self._gates.setdefault(name, asyncio.Event())


class _Telling:
    """One answer on its way to the client, with what goes wrong."""

    def __init__(
        self,
        answer: Answer,
        asked: Asked,
        reader: asyncio.StreamReader,
        writer: asyncio.StreamWriter,
    ) -> None:
        self.answer = answer
        self.asked = asked
        self.reader = reader
        self.writer = writer

    async def tell(self) -> bool:
        """True if the connection may be used again."""
        before_head = {
            Fault.CLOSE: self._close,
            Fault.RESET: self._reset,
            Fault.STALL: self._stall,
            Fault.ENDLESS_INTERIM: self._endless_interim,
            Fault.HEADER_FLOOD: self._header_flood,
            Fault.LONG_HEADER: self._long_header,
            Fault.DRIP_HEAD: self._drip_head,
            Fault.GARBAGE: self._garbage,
        }
        if self.answer.raw is not None:
            self.writer.write(self.answer.raw)
            await self.writer.drain()
            return False
        act = before_head.get(self.answer.fault)
        if act is not None:
            await act()
            return False
        return await self._head_and_body()

    async def _head_and_body(self) -> bool:
        answer = self.answer
        status, body, extra = self._part()
        if answer.fault is Fault.CORRUPT:
            body = b"\x1f\x8b\x08\x00" + b"this is no gzip at all " * 20
        coding = "gzip" if answer.fault is Fault.CORRUPT else answer.coding.removeprefix("raw-")
        lines = [
            f"HTTP/1.1 {status} Some Words",
            *(f"{name}: {value}" for name, value in (*answer.headers, *extra)),
        ]
        if coding:
            lines.append(f"Content-Encoding: {coding}")
        has_body = status not in (204, 304) and self.asked.method != "HEAD"
        if has_body:
            lines += self._framing(body)
        if not answer.keeps_open:
            lines.append("Connection: close")
        self.writer.write("\r\n".join([*lines, "", ""]).encode("utf-8"))
        if has_body:
            await self._body(body)
        await self.writer.drain()
        return answer.keeps_open and answer.framing != "close" and answer.fault in _KEEP_OPEN

    def _part(self) -> tuple[int, bytes, tuple[tuple[str, str], ...]]:
        answer, body = self.answer, self.answer.encoded
        wish = self.asked.header("range") or ""
        if not (answer.honours_range and wish.startswith("bytes=") and answer.status == 200):
            return answer.status, body, ()
        if not body:
            return 416, b"", (("Content-Range", "bytes */0"),)
        first, last = map(int, wish.removeprefix("bytes=").split("-"))
        last = min(last, len(body) - 1)
        part = body[first : last + 1]
        return 206, part, (("Content-Range", f"bytes {first}-{last}/{len(body)}"),)

    def _framing(self, body: bytes) -> list[str]:
        if self.answer.fault in (Fault.DRIP, Fault.ENDLESS_BODY):
            return ["Content-Length: 1000000000"]
        if self.answer.framing == "chunked":
            return ["Transfer-Encoding: chunked"]
        return [f"Content-Length: {len(body)}"] if self.answer.framing == "length" else []

    async def _body(self, body: bytes) -> None:
        fault = self.answer.fault
        if fault is Fault.DRIP:
            await self._drip(body)
        elif fault is Fault.ENDLESS_BODY:
            await self._endless_body(body)
        elif fault is Fault.SLOW:
            await self._slowly(self._framed(body, is_last=True))
        elif fault in (Fault.TRUNCATED, Fault.RESET_IN_BODY, Fault.STALL_IN_BODY):
            self.writer.write(self._framed(body[: len(body) // 2], is_last=False))
            await self.writer.drain()
            await {Fault.TRUNCATED: self._close, Fault.RESET_IN_BODY: self._reset}.get(
                fault, self._stall
            )()
        else:
            unasked = _UNASKED if fault is Fault.LEFTOVER else b""
            self.writer.write(self._framed(body, is_last=True) + unasked)
            if fault is Fault.LEFTOVER_APART:
                self.writer.write(_UNASKED)

    def _framed(self, body: bytes, *, is_last: bool) -> bytes:
        if self.answer.framing != "chunked":
            return body
        half = max(1, len(body) // 2)
        chunks = [body[i : i + half] for i in range(0, len(body), half)]
        return b"".join(b"%x\r\n%b\r\n" % (len(chunk), chunk) for chunk in chunks) + (
            b"0\r\n\r\n" if is_last else b""
        )

    # ── faults ──

    async def _close(self) -> None:
        self.writer.close()

    async def _reset(self) -> None:
        await asyncio.sleep(
            0.02
        )  # lets what was written reach the client before the RST takes it away
        raw: socket.socket = self.writer.get_extra_info("socket")
        raw.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self.writer.transport.abort()

    async def _stall(self) -> None:
        await asyncio.sleep(_FOREVER_S)

    async def _garbage(self) -> None:
        self.writer.write(b"SSH-2.0-OpenSSH_9.9\r\n" * 4)
        await self.writer.drain()

    async def _pour(self, data: bytes) -> None:
        """The same again, until the client is gone."""
        while not (self.writer.is_closing() or self.reader.at_eof() or self.reader.exception()):
            self.writer.write(data)
            await self.writer.drain()
            await asyncio.sleep(0)  # drain() on a lost connection lets no other task run

    async def _endless_interim(self) -> None:
        await self._pour(
            b"HTTP/1.1 103 Early Hints\r\nLink: </style.css>; rel=preload\r\n\r\n" * 100
        )

    async def _header_flood(self) -> None:
        self.writer.write(b"HTTP/1.1 200 OK\r\n")
        await self._pour(b"X-Flood: water\r\n" * 1000)

    async def _long_header(self) -> None:
        self.writer.write(b"HTTP/1.1 200 OK\r\nX-Long: ")
        await self._pour(b"x" * 10_000)

    async def _drip_head(self) -> None:
        self.writer.write(b"HTTP/1.1 200 OK\r\nX-Slow: ")
        await self._drip(b"x")

    async def _drip(self, body: bytes) -> None:
        for byte in cycle(body or b" "):
            self.writer.write(bytes([byte]))
            await self.writer.drain()
            await asyncio.sleep(_DRIP_S)

    async def _slowly(self, data: bytes) -> None:
        for start in range(0, len(data), part := len(data) // 10 + 1):
            self.writer.write(data[start : start + part])
            await asyncio.sleep(_DRIP_S)

    async def _endless_body(self, body: bytes) -> None:
        await self._pour((body or b"x") * 1000)
