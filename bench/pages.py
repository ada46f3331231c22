"""Makes the answers of the bench's web, quickly enough that no tool waits for the server.

A page has 60 KB (about 23 KB in gzip), its head ends after 10 KB. Only what differs between pages
is made for each answer; the rest is compressed once. What differs goes into the gzip stream as a
stored block (RFC 1951, 3.2.4), and the checksum of the whole is combined from those of the parts,
so that a page takes 20 µs.
"""

from __future__ import annotations

import html
import json
import random
import struct
import zlib
from base64 import b64encode

from articles import Article, image_size

_GZIP_HEADER = b"\x1f\x8b\x08\x00\x00\x00\x00\x00\x00\x03"
_HEAD_BYTES = 10_000
_PAGE_BYTES = 60_000
_WORDS = 2500  # of the vocabulary: with fewer, a page compresses better than real ones


def _words(draw: random.Random) -> list[str]:
    syllables = (
        "ba",
        "ter",
        "lo",
        "min",
        "ka",
        "re",
        "sto",
        "vin",
        "dal",
        "pe",
        "rou",
        "gen",
        "ti",
        "sal",
        "mor",
    )
    return ["".join(draw.choices(syllables, k=draw.randint(1, 4))) for _ in range(_WORDS)]


def _body(size: int) -> bytes:
    """The rest of a page after its first paragraph, `size` bytes: text, teasers, footer, script."""
    draw = random.Random(1)
    words = _words(draw)

    def say(least: int, most: int) -> str:
        return " ".join(draw.choices(words, k=draw.randint(least, most))).capitalize()

    def paragraph() -> str:
        target = f"/topic/{draw.choice(words)}-{draw.randrange(9999)}"
        link = f'<a class="in-text" href="{target}">{say(1, 3)}</a>'
        return f"<p>{say(15, 35)}, {link} {say(8, 20)}. <em>{say(1, 4)}</em> {say(8, 20)}.</p>\n"

    def teaser() -> str:
        number = draw.randrange(99_999)
        return (
            f'<li id="c{number}" class="card card--{number % 7}" data-id="{number}">'
            f'<a class="card__link" href="/story-{number}">'
            f'<img class="card__img" src="/img/{number:x}.jpg" alt="" width="320" height="180">'
            f'<span class="card__kicker">{say(1, 2)}</span>'
            f'<h3 class="card__title">{say(5, 9)}</h3></a></li>\n'
        )

    text = "".join(paragraph() for _ in range(23))
    cards = "".join(teaser() for _ in range(45))

    def entry() -> str:
        target = f'<a href="/s/{draw.randrange(99_999)}">{say(1, 2)}</a>'
        return f'<li id="menu-item-{draw.randrange(9999)}" class="menu-item">{target}</li>'

    entries = "".join(entry() for _ in range(100))
    data = {f"key{number}": b64encode(draw.randbytes(24)).decode() for number in range(size)}
    below = f"<aside><ul class='cards'>{cards}</ul></aside><footer><ul>{entries}</ul></footer>"
    start = f"{text}</article>{below}<script>"
    end = "</script></body></html>"
    return (start + json.dumps(data)[: size - len(start) - len(end)] + end).encode()


def _style(size: int) -> bytes:
    draw = random.Random(2)

    def rule(number: int) -> str:
        look = f"margin:{draw.randrange(99)}px;color:#{draw.randrange(0xFFFFFF):06x}"
        return f".c{number}-{draw.randrange(9999)}{{{look}}}\n"

    return "".join(map(rule, range(size // 30))).encode()[:size]


class _Fixed:
    """A part that all pages share: compressed once, its share of a checksum worked out once."""

    def __init__(self, data: bytes, *, is_last: bool) -> None:
        squeeze = zlib.compressobj(6, zlib.DEFLATED, -15)
        self.data = data
        self.deflated = squeeze.compress(data) + squeeze.flush(
            zlib.Z_FINISH if is_last else zlib.Z_FULL_FLUSH
        )
        self._start = zlib.crc32(data, 0)
        zeros = bytes(len(data))
        base = zlib.crc32(zeros, 0)
        # A CRC is linear: what a bit of the checksum so far turns into does not depend on the data.
        bits = [zlib.crc32(zeros, 1 << bit) ^ base for bit in range(32)]
        self._tables = [
            [_xor(bits[8 * byte :], value) for value in range(256)] for byte in range(4)
        ]

    def crc(self, before: int) -> int:
        one, two, three, four = self._tables
        moved = (
            one[before & 255]
            ^ two[before >> 8 & 255]
            ^ three[before >> 16 & 255]
            ^ four[before >> 24]
        )
        return moved ^ self._start


def _xor(bits: list[int], value: int) -> int:
    total = 0
    for place in range(8):
        if value >> place & 1:
            total ^= bits[place]
    return total


def _stored(data: bytes) -> bytes:
    return b"\x00" + struct.pack("<HH", len(data), len(data) ^ 0xFFFF) + data


_LEAD = 1900  # bytes of a head that differ, about
_HEAD = _Fixed(
    b"<style>\n"
    + _style(_HEAD_BYTES - _LEAD)
    + b"</style></head><body><nav id=top><a href='/'>Home</a></nav><article>\n",
    is_last=False,
)
_BODY = _Fixed(_body(_PAGE_BYTES - _HEAD_BYTES - 500), is_last=True)


def _differing(article: Article, url: str) -> tuple[bytes, bytes]:
    """The start of the head and the start of the body."""
    title, excerpt, site = (
        html.escape(text) for text in (article.title, article.excerpt, article.site_name)
    )
    structured = json.dumps(
        {
            "@context": "https://schema.org",
            "@type": "NewsArticle",
            "headline": article.title,
            "description": article.excerpt,
            "datePublished": article.published,
            "author": {"@type": "Person", "name": article.author},
            "publisher": {"@type": "Organization", "name": article.site_name},
            "image": article.image_url,
            "mainEntityOfPage": url,
        }
    )
    head = (
        f'<!doctype html>\n<html lang="en"><head><meta charset="utf-8">'
        f"<title>{title} | {site}</title>\n"
        f'<link rel="canonical" href="{url}"><meta name="description" content="{excerpt}">\n'
        f'<meta property="og:type" content="article"><meta property="og:title" content="{title}">\n'
        f'<meta property="og:description" content="{excerpt}">\n'
        f'<meta property="og:site_name" content="{site}"><meta property="og:url" content="{url}">\n'
        f'<meta property="og:image" content="{article.image_url}">\n'
        f'<meta property="article:published_time" content="{article.published}">\n'
        f'<meta name="author" content="{article.author}">\n'
        f'<script type="application/ld+json">{structured}</script>\n'
    )
    body = (
        f'<h1>{title}</h1><p class="byline">By <a rel="author" href="/staff">{article.author}</a> '
        f'<time datetime="{article.published}">{article.published[:10]}</time></p>\n'
        f"<p>{excerpt}</p>\n"
    )
    return head.encode(), body.encode()


def page(article: Article, url: str, *, is_gzip: bool) -> bytes:
    """A page's body, in gzip or as it is."""
    head, start = _differing(article, url)
    if not is_gzip:
        return head + _HEAD.data + start + _BODY.data
    crc = _BODY.crc(zlib.crc32(start, _HEAD.crc(zlib.crc32(head))))
    size = len(head) + len(_HEAD.data) + len(start) + len(_BODY.data)
    return b"".join(
        (
            _GZIP_HEADER,
            _stored(head),
            _HEAD.deflated,
            _stored(start),
            _BODY.deflated,
            struct.pack("<II", crc, size),
        )
    )


_JPEG_START = b"\xff\xd8\xff\xe0\x00\x10JFIF\x00\x01\x01\x00\x00\x01\x00\x01\x00\x00"
_JPEG_DATA = random.Random(3).randbytes(110_000)
# Bytes of EXIF, ICC and previews before the size; beyond 16 KB in one of eight, as on real sites.
_BEFORE_SIZE = (0, 200, 600, 3_000, 5_000, 9_000, 14_000, 40_000)


def image(number: int) -> bytes:
    """A JPEG of about 110 KB: a true header, and then data that no decoder reads."""
    width, height = image_size(number)
    before = _BEFORE_SIZE[number * 5 % len(_BEFORE_SIZE)]
    extra = b"\xff\xe2" + struct.pack(">H", before) + bytes(before - 2) if before else b""
    size = (
        b"\xff\xc0\x00\x11\x08"
        + struct.pack(">HH", height, width)
        + b"\x03\x01\x22\x00\x02\x11\x01\x03\x11\x01"
    )
    return (
        _JPEG_START
        + extra
        + size
        + b"\xff\xda"
        + _JPEG_DATA[: 100_000 + number % 10_000]
        + b"\xff\xd9"
    )
