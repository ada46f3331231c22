"""The name of the site that a page belongs to: not its section, slogan, legal entity or handle."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

import msgspec

from enricher import urls
from enricher.models import TextFact
from enricher.page import jsonld, normalise
from enricher.page.folding import fold
from enricher.page.normalise import NormalisedText
from enricher.page.parsed import ParsedPage
from enricher.page.tables import pattern
from enricher.page.text import clean

# How far each place is believed; several that agree add up.
_METAS = {
    "og:site_name": 3.0,
    "application-name": 1.4,
    "apple-mobile-web-app-title": 1.4,
    "publisher": 1.2,
    "dc.publisher": 1.0,
    "citation_journal_title": 2.0,
}
_LINKED = {"json-ld:publisher": 2.6, "json-ld:site": 2.4}
_IN_TITLE = 1.7
# The last part of a title where nothing else says that it is a name; in scripts that no host is
# written in, none can confirm it.
_PERHAPS_IN_TITLE, _IN_OTHER_SCRIPT = 0.9, 1.9
_HANDLE = 0.8
# The host is named so; a company stands in a publication's place.
_HOST_AGREES, _OWNER_ONLY = 1.0, -2.0
# Parts of titles that are no names: numbers of pages, dates, authors.
_NO_SITE = re.compile(r"\d|(?:page|seite|by|von|par|por)\s", re.IGNORECASE)
_ABBREVIATED = re.compile(r"\b\w\.\s?\w\.$")
_LATIN = re.compile("[a-zA-Z]")
# Where the name of a home page may be its title.
_OF_SITES = frozenset({"og:site_name", "json-ld:site"})
_KINDS = (
    frozenset({"WebSite"}),
    frozenset({"Organization", "NewsMediaOrganization", "Corporation"}),
)
# A part of `<title>` that is like the headline by this much is the headline.
_LIKE = 0.6
MAX_CHARS = 60
# Longer texts are no name with a slogan but a description.
_MAX_TEXT_CHARS = 400
# Longer ones with a bar in them are a slogan and a name, in whatever order.
_LONG_CHARS = 40
# Shorter names stand in a host's by chance: `sport.example.com`.
_MIN_OF_WHOLE_HOST = 8

_TECHNICAL = re.compile(r"^(?:www|m|mobile|amp)\.")
# Behind a name; several may follow one another: `Pty Ltd`.
_LEGAL_FORM = re.compile(
    r"(?:(?<![\s,])[\s,]++(?:g?gmbh|mbh|ag|kg|eg|ug|se|pty|(?:co\.?,? )?ltda?|limited|inc|llc|llp"
    r"|plc|corp|corporation|oyj?|ab|aps|asa|a/s|a\.s|b\.?v|s\.?a\.?(?:r\.?l|s)?|s\.?p\.?a"
    r"|s\.?r\.?l|s\.r\.o|sp\. ?z ?o\. ?o|kft|zrt)\.?){1,3}(?:\s*&\s*co\b.{0,12})?$",
    re.IGNORECASE,
)
_MARKS = re.compile(r"\s*[©®™]+$")
_ASIDE = re.compile(r"\s*[(\[][^()\[\]]*[)\]]\s*$")
# `WinFuture.de`, `Express.co.uk`. Under generic domains the ending is often part of the name:
# `Booking.com`.
_COUNTRY = re.compile(
    r"(?P<name>.+?)(?:\.(?:com|co|org|net|gov|ac))?\.(?!io$|tv$|fm$|me$)[a-z]{2}$", re.IGNORECASE
)
_ADDRESS = re.compile(
    r"^(?:https?://)?(?:www\.)?(?P<host>[\w-]+(?:\.[\w-]+)*\.[a-z]{2,12})/?$", re.IGNORECASE
)


class Host(msgspec.Struct, frozen=True):
    """What an address says about its site's name."""

    label: str
    """Key of the registrable label: `bbc` of `news.bbc.co.uk`."""
    site: str
    """Key of the registrable domain: `bbccouk`."""
    whole: str
    """Key of the host."""
    name: str
    """The host as people write it."""

    @classmethod
    def of(cls, url: str) -> Host:
        """The host of an address; all empty where there is none."""
        site, name = urls.site(url), _TECHNICAL.sub("", urls.host(url))
        label, *_ = map(normalise.key, site.split("."))
        return cls(label, normalise.key(site), normalise.key(name), name)

    def agrees(self, name: str) -> bool:
        """Could this host be named after that name? `Müritz` is `muritz` or `mueritz`."""
        if name.isascii():
            return bool(self.label) and self._is_named(name)
        spelled_out = re.sub("[äöüÄÖÜ]", lambda match: match[0] + "e", name)
        texts = {fold(name), fold(spelled_out)}
        return bool(self.label) and any(map(self._is_named, texts))

    def _is_named(self, text: str) -> bool:
        mine = normalise.key(text)
        if normalise.is_site(text, (self.label,)) or mine == self.site:
            return True
        if len(mine) >= _MIN_OF_WHOLE_HOST and mine in self.whole:
            return True
        return " " in text and self.label in map(normalise.key, text.split())


@lru_cache(maxsize=64)  # the readers of a page's title, authors and excerpt all ask
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
    return frozenset(normalise.key(name) for name in names if len(name) <= MAX_CHARS) - {""}


def read(page: ParsedPage, title: str) -> TextFact | None:
    """The site's name, with the place it stood at; the host where the page gives none."""
    host, title_key = Host.of(page.url), normalise.key(title)
    scores: dict[str, float] = {}
    facts: dict[str, TextFact] = {}
    for text, source, weight in _offers(page, title, host):
        name = plain(text, host)
        key = normalise.key(fold(name))
        # Some repeat the page's title where the site's name belongs.
        is_title = source not in _OF_SITES and normalise.key(name) == title_key
        if not key or (is_title and not host.agrees(name)):
            continue
        if key not in facts:
            facts[key] = TextFact(text=name, source=source)
            scores[key] = _quality(text, name, host)
        scores[key] += weight
    best = max(scores, key=scores.__getitem__, default="")
    return facts[best] if scores.get(best, 0) > 0 else _named_by_host(host, title)


def _quality(text: str, name: str, host: Host) -> float:
    """What a name's own look adds to it or takes from it. `text` is the name as written."""
    if host.agrees(name):  # a company that the host is named after is called like its publication
        return _HOST_AGREES
    return _OWNER_ONLY if _LEGAL_FORM.search(text.strip(" .")) else 0.0


def _named_by_host(host: Host, title: str) -> TextFact | None:
    return TextFact(text=host.name, source="address") if host.name and title else None


# ── where names stand ─────────────────────────────────────────────────────────────────────────────


def _offers(page: ParsedPage, title: str, host: Host) -> Iterator[tuple[str, str, float]]:
    """Names, where they stand and how far that place is believed; each place once."""
    for name, weight in _METAS.items():
        if text := page.first(name):
            yield text, name, weight
    first = {source: text for text, source in reversed(list(_linked(page)))}
    yield from ((text, source, _LINKED[source]) for source, text in first.items())
    for wanted in (page.html_title, page.first("og:title") or ""):
        if found := _in_title(wanted, title, host):
            yield found
            break
    yield from ((handle, "twitter:site", _HANDLE) for handle in _handles(page)[:1])


def _handles(page: ParsedPage) -> list[str]:
    written = page.meta.get("twitter:site", ())
    return [handle.rstrip("/").rpartition("/")[2].lstrip("@") for handle in written]


def _linked(page: ParsedPage) -> Iterator[tuple[str, str]]:
    """Names of the publisher and the site in JSON-LD."""
    for name in jsonld.strings((page.article or {}).get("publisher")):
        yield clean(name), "json-ld:publisher"
    for kinds in _KINDS:
        nodes = (node for node in page.json_ld if kinds.intersection(jsonld.types(node)))
        for node in nodes:
            yield from ((clean(name), "json-ld:site") for name in jsonld.strings(node.get("name")))


def _in_title(whole: str, title: str, host: Host) -> tuple[str, str, float] | None:
    """The part of a title that is not the article's: what the host confirms, else the last."""
    parts = normalise.segments(whole)
    headline = NormalisedText(title)
    rest = [part for part in parts if not _is_like(NormalisedText(part), headline)]
    if len(parts) < 2 or not rest:
        return None
    named = sorted(filter(host.agrees, rest), key=len)
    if named:
        return named[0], "title", _IN_TITLE
    if len(rest) == len(parts) or rest[-1] != parts[-1] or _NO_SITE.match(rest[-1]):
        return None
    return rest[-1], "title", _PERHAPS_IN_TITLE if _LATIN.search(rest[-1]) else _IN_OTHER_SCRIPT


def _is_like(part: NormalisedText, headline: NormalisedText) -> bool:
    return part.key in headline.key or part.similarity(headline) >= _LIKE


# ── the name alone ────────────────────────────────────────────────────────────────────────────────


@lru_cache(maxsize=64)  # most places of a page give its site the same name
def plain(text: str, host: Host) -> str:
    """The name alone: without slogan and legal form, without the top-level domain where it is the
    host's name; empty where it is no name.
    """
    name = _trimmed(_ASIDE.sub("", _trimmed(text))) if len(text) <= _MAX_TEXT_CHARS else ""
    parts = [part for part in normalise.segments(name) if not _is_no_name(part)]
    if not parts or _is_no_name(name) or ("://" in name and not _ADDRESS.match(name)):
        return ""
    name = _named_part(name, parts, host)
    name = _without_domain(_trimmed(_LEGAL_FORM.sub("", name)) or name, host)
    return name if len(name) <= MAX_CHARS else ""


def _named_part(name: str, parts: list[str], host: Host) -> str:
    """Of a name and a slogan, what the host is called; longer ones begin with the name."""
    whole = parts[0] if len(parts) == 1 or len(name) > _LONG_CHARS else name
    return next(filter(host.agrees, parts), whole)


def _without_domain(name: str, host: Host) -> str:
    address = _ADDRESS.match(name) if "." in name else None
    if address is None:
        return name
    country = _COUNTRY.match(address["host"])
    is_own = normalise.key(address["host"]) in host.whole
    return country["name"] if country and is_own else address["host"]


def _is_no_name(text: str) -> bool:
    return pattern("words", "no_site", "^{}$").match(text.lower()) is not None


def _trimmed(text: str) -> str:
    name = _MARKS.sub("", text.strip(" ,;:|-–—·\"'"))
    return name if _ABBREVIATED.search(name) else name.strip(" .,;:|-–—·\"'")
