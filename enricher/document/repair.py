"""Mojibake: text that was decoded with the wrong charset somewhere on its way, `cityâ€™s` for `city’s`."""

from __future__ import annotations

import ftfy

# The encoding is mended and nothing else: no quotes straightened, no ligatures, widths, entities or line breaks
# touched. What a person typed stays as it was typed.
_ENCODING_ONLY = ftfy.TextFixerConfig(
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
    """The text as it was meant; the same text where nothing is broken, or where mending would not settle."""
    if text.isascii():
        return text
    mended = ftfy.fix_encoding(text, _ENCODING_ONLY)
    if mended == text or "\ufffd" in mended or ftfy.fix_encoding(mended, _ENCODING_ONLY) != mended:
        return text
    return mended
