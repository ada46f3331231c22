"""Texts spelled alike: without case and marks, with digits 0 to 9 and plain spaces, to be looked up in tables."""

from __future__ import annotations

import unicodedata

# Blocks whose marked letters are folded: Latin-1 to Latin Extended-B, Greek and Cyrillic, their extended blocks.
_MARKED = (range(0xC0, 0x250), range(0x370, 0x530), range(0x1E00, 0x2000))
_DROPPED = (
    *range(0x300, 0x370),
    *range(0x64B, 0x660),
    0xAD,
    *range(0x200B, 0x2010),
    *range(0x202A, 0x202F),
    *range(0x2066, 0x206A),
    0xFEFF,
)
# Letters that have no decomposition; alef with its hamzas and madda, Arabic and Persian yeh and kaf; comma, ago sign.
_ALIKE = {"ø": "o", "đ": "d", "ł": "l", "ı": "i", "æ": "ae", "œ": "oe", "þ": "th", "ð": "d"}
_ALIKE |= {"أ": "ا", "إ": "ا", "آ": "ا", "ي": "ی", "ى": "ی", "ك": "ک", "،": ",", "，": ",", "：": ":", "．": "."}
_ALIKE |= {
    "／": "/",
    "－": "-",
    "\u2010": "-",
    "\u2011": "-",
    "\u2012": "-",
    "\u2013": "-",
    "\u2014": "-",
    "\u2212": "-",
}
_ALIKE |= {"’": "'", "ʼ": "'", "′": "'", "׳": "'"}


def _fold_table() -> dict[int, str]:
    table = {
        code: unicodedata.normalize("NFD", chr(code))[0]
        for block in _MARKED
        for code in block
        if unicodedata.decomposition(chr(code))
    }
    table |= dict.fromkeys(_DROPPED, "")
    table |= {ord(letter): plain for letter, plain in _ALIKE.items()}
    for code in range(0x660, 0x11000):
        if unicodedata.category(chr(code)) == "Nd":
            table[code] = str(unicodedata.digit(chr(code)))
    return table | dict.fromkeys((0xA0, 0x1680, *range(0x2000, 0x200B), 0x202F, 0x205F, 0x3000), " ")


_TABLE = _fold_table()


def fold(text: str) -> str:
    """Text as the tables below spell it. Positions need not be those of the original."""
    if text.isascii():
        return text.lower()
    return text.casefold().translate(_TABLE)
