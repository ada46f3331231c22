"""Reads what verdict rules look at in a page: titles, visible text, marks of walls and parking."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from hashlib import blake2b
from itertools import islice
from struct import unpack

from selectolax.lexbor import LexborNode

from enricher import urls
from enricher.lazy import lazy_property
from enricher.models import PageSignals
from enricher.page import jsonld
from enricher.page.markup import regions, seen_text, visible
from enricher.page.parsed import ParsedPage

# Enough for any article; what a longer page says further down changes no verdict.
MAX_TEXT_CHARS = 64 * 1024
MAX_MARKS = 80
MAX_MARK_CHARS = 200
MAX_TITLE_CHARS = 500
MAX_HEADINGS = 8
MAX_PARAGRAPHS = 40
MAX_ARTICLE_NODES = 3
MAX_NODES = 2_000
# Words that go into the fingerprint: a missing page's own words come first, and its "latest news"
# below.
FINGERPRINT_WORDS = 400
# A slower refresh is a page that reloads itself for news, not one that sends its reader on.
MAX_REFRESH_S = 5

_LOADED = "iframe[src],frame[src],script[src],form[action]"
_PLAYERS = ("youtube", "vimeo", "jwplayer", "brightcove", "dailymotion")
# Takes 2 ms to compile; most texts are ASCII, or need not be counted.
_SPACELESS = "[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]"
_WORD = re.compile(r"[^\W\d_]{2,}")
# "Shared declarative refresh steps" of the HTML standard: seconds come first, `url=` may be
# missing.
_REFRESH = re.compile(
    r"^\s*(?P<seconds>\d+|(?=\.))[\d.]*(?:\s*[;,]|\s)\s*(?:url\s*=\s*)?(?P<url>.*?)\s*$",
    re.IGNORECASE | re.DOTALL,
)
_MAX_REFRESH_CHARS = 4_096

# A script that does nothing but send its reader on, in a page that is nothing but that script.
_JUMPS = re.compile(
    rb"(?:window|document|self|top|\b)\.?location(?:\.href)?\s*"
    rb"""(?:=|\.replace\(|\.assign\()\s*["']([^"'\s]{1,2000})["']"""
)
MAX_JUMP_CHARS = 120
MAX_JUMP_BYTES = 8 * 1024

_TITLE_METAS = (
    *("og:title", "twitter:title", "title", "dc.title", "dcterms.title", "headline"),
    *("parsely-title", "sailthru.title", "citation_title", "hdl", "cxenseparse:recs:title"),
)
_DESCRIPTION_METAS = (
    *("description", "og:description", "twitter:description"),
    *("dc.description", "sailthru.description"),
)
# schema.org types of what a news link leads to, and Open Graph's (ogp.me, "Object Types").
_ARTICLE = re.compile(
    r"(?:Article|Posting|VideoObject|Report|Episode|Review|Recipe|Event|Course|Interview)$"
)
_ARTICLE_OG = re.compile(r"^(?:article|video|music|book|blog)\b")


class SignalsReader:
    """The signals of one page (`PageSignals`), each read when it is first asked for, and once."""

    def __init__(self, page: ParsedPage) -> None:
        self.page = page

    def read(self) -> PageSignals:
        """All of them."""
        return PageSignals(**{name: getattr(self, name) for name in PageSignals.__struct_fields__})

    @property
    def html_title(self) -> str:
        """`<title>`, bounded."""
        return self.page.html_title[:MAX_TITLE_CHARS]

    @lazy_property
    def h1(self) -> str:
        """The first `h1` with text."""
        headings = (node for node in self.page.headings if node.tag == "h1")
        return next(filter(None, map(_heading, headings)), "")

    @lazy_property
    def headings(self) -> tuple[str, ...]:
        """The first headings with text."""
        return tuple(islice(filter(None, map(_heading, self.page.headings)), MAX_HEADINGS))

    @lazy_property
    def titles(self) -> tuple[str, ...]:
        """Every wording of the title."""
        article = [self.page.article] if self.page.article else []
        linked = (*_strings(article, "headline"), *_strings(article, "name"))
        named = (self.html_title, *_metas(self.page, _TITLE_METAS))
        return tuple(_unique(named, linked, (self.h1,)))

    @lazy_property
    def descriptions(self) -> tuple[str, ...]:
        """Every wording of the description."""
        named = _metas(self.page, _DESCRIPTION_METAS)
        return tuple(_unique(named, _strings(self.page.json_ld, "description")))

    @lazy_property
    def text(self) -> str:
        """What readers see of the body."""
        return "" if self.page.is_head_only else seen_text.read(self.page.markup, MAX_TEXT_CHARS)

    @property
    def has_body(self) -> bool:
        """False where only the head was read."""
        return bool(self.text)

    @lazy_property
    def word_count(self) -> int:
        """Words of `text`; of scripts without spaces, characters divided by 2."""
        spaceless = 0 if self.text.isascii() else len(re.findall(_SPACELESS, self.text))
        if not spaceless:
            return self.text.count(" ") + 1 if self.text else 0
        return len(re.sub(_SPACELESS, " ", self.text).split()) + spaceless // 2

    def has_more_words(self, count: int) -> bool:
        """True if the first paragraphs surely have more words, told without the whole text.

        Only text that stands in a paragraph itself counts, and none that may be hidden.
        """
        shown: dict[int, bool] = {}  # paragraphs mostly have one parent
        paragraphs = () if self.page.is_head_only else self.page.tree.css("p")
        for node in paragraphs[:MAX_PARAGRAPHS]:
            outer = node.parent
            if outer is None or _may_be_hidden(node):
                continue
            if outer.mem_id not in shown:
                shown[outer.mem_id] = _is_surely_shown(outer)
            if shown[outer.mem_id]:
                count -= len((node.text(deep=False) or "").split())
            if count < 0:
                return True
        return False

    @lazy_property
    def fingerprint(self) -> int:
        """Simhash of `text`."""
        return _fingerprint(self.text)

    @lazy_property
    def is_article(self) -> bool:
        """True if JSON-LD or og:type says so."""
        return _is_article(self.page)

    @property
    def is_noindex(self) -> bool:
        """True if search engines are asked to leave the page out."""
        metas = self.page.meta
        robots = " ".join((*metas.get("robots", ()), *metas.get("googlebot", ()))).lower()
        return "noindex" in robots or "none" in robots.split()

    @property
    def is_paid(self) -> bool:
        """True if JSON-LD says that not all of it is free."""
        said = (node.get("isAccessibleForFree") for node in self.page.json_ld)
        return any(str(value).strip().lower() == "false" for value in said)

    @lazy_property
    def refresh_url(self) -> str | None:
        """Where the page itself sends its reader."""
        declared = "refresh" in self.page.meta
        found = self.page.tree.css('meta[http-equiv="refresh" i]') if declared else ()
        targets = (_refresh_url(node, self.page.url) for node in found)
        return next(filter(None, targets), None) or self._jump()

    def _jump(self) -> str | None:
        """Where the script of a page that shows nothing sends its reader."""
        markup = self.page.markup
        may_jump = len(markup) <= MAX_JUMP_BYTES and b"location" in markup
        found = _JUMPS.findall(markup) if may_jump else []
        if len(found) != 1 or len(self.text) > MAX_JUMP_CHARS:
            return None
        return _other(self.page.url, found[0].decode("utf-8", "replace"))

    @lazy_property
    def has_password_field(self) -> bool:
        """True if it asks for a password."""
        return self.page.tree.css_first('input[type="password" i]') is not None

    @lazy_property
    def has_video(self) -> bool:
        """True if it shows a video, or loads a player."""
        if self.page.tree.css_first("video") is not None:
            return True
        return any(player in mark for mark in self._marks for player in _PLAYERS)

    @lazy_property
    def _marks(self) -> tuple[str, ...]:
        given = (node.attributes for node in self.page.tree.css(_LOADED)[:MAX_NODES])
        found = (one.get("src") or one.get("action") or "" for one in given)
        return tuple(dict.fromkeys(address[:MAX_MARK_CHARS].lower() for address in found))

    @property
    def script_marks(self) -> tuple[str, ...]:
        """Addresses of scripts, frames and forms."""
        return tuple(islice(filter(None, self._marks), MAX_MARKS))

    @lazy_property
    def body_marks(self) -> tuple[str, ...]:
        """Classes and ids of `<html>` and `<body>`: templates name themselves there."""
        found: list[str] = []
        for node in (self.page.tree.root, self.page.tree.body):
            if node is not None:
                given = node.attributes
                names = f"{given.get('class') or ''} {given.get('id') or ''}"
                found += names[: visible.MAX_MARKS_CHARS].lower().split()
        return tuple(islice(dict.fromkeys(found), MAX_MARKS))


def _is_surely_shown(node: LexborNode) -> bool:
    around = [node, *regions.ancestors(node)]
    is_whole = any(one.tag == "body" for one in around)  # not nested without end
    return is_whole and not any(map(_may_be_hidden, around))


def _may_be_hidden(node: LexborNode) -> bool:
    if node.tag in seen_text.UNSEEN:
        return True
    given = node.attributes
    return "hidden" in given or "none" in (given.get("style") or "").lower()


def _heading(node: LexborNode) -> str:
    return visible.line(node)[:MAX_TITLE_CHARS]


def _metas(page: ParsedPage, names: Iterable[str]) -> Iterator[str]:
    for name in names:
        yield from page.meta.get(name, ())


def _strings(nodes: Iterable[dict[str, object]], key: str) -> Iterator[str]:
    for node in nodes:
        value = node.get(key)
        if isinstance(value, str):
            yield value


def _unique(*groups: Iterable[str]) -> Iterator[str]:
    """Texts in order, white space folded, bounded, each once, no empty ones."""
    texts = (text[: 4 * MAX_TITLE_CHARS] for group in groups for text in group)
    folded = (" ".join(text.split())[:MAX_TITLE_CHARS] for text in texts)
    return iter([text for text in dict.fromkeys(folded) if text])


def _is_article(page: ParsedPage) -> bool:
    if any(_ARTICLE_OG.match(kind.lower()) for kind in page.meta.get("og:type", ())):
        return True
    kinds = (jsonld.types(node) for node in page.json_ld)
    articles = sum(any(map(_ARTICLE.search, names)) for names in kinds)
    # A front page lists many; a page of one article may carry a few blocks on it.
    return page.article is not None and 0 < articles <= MAX_ARTICLE_NODES


def _refresh_url(node: LexborNode, base: str) -> str | None:
    """The absolute target of `http-equiv=refresh`.

    A page that only reloads itself has none (HTML, 4.2.5.3).
    """
    if node.parent is not None and node.parent.tag == "noscript":
        return None
    found = _REFRESH.match((node.attributes.get("content") or "")[:_MAX_REFRESH_CHARS])
    if found is None or not found["url"] or int(found["seconds"][:9] or 0) > MAX_REFRESH_S:
        return None
    return _other(base, found["url"].strip("'\""))


def _other(base: str, href: str) -> str | None:
    """The absolute address, unless it is the page's own."""
    target = urls.resolve(base, href)
    return target if target is not None and target != urls.normalise(base) else None


# ── the fingerprint ───────────────────────────────────────────────────────────────────────────────

# Simhash (Charikar 2002): similar texts differ in few bits. The 64 counters stand side by side in
# one integer, 16 bits each, so that adding a word's 64 bits is one addition.
_LANES = tuple(
    sum(1 << (16 * bit) for bit in range(8) if byte >> bit & 1).to_bytes(16, "little")
    for byte in range(256)
)


@lru_cache(maxsize=16384)
def _lanes(word: str) -> int:
    digest = blake2b(word.encode("utf-8", "replace"), digest_size=8).digest()
    return int.from_bytes(b"".join(_LANES[byte] for byte in digest), "little")


def _fingerprint(text: str) -> int:
    """64-bit simhash of the first words of a text, numbers left out (dates and counters change)."""
    words = _WORD.findall(text[: FINGERPRINT_WORDS * 12].lower())[:FINGERPRINT_WORDS]
    if not words:
        return 0
    counters = unpack("<64H", sum(map(_lanes, words)).to_bytes(128, "little"))
    half = len(words) / 2
    return sum(1 << bit for bit, counter in enumerate(counters) if counter > half)
