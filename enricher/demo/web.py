"""A small web on loopback: one HTTP server that answers for every host of the table in `pages`."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from enricher.demo.pages import Answer, answer

LOOPBACK = "127.0.0.1"


@contextmanager
def small_web() -> Iterator[int]:
    """Runs the small web in threads of its own; gives its port, and ends it."""
    server = _Server((LOOPBACK, 0), _Handler)
    thread = threading.Thread(
        target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True
    )
    thread.start()
    try:
        yield server.server_address[1]
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    # The standard library's 5 are fewer than the connections that a run opens at once; the kernel
    # drops the rest, and each tries again after 1, 3 and 7 s.
    request_queue_size = 512

    def handle_error(self, request: object, client_address: object) -> None:
        """A client that hangs up is no error: ours does so as soon as it knows enough."""


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    # Without it, headers and body go out in two packets, and Nagle's algorithm waits 40 ms between
    # them.
    wbufsize = -1
    timeout = 30

    def do_GET(self) -> None:
        host = self.headers.get("Host", "").partition(":")[0].lower()
        found = answer(host, self.path)
        body, status = found.body, found.status
        wanted = self.headers.get("Range", "")
        extra: list[tuple[str, str]] = list(found.headers)
        if status == 200 and wanted.startswith("bytes=0-") and wanted[8:].isdigit():
            body = found.body[: int(wanted[8:]) + 1]
            status = 206
            extra.append(("Content-Range", f"bytes 0-{len(body) - 1}/{len(found.body)}"))
        self._send(status, found, body, extra)

    def _send(self, status: int, found: Answer, body: bytes, extra: list[tuple[str, str]]) -> None:
        self.send_response_only(status)
        self.send_header("Date", self.date_time_string())
        self.send_header("Content-Type", found.content_type)
        self.send_header("Content-Length", str(len(body)))
        for name, value in extra:
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)
        self.wfile.flush()

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002  the standard library's name for it
        """Says nothing."""
