"""Where a page's facts stand: its tree, its meta map, its JSON-LD, its links. Read once, used by all readers."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from selectolax.lexbor import LexborDocumentOptions, LexborHTMLParser, LexborNode, SelectolaxError

from enricher import urls
from enricher.page import article, jsonld
from enricher.page.markup import charset, headline, limits
from enricher.page.text import clean

# More is not metadata but an attack or a broken template.
MAX_METAS = 1_000
# Names of one meta; longer ones are nobody's, and would be remembered (`lru_cache`) beyond their page.
MAX_NAMES_CHARS = 400
MAX_HEADINGS = 40
MAX_ICONS = 20
MAX_MARKED = 160
MAX_DATED = 80
# Links that say something about the page, not about its parts.
_WANTED = frozenset(
    {"canonical", "amphtml", "shortlink", "image_src", "author", "publisher", "thumbnail"}
)
# Most links are these, and say nothing else.
_FOR_BROWSERS = frozenset(
    {"stylesheet", "preload", "preconnect", "dns-prefetch", "modulepreload", "prefetch"}
)
_ICONS = frozenset({"icon", "apple-touch-icon"})
_NAMES = ("property", "name", "itemprop", "http-equiv")
_NO_EVENTS = LexborDocumentOptions.WO_EVENTS
# One walk over the tree for all that every page is asked for.
_EVERYWHERE = (
    'meta,link,title,base,h1,h2,h3,address,time,[itemprop],[property],[rel~="author"],[class*="aut" i],[class*="yline"]'
    ',[class*="sername"]'
)
# Each selector is held against every element, so that few wide ones ask for candidates, and this chooses: what makers
# call an author or a byline. (Links to where blogs keep what an author wrote bring no name that is not found without.)
_AUTHOR = re.compile(r"author|autor|auteur|byline|username")
# Properties of schema.org and Dublin Core, in microdata and RDFa, that are dates.
_DATED = re.compile(r"\bdate|^dc:", re.IGNORECASE)


@dataclass(frozen=True, kw_only=True)
class ParsedPage:
    """A page taken apart. Readers look at it and change nothing."""

    url: str
    """Where the page came from; relative addresses are relative to `base`."""
    base: str
    """`url`, or what the page's `<base>` makes of it."""
    markup: bytes
    """The page as it was parsed: UTF-8, bounded, without the contents of long scripts."""
    tree: LexborHTMLParser
    meta: dict[str, tuple[str, ...]] = field(default_factory=dict)
    """Lower-case name, property, itemprop or http-equiv -> contents in the page's order, readable, none empty."""
    links: dict[str, tuple[str, ...]] = field(default_factory=dict)
    """Lower-case rel -> absolute addresses in the page's order; of `canonical`, `amphtml`, `image_src` and the like."""
    icons: tuple[str, ...] = ()
    """Addresses of the site's icons, as written."""
    json_ld: tuple[dict[str, Any], ...] = ()
    """Nodes that stand for themselves, references resolved; may be cyclic, so bound the depth of any walk."""
    article: dict[str, Any] | None = None
    """The node of the article that this page shows."""
    headings: tuple[LexborNode, ...] = ()
    """`h1`, `h2` and `h3` in the page's order; the first ones."""
    marked: tuple[LexborNode, ...] = ()
    """In the page's order: the headings, and elements that their makers call author or byline."""
    dated: tuple[LexborNode, ...] = ()
    """In the page's order: `<time>`, and elements whose property is a date; the first ones, without metas."""
    html_title: str = ""
    """`<title>` as written, readable."""
    language: str = ""
    """`lang` of `<html>`, as written."""

    @cached_property
    def headlines(self) -> list[tuple[int, int]]:
        """Where in the markup the headline begins and ends, the likeliest first; empty where none can be found."""
        social = (*self.meta.get("og:title", ()), *self.meta.get("twitter:title", ()))
        return headline.find(self.markup, social, self.html_title)

    def first(self, *names: str) -> str | None:
        """The first content of the first of these metas that the page has."""
        for name in names:  # asked some forty times a page: a generator would cost as much again
            if name in self.meta:
                return self.meta[name][0]
        return None


def read(body: bytes, url: str, content_type: str) -> ParsedPage:
    """Take a page apart. `body` may be cut off anywhere and be anything; work and memory are bounded."""
    harmless = limits.limit_markup(charset.as_utf8(body[: limits.MAX_BYTES], content_type))
    tree = _tree(harmless.markup)
    gatherer = _Gatherer(url)
    last = 0
    for node in tree.css(_EVERYWHERE):
        if node.mem_id != last:  # a node comes once for every selector that fits
            last = node.mem_id
            gatherer.take(node)
    json_ld = jsonld.read(harmless.json_ld)
    meta = {name: tuple(contents) for name, contents in gatherer.meta.items()}
    links = {name: tuple(addresses) for name, addresses in gatherer.links.items()}
    addresses = (url, *links.get("canonical", ()), *meta.get("og:url", ()))
    titles = (*meta.get("og:title", ()), gatherer.title)
    root = tree.root
    return ParsedPage(
        url=url,
        base=gatherer.base,
        headings=tuple(gatherer.headings),
        marked=tuple(gatherer.marked),
        dated=tuple(gatherer.dated),
        markup=harmless.markup,
        tree=tree,
        meta=meta,
        links=links,
        icons=tuple(gatherer.icons),
        json_ld=json_ld,
        article=article.choose(json_ld, addresses, titles),
        html_title=gatherer.title,
        language=(root.attributes.get("lang") or root.attributes.get("xml:lang") or "")
        if root is not None
        else "",
    )


def _tree(markup: bytes) -> LexborHTMLParser:
    try:
        return LexborHTMLParser(markup, options=_NO_EVENTS)
    except SelectolaxError:  # no memory left for it: as good as not read
        return LexborHTMLParser(b"")


class _Gatherer:
    """Sorts the nodes of one page into what they are."""

    def __init__(self, url: str) -> None:
        self.base = url
        self.url = url
        self.title = ""
        self.meta: dict[str, list[str]] = {}
        self.links: dict[str, list[str]] = {}
        self.icons: list[str] = []
        self.headings: list[LexborNode] = []
        self.marked: list[LexborNode] = []
        self.dated: list[LexborNode] = []
        self.metas = 0

    def take(self, node: LexborNode) -> None:
        match node.tag:
            case "meta":
                self._meta(node.attributes)
            case "link":
                self._link(node)
            case "title":
                if not self.title and not _is_drawing(node):
                    self.title = clean(node.text() or "")
            case "base":
                if self.base == self.url:
                    self.base = (
                        urls.resolve(self.url, (node.attributes.get("href") or "").strip())
                        or self.url
                    )
            case "h1" | "h2" | "h3" if len(self.headings) < MAX_HEADINGS:
                self.headings.append(node)
                self.marked.append(node)
            case "body" | "html" | "script" | "style":
                pass
            case tag:
                self._element(node, tag or "")

    def _element(self, node: LexborNode, tag: str) -> None:
        attributes = node.attributes
        if len(self.marked) < MAX_MARKED and _is_author(tag, attributes):
            self.marked.append(node)
        if len(self.dated) < MAX_DATED and _is_dated(tag, attributes):
            self.dated.append(node)

    def _meta(self, attributes: dict[str, str | None]) -> None:
        content = attributes.get("content") or attributes.get("value") or ""
        named = " ".join(filter(None, map(attributes.get, _NAMES))).lower()
        if self.metas >= MAX_METAS or not content or len(named) > MAX_NAMES_CHARS:
            return
        text = clean(content)
        if not text:
            return
        self.metas += 1
        for name in dict.fromkeys(named.split()):
            self.meta.setdefault(name, []).append(text)

    def _link(self, node: LexborNode) -> None:
        rel = node.attrs.get("rel")
        if not rel or rel in _FOR_BROWSERS:
            return
        attributes = node.attributes
        named = set(rel.lower().split())
        if named & _ICONS and len(self.icons) < MAX_ICONS:
            self.icons.append(attributes.get("href") or "")
        rels = named & _WANTED
        if not rels or self.metas >= MAX_METAS:
            return
        href = clean(attributes.get("href") or "")
        address = urls.resolve(self.base, href) if href else None
        if address is not None:
            self.metas += 1
            for rel in sorted(rels):
                self.links.setdefault(rel, []).append(address)


def _is_author(tag: str, attributes: dict[str, str | None]) -> bool:
    names = " ".join([attributes.get(name) or "" for name in ("class", "rel", "itemprop")])
    return tag == "address" or _AUTHOR.search(names.lower()) is not None


def _is_dated(tag: str, attributes: dict[str, str | None]) -> bool:
    names = attributes.get("itemprop") or attributes.get("property")
    return tag == "time" or bool(names and _DATED.search(names))


def _is_drawing(node: LexborNode) -> bool:
    """An SVG picture's own title."""
    parent = node.parent
    return parent is not None and parent.tag not in {"head", "html", "body"}
