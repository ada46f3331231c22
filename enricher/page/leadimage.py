"""The one picture that stands for an article: what the page offers, best first.

Law of this file: pure, and without knowledge of single sites. An address counts for who names it, and against it for
what it calls itself: a placeholder, a logo, an icon. Sizes are what the page declares; the bytes decide later.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from html import unescape
from typing import Any

from enricher import urls
from enricher.models import ImageCandidate
from enricher.page import bodyimage, jsonld
from enricher.page.sources import Sources

MAX_CANDIDATES = 5
# Longer addresses are data in disguise.
_MAX_URL_CHARS = 2_000


def candidates(sources: Sources) -> tuple[ImageCandidate, ...]:
    """Candidates for the lead image with absolute addresses, best first, no address twice; doubtful ones last."""
    found = [one for offer in _declared(sources) if (one := _judged(offer, sources)) is not None]
    if all(one.is_doubtful for one in found):
        shown = [one for offer in bodyimage.find(sources) if (one := _judged(offer, sources)) is not None]
        found = [one for one in shown if not one.is_doubtful] + found
    best: dict[str, ImageCandidate] = {}
    for one in sorted(found, key=lambda one: one.is_doubtful):
        best.setdefault(one.url, one)
    return tuple(best.values())[:MAX_CANDIDATES]


# ── what pages declare ────────────────────────────────────────────────────────────────────────────────────────

_METAS = ("og:image:secure_url", "og:image", "og:image:url", "twitter:image", "twitter:image:src")
_OTHER_METAS = (
    "image",
    "sailthru.image.full",
    "parsely-image-url",
    "thumbnail",
    "thumbnailurl",
    "vf:image",
    "cxenseparse:recs:image",
    "cxenseparse:image",
    "primaryimageofpage",
)


def _declared(sources: Sources) -> Iterator[ImageCandidate]:
    for name in _METAS:
        yield from _of_meta(sources, name)
    if sources.article is not None:
        for key in ("image", "primaryImageOfPage", "thumbnailUrl", "thumbnail"):
            yield from _of_json_ld(sources.article.get(key))
    for name in ("image_src", "thumbnail"):
        yield from (ImageCandidate(url=url, source=name) for url in sources.links.get(name, ()))
    for name in _OTHER_METAS:
        yield from _of_meta(sources, name)
    for node in sources.json_ld:
        if node is not sources.article and any(name.endswith("Page") for name in jsonld.types(node)):
            yield from _of_json_ld(node.get("primaryImageOfPage") or node.get("image"))


def _of_meta(sources: Sources, name: str) -> Iterator[ImageCandidate]:
    base = "og:image" if name.startswith("og:") else "twitter:image"
    widths, heights = sources.meta.get(f"{base}:width", ()), sources.meta.get(f"{base}:height", ())
    alt = sources.first(f"{base}:alt")
    for place, url in enumerate(sources.meta.get(name, ())):
        yield ImageCandidate(
            url=url,
            source=name,
            width=_pixels(widths[place]) if place < len(widths) else None,
            height=_pixels(heights[place]) if place < len(heights) else None,
            alt=alt if place == 0 else None,
        )


_MAX_NODES = 12


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
    url = next((text for key in ("url", "contentUrl", "@id") for text in jsonld.strings(item.get(key))), None)
    if url is None:
        return None
    alt = next(jsonld.strings(item.get("caption")), None)
    return ImageCandidate(
        url=url, source="json-ld", width=_pixels(item.get("width")), height=_pixels(item.get("height")), alt=alt
    )


_SIDE = re.compile(r"\s*(\d{1,5})(?:\.\d+)?\s*(?:px)?\s*$")
_MAX_SIDE_CHARS = 20


def _pixels(value: Any) -> int | None:
    """A side as pages declare it: 1200, "1200", "1200px", {"value": 1200}."""
    if isinstance(value, dict):
        value = value.get("value") or value.get("@value")
    if not isinstance(value, (str, int, float)):
        return None
    found = _SIDE.match(str(value)[:_MAX_SIDE_CHARS])
    return int(found[1]) or None if found else None


# ── what speaks against an address ────────────────────────────────────────────────────────────────────────────

# Never a picture of anything: tracking, spacers, sprites, emoji.
_HOPELESS = re.compile(
    r"^data:|^about:|^javascript:|\b1x1\b|spacer|(?<![a-z])blank\.|transparent\.(?:gif|png)|(?<![a-z])pixel\.|sprite|/emoji/"
    r"|gravatar\.com/avatar|/(?:beacon|track(?:ing|er)?)[/.]|\.(?:ico|cur|js|css|html?|php)(?:$|\?)|scorecardresearch|doubleclick",
    re.IGNORECASE,
)
# A picture, but of the site and not of the article.
_OF_THE_SITE = re.compile(
    r"(?<![a-z])(?:logos?|favicon|icons?|placeholder|default|fallback|avatars?|dummy|generic|no[-_]?(?:image|photo|img|pic)"
    r"|missing|site[-_]?image|share[-_]?image|social[-_]?(?:share|image|card)|og[-_]?(?:default|fallback)|apple-touch-icon"
    r"|blank|loading|loader|spinner|badge|watermark|brand(?:ing)?)(?![a-z])",
    re.IGNORECASE,
)
_SMALL = 150
"""Pixels; a side below this is an icon's or a thumbnail's."""
_POINT = 2
"""Pixels; what is no larger is there to count visitors."""
# Sizes in addresses; 16x9 and 3x2 are proportions.
_SIZE_MARK = re.compile(
    r"(?<!\d)([2-9]\d|\d{3})x([2-9]\d|\d{3})(?!\d)|[?&/](?:w|width|h|height|size)[=_](\d{1,3})(?!\d)|/s(\d{2,3})(?:-c)?/"
)


def _judged(offer: ImageCandidate, sources: Sources) -> ImageCandidate | None:
    """The offer with its address made absolute, and whether it is doubtful; None where it cannot be a picture."""
    written = unescape(offer.url[: _MAX_URL_CHARS + 1]).strip()
    if len(written) > _MAX_URL_CHARS or _HOPELESS.search(written):
        return None
    url = urls.resolve(sources.base, written) if written else None
    if url is None or not url.startswith(("http://", "https://")) or url in {sources.url, sources.base}:
        return None
    if urls.path_depth(url) == 0 and "?" not in url:
        return None
    sides = [side for side in (offer.width, offer.height) if side is not None]
    if max(sides, default=_SMALL) <= _POINT:
        return None
    is_small = min(sides, default=_SMALL) < _SMALL or _is_small_by_name(url)
    return replace(offer, url=url, is_doubtful=is_small or bool(_OF_THE_SITE.search(_name(url))))


def _name(url: str) -> str:
    """The last part of an address, without its query: what the picture calls itself."""
    return "/".join(urls.path_segments(url)[-1:])


def _is_small_by_name(url: str) -> bool:
    marks = ([int(side) for side in found.groups() if side] for found in _SIZE_MARK.finditer(url))
    return any(max(sides) < _SMALL for sides in marks)
