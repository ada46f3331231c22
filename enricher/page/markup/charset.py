"""Bytes to text: byte-order mark, then UTF-8 where it fits, then what is declared, then what looks
likely.

Pages declare what they are not more often than text happens to be valid UTF-8 by chance, so UTF-8
is tried before another declaration. A page that declares UTF-8 stays UTF-8 for a bad byte: it is
U+FFFD.
"""

from __future__ import annotations

import codecs
import re

import webencodings  # type: ignore[import-untyped]

# Where browsers look for a declaration in the page itself is 1,024 bytes (HTML, "prescan a byte
# stream"); real pages put comments and scripts before it.
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
# What `webencodings` reads by the letter of the standard and Python's wider codecs read in full:
# the standard's own tables of these hold the wider sets (Encoding Standard, section 5).
_WIDER = {"gbk": "gb18030"}
# No text: the standard's stand-ins for sets that are refused, and for private use.
_UNFIT = frozenset({"replacement", "x-user-defined"})
# What browsers fall back to in the languages of the world (HTML, 13.2.3.2, the table of locales),
# and the sets of Russia and Japan that older servers send.
_OF_THE_WEB = [
    *("cp1252", "cp1251", "cp1250", "cp1254", "cp1256", "cp1253", "cp1255", "cp1257", "cp1258"),
    *("cp932", "gb18030", "big5", "cp949", "cp874", "euc_jp", "koi8_r", "iso8859_2"),
]
_WIDE = frozenset({"utf-16-le", "utf-16-be"})
_STATEFUL = "iso2022_jp"
_STEP_BYTES = 4 * 1024
# Of a page that declares no encoding: letters in valid UTF-8 for each byte that is none. In text of
# another encoding most pairs of bytes are none.
_GOOD_PER_BAD = 4
# Of 200 characters, as many may be unreadable in the encoding that a page declares.
_UNREADABLE_SHARE = 200


def as_utf8(body: bytes, content_type: str) -> bytes:
    """The text of a page in UTF-8, without a byte-order mark; what cannot be read is U+FFFD."""
    if body.isascii():
        if b"\x1b" not in body and b"\x00" not in body:
            return body
    elif _is_utf8(body):
        return body.removeprefix(codecs.BOM_UTF8)
    return decode(body, content_type).encode("utf-8", "replace")


def _is_utf8(body: bytes) -> bool:
    """In steps: a whole page decoded at once would be four times its size, and thrown away."""
    at = 0
    try:
        while at < len(body):
            piece = body[at : at + _STEP_BYTES]
            if piece.isascii():
                at += len(piece)
                continue
            _, read = codecs.utf_8_decode(piece, "strict", at + _STEP_BYTES >= len(body))
            at += read
    except UnicodeDecodeError:
        return False
    return b"\x00" not in body


def decode(body: bytes, content_type: str) -> str:
    """The text of a page, without a byte-order mark; what cannot be read is U+FFFD. Never raises.

    `body` may be cut off anywhere, in the middle of a character too.
    """
    for mark, name in _MARKS:
        if body.startswith(mark):
            return body[len(mark) :].decode(name, "replace")
    declared = _declared(body, content_type)
    text = _unlike_ascii(body, declared)
    if text is None:
        text = _as_utf8(body, is_declared=declared[:1] == ["utf-8"])
    for name in declared:
        text = _strictly(body, name) if text is None and name != "utf-8" else text
    return body.decode(_likely(body), "replace") if text is None else text


def _unlike_ascii(body: bytes, declared: list[str]) -> str | None:
    """The text of encodings in which bytes of ASCII may mean something else."""
    if declared[:1] and declared[0] in _WIDE and b"\x00" in body:
        return body.decode(declared[0], "replace")
    if _STATEFUL in declared and b"\x1b" in body:
        return _strictly(body, _STATEFUL)
    return None


def _as_utf8(body: bytes, *, is_declared: bool) -> str | None:
    """The text, if it is UTF-8 for the most part: a character cut off at the end is dropped."""
    try:
        return body.decode("utf-8")
    except UnicodeDecodeError as error:
        if error.start >= len(body) - 3 and error.reason == "unexpected end of data":
            return body[: error.start].decode("utf-8")
    text = body.decode("utf-8", "replace")
    bad = text.count("\ufffd")
    good = sum(1 for _ in _NOT_ASCII.finditer(body)) - bad
    # A declaration that no letter bears out, and more than one speaks against, is a template's.
    is_utf8 = (bad == 1 or good > bad) if is_declared else good > _GOOD_PER_BAD * bad
    return text if is_utf8 else None


def _declared(body: bytes, content_type: str) -> list[str]:
    """Codecs that the header and the page itself declare, in this order, as browsers read them.

    A page that can be read so far as to find a declaration of UTF-16 in it is UTF-8 (HTML,
    13.2.3.2).
    """
    names = [_codec(label) for label in _IN_HEADER.findall(content_type)]
    for label in _IN_PAGE.findall(body[:_DECLARED_WITHIN_BYTES]):
        name = _codec(label.decode("ascii", "ignore"))
        names.append("utf-8" if name in _WIDE else name)
    return [name for name in dict.fromkeys(names) if name]


def _codec(label: str) -> str | None:
    """Python's codec for a label of the Encoding Standard; None for other labels."""
    found = webencodings.lookup(label)
    if found is None or found.name in _UNFIT:
        return None
    name = str(found.codec_info.name)
    return _WIDER.get(name, name)


def _strictly(body: bytes, name: str) -> str | None:
    """The text, if next to nothing is unreadable in it."""
    text = body.decode(name, "replace")
    return text if text.count("\ufffd") * _UNREADABLE_SHARE <= len(text) else None


def _likely(body: bytes) -> str:
    """The likely encoding by its letters; cp1252, the most frequent, where nothing stands out."""
    from charset_normalizer import from_bytes  # noqa: PLC0415 - few pages are guessed at

    first = _NOT_ASCII.search(body)
    start = max(0, first.start() - 64) if first else 0
    sample = body[start : start + _SAMPLE_BYTES]
    best = from_bytes(sample, steps=2, chunk_size=512, cp_isolation=_OF_THE_WEB).best()
    return best.encoding if best else "cp1252"
