"""Makes text of pages and files safe to show: no control characters, no formulas, no markup."""

from __future__ import annotations

import re

import msgspec

# C0 and C1 controls with DEL (they move cursors and end XML), line and paragraph separators,
# bidirectional controls (they reorder what is read: CVE-2021-42574), lone surrogates and the two
# noncharacters that XML 1.0 excludes.
_UNSHOWN_BEYOND_C0 = (
    "\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff\ufffe\uffff"
)
_UNSHOWN = re.compile(f"[\x00-\x1f{_UNSHOWN_BEYOND_C0}]")
# JSON has C0 escaped wherever it stands, and may hold the others as they are.
_UNSHOWN_IN_JSON = re.compile(f"[{_UNSHOWN_BEYOND_C0}]")
_ENCODER = msgspec.json.Encoder()
# What spreadsheets take for a formula at the beginning of a cell (OWASP, "CSV Injection").
_FORMULA = ("=", "+", "-", "@")


def plain(text: str) -> str:
    r"""The text on one line, with every character that is not shown spelt out: `\x1b`."""
    return _UNSHOWN.sub(_spelt, text)


def _spelt(found: re.Match[str]) -> str:
    code = ord(found[0])
    return f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}"


def json(value: object, *, indent: int = 0) -> str:
    """The value as JSON, on one line without `indent`; what is not shown is escaped."""
    encoded = _ENCODER.encode(value)
    text = (msgspec.json.format(encoded, indent=indent) if indent else encoded).decode()
    if text.isascii() and "\x7f" not in text:
        return text
    return _UNSHOWN_IN_JSON.sub(lambda found: f"\\u{ord(found[0]):04x}", text)


def cell(text: str) -> str:
    """The text as a spreadsheet takes it for text."""
    shown = plain(text)
    return f"'{shown}" if shown.startswith(_FORMULA) else shown


def xml(text: str) -> str:
    """The text inside an element or a quoted attribute of XML or HTML."""
    shown = plain(text).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return shown.replace('"', "&quot;").replace("'", "&#39;")


_MARKUP = re.compile(r"([\\`*_{}\[\]()#+!|~<>&])")


def markdown(text: str) -> str:
    """The text inside a line or cell of Markdown."""
    return _MARKUP.sub(r"\\\1", plain(text)).replace("\\<", "&lt;").replace("\\&", "&amp;")
