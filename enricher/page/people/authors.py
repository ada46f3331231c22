"""Who wrote the article that a page shows: people, by name.

Full names in metadata first; the visible byline where there are none. An organization only where
the page names it as the author and names no person.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Any

from enricher.page import jsonld, normalise, site
from enricher.page.parsed import ParsedPage
from enricher.page.people import byline, unmarked
from enricher.page.people.names import Trust, people
from enricher.page.tables import pattern
from enricher.page.text import clean

MAX_ORGANIZATION_CHARS = 60
_METAS = (
    *("author", "article:author", "parsely-author", "sailthru.author", "dc.creator", "dc:creator"),
    *("citation_author", "byl", "cxenseparse:author", "creator"),
)
_LETTERS = re.compile(r"[^\W\d_]{2}")

Offer = tuple[tuple[str, ...], str]
"""Names, and where they stood."""


def read(page: ParsedPage, sites: frozenset[str], title: str) -> Offer:
    """Names in the page's order, and where they stood; empty where no person is named.

    `sites`: keys of the names that the page gives its site.
    """
    names, source = _found(page, sites, title)
    # Beside people, what the host is called is where they work.
    hosts = site.host_keys(page.url) if len(names) > 1 else frozenset()
    return tuple(name for name in names if normalise.key(name) not in hosts), source


def _found(page: ParsedPage, sites: frozenset[str], title: str) -> Offer:
    """Full names in metadata; else the byline; else what metadata has; else an organization."""
    best = _declared(page, sites)
    if best[0] and not _is_handle(best[0]):
        return best
    bylines = byline.Bylines(page, title)
    seen = bylines.names(sites) or unmarked.in_text(page, title, sites)
    if seen and not (best[0] and _is_handle(seen)):
        return seen, "byline"
    return best if best[0] else _organization(bylines)


def _declared(page: ParsedPage, sites: frozenset[str]) -> Offer:
    """The first full names in metadata; else the first ones; no names where there are none."""
    first: Offer = ((), "")
    for offer in _machine(page, sites):
        if not _is_handle(offer[0]):
            return offer
        first = first if first[0] else offer
    return first


def _is_handle(names: Iterable[str]) -> bool:
    """Single words: what a person is called on this site, not in full."""
    return all(" " not in name and name.isascii() for name in names)


def _machine(page: ParsedPage, sites: frozenset[str]) -> Iterator[Offer]:
    """What metadata offers, best first; nothing empty."""
    for texts, source in _texts(page):
        given = (text for text in texts if normalise.key(text) not in sites)
        names = {
            normalise.key(name): name
            for text in given
            for name in people(text, sites, Trust.MACHINE)
        }
        if names:
            yield tuple(names.values()), source


def _texts(page: ParsedPage) -> Iterator[tuple[tuple[str, ...], str]]:
    article = page.article or {}
    for key in ("author", "creator"):
        yield tuple(_linked(article.get(key), wants_person=True)), f"json-ld:{key}"
    for name in _METAS:
        yield tuple(page.meta.get(name, ())), name


def _linked(value: Any, *, wants_person: bool) -> Iterator[str]:
    """Names in JSON-LD's author: a text, a node, or a list of either."""
    for item in value if isinstance(value, list) else [value]:
        types = jsonld.types(item) if isinstance(item, dict) else ()
        if not (wants_person and types and "Person" not in types):
            named = item.get("name") if isinstance(item, dict) else item
            yield from filter(None, map(clean, jsonld.strings(named)))


def _organization(bylines: byline.Bylines) -> Offer:
    """The organization that JSON-LD names as the author (schema.org allows it), or the byline."""
    page = bylines.page
    linked = _linked((page.article or {}).get("author"), wants_person=False)
    names = tuple(dict.fromkeys(filter(_may_stand, linked)))
    if names:
        return names, "json-ld:author"
    name = bylines.marked()
    return ((name,), "byline") if name and _may_stand(name) else ((), "")


def _may_stand(name: str) -> bool:
    is_name = (
        bool(_LETTERS.search(name))
        and not pattern("people/words", "no_organization", "^{}$", re.IGNORECASE).match(name)
        and "://" not in name
        and "@" not in name
    )
    return is_name and len(name) <= MAX_ORGANIZATION_CHARS
