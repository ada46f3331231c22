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
from enricher.models import PageSignals
from enricher.page import jsonld
from enricher.page.markup import visible
from enricher.page.markup.blocks import Element
from enricher.page.parsed import ParsedPage

# Enough for any article; what a longer page says further down changes no verdict.
MAX_TEXT_CHARS = 64 * 1024
MAX_MARKS = 80
MAX_MARK_CHARS = 200
MAX_TITLE_CHARS = 500
MAX_HEADINGS = 8
MAX_ARTICLE_NODES = 3
MAX_NODES = 2_000
# Elements that pages hide and show; table cells and items of lists are not asked.
_HIDEABLE = frozenset(
    {"div", "section", "article", "aside", "header", "footer", "form", "dialog", "main", "p", "ul"}
)
# Words that go into the fingerprint: a missing page's own words come first, and its "latest news"
# below.
FINGERPRINT_WORDS = 400
# A slower refresh is a page that reloads itself for news, not one that sends its reader on.
MAX_REFRESH_S = 5

_SIGNALS = (
    "video,iframe[src],frame[src],script[src],form[action]"
    ',input[type="password" i],meta[http-equiv="refresh" i]'
)
_PLAYERS = ("youtube", "vimeo", "jwplayer", "brightcove", "dailymotion")
_SPACELESS = re.compile(
    "[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]"
)
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


def read(page: ParsedPage) -> PageSignals:
    """The signals of one page."""
    nodes = _Nodes(page)
    text = _visible_text(page)
    html_title = page.html_title[:MAX_TITLE_CHARS]
    robots = " ".join((*page.meta.get("robots", ()), *page.meta.get("googlebot", ()))).lower()
    paid = (str(node.get("isAccessibleForFree", "")).strip().lower() for node in page.json_ld)
    descriptions = _metas(page, _DESCRIPTION_METAS)
    return PageSignals(
        titles=_titles(page, html_title, nodes.h1),
        descriptions=tuple(_unique(descriptions, _strings(page.json_ld, "description"))),
        html_title=html_title,
        h1=nodes.h1,
        headings=tuple(nodes.headings),
        text=text,
        word_count=_count_words(text),
        has_body=bool(text),
        is_article=_is_article(page),
        is_noindex="noindex" in robots or "none" in robots.split(),
        is_paid="false" in paid,
        has_password_field=nodes.has_password_field,
        has_video=nodes.has_video,
        refresh_url=nodes.refresh_url or _jump(page, text),
        script_marks=tuple(nodes.marks)[:MAX_MARKS],
        body_marks=_body_marks(page),
        fingerprint=_fingerprint(text),
    )


class _Nodes:
    """The elements that are signals."""

    def __init__(self, page: ParsedPage) -> None:
        self._base = page.url
        self.h1 = ""
        self.headings: list[str] = []
        self.has_password_field = False
        self.has_video = False
        self.refresh_url: str | None = None
        self.marks: dict[str, None] = {}
        for node in page.headings:
            self._heading(node)
        for node in page.tree.css(_SIGNALS)[:MAX_NODES]:
            self._take(node)

    def _take(self, node: LexborNode) -> None:
        match node.tag:
            case "input":
                self.has_password_field = True
            case "video":
                self.has_video = True
            case "meta":
                self.refresh_url = self.refresh_url or _refresh_url(node, self._base)
            case _:
                self._mark(node.attributes)

    def _heading(self, node: LexborNode) -> None:
        if len(self.headings) >= MAX_HEADINGS and (self.h1 or node.tag != "h1"):
            return
        text = visible.line(node)[:MAX_TITLE_CHARS]
        self.h1 = self.h1 or (text if node.tag == "h1" else "")
        if text and len(self.headings) < MAX_HEADINGS:
            self.headings.append(text)

    def _mark(self, attributes: dict[str, str | None]) -> None:
        address = attributes.get("src") or attributes.get("action") or ""
        address = address[:MAX_MARK_CHARS].lower()
        if address and len(self.marks) < MAX_MARKS:
            self.marks[address] = None
        self.has_video = self.has_video or any(player in address for player in _PLAYERS)


def _titles(page: ParsedPage, html_title: str, h1: str) -> tuple[str, ...]:
    article = [page.article] if page.article else []
    linked = (*_strings(article, "headline"), *_strings(article, "name"))
    return tuple(_unique((html_title, *_metas(page, _TITLE_METAS)), linked, (h1,)))


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


def _visible_text(page: ParsedPage) -> str:
    """What readers see of the body, without menus, footers and what is hidden."""
    known: dict[int, bool] = {}
    texts: list[str] = []
    length = 0
    for block in page.blocks():
        box = block.box
        is_hidden = known.get(id(box)) if box is not None else False
        if is_hidden if is_hidden is not None else _is_hidden(box, known):
            continue
        texts.append(block.raw)
        length += len(block.raw)
        if length > 4 * MAX_TEXT_CHARS:
            break
    text = " ".join(texts)[: 4 * MAX_TEXT_CHARS]
    text = text.replace(visible.BORDER, " ").replace(visible.BREAK, " ")
    return " ".join(text.split())[:MAX_TEXT_CHARS]


def _is_hidden(box: Element | None, known: dict[int, bool]) -> bool:
    """True for what stands in an element that readers do not see, or see on every page."""
    asked: list[Element] = []
    while box is not None and id(box) not in known:
        asked.append(box)
        box = box.box
    found = box is not None and known[id(box)]
    for element in reversed(asked):
        found = found or (element.tag in _HIDEABLE and _hides(element))
        known[id(element)] = found
    return found


def _hides(element: Element) -> bool:
    if element.tag == "footer":
        return True
    given = element.node.attributes
    style = given.get("style")
    if style and "none" in style and "display:none" in style.replace(" ", ""):
        return True
    return "hidden" in given or (element.tag == "dialog" and "open" not in given)


def _count_words(text: str) -> int:
    """Words between single spaces; of scripts without spaces, characters divided by 2."""
    spaceless = 0 if text.isascii() else len(_SPACELESS.findall(text))
    if not spaceless:
        return text.count(" ") + 1 if text else 0
    return len(_SPACELESS.sub(" ", text).split()) + spaceless // 2


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


def _jump(page: ParsedPage, text: str) -> str | None:
    """Where the script of a page that shows nothing sends its reader."""
    if len(text) > MAX_JUMP_CHARS or len(page.markup) > MAX_JUMP_BYTES:
        return None
    found = _JUMPS.findall(page.markup)
    return _other(page.url, found[0].decode("utf-8", "replace")) if len(found) == 1 else None


def _body_marks(page: ParsedPage) -> tuple[str, ...]:
    """Classes and ids of `<html>` and `<body>`: templates name themselves there (`error404`)."""
    found: list[str] = []
    for node in (page.tree.root, page.tree.body):
        if node is not None:
            given = node.attributes
            names = f"{given.get('class') or ''} {given.get('id') or ''}"
            found += names[: visible.MAX_MARKS_CHARS].lower().split()
    return tuple(islice(dict.fromkeys(found), MAX_MARKS))


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
