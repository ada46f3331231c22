"""The one picture that stands for an article: what the page offers, best first.

Law of this file: pure, and without knowledge of single sites. An address counts for who names it,
and against it for what it calls itself: a placeholder, a logo. Sizes are what the page declares;
the bytes decide later.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import Any

from enricher import urls
from enricher.models import ImageCandidate
from enricher.page import jsonld
from enricher.page.leadimage import address, figures, sizes
from enricher.page.parsed import ParsedPage
from enricher.page.text import unescaped

MAX_CANDIDATES = 5
# Longer addresses are data in disguise.
_MAX_URL_CHARS = 2_000
# What is no larger is there to count visitors.
_POINT_PX = 2
_METAS = (
    "og:image:secure_url",
    "og:image",
    "og:image:url",
    "twitter:image",
    "twitter:image:src",
)
_MORE_METAS = ("image", "sailthru.image.full", "parsely-image-url", "thumbnail", "thumbnailurl")
# `itemprop=image` in more sizes than these belongs to parts of the page: answers, products, people.
_MAX_MARKED = 3
_MAX_NODES = 12


def candidates(page: ParsedPage, title: str) -> tuple[ImageCandidate, ...]:
    """Candidates for the lead image with absolute addresses, best first, doubtful ones last.

    No address comes twice. `title` is the one that the page was found to have.
    """
    logos = _logos(page)
    found = list(_judged_all(_declared(page), page, logos))
    if all(one.is_doubtful for one in found):
        shown = _judged_all(figures.shown(page, title), page, logos)
        found = [*(one for one in shown if not one.is_doubtful), *found]
    best: dict[str, ImageCandidate] = {}
    for one in sorted(found, key=lambda one: one.is_doubtful):
        best.setdefault(one.url, one)
    return tuple(best.values())[:MAX_CANDIDATES]


def shown(page: ParsedPage, title: str) -> tuple[ImageCandidate, ...]:
    """The pictures that the text shows, for pages whose declared ones cannot be used."""
    found = _judged_all(figures.shown(page, title), page, _logos(page))
    return tuple(one for one in found if not one.is_doubtful)[:MAX_CANDIDATES]


# ── what pages declare ────────────────────────────────────────────────────────────────────────────


def _declared(page: ParsedPage) -> Iterator[ImageCandidate]:
    for name in _METAS:
        yield from _of_meta(page, name)
    article = page.article or {}
    for key in ("image", "primaryImageOfPage", "thumbnailUrl", "thumbnail"):
        yield from _of_json_ld(article.get(key))
    for name in ("image_src", "thumbnail"):
        yield from (ImageCandidate(url=url, source=name) for url in page.links.get(name, ()))
    for name in _MORE_METAS:
        if name != "image" or len(set(page.meta.get(name, ()))) <= _MAX_MARKED:
            yield from _of_meta(page, name)
    yield from _of_pages(page)


def _of_pages(page: ParsedPage) -> Iterator[ImageCandidate]:
    """The pictures of JSON-LD's nodes that say that they are pages."""
    for node in page.json_ld:
        if node is not page.article and any(name.endswith("Page") for name in jsonld.types(node)):
            yield from _of_json_ld(node.get("primaryImageOfPage") or node.get("image"))


def _of_meta(page: ParsedPage, name: str) -> Iterator[ImageCandidate]:
    base = "og:image" if name.startswith("og:") else "twitter:image"
    widths, heights = page.meta.get(f"{base}:width", ()), page.meta.get(f"{base}:height", ())
    alt = page.first(f"{base}:alt")
    for place, url in enumerate(page.meta.get(name, ())):
        yield ImageCandidate(
            url=url,
            source=name,
            width=_pixels(widths[place]) if place < len(widths) else None,
            height=_pixels(heights[place]) if place < len(heights) else None,
            alt=alt if place == 0 else None,
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
        width=_pixels(item.get("width")),
        height=_pixels(item.get("height")),
        alt=next(jsonld.strings(item.get("caption")), None),
    )


def _pixels(value: Any) -> int | None:
    """A side as pages declare it: 1200, "1200px", {"value": 1200}."""
    if isinstance(value, dict):
        value = value.get("value") or value.get("@value")
    return sizes.side(str(value)) if isinstance(value, (str, int, float)) else None


# ── what speaks against an address ────────────────────────────────────────────────────────────────


def _judged_all(
    offers: Iterable[ImageCandidate], page: ParsedPage, logos: Sequence[str]
) -> Iterator[ImageCandidate]:
    """The offers that can be pictures; once found good, an address is not asked again."""
    good: set[str] = set()
    for offer in offers:
        one = _judged(offer, page, logos) if offer.url not in good else None
        if one is not None:
            yield one
            if not one.is_doubtful:
                good |= {offer.url, one.url}
                if len(good) >= 2 * MAX_CANDIDATES:
                    return


def _judged(offer: ImageCandidate, page: ParsedPage, logos: Sequence[str]) -> ImageCandidate | None:
    """The offer with its address made absolute, and whether it is doubtful.

    None where it cannot be a picture. `logos` are addresses as written.
    """
    url = _absolute(offer.url, page)
    sides = [side for side in (offer.width, offer.height) if side is not None]
    if url is None or (sides and max(sides) <= _POINT_PX):
        return None
    is_small = sizes.are_small(offer.width, offer.height) or address.is_small(url)
    is_the_sites = _is_logo(url, logos, page.base) or address.is_of_the_site(url)
    return replace(offer, url=url, is_doubtful=is_small or is_the_sites)


def _absolute(written: str, page: ParsedPage) -> str | None:
    """The address that was meant; None where no picture can be there."""
    written = address.mended(unescaped(written[: _MAX_URL_CHARS + 1]).strip())
    if not written or len(written) > _MAX_URL_CHARS or address.is_hopeless(written):
        return None
    url = urls.resolve(page.base, written)
    is_web = url is not None and url.startswith(("http://", "https://"))
    return url if url is not None and is_web and not _is_a_page(url, page) else None


def _is_a_page(url: str, page: ParsedPage) -> bool:
    is_home = urls.path_depth(url) == 0 and "?" not in url
    return is_home or url in {page.url, page.base}


def _logos(page: ParsedPage) -> list[str]:
    """Addresses as written of what the page says is its site's: icons, and publishers' logos."""
    found = list(page.icons)
    for node in page.json_ld:
        for owner in (node, node.get("publisher")):
            if isinstance(owner, dict) and "logo" in owner:
                found += [one.url for one in _of_json_ld(owner["logo"])]
    return found


def _is_logo(url: str, logos: Sequence[str], base: str) -> bool:
    """True for one of these pictures, whatever its query."""
    bare = url.partition("?")[0]
    name = bare.rpartition("/")[2]
    same = (urls.resolve(base, logo) or "" for logo in logos if name in logo)
    return any(logo.partition("?")[0] == bare for logo in same)
