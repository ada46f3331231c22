"""Images of a given size, made in memory: whole and valid, some kilobytes at most, one grey all
over.
"""

from __future__ import annotations

import struct
import zlib


def picture(name: str, width: int, height: int) -> bytes:
    """An image in the format that the name's ending asks for: `.png`, else JPEG."""
    return png(width, height) if name.endswith(".png") else jpeg(width, height)


def png(width: int, height: int) -> bytes:
    """Greyscale, one bit a pixel (PNG specification, section 11.2)."""
    row = b"\x00" + bytes((width + 7) // 8)
    return b"".join(
        (
            b"\x89PNG\r\n\x1a\n",
            _chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0)),
            _chunk(b"IDAT", zlib.compress(row * height, 9)),
            _chunk(b"IEND", b""),
        )
    )


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def jpeg(width: int, height: int) -> bytes:
    """Baseline, one component (ITU-T T.81, annex B).

    Both Huffman tables know one code, the bit 0: "no difference" for the DC coefficient, "end of
    block" for the AC ones. So each 8 x 8 block is two zero bits, and the scan is zeros padded with
    ones.
    """
    bits = 2 * ((width + 7) // 8) * ((height + 7) // 8)
    scan = bytes(bits // 8) + (bytes([0xFF >> bits % 8]) if bits % 8 else b"")
    one_code = bytes([1] + [0] * 15 + [0])  # one code of length 1, for the value 0
    return b"".join(
        (
            b"\xff\xd8",
            _segment(0xE0, b"JFIF\x00\x01\x01\x00\x00\x01\x00\x01\x00\x00"),
            _segment(0xDB, b"\x00" + bytes([1] * 64)),
            _segment(0xC0, struct.pack(">BHHB", 8, height, width, 1) + b"\x01\x11\x00"),
            _segment(0xC4, b"\x00" + one_code),
            _segment(0xC4, b"\x10" + one_code),
            _segment(0xDA, b"\x01\x01\x00\x00\x3f\x00"),
            scan,
            b"\xff\xd9",
        )
    )


def _segment(marker: int, data: bytes) -> bytes:
    return bytes([0xFF, marker]) + struct.pack(">H", len(data) + 2) + data
