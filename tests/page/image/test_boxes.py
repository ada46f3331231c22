"""AVIF, HEIC and JPEG XL written out here, box by box: what tells their size, and what breaks their rules."""

from __future__ import annotations

from struct import pack

import pytest

from enricher.models import ImageFacts, NeedMore, NotAnImage
from enricher.page import image


def box(name: bytes, content: bytes = b"") -> bytes:
    return pack(">L4s", 8 + len(content), name) + content


def ftyp(*brands: bytes) -> bytes:
    return box(b"ftyp", brands[0] + bytes(4) + b"".join(brands[1:]))


ISPE = box(b"ispe", pack(">LLL", 0, 40, 30))
CODEC = box(b"av1C", bytes(30))
IROT = box(b"irot", b"\1")
IPMA = box(b"ipma", pack(">LL", 0, 1) + b"\0\7\1\1")
"""Item 7 has the first property."""
PITM = box(b"pitm", pack(">LH", 0, 7))


def clap(over: int, under: int, over_high: int, under_high: int) -> bytes:
    return box(b"clap", pack(">LLLL", over, under, over_high, under_high))


def meta(*children: bytes) -> bytes:
    return box(b"meta", bytes(4) + b"".join(children))


def iprp(*properties: bytes, ipma: bytes = IPMA) -> bytes:
    return box(b"iprp", box(b"ipco", b"".join(properties)) + ipma)


AVIF = ftyp(b"avif")
SOUND = AVIF + meta(PITM, iprp(ISPE))


def associated(count: int) -> bytes:
    """Item 7 has the first properties, up to this number."""
    return box(b"ipma", pack(">LL", 0, 1) + bytes([0, 7, count, *range(1, count + 1)]))


HEIFS = {
    "plain": (SOUND, (40, 30)),
    "codec before the size": (AVIF + meta(PITM, iprp(CODEC, ISPE, ipma=associated(2))), (40, 30)),
    "turned": (AVIF + meta(PITM, iprp(ISPE, IROT, ipma=associated(2))), (30, 40)),
    "cut, then turned": (AVIF + meta(PITM, iprp(ISPE, clap(21, 1, 40, 2), IROT, ipma=associated(3))), (20, 21)),
    "another item's properties": (
        AVIF + meta(PITM, iprp(ISPE, box(b"ispe", pack(">LLL", 0, 9, 8)), ipma=box(b"ipma", pack(">LL", 0, 2) + b"\0\1\1\2\0\7\1\1"))),
        (40, 30),
    ),
    "long items and indexes": (AVIF + meta(box(b"pitm", pack(">LL", 1 << 24, 7)), iprp(ISPE, ipma=box(b"ipma", pack(">LLLBH", 1 << 24 | 1, 1, 7, 1, 1 << 15 | 1)))), (40, 30)),
    "essential": (AVIF + meta(PITM, iprp(ISPE, ipma=box(b"ipma", pack(">LL", 0, 1) + b"\0\7\1\x81"))), (40, 30)),
    "in two lists": (AVIF + meta(PITM, iprp(ISPE, ipma=box(b"ipma", pack(">LL", 0, 1) + b"\0\1\1\1") + IPMA)), (40, 30)),
    "an index that is none": (AVIF + meta(PITM, iprp(ISPE, ipma=box(b"ipma", pack(">LL", 0, 1) + b"\0\7\3\0\1\x63"))), (40, 30)),
    "properties before the primary item": (AVIF + meta(iprp(ISPE), PITM), (40, 30)),
    "a box of 64 bits": (AVIF + pack(">L4sQ", 1, b"free", 20) + bytes(4) + meta(PITM, iprp(ISPE)), (40, 30)),
    "a box to the end": (AVIF + b"\0\0\0\0" + meta(PITM, iprp(ISPE))[4:], (40, 30)),
    "some boxes": (AVIF + box(b"free") * 500 + meta(PITM, iprp(ISPE)), (40, 30)),
    "a broken box behind": (AVIF + meta(PITM, iprp(ISPE), pack(">L4s", 5000, b"idat")), (40, 30)),
}  # fmt: skip


@pytest.mark.parametrize(("head", "sides"), HEIFS.values(), ids=HEIFS)
def test_sizes(head: bytes, sides: tuple[int, int]) -> None:
    assert image.read(head, is_whole=True) == ImageFacts(
        format="avif", width=sides[0], height=sides[1]
    )
    for length in range(0, len(head), 1 + len(head) // 400):
        assert image.read(head[:length], is_whole=False) in {
            NeedMore.NEED_MORE,
            image.read(head, is_whole=True),
        }


AVIFS: tuple[tuple[bytes, ...], ...] = (
    (b"avif",),
    (b"avis",),
    (b"zzzz", b"avif"),
    (b"mif1", b"avif"),
)
HEICS: tuple[tuple[bytes, ...], ...] = (
    *(
        (brand,)
        for brand in (b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"hevm", b"hevs")
    ),
    *((brand,) for brand in (b"mif1", b"msf1", b"miaf")),
    (b"zzzz", b"miaf"),
)
BRANDS = dict.fromkeys(AVIFS, "avif") | dict.fromkeys(HEICS, "heic")


@pytest.mark.parametrize(("brands", "form"), BRANDS.items())
def test_brands(brands: tuple[bytes, ...], form: str) -> None:
    assert image.read(ftyp(*brands) + meta(PITM, iprp(ISPE)), is_whole=True) == ImageFacts(
        format=form, width=40, height=30
    )


BROKEN = {
    "a film": ftyp(b"isom", b"mp41") + meta(PITM, iprp(ISPE)),
    "no size": AVIF + meta(PITM, iprp(CODEC)),
    "nothing cut by nothing": AVIF + meta(PITM, iprp(ISPE, clap(21, 0, 40, 2), ipma=associated(2))),
    "nothing cut by nothing, upright": AVIF + meta(PITM, iprp(ISPE, clap(21, 1, 40, 0), ipma=associated(2))),
    "no primary item": AVIF + meta(iprp(ISPE)),
    "no properties": AVIF + meta(PITM),
    "no associations": AVIF + meta(PITM, iprp(ISPE, ipma=b"")),
    "a short primary item": AVIF + meta(box(b"pitm", bytes(5)), iprp(ISPE)),
    "an empty primary item": AVIF + meta(box(b"pitm"), iprp(ISPE)),
    "empty associations": AVIF + meta(PITM, iprp(ISPE, ipma=box(b"ipma"))),
    "short associations": AVIF + meta(PITM, iprp(ISPE, ipma=box(b"ipma", bytes(7)))),
    "fewer associations than told": AVIF + meta(PITM, iprp(ISPE, ipma=box(b"ipma", pack(">LL", 0, 9) + b"\0\7\1\1"))),
    "an association cut off": AVIF + meta(PITM, iprp(ISPE, ipma=box(b"ipma", pack(">LL", 0, 1) + b"\0\7\2\1"))),
    "a short size": AVIF + meta(PITM, iprp(box(b"ispe", pack(">LLL", 0, 40, 30 << 8)[:11]))),
    "a box larger than the one around it": AVIF + meta(PITM, pack(">L", len(iprp(ISPE)) - 2) + iprp(ISPE)[4:]),
    "a size before its kind": meta(PITM, iprp(ISPE)),
    "a box within a smaller one": AVIF + meta(PITM, box(b"iprp", pack(">L4s", 99, b"ipco") + ISPE)),
    "a box smaller than its head": AVIF + pack(">L4s", 7, b"free") + meta(PITM, iprp(ISPE)),
    "too many boxes": AVIF + box(b"free") * 2_000 + meta(PITM, iprp(ISPE)),
}  # fmt: skip


@pytest.mark.parametrize("head", BROKEN.values(), ids=BROKEN)
def test_broken(head: bytes) -> None:
    assert image.read(head + bytes(200), is_whole=True) is NotAnImage.UNKNOWN


JXL = b"\x00\x00\x00\x0cJXL \r\n\x87\n"


def stream(ratio: int) -> bytes:
    """A codestream 48 pixels high, of one of the proportions that have a number."""
    return b"\xff\x0a" + (1 | 5 << 1 | ratio << 6 | 1 << 9).to_bytes(12, "little")


PROPORTIONS = {1: 48, 2: 57, 3: 64, 4: 72, 5: 85, 6: 60, 7: 96}


@pytest.mark.parametrize(("ratio", "width"), PROPORTIONS.items())
def test_proportions(ratio: int, width: int) -> None:
    whole, (first, last) = stream(ratio), (stream(ratio)[:3], stream(ratio)[3:])
    for head in (
        whole,
        JXL + box(b"ftyp", b"jxl ") + box(b"jxlc", whole),
        JXL + box(b"jxlp", bytes(4) + first) + box(b"jxlp", b"\0\0\0\1" + last),
        JXL + box(b"jxlc", whole) + box(b"jxlp", bytes(4) + stream(ratio % 7 + 1)),
    ):
        assert image.read(head, is_whole=True) == ImageFacts(format="jxl", width=width, height=48)


def test_a_stream_that_is_none() -> None:
    assert image.read(JXL + box(b"jxlc", bytes(12)), is_whole=True) is NotAnImage.UNKNOWN
    assert (
        image.read(JXL + box(b"jxlc", b"\xff\x0a") + box(b"jxlc", bytes(20)), is_whole=True)
        is NotAnImage.UNKNOWN
    )
    assert (
        image.read(JXL + box(b"jxlp", bytes(4) + stream(1))[:13], is_whole=False)
        is NeedMore.NEED_MORE
    )
