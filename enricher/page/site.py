"""The name of the site or publication that a page belongs to: not its section, slogan, legal entity or handle."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from enricher import urls
from enricher.models import TextFact
from enricher.page import jsonld, wording
from enricher.page.sources import Sources
from enricher.page.text import clean

MAX_NAME_CHARS = 60
# How far each place is believed; several that agree add up.
_METAS = {
    "og:site_name": 3.0,
    "application-name": 1.6,
    "apple-mobile-web-app-title": 1.6,
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
_IN_TITLE = 1.5
_HANDLE = 0.8
# A name that the host's name confirms; one that is none.
_OF_HOST = 1.0
_LEGAL_ENTITY = -2.0
_SLOGAN = -1.5

_SITES = frozenset({"WebSite"})
_OWNERS = frozenset({"Organization", "NewsMediaOrganization", "Corporation"})
_LEGAL = re.compile(
    r"\b(?:gmbh|mbh|ag|kg|se|ltd|limited|inc|llc|llp|plc|corp|s\.?a\.?r?\.?l?|s\.?p\.?a|s\.?r\.?l|b\.?v|oy|ab|a/s|verlag\w*"
    r"|holdings?|co\. ?kg|all rights reserved)\.?(?=\W|$)|©|\(c\)|copyright",
    re.IGNORECASE,
)
_SLOGAN_WORDS = 6
# Longer ones with a bar in them are a name and a slogan.
_LONG_NAME_CHARS = 40
_MIN_ACRONYM = 2
_MAX_ACRONYM = 6
# `WinFuture.de`, `Express.co.uk`. Under generic domains the ending is often part of the name: `Booking.com`.
_ADDRESS = re.compile(
    r"^(?:https?://)?(?:www\.)?(?P<name>[\w-]+(?:\.[\w-]+)*?)(?:\.(?:com|co|org|net|gov|ac))?\.(?!io\b|tv\b|fm\b|me\b)[a-z]{2}/?$",
    re.IGNORECASE,
)
_GENERIC_ENDING = re.compile(r"\.(?:com|org|net|info|news|io|tv)$", re.IGNORECASE)
_ASIDE = re.compile(r"\s*[(\[][^()\[\]]*[)\]]\s*$")


def host_keys(url: str) -> frozenset[str]:
    """Keys of the names that a host suggests: itself, and its registrable label."""
    return frozenset(wording.key(name) for name in (urls.host(url).removeprefix("www."), _label(url))) - {""}


def declared_keys(sources: Sources) -> frozenset[str]:
    """Keys of the names that the page itself gives its site."""
    names = [text for name in _METAS for text in sources.meta.get(name, ())]
    names += [text for text, _ in _linked(sources)]
    names += [handle.rpartition("/")[2].lstrip("@") for handle in sources.meta.get("twitter:site", ())]
    # Some repeat the page's title where the site's name belongs.
    return frozenset(wording.key(name) for name in names if len(name) <= MAX_NAME_CHARS) - {""}


def read(sources: Sources, title: str) -> TextFact | None:
    """The site's name, with the best place it stood at; None where no place gives one."""
    label = wording.key(_label(sources.url))
    scores: dict[str, float] = {}
    facts: dict[str, TextFact] = {}
    for text, source, weight in _offers(sources, title, label):
        name = _plain(text, sources.url, label)
        name_key = wording.key(name)
        if not name_key or len(name) > MAX_NAME_CHARS:
            continue
        if name_key not in scores:
            scores[name_key] = _quality(name, label)
            facts[name_key] = TextFact(text=name, source=source)
        scores[name_key] += weight
    _merge_spellings(scores, facts)
    best = max(scores, key=scores.__getitem__, default="")
    if not best or scores[best] <= 0:
        return None
    return _in_full(facts[best], facts.values())


def _merge_spellings(scores: dict[str, float], facts: dict[str, TextFact]) -> None:
    """`NPR.org` is a vote for `NPR`, where that is a name too; where it is just the small letters of it, for itself."""
    for longer, fact in list(facts.items()):
        shorter = wording.key(_GENERIC_ENDING.sub("", fact.text))
        if shorter != longer and shorter in scores:
            is_small = facts[shorter].text.islower() and not fact.text.islower()
            winner, loser = (longer, shorter) if is_small else (shorter, longer)
            scores[winner] += scores[loser]


def _in_full(fact: TextFact, others: Iterable[TextFact]) -> TextFact:
    """`WSJ` is `Wall Street Journal` where the page says so."""
    if not fact.text.isupper() or not _MIN_ACRONYM <= len(fact.text) <= _MAX_ACRONYM:
        return fact
    for other in others:
        initials = "".join(word[0] for word in other.text.split() if word[0].isupper() and word.lower() != "the")
        if initials == fact.text and " " in other.text:
            return other
    return fact


def _offers(sources: Sources, title: str, label: str) -> Iterator[tuple[str, str, float]]:
    """Names, where they stand and how far that place is believed; each place once."""
    for name, weight in _METAS.items():
        if text := sources.first(name):
            yield text, name, weight
    seen: set[str] = set()
    for text, source in _linked(sources):
        if source not in seen:
            seen.add(source)
            yield text, source, _PUBLISHER if source == "json-ld:publisher" else _SITE
    yield from _in_title(sources.html_title, title, label)
    handle = sources.first("twitter:site")
    if handle:
        yield handle.rpartition("/")[2].lstrip("@"), "twitter:site", _HANDLE


def _label(url: str) -> str:
    """`bbc` of `news.bbc.co.uk`."""
    return urls.site(url).partition(".")[0]


def _linked(sources: Sources) -> Iterator[tuple[str, str]]:
    """Names of the publisher and the site in JSON-LD."""
    if sources.article:
        for name in jsonld.strings(sources.article.get("publisher")):
            yield clean(name), "json-ld:publisher"
    for kinds in (_SITES, _OWNERS):
        for node in sources.json_ld:
            if kinds.intersection(jsonld.types(node)):
                for name in jsonld.strings(node.get("name")):
                    yield clean(name), "json-ld:site"


def _in_title(html_title: str, title: str, label: str) -> Iterator[tuple[str, str, float]]:
    """The part of `<title>` that is not the article's title: the last, or the first."""
    parts = wording.segments(html_title)
    rest = [part for part in parts if wording.key(part) not in wording.key(title)]
    if not rest or len(rest) == len(parts):
        return
    named = next((part for part in reversed(rest) if wording.is_site(part, (label,))), None)
    if named:
        yield named, "title", _IN_TITLE
    elif parts[-1] == rest[-1]:
        yield rest[-1], "title", _IN_TITLE / 2


def _plain(text: str, url: str, label: str) -> str:
    """The name alone: without a slogan behind it, and without the top-level domain where it is the host's name."""
    name = _ASIDE.sub("", text.strip(" .,;:|-–—·\"'"))
    parts = wording.segments(name)
    if len(parts) > 1 and len(name) > _LONG_NAME_CHARS:
        name = next((part for part in parts if wording.is_site(part, (label,))), parts[0])
    address = _ADDRESS.match(name)
    if address and wording.key(address["name"]) in wording.key(urls.host(url)):
        name = address["name"]
    return name


def _quality(name: str, label: str) -> float:
    """What a name's own look adds to it or takes from it."""
    quality = _OF_HOST if wording.is_site(name, (label,)) else 0.0
    if _LEGAL.search(name):
        quality += _LEGAL_ENTITY
    if len(name.split()) > _SLOGAN_WORDS:
        quality += _SLOGAN
    return quality
