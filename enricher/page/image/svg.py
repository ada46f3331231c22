"""Width and height of an SVG, from its first tag alone.

Law of this file: no XML parser sees these bytes, no entity is ever expanded, and work is linear in
the bytes at hand. Besides the rules of `headers`, `read` raises `OtherMarkup` when the first tag is
not `<svg>`.
"""

from __future__ import annotations

import re
import zlib

from enricher.models import ImageFacts
from enricher.page.image.headers import Garbled, Short

# Prolog and first tag of real files take a few hundred bytes, those of Illustrator and Inkscape a
# few KB; some tools write a licence or their whole document type before it.
MAX_CHARS = 1024 * 1024

# CSS pixels a unit (CSS Values 4 section 6.2); em and ex by the initial font size of 16 px.
_PIXELS = {
    "": 1,
    "px": 1,
    "in": 96,
    "cm": 96 / 2.54,
    "mm": 96 / 25.4,
    "q": 96 / 101.6,
    "pt": 4 / 3,
    "pc": 16,
    "em": 16,
}
_PIXELS |= {"rem": 16, "ex": 8}

_NUMBER = r"[+-]?(?:\d{1,9}(?:\.\d{0,9})?|\.\d{1,9})(?:e[+-]?\d{1,2})?"
_LENGTH = re.compile(rf"\s*({_NUMBER})\s*([a-z]{{0,3}})\s*", re.IGNORECASE)
_VIEW_BOX = re.compile(
    rf"[\s,]*{_NUMBER}[\s,]+{_NUMBER}[\s,]+({_NUMBER})[\s,]+({_NUMBER})[\s,]*", re.IGNORECASE
)
_NAME = re.compile(r"<([A-Za-z_][\w.-]*:)?([A-Za-z_][\w.-]*)(?=[\s/>])")
_ATTRIBUTE = re.compile(r"""\s+([A-Za-z_:][\w:.-]*)\s*=\s*(?:"([^"<]*)"|'([^'<]*)')""")
_SPACE = re.compile(r"\s*")
_HTML_DOCTYPE = re.compile(r"\s+html\b", re.IGNORECASE)
_TAG_END = re.compile(r"\s*/?>")
# No file format counts further, and no viewer.
_MAX_SIDE = 1 << 31


class OtherMarkup(Exception):
    """The first tag is another one; its local name in lower case is the argument."""


def unpacked(head: bytes) -> bytes:
    """The beginning of gzipped bytes (RFC 1952), as far as they reach. Raises Garbled."""
    try:
        return zlib.decompressobj(wbits=31).decompress(head, 4 * MAX_CHARS)
    except zlib.error as error:
        raise Garbled from error


def decoded(head: bytes) -> str:
    """Text of XML bytes, in whatever 8-bit encoding: all that is read is ASCII (appendix F)."""
    for mark, charset in (
        (b"\xff\xfe", "utf-16-le"),
        (b"\xfe\xff", "utf-16-be"),
        (b"\xef\xbb\xbf", "latin-1"),
    ):
        if head.startswith(mark):
            return head[len(mark) : 2 * MAX_CHARS].decode(charset, errors="ignore")
    return head[:MAX_CHARS].decode("latin-1")


def read(text: str) -> ImageFacts:
    """The size that the first tag declares, in CSS pixels; None, None where it declares none.

    A side given in percent, or not at all, comes from the other one and the proportions of
    `viewBox`, or from `viewBox` alone (SVG 2 section 8.2; CSS Images 3 section 5.2).
    """
    at = _after_prolog(text)
    found = _NAME.match(text, at)
    if found is None:
        raise _cut_or_garbled(text, at)
    if found[2].lower() != "svg":
        raise OtherMarkup(found[2].lower())
    given = _attributes(text, found.end())
    width, height = _pixels(given.get("width")), _pixels(given.get("height"))
    width, height = _by_view_box(width, height, given.get("viewBox", ""))
    if width is None or height is None:
        return ImageFacts(format="svg", width=None, height=None)
    return ImageFacts(format="svg", width=_rounded(width), height=_rounded(height))


def _by_view_box(
    width: float | None, height: float | None, written: str
) -> tuple[float | None, float | None]:
    """Both sides, each that is missing by the proportions of the view box."""
    box = _VIEW_BOX.fullmatch(written)
    box_width, box_height = (float(box[1]), float(box[2])) if box else (0.0, 0.0)
    if box_width <= 0 or box_height <= 0:
        return width, height
    if width is None:
        width = box_width if height is None else height * box_width / box_height
    return width, width * box_height / box_width if height is None else height


def _rounded(side: float) -> int:
    """Whole pixels; 0, which is no size, for what no viewer could show."""
    return max(1, int(side + 0.5)) if 0 < side < _MAX_SIDE else 0


def _after_prolog(text: str) -> int:
    """Where the first tag begins: behind white space, `<?…?>`, comments and the document type."""
    at = 0
    while True:
        at = _behind_space(text, at)
        if text.startswith("<?", at):
            at = _behind(text, "?>", at)
        elif text.startswith("<!--", at):
            at = _behind(text, "-->", at + 2)
        elif text[at : at + 9].lower() == "<!doctype":
            at = _behind_doctype(text, at)
        else:
            return at


def _behind_space(text: str, at: int) -> int:
    found = _SPACE.match(text, at)
    return found.end() if found else at


def _behind(text: str, mark: str, start: int) -> int:
    end = text.find(mark, start)
    if end < 0:
        raise Short if len(text) < MAX_CHARS else Garbled
    return end + len(mark)


def _behind_doctype(text: str, start: int) -> int:
    """Steps over the declarations in brackets that a document type may hold (XML 1.0, 2.8)."""
    if _HTML_DOCTYPE.match(text, start + 9):
        raise OtherMarkup("html")
    close, bracket = text.find(">", start), text.find("[", start)
    if close >= 0 and (bracket < 0 or close < bracket):
        return close + 1
    return _behind(text, ">", _behind(text, "]", start))


def _cut_or_garbled(text: str, at: int) -> Exception:
    """Is this the beginning of a tag whose name is cut, or no tag at all?"""
    is_cut = re.fullmatch(
        r"<?!?-?|<!d\w{0,6}|<[A-Za-z_:][\w:.-]{0,80}", text[at : at + 100], re.IGNORECASE
    )
    return Short() if is_cut and len(text) < MAX_CHARS else Garbled()


def _attributes(text: str, at: int) -> dict[str, str]:
    """Attributes of the tag whose name ends at `at`; the first of a name, none with an entity."""
    found: dict[str, str] = {}
    while (match := _ATTRIBUTE.match(text, at)) is not None:
        value = match[2] if match[2] is not None else match[3]
        if "&" not in value:
            found.setdefault(match[1], value)
        at = match.end()
    if _TAG_END.match(text, at):
        return found
    # Cut inside the tag, or markup that no viewer would show: without the rest we cannot tell.
    raise Short if len(text) < MAX_CHARS else Garbled


def _pixels(length: str | None) -> float | None:
    match = _LENGTH.fullmatch(length) if length else None
    scale = _PIXELS.get(match[2].lower()) if match else None
    if match is None or scale is None or float(match[1]) < 0:
        return None
    return float(match[1]) * scale
