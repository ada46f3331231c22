"""Where else a page names its site, for pages that declare no name: microdata, feeds, the way home, copyright."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice

from selectolax.lexbor import LexborNode

from enricher import urls
from enricher.page import normalise
from enricher.page.markup import visible
from enricher.page.markup.headline import text_of
from enricher.page.parsed import ParsedPage
from enricher.page.site.spelling import Host
from enricher.page.text import clean

_PUBLISHER = 2.2
_FEED = 1.4
_SEARCH = 1.0
_HOME = 0.6
# Feeds of sections, authors and owners in the copyright line: only what the host's name confirms.
_CONFIRMED = 0.8

_PLACES = 'link[title],[itemprop~="publisher"],a[rel~="home"],a[href="/"]'
_MAX_HOME_LINKS = 6
_MAX_COPYRIGHTS = 4
_COPYRIGHT_BYTES = 240
# Of the end of a page: its footer.
_FOOTER_BYTES = 40_000
_SAFE_HOST = re.compile(r"[a-z0-9.-]+")
# How WordPress and Blogger name their main feed.
_MAIN_FEED = re.compile(r"^(?P<name>.+?)(?: (?:»|&raquo;) [\w-]{2,16}| - (?:Atom|RSS))$")
_FEED_WORDS = re.compile(
    r"\s*[-–|:»]?\s*\b(?:rss|atom|news)?[\s-]*feeds?\b.*$|\s*[-–|:»]?\s*\b(?:rss|atom)(?: ?[\d.]+)?$",
    re.IGNORECASE,
)
_ABOUT_LOGO = re.compile(
    r"\s*[-–|:,]?\s*(?:\b(?:logo(?:type)?|home ?page|(?:torna alla |vai alla )?home|go to|(?:link|back) to|zurück zur?"
    r"|(?:zur )?startseite(?: (?:von|der|des))?|image du site|(?:volver|ir) (?:al inicio|a la portada)"
    r"|p[áa]gina (?:inicial|principal|de inicio)|terug naar(?: de)?|startpagina|(?:till )?startsidan?"
    r"|(?:til )?forsiden?|(?:powrót do )?stron[ay] główn(?:a|ej))"
    r"|(?:\bretour à |\bpage d|^)l?['’]?accueil)\b\s*[-–|:,]?\s*",
    re.IGNORECASE,
)
# What a company has in its name and its publication has not.
_COMPANY = re.compile(
    r"(?: (?:media|group|company|holdings?|publishing|publications|communications|verlag|medien))+$",
    re.IGNORECASE,
)
_SIGNBOARD = re.compile(r"(?:site|blog)[-_]?(?:title|name)|brand|logo|masthead", re.IGNORECASE)
_COPYRIGHTS = (b"\xc2\xa9", b"&copy;", b"&#169;", b"(c)", b"(C)")
_BLOCK = re.compile(rb"</?(?:div|p|li|ul|td|br|hr|footer|section|a|button)\b", re.IGNORECASE)
_YEARS = re.compile(r"^(?:copyright|by|\(c\)|©|\s|,|\d{4}|[-–—])+", re.IGNORECASE)
_BEHIND_NAME = re.compile(
    r"\s*(?:[|,;:•·*/©\x22<>«»„“]|(?<=\w{3})\.(?:\s|$)|\s[-–—]\s|all rights|alle rechte|todos los|tous droits|\d{4})"
    r".*$",
    re.IGNORECASE,
)


def offers(page: ParsedPage, host: Host) -> Iterator[tuple[str, str, float]]:
    """Names, where they stand and how far that place is believed."""
    home = _home_addresses(page)
    # One walk for all three kinds, with few selectors: each is held against every element.
    ends = [f'a[href$="{address}"]' for address in home if address.startswith("//")]
    nodes = page.tree.css(",".join([_PLACES, *ends]))
    yield from _publishers(nodes)
    for node in nodes:
        if node.tag == "link":
            yield from _of_link(node, host)
    yield from _home(nodes, home, host)
    for text in _owners(page):
        if host.agrees(text):
            publication = _COMPANY.sub("", text)
            yield publication if host.agrees(publication) else text, "copyright", _CONFIRMED


def _publishers(nodes: list[LexborNode]) -> Iterator[tuple[str, str, float]]:
    """The publisher in microdata, the first."""
    for node in islice((node for node in nodes if "publisher" in _words(node, "itemprop")), 1):
        name = node.css_first('[itemprop~="name"]') or node
        text = clean(name.attributes.get("content") or "") or visible.line(name)
        if text:
            yield text, "microdata:publisher", _PUBLISHER


def _of_link(link: LexborNode, host: Host) -> Iterator[tuple[str, str, float]]:
    """The titles of feeds and of the search."""
    attributes = link.attributes
    rel, kind = (attributes.get("rel") or "").lower(), (attributes.get("type") or "").lower()
    text = clean(attributes.get("title") or "")
    if not text:
        return
    if "search" in rel and host.agrees(text):
        yield text, "search", _SEARCH
    if "alternate" in rel and ("rss" in kind or "atom" in kind):
        main = _MAIN_FEED.match(text)
        name = main["name"] if main else _own(_FEED_WORDS.sub("", text), host)
        if main:
            yield name, "feed", _FEED
        elif name and host.agrees(name):
            yield name, "feed", _CONFIRMED


def _own(text: str, host: Host) -> str:
    """`The Bugle` of `Boats - The Bugle`."""
    return next((part for part in reversed(normalise.segments(text)) if host.agrees(part)), text)


def _words(node: LexborNode, name: str) -> list[str]:
    return (node.attributes.get(name) or "").split()


def _home_addresses(page: ParsedPage) -> list[str]:
    """How links to the home page may be written; none where the host's name cannot stand in a selector."""
    name = urls.host(page.url)
    if not _SAFE_HOST.fullmatch(name):
        return []
    return [
        "/",
        *(f"{scheme}//{name}{slash}" for scheme in ("https:", "http:", "") for slash in ("", "/")),
    ]


def _home(nodes: list[LexborNode], home: list[str], host: Host) -> Iterator[tuple[str, str, float]]:
    """What the links to the home page say, by text, title or picture."""
    links = (
        node
        for node in nodes
        if node.tag == "a"
        and home
        and (node.attributes.get("href") in home or "home" in _words(node, "rel"))
    )
    for link in islice(links, _MAX_HOME_LINKS):
        picture = link.css_first("img[alt]")
        texts = [picture.attributes.get("alt")] if picture else []
        is_sign = picture is not None or _is_signboard(link)
        for text in (
            *texts,
            link.attributes.get("title"),
            visible.line(link),
            link.attributes.get("aria-label"),
        ):
            said = _ABOUT_LOGO.sub(" ", clean(text or "")).strip()
            if said and (is_sign or host.agrees(said)):
                yield said, "home", _HOME


def _is_signboard(link: LexborNode) -> bool:
    """Do its makers call a link, or what is about it, the site's title or brand?"""
    parent = link.parent
    if parent is None:
        return False
    return (
        parent.tag == "h1"
        or _SIGNBOARD.search(f"{visible.marks(link)} {visible.marks(parent)}") is not None
    )


def _owners(page: ParsedPage) -> Iterator[str]:
    """Who the page says wrote or owns it; most are people and companies."""
    for name in (
        "author",
        "copyright",
        "rights",
        "dcterms.rightsholder",
        "twitter:domain",
        "msapplication-tooltip",
    ):
        for text in page.meta.get(name, ())[:1]:
            yield _owner_in(text)
    for end in sorted(_copyrights(page.markup), reverse=True)[:_MAX_COPYRIGHTS]:
        block = _BLOCK.split(page.markup[end : end + _COPYRIGHT_BYTES], 1)[0]
        yield _owner_in(text_of(block))


def _copyrights(markup: bytes) -> Iterator[int]:
    """Where the last signs of copyright end, a few of each kind."""
    footer = max(0, len(markup) - _FOOTER_BYTES)
    for sign in _COPYRIGHTS:
        at = len(markup)
        for _ in range(_MAX_COPYRIGHTS):
            at = markup.rfind(sign, footer, at)
            if at < 0:
                break
            yield at + len(sign)


def _owner_in(text: str) -> str:
    return _BEHIND_NAME.sub("", _YEARS.sub("", clean(text)))
