"""Takes a page apart: tree, metas, JSON-LD, links, blocks; each when it is first asked for."""

from __future__ import annotations

import re
from collections.abc import Iterator
from hashlib import blake2b
from itertools import islice
from typing import Any

from selectolax.lexbor import LexborDocumentOptions, LexborHTMLParser, LexborNode, SelectolaxError

from enricher import urls
from enricher.lazy import lazy_property
from enricher.page import article, jsonld, normalise
from enricher.page.markup import charset, limits, regions, visible
from enricher.page.markup.blocks import Block, Walk
from enricher.page.text import clean

# More is not metadata but an attack or a broken template.
MAX_METAS = 1_000
# Names of one meta; longer ones have no reader, and would be remembered (`lru_cache`) beyond their
# page.
MAX_NAMES_CHARS = 400
MAX_HEADINGS = 40
MAX_MARKED = 160
# Of bodies by accident alike there are none.
_DIGEST_BYTES = 16
# Blocks among which the headline is looked for.
MAX_BLOCKS = 2_000
# Shorter titles stand in menus as well; and white space that a title may have about it in markup.
_LEAST_TITLE_LETTERS = 6
MAX_SPACE = 100
# Links that say something about the page, not about its parts.
_WANTED = frozenset({"canonical", "shortlink", "image_src", "author", "publisher", "thumbnail"})
_NAMES = ("property", "name", "itemprop", "http-equiv")
_NO_EVENTS = LexborDocumentOptions.WO_EVENTS
_HEADINGS = frozenset({"h1", "h2", "h3"})
# What every reader looks for, in one query: most of its time goes into the walk over the tree.
_LINKS = ",".join(f'[rel~="{rel}" i]' for rel in sorted(_WANTED))
_ELEMENTS = f"meta,link:is({_LINKS}),title,base,h1,h2,h3"
# Asked only where metadata names no author: it takes three times as long.
_MARKED = 'h1,h2,h3,address,[class*="aut" i],[class*="yline"],[rel~="author"],[itemprop*="author"]'
_CALLED_AUTHOR = re.compile(r"author|autor|auteur|byline", re.IGNORECASE)


class ParsedPage:
    """A page taken apart. Readers look at it and change nothing; nothing is parsed before it is
    asked.

    `body` may be cut off anywhere and be anything; work and memory are bounded. `is_head_only`: it
    is a head, and nothing is said of what stands behind.
    """

    def __init__(
        self, body: bytes, url: str, content_type: str = "", *, is_head_only: bool = False
    ) -> None:
        self.url = url
        """Where the page came from; relative addresses are relative to `base`."""
        self.is_head_only = is_head_only
        self._body = body[: limits.MAX_BYTES]
        self._content_type = content_type
        self._walks: dict[str, Walk] = {}
        self._titled: dict[str, LexborNode | None] = {}
        self._headlines: dict[str, Block | None] = {}

    def digest(self) -> str:
        """Tells pages apart by the bytes that are read of them, as far as any is."""
        return blake2b(self._body, digest_size=_DIGEST_BYTES).hexdigest()

    @lazy_property
    def _limited(self) -> limits.LimitedMarkup:
        return limits.limit_markup(charset.as_utf8(self._body, self._content_type))

    @property
    def markup(self) -> bytes:
        """The page as it is parsed: UTF-8, bounded, without the contents of long scripts."""
        return self._limited.markup

    @lazy_property
    def tree(self) -> LexborHTMLParser:
        """The page as browsers parse it."""
        try:
            return LexborHTMLParser(self.markup, options=_NO_EVENTS)
        except SelectolaxError:  # no memory left for it: as good as not read
            return LexborHTMLParser(b"")

    @lazy_property
    def _head(self) -> _HeadParts:
        head = _HeadParts(self.url)
        for node in self.tree.css(_ELEMENTS):
            head.take(node)
        return head

    @lazy_property
    def base(self) -> str:
        """`url`, or what the page's `<base>` makes of it."""
        return self._head.base

    @lazy_property
    def meta(self) -> dict[str, list[str]]:
        """Lower-case name, property, itemprop or http-equiv -> contents in the page's order.

        They are readable, and none is empty.
        """
        return self._head.meta

    @lazy_property
    def links(self) -> dict[str, list[str]]:
        """Lower-case rel -> absolute addresses in the page's order; of `canonical` and the like."""
        return self._head.links

    @property
    def html_title(self) -> str:
        """`<title>` as written, readable."""
        return self._head.title

    @lazy_property
    def headings(self) -> list[LexborNode]:
        """`h1`, `h2` and `h3` in the page's order; the first ones."""
        return self._head.headings

    @lazy_property
    def language(self) -> str:
        """`lang` of `<html>`, as written."""
        given = self.tree.root.attributes if self.tree.root is not None else {}
        return given.get("lang") or given.get("xml:lang") or ""

    @lazy_property
    def json_ld(self) -> tuple[dict[str, Any], ...]:
        """Nodes that stand for themselves, references resolved.

        They may be cyclic, so bound the depth of any walk.
        """
        return jsonld.read(self._limited.json_ld)

    @lazy_property
    def article(self) -> dict[str, Any] | None:
        """The node of the article that this page shows."""
        addresses = (self.url, *self.links.get("canonical", ()), *self.meta.get("og:url", ()))
        titles = (*self.meta.get("og:title", ()), self.html_title)
        return article.choose(self.json_ld, addresses, titles)

    def first(self, *names: str) -> str | None:
        """The first content of the first of these metas that the page has."""
        for name in names:  # asked some forty times a page: a generator would cost as much again
            if name in self.meta:
                return self.meta[name][0]
        return None

    # ── the body ──────────────────────────────────────────────────────────────────────────────────

    @lazy_property
    def marked(self) -> list[LexborNode]:
        """In the page's order: headings, and elements that their makers call author or byline."""
        # A node comes once for every selector that fits.
        found = {node.mem_id: node for node in self.tree.css(_MARKED)}
        return list(islice(filter(_is_marked, found.values()), MAX_MARKED))

    @lazy_property
    def _whole(self) -> Walk:
        body = self.tree.body
        return Walk(body.first_child if body is not None else None)

    def _about(self, title: str) -> Walk:
        """The walk that gives the blocks about the headline, whatever was walked before."""
        if title not in self._walks:
            heading = self.heading(title)
            self._walks[title] = self._whole if heading is None else Walk.about(heading)
        return self._walks[title]

    def blocks_about(self, title: str) -> Iterator[Block]:
        """The blocks from a little above the headline on; the whole page's where it has none."""
        return self._about(title).blocks()

    def heading(self, title: str) -> LexborNode | None:
        """The first heading that holds the title; an `h1` before teasers that hold it, too."""
        if title not in self._titled:
            self._titled[title] = self._heading(title)
        return self._titled[title]

    def _heading(self, title: str) -> LexborNode | None:
        key = normalise.key(title)
        found = (node for node in self.headings if key and key in normalise.key(visible.line(node)))
        first = next(found, None)
        if first is None or first.tag == "h1":
            return first
        return next((node for node in found if node.tag == "h1"), first)

    def headline(self, title: str) -> Block | None:
        """The block that shows the title: its heading, else the first text that is the title."""
        if title not in self._headlines:
            self._headlines[title] = self._headline(title)
        return self._headlines[title]

    def _headline(self, title: str) -> Block | None:
        heading = self.heading(title)
        key = normalise.key(title)
        if heading is None and (not key or len(key) < _LEAST_TITLE_LETTERS):
            return None
        for block in islice(self.blocks_about(title), MAX_BLOCKS):
            if heading is not None:
                if block.box is not None and block.box.is_or_in(heading.mem_id):
                    return block
            elif len(block.raw) <= 2 * len(title) + MAX_SPACE and normalise.key(block.text) == key:
                return block
        return None

    def around(self, title: str) -> frozenset[int]:
        """The `mem_id`s of what stands around the heading that holds the title."""
        return frozenset(outer.mem_id for outer in regions.ancestors(self.heading(title)))


def _is_marked(node: LexborNode) -> bool:
    if node.tag in _HEADINGS or node.tag == "address":
        return True
    given = node.attributes
    names = (given.get(name) for name in ("class", "rel", "itemprop"))
    return node.tag != "body" and any(name and _CALLED_AUTHOR.search(name) for name in names)


class _HeadParts:
    """What the elements of a page's head say, wherever they stand, and its headings."""

    def __init__(self, url: str) -> None:
        self.url = self.base = url
        self.title = ""
        self.meta: dict[str, list[str]] = {}
        self.links: dict[str, list[str]] = {}
        self.headings: list[LexborNode] = []
        self._count = 0

    def take(self, node: LexborNode) -> None:
        """Take one of these elements in."""
        match node.tag:
            case "meta":
                self._meta(node.attributes)
            case "link":
                self._link(node.attributes)
            case "title":
                self.title = self.title or _title(node)
            case "base":
                self._base(node.attributes.get("href") or "")
            case _ if len(self.headings) < MAX_HEADINGS:
                self.headings.append(node)

    def _base(self, href: str) -> None:
        if self.base == self.url:
            self.base = urls.resolve(self.url, href.strip()) or self.url

    def _meta(self, attributes: dict[str, str | None]) -> None:
        content = attributes.get("content") or attributes.get("value")
        if not content or self._count >= MAX_METAS:
            return
        named = " ".join([name for key in _NAMES if (name := attributes.get(key))]).lower()
        text = clean(content) if 0 < len(named) <= MAX_NAMES_CHARS else ""
        if text:
            self._count += 1
            for name in dict.fromkeys(named.split()) if " " in named else (named,):
                self.meta.setdefault(name, []).append(text)

    def _link(self, attributes: dict[str, str | None]) -> None:
        href = clean(attributes.get("href") or "")
        address = urls.resolve(self.base, href) if href and self._count < MAX_METAS else None
        if address is not None:
            self._count += 1
            for rel in _WANTED.intersection((attributes.get("rel") or "").lower().split()):
                self.links.setdefault(rel, []).append(address)


def _title(node: LexborNode) -> str:
    return "" if _is_drawing(node) else clean(node.text() or "")


def _is_drawing(node: LexborNode) -> bool:
    """True for an SVG picture's own title."""
    parent = node.parent
    return parent is not None and parent.tag not in {"head", "html", "body"}
