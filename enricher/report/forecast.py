"""Tells what a run would ask, site by site: as text for people, and as JSON."""

from __future__ import annotations

from collections.abc import Iterator

from enricher.report import escape
from enricher.report.words import duration, plural
from enricher.run.plan import Forecast
from enricher.run.results.records import SCHEMA_VERSION

SITES_SHOWN = 20
"""Of the text; what is left takes less time than any of these. JSON has all."""


def text(found: Forecast) -> Iterator[str]:
    """Yields the lines of the answer, the most important first."""
    yield f"{plural(found.documents, 'document')}, {plural(found.links, 'link')} "
    yield f"({plural(found.urls, 'different URL', 'different URLs')})\n"
    for notice in found.notices:
        yield f"{notice}\n"
    if not found.due:
        yield "nothing is due: a run would ask nothing\n"
        return
    slowest = found.sites[0]
    yield (
        f"{plural(found.due, 'URL is', 'URLs are')} due at {plural(len(found.sites), 'site')}: "
        f"at least {plural(found.requests, 'request')}, {duration(found.seconds)}\n"
    )
    yield (
        f"The slowest site is {slowest.site}; redirects, retries, archived copies and slow "
        "servers come on top\n\n"
    )
    yield "    URLs  requests        at least  site\n"
    for site in found.sites[:SITES_SHOWN]:
        took = duration(site.seconds)
        yield f"{site.urls:>8,}  {site.requests:>8,}  {took:>14}  {site.site}\n"
    rest = found.sites[SITES_SHOWN:]
    if rest:
        due = sum(site.urls for site in rest)
        asked = sum(site.requests for site in rest)
        yield f"{due:>8,}  {asked:>8,}  {'':>14}  {plural(len(rest), 'more site')}\n"


def json(found: Forecast) -> Iterator[str]:
    """Yields one JSON object; times in seconds."""
    told = {
        "schemaVersion": SCHEMA_VERSION,
        "documents": found.documents,
        "links": found.links,
        "urls": found.urls,
        "due": found.due,
        "requests": found.requests,
        "seconds": round(found.seconds, 1),
        "sites": [
            {
                "site": site.site,
                "urls": site.urls,
                "requests": site.requests,
                "seconds": round(site.seconds, 1),
            }
            for site in found.sites
        ],
        "notices": found.notices,
        "errors": [str(error) for error in found.errors],
    }
    yield escape.json(told, indent=2) + "\n"
