"""Sides of pictures as pages write them, and the largest of the sizes that a page offers."""

from __future__ import annotations

import re
from collections.abc import Mapping

_Attributes = Mapping[str, str | None]

_SIDE = re.compile(r"\s*(\d{1,5})(?:\.\d+)?\s*(?:px)?[\s;]*$")
_MAX_SIDE_CHARS = 20
# Narrower is a portrait or a thumbnail, lower a button or a strip.
_LEAST_WIDTH_PX, _LEAST_HEIGHT_PX = 150, 100

# Most specific first.
_SETS = ("data-srcset", "data-lazy-srcset", "srcset")
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


def largest(given: _Attributes) -> str | None:
    """The widest picture of a `srcset`, lazy or not; None without one."""
    for key in _SETS:
        entries = [found for found in _ENTRY.finditer(given.get(key) or "") if _is_fit(found)]
        if entries:
            widest = max(entries, key=lambda found: _number(found[2]))
            return widest[1].rstrip(",")
    return None


def _is_fit(entry: re.Match[str]) -> bool:
    is_address = "data:" not in entry[1] and ("/" in entry[1] or "." in entry[1])
    return is_address and (entry[3] != "w" or _number(entry[2]) <= _MAX_WIDTH)


def _number(text: str | None) -> float:
    try:
        return float(text or 1)
    except ValueError:
        return 0.0
