"""From a page's bytes to its facts and signals. Never raises, whatever the bytes."""

from __future__ import annotations

from datetime import date, timedelta

from enricher.models import Page, PageFacts
from enricher.page import (
    addresses,
    dates,
    excerpt,
    language,
    leadimage,
    parsed,
    signals,
    site,
    title,
)
from enricher.page.parsed import ParsedPage
from enricher.page.people import authors


def page(body: bytes, url: str, content_type: str, seen_on: date | None = None) -> Page:
    """What a page says of itself, and the signals beside it. `body` may be cut off anywhere.

    `seen_on` is the day of the answer (UTC): no page was published after it.
    """
    page = parsed.read(body, url, content_type)
    seen = signals.read(page)
    # Somewhere it is tomorrow.
    bounds = dates.Bounds() if seen_on is None else dates.Bounds(latest=seen_on + timedelta(days=1))
    return Page(facts=facts(page, seen.text, bounds), signals=seen)


def facts(page: ParsedPage, text: str, bounds: dates.Bounds) -> PageFacts:
    """The winner of each field, with its provenance. `text` is what a reader sees of the page."""
    sites = site.declared_keys(page)
    headline = title.read(page, sites | site.host_keys(page.url))
    words = headline.text if headline else ""
    people, source = authors.read(page, sites, words)
    summary = excerpt.read(page, words)
    images = leadimage.candidates(page)
    when = dates.read(page, bounds)
    return PageFacts(
        title=headline,
        excerpt=summary,
        published=when.published,
        updated=when.updated,
        site_name=site.read(page, words),
        authors=people,
        authors_source=source,
        language=language.read(page, f"{words} {summary.text if summary else ''} {text}"),
        canonical_url=addresses.canonical_url(page),
        amp_url=addresses.amp_url(page),
        image=images[0] if images else None,
        images=images,
    )
