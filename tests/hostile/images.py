"""Image files whose headers lie, loop, end early or grow; and servers that send other parts than asked."""

from __future__ import annotations

import gzip
import zlib
from collections.abc import Callable
from struct import pack

from enricher.models import Kind
from tests.run.hostile import PNG, Cost, Row
from tests.testweb.answers import Answer, image, page
from tests.testweb.server import Asked

# First bytes are asked in up to four steps: 8, 32 and 128 KiB, then all up to 512 KiB.
STEPS = Cost(requests=4)
FULL = Cost(requests=4, bytes=1_000_000)
NOISE = bytes(range(256)) * 3000


def png(width: int, height: int, length: int = 13) -> bytes:
    head = pack(">II", width, height) + b"\x08\x02\0\0\0"
    return (
        b"\x89PNG\r\n\x1a\n"
        + pack(">I", length)
        + b"IHDR"
        + head
        + b"\0\0\0\0"
        + pack(">I", 9)
        + b"IDAT"
        + b"\0" * 20
    )


def gif(width: int, height: int) -> bytes:
    return b"GIF89a" + pack("<HH", width, height) + b"\0\0\0" + b"\0" * 20


def bmp(width: int, height: int) -> bytes:
    return (
        b"BM" + pack("<IHHI", 90, 0, 0, 54) + pack("<IiiHH", 40, width, height, 1, 24) + b"\0" * 40
    )


def segment(marker: int, data: bytes) -> bytes:
    return b"\xff" + bytes([marker]) + pack(">H", len(data) + 2) + data


def jpeg(*segments: bytes) -> bytes:
    return b"\xff\xd8" + b"".join(segments)


def frame(width: int, height: int) -> bytes:
    start = segment(0xC0, b"\x08" + pack(">HH", height, width) + b"\x01\x01\x11\0")
    return start + segment(0xDA, b"\1\1\0\0\x3f\0") + b"\0" * 90


def box(kind: bytes, data: bytes = b"", size: int | None = None) -> bytes:
    return pack(">I", len(data) + 8 if size is None else size) + kind + data


def avif(*boxes: bytes) -> bytes:
    return box(b"ftyp", b"avif\0\0\0\0avifmif1") + b"".join(boxes)


def tiff(*entries: bytes, following: int = 0) -> bytes:
    return b"II*\0" + pack("<IH", 8, len(entries)) + b"".join(entries) + pack("<I", following)


def svg(inner: str) -> bytes:
    return inner.encode()


def part(content_range: str, body: bytes = PNG, content_type: str = "image/png") -> Answer:
    headers = (("Content-Type", content_type), ("Content-Range", content_range))
    return Answer(status=206, headers=headers, body=body)


def bits(status: int) -> Callable[[Asked], Answer]:
    """Refuses every wish for a part."""
    return lambda asked: Answer(status=status) if asked.header("range") else image(PNG)


def row(
    name: str, says: str, reply: bytes | Answer, most: Cost = STEPS, kind: str = "image/png"
) -> Row:
    answer = image(reply, kind) if isinstance(reply, bytes) else reply
    return Row(name, says, answer, kind=Kind.IMAGE, most=most)


JXL_BOMB = b"\xff\x0a" + b"\xff" * 40

ROWS = (
    row("png of no size", "drifted/not-an-image", png(0, 0)),
    row("png beyond measure", "ok/http-206", png(2**32 - 1, 2**32 - 1)),
    row("png of a wrong length", "drifted/not-an-image", png(1200, 630, length=9999)),
    row(
        "png without header",
        "drifted/not-an-image",
        b"\x89PNG\r\n\x1a\n" + pack(">I", 4) + b"IDAT" + NOISE[:400],
    ),
    row("png signature alone", "drifted/not-an-image", b"\x89PNG\r\n\x1a\n"),
    row("png of one pixel", "drifted/placeholder-image", png(1, 1)),
    row("gif of no size", "drifted/not-an-image", gif(0, 0)),
    row("gif of one pixel", "drifted/placeholder-image", gif(1, 1)),
    row("gif cut", "drifted/not-an-image", b"GIF89a\x10"),
    row("bmp upside down", "ok/http-206", bmp(640, -480)),
    row("bmp beyond measure", "drifted/not-an-image", bmp(-(2**31), -(2**31))),
    row("jpeg without frame", "unreachable/truncated", jpeg(segment(0xE0, b"JFIF\0"), b"\xff\xd9")),
    row("jpeg of segments", "drifted/not-an-image", jpeg(*[segment(0xE1, b"x")] * 60_000), FULL),
    row("jpeg of junk", "drifted/not-an-image", jpeg(NOISE), FULL),
    row("jpeg of no size", "drifted/not-an-image", jpeg(frame(0, 0))),
    row("jpeg with empty segment", "drifted/not-an-image", jpeg(b"\xff\xe0\0\0", frame(1200, 630))),
    row(
        "jpeg behind a profile",
        "ok/http-206",
        jpeg(*[segment(0xE2, b"x" * 60_000)] * 2, frame(1200, 630)),
        FULL,
    ),
    row(
        "jpeg beyond the cap",
        "ok/http-200",
        jpeg(*[segment(0xE2, b"x" * 65_000)] * 12, frame(1200, 630)),
        FULL,
    ),
    row(
        "jpeg with odd exif",
        "ok/http-206",
        jpeg(segment(0xE1, b"Exif\0\0II*\0" + b"\xff" * 40), frame(1200, 630)),
    ),
    row("webp cut", "unreachable/truncated", b"RIFF\xff\xff\xff\xffWEBPVP8 "),
    row("webp of junk", "ok/http-206", b"RIFF\0\0\0\0WEBPVP8X" + b"\xff" * 30),
    row("webp of no chunk", "drifted/not-an-image", b"RIFF\x10\0\0\0WEBPXXXX" + b"\0" * 30),
    row("tiff that loops", "unreachable/truncated", tiff(following=8)),
    row("tiff beyond the end", "unreachable/truncated", b"II*\0\xff\xff\xff\xff" + b"\0" * 80),
    row(
        "tiff of many entries",
        "drifted/not-an-image",
        tiff(*[b"\xff" * 12] * 5000, following=8),
        FULL,
    ),
    row("avif of nothing", "unreachable/truncated", avif()),
    row("avif box of no size", "drifted/not-an-image", avif(box(b"meta", size=0)) + b"\0" * 50),
    row(
        "avif box beyond the end",
        "drifted/not-an-image",
        avif(box(b"meta", size=2**32 - 1)) + b"\0" * 50,
    ),
    row("avif box too small", "drifted/not-an-image", avif(box(b"meta", size=3)) + b"\0" * 50),
    row("avif of boxes", "drifted/not-an-image", avif(*[box(b"free")] * 60_000), FULL),
    row(
        "avif in boxes",
        "drifted/not-an-image",
        avif(
            box(
                b"meta",
                b"\0\0\0\0" + box(b"iprp", box(b"ipco", box(b"ispe", b"\0\0\0\0" + b"\xff" * 8))),
            )
        ),
    ),
    row(
        "heic of nothing",
        "unreachable/truncated",
        box(b"ftyp", b"heic\0\0\0\0heic") + b"\0" * 60,
        kind="image/heic",
    ),
    row("jxl of bits", "ok/http-206", JXL_BOMB, kind="image/jxl"),
    row(
        "ico of nothing", "drifted/not-an-image", b"\0\0\1\0\0\0" + b"\0" * 40, kind="image/x-icon"
    ),
    row(
        "ico of many",
        "drifted/not-an-image",
        b"\0\0\1\0\xff\xff" + b"\xff" * 600,
        kind="image/x-icon",
    ),
    row("psd", "drifted/not-an-image", b"8BPS\0\1" + b"\0" * 40),
    row(
        "svg of entities",
        "ok/http-206",
        svg(
            '<!DOCTYPE svg [<!ENTITY a "1"><!ENTITY b "&a;&a;&a;">]><svg width="&b;" height="&b;">'
        ),
        kind="image/svg+xml",
    ),
    row(
        "svg without size",
        "ok/http-206",
        svg('<svg xmlns="http://www.w3.org/2000/svg"><path/></svg>'),
        kind="image/svg+xml",
    ),
    row(
        "svg of per cent",
        "ok/http-206",
        svg('<svg xmlns="http://www.w3.org/2000/svg" width="100%" height="1e999">'),
        kind="image/svg+xml",
    ),
    row(
        "svg of a comment",
        "unreachable/truncated",
        svg("<!--" + "x" * 200_000),
        FULL,
        kind="image/svg+xml",
    ),
    row(
        "svg of blanks",
        "ok/http-200",
        svg(" " * 600_000 + "<svg width=9 height=9>"),
        FULL,
        kind="image/svg+xml",
    ),
    row(
        "gzipped svg",
        "ok/http-200",
        Answer(
            headers=(("Content-Type", "image/svg+xml"),),
            body=gzip.compress(b"<svg width='9' height='9'/>"),
        ),
    ),
    row(
        "image bomb",
        "drifted/not-an-image",
        Answer(
            headers=(("Content-Type", "image/svg+xml"), ("Content-Encoding", "deflate")),
            body=zlib.compress(b"<!--" + bytes(30_000_000)),
        ),
        FULL,
    ),
    row("zeros", "drifted/not-an-image", bytes(600_000), FULL),
    row("noise", "drifted/not-an-image", NOISE, FULL),
    row(
        "page as jpeg", "drifted/not-an-image", page("<title>Not found</title>"), kind="image/jpeg"
    ),
    row("json as jpeg", "drifted/not-an-image", b'{"error": "not found"}', kind="image/jpeg"),
    row("audio as image", "drifted/not-an-image", b"ID3\x04" + b"\0" * 200),
    row(
        "video as image", "drifted/not-an-image", box(b"ftyp", b"mp42\0\0\0\0mp42isom") + b"\0" * 80
    ),
    row("part from elsewhere", "ok/http-206", part("bytes 500-999/1000")),
    row("part without range", "ok/http-206", Answer(status=206, body=PNG)),
    row("part of junk", "ok/http-206", part("pages one to nine")),
    row("part beyond counting", "ok/http-206", part("bytes 0-99999999999999999999999/1")),
    row(
        "parts in parts",
        "drifted/not-an-image",
        part("bytes 0-9/99", b"--x\r\n\r\n" + PNG, "multipart/byteranges; boundary=x"),
    ),
    Row("range is 500", "error/http-500", bits(500), kind=Kind.IMAGE, most=STEPS),
    Row("range is 404", "ok/http-200", bits(404), kind=Kind.IMAGE, most=STEPS),
    row("image of no bytes", "drifted/not-an-image", image(b"")),
)
