"""Pictures in a window of markup: where each is, in its largest size, and what stands about it.

Law of this file: that of `lines`: it reads a window of the markup. Of a picture in several sizes it takes the largest,
of one that loads late the address that will be loaded.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from html import unescape

_MAX_TAGS = 300

_KINDS = "img|amp-img|video|source|a|figure|picture|nav|aside|footer"
# Capitals are old and rare: asked for only where one stands.
_TAG = re.compile(
    rf"""<(/?)({_KINDS}|(?=[A-Z])(?i:{_KINDS}))\b"""
    r"""((?:[^<>"']++|"[^"]{0,4000}+"|'[^']{0,4000}+'){0,80}+)>"""
)
_ATTRIBUTE = re.compile(
    r"""(?<![\w:-])([a-zA-Z][\w:-]{0,40})\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+))"""
)
_OPENING = re.compile(r"<[a-zA-Z][^<>]*+>")
_OPENED_TAGS = 6
_OPENED_CHARS = 1_000
# Asked of small letters.
_MARKED = re.compile(r"""itemprop\s*=\s*["']?image\b""")
_NAMES = re.compile(
    r"""(?:class(?<![\w-]class)|id(?<![\w-]id))\s*=\s*(?:["']([^"'<>]*)|([^\s"'<>]+))"""
)
_PICTURES = frozenset({"img", "amp-img", "video", "source"})

# Where lazy loaders keep the address; most specific first. Others are known by what they hold.
_LAZY_SETS = ("data-srcset", "data-lazy-srcset", "srcset")
_LAZY = (
    *(
        "data-src",
        "data-lazy-src",
        "data-original",
        "data-lazy",
        "data-full-src",
        "data-hi-res-src",
        "data-image",
    ),
    *("data-url", "data-echo", "lazysrc"),
)


@dataclass(slots=True)
class Picture:
    """One `<img>`, or the best `<source>` of its `<picture>`."""

    url: str
    given: dict[str, str]
    is_large_by_set: bool
    inside: frozenset[str]
    """Elements of our kinds about it."""
    link: str
    """The attributes of the link about it, as written; empty outside links."""
    names: str
    """Classes and ids of it and of the elements that open directly before it, in small letters."""
    is_marked: bool
    """It or one of these is marked up as an image of the article."""
    at: int
    """Characters from the beginning of the window."""


def find(window: str) -> Iterator[Picture]:
    """Every picture that has an address, in the order of the markup; no more than a page bears."""
    inside: Counter[str] = Counter()
    source: str | None = None
    link = ""
    for count, found in enumerate(_TAG.finditer(window)):
        if count > _MAX_TAGS:
            return
        tag = found[2].lower()
        if tag == "a":
            link = "" if found[1] else found[3]
            continue
        if tag not in _PICTURES:
            # What ends here may have begun before the window.
            inside[tag] = max(0, inside[tag] - 1) if found[1] else inside[tag] + 1
            source = None
            continue
        given = attributes(found[3])
        if tag == "source":
            # Small screens get small pictures.
            source = source or (None if "max-width" in given.get("media", "") else _largest(given))
            continue
        largest = source or _largest(given)
        url = largest or _address(given)
        if url:
            tags = (
                _opened(window[max(0, found.start() - _OPENED_CHARS) : found.start()]) + found[0]
            ).lower()
            yield Picture(
                url=url,
                given=given,
                is_large_by_set=largest is not None,
                inside=frozenset(+inside),
                link=link,
                names=" ".join(quoted or bare for quoted, bare in _NAMES.findall(tags)),
                is_marked=bool(_MARKED.search(tags)),
                at=found.start(),
            )
        source = None


def _opened(before: str) -> str:
    """The tags that open one after another at the end, with nothing between them and what stands behind."""
    start = len(before)
    for _ in range(_OPENED_TAGS):
        end = len(before[:start].rstrip())
        at = before.rfind("<", 0, end)
        if at < 0 or not _OPENING.fullmatch(before, at, end):
            break
        start = at
    return before[start:]


def attributes(tag: str) -> dict[str, str]:
    """What stands between a tag's name and its end, by names in small letters."""
    return {key.lower(): unescape(a or b or c) for key, a, b, c in _ATTRIBUTE.findall(tag)}


PICTURE_FILE = re.compile(r"^\S+\.(?:jpe?g|png|webp|gif|avif)(?:$|[?#])", re.IGNORECASE)
# What `src` holds until the picture is loaded: no address, a drawing, or something grey.
_STOPGAP = re.compile(
    r"\.(?:gif|svg)(?:$|\?)|blank|spacer|pixel|placeholder|lazy|load(?:ing|er)|transparent"
    r"|(?<![a-z])(?:clear|white|gr[ae]y|empty|default|dummy)\."
)
_NO_FILE = ("#", "data:")
# Attributes that hold addresses of something else than the picture that is shown.
_OTHER_ADDRESSES = frozenset(
    {"src", "alt", "title", "longdesc", "usemap", "onerror", "style", "class", "id"}
)


def _address(given: dict[str, str]) -> str:
    """Where a picture without a set, or a video's still, is; empty where it says so nowhere."""
    if "poster" in given:
        return given["poster"]
    for key in _LAZY:
        if _is_address(given.get(key)):
            return given[key]
    shown = given.get("src", "")
    small = shown.lower()
    if not shown or small.startswith(_NO_FILE) or _STOPGAP.search(small):
        held = (
            text
            for key, text in given.items()
            if key not in _OTHER_ADDRESSES and PICTURE_FILE.search(text)
        )
        shown = next(held, shown)
    return shown if _is_address(shown) else ""


def _is_address(text: str | None) -> bool:
    """Is there an address? Templates without a picture leave `150w`."""
    return text is not None and not text.startswith("data:") and ("/" in text or "." in text)


# A list entry is an address, which may hold commas, and a width or density (HTML, "image candidate string").
_ENTRY = re.compile(r"[\s,]*+(\S++)(?:(?<!,)\s++([\d.]{1,9})([wx])\s*+(?:,|$))?")
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
            url = found[1].rstrip(",")
            is_fit = found[3] != "w" or size <= _MAX_WIDTH
            if is_fit and _is_address(url) and (best is None or size > best[0]):
                best = size, url
        if best is not None:
            return best[1]
    return None


_SIDE = re.compile(r"\s*(\d{1,5})(?:\.\d+)?\s*(?:px)?[\s;]*$")
_MAX_SIDE_CHARS = 20


def side(text: str | None) -> int | None:
    """A side in pixels as pages write it: `1200`, `1200px`, `1200.0`."""
    found = _SIDE.match(text[:_MAX_SIDE_CHARS]) if text else None
    return int(found[1]) or None if found else None


# Narrower is a portrait or a thumbnail, lower a button or a strip.
_LEAST_WIDTH_PX, _LEAST_HEIGHT_PX = 150, 100


def are_small(width: int | None, height: int | None) -> bool:
    """Is one of the sides, as far as they are known, that of an icon or a thumbnail?"""
    return (width or _LEAST_WIDTH_PX) < _LEAST_WIDTH_PX or (
        height or _LEAST_HEIGHT_PX
    ) < _LEAST_HEIGHT_PX


_STYLED = re.compile(r"(?:^|[;\s])(width|height)\s*:\s*(\d{1,5})px", re.IGNORECASE)


def sides(given: dict[str, str]) -> tuple[int | None, int | None]:
    """Width and height by attributes, else by style."""
    styled = (
        {name.lower(): int(side) for name, side in _STYLED.findall(given["style"])}
        if "style" in given
        else {}
    )
    return side(given.get("width")) or styled.get("width"), side(given.get("height")) or styled.get(
        "height"
    )
