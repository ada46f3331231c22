"""Pictures about the headline: for pages that declare no lead image.

Law of this file: whatever is not plainly the article's is left out: no picture is better than a
wrong one.
"""

from __future__ import annotations

import re
from operator import itemgetter

from enricher import urls
from enricher.models import ImageCandidate
from enricher.page.leadimage import address, sizes
from enricher.page.markup import regions, visible
from enricher.page.markup.blocks import Picture
from enricher.page.markup.regions import Part
from enricher.page.parsed import ParsedPage

# Lead images stand before the headline or soon behind it, by characters of text; what comes later
# illustrates a part.
_BEFORE_CHARS = 300
_BEHIND_CHARS = 2_500
_NEAR_CHARS = 500
# Pictures that are looked at, and elements about each.
_MAX_PICTURES = 40
_LEVELS = 3
_ENOUGH = 2
# All these are asked of small letters.
_NAMED = re.compile(
    r"featured|hero|lead(?!er)|article|main|post-thumb|cover|photo|foto|image|picture|caption|bild"
    r"|media|visual|headline|story|aufmacher|content"
)
_PORTRAIT = re.compile(
    r"author|autor(?!i[sz])|auteur|avatar|by-?line|headshot|profile|portrait|contributor|userpic"
)
_PHOTO = re.compile(r"\.(?:jpe?g|webp|avif)(?:$|[?#/!:])|[?&](?:format|fm)=(?:jpe?g|webp|avif)")
_DRAWING = re.compile(r"\.(?:svg|gif)(?:$|[?#])")
# Folders of the site's furniture, and names of what decorates every page. WordPress calls
# `cropped-` what was cut to be the header or the icon of a site.
_FURNITURE = re.compile(
    r"/(?:themes?|templates?|skins?|icons?|plugins?|lib|static/(?:img|images)|wp-includes|ads?|sns)/"
    r"|/(?:authors?|autore[ns]|columnists?|staff|writers?|reporters?)/|creativecommons|qr-?_?code"
    r"|widget|staticmap|button|/ads?[_.-]|/cropped-|profile|avatar|/(?:print(?:er)?|e?-?mail|rss|stars?"
    r"|arrow|app-?store|google-?play)[-_\d]*\.\w+$|header|banner|masthead|background"
)
_LARGE_PX = 300
# Width to height of banners: of advertisements 4 and more, of what heads a blog 3.5 and more.
_BANNER = 3
_ELSEWHERE = frozenset({Part.MENU, Part.ASIDE, Part.COMMENTS, Part.FOOTER, Part.ABOUT_AUTHOR})
_FILE = re.compile(r"^\S+\.(?:jpe?g|png|webp|gif|avif)(?:$|[?#])", re.IGNORECASE)


def find(page: ParsedPage, title: str) -> list[ImageCandidate]:
    """Pictures that are plainly the article's, those nearest to the headline first."""
    headline = page.headline(title)
    if headline is None:
        return []
    around = page.around(title)
    found: list[tuple[int, ImageCandidate]] = []
    pictures = page.pictures_about(title, headline.at + _BEHIND_CHARS)
    near = [picture for picture in pictures if picture.at >= headline.at - _BEFORE_CHARS]
    for picture in near[:_MAX_PICTURES]:
        given = _given(picture)
        url = sizes.largest(given) or sizes.address(given)
        distance = picture.at - headline.at
        if not url or _points(picture, given, url, distance) < _ENOUGH:
            continue
        outer = picture.outer
        is_aside = outer is not None and regions.is_in(outer.node, _ELSEWHERE, around)
        if not is_aside and not _leads_elsewhere(picture, page):
            found.append((abs(distance), _candidate(given, url)))
    return [candidate for _, candidate in sorted(found, key=itemgetter(0))]


def _given(picture: Picture) -> dict[str, str | None]:
    """The attributes of a picture; of one in `noscript`, those of the picture in it."""
    node = picture.node
    if node.tag == "noscript":
        inner = node.css_first("img")
        return inner.attributes if inner is not None else {}
    return node.attributes


def _candidate(given: dict[str, str | None], url: str) -> ImageCandidate:
    is_original = url == given.get("src")
    width, height = sizes.sides(given) if is_original else (None, None)
    return ImageCandidate(
        url=url, source="body", width=width, height=height, alt=given.get("alt") or None
    )


def _points(picture: Picture, given: dict[str, str | None], url: str, distance: int) -> int:
    """What speaks for a picture, less what speaks against it.

    `distance` from the headline is in characters, negative before it, where sites show themselves,
    too.
    """
    width, height = sizes.sides(given)
    if sizes.are_small(width, height) or address.is_small(url):
        return -_ENOUGH
    small = url.lower()
    names, tags = _about(picture, given)
    points = 2 * bool(tags & {"figure", "picture"})
    points += bool(_NAMED.search(names))
    points += bool(sizes.largest(given))
    points += (width or 0) >= _LARGE_PX
    points += bool(_PHOTO.search(small))
    points += abs(distance) < _NEAR_CHARS
    points -= distance < 0
    points -= 2 * ((width or 0) > _BANNER * (height or width or 0))
    points -= 2 * bool(_DRAWING.search(small))
    points -= 3 * bool(_FURNITURE.search(small))
    return points - 4 * bool(_PORTRAIT.search(names))


def _about(picture: Picture, given: dict[str, str | None]) -> tuple[str, set[str]]:
    """Class, id and itemprop of a picture and of what stands around it, and the tags of these."""
    names = [visible.marks_in(given)]
    tags = set()
    outer = picture.outer
    for _ in range(_LEVELS):
        if outer is None:
            break
        names.append(visible.marks(outer.node))
        tags.add(outer.tag)
        outer = outer.outer
    return " ".join(names).lower(), tags


def _leads_elsewhere(picture: Picture, page: ParsedPage) -> bool:
    """True if a picture is a link to another page; not to this one, nor to the picture itself."""
    outer = picture.outer
    for _ in range(_LEVELS):
        if outer is None or outer.tag == "a":
            break
        outer = outer.outer
    href = outer.node.attributes.get("href") if outer is not None and outer.tag == "a" else None
    if not href or href.startswith(("#", "javascript:")) or _FILE.search(href):
        return False
    target = urls.resolve(page.base, href)
    return target is not None and not target.startswith(page.url.partition("?")[0])
