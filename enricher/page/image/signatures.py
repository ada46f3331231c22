"""What an image is, and how large, from its first bytes.

Law of this file: bytes in, facts out; any bytes at all, cut anywhere, never raise. More bytes never
change a conclusion: facts and refusals are drawn only from bytes that were read.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from enricher.models import ImageFacts, NeedMore, NotAnImage
from enricher.page.image import boxes, headers, svg
from enricher.page.image.headers import Garbled, Short

_Reader = Callable[[bytes], ImageFacts]

# Signature, where it stands, reader.
_SIGNATURES: tuple[tuple[bytes, int, _Reader], ...] = (
    (b"\xff\xd8\xff", 0, headers.jpeg),
    (b"\x89PNG\r\n\x1a\n\x00\x00\x00\x0d", 0, headers.png),
    (b"\x89PNG\r\n\x1a\n\x00\x00\x00\x04", 0, headers.png),
    (b"GIF87a", 0, headers.gif),
    (b"GIF89a", 0, headers.gif),
    (b"WEBP", 8, headers.webp),
    (b"ftyp", 4, boxes.heif),
    (b"\x00\x00\x00\x0cJXL \r\n\x87\n", 0, boxes.jxl),
    (b"\xff\x0a", 0, boxes.jxl_codestream),
    (b"\x00\x00\x00\x0cjP  \r\n\x87\n", 0, headers.jp2),
    (b"\xff\x4f\xff\x51\x00", 0, headers.j2k),
    (b"II*\x00", 0, headers.tiff),
    (b"MM\x00*", 0, headers.tiff),
    (b"II+\x00", 0, headers.tiff),
    (b"BM", 0, headers.bmp),
    (b"\x00\x00\x01\x00", 0, headers.ico),
    (b"\x00\x00\x02\x00", 0, headers.ico),
)
_SIGNED_BYTES = max(at + len(signature) for signature, at, _ in _SIGNATURES)

# A longer side is not believed: libpng refuses it unless told otherwise (PNG_USER_WIDTH_MAX), and
# no browser shows it.
MAX_SIDE_PX = 1_000_000

# Control bytes that no text file holds (WHATWG MIME Sniffing section 3, "binary data byte"); UTF-16
# starts with a BOM.
_BINARY = re.compile(rb"[\x00-\x08\x0b\x0e-\x1a\x1c-\x1f]")
_UTF16_MARKS = (b"\xff\xfe", b"\xfe\xff")
_UTF8_MARK = b"\xef\xbb\xbf"
_GZIP = b"\x1f\x8b\x08"
# That section looks at this many bytes ("resource header").
_TEXT_LOOK_BYTES = 1445

# First tags that make a page (WHATWG MIME Sniffing section 7.1, and what error pages begin with).
_HTML_TAGS = frozenset(
    (  # noqa: SIM905 - reads better
        "html head body title meta link script style iframe noscript base center main section "
        "header footer nav form h1 h2 h3 div span font table p a b br hr img input ul ol pre"
    ).split()
)


def read(head: bytes, is_whole: bool) -> ImageFacts | NotAnImage | NeedMore:
    """Format and sides of the image that begins with `head`, or why it is none, or that more bytes
    are needed.

    `is_whole`: nothing follows `head`; then the answer is never NEED_MORE.
    """
    try:
        return _believable(_read(head))
    except Short:
        return _of_the_end(head) if is_whole else NeedMore.NEED_MORE
    except Garbled:
        return NotAnImage.UNKNOWN
    except svg.OtherMarkup as other:
        return NotAnImage.HTML if str(other) in _HTML_TAGS else NotAnImage.UNKNOWN


def _believable(facts: ImageFacts) -> ImageFacts | NotAnImage:
    """The facts without sides beyond belief; no image, where one side is 0."""
    if facts.width == 0 or facts.height == 0:
        return NotAnImage.UNKNOWN
    if max(facts.width or 0, facts.height or 0) > MAX_SIDE_PX:
        return ImageFacts(format=facts.format, width=None, height=None)
    return facts


def has_size(body_so_far: bytes) -> bool:
    """True when more bytes would not tell more about the size (also when it is no image)."""
    return read(body_so_far, is_whole=False) is not NeedMore.NEED_MORE


def _of_the_end(head: bytes) -> NotAnImage:
    """The bytes ended before the answer: blank, or the stump of something."""
    return NotAnImage.UNKNOWN if head.strip() else NotAnImage.EMPTY


def _read(head: bytes) -> ImageFacts:
    if head.startswith(_GZIP):
        return _markup(svg.unpacked(head))
    # Before all signatures, of which some stand behind the first bytes.
    if head.removeprefix(_UTF8_MARK).lstrip().startswith(b"<"):
        return _markup(head)
    for signature, at, reader in _SIGNATURES:
        if head.startswith(signature, at):
            return reader(head)
    if len(head) < _SIGNED_BYTES:
        raise Short
    return _markup(head)


def _markup(head: bytes) -> ImageFacts:
    binary = None
    if not head.startswith(_UTF16_MARKS):
        binary = _BINARY.search(head[:_TEXT_LOOK_BYTES])
    try:
        return svg.read(svg.decoded(head if binary is None else head[: binary.start()]))
    except Short:
        if binary is not None:  # it was read up to there, and the answer would come behind it
            raise Garbled from None
        raise
