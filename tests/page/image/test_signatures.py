"""Format and sides from header bytes: real files with known sides, and the odd ones written out here."""

from __future__ import annotations

import gzip
import re
import time
from pathlib import Path
from struct import pack

import pytest

from enricher.models import ImageFacts, NeedMore, NotAnImage
from enricher.page import image

SAMPLES = sorted((Path(__file__).parents[2] / "samples" / "images").iterdir())
FORMATS = {".jpg": "jpeg", ".j2k": "jp2"}


def declared(path: Path) -> ImageFacts:
    """What a sample's name says of it."""
    width, height = map(int, re.findall(r"(\d+)x(\d+)", path.name)[0])
    form = "apng" if path.name.startswith("moving") and path.suffix == ".png" else path.suffix[1:]
    return ImageFacts(format=FORMATS.get(path.suffix, form), width=width, height=height)


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.name)
def test_real_files(path: Path) -> None:
    assert image.read(path.read_bytes(), is_whole=True) == declared(path)


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.name)
def test_size_is_known_before_the_end(path: Path) -> None:
    data = path.read_bytes()
    assert image.has_size(data[:-1])
    assert not image.has_size(data[:4])


SVGS = {
    '<svg width="100" height="50">': (100, 50),
    "<svg width='100px' height='50.6px'/>": (100, 51),
    '<svg width="1in" height="2.54cm">': (96, 96),
    '<svg width="25.4mm" height="101.6Q">': (96, 96),
    '<svg width="72pt" height="6pc">': (96, 96),
    '<svg width="2em" height="4ex">': (32, 32),
    '<svg viewBox="0 0 200 100">': (200, 100),
    '<svg viewBox="-10,-10 , 24.4,24">': (24, 24),
    '<svg width="100%" height="100%" viewBox="0 0 200 100">': (200, 100),
    '<svg width="50" viewBox="0 0 200 100">': (50, 25),
    '<svg height="50" viewBox="0 0 200 100">': (100, 50),
    '<svg height="50">': (None, None),
    '<svg width="50">': (None, None),
    '<svg height="5" viewBox="0 0 9 0">': (None, None),
    '<svg width="10zz" height="4">': (None, None),
    '<!DOCTYPE svg><svg width="3" height="4" data-a="[">': (3, 4),
    '<svg width="auto" height="1e1">': (None, None),
    '<svg width="1e2" height="1e1">': (100, 10),
    '<svg width="999999999" height="1">': (None, None),
    f"<!--{'x' * 70_000}--><svg width='5' height='4'>": (5, 4),
    f"<!DOCTYPE svg [{'<!ENTITY a &quot;b&quot;>' * 4_000}]><svg width='5' height='4'>": (5, 4),
    '<svg width="-5" height="10" viewBox="0 0 1 1">': (10, 10),
    "<svg>": (None, None),
    '<?xml version="1.0"?>\n<!-- <svg width="1"> -->\n<svg\n\twidth="3"\n\theight="4"\n>': (3, 4),
    '<!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" "x.dtd"><svg width="3" height="4">': (3, 4),
    '<!DOCTYPE svg [<!ENTITY w "9"><!ENTITY lol "&w;&w;">]><svg width="&w;" height="4" viewBox="0 0 2 1">': (
        8,
        4,
    ),
    '<svg:svg xmlns:svg="http://www.w3.org/2000/svg" width="3" height="4">': (3, 4),
    '<svg data-width="9" stroke-width="8" width="3" height="4">': (3, 4),
    '<svg width="3" height="4" title="a > b">': (3, 4),
}


@pytest.mark.parametrize(("text", "sides"), SVGS.items())
def test_svg(text: str, sides: tuple[int | None, int | None]) -> None:
    expected = ImageFacts(format="svg", width=sides[0], height=sides[1])
    for head in (
        text.encode(),
        b"\xef\xbb\xbf" + text.encode(),
        gzip.compress(text.encode()),
        text.encode("utf-16"),
        ("\ufeff" + text).encode("utf-16-be"),
    ):
        assert image.read(head, is_whole=True) == expected
        assert image.read(head, is_whole=False) == expected


TAGS = """
html head body title meta link script style iframe noscript base center main section header footer nav form h1 h2 h3 div
span font table p a b br hr img input ul ol pre
"""


@pytest.mark.parametrize("tag", TAGS.split())
def test_tags_that_make_a_page(tag: str) -> None:
    assert image.read(f"<{tag.upper()} a=b>".encode(), is_whole=False) is NotAnImage.HTML
    assert image.read(f"<x{tag}>".encode(), is_whole=False) is NotAnImage.UNKNOWN


def test_binary_bytes_where_text_should_be() -> None:
    svg = b"--><svg width='3' height='4'>"
    assert image.read(b"<!--" + b"x" * 1_000 + b"\0" + svg, is_whole=True) is NotAnImage.UNKNOWN
    assert isinstance(image.read(b"<!--" + b"x" * 2_000 + b"\0" + svg, is_whole=True), ImageFacts)


def test_a_long_prolog() -> None:
    svg = b"<svg width='3' height='4'>"
    found = ImageFacts(format="svg", width=3, height=4)
    assert image.read(b"<!--" + b"x" * 900_000 + b"-->" + svg, is_whole=False) == found
    assert (
        image.read(b"<!--" + b"x" * 1_100_000 + b"-->" + svg, is_whole=False) is NotAnImage.UNKNOWN
    )


def jxl(*fields: tuple[int, int]) -> bytes:
    """A bare JPEG XL codestream of (bits, value) fields, and some bytes behind."""
    value = place = 0
    for bits, field in fields:
        value |= field << place
        place += bits
    return b"\xff\x0a" + value.to_bytes(12, "little")


SMALL_4_3 = ((1, 1), (5, 5), (3, 3))  # height 8 * (5 + 1) = 48, ratio 4:3
JXLS = {
    "small, ratio": (jxl(*SMALL_4_3, (1, 1)), (64, 48)),
    "small, turned": (jxl(*SMALL_4_3, (1, 0), (1, 1), (3, 5)), (48, 64)),
    "small, mirrored and turned": (jxl(*SMALL_4_3, (1, 0), (1, 1), (3, 4)), (48, 64)),
    "small, mirrored": (jxl(*SMALL_4_3, (1, 0), (1, 1), (3, 3)), (64, 48)),
    "small, upside down": (jxl(*SMALL_4_3, (1, 0), (1, 1), (3, 2)), (64, 48)),
    "both sides written": (
        jxl((1, 0), (2, 1), (13, 999), (3, 0), (2, 2), (18, 9999), (1, 1)),
        (10000, 1000),
    ),
    "30 bits": (jxl((1, 0), (2, 3), (30, 4999), (3, 7), (1, 1)), (10000, 5000)),
    "small, both": (jxl((1, 1), (5, 0), (3, 0), (5, 1), (1, 1)), (16, 8)),
}


@pytest.mark.parametrize(("head", "sides"), JXLS.values(), ids=JXLS)
def test_jpeg_xl_headers(head: bytes, sides: tuple[int, int]) -> None:
    assert image.read(head, is_whole=False) == ImageFacts(
        format="jxl", width=sides[0], height=sides[1]
    )


def riff(chunk: bytes) -> bytes:
    return b"RIFF" + pack("<L", 4 + len(chunk)) + b"WEBP" + chunk + bytes(16)


ODD = {
    "webp with scaling bits": (
        riff(b"VP8 \x10\0\0\0\x30\x01\0\x9d\x01\x2a" + pack("<HH", 44 | 1 << 14, 33 | 2 << 14)),
        (44, 33),
    ),
    "gif beyond signed numbers": (b"GIF89a" + pack("<HH", 40_000, 50_000), (40_000, 50_000)),
    "png with a long profile": (
        b"\x89PNG\r\n\x1a\n\0\0\0\x0dIHDR"
        + pack(">LL", 7, 8)
        + bytes(9)
        + b"\0\0\0\x05iCCP"
        + bytes(9)
        + b"\0\0\0\0IDAT",
        (7, 8),
    ),
    "icon of 256": (b"\0\0\1\0\2\0" + bytes([16, 16]) + bytes(14) + bytes(16), (256, 256)),
    **{
        f"bmp with a header of {size}": (
            b"BM" + bytes(12) + pack("<LllH", size, 7, -8, 1) + bytes(size),
            (7, 8),
        )
        for size in (16, 40, 52, 56, 64, 108, 124)
    },
    "bmp of old": (b"BM" + bytes(12) + pack("<LHHH", 12, 40_000, 8, 1) + bytes(12), (40_000, 8)),
    "icon with a smaller one behind": (
        b"\0\0\1\0\2\0" + bytes([64, 32]) + bytes(14) + bytes([32, 32]) + bytes(14),
        (64, 32),
    ),
    "tiff of the other end first": (
        b"MM\0*"
        + pack(">LH", 8, 2)
        + pack(">HHLHH", 256, 3, 1, 7, 0)
        + pack(">HHLHH", 257, 3, 1, 8, 0)
        + bytes(40),
        (7, 8),
    ),
    "jpeg 2000 image area with an offset": (
        b"\xff\x4f\xff\x51\x00\x29\0\0" + pack(">LLLL", 110, 60, 10, 20),
        (100, 40),
    ),
}


@pytest.mark.parametrize(("head", "sides"), ODD.values(), ids=ODD)
def test_odd_headers(head: bytes, sides: tuple[int, int]) -> None:
    found = image.read(head, is_whole=True)
    assert isinstance(found, ImageFacts)
    assert (found.width, found.height) == sides


PNG = b"\x89PNG\r\n\x1a\n\0\0\0\x0dIHDR" + pack(">LL", 7, 8) + bytes(9) + b"\0\0\0\0IDAT"

NONE = {
    b"": NotAnImage.EMPTY,
    b" \n\t": NotAnImage.EMPTY,
    b"<!DOCTYPE html><title>Not found</title>": NotAnImage.HTML,
    b"\xef\xbb\xbf  <html lang=en>": NotAnImage.HTML,
    b"<!-- made by x --><!doctype  HTML>": NotAnImage.HTML,
    b"<head><svg width='3' height='4'></svg>": NotAnImage.HTML,
    b"<h1>404</h1>": NotAnImage.HTML,
    b"<?xml version='1.0'?><!DOCTYPE html PUBLIC '-//W3C//DTD XHTML 1.0'><html>": NotAnImage.HTML,
    gzip.compress(b"<html><body>sorry", mtime=0): NotAnImage.HTML,
    b"<?xml version='1.0'?><rss version='2.0'>": NotAnImage.UNKNOWN,
    b"<Error><Code>AccessDenied</Code></Error>": NotAnImage.UNKNOWN,
    b'{"error": 404}': NotAnImage.UNKNOWN,
    b"Not found": NotAnImage.UNKNOWN,
    b"BMW announces a car": NotAnImage.UNKNOWN,
    b"%PDF-1.7\n": NotAnImage.UNKNOWN,
    b"\0\0\0\x18ftypisom\0\0\2\0isomiso2\0\0\0\x08moov": NotAnImage.UNKNOWN,
    b"\x1f\x8b\x08 no gzip": NotAnImage.UNKNOWN,
    b"GIF89a" + bytes(4): NotAnImage.UNKNOWN,
    b"<svg width='1e99' height='1'>": NotAnImage.UNKNOWN,
    b"<svg width='3e9' height='1'>": NotAnImage.UNKNOWN,
    b"<svg height='9e99' viewBox='0 0 9e99 .000000001e-99'>": NotAnImage.UNKNOWN,
    b"\xff\xd8\xff\xe0" + bytes(80) + b"\xff\xd9": NotAnImage.UNKNOWN,
    b"\x89PNG\r\n\x1a\n": NotAnImage.UNKNOWN,
    PNG[:12] + b"IHDX" + PNG[16:]: NotAnImage.UNKNOWN,
    PNG[:-4] + b"ID?T": NotAnImage.UNKNOWN,
    PNG[:-8] + b"\0\0\0\0IEND\0\0\0\0" + PNG[-8:]: NotAnImage.UNKNOWN,
    PNG[:16] + bytes(4) + PNG[20:]: NotAnImage.UNKNOWN,
    PNG[:20] + bytes(4) + PNG[24:]: NotAnImage.UNKNOWN,
    b"BM" + bytes(12) + pack("<LllH", 41, 7, 8, 1) + bytes(41): NotAnImage.UNKNOWN,
    b"BM" + bytes(12) + pack("<LllH", 40, 7, 8, 2) + bytes(40): NotAnImage.UNKNOWN,
    b"BM" + bytes(12) + pack("<LllH", 40, -7, 8, 1) + bytes(40): NotAnImage.UNKNOWN,
    b"\0\0\1\0\0\0" + bytes(40): NotAnImage.UNKNOWN,
    b"\0\0\1\0\1\0" + bytes([16, 16, 0, 9]) + bytes(40): NotAnImage.UNKNOWN,
    b"\xff\x4f\xff\x51\x00\x29\0\0" + pack(">LLLL", 10, 60, 11, 20): NotAnImage.UNKNOWN,
    b"\xff\x4f\xff\x51\x00\x29\0\0" + pack(">LLLL", 110, 60, 10, 61): NotAnImage.UNKNOWN,
    riff(b"VP8 \x10\0\0\0\x30\x01\0\x9d\x01\x2b" + pack("<HH", 44, 33)): NotAnImage.UNKNOWN,
    riff(b"VP8L\x10\0\0\0\x2e" + bytes(9)): NotAnImage.UNKNOWN,
}


@pytest.mark.parametrize(("body", "why"), NONE.items())
def test_no_image(body: bytes, why: NotAnImage) -> None:
    assert image.read(body, is_whole=True) is why


def test_no_chunk_is_so_long() -> None:
    assert image.read(PNG[:-8] + b"\x80\0\0\0tEXt", is_whole=False) is NotAnImage.UNKNOWN
    assert image.read(PNG[:-8] + b"\x7f\0\0\0tEXt", is_whole=False) is NeedMore.NEED_MORE


def test_nothing_yet() -> None:
    assert image.read(b"", is_whole=False) is NeedMore.NEED_MORE
    assert not image.has_size(b"")


MOST_S = 0.5

HOSTILE = {
    "entities": b"<!DOCTYPE svg [" + b'<!ENTITY a "&b;&b;">' * 3_000 + b"]><svg width='&a;'/>",
    "attributes": b"<svg" + b" a='b'" * 50_000,
    "blanks": b"<svg" + b" " * 300_000,
    "comments": b"<!---->" * 40_000,
    "open doctype": b"<!DOCTYPE svg [" + b"[" * 300_000,
    "jpeg of junk": b"\xff\xd8\xff\xe0\x00\x02" + b"\0" * 3_000_000,
    "jpeg of segments": b"\xff\xd8" + b"\xff\xe0\x00\x02" * 500_000,
    "boxes": b"\0\0\0\x10ftypavif\0\0\0\0" + b"\0\0\0\x08free" * 60_000,
    "gzip bomb": gzip.compress(b" " * 20_000_000, mtime=0),
    "icon of 65535 pictures": b"\0\0\1\0\xff\xff" + bytes(500_000),
    "tiff of entries": b"II*\0\x08\0\0\0\xff\xff" + bytes(500_000),
}


@pytest.mark.parametrize("body", HOSTILE.values(), ids=HOSTILE)
def test_hostile_bytes_are_answered_soon(body: bytes) -> None:
    start = time.process_time()
    assert isinstance(image.read(body, is_whole=True), (ImageFacts, NotAnImage))
    image.has_size(body)
    assert time.process_time() - start < MOST_S


def png(width: int, height: int, before: bytes = b"") -> bytes:
    header = pack(">L4sLLBBBBBL", 13, b"IHDR", width, height, 8, 2, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + before + header + pack(">L4s", 0, b"IDAT")


APPLE = pack(">L4s4sL", 4, b"CgBI", b"\x50\x00\x20\x02", 0)


@pytest.mark.parametrize(
    ("head", "expected"),
    [
        (png(640, 480), ("png", 640, 480)),
        (png(640, 480, APPLE), ("png", 640, 480)),
        # longer than any viewer shows
        (png(4_294_967_295, 1), ("png", None, None)),
        (png(1, 4_294_967_295), ("png", None, None)),
        (png(1_000_001, 10), ("png", None, None)),
        (png(1_000_000, 10), ("png", 1_000_000, 10)),
        (
            b"II*\x00"
            + pack("<LHHHLLHHLL", 8, 2, 256, 4, 1, 2_000_000_000, 257, 4, 1, 5)
            + bytes(40),
            ("tiff", None, None),
        ),
        # a cursor is an icon whose second number is 2
        (pack("<HHH", 0, 2, 1) + pack("<BBBBHHLL", 32, 16, 0, 0, 1, 2, 40, 22), ("ico", 32, 16)),
    ],
)
def test_unusual_files(head: bytes, expected: tuple[str, int | None, int | None]) -> None:
    facts = image.read(head, is_whole=True)
    assert isinstance(facts, ImageFacts)
    assert (facts.format, facts.width, facts.height) == expected


@pytest.mark.parametrize("length", range(8, len(png(640, 480, APPLE)) - 8))
def test_half_a_png_of_apples_needs_more(length: int) -> None:
    assert image.read(png(640, 480, APPLE)[:length], is_whole=False) is NeedMore.NEED_MORE


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('{"icon": "<svg width=5>"}', NotAnImage.UNKNOWN),
        (f"<!--{'x' * 70_000}--><html><body><svg width='5'>", NotAnImage.HTML),
    ],
)
def test_drawings_in_something_else(text: str, expected: NotAnImage) -> None:
    assert image.read(text.encode(), is_whole=True) is expected
