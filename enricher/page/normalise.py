"""Compares short texts: their letters, their words, their parts; and finds site names in them."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection
from functools import lru_cache
from itertools import pairwise

# The same for ASCII, which most texts are: as bytes, in a tenth of the time.
_SMALL = bytes(range(128)).lower() + bytes(range(128, 256))
_NO_ASCII_LETTERS = bytes(code for code in range(128) if not chr(code).isalnum())
_WORD = re.compile(r"[^\W_]+")
# What stands between a title and a site's name, before or behind. Hyphens, dashes, dots and the
# like need space around them; bars and full-width colons never belong to a title's own words.
_BARS = "|｜￨¦ǀ│┃∣❘ㅣ⋆▷►"
_SIGNS = "–—―−·•∙⋅●■▪◆★→←~_<>:/\\\\»«›‹"
# Chinese and Japanese know no space: there a hyphen or an underscore behind a sign is enough, but
# for `9時-10時`.
_BEHIND = "\u3005\u3040-\u30ff\u3400-\u9fff\uff01-\uff60」』】》”"
_SEPARATOR_SIGN = re.compile(rf"[{_BARS}{_SIGNS}：-]")
_SEPARATOR = re.compile(
    rf"\s*[{_BARS}]+\s*|\s+(?:-{{1,3}}|[{_SIGNS}]|//)\s+|\s*(?:::+|：)\s*|(?<=[{_BEHIND}])(?:--?|_)(?=[^\W\d_])"
)
# Shorter names than this stand in other words by chance.
_MIN_NAME = 4
# Letters that two wordings must share to count as one containing the other in full.
_ENOUGH_SHARED = 8
# From here on, characters are as wide as two others.
_WIDE = "\u2e80"


@lru_cache(
    maxsize=512
)  # a page gives the same few texts in many places, and each of its readers asks
def key(text: str) -> str:
    """What is left of a text when wording alone counts: letters and digits, without case."""
    if text.isascii():
        return text.encode().translate(_SMALL, _NO_ASCII_LETTERS).decode()
    return "".join(filter(str.isalnum, unicodedata.normalize("NFKC", text).casefold()))


def words(text: str) -> frozenset[str]:
    """The words of a text, without case."""
    return frozenset(_WORD.findall(text.casefold()))


def width(text: str) -> int:
    """How many letters a text is as long as: signs of East Asia say as much as two."""
    return len(text) if text.isascii() else len(text) + sum(char >= _WIDE for char in text)


class NormalisedText:
    """A text prepared for comparing with others."""

    __slots__ = ("_words", "key", "text")

    def __init__(self, text: str) -> None:
        self.text = text
        self.key = key(text)
        self._words: frozenset[str] | None = None

    @property
    def words(self) -> frozenset[str]:
        if self._words is None:
            self._words = words(self.text)
        return self._words

    def similarity(self, other: NormalisedText) -> float:
        """How alike two wordings are, 0 to 1.

        As much as stands of the shorter in the longer; less where it is much shorter.
        """
        least, most = sorted((len(self.key), len(other.key)))
        if not least:
            return 0.0
        if self.key in other.key or other.key in self.key:
            shorter = min(self.key, other.key, key=len)
            shared = min(
                1.0, (least if least >= _ENOUGH_SHARED else width(shorter)) / _ENOUGH_SHARED
            )
        else:
            fewer = min(len(self.words), len(other.words))
            shared = len(self.words & other.words) / fewer if fewer else 0.0
        return shared * (0.5 + 0.5 * least / most)


def segments(title: str) -> list[str]:
    """The parts of a title between separators, in order; the whole where there are none."""
    return [title[start:end] for start, end in _spans(title)]


def cuts(title: str) -> list[str]:
    """What may be left when a part is cut off: behind, then before; the longest first."""
    spans = _spans(title)
    return [title[:end] for _, end in spans[-2::-1]] + [title[start:] for start, _ in spans[1:]]


@lru_cache(maxsize=64)  # the readers of title, site and excerpt all take the same few titles apart
def _spans(title: str) -> tuple[tuple[int, int], ...]:
    sign = _SEPARATOR_SIGN.search(title)
    if sign is None:
        return ((0, len(title)),) if title else ()
    # No separator begins before the space in front of the first sign.
    at = len(title[: sign.start()].rstrip())
    marks = [(match.start(), match.end()) for match in _SEPARATOR.finditer(title, at)]
    starts = [0, *(end for _, end in marks)]
    ends = [*(start for start, _ in marks), len(title)]
    return tuple((start, end) for start, end in zip(starts, ends, strict=True) if end > start)


def is_site(text: str, names: Collection[str]) -> bool:
    """True for a site's name, by the keys of the names it goes by."""
    mine = key(text)
    return bool(mine) and any(_is_named(mine, name) for name in names)


def _is_named(mine: str, name: str) -> bool:
    """Equal, or one stands in the other and is a good part of it."""
    if mine == name:
        return True
    if len(name) >= _MIN_NAME and name in mine:
        return len(mine) <= 4 * len(name)
    return len(mine) >= _MIN_NAME and mine in name and len(name) <= 3 * len(mine)


def without_site(title: str, names: Collection[str]) -> str:
    """The title without the parts that name the site, and what follows or precedes these; never
    empty.

    `names` are keys.
    """
    spans = _spans(title)
    if len(spans) < 2:
        return title
    for (_, end), span in pairwise(spans):
        if is_site(title[slice(*span)], names):
            return title[spans[0][0] : end]
    if is_site(title[slice(*spans[0])], names):
        return title[spans[1][0] : spans[-1][1]]
    return title
