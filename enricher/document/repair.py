"""Repairs texts that were decoded with the wrong charset (`cityâ€™s` for `city’s`) or cut off by a
feed.
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import ftfy

# Invisible characters: soft hyphens, zero-width spaces and byte order marks from a page's
# templates.
_INVISIBLE = dict.fromkeys((0xAD, 0x200B, 0xFEFF))
# Control characters, halves of surrogate pairs, and what a decoder gave up on.
_DAMAGED = re.compile(r"[\x00-\x1f\x7f-\x9f\ud800-\udfff\ufffd-\uffff]")

# What is shorter begins too many texts.
_MIN_CUT_CHARS = 20
# How a feed shows that it cut; the bare comma is the seed's case ("nearly two years ago,").
_CUT_MARKS = ("[…]", "[...]", "…", "...", ",", ";", "–", "—")
_ENDINGS = (".", "!", "?", "”", '"', "»", "。", "！", "？", ")", "’", "'")
_STRAIGHT = str.maketrans("‘’“”\u00a0", "''\"\" ")


@cache
def _encoding_only() -> ftfy.TextFixerConfig:
    """Mends the encoding and nothing else: no quotes straightened, no ligatures, widths, entities
    or line breaks touched. What a person typed stays as it was typed.
    """
    import ftfy  # noqa: PLC0415 - takes 0.1 s to load; texts in ASCII need it not

    return ftfy.TextFixerConfig(
        unescape_html=False,
        remove_terminal_escapes=False,
        fix_encoding=True,
        restore_byte_a0=True,
        replace_lossy_sequences=False,
        decode_inconsistent_utf8=True,
        fix_c1_controls=False,
        fix_latin_ligatures=False,
        fix_character_width=False,
        uncurl_quotes=False,
        fix_line_breaks=False,
        fix_surrogates=False,
        remove_control_chars=False,
        normalization=None,
        explain=False,
    )


def mojibake(text: str) -> str:
    """The text as it was meant; the same text where nothing is broken, or where mending would not
    settle.
    """
    if text.isascii():
        return text
    import ftfy  # noqa: PLC0415

    rules = _encoding_only()
    mended = ftfy.fix_encoding(text, rules)
    if mended == text or "\ufffd" in mended or ftfy.fix_encoding(mended, rules) != mended:
        return text
    return mended


def sound(text: str) -> str | None:
    """A page's text in one line and as it was meant; None where nothing is left of it or it is
    damaged.
    """
    found = mojibake(" ".join(text.translate(_INVISIBLE).split()))
    return found if found and not _DAMAGED.search(found) else None


def is_cut_from(held: str, whole: str, *, is_title: bool) -> bool:
    """Whether a feed cut `held` off from `whole`, which begins with it.

    A title counts as cut only where it says so ("…"): headlines end without a full stop anyway.
    """
    text, full = (" ".join(words.split()).translate(_STRAIGHT) for words in (held, whole))
    stem = text
    for mark in _CUT_MARKS:
        stem = stem.removesuffix(mark).rstrip()
    is_marked = stem != text
    if not is_marked and (is_title or text.endswith(_ENDINGS)):
        return False
    return (
        len(stem) >= _MIN_CUT_CHARS
        and len(full) > len(text)
        and full.startswith(stem)
        and full[-1] not in "…,"
    )
