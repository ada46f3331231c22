"""Foretells a run: what it would ask, site by site, and how long politeness makes it take.

The documents are read and the schedule is made as a run does it, on a private copy of the ledger:
nothing is asked, and nothing is kept.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import closing
from dataclasses import dataclass, replace

from enricher import urls
from enricher.config import Config, Politeness
from enricher.errors import DocumentError
from enricher.image_cache import ImageCache
from enricher.ledger.settling import Settler
from enricher.ledger.store import Ledger
from enricher.run.documents.scan import Scan, Scanner
from enricher.run.due import DuePolicy
from enricher.run.job import Job, due_policy, found_by, pool_for
from enricher.run.schedule import Schedule, SiteTargets

REQUEST_S = 0.5
"""What one request takes a site, in seconds: the middle of what news sites need for a page, seen
over a good line. Only a lower bound comes of it: redirects, retries and slow servers add to it.
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class SiteForecast:
    """What a run would ask one site."""

    site: str
    urls: int
    """Due."""
    requests: int
    """At least: one for each URL, one for each robots.txt that is obeyed."""
    seconds: float
    """At least."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Forecast:
    """What a run would ask."""

    documents: int
    links: int
    urls: int
    """Different ones that the documents name."""
    sites: tuple[SiteForecast, ...]
    """Only those with a due URL, the one that takes longest first."""
    seconds: float
    """At least: what the slowest site takes, or all requests at the given concurrency."""
    notices: tuple[str, ...] = ()
    errors: tuple[DocumentError, ...] = ()

    @property
    def due(self) -> int:
        """URLs that would be asked."""
        return sum(site.urls for site in self.sites)

    @property
    def requests(self) -> int:
        """Requests to all sites, at least."""
        return sum(site.requests for site in self.sites)


def plan(job: Job) -> Forecast:
    """Returns what the job would ask now; reads documents and ledger, and writes neither.

    Without a ledger, everything is due. Raises LedgerUnusable where the file is no ledger of ours.
    """
    images = ImageCache(job.config.images, may_save=False) if job.config.images.cache else None
    schedule = Schedule(due_policy(job, images))
    with Ledger.copied(job.ledger) as ledger:
        run = ledger.begin(job.kind, job.clock.now())
        Settler(ledger, run, job.config).recover(job.clock.now())
        with closing(pool_for(replace(job, writes=False), images)) as pool:
            scan = found_by(job, Scanner(ledger, run, schedule, pool))
    sites = _sent(schedule.sites(job.config.politeness, by_age=False), schedule.policy)
    return forecast(sites, scan, len(schedule.targets), job.config)


def _sent(sites: Iterable[SiteTargets], policy: DuePolicy) -> Iterator[SiteTargets]:
    """Leaves out what is due for a verdict by its spelling: no request is sent for it."""
    for site in sites:
        keys = tuple(key for key in site.keys if policy.url_filter.refusal(key[1]) is None)
        if keys:
            yield SiteTargets(site.site, keys)


def forecast(
    sites: Iterable[SiteTargets], scan: Scan, different_urls: int, config: Config
) -> Forecast:
    """Returns what asking these sites takes."""
    told = [_site_forecast(site, config.politeness) for site in sites]
    told.sort(key=lambda each: (-each.seconds, -each.urls, each.site))
    slowest_s = max((each.seconds for each in told), default=0.0)
    in_flight_s = sum(each.requests for each in told) * REQUEST_S / config.fetch.concurrency
    return Forecast(
        documents=len(scan.documents),
        links=scan.links,
        urls=different_urls,
        sites=tuple(told),
        seconds=max(slowest_s, in_flight_s),
        notices=tuple(scan.notices),
        errors=tuple(scan.errors),
    )


def _site_forecast(asked: SiteTargets, politeness: Politeness) -> SiteForecast:
    """Requests to one site start `gap_s` apart, and at most `concurrency` are in flight."""
    own = politeness.sites.get(asked.site)
    gap_s = politeness.gap_s if own is None or own.gap_s is None else own.gap_s
    concurrency = own.concurrency if own and own.concurrency else politeness.concurrency
    obeys = politeness.robots if own is None or own.robots is None else own.robots
    origins = Counter(urls.origin(url) for _, url in asked.keys)
    requests = len(asked.keys) + (len(origins) if obeys else 0)
    seconds = max((requests - 1) * gap_s + REQUEST_S, requests * REQUEST_S / concurrency)
    return SiteForecast(site=asked.site, urls=len(asked.keys), requests=requests, seconds=seconds)
