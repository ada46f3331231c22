"""Makes texts readable: entities undone, white space folded, mojibake repaired."""

from __future__ import annotations

import re
from html import unescape

# Longer than any title, name or excerpt; what stands behind is cut before any work is done on it.
MAX_CHARS = 5_000
# So mojibake begins: UTF-8 read as Latin-1, cp1252 or cp1250 (`Ã©`, `â€™`, `Â `, `Ð°`, `ă„`).
# Letters that end words of Europe, too, are India's, Thailand's, Georgia's and Korea's where no
# quotation mark follows. (One set of first letters, and a look back: `re` finds that three times as
# fast as two sets.)
_SUSPICIOUS = re.compile(
    "[ÂÃâåðÐÑÅÄØÙĂÎÏ×àáêëìí](?:[\u0080-\u009f\u00a1-\u00aa\u00ac-\u00ba\u00bc-\u00bf]"
    "|(?<![àáêëìí])[\u00a0\u00ab\u00bb\u0152-\u0178\u02c6-\u02dc\u2013-\u203a\u20ac\u2122]|(?<=[àáêëìí])\u0192)"
)
# Places to break words, and which way letters run. (U+200C and U+200D shape letters and emoji: they
# stay.)
_INVISIBLE = re.compile(
    "[\u00ad\u061c\u200b\u200e\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff\x00-\x08\x0e-\x1f\x7f]"
)
# Those that stand within a line part no words: `<i>Dune</i>’s`. What no editor formats with stands
# for itself, unless it ends something or has attributes: `The <dialog> element`,
# `std::vector<int>`.
_TAG = re.compile(
    r"</?(?:(?P<within>abbr|b|cite|em|i|mark|q|small|strong|su[bp]|u|wbr)"
    r"|a|big|blockquote|br|center|code|div|font|h[1-6r]|iframe|img|li|[ou]l|p|pre|s|script|span|strike|style|t(?:able|[dhr]))"
    r"(?![^\s/<>])[^<>]*>"
    r"|</[a-z][^<>]*>|<[a-z][^\s/<>]*[\s/][^<>]*>",
    re.IGNORECASE,
)


def clean(raw: str) -> str:
    """One line of readable text; empty where nothing is left.

    The parser has undone entities once; many pages escape twice, so they are undone again.
    """
    text = raw[:MAX_CHARS]
    if "&" in text:
        text = unescaped(unescaped(text))
    if "<" in text:
        text = _TAG.sub(lambda tag: "" if tag["within"] else " ", text)
    if not text.isascii() and _SUSPICIOUS.search(text):
        import ftfy  # noqa: PLC0415 - few texts need it, and it takes 0.1 s to load

        text = ftfy.fix_encoding(text)
    if not text.isprintable():  # behind mojibake: `Ã` and a soft hyphen are an `í`
        text = _INVISIBLE.sub("", text)
    return " ".join(text.split())


def small(text: str) -> str:
    """A text in small letters, each in its own place, so that positions stay."""
    return text.lower() if text.isascii() else text.replace("İ", "i").lower()


# HTML, "named character reference state": `&copy=1` in an address is a parameter, though `&copy`
# alone is a sign.
_PARAMETER = re.compile(r"&(?=[a-zA-Z][a-zA-Z0-9_]*=)")


def unescaped(text: str) -> str:
    """Entities undone once, as a parser does it in attributes: parameters of addresses stay."""
    return unescape(_PARAMETER.sub("&amp;", text)) if "&" in text else text
