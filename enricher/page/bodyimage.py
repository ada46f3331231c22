"""Pictures about the headline, as the markup shows them: for pages that declare no lead image.

Law of this file: that of `lines`: it reads a window of the markup. Of a picture in several sizes it takes the largest,
of one that loads late the address that will be loaded. Whatever is not plainly the article's is left out: no picture
is better than a wrong one.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from html import unescape

from enricher.models import ImageCandidate
from enricher.page import headline
from enricher.page.sources import Sources

# Lead images stand before the headline or soon behind it; what comes later illustrates a part.
_BEFORE_BYTES = 6_000
_BEHIND_BYTES = 30_000
_MAX_TAGS = 80

_TAG = re.compile(
    r"""<(/?)(img|amp-img|source|figure|picture|nav|aside|footer|h[1-6])\b"""
    r"""((?:[^<>"']++|"[^"]{0,4000}+"|'[^']{0,4000}+'){0,80}+)>""",
    re.IGNORECASE,
)
_ATTRIBUTE = re.compile(r"""(?<![\w:-])([a-zA-Z][\w:-]{0,40})\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+))""")
_PICTURES = frozenset({"img", "amp-img", "source"})

# Where lazy loaders keep the address; most specific first.
_LAZY_SETS = ("data-srcset", "data-lazy-srcset", "srcset")
_LAZY = (
    *("data-src", "data-lazy-src", "data-original", "data-lazy", "data-full-src", "data-hi-res-src", "data-image"),
    *("data-url", "data-echo", "lazysrc"),
)


@dataclass(slots=True)
class _Picture:
    """One `<img>`, or the best `<source>` of its `<picture>`."""

    url: str
    given: dict[str, str]
    is_large_by_set: bool
    inside: frozenset[str]
    """Elements of our kinds about it."""
    at: int
    """Characters from the beginning of the window."""


def find(sources: Sources) -> Iterator[ImageCandidate]:
    """Pictures that are plainly the article's: those behind the headline in their order, then those before it."""
    start, end = next(iter(headline.find(sources)), (0, 0))
    if end == 0:
        return
    markup = sources.markup
    for window, penalty in ((markup[end : end + _BEHIND_BYTES], 0), (markup[max(0, start - _BEFORE_BYTES) : start], 2)):
        for picture in _pictures(window.decode("utf-8", "replace")):
            if _points(picture) - penalty >= _ENOUGH:
                yield _candidate(picture)


def _candidate(picture: _Picture) -> ImageCandidate:
    given = picture.given
    is_original = not picture.is_large_by_set
    return ImageCandidate(
        url=picture.url,
        source="body",
        width=_side(given.get("width")) if is_original else None,
        height=_side(given.get("height")) if is_original else None,
        alt=given.get("alt") or None,
    )


# ── markup to pictures ────────────────────────────────────────────────────────────────────────────────────────


def _pictures(window: str) -> Iterator[_Picture]:
    inside: Counter[str] = Counter()
    source: str | None = None
    for count, found in enumerate(_TAG.finditer(window)):
        if count > _MAX_TAGS:
            return
        tag = found[2].lower()
        if tag not in _PICTURES:
            inside[tag] += -1 if found[1] else 1
            source = None
            continue
        given = {key.lower(): unescape(a or b or c) for key, a, b, c in _ATTRIBUTE.findall(found[3])}
        if tag == "source":
            source = source or _largest(given)
            continue
        largest = source or _largest(given)
        url = largest or next((given[key] for key in _LAZY if _is_address(given.get(key))), given.get("src", ""))
        if _is_address(url):
            around = frozenset(name for name in inside if inside[name] > 0)
            yield _Picture(url, given, largest is not None, around, found.start())
        source = None


def _is_address(text: str | None) -> bool:
    return bool(text) and not str(text).startswith("data:")


# A list entry is an address, which may hold commas, and a width or density (HTML, "image candidate string").
_ENTRY = re.compile(r"\s*(\S*[^\s,])(?:\s+([\d.]{1,9})([wx]))?\s*(?:,|$)")
# Wider ones are for walls; no page needs them as its lead image.
_MAX_WIDTH = 2_600


def _largest(given: dict[str, str]) -> str | None:
    """The widest picture of a `srcset`, lazy or not."""
    best: tuple[float, str] | None = None
    for key in _LAZY_SETS:
        for found in _ENTRY.finditer(given.get(key, "")):
            try:
                size = float(found[2] or 1)
            except ValueError:
                continue
            is_fit = found[3] != "w" or size <= _MAX_WIDTH
            if is_fit and _is_address(found[1]) and (best is None or size > best[0]):
                best = size, found[1]
        if best is not None:
            return best[1]
    return None


def _side(text: str | None) -> int | None:
    found = re.match(r"\s*(\d{1,5})(?:px)?\s*$", text or "")
    return int(found[1]) or None if found else None


# ── what makes a picture the article's ────────────────────────────────────────────────────────────────────────

_ENOUGH = 2
_NAMED = re.compile(
    r"featured|hero|lead|article|main|post-(?:image|thumb)|attachment|wp-(?:image|post-image)|size-(?:full|large)"
    r"|align(?:center|none|full)|cover|headline|story|aufmacher|teaser-?image|content",
    re.IGNORECASE,
)
_PHOTO = re.compile(r"\.(?:jpe?g|webp|avif)(?:$|[?#/!:])|[?&](?:format|fm)=(?:jpe?g|webp|avif)", re.IGNORECASE)
_DRAWING = re.compile(r"\.(?:svg|gif)(?:$|[?#])", re.IGNORECASE)
# Folders of the site's furniture, and names of what decorates every page.
_FURNITURE = re.compile(
    r"/(?:themes?|templates?|assets?_dist|skins?|icons?|symbole?|plugins?|lib|static/(?:img|images)|typo3conf|wp-includes)/"
    r"|(?<![a-z])bg[-_.\d]|creativecommons|(?<![a-z])cc[-_]by|widget|staticmap|profile|warning|button|title\.|/ads?[/_.-]",
    re.IGNORECASE,
)
# Names of what is often furniture, and sometimes the lead image itself.
_DECORATION = re.compile(r"header|banner|masthead|background|slide(?:r|show)|author|cropped-", re.IGNORECASE)
_LEAST_SIDES = (200, 100)
_LARGE = 300
_NEAR_BYTES = 4_000


def _points(picture: _Picture) -> int:
    """What speaks for a picture, less what speaks against it; negative where its own size rules it out."""
    given = picture.given
    width, height = _side(given.get("width")), _side(given.get("height"))
    is_small = (width or _LARGE) < _LEAST_SIDES[0] or (height or _LARGE) < _LEAST_SIDES[1]
    if is_small and not picture.is_large_by_set:
        return -1
    points = 2 * bool(picture.inside & {"figure", "picture"})
    points += 2 * (given.get("itemprop") == "image")
    points += bool(_NAMED.search(f"{given.get('class', '')} {given.get('id', '')}"))
    points += picture.is_large_by_set
    points += (width or 0) >= _LARGE
    points += bool(_PHOTO.search(picture.url))
    points -= 2 * bool(_DRAWING.search(picture.url))
    points += picture.at < _NEAR_BYTES
    points -= 3 * bool(_FURNITURE.search(picture.url))
    points -= bool(_DECORATION.search(picture.url))
    points -= 3 * bool(picture.inside & {"nav", "aside", "footer"})
    return points
