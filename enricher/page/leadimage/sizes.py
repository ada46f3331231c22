"""Sides of pictures as pages write them, and the largest of the sizes that a page offers."""

from __future__ import annotations

import re
from collections.abc import Mapping

_Attributes = Mapping[str, str | None]

_SIDE = re.compile(r"\s*(\d{1,5})(?:\.\d+)?\s*(?:px)?[\s;]*$")
_MAX_SIDE_CHARS = 20
# Narrower is a portrait or a thumbnail, lower a button or a strip.
_LEAST_WIDTH_PX, _LEAST_HEIGHT_PX = 150, 100
_STYLED = re.compile(r"(?:^|[;\s])(width|height)\s*:\s*(\d{1,5})px", re.IGNORECASE)

# Where lazy loaders keep the address; most specific first.
_SETS = ("data-srcset", "data-lazy-srcset", "srcset")
_LAZY = (
    *("data-src", "data-lazy-src", "data-original", "data-lazy", "data-full-src"),
    *("data-hi-res-src", "data-image", "data-url", "data-echo", "lazysrc"),
)
# What `src` holds until the picture is loaded: no address, a drawing, or something grey.
_STOPGAP = re.compile(
    r"\.(?:gif|svg)(?:$|\?)|blank|spacer|pixel|placeholder|lazy|load(?:ing|er)|transparent"
    r"|(?<![a-z])(?:clear|white|gr[ae]y|empty|default|dummy)\."
)
_NO_FILE = ("#", "data:")
# An entry of a list is an address, which may hold commas, and a width or density (HTML, "image
# candidate string").
_ENTRY = re.compile(r"[\s,]*+(\S++)(?:(?<!,)\s++([\d.]{1,9})([wx])\s*+(?:,|$))?")
# Wider ones are for walls; no page needs them as its lead image.
_MAX_WIDTH = 2_600


def side(text: str | None) -> int | None:
    """A side in pixels as pages write it: `1200`, `1200px`, `1200.0`; None for anything else."""
    found = _SIDE.match(text[:_MAX_SIDE_CHARS]) if text else None
    return int(found[1]) or None if found else None


def are_small(width: int | None, height: int | None) -> bool:
    """True if one of the sides, as far as they are known, is that of an icon or a thumbnail."""
    width, height = width or _LEAST_WIDTH_PX, height or _LEAST_HEIGHT_PX
    return width < _LEAST_WIDTH_PX or height < _LEAST_HEIGHT_PX


def sides(given: _Attributes) -> tuple[int | None, int | None]:
    """Width and height of an element by its attributes, else by its style."""
    style = given.get("style")
    styled = {name.lower(): int(pixels) for name, pixels in _STYLED.findall(style)} if style else {}
    width = side(given.get("width")) or styled.get("width")
    return width, side(given.get("height")) or styled.get("height")


def largest(given: _Attributes) -> str | None:
    """The widest picture of a `srcset`, lazy or not; None without one."""
    for key in _SETS:
        entries = [found for found in _ENTRY.finditer(given.get(key) or "") if _is_fit(found)]
        if entries:
            widest = max(entries, key=lambda found: _number(found[2]))
            return widest[1].rstrip(",")
    return None


def _is_fit(entry: re.Match[str]) -> bool:
    return is_address(entry[1]) and (entry[3] != "w" or _number(entry[2]) <= _MAX_WIDTH)


def _number(text: str | None) -> float:
    try:
        return float(text or 1)
    except ValueError:
        return 0.0


def address(given: _Attributes) -> str:
    """Where a picture without a set, or a video's still, is; empty where it says so nowhere."""
    for key in ("poster", *_LAZY):
        value = given.get(key)
        if value and is_address(value):
            return value
    shown = given.get("src") or ""
    small = shown.lower()
    is_stopgap = small.startswith(_NO_FILE) or _STOPGAP.search(small) is not None
    return "" if is_stopgap or not is_address(shown) else shown


def is_address(text: str) -> bool:
    """True for what may be an address; templates without a picture leave `150w`."""
    return not text.startswith("data:") and ("/" in text or "." in text)
