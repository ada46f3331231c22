"""Spells texts alike for look-ups: without case and marks, with digits 0 to 9."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from functools import cache

# Blocks whose marked letters are folded: Latin-1 to Latin Extended-B, Greek and Cyrillic, their
# extended blocks.
_MARKED = (range(0xC0, 0x250), range(0x370, 0x530), range(0x1E00, 0x2000))
# Marks of these and vowel signs of Arabic, where each stands for itself. (Those of India and
# Thailand are letters.)
_MARKS = (range(0x300, 0x370), range(0x64B, 0x660))
# Letters that have no decomposition; alef with its hamzas and madda, Arabic and Persian yeh and
# kaf.
_ALIKE = {"ø": "o", "đ": "d", "ł": "l", "ı": "i", "æ": "ae", "œ": "oe", "þ": "th", "ð": "d"}
_ALIKE |= dict.fromkeys("أإآ", "ا") | dict.fromkeys("يى", "ی") | {"ك": "ک"}
# Punctuation of other scripts, and what typesetters make of hyphens and apostrophes.
_ALIKE |= {"،": ",", "，": ",", "：": ":", "．": ".", "／": "/"}
_ALIKE |= dict.fromkeys("－\u2010\u2011\u2012\u2013\u2014\u2212", "-") | dict.fromkeys("’ʼ′׳", "'")
_LAST_BLOCK_END = 0x10000  # of the plane that holds all of these


@cache  # 20 ms, which pages in plain ASCII alone never take
def _fold_table() -> dict[int, str]:
    decomposed = (code for block in _MARKED for code in block if _is_composed(code))
    table = {code: unicodedata.normalize("NFD", chr(code))[0] for code in decomposed}
    table |= {code: "" for block in _MARKS for code in block}
    table |= {ord(letter): plain for letter, plain in _ALIKE.items()}
    return table | dict(_of_categories())


def _is_composed(code: int) -> bool:
    return unicodedata.decomposition(chr(code)) != ""


def _of_categories() -> Iterator[tuple[int, str]]:
    for code in range(0x80, _LAST_BLOCK_END):
        match unicodedata.category(chr(code)):
            case "Nd":
                yield code, str(unicodedata.digit(chr(code)))
            case "Zs":
                yield code, " "
            case "Cf":  # shows nothing: a soft hyphen, which way letters run
                yield code, ""


def fold(text: str) -> str:
    """Text as the tables of this package spell it. Positions need not be those of the original."""
    if text.isascii():
        return text.lower()
    return text.casefold().translate(_fold_table())
