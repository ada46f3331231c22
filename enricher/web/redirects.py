"""Follows a URL to where it leads: every hop is judged, waits for its slot and is recorded."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Protocol

from msgspec import structs

from enricher import config, urls
from enricher.models import ClientIdentity, Failure, Hop, Observation, Request
from enricher.url_secrets import masked
from enricher.web import headers as request_headers
from enricher.web.clock import Clock
from enricher.web.cookies import Cookies
from enricher.web.exchange import Exchange
from enricher.web.failures import failure_of
from enricher.web.host_access import HostHeaders
from enricher.web.messages import HttpRequest, HttpResponse

# Statuses that a server sends for the URL, not for the moment. On a connection that served before,
# they may belong to another request (an unasked 404, a 408 for an idle connection) and are asked
# again on a new one.
_DOUBTED = frozenset(range(400, 500)) - {401, 402, 403, 407, 429, 451}
_DOUBTED_FAILURES = frozenset({Failure.RESET, Failure.PROTOCOL_ERROR})
# The words of a server or library in an observation: a line, not a page.
MAX_DETAIL_CHARS = 300


UrlRefusal = Callable[[str], Failure | None]
"""Tells why a URL may not be asked; None where it may."""


class RobotsCheck(Protocol):
    """Who knows robots.txt."""

    async def refusal(self, url: str) -> HttpResponse | None:
        """Why a URL is not to be asked; None where it is."""
        ...


@dataclass(eq=False, slots=True)
class _RedirectChain:
    """What has come together on the way."""

    request: Request
    client_identity: ClientIdentity
    url: str
    hops: list[Hop] = field(default_factory=list)
    cookies: Cookies | None = None
    """None: no server has set one on the way."""
    been: set[tuple[str, str]] = field(default_factory=set)
    bytes_read: int = 0
    elapsed_s: float = 0.0
    requests: int = 0

    def cookie(self, url: str) -> str:
        """What a request for a URL says as Cookie; "" where it says nothing."""
        return "" if self.cookies is None else self.cookies.header(url)

    def add(self, answer: HttpResponse) -> None:
        self.bytes_read += answer.bytes_read
        self.elapsed_s += answer.elapsed_s
        self.requests += answer.requests


class Redirects:
    """Follows requests to their end; each with cookies of its own, thrown away when it is over."""

    def __init__(
        self,
        fetch: config.Fetch,
        exchange: Exchange,
        clock: Clock,
        url_refusal: UrlRefusal,
        host_headers: HostHeaders | None,
    ) -> None:
        """`host_headers`: None where settings name no host with headers of its own."""
        self._host_headers = host_headers
        self._url_refusal = url_refusal
        self._fetch = fetch
        self._exchange = exchange
        self._clock = clock

    async def follow(
        self,
        request: Request,
        client_identity: ClientIdentity,
        *,
        robots: RobotsCheck | None = None,
        is_fresh: bool = False,
    ) -> Observation:
        """One try, from the URL to its end. `is_fresh`: over new connections.

        Never raises for what the world does.
        """
        chain = _RedirectChain(request, client_identity, urls.sendable(request.url))
        last: HttpResponse | None = None
        while last is None:
            try:
                refusal = await robots.refusal(chain.url) if robots is not None else None
                last = self._onward(chain, refusal or await self._ask(chain, is_fresh=is_fresh))
            except Exception as error:  # noqa: BLE001 - no site ends a run
                failure, detail = failure_of(error)
                last = HttpResponse(failure=failure, detail=detail)
        return self._seen(chain, last)

    async def _ask(self, chain: _RedirectChain, *, is_fresh: bool) -> HttpResponse:
        request = chain.request
        ask = HttpRequest(
            url=chain.url,
            headers=self._headers(chain),
            kind=request.kind,
            stop=request.stop,
            max_bytes=request.max_bytes,
            budget_s=self._left_s(chain),
            for_site=request.for_site,
        )
        if is_fresh:
            self._exchange.transport.retire(ask.site)
        answer = await self._exchange.ask(ask)
        chain.add(answer)
        if _is_doubted(request, answer):
            self._exchange.transport.retire(ask.site)
            again = await self._exchange.ask(replace(ask, budget_s=self._left_s(chain)))
            chain.add(again)
            return answer if again.is_refused else again
        return answer

    def _headers(self, chain: _RedirectChain) -> request_headers.Headers:
        headers = request_headers.headers(chain.request, self._fetch, chain.client_identity)
        cookie = chain.cookie(chain.url)
        chain.been.add((chain.url, cookie))
        if self._host_headers is not None:
            been = [hop.url for hop in chain.hops]
            headers += self._host_headers.headers(chain.url, been)
            of_host = self._host_headers.cookies(chain.url, been)
            cookie = "; ".join(filter(None, (cookie, of_host)))
        if cookie:
            headers.append(("Cookie", cookie))
        return headers

    def _left_s(self, chain: _RedirectChain) -> float:
        return max(0.0, self._fetch.deadline_s - chain.elapsed_s)

    def _onward(self, chain: _RedirectChain, answer: HttpResponse) -> HttpResponse | None:
        """The answer that ends the chain; None after a step to the next URL."""
        if (
            not answer.is_redirect
            or answer.failure is not None
            or not chain.request.follows_redirects
        ):
            return answer
        target = self._target(chain, answer)
        if not isinstance(target, str):
            failure, detail = target
            return replace(answer, failure=failure, detail=detail)
        chain.hops.append(Hop(url=chain.url, http_status=answer.http_status or 0, location=target))
        if set_cookies := answer.headers_of("set-cookie"):
            chain.cookies = chain.cookies or Cookies()
            chain.cookies.keep(chain.url, set_cookies)
        chain.url = target
        if (target, chain.cookie(target)) in chain.been:
            detail = f"redirected again to {target}"
            return replace(answer, failure=Failure.REDIRECT_LOOP, detail=detail)
        return None

    def _target(self, chain: _RedirectChain, answer: HttpResponse) -> str | tuple[Failure, str]:
        """Where a redirect leads, or why it is not followed."""
        location = (answer.header("location") or "").strip()
        if not location:
            return Failure.REDIRECT_NOWHERE, "a redirect that names no place"
        target = urls.redirected(chain.url, location)
        if target is None:
            return _why_nowhere(chain.url, location), f"redirected to {location}"
        refusal = self._url_refusal(target)
        if refusal is not None:
            return refusal, f"redirected to {target}"
        if len(chain.hops) >= self._fetch.max_redirects:
            return Failure.TOO_MANY_REDIRECTS, f"more than {self._fetch.max_redirects} redirects"
        return target

    def _seen(self, chain: _RedirectChain, answer: HttpResponse) -> Observation:
        asked = chain.request.url
        return Observation(
            url=asked,
            # Without redirects it is the URL that was asked: what is secret in it, documents say.
            final_url=masked(chain.url, asked) if chain.hops else chain.url,
            seen_at=self._clock.now(),
            hops=tuple(_shown(hop, asked) for hop in chain.hops),
            http_status=answer.http_status,
            headers=answer.headers,
            body=answer.body,
            is_whole=answer.is_whole,
            failure=answer.failure,
            failure_detail=_plain(masked(answer.detail, asked)) if answer.detail else "",
            retry_after_s=answer.retry_after_s,
            bytes_read=chain.bytes_read,
            elapsed_s=chain.elapsed_s,
            attempts=0 if answer.is_refused else 1,
            requests=chain.requests,
            client_identity=chain.client_identity,
        )


def _is_doubted(request: Request, answer: HttpResponse) -> bool:
    """Whether an answer may belong to another request.

    A reset or garbage always; a 404 only where it would judge a link. Archives say it of each page
    that they have no copy of, and are asked once.
    """
    if not answer.is_reused:
        return False
    if answer.failure in _DOUBTED_FAILURES:
        return True
    return request.follows_redirects and answer.http_status in _DOUBTED


def _shown(hop: Hop, asked: str) -> Hop:
    """A hop as it may be kept: without secrets that servers put into addresses for this visit."""
    return structs.replace(hop, url=masked(hop.url, asked), location=masked(hop.location, asked))


def _plain(words: str) -> str:
    """Without control characters, which a terminal would obey."""
    return "".join(
        sign if sign.isprintable() else "\N{REPLACEMENT CHARACTER}"
        for sign in words[:MAX_DETAIL_CHARS]
    )


def _why_nowhere(base: str, location: str) -> Failure:
    """Why a redirect leads nowhere; a target that is no URL does not make this one invalid."""
    failure = urls.check_reference(base, location)
    return failure if failure is not None and failure.is_policy else Failure.REDIRECT_NOWHERE
