"""Bodies: decoded whatever their coding and their slices, bounded whatever they hold."""

from __future__ import annotations

import gzip
import tracemalloc
import zlib
from collections.abc import Callable
from contextlib import suppress
from functools import partial

import brotli  # type: ignore[import-untyped]
import pytest
import zstandard
from hypothesis import given
from hypothesis import strategies as st

from enricher.web.body import MAX_CODINGS, Body, GarbledError
from tests.testweb.answers import Answer, Coding

# Without the moment: it would be part of the names of tests, and differ between those who run them side by side.
gzipped = partial(gzip.compress, mtime=0)
CODINGS: tuple[Coding, ...] = ("", "gzip", "deflate", "raw-deflate", "br", "zstd")


def encoded(body: bytes, coding: Coding) -> bytes:
    return Answer(body=body, coding=coding).encoded


def decode(raw: bytes, *codings: str, cap: int = 10**6, slice_bytes: int = 10**9) -> bytes:
    body = Body(codings, cap)
    for start in range(0, len(raw), slice_bytes):
        feed(body, raw[start : start + slice_bytes])
    return body.data


def feed(body: Body, raw: bytes) -> None:
    for _ in body.feed(raw):
        pass


@given(st.binary(max_size=500), st.integers(1, 300), st.sampled_from(CODINGS), st.integers(1, 5000))
def test_what_went_in_comes_out(part: bytes, times: int, coding: Coding, slice_bytes: int) -> None:
    """However it is encoded, however well it shrinks, and in whatever slices it comes."""
    data = part * times
    assert (
        decode(encoded(data, coding), coding.removeprefix("raw-"), slice_bytes=slice_bytes) == data
    )


@given(st.binary(max_size=300), st.sampled_from(CODINGS[1:]))
def test_nothing_else_than_garbled_is_raised(data: bytes, coding: Coding) -> None:
    with suppress(GarbledError):
        decode(data, coding.removeprefix("raw-"), slice_bytes=7)


@pytest.mark.parametrize(
    ("names", "raw"),
    [
        (("x-gzip",), gzipped(b"words")),
        (("GZIP",), gzipped(b"words")),
        (("gzip, gzip",), gzipped(gzipped(b"words"))),
        (("deflate", "gzip"), gzipped(zlib.compress(b"words"))),
        (("gzip, br",), brotli.compress(gzipped(b"words"))),
        (("zstd, zstd",), zstandard.compress(zstandard.compress(b"words"))),
        (("none",), b"words"),
        (("utf-8, identity",), b"words"),
        (("",), b"words"),
        (("gzip",), gzipped(b"wo") + gzipped(b"rds")),
        (("gzip",), gzipped(b"words") + b"\r\n"),
        (("deflate",), zlib.compress(b"words") + b"\r\n"),
        (("gzip",), gzipped(b"words")[:-8]),  # the checksum is missing, the words are there
    ],
)
def test_names_and_slips(names: tuple[str, ...], raw: bytes) -> None:
    assert decode(raw, *names) == b"words"


@pytest.mark.parametrize("coding", ["gzip", "deflate", "br", "zstd"])
def test_garbled(coding: str) -> None:
    with pytest.raises(GarbledError):
        decode(
            b"\x1f\x8b\x08\x00this is none of them, whatever it says, and long enough to be sure"
            * 3,
            coding,
        )


def test_encoded_too_often() -> None:
    with pytest.raises(GarbledError, match="3 times"):
        decode(b"", ", ".join(["gzip"] * (MAX_CODINGS + 1)))


@pytest.mark.parametrize("coding", CODINGS)
def test_cut_at_the_cap(coding: Coding) -> None:
    body = Body([coding.removeprefix("raw-")], 1000)
    feed(body, encoded(bytes(5000), coding))
    assert body.is_full
    assert body.data == bytes(1000)
    feed(body, b"more")
    assert len(body.data) == 1000


@pytest.mark.parametrize(
    ("name", "packs"),
    [
        ("gzip", gzipped),
        ("deflate", zlib.compress),
        ("br", partial(brotli.compress, quality=5)),
        ("zstd", zstandard.compress),
        ("gzip, gzip", lambda body: gzipped(gzipped(body))),
        ("zstd, zstd", lambda body: zstandard.compress(zstandard.compress(body))),
    ],
)
def test_a_bomb_costs_no_more_than_its_cap(name: str, packs: Callable[[bytes], bytes]) -> None:
    body, bomb = Body([name], 100_000), packs(bytes(20_000_000))
    tracemalloc.start()
    feed(body, bomb)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert len(body.data) == 100_000
    assert peak < 3_000_000
