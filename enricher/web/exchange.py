"""One request and its answer: in its slot, within its time, no larger than it must be, never raised."""

from __future__ import annotations

import math
from collections.abc import AsyncGenerator, AsyncIterator
from contextlib import aclosing, suppress
from dataclasses import dataclass
from typing import Any, cast

import anyio
import httpcore
import httpx

from enricher import config, urls
from enricher.models import Failure
from enricher.policy import pace
from enricher.policy.breaker import Refusal
from enricher.web.body_reader import BodyReader, bounded
from enricher.web.clock import Clock
from enricher.web.failures import failure_in_body, failure_of
from enricher.web.messages import HttpRequest, HttpResponse, refused
from enricher.web.throttle import Refused, Slot, Throttle
from enricher.web.transport import SiteTransport

# Reading on for this much, or this long, is cheaper than a new connection with its TLS handshake.
DRAIN_BYTES = 64 * 1024
DRAIN_S = 1.0

# What httpcore calls its own doings: documented as the `trace` request extension.
_IS_CONNECTING = "connection.connect_tcp.started"
_IS_WRITING = frozenset(
    {"http11.send_request_headers.started", "http2.send_request_headers.started"}
)


@dataclass(eq=False, slots=True)
class Exchange:
    """Sends requests, one at a time for each call."""

    fetch: config.Fetch
    transport: SiteTransport
    throttle: Throttle
    clock: Clock
    requests_sent: int = 0

    async def ask(self, ask: HttpRequest) -> HttpResponse:
        """Never raises for what the world does."""
        entered = await self.throttle.enter(ask.site, urls.host(ask.url))
        if isinstance(entered, Refusal):
            return refused(entered)
        try:
            return await _Attempt(self, ask, entered).run()
        finally:
            entered.leave()


class _Attempt:
    """One request on its way, and what is known of it so far."""

    def __init__(self, exchange: Exchange, ask: HttpRequest, slot: Slot) -> None:
        self._exchange = exchange
        self._clock = exchange.clock
        self._ask = ask
        self._slot = slot
        self._scope = anyio.CancelScope()
        self._waited_s = 0.0
        self._is_new = False
        self._is_done = False
        self._answer = HttpResponse()

    async def run(self) -> HttpResponse:
        began = self._clock.monotonic()
        self._scope.deadline = anyio.current_time() + self._ask.budget_s
        with self._scope:
            await self._send_and_read()
        if self._scope.cancelled_caught and not self._is_done:
            self._note_deadline()
        self._answer.elapsed_s = self._clock.monotonic() - began - self._waited_s
        self._answer.is_reused = self._answer.requests > 0 and not self._is_new
        self._tell_throttle()
        return self._answer

    async def _send_and_read(self) -> None:
        try:
            response = await self._exchange.transport.handle_async_request(self._request())
        except Refused as word:
            self._answer = refused(word.refusal)
        except Exception as error:  # noqa: BLE001 - whatever a site makes a library raise is a fact about the site
            self._note(*failure_of(error))
        else:
            try:
                await self._read(response)
            except Exception as error:  # noqa: BLE001 - the same
                self._note(*failure_in_body(error))
            finally:
                await _close(response)

    def _request(self) -> httpx.Request:
        fetch = self._exchange.fetch
        reading_s = fetch.read_timeout_s
        timeouts = {
            "connect": fetch.connect_timeout_s,
            "read": reading_s,
            "write": reading_s,
            "pool": None,
        }
        return httpx.Request(
            "GET",
            self._ask.url,
            # With a Host of our own: httpx would decode the host to write one, and cannot decode all that live (i❤.ws).
            headers=[("Host", urls.authority(self._ask.url)), *self._ask.headers],
            extensions={"timeout": timeouts, "trace": self._trace},
        )

    async def _trace(self, event: str, info: dict[str, Any]) -> None:
        """What httpcore is about to do; it waits until we have heard it."""
        if event == _IS_CONNECTING:
            self._is_new = True
        elif (
            event in _IS_WRITING and info["request"].method != b"CONNECT"
        ):  # said to a proxy, not to the site
            left_s = self._scope.deadline - anyio.current_time()
            self._scope.deadline = math.inf  # time spent at the throttle is not the site's
            self._waited_s += await self._slot.start()
            self._scope.deadline = anyio.current_time() + left_s
            self._answer.requests = 1
            self._exchange.requests_sent += 1

    async def _read(self, response: httpx.Response) -> None:
        answer, raw_headers = self._answer, response.headers.raw
        answer.http_status = response.status_code
        answer.headers = bounded(raw_headers)
        answer.retry_after_s = pace.pause_s(response.status_code, answer.headers, self._clock.now())
        answer.bytes_read = sum(
            len(name) + len(value) + len(": \r\n") for name, value in raw_headers
        )
        answer.response = response
        async with aclosing(_chunks(response)) as chunks:
            if not answer.is_redirect:
                await self._read_body(chunks)
            self._is_done = True
            with suppress(httpcore.NetworkError, httpcore.ProtocolError, httpcore.TimeoutException):
                await self._drain(chunks)

    async def _read_body(self, chunks: AsyncIterator[bytes]) -> None:
        reading = BodyReader(self._ask, self._answer)
        try:
            async for raw in chunks:
                self._answer.bytes_read += len(raw)
                reading.feed(raw)
                if reading.is_over:
                    return
            self._answer.is_whole = reading.is_all
        finally:
            self._answer.body = reading.data

    async def _drain(self, chunks: AsyncIterator[bytes]) -> None:
        """Read on to the end of the body where that keeps a connection that somebody waits for."""
        answer = self._answer
        declared = answer.header("content-length") or ""
        is_short = not declared.isdecimal() or int(declared) <= answer.bytes_read + DRAIN_BYTES
        if answer.is_whole or not is_short or not self._is_wanted():
            return
        drained = 0
        with anyio.move_on_after(DRAIN_S):
            async for raw in chunks:
                drained += len(raw)
                if drained > DRAIN_BYTES:
                    break
        answer.bytes_read += drained

    def _is_wanted(self) -> bool:
        return self._answer.is_redirect or self._exchange.throttle.has_waiting(self._ask.site)

    def _note(self, failure: Failure, detail: str) -> None:
        self._answer.failure, self._answer.detail = failure, detail

    def _note_deadline(self) -> None:
        was_written = self._answer.requests > 0
        failure = Failure.READ_TIMEOUT if was_written else Failure.CONNECT_TIMEOUT
        self._note(failure, f"not done after {self._exchange.fetch.deadline_s:g} s")

    def _tell_throttle(self) -> None:
        answer = self._answer
        if answer.is_refused:
            return  # by the throttle itself
        if answer.http_status is not None:
            self._slot.answered(answer.http_status, answer.retry_after_s)
        elif answer.failure is not None:
            self._slot.failed(answer.failure)


async def _chunks(response: httpx.Response) -> AsyncGenerator[bytes, None]:
    async for chunk in cast("AsyncIterator[bytes]", response.stream):
        yield chunk


async def _close(response: httpx.Response) -> None:
    with anyio.CancelScope(shield=True):
        await response.aclose()
