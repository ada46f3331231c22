"""The first picture of the article itself, for pages that declare no lead image."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from itertools import islice

from selectolax.lexbor import LexborNode

from enricher import urls
from enricher.models import ImageCandidate
from enricher.page.leadimage import sizes
from enricher.page.markup import regions
from enricher.page.markup.regions import Part
from enricher.page.parsed import ParsedPage

_PICTURES = "img,amp-img,picture source"
# Pictures that are looked at; the article's own is the first or soon behind it.
_MAX_PICTURES = 30
# What says of a picture or of what stands around it that it is the article's.
_FIGURES = frozenset({"figure", "picture", "article", "main"})
_LEVELS = 3
_LARGE_PX = 300
_ELSEWHERE = frozenset({Part.MENU, Part.ASIDE, Part.COMMENTS, Part.FOOTER, Part.ABOUT_AUTHOR})
# Photographs; drawings decorate.
_PHOTO = re.compile(r"\.(?:jpe?g|webp|avif)(?:$|[?#/!:])|[?&](?:format|fm)=", re.IGNORECASE)
# Where lazy loaders keep the address; what `src` holds then is a stopgap.
_LAZY = ("data-src", "data-lazy-src", "data-original", "data-lazy", "src")


def shown(page: ParsedPage, title: str) -> Iterator[ImageCandidate]:
    """Photographs in figures and articles, and large ones, in the page's order.

    None without a headline.
    """
    heading = page.heading(title)
    if heading is None:
        return
    around = frozenset(outer.mem_id for outer in regions.ancestors(heading))
    for node in page.tree.css(_PICTURES)[:_MAX_PICTURES]:
        found = _candidate(node, node.attributes)
        if found is not None and _is_of_article(page, node, around):
            yield found


def _candidate(node: LexborNode, given: Mapping[str, str | None]) -> ImageCandidate | None:
    width, height = sizes.side(given.get("width")), sizes.side(given.get("height"))
    url = _photo(given)
    if not url or sizes.are_small(width, height):
        return None
    is_other = url != given.get("src")  # of the sizes that scripts or screens choose from
    is_large = is_other or (width or 0) >= _LARGE_PX or _is_figure(node)
    if not is_large:
        return None
    found = ImageCandidate(url=url, source="body", alt=given.get("alt") or None)
    return found if is_other else replace(found, width=width, height=height)


def _photo(given: Mapping[str, str | None]) -> str:
    """The address of a photograph that a picture shows or will show; empty where it has none."""
    written = (sizes.largest(given), *map(given.get, _LAZY))
    return next((url for url in written if url and _is_photo(url)), "")


def _is_photo(url: str) -> bool:
    return _PHOTO.search(url) is not None and not url.startswith("data:")


def _is_figure(node: LexborNode) -> bool:
    if "itemprop" in node.attributes:
        return True
    return any(outer.tag in _FIGURES for outer in islice(regions.ancestors(node), _LEVELS))


def _is_of_article(page: ParsedPage, node: LexborNode, around: frozenset[int]) -> bool:
    """False in menus and the like, and where the picture leads to another page."""
    link = next((outer for outer in regions.ancestors(node) if outer.tag in {"a", "article"}), None)
    href = (link.attributes.get("href") or "") if link is not None and link.tag == "a" else ""
    leads_away = bool(href) and not _PHOTO.search(href) and not _is_here(href, page)
    return not leads_away and not regions.is_in(node, _ELSEWHERE, around)


def _is_here(href: str, page: ParsedPage) -> bool:
    target = urls.resolve(page.base, href)
    return href.startswith("#") or target is None or target.startswith(page.url.partition("?")[0])
