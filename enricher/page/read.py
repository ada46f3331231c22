"""From a page's bytes to its facts and signs. Never raises, whatever the bytes."""

from __future__ import annotations

from enricher import urls
from enricher.models import ImageCandidate, Page, PageFacts, TextFact
from enricher.page import signs
from enricher.page import sources as sources_
from enricher.page.sources import Sources


def page(body: bytes, url: str, content_type: str) -> Page:
    """What a page says of itself, and the signs beside it. `body` may be cut off anywhere."""
    sources = sources_.read(body, url, content_type)
    return Page(facts=facts(sources), signs=signs.read(sources))


def facts(sources: Sources) -> PageFacts:
    """The winner of each field, with its provenance."""
    picture = sources.first("og:image", "og:image:url", "twitter:image")
    address = urls.resolve(sources.base, picture) if picture else None
    images = (ImageCandidate(url=address, source="og:image"),) if address else ()
    title = sources.first("og:title", "twitter:title") or sources.html_title
    excerpt = sources.first("og:description", "description", "twitter:description")
    site_name = sources.first("og:site_name")
    return PageFacts(
        title=TextFact(text=title, source="og:title") if title else None,
        excerpt=TextFact(text=excerpt, source="og:description") if excerpt else None,
        site_name=TextFact(text=site_name, source="og:site_name") if site_name else None,
        language=sources.language or None,
        canonical_url=next(iter(sources.links.get("canonical", ())), None),
        image=images[0] if images else None,
        images=images,
    )
