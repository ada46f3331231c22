"""Sends one request and reads its answer: in its slot, within its time and bounds."""

from __future__ import annotations

import asyncio
import math
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

from enricher import config
from enricher.models import Failure
from enricher.policy import pace
from enricher.policy.breaker import Refusal
from enricher.web.body import GarbledError
from enricher.web.body_reader import BodyReader, bounded
from enricher.web.body_room import FREE_BYTES, BodyRoom
from enricher.web.clock import Clock
from enricher.web.failures import (
    EndedEarlyError,
    TransportError,
    failure_in_body,
    failure_of,
)
from enricher.web.lease import Lease
from enricher.web.messages import HttpRequest, HttpResponse, refused
from enricher.web.site_permits import SitePermits
from enricher.web.throttle import Refused, Slot, Throttle
from enricher.web.transport import Transport, WireResponse

# Reading on for this much, or this long, is cheaper than a new connection with its TLS handshake.
DRAIN_BYTES = 64 * 1024
DRAIN_S = 1.0


@dataclass(eq=False, slots=True)
class Exchange:
    """Sends requests, one at a time for each call."""

    fetch: config.Fetch
    transport: Transport
    throttle: Throttle
    clock: Clock
    lease: Lease | None = None
    """None: requests may always be sent."""
    permits: SitePermits | None = None
    """None: no other worker asks any site."""
    requests_sent: int = 0
    room: BodyRoom = field(default_factory=BodyRoom)

    async def ask(self, ask: HttpRequest) -> HttpResponse:
        """Never raises for what the world does."""
        if self.permits is not None:
            await self.permits.enter(ask.site)
        try:
            slot = await self.throttle.enter(ask.site, ask.origin[1], ask.for_site)
            if isinstance(slot, Refusal):
                return refused(slot)
            attempt = _Attempt(self, ask, slot)
            try:
                answer = await attempt.run()
                # The slot of all sites is kept meanwhile: what is read and not worked on is
                # bounded.
                await slot.wait_to_read()
                return answer
            finally:
                if attempt.room_bytes:
                    self.room.give_back(attempt.room_bytes)
                slot.leave()
        finally:
            if self.permits is not None:
                self.permits.leave(ask.site)


class _Attempt:
    """One request on its way, and what is known of it so far."""

    def __init__(self, exchange: Exchange, ask: HttpRequest, slot: Slot) -> None:
        self._exchange = exchange
        self._clock = exchange.clock
        self._ask = ask
        self._slot = slot
        self._timeout = asyncio.timeout(ask.budget_s)
        self._waited_s = 0.0
        self.room_bytes = 0
        """Taken of the room of all bodies, to be given back."""
        self._is_new = False
        self._is_done = False
        self._answer = HttpResponse()

    async def run(self) -> HttpResponse:
        began = self._clock.monotonic()
        try:
            async with self._timeout:
                await self._send_and_read()
        except TimeoutError:
            if not self._is_done:
                self._note_deadline()
        self._answer.elapsed_s = self._clock.monotonic() - began - self._waited_s
        self._answer.is_reused = self._answer.requests > 0 and not self._is_new
        self._tell_throttle()
        return self._answer

    async def _send_and_read(self) -> None:
        try:
            response = await self._exchange.transport.send(self._ask, self)
        except Refused as word:
            self._answer = refused(word.refusal)
        except Exception as error:  # noqa: BLE001 - a fact about the site
            self._note(*failure_of(error))
            if isinstance(error, TransportError):
                self._answer.bytes_read = error.wire_bytes
        else:
            try:
                await self._read(response)
            except Exception as error:  # noqa: BLE001 - the same
                self._note(*failure_in_body(error))
            finally:
                await response.aclose()

    # ── told by the transport ──

    def connecting(self) -> None:
        self._is_new = True

    async def writing(self) -> None:
        """Keep the site's pace where the request is written; the wait is not the site's time."""
        lease = self._exchange.lease
        # Only where there is something to wait for: to set the deadline anew takes 20 µs.
        if not (lease is None or lease.holds) or not self._slot.has_started():
            async with self._own_time():
                await self._wait_to_start(lease)
        self._answer.requests = 1
        self._exchange.requests_sent += 1

    async def _wait_to_start(self, lease: Lease | None) -> None:
        while True:
            if lease is not None:
                await lease.wait()
            # After it: requests that waited for the lease together keep the site's pace, too.
            await self._slot.start()
            if lease is None or lease.holds:
                return

    @asynccontextmanager
    async def _own_time(self) -> AsyncIterator[None]:
        """What is waited for inside is not the site's time."""
        loop = asyncio.get_running_loop()
        left_s = (self._timeout.when() or math.inf) - loop.time()
        self._timeout.reschedule(None)
        began = self._clock.monotonic()
        yield
        self._waited_s += self._clock.monotonic() - began
        self._timeout.reschedule(loop.time() + left_s)

    # ── the answer ──

    async def _read(self, response: WireResponse) -> None:
        answer = self._answer
        answer.http_status = response.http_status
        answer.headers = bounded(response.headers)
        answer.retry_after_s = pace.pause_s(response.http_status, answer.headers, self._clock.now())
        try:
            if not answer.is_redirect:
                await self._read_body(response)
            self._is_done = True
            if self._is_worth_draining(response):
                await self._drain(response)
        finally:
            answer.bytes_read = response.wire_bytes

    async def _read_body(self, response: WireResponse) -> None:
        reading = BodyReader(self._ask, self._answer)
        try:
            await self._feed(reading, response)
        finally:
            self._answer.body = reading.data

    async def _feed(self, reading: BodyReader, response: WireResponse) -> None:
        try:
            while raw := await response.read():
                if reading.comes_at_once:
                    await self._take_room(reading)
                for _ in reading.feed(raw):
                    if reading.size > FREE_BYTES:
                        await self._take_room(reading)
                if reading.is_over:
                    return
                if response.wire_bytes > reading.max_wire_bytes:
                    raise GarbledError(f"{response.wire_bytes} bytes for a body of {reading.size}")
            reading.check_end()
        except EndedEarlyError:
            if not reading.ends_as_page:
                raise
        self._answer.is_whole = reading.is_all

    async def _take_room(self, reading: BodyReader) -> None:
        if not self.room_bytes:
            async with self._own_time():
                self.room_bytes = await self._exchange.room.take(reading.max_bytes)

    def _is_worth_draining(self, response: WireResponse) -> bool:
        """True if the rest of the body is short and the next request needs the connection."""
        answer, site = self._answer, self._ask.site
        if answer.is_whole or not (answer.is_redirect or self._exchange.throttle.has_waiting(site)):
            return False
        declared = answer.header("content-length") or ""
        return not declared.isdecimal() or int(declared[:19]) <= response.wire_bytes + DRAIN_BYTES

    async def _drain(self, response: WireResponse) -> None:
        """Read on to the end of the body, or as far as it costs less than a new connection."""
        limit = response.wire_bytes + DRAIN_BYTES
        try:
            async with asyncio.timeout(DRAIN_S):
                while await response.read() and response.wire_bytes <= limit:
                    pass
        except Exception:  # noqa: BLE001 - the answer is known; its connection is closed
            return

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
            self._slot.answered(answer.http_status, answer.retry_after_s, answer.elapsed_s)
        elif answer.failure is not None:
            self._slot.failed(answer.failure)
