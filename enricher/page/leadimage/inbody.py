"""Pictures about the headline, as the markup shows them: for pages that declare no lead image.

Law of this file: that of `pictures`: it reads a window of the markup. Whatever is not plainly the article's is left
out: no picture is better than a wrong one.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import replace
from operator import itemgetter

from enricher import urls
from enricher.models import ImageCandidate
from enricher.page.leadimage import address, pictures
from enricher.page.leadimage.pictures import Picture
from enricher.page.markup import headline
from enricher.page.parsed import ParsedPage

# Lead images stand before the headline or soon behind it; what comes later illustrates a part.
_BEFORE_BYTES = 6_000
_BEHIND_BYTES = 30_000


def find(page: ParsedPage, thumbnails: Collection[str] = ()) -> list[ImageCandidate]:
    """Pictures that are plainly the article's, those nearest to the headline first.

    `thumbnails` are addresses of pictures too small to show, which the page says are the article's.
    """
    start, end = next(iter(page.headlines), None) or _title_in_text(page)
    if end == 0:
        return []
    title = headline.words(headline.text_of(page.markup[start:end]))
    known = {key for url in thumbnails for key in _keys(url)}
    found: list[tuple[int, Picture]] = []
    for distance, shown in _about(page.markup, start, end):
        link = pictures.attributes(shown.link)
        picture = _in_full(shown, link.get("href", ""))
        points = _points(picture, distance)
        if points + _MOST_BY_PAGE < _ENOUGH:
            continue
        points += _points_by_page(picture, title, known)
        if points >= _ENOUGH and (
            _EDITORS.search(picture.names) or not _leads_elsewhere(link, page)
        ):
            found.append((abs(distance), picture))
    return [_candidate(picture) for _, picture in sorted(found, key=itemgetter(0))]


def _about(markup: bytes, start: int, end: int) -> Iterator[tuple[int, Picture]]:
    """Pictures about what stands from `start` to `end`, with their distance in characters, negative before it."""
    behind = markup[end : end + _BEHIND_BYTES].decode("utf-8", "replace")
    yield from ((picture.at, picture) for picture in pictures.find(behind))
    before = markup[max(0, start - _BEFORE_BYTES) : start].decode("utf-8", "replace")
    yield from ((picture.at - len(before), picture) for picture in pictures.find(before))


def _in_full(picture: Picture, link: str) -> Picture:
    """The picture that a thumbnail leads to; others as they are. MediaWiki has pages that are called like files."""
    width, height = pictures.sides(picture.given)
    is_thumbnail = (
        (width or _LARGE_PX) < _SHOWN_PX or address.is_small(picture.url) or "thumb" in picture.url
    )
    is_button = max(width or _LARGE_PX, height or _LARGE_PX) < _THUMBNAIL_PX
    if (
        not is_thumbnail
        or is_button
        or not pictures.PICTURE_FILE.search(link)
        or ":" in link.rpartition("/")[2]
    ):
        return picture
    return replace(picture, url=link, given={"alt": picture.given.get("alt", "")})


# Shorter titles stand in menus as well.
_LEAST_TITLE_BYTES = 12
_SEPARATOR = re.compile(r"\s[-–—·:]+\s|[|_]|(?<=[^\x00-\x7f])[-–—]")


def _title_in_text(page: ParsedPage) -> tuple[int, int]:
    """Where a page without headings shows its title; (0, 0) where it does not."""
    body = page.markup.find(b"<body")
    if body < 0:
        return 0, 0
    titles = (
        *page.meta.get("og:title", ()),
        page.html_title,
        *_SEPARATOR.split(page.html_title)[:1],
    )
    for written in (title.strip().encode() for title in titles):
        at = page.markup.find(written, body) if len(written) >= _LEAST_TITLE_BYTES else -1
        if at >= 0:
            return at, at + len(written)
    return 0, 0


def _candidate(picture: Picture) -> ImageCandidate:
    given = picture.given
    is_original = not picture.is_large_by_set
    return ImageCandidate(
        url=picture.url,
        source="body",
        width=pictures.side(given.get("width")) if is_original else None,
        height=pictures.side(given.get("height")) if is_original else None,
        alt=given.get("alt") or None,
    )


# ── what makes a picture the article's ────────────────────────────────────────────────────────────────────────

_ENOUGH = 2
# All these are asked of small letters.
_NAMED = re.compile(
    r"featured|hero|lead(?!er)|article|main|post-thumb|cover|photo|foto|image|picture|caption|bild|media|visual|headline|story"
    r"|aufmacher|content"
)
_PORTRAIT = re.compile(
    r"author|autor(?!i[sz])|auteur|avatar|by-?line|headshot|profile|portrait|contributor|userpic"
)
_TEASER = re.compile(
    r"related|recommend|promo|sidebar|newsletter|read-?more|most-?read|advert|sponsor|subscri|leaderboard"
)
_PHOTO = re.compile(r"\.(?:jpe?g|webp|avif)(?:$|[?#/!:])|[?&](?:format|fm)=(?:jpe?g|webp|avif)")
_DRAWING = re.compile(r"\.(?:svg|gif)(?:$|[?#])")
# Folders of the site's furniture, and names of what decorates every page. WordPress calls `cropped-` what was cut to be
# the header or the icon of a site.
_FURNITURE = re.compile(
    r"/(?:themes?|templates?|skins?|icons?|plugins?|lib|static/(?:img|images)|wp-includes|ads?|sns)/"
    r"|/(?:authors?|autore[ns]|columnists?|staff|writers?|reporters?)/"
    r"|bg(?<![a-z]bg)[-_.\d][^/]*$|creativecommons|qr-?_?code|erweima|widget|staticmap|button|/ads?[_.-]|/cropped-|profile|avatar|/sns_"
    r"|/(?:print(?:er)?|e?-?mail|rss|stars?|arrow|app-?store|google-?play)[-_\d]*\.\w+$"
)
# Names of what is often furniture, and sometimes the lead image itself.
_DECORATION = re.compile(
    r"header|banner|masthead|background|slide(?:r|show)|author|thumb(?:nail)?\."
)
_LARGE_PX = 300
_THUMBNAIL_PX = 100
# Whoever links a narrower picture with a larger file means that one to be looked at.
_SHOWN_PX = 200
# Width to height of banners: of advertisements 4 and more, of what heads a blog 3.5 and more.
_BANNER = 3
_NEAR_CHARS = 4_000


def _points(picture: Picture, distance: int) -> int:
    """What speaks for a picture, less what speaks against it; far below 0 where its own size rules it out.

    `distance` from the headline is in characters, negative before it, where sites show themselves, too.
    """
    width, height = pictures.sides(picture.given)
    if pictures.are_small(width, height) and (
        not picture.is_large_by_set or max(width or 0, height or 0) <= _THUMBNAIL_PX
    ):
        return -9
    url = picture.url.lower()
    points = 2 * bool(picture.inside & {"figure", "picture"})
    points += 2 * picture.is_marked
    points += bool(_NAMED.search(picture.names))
    points += picture.is_large_by_set
    points += (width or 0) >= _LARGE_PX
    points -= 2 * ((width or 0) > _BANNER * (height or width or 0))
    points += bool(_PHOTO.search(url))
    points -= 2 * bool(_DRAWING.search(url))
    points += abs(distance) < _NEAR_CHARS
    points -= distance < 0
    points -= 3 * bool(_FURNITURE.search(url))
    points -= bool(_DECORATION.search(url))
    points -= 3 * bool(picture.inside & {"nav", "aside", "footer"})
    points -= 4 * bool(_PORTRAIT.search(picture.names))
    points -= 3 * bool(_TEASER.search(picture.names))
    return points


# An `alt` of so many words of the headline was filled in by the article's own template.
_LEAST_WORDS = 3
_LEAST_SHARE = 0.7
_TITLED, _KNOWN = 2, 4
_MOST_BY_PAGE = _TITLED + _KNOWN


def _points_by_page(picture: Picture, title: set[str], known: set[str]) -> int:
    """What the rest of the page says for a picture: it is called like the article, or declared in a smaller size."""
    words = headline.words(picture.given.get("alt", ""))
    is_titled = len(words) >= _LEAST_WORDS and len(words & title) >= _LEAST_SHARE * len(words)
    return _TITLED * is_titled + _KNOWN * bool(known.intersection(_keys(picture.url)))


_KEY = re.compile(r"(?<![\da-f])(?=[a-f]*\d)[\da-f]{7,}(?![\da-f])")


def _keys(url: str) -> list[str]:
    """Long numbers in an address: what two sizes of one picture share."""
    return [
        key
        for key in _KEY.findall(url.lower())
        if not key.startswith(("19", "20")) or len(key) != _DAY_DIGITS
    ]


_DAY_DIGITS = 8  # `20240131`: pictures of one day share it

# Pages that show a picture large.
_GALLERY = re.compile(
    r"(?<![a-z])(?:photos?|fotos?|bild(?:er)?|images?|imagen(?:es)?|galler\w+|galer\w+|media|attachment|zoom|popup"
    r"|slide-?shows?|diaporamas?|(?:foto|bilder?)(?:strecken?|show))(?![a-z])|showpic",
    re.IGNORECASE,
)
# What WordPress's editor puts into a text is the text's, wherever it leads.
_EDITORS = re.compile(r"(?<![\w-])wp-image-\d")
# Scripts that show it over the page, and TypePad's mark of pictures in a text.
_ENLARGES = re.compile(
    r"lightbox|fancybox|thickbox|colorbox|magnific|zoom|enlarge|asset-img", re.IGNORECASE
)
_NUMBER = re.compile(r"\d{5,}")


def _is_here(target: str, url: str) -> bool:
    """Is that the page at `url`, or a part of it? Queries tell pages apart, where both have one."""
    page, _, query = url.partition("?")
    if not target.startswith(page):
        return False
    rest = target[len(page) :]
    if query and rest.startswith("?"):
        return rest.startswith(f"?{query}")
    return not rest or page.endswith("/") or rest[0] in "?#/"


def _leads_elsewhere(link: Mapping[str, str], page: ParsedPage) -> bool:
    """Does a link lead to another article? Not to this page or a part of it, nor to the picture itself."""
    href = link.get("href", "")
    if (
        not href
        or href.startswith(("#", "javascript:"))
        or pictures.PICTURE_FILE.search(href)
        or _GALLERY.search(href)
    ):
        return False
    if _ENLARGES.search(f"{link.get('class', '')} {link.get('rel', '')}"):
        return False
    target = urls.resolve(page.base, href)
    if target is None or _is_here(target, page.url):
        return False
    return not set(_NUMBER.findall(href)).intersection(_NUMBER.findall(page.url))
