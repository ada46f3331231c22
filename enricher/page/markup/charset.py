"""Bytes to text: byte-order mark, then UTF-8 if it fits, then what is declared, then what looks likely.

Pages declare what they are not more often than text happens to be valid UTF-8 by chance, so UTF-8 is tried
before any declaration.
"""

from __future__ import annotations

import codecs
import re

from charset_normalizer import from_bytes

# Where browsers look for a declaration in the page itself is 1,024 bytes (HTML, "prescan a byte stream"); real
# pages put comments and scripts before it.
_DECLARED_WITHIN_BYTES = 8 * 1024
# Enough to tell encodings apart; detection is by trial and costs about 1 ms a KiB and candidate.
_SAMPLE_BYTES = 4 * 1024
_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_IN_HEADER = re.compile(r"charset\s*=\s*[\"']?\s*([\w.:-]+)", re.IGNORECASE)
_IN_PAGE = re.compile(
    rb"<(?:meta|\?xml)[^>]*?(?:charset|encoding)\s*=\s*[\"']?\s*([\w.:-]+)", re.IGNORECASE
)
_NOT_ASCII = re.compile(rb"[\x80-\xff]")
# What browsers read instead (Encoding Standard, "names and labels"): supersets, so nothing is lost.
_WIDER = {
    "iso8859-1": "cp1252",
    "ascii": "cp1252",
    "iso8859-9": "cp1254",
    "iso8859-11": "cp874",
    "tis-620": "cp874",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "shift_jis": "cp932",
    "euc_kr": "cp949",
    "big5": "big5hkscs",
}
# No page is written in these: codecs that are no text encodings, or that read any bytes as some text.
_UNFIT = re.compile(
    r"^(?:utf[-_]?(?:7|16|32).*|idna|punycode|unicode[-_]escape|raw[-_]unicode[-_]escape|undefined|mbcs|oem)$"
)
_STEP_BYTES = 16 * 1024


def as_utf8(body: bytes, content_type: str) -> bytes:
    """The text of a page in UTF-8, without a byte-order mark; what cannot be read is U+FFFD. Never raises."""
    if body.isascii():
        return body
    if not _is_utf8(body):
        return decode(body, content_type).encode("utf-8", "replace")
    return body.removeprefix(codecs.BOM_UTF8)


def _is_utf8(body: bytes) -> bool:
    """In steps: a whole page decoded at once would be four times its size, and thrown away."""
    at = 0
    try:
        while at < len(body):
            piece = body[at : at + _STEP_BYTES]
            _, read = codecs.utf_8_decode(piece, "strict", at + _STEP_BYTES >= len(body))
            at += read
    except UnicodeDecodeError:
        return False
    return True


def decode(body: bytes, content_type: str) -> str:
    """The text of a page, without a byte-order mark; what cannot be read becomes U+FFFD. Never raises.

    `body` may be cut off anywhere, in the middle of a character too.
    """
    for mark, name in _MARKS:
        if body.startswith(mark):
            return body[len(mark) :].decode(name, "replace")
    text = _as_utf8(body)
    if text is not None:
        return text
    for name in _declared(body, content_type):
        text = _strictly(body, name)
        if text is not None:
            return text
    return body.decode(_likely(body), "replace")


def _as_utf8(body: bytes) -> str | None:
    """The text, if all of it is UTF-8: a character cut off at the end is dropped, single bad bytes are forgiven."""
    try:
        return body.decode("utf-8")
    except UnicodeDecodeError as error:
        if error.start >= len(body) - 3 and error.reason == "unexpected end of data":
            return body[: error.start].decode("utf-8")
    text = body.decode("utf-8", "replace")
    # One stray byte in a page of UTF-8 (a truncated feed title, say) does not make it another encoding: there, every
    # letter outside ASCII would be broken.
    bad = text.count("\ufffd")
    good = sum(1 for _ in _NOT_ASCII.finditer(body)) - bad
    return text if good > _GOOD_PER_BAD * bad else None


_GOOD_PER_BAD = 20


def _declared(body: bytes, content_type: str) -> list[str]:
    """Codec names that the header and the page itself declare, in this order, widened as browsers do."""
    labels = _IN_HEADER.findall(content_type)
    labels += [
        label.decode("ascii", "ignore") for label in _IN_PAGE.findall(body[:_DECLARED_WITHIN_BYTES])
    ]
    names = [_codec(label) for label in labels]
    return [name for name in dict.fromkeys(names) if name and name != "utf-8"]


def _codec(label: str) -> str | None:
    """Python's name of a text encoding that a page may be written in; None for anything else."""
    if _UNFIT.match(label.lower()):
        return None
    try:
        name = codecs.lookup(label).name
        b"".decode(name)
    except (
        LookupError,
        ValueError,
        UnicodeError,
    ):  # unknown; `rot13`, `hex`: no text encodings; odd labels
        return None
    return _WIDER.get(name, name)


def _strictly(body: bytes, name: str) -> str | None:
    """The text, if next to nothing is unreadable in it."""
    try:
        text = body.decode(name, "replace")
    except (LookupError, ValueError, UnicodeError):
        return None
    return text if text.count("\ufffd") * 200 <= len(text) else None


def _likely(body: bytes) -> str:
    """The likely encoding by its letters; cp1252, the web's most frequent old one, where nothing stands out."""
    first = _NOT_ASCII.search(body)
    start = max(0, first.start() - 64) if first else 0
    best = from_bytes(body[start : start + _SAMPLE_BYTES], steps=2, chunk_size=512).best()
    name = _codec(best.encoding) if best else None
    return name or "cp1252"
