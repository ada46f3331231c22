"""The name of the site that a page belongs to: not its section, slogan, legal entity or handle."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from enricher import urls
from enricher.models import TextFact
from enricher.page import jsonld, normalise
from enricher.page.normalise import NormalisedText
from enricher.page.parsed import ParsedPage
from enricher.page.site import spelling
from enricher.page.site.spelling import Host
from enricher.page.text import clean

# How far each place is believed; several that agree add up.
_METAS = {
    "og:site_name": 3.0,
    "application-name": 1.4,
    "apple-mobile-web-app-title": 1.4,
    "al:android:app_name": 1.2,
    "al:ios:app_name": 1.2,
    "publisher": 1.2,
    "dc.publisher": 1.0,
    "dcterms.publisher": 1.0,
    "dc.source": 1.0,
    "citation_journal_title": 2.0,
    "cre": 1.0,
}
_PUBLISHER = 2.6
_SITE = 2.4
_IN_TITLE = 1.7
# The last part of a title, where nothing else says that it is a name.
_PERHAPS_IN_TITLE = 0.9
# The same in scripts that no host is written in, so that none can confirm it.
_IN_OTHER_SCRIPT = 1.9
_LATIN = re.compile("[a-zA-Z]")
_HANDLE = 0.8

# Where the name of a home page may be its title.
_OF_SITES = frozenset({"og:site_name", "json-ld:site"})
_SITES = frozenset({"WebSite"})
_OWNERS = frozenset({"Organization", "NewsMediaOrganization", "Corporation"})
# A part of `<title>` that is like the headline by this much is the headline.
_LIKE = 0.6
# Parts of titles that are no names: numbers of pages, dates, authors.
_NO_SITE = re.compile(
    r"\d[\d.,:/\s-]*(?:uhr)?$|(?:page|seite|p[áa]gina|strona|sayfa|side|sida|страница|pag\.?|p\.)\s*\d|(?:by|von|par|por)\s",
    re.IGNORECASE,
)


@lru_cache(maxsize=64)  # the readers of a page's title and excerpt both ask
def host_keys(url: str) -> frozenset[str]:
    """Keys of the names that a host suggests: itself, and its registrable label."""
    names = (urls.host(url).removeprefix("www."), urls.site(url).partition(".")[0])
    return frozenset(map(normalise.key, names)) - {""}


def declared_keys(page: ParsedPage) -> frozenset[str]:
    """Keys of the names that the page itself gives its site."""
    names = [text for name in _METAS for text in page.meta.get(name, ())]
    names += [text for text, _ in _linked(page)]
    names += _handles(page)
    # Some repeat the page's title where the site's name belongs.
    return frozenset(normalise.key(name) for name in names if len(name) <= spelling.MAX_CHARS) - {
        ""
    }


def read(page: ParsedPage, title: str) -> TextFact | None:
    """The site's name, with the place it stood at; the host where the page gives none."""
    host = Host.of(page.url)
    ranking = _Ranking(
        host, normalise.key(title), {spelling.key(handle) for handle in _handles(page)}
    )
    for offer in _offers(page, title, host):
        ranking.add(*offer)
    if found := ranking.winner():
        return found
    return TextFact(text=host.name, source="address") if host.name and title else None


class _Ranking:
    """Adds up what speaks for each name; spellings of one name share their points."""

    def __init__(self, host: Host, title_key: str, handles: set[str]) -> None:
        self._host = host
        self._title_key = title_key
        self._handles = handles
        self._scores: dict[str, float] = {}
        self._facts: dict[str, TextFact] = {}
        self._read: dict[str, tuple[str, str]] = {}

    def add(self, text: str, source: str, weight: float) -> None:
        """Count one place's vote."""
        if text not in self._read:
            name = spelling.plain(text, self._host, self._handles | self._facts.keys())
            self._read[text] = name, spelling.key(name)
        name, key = self._read[text]
        if (
            not key
            or len(name) > spelling.MAX_CHARS
            or (source not in _OF_SITES and self._is_title(name))
        ):
            return
        if key not in self._scores:
            self._scores[key] = spelling.quality(text, name, self._host)
            self._facts[key] = TextFact(text=name, source=source)
        elif spelling.spelling(name) > spelling.spelling(self._facts[key].text):
            self._facts[key] = TextFact(text=name, source=self._facts[key].source)
        self._scores[key] += weight

    def _is_title(self, name: str) -> bool:
        """Some repeat the page's title where the site's name belongs."""
        return normalise.key(name) == self._title_key and not self._host.agrees(name)

    def winner(self) -> TextFact | None:
        """The name that most speaks for, in full."""
        best = max(self._scores, key=self._scores.__getitem__, default="")
        if not best or self._scores[best] <= 0:
            return None
        fact = self._facts[best]
        return TextFact(
            text=spelling.in_full(fact.text, (other.text for other in self._facts.values())),
            source=fact.source,
        )


def _offers(page: ParsedPage, title: str, host: Host) -> Iterator[tuple[str, str, float]]:
    """Names, where they stand and how far that place is believed; each place once."""
    for name, weight in _METAS.items():
        if text := page.first(name):
            yield text, name, weight
    seen: set[str] = set()
    for text, source in _linked(page):
        if source not in seen:
            seen.add(source)
            yield text, source, _PUBLISHER if source == "json-ld:publisher" else _SITE
    for wanted in (page.html_title, page.first("og:title") or ""):
        found = list(_in_title(wanted, title, host))
        yield from found
        if found:
            break
    for handle in _handles(page)[:1]:
        yield handle, "twitter:site", _HANDLE


def _handles(page: ParsedPage) -> list[str]:
    return [
        handle.rstrip("/").rpartition("/")[2].lstrip("@")
        for handle in page.meta.get("twitter:site", ())
    ]


def _linked(page: ParsedPage) -> Iterator[tuple[str, str]]:
    """Names of the publisher and the site in JSON-LD."""
    if page.article:
        for name in jsonld.strings(page.article.get("publisher")):
            yield clean(name), "json-ld:publisher"
    for kinds in (_SITES, _OWNERS):
        for node in page.json_ld:
            if kinds.intersection(jsonld.types(node)):
                for name in jsonld.strings(node.get("name")):
                    yield clean(name), "json-ld:site"


def _in_title(whole: str, title: str, host: Host) -> Iterator[tuple[str, str, float]]:
    """The part of a title that is not the article's: what the host confirms, else the last."""
    parts = normalise.segments(whole)
    headline = NormalisedText(title)
    rest = [part for part in parts if not _is_like(NormalisedText(part), headline)]
    named = sorted(filter(host.agrees, rest), key=len)
    if len(parts) < 2:
        return
    if named:
        # In full, where an acronym stands beside.
        yield spelling.in_full(named[0], rest), "title", _IN_TITLE
    elif 0 < len(rest) < len(parts):
        name = _last(rest, parts)
        if name and not _NO_SITE.match(name):
            yield name, "title", _PERHAPS_IN_TITLE if _LATIN.search(name) else _IN_OTHER_SCRIPT


def _last(rest: list[str], parts: list[str]) -> str:
    """The last part of a title, or the first of several; one before a headline is a section."""
    if rest[-1] == parts[-1]:
        return rest[-1]
    return rest[0] if len(rest) > 1 and rest[0] == parts[0] else ""


def _is_like(part: NormalisedText, headline: NormalisedText) -> bool:
    return part.key in headline.key or part.similarity(headline) >= _LIKE
