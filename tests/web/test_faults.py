"""What goes wrong in the world ends as an observation: named, bounded in time and bytes, and never raised."""

from __future__ import annotations

import resource
import socket
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, cast

import anyio
import pytest

from enricher.config import Politeness
from enricher.models import Failure, Kind, Observation, Request, Stop
from enricher.web.clock import SystemClock
from enricher.web.dial import AddressGuard
from enricher.web.exchange import Exchange
from enricher.web.lease import Lease
from enricher.web.messages import HttpRequest
from enricher.web.proxies import Proxies
from enricher.web.resolver import DnsCache
from enricher.web.routes import Routes
from enricher.web.throttle import Throttle
from enricher.web.transport import Http1Transport
from tests.patience import patiently_async
from tests.testweb import Answer, Fault, SmallWeb, page
from tests.testweb.answers import Coding
from tests.web.support import URL, Table, open_client, request

IMPATIENT = {"read_timeout_s": 0.2, "deadline_s": 0.5}
WITHOUT_A_TIMEOUT_S = 20.0
"""What has taken less did not wait for any timeout of the test web's settings."""


async def fetch(web: SmallWeb, wish: Request | None = None, **fetch_settings: Any) -> Observation:
    async with open_client(web, **fetch_settings) as client:
        return await client.fetch(wish or request())


FAULTS: dict[Fault, tuple[Failure | None, int | None]] = {
    Fault.CLOSE: (Failure.RESET, None),
    Fault.RESET: (Failure.RESET, None),
    Fault.STALL: (Failure.READ_TIMEOUT, None),
    Fault.ENDLESS_INTERIM: (Failure.PROTOCOL_ERROR, None),
    Fault.HEADER_FLOOD: (Failure.PROTOCOL_ERROR, None),
    Fault.LONG_HEADER: (Failure.PROTOCOL_ERROR, None),
    Fault.GARBAGE: (Failure.PROTOCOL_ERROR, None),
    Fault.TRUNCATED: (Failure.TRUNCATED, 200),
    Fault.RESET_IN_BODY: (Failure.TRUNCATED, 200),
    Fault.STALL_IN_BODY: (Failure.READ_TIMEOUT, 200),
    Fault.DRIP: (Failure.READ_TIMEOUT, 200),
    Fault.ENDLESS_BODY: (None, 200),
    Fault.CORRUPT: (Failure.GARBLED, 200),
    Fault.LEFTOVER: (None, 200),
    Fault.LEFTOVER_APART: (None, 200),
}


@pytest.mark.parametrize("scheme", ["http", "https"])
async def test_faults(testweb: SmallWeb, scheme: str) -> None:
    """All side by side, each with a client of its own: some take as long as they may."""
    async with anyio.create_task_group() as group:
        for fault, (failure, http_status) in FAULTS.items():
            group.start_soon(
                show, testweb, f"{scheme}://site.test/{fault}", fault, failure, http_status
            )


async def show(
    web: SmallWeb, url: str, fault: Fault, failure: Failure | None, http_status: int | None
) -> None:
    web.add(url, Answer(body=b"some words " * 20, fault=fault))

    async def ask(times: float) -> None:
        # Only where nothing comes is it worth being impatient: a busy machine is late with all else.
        limits = IMPATIENT if failure is Failure.READ_TIMEOUT else {}
        settings = {name: limit * times for name, limit in limits.items()}
        seen = await fetch(web, request(url, max_bytes=100_000), **settings)
        assert (fault, seen.failure, seen.http_status) == (fault, failure, http_status)
        assert (fault, seen.failure_detail != "") == (fault, failure is not None)
        assert seen.elapsed_s < WITHOUT_A_TIMEOUT_S
        assert seen.bytes_read < 1_500_000

    await patiently_async(ask)


@pytest.mark.parametrize("framing", ["length", "chunked"])
async def test_what_came_before_the_end_is_kept(testweb: SmallWeb, framing: str) -> None:
    testweb.add(URL, Answer(body=b"0123456789", framing=framing, fault=Fault.TRUNCATED))  # type: ignore[arg-type]
    seen = await fetch(testweb)
    assert (seen.failure, seen.body, seen.is_whole) == (Failure.TRUNCATED, b"01234", False)


async def test_a_cut_body_is_no_failure_where_we_had_enough(testweb: SmallWeb) -> None:
    testweb.add(URL, Answer(body=b"0123456789" * 1000, fault=Fault.TRUNCATED))
    seen = await fetch(testweb, request(max_bytes=1000))
    assert (seen.failure, len(seen.body)) == (None, 1000)


@pytest.mark.parametrize("coding", ["gzip", "deflate", "br", "zstd"])
async def test_bombs(testweb: SmallWeb, coding: Coding) -> None:
    testweb.add(URL, Answer(body=bytes(20_000_000), coding=coding))
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    seen = await fetch(testweb, request(max_bytes=100_000))
    grown_kib = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before
    assert (seen.failure, len(seen.body), seen.is_whole) == (None, 100_000, False)
    assert grown_kib < 150_000  # the server's own copies among them


# ── before HTTP ──


@pytest.mark.parametrize(
    ("host", "failure"),
    [
        ("expired.test", Failure.TLS_EXPIRED),
        ("wronghost.test", Failure.TLS_HOSTNAME),
        ("selfsigned.test", Failure.TLS_UNTRUSTED),
        ("good.test", None),
        ("127.0.0.1", None),
    ],
)
async def test_certificates(testweb: SmallWeb, host: str, failure: Failure | None) -> None:
    testweb.add(f"https://{host}/", page())
    seen = await fetch(testweb, request(f"https://{host}/"))
    assert seen.failure is failure
    assert len(testweb.requests) == (failure is None)


async def test_a_bad_certificate_is_never_behind_a_good_one(testweb: SmallWeb) -> None:
    """Two names of one address: the connection of the first must not serve the second."""
    testweb.add("https://good.test/", page())
    async with open_client(testweb) as client:
        assert (await client.fetch(request("https://good.test/"))).http_status == 200
        assert (await client.fetch(request("https://expired.test/"))).failure is Failure.TLS_EXPIRED


async def test_tls_that_ends_before_the_server(testweb: SmallWeb) -> None:
    testweb.add("https://site.test/", page())
    connect_to = {"*:443": f"http://127.0.0.1:{testweb.port}"}
    seen = await fetch(testweb, request("https://site.test/"), connect_to=connect_to)
    assert seen.http_status == 200
    assert (testweb.requests[0].is_tls, testweb.requests[0].header("host")) == (False, "site.test")


async def test_refused(testweb: SmallWeb) -> None:
    with socket.socket() as bound:  # bound, but not listening
        bound.bind(("127.0.0.1", 0))
        seen = await fetch(testweb, connect_to={"*": f"127.0.0.1:{bound.getsockname()[1]}"})
    assert seen.failure is Failure.REFUSED
    assert (seen.attempts, seen.requests) == (1, 0)


@contextmanager
def deaf() -> Iterator[int]:
    """A port whose line of waiting connections is full: the next one hangs."""
    with socket.socket() as server:
        server.bind(("127.0.0.1", 0))
        server.listen(0)
        port: int = server.getsockname()[1]
        callers = [socket.socket() for _ in range(3)]
        for caller in callers:
            caller.setblocking(False)
            caller.connect_ex(("127.0.0.1", port))
        yield port
        for caller in callers:
            caller.close()


async def test_no_connection_in_time(testweb: SmallWeb) -> None:
    with deaf() as port:
        seen = await fetch(testweb, connect_to={"*": f"127.0.0.1:{port}"}, connect_timeout_s=0.1)
    assert seen.failure is Failure.CONNECT_TIMEOUT


@contextmanager
def mute() -> Iterator[int]:
    """A port that accepts connections and never answers a handshake."""
    with socket.socket() as server:
        server.bind(("127.0.0.1", 0))
        server.listen(8)
        yield server.getsockname()[1]


async def test_no_handshake_in_time(testweb: SmallWeb) -> None:
    with mute() as port:
        connect_to = {"*": f"127.0.0.1:{port}"}
        seen = await fetch(
            testweb, request("https://site.test/"), connect_to=connect_to, connect_timeout_s=0.1
        )
    assert seen.failure is Failure.CONNECT_TIMEOUT


@contextmanager
def blunt(words: bytes) -> Iterator[int]:
    """A port that says something to its first caller, whatever it is told, and hangs up."""

    def answer() -> None:
        connection, _ = server.accept()
        with connection:
            connection.recv(10)
            connection.sendall(words)

    with socket.socket() as server:
        server.bind(("127.0.0.1", 0))
        server.listen(1)
        thread = threading.Thread(target=answer)
        thread.start()
        yield server.getsockname()[1]
        thread.join()


@pytest.mark.parametrize(
    "words", [b"", b"HTTP/1.1 400 Bad Request\r\n\r\n", b"\x15\x03\x01\0\x02\x02\x28"]
)
async def test_no_tls_where_tls_should_be(testweb: SmallWeb, words: bytes) -> None:
    with blunt(words) as port:
        seen = await fetch(
            testweb, request("https://site.test/"), connect_to={"*": f"127.0.0.1:{port}"}
        )
    assert (seen.failure, seen.requests) == (Failure.TLS_HANDSHAKE, 0)


@pytest.mark.parametrize("failure", [Failure.DNS_NXDOMAIN, Failure.DNS_FAILURE])
async def test_unknown_names(testweb: SmallWeb, failure: Failure) -> None:
    async with open_client(
        testweb, connect_to={}, resolver=Table({"site.test": failure})
    ) as client:
        seen = await client.fetch(request())
    assert (seen.failure, seen.failure_detail) == (failure, "site.test: so says the table")


async def test_the_deadline_holds_over_all_hops(testweb: SmallWeb) -> None:
    """Each hop is quick enough, all of them together are not."""

    async def ask(times: float) -> None:
        for number in range(9):
            to = (("Location", f"/{number + 1}"),)
            hop = Answer(status=302, headers=to, after_s=0.1 * times)
            testweb.add(f"http://site.test/{number}", hop)
        limits = dict.fromkeys(("read_timeout_s", "deadline_s"), 0.35 * times)
        seen = await fetch(testweb, request("http://site.test/0"), **limits)
        assert seen.failure is Failure.READ_TIMEOUT
        assert 1 <= len(seen.hops) <= 4
        assert seen.elapsed_s < 1.0 * times

    await patiently_async(ask)


class SlowThrottle:
    """Lets everybody in at once, and keeps them waiting where they want to write."""

    def __init__(self, wait_s: float) -> None:
        self._wait_s = wait_s

    async def enter(self, *_: str) -> SlowThrottle:
        return self

    async def start(self) -> float:
        await anyio.sleep(self._wait_s)
        return self._wait_s

    async def wait_to_read(self) -> None:
        pass

    def __getattr__(self, _: str) -> Any:
        return lambda *_: None


async def test_waiting_to_write_is_not_the_sites_time(testweb: SmallWeb) -> None:
    testweb.add(URL, page())
    fetch, clock = testweb.fetch_settings(), SystemClock()
    guard = AddressGuard(names=DnsCache(Table({})), routes=Routes(fetch.connect_to))

    async def ask(times: float) -> None:
        transport = Http1Transport(fetch, guard, ssl.create_default_context(), Proxies("", {}))
        throttle = cast("Throttle", SlowThrottle(0.3 * times))
        wish = HttpRequest(
            url=URL,
            headers=[],
            kind=Kind.PAGE,
            stop=Stop.NEVER,
            max_bytes=1000,
            budget_s=0.2 * times,
        )
        answer = await Exchange(fetch, transport, throttle, clock, Lease(clock)).ask(wish)
        await transport.aclose()
        assert (answer.http_status, answer.failure) == (200, None)
        assert answer.elapsed_s < 0.2 * times

    await patiently_async(ask)


async def test_waiting_for_a_slot_is_not_the_sites_time(testweb: SmallWeb) -> None:
    """Ten requests, 50 ms apart, with a deadline that all of them together would miss."""
    testweb.add(URL, page())

    async def ask(times: float) -> None:
        found: list[Observation] = []
        polite, deadline_s = Politeness(gap_s=0.05 * times), 0.2 * times
        async with open_client(testweb, politeness=polite, deadline_s=deadline_s) as client:

            async def one() -> None:
                found.append(await client.fetch(request()))

            async with anyio.create_task_group() as group:
                for _ in range(10):
                    group.start_soon(one)
        assert [seen.http_status for seen in found] == [200] * 10
        assert max(seen.elapsed_s for seen in found) < deadline_s

    await patiently_async(ask)
