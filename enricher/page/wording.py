"""Comparing short texts: is this the same wording, does it contain the other, where does a site's name stand in it?"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection

_NO_LETTER = re.compile(r"[\W_]+")
_WORD = re.compile(r"[^\W_]+")
# What stands between a title and a site's name, before or behind. Hyphens, colons and slashes need space around
# them, except full-width ones; bars and arrows never belong to a title's own words.
_SEPARATOR = re.compile(
    r"\s*[|｜¦ǀ⋆▷►]+\s*"
    r"|\s+(?:-{1,3}|[–—―−·•~_<>:/\\»«›‹]|::|//)\s+"
    r"|\s*(?:::|：)\s*"
)
# Shorter names than this stand in other words by chance.
_MIN_NAME = 4


def key(text: str | None) -> str:
    """What is left of a text when wording alone counts: letters and digits, without case."""
    return _NO_LETTER.sub("", unicodedata.normalize("NFKC", text).casefold()) if text else ""


def likeness(one: str, other: str) -> float:
    """How much of the shorter of two texts stands in the other: 0 to 1."""
    a, b = key(one), key(other)
    if not a or not b:
        return 0.0
    if a in b or b in a:
        return min(1.0, min(len(a), len(b)) / 8)
    left, right = frozenset(_WORD.findall(one.casefold())), frozenset(_WORD.findall(other.casefold()))
    return len(left & right) / min(len(left), len(right)) if left and right else 0.0


def segments(title: str) -> list[tuple[int, int]]:
    """Start and end of each part between separators, in order; one for the whole where there are none."""
    ends = [(match.start(), match.end()) for match in _SEPARATOR.finditer(title)]
    starts = [0, *(end for _, end in ends)]
    return [(a, b) for a, b in zip(starts, [*(start for start, _ in ends), len(title)], strict=True) if b > a]


def is_site(text: str, names: Collection[str]) -> bool:
    """Is this a site's name, by the keys of the names it goes by?"""
    mine = key(text)
    return any(
        mine == name
        or (len(name) >= _MIN_NAME and name in mine and len(mine) <= 4 * len(name))
        or (len(mine) >= _MIN_NAME and mine in name and len(name) <= 3 * len(mine))
        for name in names
        if name
    )


def without_site(title: str, names: Collection[str]) -> str:
    """The title without the parts that name the site, and what follows or precedes these; never empty.

    `names` are keys.
    """
    parts = segments(title)
    if len(parts) < 2 or not names:
        return title
    first, last = 0, len(parts)
    for index in range(1, len(parts)):
        if is_site(title[slice(*parts[index])], names):
            last = index
            break
    if last == len(parts):
        if not is_site(title[slice(*parts[0])], names):
            return title
        first = 1
    return title[parts[first][0] : parts[last - 1][1]] or title
