"""A page's excerpt and addresses, from what it says about itself."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from enricher import urls
from enricher.models import TextFact
from enricher.page import jsonld, lead, wording
from enricher.page.sources import Sources
from enricher.page.text import clean

MAX_EXCERPT_CHARS = 1_000
# Shorter texts are labels ("Blaulicht"), not excerpts: taken only where there is nothing else.
_MIN_EXCERPT_CHARS = 30
# Buttons that templates put behind it.
_END = re.compile(
    r"\s*(?:\|\s*)?(?:read more|continue reading|weiterlesen|mehr lesen|lire la suite|leer más)\W*$", re.IGNORECASE
)
_DESCRIPTIONS = ("og:description", "twitter:description", "description")
_MORE_DESCRIPTIONS = (
    "dc.description",
    "dcterms.description",
    "dcterms.abstract",
    "sailthru.description",
    "abstract",
    "excerpt",
    "citation_abstract",
)


def excerpt(sources: Sources, title: str) -> TextFact | None:
    """What the page says the article is about, or else how the article begins; None where there is neither."""
    short: TextFact | None = None
    of_site = _site_descriptions(sources)
    for source, text in _excerpts(sources):
        fact = TextFact(text=_END.sub("", text[:MAX_EXCERPT_CHARS]), source=source)
        if len(text) >= _MIN_EXCERPT_CHARS and wording.key(text) not in of_site:
            return fact
        short = short or fact
    if short:
        return short
    text = lead.paragraph(sources, title)
    return TextFact(text=text, source="paragraph") if text else None


def _excerpts(sources: Sources) -> Iterator[tuple[str, str]]:
    for name in _DESCRIPTIONS:
        if text := sources.first(name):
            yield name, text
    if sources.article:
        for text in jsonld.strings(sources.article.get("description")):
            yield "json-ld:description", clean(text)
    for name in _MORE_DESCRIPTIONS:
        if text := sources.first(name):
            yield name, text


def _site_descriptions(sources: Sources) -> frozenset[str]:
    """Keys of what JSON-LD says about the site as a whole."""
    texts = [
        text
        for node in sources.json_ld
        if {"WebSite", "Organization", "NewsMediaOrganization"}.intersection(jsonld.types(node))
        for text in jsonld.strings(node.get("description"))
    ]
    return frozenset(wording.key(clean(text)) for text in texts)


# ── addresses ─────────────────────────────────────────────────────────────────────────────────────────────────


def canonical_url(sources: Sources) -> str | None:
    """The page's own preferred address, absolute (RFC 6596); None where it names none.

    A canonical link to another site names whom the article was bought from, or a sister paper; then an address that
    the page gives of its own site is its own.
    """
    offers = [address for address in _canonicals(sources) if not _is_home(address) or _is_home(sources.url)]
    return next((address for address in offers if urls.same_site(address, sources.url)), offers[0] if offers else None)


def _is_home(address: str) -> bool:
    """Templates that are wrong give the front page for every article."""
    return urls.path_depth(address) == 0 and "?" not in address


def _canonicals(sources: Sources) -> Iterator[str]:
    yield from sources.links.get("canonical", ())
    for name in ("og:url", "twitter:url", "al:web:url", "dc.identifier", "sailthru.url", "parsely-link"):
        for text in sources.meta.get(name, ()):
            if address := _absolute(sources, text):
                yield address
    article: dict[str, Any] = sources.article or {}
    for value in (article.get("mainEntityOfPage"), article.get("url"), article.get("@id")):
        named = value.get("@id") or value.get("url") if isinstance(value, dict) else value
        if isinstance(named, str) and (address := _absolute(sources, clean(named))):
            yield address


def _absolute(sources: Sources, text: str) -> str | None:
    if not re.match(r"^(?:https?:)?/", text, re.IGNORECASE):
        return None
    return urls.resolve(sources.base, text)


def amp_url(sources: Sources) -> str | None:
    """Where the page's AMP version stands, absolute."""
    return next(iter(sources.links.get("amphtml", ())), None)
