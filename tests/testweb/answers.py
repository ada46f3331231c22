"""What the test web says: answers as values, and the ways in which one can go wrong."""

from __future__ import annotations

import gzip
import zlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Literal

import brotli  # type: ignore[import-untyped]
import zstandard

Coding = Literal["", "gzip", "deflate", "raw-deflate", "br", "zstd"]


class Fault(StrEnum):
    """How an answer goes wrong. Whatever stalls is let go when the test ends."""

    NONE = "none"
    CLOSE = "close"  # closed before a byte of the answer
    RESET = "reset"  # the same by RST
    STALL = "stall"  # nothing, for ever
    ENDLESS_INTERIM = "endless-interim"  # 103 after 103
    HEADER_FLOOD = "header-flood"  # headers without end
    LONG_HEADER = "long-header"  # one header without end
    GARBAGE = "garbage"  # no HTTP at all
    TRUNCATED = "truncated"  # half of the body, then closed
    RESET_IN_BODY = "reset-in-body"
    STALL_IN_BODY = "stall-in-body"  # half of the body, then nothing
    SLOW = "slow"  # the body in ten parts, a breath apart; no fault, but feels like one
    DRIP_HEAD = "drip-head"  # a header byte by byte, for ever
    DRIP = "drip"  # the body byte by byte, for ever
    ENDLESS_BODY = "endless-body"  # as fast as it goes, without end
    CORRUPT = "corrupt"  # says gzip, is none
    LEFTOVER = "leftover"  # a whole answer, and in the same packet one that was not asked for
    LEFTOVER_APART = "leftover-apart"  # the same in a breath of its own


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """One answer to one request."""

    status: int = 200
    headers: tuple[tuple[str, str], ...] = ()
    body: bytes = b""
    """As a browser would show it; `coding` is applied on the way out."""
    coding: Coding = ""
    framing: Literal["length", "chunked", "close"] = "length"
    fault: Fault = Fault.NONE
    honours_range: bool = False
    """Answer `Range: bytes=…-…` with 206."""
    raw: bytes | None = None
    """Say this, whatever it is, and nothing else; then close."""
    keeps_open: bool = True
    """Keep the connection for the next request."""
    after_s: float = 0.0
    """Waits this long first."""
    waits_for: str = ""
    """Hold the answer back until `SmallWeb.release` is called with this name."""

    def with_headers(self, *headers: tuple[str, str]) -> Answer:
        return replace(self, headers=self.headers + headers)

    @property
    def encoded(self) -> bytes:
        return _ENCODERS[self.coding](self.body)


def _raw_deflate(body: bytes) -> bytes:
    compressor = zlib.compressobj(wbits=-zlib.MAX_WBITS)
    return compressor.compress(body) + compressor.flush()


_ENCODERS: dict[str, Callable[[bytes], bytes]] = {
    "": lambda body: body,
    "gzip": gzip.compress,
    "deflate": zlib.compress,
    "raw-deflate": _raw_deflate,
    "br": lambda body: brotli.compress(body, quality=4),
    "zstd": lambda body: zstandard.ZstdCompressor().compress(body),
}


def page(
    html: str = "<title>A page</title>",
    *,
    status: int = 200,
    headers: Sequence[tuple[str, str]] = (),
) -> Answer:
    """An HTML page in UTF-8."""
    return Answer(
        status=status,
        headers=(("Content-Type", "text/html; charset=utf-8"), *headers),
        body=html.encode("utf-8"),
    )


def image(body: bytes, content_type: str = "image/png") -> Answer:
    """An image that can be asked for in parts."""
    return Answer(headers=(("Content-Type", content_type),), body=body, honours_range=True)


def redirect(location: str, status: int = 301, *headers: tuple[str, str]) -> Answer:
    return Answer(status=status, headers=(("Location", location), *headers))
