"""Folds text into words that can be compared, whatever their spelling, encoding and markup.

Folding is lossy and for comparing only; nothing folded is ever written anywhere.
"""

from __future__ import annotations

import html
import re
import unicodedata
from collections.abc import Iterable, Sequence
from functools import lru_cache

# Scripts that write without spaces between words: Han, Kana, Hangul, Thai, Lao, Khmer, Myanmar.
# Hangul has spaces, but its particles stick to the words, so that pairs of syllables compare better
# than words there too.
_SPACELESS = (
    "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3005-\u3007\u3040-\u30ff\u3400-\u9fff"
    "\uac00-\ud7af\uf900-\ufaff"
)
_TOKEN = rf"[{_SPACELESS}]+|[^\W_{_SPACELESS}]+"  # few texts need it, and it takes 3 ms to compile
_PLAIN_TOKEN = re.compile(r"[^\W_]+")
_IS_SPACELESS = re.compile(rf"[{_SPACELESS}]")
# Inside words an apostrophe joins ("city's"); feeds lose it, double it or turn it into a quotation
# mark.
_APOSTROPHES = re.compile("(?<=\\w)['’‘ʼ`´′ʻ＇](?=\\w)")
# What UTF-8 looks like when it was read as Windows-1252 or Latin-1.
_BROKEN = re.compile(
    "[ÂÃâð][\u0080-\u00bf€™“”œžŸ˜š›¦¢£¤¥§¨©ª«¬®¯°±²³´µ¶·¸¹º»¼½¾¿†‡‰‹•–—…ƒ„‚]|\ufffd"
)
# Accents of Latin, Greek and Cyrillic, points of Hebrew and vowel signs of Arabic: feeds lose them.
# In other scripts such marks are parts of letters.
_MARKS = re.compile("[\u0300-\u036f\u0591-\u05c7\u0610-\u061a\u064b-\u065f\u0670]+")
_ELLIPSIS = re.compile(r"\s*(?:…|\.\.\.|\[(?:…|\.\.\.)\])\s*$")

# Longer texts are not worth keeping folded, nor mending.
MAX_KEPT_CHARS = 600
# Long words say more than short ones; past this length more letters say no more.
MAX_WEIGHT = 8


def fold(text: str) -> str:
    """Returns one spelling of a text.

    Entities and mojibake are undone; no case, accents or apostrophes; plain forms of letters.
    """
    return _fold_short(text) if len(text) <= MAX_KEPT_CHARS else _fold(text)


def _fold(text: str) -> str:
    if "&" in text:
        text = html.unescape(html.unescape(text))
    if not text.isascii():
        if len(text) <= MAX_KEPT_CHARS and _BROKEN.search(text):
            import ftfy  # noqa: PLC0415 - few texts need it, and it takes 0.1 s to load

            text = ftfy.fix_text(text)
        text = unicodedata.normalize("NFC", _MARKS.sub("", unicodedata.normalize("NFKD", text)))
    return _APOSTROPHES.sub("", text).casefold()


_fold_short = lru_cache(maxsize=4096)(_fold)


def tokens(text: str) -> tuple[str, ...]:
    """The words of a text, folded, in order.

    Of spaceless scripts, each pair of neighbouring characters.
    """
    return _tokens_of_short(text) if len(text) <= MAX_KEPT_CHARS else _tokens_of_folded(_fold(text))


def _tokens_of_folded(folded: str) -> tuple[str, ...]:
    if folded.isascii() or not _IS_SPACELESS.search(folded):
        return tuple(_PLAIN_TOKEN.findall(folded))
    found: list[str] = []
    for run in re.findall(_TOKEN, folded):
        if _IS_SPACELESS.match(run) and len(run) > 1:
            found += (run[at : at + 2] for at in range(len(run) - 1))
        else:
            found.append(run)
    return tuple(found)


@lru_cache(maxsize=512)  # one comparison asks for the same few titles again and again
def _tokens_of_short(text: str) -> tuple[str, ...]:
    return _tokens_of_folded(fold(text))


@lru_cache(maxsize=4096)  # most words are common ones
def weight(token: str) -> int:
    """How much a token says: numbers and pairs of ideographs a lot, short words little."""
    if _IS_SPACELESS.match(token) or token.isdigit():
        return 4
    size = len(token)
    return 1 if size <= 3 else min(size, MAX_WEIGHT)


def mass(words: Iterable[str]) -> int:
    """The weight of all words together."""
    return sum(map(weight, words))


def share_found(words: Sequence[str], among: frozenset[str]) -> float:
    """0 to 1: how much of the weight of `words` is found, each word or its stem, `among` others."""
    total = mass(words)
    if not total:
        return 0.0
    return sum(weight(word) for word in words if word in among or stem(word) in among) / total


def stem(token: str) -> str:
    """Returns the beginning that inflected forms of a long word share.

    It is marked, so that it never equals a whole word.
    """
    return token[: max(5, len(token) - 3)] + "~" if len(token) > 5 and token.isalpha() else token


def with_stems(words: Iterable[str]) -> frozenset[str]:
    """A set to look words up in, by themselves and by their stems."""
    whole = frozenset(words)
    return whole | {stem(word) for word in whole}


def shingles(words: Sequence[str], size: int = 3) -> frozenset[tuple[str, ...]]:
    """All runs of `size` neighbouring words; the whole where there are fewer."""
    if len(words) <= size:
        return frozenset({tuple(words)}) if words else frozenset()
    return frozenset(tuple(words[at : at + size]) for at in range(len(words) - size + 1))


def contains_run(words: Sequence[str], run: Sequence[str]) -> bool:
    """True if `run` stands in `words`, in order and without gaps."""
    size = len(run)
    if not size or size > len(words):
        return False
    first = run[0]
    return any(
        words[at] == first and words[at : at + size] == run for at in range(len(words) - size + 1)
    )


def without_ellipsis(text: str) -> tuple[str, bool]:
    """The text without a final ellipsis, and whether there was one (a feed cut it off)."""
    if not text.rstrip().endswith(
        ("…", "...", "]")
    ):  # the pattern would try every space of the text
        return text, False
    cut = _ELLIPSIS.sub("", text)
    return cut, cut != text
