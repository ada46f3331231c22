"""The one picture that stands for an article: what the page offers, best first.

Law of this file: pure, and without knowledge of single sites. The first declared picture stands,
unless it calls itself a logo or is tiny; sizes are what the page declares, the bytes decide later.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from itertools import zip_longest
from typing import Any

from msgspec.structs import replace
from selectolax.lexbor import LexborNode

from enricher import urls
from enricher.models import ImageCandidate
from enricher.page import jsonld
from enricher.page.markup import regions
from enricher.page.markup.regions import Part
from enricher.page.parsed import ParsedPage
from enricher.page.tables import pattern
from enricher.page.text import unescaped

MAX_CANDIDATES = 5
# Longer addresses are data in disguise.
_MAX_URL_CHARS = 2_000
# What is no larger is there to count visitors; what is nowhere as long, an icon or a thumbnail.
_POINT_PX, _SMALL_PX = 2, 150
_METAS = ("og:image:secure_url", "og:image", "og:image:url", "twitter:image", "twitter:image:src")
_MORE_METAS = ("image", "sailthru.image.full", "parsely-image-url", "thumbnail", "thumbnailurl")
_KEYS = ("image", "primaryImageOfPage", "thumbnailUrl", "thumbnail")
_MAX_NODES = 12
# Never a picture of anything: data, tracking, spacers, sprites, emoji, films, what templates leave
# that have nothing to fill in, a folder. Asked of small letters.
_HOPELESS = re.compile(
    r"^(?:data|about|javascript):|\b1x1\b|spacer|\b(?:blank|transparent|pixel)\.(?:gif|png|svg|jpg)"
    r"|sprites?\.|/emoji/|gravatar\.com/avatar|/track(?:ing|er)?[/.]"
    r"|\.(?:ico|html?|mp[34]|webm|mov|m3u8|pdf)(?:$|\?)"
    r"|(?:^|/)(?:undefined|null|none|nan|false|true)?/?$|\{\{|\$\{|\{%|<%"
)
_SIDE = re.compile(r"\s*(\d{1,5})(?:\.\d+)?\s*(?:px)?[\s;]*$")


def candidates(page: ParsedPage, title: str) -> tuple[ImageCandidate, ...]:
    """Candidates for the lead image with absolute addresses, best first, doubtful ones last.

    No address comes twice. `title` is the one that the page was found to have.
    """
    declared = _judged(_declared(page), page)
    if all(one.is_doubtful for one in declared):
        declared = [*shown(page, title), *declared]
    best: dict[str, ImageCandidate] = {}
    for one in sorted(declared, key=lambda one: one.is_doubtful):
        best.setdefault(one.url, one)
    return tuple(best.values())[:MAX_CANDIDATES]


def shown(page: ParsedPage, title: str) -> tuple[ImageCandidate, ...]:
    """The pictures that the text shows, for pages whose declared ones cannot be used."""
    found = _judged(_pictures(page, title), page)
    return tuple(one for one in found if not one.is_doubtful)[:MAX_CANDIDATES]


# ── what pages declare ────────────────────────────────────────────────────────────────────────────


def _declared(page: ParsedPage) -> Iterator[ImageCandidate]:
    article = page.article or {}
    others = (node for node in page.json_ld if node is not page.article and _is_page(node))
    yield from _of_metas(page, _METAS)
    for value in map(article.get, _KEYS):
        yield from _of_json_ld(value)
    for name in ("image_src", "thumbnail"):
        yield from (ImageCandidate(url=url, source=name) for url in page.links.get(name, ()))
    yield from _of_metas(page, _MORE_METAS)
    for node in others:
        yield from _of_json_ld(node.get("primaryImageOfPage") or node.get("image"))


def _is_page(node: dict[str, Any]) -> bool:
    return any(name.endswith("Page") for name in jsonld.types(node))


def _of_metas(page: ParsedPage, names: Iterable[str]) -> Iterator[ImageCandidate]:
    for name in filter(page.meta.__contains__, names):
        base = "og:image" if name.startswith("og:") else "twitter:image"
        sides = (page.meta.get(f"{base}:{side}", ()) for side in ("width", "height"))
        alts = page.meta.get(f"{base}:alt", ())[:1]
        for url, width, height, alt in zip_longest(page.meta[name], *sides, alts):
            if url is not None:
                yield ImageCandidate(
                    url=url, source=name, width=_side(width), height=_side(height), alt=alt
                )


def _of_json_ld(value: Any) -> Iterator[ImageCandidate]:
    """The pictures of a value, the largest first where sizes are given."""
    items = value if isinstance(value, list) else [value]
    found = [one for item in items[:_MAX_NODES] if (one := _of_node(item)) is not None]
    yield from sorted(found, key=lambda one: -(one.width or 0))


def _of_node(item: Any) -> ImageCandidate | None:
    if isinstance(item, str):
        return ImageCandidate(url=item, source="json-ld")
    if not isinstance(item, dict):
        return None
    keys = ("url", "contentUrl", "@id")
    url = next((text for key in keys for text in jsonld.strings(item.get(key))), None)
    if url is None:
        return None
    return ImageCandidate(
        url=url,
        source="json-ld",
        width=_side(item.get("width")),
        height=_side(item.get("height")),
        alt=next(jsonld.strings(item.get("caption")), None),
    )


def _side(value: Any) -> int | None:
    """A side as pages declare it: 1200, "1200px", {"value": 1200}; None for anything else."""
    if isinstance(value, dict):
        value = value.get("value") or value.get("@value")
    found = _SIDE.match(str(value)[:20]) if isinstance(value, (str, int, float)) else None
    return int(found[1]) or None if found else None


# ── what speaks against an address ────────────────────────────────────────────────────────────────


def _judged(offers: Iterable[ImageCandidate], page: ParsedPage) -> list[ImageCandidate]:
    """The first offers that can be pictures, with absolute addresses, and whether in doubt."""
    kept: dict[str, ImageCandidate | None] = {}
    good: set[str] = set()
    for offer in offers:
        if offer.url in kept:
            continue
        one = kept[offer.url] = _judge(offer, page)
        if one is not None and not one.is_doubtful:
            good.add(one.url)
            if len(good) >= MAX_CANDIDATES:
                break
    return [one for one in kept.values() if one is not None]


def _judge(offer: ImageCandidate, page: ParsedPage) -> ImageCandidate | None:
    url = _absolute(offer.url, page)
    side = max(offer.width or 0, offer.height or 0) or _SMALL_PX
    if url is None or side <= _POINT_PX:
        return None
    is_doubtful = side < _SMALL_PX or is_of_the_site(url)
    return replace(offer, url=url, is_doubtful=is_doubtful)


def _absolute(written: str, page: ParsedPage) -> str | None:
    """The address that was meant; None where no picture can be there."""
    written = unescaped(written[: _MAX_URL_CHARS + 1]).strip()
    if len(written) > _MAX_URL_CHARS or _HOPELESS.search(written.lower()):
        return None
    url = urls.resolve(page.base, written)
    is_web = url is not None and url.startswith(("http://", "https://"))
    is_picture = is_web and url not in {page.url, page.base} and urls.path_depth(url or "") > 0
    return url if is_picture else None


def is_of_the_site(url: str) -> bool:
    """True for a picture that calls itself a logo, a stopgap, a card for all pages of a site."""
    name = urls.last_segment(url.lower())
    return pattern("words", "site_pictures", r"(?<![a-z]){}(?![a-z])").search(name) is not None


# ── what readers see ──────────────────────────────────────────────────────────────────────────────

# Pictures that are looked at; the article's own is the first or soon behind it.
_MAX_PICTURES = 30
# Narrower is a portrait or a thumbnail, lower a button or a strip.
_LEAST_WIDTH_PX, _LEAST_HEIGHT_PX = 150, 100
_ELSEWHERE = frozenset({Part.MENU, Part.ASIDE, Part.COMMENTS, Part.FOOTER, Part.ABOUT_AUTHOR})
# Photographs; drawings decorate.
_PHOTO = re.compile(r"\.(?:jpe?g|webp|avif)(?:$|[?#/!:])|[?&](?:format|fm)=", re.IGNORECASE)
# Where lazy loaders keep the address; what `src` holds then is a stopgap.
_LAZY = ("data-src", "data-lazy-src", "data-original", "data-lazy", "src")


def _pictures(page: ParsedPage, title: str) -> Iterator[ImageCandidate]:
    """Photographs of the article; none without a headline."""
    if page.heading(title) is None:
        return
    around = page.around(title)
    for node in page.tree.css("img,amp-img")[:_MAX_PICTURES]:
        found = _picture(node.attributes)
        if found is not None and _is_of_article(page, node, around):
            yield found


def _picture(given: Mapping[str, str | None]) -> ImageCandidate | None:
    written = filter(None, map(given.get, _LAZY))
    url = next((url for url in written if _PHOTO.search(url) and url[:5] != "data:"), "")
    width, height = _side(given.get("width")), _side(given.get("height"))
    if not url or not _has_room(width, height):
        return None
    if url != given.get("src"):  # of the sizes that scripts choose from
        width = height = None
    alt = given.get("alt") or None
    return ImageCandidate(url=url, source="body", width=width, height=height, alt=alt)


def _has_room(width: int | None, height: int | None) -> bool:
    """False for the sides of an icon or a thumbnail, as far as they are known."""
    is_wide = (width or _LEAST_WIDTH_PX) >= _LEAST_WIDTH_PX
    return is_wide and (height or _LEAST_HEIGHT_PX) >= _LEAST_HEIGHT_PX


def _is_of_article(page: ParsedPage, node: LexborNode, around: frozenset[int]) -> bool:
    """False in menus and the like, and where the picture leads to another page."""
    link = next((outer for outer in regions.ancestors(node) if outer.tag in {"a", "article"}), None)
    href = (link.attributes.get("href") or "") if link is not None and link.tag == "a" else ""
    leads_away = bool(href) and not _PHOTO.search(href) and not _is_here(href, page)
    return not leads_away and not regions.is_in(node, _ELSEWHERE, around)


def _is_here(href: str, page: ParsedPage) -> bool:
    target = urls.resolve(page.base, href)
    return href.startswith("#") or target is None or target.startswith(page.url.partition("?")[0])
