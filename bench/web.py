"""Serves the bench's web on loopback, in a process of its own: any name, answered by its URL.

    python bench/web.py SPEC.json

Prints its ports as a line of JSON. Then each line on standard input is an order: `begin` forgets
what was seen, `end` prints what was seen since, as a line of JSON. It ends with its standard input.

It answers in three ways, so that every tool can reach it: as the server that a name leads to
(`connect_to`), as a proxy (`http_proxy`, requests in absolute form, CONNECT for TLS), and under
`/~/HOST/PATH` for tools that know neither.
"""

from __future__ import annotations

import asyncio
import gc
import json
import ssl
import sys
import time
from pathlib import Path
from typing import Any

import pages
from articles import Article, article, number_of
from behaviour import RETRY_AFTER_S, Behaviour, Fault, Spec, behaviour
from records import Host, Records

_ONCE = {Fault.BUSY: "503 Service Unavailable", Fault.LIMITED: "429 Too Many Requests"}
_STATUS = {
    Fault.NOT_FOUND: "404 Not Found",
    Fault.GONE: "410 Gone",
    Fault.BROKEN: "500 Internal Server Error",
}
_SMALL = b"<!doctype html><html><head><title>%s</title></head><body><h1>%s</h1></body></html>"
_MISSING = Article("Page not found", "The page you are looking for does not exist.", "", "", "", "")
_ROBOTS = b"User-agent: *\nDisallow:\n"


def respond(status: str, body: bytes, headers: str = "") -> bytes:
    return f"HTTP/1.1 {status}\r\n{headers}Content-Length: {len(body)}\r\n\r\n".encode() + body


class Web:
    """What all connections share."""

    def __init__(self, spec: Spec, known: dict[str, list[str]], certificates: Path | None) -> None:
        self.spec = spec
        self._known = known
        self.records = Records(spec.gap_s)
        self._contexts = _contexts(certificates) if certificates else {}
        self.tls = self._server_context()
        # Real documents name their pages by https; here TLS ends before the server.
        self.scheme = "https" if self.tls or known else "http"

    def _server_context(self) -> ssl.SSLContext | None:
        for context in self._contexts.values():
            context.sni_callback = self._choose
            return context
        return None

    def _choose(self, connection: Any, name: str | None, _context: ssl.SSLContext) -> None:
        connection.context = self._contexts.get(name or "", self.tls)

    def answer(self, host: str, path: str, headers: bytes, fault: Fault) -> bytes | None:
        """The bytes of an answer; None: the connection is to be reset."""
        if path == "/robots.txt":
            return respond("200 OK", _ROBOTS, "Content-Type: text/plain\r\n")
        if fault in _ONCE or fault is Fault.RESET:
            key = host + path
            self.records.seen[key] = self.records.seen.get(key, 0) + 1
            if self.records.seen[key] == 1:
                return self._refuse(host, fault)
        if fault in _STATUS:
            return respond(
                _STATUS[fault],
                _SMALL % ((_STATUS[fault].encode(),) * 2),
                "Content-Type: text/html\r\n",
            )
        return self._content(host, path, headers, is_missing=fault is Fault.SOFT_404)

    def _refuse(self, host: str, fault: Fault) -> bytes | None:
        if fault is Fault.RESET:
            return None
        self.records.host(host).told_to_wait(time.monotonic(), RETRY_AFTER_S)
        return respond(_ONCE[fault], b"Later, please.", f"Retry-After: {RETRY_AFTER_S}\r\n")

    def _content(self, host: str, path: str, headers: bytes, *, is_missing: bool) -> bytes:
        told = self._known.get(host + path)
        if told is not None:
            found = Article(*told)
        else:
            number = number_of(path)
            if self._known or path.endswith(".jpg"):
                return _image(number or len(path), headers)
            if number is None:
                return respond(
                    "404 Not Found", _SMALL % ((b"Not found",) * 2), "Content-Type: text/html\r\n"
                )
            found = article(host, number)
        is_gzip = b"gzip" in headers
        url = f"{self.scheme}://{host}{path}"
        body = pages.page(_MISSING if is_missing else found, url, is_gzip=is_gzip)
        coding = "Content-Encoding: gzip\r\n" if is_gzip else ""
        return respond("200 OK", body, f"Content-Type: text/html; charset=utf-8\r\n{coding}")


def _image(number: int, headers: bytes) -> bytes:
    whole = pages.image(number)
    kind = "Content-Type: image/jpeg\r\nAccept-Ranges: bytes\r\n"
    place = headers.find(b"\r\nrange: bytes=")
    if place < 0:
        return respond("200 OK", whole, kind)
    first, _, last = (
        headers[place + 15 : headers.index(b"\r\n", place + 15)].decode().partition("-")
    )
    start, stop = int(first or 0), min(int(last or len(whole)), len(whole) - 1)
    kind += f"Content-Range: bytes {start}-{stop}/{len(whole)}\r\n"
    return respond("206 Partial Content", whole[start : stop + 1], kind)


def _contexts(folder: Path) -> dict[str, ssl.SSLContext]:
    """By name: certificates are for 50 names each, as those of shared hosting are."""
    found: dict[str, ssl.SSLContext] = {}
    for path in sorted(folder.glob("*.pem")):
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(path)
        found.update(
            dict.fromkeys(path.with_suffix(".names").read_text(encoding="utf-8").split(), context)
        )
    return found


class Connection(asyncio.Protocol):
    """One connection; requests are answered one after the other."""

    def __init__(self, web: Web) -> None:
        self._web = web
        self._data = b""
        self._is_busy = False
        self._pending: asyncio.TimerHandle | None = None
        self._host: Host | None = None
        self._is_tunnel = False

    def connection_made(self, transport: Any) -> None:
        self._transport = transport
        if not self._is_tunnel:
            self._web.records.connections += 1

    def data_received(self, data: bytes) -> None:
        self._data += data
        if not self._is_busy:
            self._next()

    def connection_lost(self, _reason: Exception | None) -> None:
        if self._pending is not None:
            self._pending.cancel()
        self._done()

    def _next(self) -> None:
        end = self._data.find(b"\r\n\r\n")
        if end < 0:
            return
        head, self._data = self._data[: end + 4], self._data[end + 4 :]
        method, target, _ = head.split(b"\r\n", 1)[0].decode("latin-1").split(" ", 2)
        headers = head.lower()
        if method == "CONNECT":
            self._connect(target)
            return
        host, path = _address(target, headers)
        plan = behaviour(host, path, self._web.spec)
        records = self._web.records
        records.asked.add(hash((host, path)))
        self._host = records.host(host)
        self._host.begin(time.monotonic(), self._web.spec.gap_s)
        self._is_busy = True
        if plan.latency_s:
            loop = asyncio.get_running_loop()
            self._pending = loop.call_later(
                plan.latency_s, self._write, method, (host, path), headers, plan
            )
        else:
            self._write(method, (host, path), headers, plan)

    def _write(
        self, method: str, address: tuple[str, str], headers: bytes, plan: Behaviour
    ) -> None:
        self._pending = None
        answer = self._web.answer(*address, headers, plan.fault)
        if answer is None:
            self._done()
            self._transport.abort()
            return
        if method == "HEAD":
            answer = answer[: answer.index(b"\r\n\r\n") + 4]
        self._web.records.sent_bytes += len(answer)
        self._transport.write(answer)
        self._done()
        self._is_busy = False
        if b"\r\nconnection: close" in headers:
            self._transport.close()
        elif self._data:
            self._next()

    def _done(self) -> None:
        if self._host is not None:
            self._host.end()
            self._host = None

    def _connect(self, target: str) -> None:
        """Makes this connection a tunnel: what follows is for the server that the client named."""
        self._is_tunnel = True
        self._transport.write(b"HTTP/1.1 200 Connection established\r\n\r\n")
        if target.endswith(":443"):
            self._starting = asyncio.ensure_future(self._start_tls())

    async def _start_tls(self) -> None:
        if self._web.tls is None:
            self._transport.abort()
            return
        loop = asyncio.get_running_loop()
        self._is_busy = True  # a request may be here before the transport that answers it
        try:
            found = await loop.start_tls(self._transport, self, self._web.tls, server_side=True)
        except OSError:
            found = None
        if found is None:
            self._transport.abort()
            return
        self._transport = found
        self._is_busy = False
        self._next()


def _address(target: str, headers: bytes) -> tuple[str, str]:
    """Host and path of a request, in whichever of the three ways it came."""
    if target.startswith("/~/"):
        host, _, path = target[3:].partition("/")
        return host, f"/{path}"
    if not target.startswith("/"):
        host, _, path = target.partition("//")[2].partition("/")
        return host.partition(":")[0], f"/{path}"
    place = headers.index(b"\r\nhost: ") + 8
    host = headers[place : headers.index(b"\r\n", place)].decode("latin-1")
    return host.partition(":")[0], target


async def serve(web: Web) -> None:
    loop = asyncio.get_running_loop()

    def listen(context: ssl.SSLContext | None) -> Any:
        return loop.create_server(
            lambda: Connection(web), "127.0.0.1", 0, ssl=context, backlog=4096
        )

    servers = [await listen(None), *([await listen(web.tls)] if web.tls else [])]
    print(json.dumps([server.sockets[0].getsockname()[1] for server in servers]), flush=True)
    orders = asyncio.StreamReader()
    await loop.connect_read_pipe(lambda: asyncio.StreamReaderProtocol(orders), sys.stdin)
    while order := (await orders.readline()).strip():
        if order == b"end":
            print(json.dumps(web.records.report()), flush=True)
        web.records = Records(web.spec.gap_s)


def main() -> None:
    told = json.loads(Path(sys.argv[1]).read_text(encoding="utf-8"))
    certificates = Path(told["certificates"]) if told.get("certificates") else None
    web = Web(Spec(**told["spec"]), told.get("known", {}), certificates)
    gc.freeze()
    asyncio.run(serve(web))


if __name__ == "__main__":
    main()
