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
from enricher.page.people.names import Trust, first_last, people
from enricher.page.text import clean

MAX_ORGANIZATION_CHARS = 60
_METAS = (
    "author",
    "article:author",
    "parsely-author",
    "sailthru.author",
    "dc.creator",
    "dcterms.creator",
    "dc:creator",
    "citation_author",
    "citation_authors",
    "byl",
    "byline",
    "cxenseparse:author",
    "og:article:author",
    "og:author",
    "creator",
)
# Publishers' own spellings: `vr:author`, `dcsext.rauthor`, `branch:deeplink:authorname1`,
# `mrf:authors`.
_LIKE_AUTHOR = re.compile(r"(?:^|[:._-])r?authors?(?:[:._-]?names?)?\d?$|^(?:article|rb)authors?$")
# `smartbanner:author` made the site's app.
_NOT_AUTHOR = re.compile(r"image|url|id$|twitter|page:|^smartbanner|^book:")
# `twitter:label1` says what `twitter:data1` is.
_WRITTEN_BY = re.compile(
    r"written|author|verfass|geschrieben|autor|écrit|escrito|scritto|skrev|napisan|yaz|作者|執筆|by$",
    re.IGNORECASE,
)
_NO_NAME = re.compile(
    r"^(?:admin\w*|super ?user|root|webmaster|user|guest|editor|staff|publisher|creator|null"
    r"|none|undefined|author|test"
    r"|google\+|red|\W*"
    # Initials, but for what agencies are called.
    r"|(?-i:(?!dpa|afp|apa|sid|epd|kna)[a-z]{2,3}))$",
    re.IGNORECASE,
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
    hosts = site.host_keys(page.url)
    best: Offer = ((), "")
    for offer in _machine(page, sites):
        # A host may be named after its author, but then in full; `dailynews2` is an account.
        if not _is_handle(offer[0]):
            return offer
        is_account = {key.rstrip("0123456789") for key in _keys(offer[0])} & hosts
        if not best[0] and not is_account:
            best = offer
    return best


def _is_handle(names: Iterable[str]) -> bool:
    """Single words: what a person is called on this site, not in full."""
    return all(" " not in name and name.isascii() for name in names)


def _keys(names: Iterable[str]) -> frozenset[str]:
    return frozenset(normalise.key(name) for name in names)


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
        texts = tuple(page.meta.get(name, ()))
        yield tuple(map(first_last, texts)) if name == "citation_author" else texts, name
    for number in "12":
        if _WRITTEN_BY.search(page.first(f"twitter:label{number}") or ""):
            yield tuple(page.meta.get(f"twitter:data{number}", ())), f"twitter:data{number}"
    for name in filter(_is_like_author, page.meta):
        yield tuple(page.meta[name]), name


def _is_like_author(meta: str) -> bool:
    if "author" not in meta or _NOT_AUTHOR.search(meta):
        return False
    return _LIKE_AUTHOR.search(meta) is not None


def _linked(value: Any, *, wants_person: bool) -> Iterator[str]:
    """Names in JSON-LD's author: a text, a node, or a list of either."""
    for item in value if isinstance(value, list) else [value]:
        types = jsonld.types(item) if isinstance(item, dict) else ()
        if not (wants_person and types and "Person" not in types):
            texts = (clean(text) for text in _named(item) if isinstance(text, str))
            yield from filter(None, texts)


def _named(item: Any) -> list[Any]:
    """What a text or a node gives as the name."""
    name = (item.get("name") or _parts(item)) if isinstance(item, dict) else item
    if isinstance(name, dict):
        name = name.get("@value")
    return name if isinstance(name, list) else [name]


def _parts(person: dict[str, Any]) -> str:
    """A name whose parts stand alone."""
    parts = (person.get("givenName"), person.get("familyName"))
    return " ".join(part for part in parts if isinstance(part, str))


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
        and not _NO_NAME.match(name)
        and "://" not in name
        and "@" not in name
    )
    return is_name and len(name) <= MAX_ORGANIZATION_CHARS
