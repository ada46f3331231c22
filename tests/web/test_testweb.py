"""The test web itself: that it says what it is told to say."""

from __future__ import annotations

import re
import socket
import ssl
import time

import pytest

from tests.patience import patiently
from tests.testweb import Answer, Fault, SmallWeb, image, page, redirect

# Nothing here goes through a transport of ours.
pytestmark = pytest.mark.usefixtures("one_transport")

LENGTH = re.compile(rb"Content-Length: (\d+)\r\n")
QUIET_S = 60.0
"""More than a busy machine lets anybody wait."""


def is_whole(said: bytes) -> bool:
    head, end, body = said.partition(b"\r\n\r\n")
    length = LENGTH.search(head + end)
    return end != b"" and length is not None and len(body) >= int(length[1])


def ask(
    web: SmallWeb,
    host: str,
    path: str,
    *headers: str,
    tls: bool = False,
    quiet_s: float = QUIET_S,
) -> bytes:
    """The server's answer to one request on a connection of its own; what came in `quiet_s` or before it ended."""
    with socket.create_connection(
        ("127.0.0.1", web.tls_port if tls else web.port), timeout=QUIET_S
    ) as raw:
        context = ssl.create_default_context(cafile=web.ca_file)
        connection = context.wrap_socket(raw, server_hostname=host) if tls else raw
        lines = [f"GET {path} HTTP/1.1", f"Host: {host}", *headers, "", ""]
        connection.sendall("\r\n".join(lines).encode())
        connection.settimeout(quiet_s)
        end_at = time.monotonic() + quiet_s  # an answer that drips for ever is never silent
        said = b""
        try:
            while not is_whole(said) and (data := connection.recv(65536)):
                said += data
                if len(said) > 500_000 or time.monotonic() > end_at:
                    break
        except (TimeoutError, ConnectionResetError):
            pass
        connection.close()
        return said


def test_answers_by_host_and_path(testweb: SmallWeb) -> None:
    testweb.add("http://site.test/story?id=1", page("<title>One</title>"))
    testweb.add("http://site.test/*", redirect("https://else.test/"))
    assert b"200" in ask(testweb, "site.test", "/story?id=1")
    assert b"Location: https://else.test/" in ask(testweb, "site.test:81", "/story?id=2")
    assert b"404" in ask(testweb, "else.test", "/")
    assert [one.path for one in testweb.asked("site.test")] == ["/story?id=1", "/story?id=2"]


def test_answers_in_turn(testweb: SmallWeb) -> None:
    testweb.add("http://site.test/", [page(status=503), page()])
    statuses = [ask(testweb, "site.test", "/").split()[1] for _ in range(3)]
    assert statuses == [b"503", b"200", b"200"]


def test_parts_of_an_image(testweb: SmallWeb) -> None:
    testweb.add("http://site.test/i.png", image(b"0123456789"))
    said = ask(testweb, "site.test", "/i.png", "Range: bytes=0-3")
    assert b"206" in said.splitlines()[0]
    assert said.endswith(b"\r\n\r\n0123")


def test_tls_by_name(testweb: SmallWeb) -> None:
    testweb.add("https://site.test/", page())
    assert b"200" in ask(testweb, "site.test", "/", tls=True)
    assert testweb.requests[0].sni == "site.test"
    for name in ("expired.test", "wronghost.test", "selfsigned.test"):
        with pytest.raises(ssl.SSLCertVerificationError):
            ask(testweb, name, "/", tls=True)


@pytest.mark.parametrize("fault", Fault)
def test_every_fault_can_be_shown(testweb: SmallWeb, fault: Fault) -> None:
    testweb.add("http://site.test/", Answer(body=b"some words", fault=fault))
    silent = {Fault.CLOSE, Fault.RESET, Fault.STALL}

    def look(times: float) -> None:
        said = ask(testweb, "site.test", "/", quiet_s=0.1 * times)
        assert (said == b"") == (fault in silent)

    patiently(look)
