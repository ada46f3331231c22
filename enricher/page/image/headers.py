"""Width and height from the fixed headers of image files, and the one door to the `imagesize`
library.

Law of this file: a reader is given bytes that begin with its format's signature. It returns facts
only when every byte that could change them was there, raises `Short` when it wants bytes beyond the
end, and `Garbled` when the bytes break the format. Sides may still be 0 here; `image.read` refuses
them.

What imagesize 2.0.1 does well is left to it: JPEG with its EXIF orientation, TIFF and JPEG 2000. It
is not asked for GIF (sides read as signed), BMP (OS/2 headers read at the wrong offset), WebP
(scale bits taken for size, IndexError on cut files) and SVG (needs both sides within 1 KB), and it
cannot read the head of an AVIF or HEIC file, because it measures boxes against the end of the file.
"""

from __future__ import annotations

import io
from struct import unpack_from
from typing import cast

from enricher.models import ImageFacts

# A JPEG of 512 KB has a few dozen segments of a few reads each; imagesize steps over junk between
# them byte by byte.
MAX_READS = 20_000


class Short(Exception):
    """The answer lies beyond the end of the bytes."""


class Garbled(Exception):
    """The bytes break the rules of their format."""


def need(head: bytes, length: int) -> None:
    """Raises Short unless there are `length` bytes."""
    if len(head) < length:
        raise Short


class _Head(io.BytesIO):
    """A file of which only the beginning is at hand: reading beyond it raises Short instead of
    finding an end.

    So whatever the library concludes, it concluded from bytes that a longer head would hold as
    well.
    """

    def __init__(self, head: bytes) -> None:
        super().__init__(head)
        self._reads = 0

    def read(self, size: int | None = -1, /) -> bytes:
        self._reads += 1
        if self._reads > MAX_READS:
            raise Garbled
        data = super().read(size)
        if size is None or size < 0 or len(data) < size:
            raise Short
        return data


def by_library(form: str, head: bytes) -> ImageFacts:
    """JPEG, TIFF and JPEG 2000, sides as a viewer shows them.

    A file of under 64 bytes is none: the library looks at 64 to tell formats apart.
    """
    # It loads an XML parser; most images are of formats that are read here.
    import imagesize  # type: ignore[import-untyped]  # noqa: PLC0415

    try:
        found = imagesize.get_info(_Head(head), dpi=False, colors=False, channels=False)
    except (Short, Garbled):
        raise
    except (
        Exception
    ) as error:  # whatever a library raises on hostile bytes says the same about them
        raise Garbled from error
    return ImageFacts(format=form, width=int(found.width), height=int(found.height))


def jpeg(head: bytes) -> ImageFacts:
    """JPEG (ITU T.81 annex B; EXIF orientation: CIPA DC-008 section 4.6.4)."""
    return by_library("jpeg", head)


def tiff(head: bytes) -> ImageFacts:
    """TIFF 6.0 section 2 and BigTIFF, first directory; orientation 5 to 8 swaps the sides."""
    return by_library("tiff", head)


def jp2(head: bytes) -> ImageFacts:
    """JPEG 2000 in its file format (ITU T.800 annex I)."""
    return by_library("jp2", head)


def j2k(head: bytes) -> ImageFacts:
    """A bare JPEG 2000 codestream (ITU T.800, A.5.1, SIZ): the area on the reference grid."""
    need(head, 24)
    right, bottom, left, top = unpack_from(">LLLL", head, 8)
    if right < left or bottom < top:
        raise Garbled
    return ImageFacts(format="jp2", width=right - left, height=bottom - top)


def png(head: bytes) -> ImageFacts:
    """PNG or animated PNG (third edition, 11.2.1 IHDR; 11.3.5.1 acTL, which precedes IDAT).

    Apple's tools write a chunk of their own, CgBI, before IHDR.
    """
    need(head, 16)
    at = 8 if head[12:16] == b"IHDR" else 8 + 12 + int.from_bytes(head[8:12])
    need(head, at + 16)
    if head[at + 4 : at + 8] != b"IHDR" or head[12:16] not in {b"IHDR", b"CgBI"}:
        raise Garbled
    width, height = unpack_from(">LL", head, at + 8)
    while True:
        need(head, at + 8)
        length, name = cast("tuple[int, bytes]", unpack_from(">L4s", head, at))
        if name in {b"acTL", b"IDAT"}:
            form = "apng" if name == b"acTL" else "png"
            return ImageFacts(format=form, width=width, height=height)
        if not name.isalpha() or length >= 1 << 31 or name == b"IEND":
            raise Garbled
        at += 12 + length


def gif(head: bytes) -> ImageFacts:
    """GIF (GIF89a specification, section 18: logical screen)."""
    need(head, 10)
    width, height = unpack_from("<HH", head, 6)
    return ImageFacts(format="gif", width=width, height=height)


def webp(head: bytes) -> ImageFacts:
    """WebP (RFC 9649): lossy 2.5 with RFC 6386, 9.1; lossless 3.4; extended 2.7."""
    need(head, 30)
    match head[12:16]:
        case b"VP8X":
            width = int.from_bytes(head[24:27], "little") + 1
            height = int.from_bytes(head[27:30], "little") + 1
        case b"VP8L" if head[20] == 0x2F:
            bits = int.from_bytes(head[21:25], "little")
            width, height = (bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1
        case b"VP8 " if head[23:26] == b"\x9d\x01\x2a":
            width, height = (side & 0x3FFF for side in unpack_from("<HH", head, 26))
        case _:
            raise Garbled
    return ImageFacts(format="webp", width=width, height=height)


# Sizes of the header after the file header: OS/2 1.x, OS/2 2.x short and long, Windows 3 to 5.
_BMP_CORE = 12
_BMP_HEADERS = {_BMP_CORE, 16, 40, 52, 56, 64, 108, 124}


def bmp(head: bytes) -> ImageFacts:
    """BMP (Windows BITMAPINFOHEADER and later, OS/2 BITMAPCOREHEADER); height may be negative."""
    need(head, 28)
    (size,) = unpack_from("<L", head, 14)
    if size not in _BMP_HEADERS:
        raise Garbled
    width, height, planes = unpack_from("<HHH" if size == _BMP_CORE else "<llH", head, 18)
    if planes != 1 or width < 0:
        raise Garbled
    return ImageFacts(format="bmp", width=width, height=abs(height))


def ico(head: bytes) -> ImageFacts:
    """ICO or CUR: the largest picture of the directory (ICONDIRENTRY: a side of 0 means 256)."""
    need(head, 6)
    (count,) = unpack_from("<H", head, 4)
    if count == 0:
        raise Garbled
    need(head, 10)
    if (
        head[9] != 0
    ):  # reserved in every entry; with it four zero bytes and a version tell an icon from noise
        raise Garbled
    need(head, 6 + 16 * count)
    sides = [(head[at] or 256, head[at + 1] or 256) for at in range(6, 6 + 16 * count, 16)]
    width, height = max(sides, key=lambda pair: pair[0] * pair[1])
    return ImageFacts(format="ico", width=width, height=height)
