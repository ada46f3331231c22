"""From a page's bytes to its facts and signs. Never raises, whatever the bytes."""

from __future__ import annotations

from datetime import date, timedelta

from enricher.models import Page, PageFacts
from enricher.page import addresses, dates, excerpt, language, leadimage, signs, site, title
from enricher.page import sources as sources_
from enricher.page.people import authors
from enricher.page.sources import Sources


def page(body: bytes, url: str, content_type: str, seen_on: date | None = None) -> Page:
    """What a page says of itself, and the signs beside it. `body` may be cut off anywhere.

    `seen_on` is the day of the answer (UTC): no page was published after it.
    """
    sources = sources_.read(body, url, content_type)
    seen = signs.read(sources)
    # Somewhere it is tomorrow.
    bounds = dates.Bounds() if seen_on is None else dates.Bounds(latest=seen_on + timedelta(days=1))
    return Page(facts=facts(sources, seen.text, bounds), signs=seen)


def facts(sources: Sources, text: str, bounds: dates.Bounds) -> PageFacts:
    """The winner of each field, with its provenance. `text` is what a reader sees of the page."""
    sites = site.declared_keys(sources)
    headline = title.read(sources, sites | site.host_keys(sources.url))
    words = headline.text if headline else ""
    people, source = authors.read(sources, sites, words)
    summary = excerpt.read(sources, words)
    images = leadimage.candidates(sources)
    when = dates.read(sources, bounds)
    return PageFacts(
        title=headline,
        excerpt=summary,
        published=when.published,
        updated=when.updated,
        site_name=site.read(sources, words),
        authors=people,
        authors_source=source,
        language=language.read(sources, f"{words} {summary.text if summary else ''} {text}"),
        canonical_url=addresses.canonical_url(sources),
        amp_url=addresses.amp_url(sources),
        image=images[0] if images else None,
        images=images,
    )
