"""Width and height of AVIF, HEIC and JPEG XL from the beginning of the file.

Law of this file: that of `headers`. Boxes are those of the ISO base media file format (ISO/IEC
14496-12 section 4.2): a length, a four-letter name, content. A box may end beyond the bytes at
hand; what is inside is read as far as it reaches.
"""

from __future__ import annotations

from collections.abc import Iterator
from struct import unpack_from
from typing import NamedTuple, cast

import msgspec

from enricher.models import ImageFacts
from enricher.page.image.headers import Garbled, Short, need

# Real files have some ten boxes at each level, and tens of items; more is an attack on our time.
MAX_BOXES = 1000

_AVIF = frozenset({b"avif", b"avis"})
_HEIC = frozenset({b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"hevm", b"hevs"})
_ANY_HEIF = frozenset({b"mif1", b"msf1", b"miaf"})


class Box(NamedTuple):
    name: bytes
    start: int
    """Of the content."""
    end: int
    """Of the content, perhaps beyond the bytes at hand."""


def boxes(head: bytes, start: int, end: int | None) -> Iterator[Box]:
    """The boxes from `start` up to `end` (None: to the end of the file, wherever that is).

    Raises Short when the next box's header is not at hand, Garbled when a box contradicts the one
    around it.
    """
    for _ in range(MAX_BOXES):
        if end is not None and start >= end:
            return
        need(head, start + 8)
        length, name = cast("tuple[int, bytes]", unpack_from(">L4s", head, start))
        content = start + 8
        if length == 1:
            need(head, start + 16)
            (length,) = unpack_from(">Q", head, content)
            content = start + 16
        stop = start + length if length else (end if end is not None else 1 << 62)
        if stop < content or (end is not None and stop > end):
            raise Garbled
        yield Box(name, content, stop)
        start = stop
    raise Garbled


def content(head: bytes, box: Box, limit: int | None = None) -> bytes:
    """All bytes of a box, or the first `limit`. Raises Short, or Garbled for a smaller box."""
    end = box.end if limit is None else box.start + limit
    if end > box.end:
        raise Garbled
    need(head, end)
    return head[box.start : end]


# ── AVIF and HEIC ─────────────────────────────────────────────────────────────────────────────────
# With the bytes of each that we read: size, rotation (ISO/IEC 23008-12 section 6.5), clean aperture
# (14496-12, 12.1.4).
_KNOWN_PROPERTIES = {b"ispe": 12, b"irot": 1, b"clap": 16}


class _Meta(msgspec.Struct):
    """What a `meta` box says of its items (ISO/IEC 14496-12, 8.11; 23008-12, 6.5 and 9.3)."""

    primary: int | None = None
    properties: list[tuple[bytes, bytes]] = msgspec.field(default_factory=list)
    used: dict[int, list[int]] | None = None
    """Which properties belong to an item, counted from 1."""

    def of_primary(self) -> list[tuple[bytes, bytes]]:
        """The properties of the primary item. Raises Garbled where none is named."""
        if self.primary is None or self.used is None:
            raise Garbled
        indexes = self.used.get(self.primary, ())
        return [self.properties[i - 1] for i in indexes if 0 < i <= len(self.properties)]


def heif(head: bytes) -> ImageFacts:
    """AVIF or HEIC: the size of the primary item (`ispe`), cut (`clap`) and turned (`irot`)."""
    form: str | None = None
    for box in boxes(head, 0, None):
        if box.name == b"ftyp":
            form = _brand(content(head, box))
        elif box.name == b"meta":
            if form is None:
                raise Garbled
            return _primary(head, box, form)
    raise Garbled


def _brand(ftyp: bytes) -> str:
    brands = [ftyp[:4], *(ftyp[at : at + 4] for at in range(8, len(ftyp) - 3, 4))]
    for brand in brands:
        if brand in _AVIF:
            return "avif"
        if brand in _HEIC:
            return "heic"
    if _ANY_HEIF.isdisjoint(brands):
        raise Garbled
    return "heic"


def _primary(head: bytes, box: Box, form: str) -> ImageFacts:
    meta = _Meta()
    for child in boxes(head, box.start + 4, box.end):
        if child.name == b"pitm":
            meta.primary = _primary_id(content(head, child))
        elif child.name == b"iprp":
            _read_properties(head, child, meta)
        if meta.primary is not None and meta.used is not None:
            break
    width, height = _shown(meta.of_primary())
    return ImageFacts(format=form, width=width, height=height)


def _shown(properties: list[tuple[bytes, bytes]]) -> tuple[int, int]:
    """The transformations apply in the order of their list (ISO/IEC 23008-12, 6.5.1)."""
    width = height = 0
    for name, data in properties:
        if name == b"ispe":
            width, height = unpack_from(">LL", data, 4)
        elif name == b"clap":  # libheif cuts this way whatever is no multiple of its blocks
            over, under, over_high, under_high = unpack_from(">LLLL", data)
            if not under or not under_high:
                raise Garbled
            width, height = round(over / under), round(over_high / under_high)
        elif name == b"irot" and data[0] & 1:
            width, height = height, width
    return width, height


def _primary_id(data: bytes) -> int:
    if len(data) < 6:
        raise Garbled
    return int.from_bytes(data[4:6] if data[0] == 0 else data[4:8])


def _read_properties(head: bytes, box: Box, meta: _Meta) -> None:
    for child in boxes(head, box.start, box.end):
        if child.name == b"ipco":
            # Codec configurations can be long; only the kinds we know are looked into.
            for item in boxes(head, child.start, child.end):
                wanted = _KNOWN_PROPERTIES.get(item.name)
                meta.properties.append((item.name, content(head, item, wanted) if wanted else b""))
        elif child.name == b"ipma":
            meta.used = _associations(content(head, child), meta.used or {})


def _associations(data: bytes, used: dict[int, list[int]]) -> dict[int, list[int]]:
    """Adds item to properties (ISO/IEC 23008-12, 9.3.1) to `used`; the top bit: "essential"."""
    if len(data) < 8:
        raise Garbled
    id_bytes = 4 if data[0] else 2
    index_bytes = 2 if data[3] & 1 else 1
    mask = (1 << (8 * index_bytes - 1)) - 1
    at = 8
    for _ in range(int.from_bytes(data[4:8])):
        if at + id_bytes + 1 > len(data):
            raise Garbled
        item, count = int.from_bytes(data[at : at + id_bytes]), data[at + id_bytes]
        at += id_bytes + 1
        ends = range(at, at + count * index_bytes, index_bytes)
        used[item] = [int.from_bytes(data[place : place + index_bytes]) & mask for place in ends]
        at += count * index_bytes
        if at > len(data):
            raise Garbled
    return used


# ── JPEG XL ───────────────────────────────────────────────────────────────────────────────────────

# Width to height, by the three bits of `ratio` (ISO/IEC 18181-1, SizeHeader); 0: the width is
# written out.
_RATIOS = {1: (1, 1), 2: (12, 10), 3: (4, 3), 4: (3, 2), 5: (16, 9), 6: (5, 4), 7: (2, 1)}
_SIDE_BITS = (9, 13, 18, 30)
# Signature, at most 2 + 30 bits for each side, 1 + 3 for what stands between, 5 for the
# orientation: 73 bits.
_CODESTREAM_BYTES = 2 + 10


class _Bits:
    """Bits of a byte string, lowest first, as JPEG XL packs them."""

    def __init__(self, data: bytes) -> None:
        self._value = int.from_bytes(data, "little")
        self._left = 8 * len(data)

    def take(self, count: int) -> int:
        if count > self._left:
            raise Short
        self._left -= count
        value = self._value & ((1 << count) - 1)
        self._value >>= count
        return value

    def side(self, is_small: int) -> int:
        if is_small:
            return 8 * (self.take(5) + 1)
        return self.take(_SIDE_BITS[self.take(2)]) + 1


def jxl_codestream(head: bytes) -> ImageFacts:
    """A bare JPEG XL codestream (ISO/IEC 18181-1), as far as the orientation."""
    if head[:2] != b"\xff\x0a":
        raise Garbled
    bits = _Bits(head[2:_CODESTREAM_BYTES])
    is_small = bits.take(1)
    height = bits.side(is_small)
    ratio = bits.take(3)
    if ratio:
        over, under = _RATIOS[ratio]
        width = height * over // under
    else:
        width = bits.side(is_small)
    is_default = bits.take(1)
    has_extra = 0 if is_default else bits.take(1)
    orientation = bits.take(3) + 1 if has_extra else 1
    if orientation >= 5:
        width, height = height, width
    return ImageFacts(format="jxl", width=width, height=height)


def jxl(head: bytes) -> ImageFacts:
    """JPEG XL in boxes (ISO/IEC 18181-2): whole (`jxlc`) or in numbered parts (`jxlp`)."""
    stream = b""
    for box in boxes(head, 0, None):
        if box.name not in {b"jxlc", b"jxlp"}:
            continue
        skipped = 4 if box.name == b"jxlp" else 0
        stream += head[box.start + skipped : min(box.end, box.start + skipped + _CODESTREAM_BYTES)]
        try:
            need(stream, 2)
            return jxl_codestream(stream)
        except Short:  # it goes on in the next part, if there is one
            if len(stream) >= _CODESTREAM_BYTES or len(head) < box.end or box.name == b"jxlc":
                raise
    raise Short
