"""Fetches URLs for the rest of the program: a Request goes in, an Observation comes out."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from contextlib import AsyncExitStack
from types import TracebackType
from typing import TYPE_CHECKING, Self

from enricher import config, urls
from enricher.models import ClientIdentity, Observation, Request
from enricher.policy import address
from enricher.web import headers as request_headers
from enricher.web import tls
from enricher.web.clock import Clock
from enricher.web.dial import AddressGuard
from enricher.web.exchange import Exchange
from enricher.web.host_access import HostHeaders
from enricher.web.lease import Lease
from enricher.web.proxies import Proxies
from enricher.web.redirects import Redirects, UrlRefusal
from enricher.web.resolver import DnsCache, Resolver, SystemResolver
from enricher.web.retrier import Retrier
from enricher.web.routes import Routes
from enricher.web.site_permits import SitePermits
from enricher.web.throttle import Throttle
from enricher.web.transport import Http1Transport, Transport

if TYPE_CHECKING:
    from enricher.web.robots_cache import RobotsCache


class WebClient:
    """Fetches URLs politely, safely and with bounds. An async context: it owns connections."""

    def __init__(  # noqa: PLR0913 - three sections of settings and three edges to replace
        self,
        fetch: config.Fetch,
        politeness: config.Politeness,
        retry: config.Retry,
        clock: Clock,
        chance: Callable[[], float],
        *,
        resolver: Resolver | None = None,
        url_refusal: UrlRefusal = urls.check,
        lease: Lease | None = None,
        permits: SitePermits | None = None,
        hosts: Mapping[str, config.HostAccess] = {},
        environment: Mapping[str, str] = os.environ,
    ) -> None:
        """Raises ConfigError for settings that cannot be used.

        `chance` gives numbers from 0 to 1; `url_refusal` tells what must not be asked, of every
        request and every redirect; `environment` holds what `hosts` and `proxy` name. `lease` and
        `permits` are for one of several workers.
        """
        self._politeness = politeness
        self._url_refusal = url_refusal
        self._clock = clock
        proxies = Proxies(fetch.proxy, environment)
        guard = AddressGuard(
            names=DnsCache(resolver or SystemResolver()),
            routes=Routes(fetch.connect_to),
            allowed=address.networks(fetch.allow_addresses),
            trusted=proxies.places,
        )
        slots = [
            politeness.concurrency,
            *(site.concurrency or 0 for site in politeness.sites.values()),
        ]
        self._transport = _transport(fetch, guard, proxies, max(slots))
        self._throttle = Throttle(politeness, retry, fetch.concurrency, clock)
        self._permits = permits
        if permits is not None:
            permits.attach(self._throttle)
        self._exchange = Exchange(fetch, self._transport, self._throttle, clock, lease, permits)
        host_headers = HostHeaders(hosts, environment) if hosts else None
        self._redirects = Redirects(fetch, self._exchange, clock, url_refusal, host_headers)
        self._retrier = Retrier(retry, self._throttle, clock, chance)
        self._robots: RobotsCache | None = None
        """None: settings obey no robots.txt."""
        if politeness.robots or any(site.robots for site in politeness.sites.values()):
            # Parsing robots.txt is loaded where it is obeyed.
            from enricher.policy import robots  # noqa: PLC0415
            from enricher.web.robots_cache import RobotsCache  # noqa: PLC0415

            token = robots.product_token(
                request_headers.user_agent(fetch.user_agent, fetch.contact)
            )
            self._robots = RobotsCache(politeness, token, self._throttle, self._ask_for_robots)
        self._stack = AsyncExitStack()

    async def __aenter__(self) -> Self:
        self._stack.push_async_callback(self._transport.aclose)
        await self._stack.enter_async_context(self._throttle)
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> bool | None:
        return await self._stack.__aexit__(kind, error, trace)

    @property
    def requests_sent(self) -> int:
        """Written to the wire so far: hops, retries and robots.txt included."""
        return self._exchange.requests_sent

    def expect(self, site: str, requests: int) -> None:
        """Announces requests to a site; the one with the most left to do goes first."""
        self._throttle.expect(site, requests)

    async def close_site(self, site: str) -> None:
        """The site has nothing more to do: close its connections."""
        await self._transport.close_site(site)
        if self._permits is None:
            self._throttle.forget(site)
        else:
            self._permits.close(site)

    async def fetch(self, request: Request) -> Observation:
        """Returns what the web says, retries included. Never raises for what the world does."""
        failure = self._url_refusal(request.url)
        if failure is not None:
            return Observation(
                url=request.url,
                final_url=request.url,
                seen_at=self._clock.now(),
                failure=failure,
                attempts=0,
            )
        sites = self._politeness.sites
        client_identity = self._identity_for(request) if sites else request.client_identity
        first = await self._redirects.follow(request, client_identity, robots=self._robots)
        if first.failure is None and first.http_status == 200:
            self._retrier.has_answer = True
            return first  # most are: nothing is to be tried again
        return await self._retrier.fetch(
            first,
            lambda: self._redirects.follow(
                request, client_identity, robots=self._robots, is_fresh=True
            ),
        )

    def _identity_for(self, request: Request) -> ClientIdentity:
        override = self._politeness.sites.get(urls.site(request.url))
        if (
            override is None
            or override.client_identity is None
            or request.client_identity is not ClientIdentity.HONEST
        ):
            return request.client_identity
        return ClientIdentity(override.client_identity)

    async def _ask_for_robots(self, request: Request) -> Observation:
        return await self._redirects.follow(request, ClientIdentity.HONEST)


def _transport(
    fetch: config.Fetch, guard: AddressGuard, proxies: Proxies, connections: int
) -> Transport:
    context = tls.context(fetch.ca_file)
    if not fetch.http2:
        return Http1Transport(fetch, guard, context, proxies)
    from enricher.web.http2_transport import Http2Transport  # noqa: PLC0415 - rarely used

    return Http2Transport(fetch, guard, context, proxies, connections)
