"""Who wrote the article that a page shows: people, by name.

Metadata first; the visible byline where there is none, where it names more people than that, or where other
metadata takes its side. An organization only where the page names it as the author and names nobody.
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
# Publishers' own spellings: `vr:author`, `dcsext.rauthor`, `branch:deeplink:authorname1`, `mrf:authors`.
_LIKE_AUTHOR = re.compile(r"(?:^|[:._-])r?authors?(?:[:._-]?names?)?\d?$|^(?:article|rb)authors?$")
# `smartbanner:author` made the site's app.
_NOT_AUTHOR = re.compile(r"image|url|id$|twitter|page:|^smartbanner|^book:")
# `twitter:label1` says what `twitter:data1` is.
_WRITTEN_BY = re.compile(
    r"written|author|verfass|geschrieben|autor|écrit|escrito|scritto|skrev|napisan|yaz|作者|執筆|by$",
    re.IGNORECASE,
)
_NO_NAME = re.compile(
    r"^(?:admin\w*|super ?user|root|webmaster|user|guest|editor|staff|publisher|creator|null|none|undefined|author|test"
    r"|google\+|red|\W*"
    # Initials, but for what agencies are called.
    r"|(?-i:(?!dpa|afp|apa|sid|epd|kna)[a-z]{2,3}))$",
    re.IGNORECASE,
)

_LETTERS = re.compile(r"[^\W\d_]{2}")

Offer = tuple[tuple[str, ...], str]
"""Names, and where they stood."""


def read(page: ParsedPage, sites: frozenset[str], title: str) -> Offer:
    """Names in the page's order, and where they stood; empty where nobody is named.

    `sites`: keys of the names that the page gives its site.
    """
    names, source = _found(page, sites, title)
    # Beside somebody, what the host is called is where they work.
    hosts = site.host_keys(page.url) if len(names) > 1 else frozenset()
    return tuple(name for name in names if normalise.key(name) not in hosts), source


def _found(page: ParsedPage, sites: frozenset[str], title: str) -> Offer:
    # A host may be named after its author, but then in full; `dailynews2` is a desk's account.
    hosts = site.host_keys(page.url)
    offers = (
        (names, source)
        for names, source in _machine(page, sites)
        if not _is_handle(names) or not {key.rstrip("0123456789") for key in _keys(names)} & hosts
    )
    best, source = next(offers, ((), ""))
    view = byline.View(page, title)
    seen = byline.read(view, sites)
    if not seen and _is_handle(best):
        seen = unmarked.in_text(view, sites)
    if seen and (not best or _is_better(seen, best, (names for names, _ in offers))):
        return seen, "byline"
    if seen and source == "author" and not _is_handle(seen) and byline.is_posted(view):
        return seen, "byline"
    if best:
        return best, source
    names, source = _organization(view)
    return (names, source) if names else _signed(view, sites)


def _signed(view: byline.View, sites: frozenset[str]) -> Offer:
    names = unmarked.signed(view, sites)
    return (names, "byline") if names else ((), "")


def _is_better(seen: Iterable[str], best: Iterable[str], others: Iterable[Iterable[str]]) -> bool:
    """The byline names all whom the best metadata names and somebody else, or whom other metadata names.

    Or it has full names where metadata has a handle.
    """
    mine = _keys(seen)
    theirs = _keys(best)
    if theirs & mine and theirs != mine:
        return theirs < mine
    if _is_handle(best) and not _is_handle(seen):
        return True
    return theirs != mine and any(_keys(names) == mine for names in others)


def _is_handle(names: Iterable[str]) -> bool:
    """Single words: what somebody is called on this site, not in full."""
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
    if page.article:
        for key in ("author", "creator"):
            yield tuple(_linked(page.article.get(key), wants_person=True)), f"json-ld:{key}"
    for name in _METAS:
        if name in page.meta:
            texts = page.meta[name]
            yield tuple(map(first_last, texts)) if name == "citation_author" else texts, name
    for number in "12":
        if _WRITTEN_BY.search(page.first(f"twitter:label{number}") or ""):
            yield page.meta.get(f"twitter:data{number}", ()), f"twitter:data{number}"
    for name, contents in page.meta.items():
        if "author" in name and _LIKE_AUTHOR.search(name) and not _NOT_AUTHOR.search(name):
            yield contents, name


def _linked(value: Any, *, wants_person: bool) -> Iterator[str]:
    """Names in JSON-LD's author: a text, a node, or a list of either."""
    for item in value if isinstance(value, list) else [value]:
        types = jsonld.types(item) if isinstance(item, dict) else ()
        if wants_person and types and "Person" not in types:
            continue
        name = (item.get("name") or _parts(item)) if isinstance(item, dict) else item
        if isinstance(name, dict):
            name = name.get("@value")
        for text in name if isinstance(name, list) else [name]:
            if isinstance(text, str) and clean(text):
                yield clean(text)


def _parts(person: dict[str, Any]) -> str:
    """A name whose parts stand alone."""
    parts = (person.get("givenName"), person.get("familyName"))
    return " ".join(part for part in parts if isinstance(part, str))


def _organization(view: byline.View) -> Offer:
    """The organization that JSON-LD names as the author (schema.org allows it), or that the byline's element holds."""
    page = view.page
    if page.article:
        names = [
            name
            for name in _linked(page.article.get("author"), wants_person=False)
            if _may_stand(name)
        ]
        if names:
            return tuple(dict.fromkeys(names)), "json-ld:author"
    name = byline.marked(view)
    if name and _may_stand(name):
        return (name,), "byline"
    # Metadata names whoever made the template, too; but a reader sees only who wrote this.
    offers = [(text, key) for key in _METAS for text in page.meta.get(key, ()) if _may_stand(text)]
    seen = unmarked.standing(view, _keys(text for text, _ in offers)) if offers else frozenset()
    return next((((text,), key) for text, key in offers if normalise.key(text) in seen), ((), ""))


def _may_stand(name: str) -> bool:
    is_name = (
        bool(_LETTERS.search(name))
        and not _NO_NAME.match(name)
        and "://" not in name
        and "@" not in name
    )
    return is_name and len(name) <= MAX_ORGANIZATION_CHARS
