"""Bodies that break off are told from whole ones: by their encoding, by their length, by what they cost."""

from __future__ import annotations

import os
import zlib

import brotli  # type: ignore[import-untyped]
import pytest
import zstandard

from enricher.models import Failure, Observation
from tests.testweb import Answer, SmallWeb
from tests.web.support import URL, open_client, request

PAGE = b"<html><body>" + bytes(range(32, 127)) * 400 + b"</body></html>\n"


def gzipped(body: bytes) -> bytes:
    packer = zlib.compressobj(wbits=31)
    return packer.compress(body) + packer.flush()


async def fetch(web: SmallWeb, body: bytes, *headers: bytes) -> Observation:
    """The answer `body` gets, sent until the connection ends unless a header says otherwise."""
    head = b"\r\n".join([b"HTTP/1.1 200 OK", b"Content-Type: text/html", *headers, b"", b""])
    web.add(URL, Answer(raw=head + body))
    async with open_client(web) as client:
        return await client.fetch(request())


@pytest.mark.parametrize(
    ("coding", "packed"),
    [
        ("gzip", gzipped(PAGE)),
        ("deflate", zlib.compress(PAGE)),
        ("br", brotli.compress(PAGE)),
        ("zstd", zstandard.ZstdCompressor().compress(PAGE)),
        ("zstd", zstandard.ZstdCompressor().compress(os.urandom(100_000))),
    ],
    # Not the bytes: workers of pytest-xdist must agree on the names.
    ids=["gzip", "deflate", "br", "zstd", "zstd-of-noise"],
)
@pytest.mark.parametrize(("share", "failure"), [(0.5, Failure.TRUNCATED), (1.0, None), (0.0, None)])
async def test_half_an_encoded_body(
    testweb: SmallWeb, coding: str, packed: bytes, share: float, failure: Failure | None
) -> None:
    cut = packed[: int(len(packed) * share)]
    seen = await fetch(testweb, cut, b"Content-Encoding: " + coding.encode())
    assert (seen.failure, seen.is_whole) == (failure, failure is None)


async def test_the_head_of_a_gzip_stream_alone(testweb: SmallWeb) -> None:
    seen = await fetch(testweb, gzipped(PAGE)[:10], b"Content-Encoding: gzip")
    assert (seen.failure, seen.is_whole) == (Failure.TRUNCATED, False)


async def test_a_checksum_that_is_missing_behind_a_whole_page(testweb: SmallWeb) -> None:
    packer = zlib.compressobj(wbits=31)
    cut = packer.compress(PAGE) + packer.flush(zlib.Z_SYNC_FLUSH)
    seen = await fetch(testweb, cut, b"Content-Encoding: gzip")
    assert (seen.failure, seen.is_whole, seen.body) == (None, True, PAGE)


@pytest.mark.parametrize(
    ("body", "failure"), [(PAGE, None), (PAGE[:-20], Failure.TRUNCATED), (b"", Failure.TRUNCATED)]
)
async def test_a_length_that_is_too_large(
    testweb: SmallWeb, body: bytes, failure: Failure | None
) -> None:
    """Browsers show the page; whether it is all there, its last tag says."""
    seen = await fetch(testweb, body, b"Content-Length: 90000")
    assert (seen.failure, seen.is_whole, seen.body) == (failure, failure is None, body)


async def test_a_body_that_costs_much_and_holds_little(testweb: SmallWeb) -> None:
    """Empty gzip members, without end."""
    seen = await fetch(testweb, gzipped(b"") * 120_000, b"Content-Encoding: gzip")
    assert seen.failure is Failure.GARBLED
    assert seen.bytes_read < 2_500_000  # of 1,000,000 asked for
