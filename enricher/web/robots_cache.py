"""Keeps the robots.txt of each origin for a run, where settings say that it is obeyed."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

import anyio

from enricher import config, urls
from enricher.models import Failure, Kind, Observation, Request, Stop
from enricher.policy import robots
from enricher.web.messages import HttpResponse
from enricher.web.throttle import Throttle

# About 1 KiB each, parsed: a few megabytes.
REMEMBERED_ORIGINS = 5_000


class RobotsCache:
    """The rules of every origin we came to."""

    def __init__(
        self,
        politeness: config.Politeness,
        product_token: str,
        throttle: Throttle,
        ask: Callable[[Request], Awaitable[Observation]],
    ) -> None:
        self._politeness = politeness
        self._product_token = product_token
        self._throttle = throttle
        self._ask = ask
        self._known: dict[str, robots.Robots | HttpResponse] = {}
        self._asking: dict[str, anyio.Lock] = {}

    async def refusal(self, url: str) -> HttpResponse | None:
        """Why a URL may not be asked; None where it may, or where settings ignore robots.txt."""
        site = urls.site(url)
        if not self._is_obeyed(site):
            return None
        rules = await self._rules(urls.origin(url))
        if isinstance(rules, HttpResponse):
            return rules
        delay_s = rules.crawl_delay_s(self._product_token)
        if delay_s is not None:
            self._throttle.slow_down(site, min(delay_s, self._politeness.crawl_delay_cap_s))
        if rules.may_ask(url, self._product_token):
            return None
        return HttpResponse(
            failure=Failure.ROBOTS, detail="robots.txt asks us to stay away", is_refused=True
        )

    def _is_obeyed(self, site: str) -> bool:
        override = self._politeness.sites.get(site)
        if override is not None and override.robots is not None:
            return override.robots
        return self._politeness.robots

    async def _rules(self, origin: str) -> robots.Robots | HttpResponse:
        if origin in self._known:
            return self._known[origin]
        async with self._asking.setdefault(origin, anyio.Lock()):
            if origin not in self._known:
                if len(self._known) >= REMEMBERED_ORIGINS:
                    del self._known[next(iter(self._known))]
                self._known[origin] = _read(await self._ask(_request(origin)))
        self._asking.pop(origin, None)
        return self._known[origin]


def _request(origin: str) -> Request:
    return Request(
        url=f"{origin}/robots.txt", kind=Kind.PAGE, stop=Stop.NEVER, max_bytes=robots.MAX_BYTES
    )


def _read(seen: Observation) -> robots.Robots | HttpResponse:
    """The rules; where the host cannot be reached, what any of its URLs would be answered."""
    if seen.http_status is not None and seen.failure in (None, Failure.TRUNCATED, Failure.GARBLED):
        return robots.read(seen.http_status, seen.body)
    if seen.failure in (
        Failure.TOO_MANY_REDIRECTS,
        Failure.REDIRECT_LOOP,
        Failure.REDIRECT_NOWHERE,
    ):
        return robots.ALL  # RFC 9309 section 2.3.1.2: as if there were none
    return HttpResponse(
        http_status=seen.http_status,
        failure=seen.failure,
        detail=f"robots.txt: {seen.failure_detail}",
        retry_after_s=seen.retry_after_s,
        is_refused=True,
    )
