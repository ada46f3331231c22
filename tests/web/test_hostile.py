"""Whatever a server says, `fetch` gives an observation: in time, in bounds, and without a word of Python's."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from concurrent.futures import Future
from typing import Any

import anyio
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from enricher.models import Observation, Stop
from tests.examples import dear
from tests.testweb import Answer, SmallWeb, page
from tests.testweb.certificates import Certificates
from tests.web.support import URL, open_client, request

LAWS = settings(
    max_examples=dear(), deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)

STATUS_LINES = st.sampled_from(
    [
        b"HTTP/1.1 200 OK\r\n",
        b"HTTP/1.1 200\r\n",
        b"HTTP/1.0 200 OK\r\n",
        b"HTTP/1.1 301 \xff\r\n",
        b"HTTP/1.1 999 Request denied\r\n",
        b"HTTP/1.1 099 Low\r\n",
        b"HTTP/1.1 1000 High\r\n",
        b"HTTP/2 200\r\n",
        b"HTTP/1.1 100 Continue\r\n\r\n",
        b"HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\n\r\n",
        b"ICY 200 OK\r\n",
        b"200 OK\r\n",
        b"\r\n\r\nHTTP/1.1 200 OK\r\n",
        b"HTTP/1.1 -1 Minus\r\n",
        b"",
    ]
)
HEADERS = st.sampled_from(
    [
        b"Content-Length: 5\r\n",
        b"Content-Length: 3\r\n",
        b"Content-Length: -1\r\n",
        b"Content-Length: 99999999999999999999\r\n",
        b"Content-Length: 5, 5\r\n",
        b"Transfer-Encoding: chunked\r\n",
        b"Transfer-Encoding: gzip, chunked\r\n",
        b"Content-Encoding: gzip\r\n",
        b"Content-Encoding: gzip, gzip, gzip\r\n",
        b"Content-Encoding: rot13\r\n",
        b"Content-Type: text/html; charset=rot13\r\n",
        b"Content-Type: text/html; charset=undefined\r\n",
        b"Content-Type: text/html; charset=hex\r\n",
        b"Location: http://[::1\r\n",
        b"Location: \xff\xfe\x00\r\n",
        b"Location: http://xn--a/\r\n",
        b"Location: http://\xc3\xa9\xe2\x98\x83.test:99999/\r\n",
        b"Set-Cookie: a=\xc3\xa9; domain=\xff\r\n",
        b"Set-Cookie: a=b; expires=Thu, 99 Foo 99999 99:99:99 GMT; max-age=99999999999999999999999\r\n",
        b"Retry-After: 99999999999999999999999\r\n",
        b"Content-Range: bytes 0-99999999999999999999999/1\r\n",
        b"Connection: close\r\n",
        b"No colon here\r\n",
        b" folded: line\r\n",
        b": empty name\r\n",
        b"X: \x00\r\n",
        b"X: \xff\r\n",
    ]
)
BODIES = st.sampled_from(
    [
        b"",
        b"hello",
        b"5\r\nhello\r\n0\r\n\r\n",
        b"zz\r\n",
        b"\x1f\x8b\x08\x00\x00",
        b"fffffffffffffffff\r\n",
    ]
)
SAYINGS = st.one_of(
    st.binary(max_size=200),
    st.builds(
        lambda status, headers, blank, body, junk: status + b"".join(headers) + blank + body + junk,
        STATUS_LINES,
        st.lists(HEADERS, max_size=5),
        st.sampled_from([b"\r\n", b"\n", b""]),
        BODIES,
        st.binary(max_size=10),
    ),
)


class Asking:
    """A client with a loop of its own, for tests that Hypothesis calls again and again."""

    def __init__(self, web: SmallWeb) -> None:
        self._web = web
        self._ready: Future[Any] = Future()
        self._thread = threading.Thread(target=lambda: anyio.run(self._serve))
        self._thread.start()
        self._wishes, self._portal = self._ready.result()

    def fetch(self, answer: Answer) -> Observation:
        self._web.add(URL, answer)
        done: Future[Observation] = Future()
        self._portal.call(self._wishes.send, done)
        return done.result(timeout=120)

    def close(self) -> None:
        self._portal.call(self._wishes.aclose)
        self._thread.join()

    async def _serve(self) -> None:
        wishes, todo = anyio.create_memory_object_stream[Future[Observation]](0)
        impatient: dict[str, Any] = {"read_timeout_s": 0.3, "deadline_s": 0.6}
        async with anyio.from_thread.BlockingPortal() as portal, todo:
            self._ready.set_result((wishes, portal))
            async for done in todo:
                async with open_client(self._web, **impatient) as client:
                    try:
                        done.set_result(
                            await client.fetch(request(stop=Stop.FACTS, max_bytes=10_000))
                        )
                    except Exception as error:  # noqa: BLE001 - whatever it is, it is what the test is about
                        done.set_exception(error)


@pytest.fixture(scope="module")
def asking(certificates: Certificates) -> Iterator[Asking]:
    with SmallWeb(certificates) as web:
        asks = Asking(web)
        yield asks
        asks.close()


def check(seen: Observation) -> None:
    assert seen.http_status is not None or seen.failure is not None
    assert len(seen.body) <= 10_000
    assert seen.elapsed_s < 20.0  # thirty times the deadline: a busy machine is late
    assert seen.requests <= 12


@LAWS
@given(SAYINGS)
def test_any_bytes_at_all(asking: Asking, said: bytes) -> None:
    check(asking.fetch(Answer(raw=said)))


HEADER_TEXT = st.text(
    st.characters(min_codepoint=0x20, max_codepoint=0x2FFF, exclude_characters="\x7f"), max_size=60
)


@LAWS
@given(
    st.sampled_from(
        [
            "Location",
            "Set-Cookie",
            "Content-Type",
            "Content-Encoding",
            "Retry-After",
            "ETag",
            "RateLimit",
            "Content-Range",
        ]
    ),
    HEADER_TEXT,
    st.sampled_from([200, 206, 301, 302, 403, 404, 429, 503]),
)
def test_any_words_in_any_header(asking: Asking, name: str, value: str, status: int) -> None:
    companions = {"Set-Cookie": [("Location", "/other")], "Location": [("Set-Cookie", "a=b")]}
    headers = [(name, value), *companions.get(name, [])]
    check(asking.fetch(page(status=status, headers=headers)))
