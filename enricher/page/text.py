"""Texts as pages give them, made readable: entities undone, white space folded, mojibake repaired."""

from __future__ import annotations

import re
from html import unescape

import ftfy

# Longer than any title, name or excerpt; what stands behind is cut before any work is done on it.
MAX_CHARS = 5_000
# Left of these, most mojibake starts: UTF-8 read as Latin-1, cp1252 or cp1250 (`Ã©`, `â€™`, `Â `, `Ð°`, `ă„`).
_SUSPICIOUS = re.compile("[ÂÃâåðÐÑÅÄØÙĂÎÏ][\u0080-\u00bf\u0152-\u0178\u02c6-\u02dc\u2013-\u203a\u20ac\u2122]")
_INVISIBLE = re.compile("[\u00ad\u200b\u200e\u200f\u2060\ufeff\x00-\x08\x0e-\x1f\x7f]")
_TAG = re.compile(r"</?[a-zA-Z][^<>]*>")


def clean(raw: str) -> str:
    """One line of readable text; empty where nothing is left.

    The parser has undone entities once; many pages escape twice, so they are undone again.
    """
    text = raw[:MAX_CHARS]
    if "&" in text:
        text = unescaped(unescaped(text))
    if "<" in text:
        text = _TAG.sub(" ", text)
    if not text.isprintable():
        text = _INVISIBLE.sub("", text)
    if not text.isascii() and _SUSPICIOUS.search(text):
        text = ftfy.fix_encoding(text)
    return " ".join(text.split())


def small(text: str) -> str:
    """A text in small letters, each in the place of its own: what stands where in one stands there in the other."""
    return text.lower() if text.isascii() else text.replace("İ", "i").lower()


# HTML, "named character reference state": `&copy=1` in an address is a parameter, though `&copy` alone is a sign.
_PARAMETER = re.compile(r"&(?=[a-zA-Z][a-zA-Z0-9_]*=)")


def unescaped(text: str) -> str:
    """Entities undone once, as a parser does it in attributes: parameters of addresses stay."""
    return unescape(_PARAMETER.sub("&amp;", text)) if "&" in text else text
