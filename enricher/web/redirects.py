"""Floor 2, edges. One URL followed to where it leads: every hop judged, in its own site's turn, and written down."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Protocol

import httpx

from enricher import config, urls
from enricher.models import ClientIdentity, Failure, Hop, Observation, Request
from enricher.web import manner as manners
from enricher.web.answer import Answer, Ask
from enricher.web.clock import Clock
from enricher.web.exchange import Exchange
from enricher.web.failures import failure_of

# Statuses that a server sends for the URL, not for the moment: on a connection that served before, they may be the
# end of somebody else's story (an unasked 404, a 408 for a connection that was idle) and are asked again on a new one.
_DOUBTED = frozenset(range(400, 500)) - {401, 402, 403, 407, 429, 451}
_DOUBTED_FAILURES = frozenset({Failure.RESET, Failure.PROTOCOL_ERROR})
# The words of a server or library in an observation: a line, not a page.
MAX_DETAIL_CHARS = 300


class Crawling(Protocol):
    """Who knows robots.txt."""

    async def refusal(self, url: str) -> Answer | None:
        """Why a URL is not to be asked; None where it is."""
        ...


@dataclass(eq=False, slots=True)
class _Trail:
    """What has come together on the way."""

    request: Request
    client_identity: ClientIdentity
    url: str
    hops: list[Hop] = field(default_factory=list)
    cookies: httpx.Cookies | None = None
    been: set[tuple[str, str]] = field(default_factory=set)
    bytes_read: int = 0
    elapsed_s: float = 0.0
    requests: int = 0

    def add(self, answer: Answer) -> None:
        self.bytes_read += answer.bytes_read
        self.elapsed_s += answer.elapsed_s
        self.requests += answer.requests


class Redirects:
    """Follows requests to their end; each with cookies of its own, thrown away when it is over."""

    def __init__(self, fetch: config.Fetch, exchange: Exchange, clock: Clock) -> None:
        self._fetch = fetch
        self._exchange = exchange
        self._clock = clock

    async def follow(
        self,
        request: Request,
        client_identity: ClientIdentity,
        *,
        crawling: Crawling | None = None,
        is_fresh: bool = False,
    ) -> Observation:
        """One try, from the URL to its end. `is_fresh`: over new connections. Never raises for what the world does."""
        trail = _Trail(request, client_identity, urls.sendable(request.url))
        last: Answer | None = None
        while last is None:
            try:
                refusal = await crawling.refusal(trail.url) if crawling is not None else None
                last = self._onward(trail, refusal or await self._ask(trail, is_fresh=is_fresh))
            except Exception as error:  # noqa: BLE001 - the last net: no redirect or cookie of one site ends a run
                failure, detail = failure_of(error)
                last = Answer(failure=failure, detail=detail)
        return self._seen(trail, last)

    async def _ask(self, trail: _Trail, *, is_fresh: bool) -> Answer:
        cookie = _cookie_header(trail)
        trail.been.add((trail.url, cookie))
        request = trail.request
        headers = manners.headers(request, self._fetch, trail.client_identity)
        ask = Ask(
            url=trail.url,
            headers=[*headers, ("Cookie", cookie)] if cookie else headers,
            kind=request.kind,
            stop=request.stop,
            max_bytes=request.max_bytes,
            budget_s=self._left_s(trail),
        )
        if is_fresh:
            self._exchange.transport.retire(ask.site)
        answer = await self._exchange.ask(ask)
        trail.add(answer)
        if answer.is_reused and (
            answer.http_status in _DOUBTED or answer.failure in _DOUBTED_FAILURES
        ):
            self._exchange.transport.retire(ask.site)
            again = await self._exchange.ask(replace(ask, budget_s=self._left_s(trail)))
            trail.add(again)
            return answer if again.is_refused else again
        return answer

    def _left_s(self, trail: _Trail) -> float:
        return max(0.0, self._fetch.deadline_s - trail.elapsed_s)

    def _onward(self, trail: _Trail, answer: Answer) -> Answer | None:
        """The answer that ends the trail; None after a step to the next URL."""
        if (
            not answer.is_redirect
            or answer.failure is not None
            or not trail.request.follows_redirects
        ):
            return answer
        location = (answer.header("location") or "").strip()
        if not location:
            return replace(
                answer, failure=Failure.REDIRECT_NOWHERE, detail="a redirect that names no place"
            )
        target = urls.redirected(trail.url, location)
        if target is None:
            return replace(
                answer,
                failure=_why_nowhere(trail.url, location),
                detail=f"redirected to {location}",
            )
        if len(trail.hops) >= self._fetch.max_redirects:
            detail = f"more than {self._fetch.max_redirects} redirects"
            return replace(answer, failure=Failure.TOO_MANY_REDIRECTS, detail=detail)
        trail.hops.append(Hop(url=trail.url, http_status=answer.http_status or 0, location=target))
        _keep_cookies(trail, answer)
        trail.url = target
        if (target, _cookie_header(trail)) in trail.been:
            return replace(
                answer, failure=Failure.REDIRECT_LOOP, detail=f"redirected again to {target}"
            )
        return None

    def _seen(self, trail: _Trail, answer: Answer) -> Observation:
        return Observation(
            url=trail.request.url,
            final_url=trail.url,
            seen_at=self._clock.now(),
            hops=tuple(trail.hops),
            http_status=answer.http_status,
            headers=answer.headers,
            body=answer.body,
            is_whole=answer.is_whole,
            failure=answer.failure,
            failure_detail=_plain(answer.detail),
            retry_after_s=answer.retry_after_s,
            bytes_read=trail.bytes_read,
            elapsed_s=trail.elapsed_s,
            attempts=0 if answer.is_refused else 1,
            requests=trail.requests,
            client_identity=trail.client_identity,
        )


def _plain(words: str) -> str:
    """Without what a server could do to somebody's terminal with."""
    return "".join(
        sign if sign.isprintable() else "\N{REPLACEMENT CHARACTER}"
        for sign in words[:MAX_DETAIL_CHARS]
    )


def _why_nowhere(base: str, location: str) -> Failure:
    """A redirect to a place that we must not or cannot go; that the place is no URL does not make ours none."""
    failure = urls.check_reference(base, location)
    return failure if failure is not None and failure.is_policy else Failure.REDIRECT_NOWHERE


def _keep_cookies(trail: _Trail, answer: Answer) -> None:
    if answer.response is None or "set-cookie" not in answer.response.headers:
        return
    jar = trail.cookies if trail.cookies is not None else httpx.Cookies()
    try:
        jar.extract_cookies(answer.response)
    except (
        ValueError,
        LookupError,
    ):  # a cookie that no jar can hold; the redirect stands without it
        return
    trail.cookies = jar


def _cookie_header(trail: _Trail) -> str:
    """What the jar has to say to the next URL; "" where it is nothing that can be sent."""
    if trail.cookies is None:
        return ""
    # With a Host of our own: httpx would decode the host to write one, and cannot decode all that live.
    bare = httpx.Request("GET", trail.url, headers={"Host": urls.authority(trail.url)})
    try:
        trail.cookies.set_cookie_header(bare)
        said: str = bare.headers.get("cookie", "")
        return said if said.isascii() and said.isprintable() else ""
    except (ValueError, LookupError):
        return ""
