"""Bodies in encodings that are not what they say, that never end, or that grow a thousandfold."""

from __future__ import annotations

import gzip
import zlib

import brotli  # type: ignore[import-untyped]
import zstandard

from tests.run.hostile import HTML, Cost, Row
from tests.testweb.answers import Answer

BODY = HTML.encode()
# A page is read up to 1 MiB decoded; what is compressed a thousandfold costs few bytes.
BOMB = Cost(bytes=100_000, requests=4)


def coded(body: bytes, *codings: str, **more: str) -> Answer:
    headers = (("Content-Type", "text/html"), *(("Content-Encoding", one) for one in codings))
    return Answer(headers=(*headers, *more.items()), body=body)


def typed(body: bytes, content_type: str) -> Answer:
    return Answer(headers=(("Content-Type", content_type),), body=body)


ZEROS = bytes(8_000_000)
NESTED = gzip.compress(gzip.compress(gzip.compress(bytes(10_000_000))))
GZIPPED = gzip.compress(BODY)

ROWS = (
    Row("gzip bomb", "ok/http-200", coded(gzip.compress(ZEROS), "gzip"), most=BOMB),
    Row("deflate bomb", "ok/http-200", coded(zlib.compress(ZEROS), "deflate"), most=BOMB),
    Row("br bomb", "ok/http-200", coded(brotli.compress(ZEROS, quality=3), "br"), most=BOMB),
    Row(
        "zstd bomb",
        "ok/http-200",
        coded(zstandard.ZstdCompressor().compress(ZEROS), "zstd"),
        most=BOMB,
    ),
    Row("nested bomb", "unreachable/garbled-body", coded(NESTED, "gzip, gzip, gzip"), most=BOMB),
    Row("hundred codings", "unreachable/garbled-body", coded(GZIPPED, ", ".join(["gzip"] * 100))),
    Row(
        "zstd window of 2 gib",
        "unreachable/garbled-body",
        coded(b"\x28\xb5\x2f\xfd\x00\xa8" + b"\x01\x00\x00" * 9, "zstd"),
    ),
    Row(
        "empty gzip members",
        "soft404/empty-page",
        coded(gzip.compress(b"") * 20_000, "gzip"),
        most=Cost(bytes=420_000),
    ),
    Row("gzip with tail", "ok/http-200", coded(GZIPPED + b"tail of junk", "gzip")),
    Row(
        "gzip in two members",
        "ok/http-200",
        coded(gzip.compress(BODY[:200]) + gzip.compress(BODY[200:]), "gzip"),
    ),
    Row("cut gzip", "unreachable/truncated", coded(GZIPPED[: len(GZIPPED) // 2], "gzip")),
    Row("gzip with wrong sum", "unreachable/garbled-body", coded(GZIPPED[:-8] + b"\0" * 8, "gzip")),
    Row("plain as gzip", "unreachable/garbled-body", coded(BODY, "gzip")),
    Row("plain as br", "unreachable/garbled-body", coded(BODY, "br")),
    Row("plain as zstd", "unreachable/garbled-body", coded(BODY, "zstd")),
    Row("gzip as plain", "ok/http-200", coded(GZIPPED)),
    Row("gzip as deflate", "unreachable/garbled-body", coded(GZIPPED, "deflate")),
    Row("empty gzip", "soft404/empty-page", coded(b"", "gzip")),
    Row("identity", "ok/http-200", coded(BODY, "identity")),
    Row("x-gzip", "ok/http-200", coded(GZIPPED, "x-gzip")),
    Row("upper gzip", "ok/http-200", coded(GZIPPED, "GZIP")),
    Row("two coding headers", "ok/http-200", coded(gzip.compress(GZIPPED), "gzip", "gzip")),
    Row("unknown coding", "ok/http-200", coded(BODY, "rot13")),
    Row("coding of bytes", "ok/http-200", coded(BODY, "\u00ff\u00fe")),
    Row(
        "utf-16 with mark",
        "ok/http-200",
        typed("\ufeff".encode("utf-16-le") + HTML.encode("utf-16-le"), "text/html"),
    ),
    Row(
        "utf-16 declared",
        "ok/http-200",
        typed(HTML.encode("utf-16-be"), "text/html; charset=utf-16be"),
    ),
    Row("utf-8 as utf-16", "ok/http-200", typed(BODY, "text/html; charset=utf-16")),
    Row("utf-7", "ok/http-200", typed(BODY, "text/html; charset=utf-7")),
    Row("charset rot13", "ok/http-200", typed(BODY, "text/html; charset=rot13")),
    Row("charset hex", "ok/http-200", typed(BODY, "text/html; charset=hex")),
    Row("charset idna", "ok/http-200", typed(BODY, "text/html; charset=idna")),
    Row("charset undefined", "ok/http-200", typed(BODY, "text/html; charset=undefined")),
    Row("charset of junk", "ok/http-200", typed(BODY, 'text/html; charset="\u00e9;x=' + "y" * 900)),
    Row(
        "charset said twice",
        "ok/http-200",
        typed(
            BODY.replace(b"<head>", b"<head><meta charset=utf-16><meta charset=koi8-r>"),
            "text/html",
        ),
    ),
    Row(
        "surrogates",
        "ok/http-200",
        typed(BODY.replace(b"<p>", b"<p>\xed\xa0\x80\xed\xb0\x80"), "text/html; charset=utf-8"),
    ),
    Row(
        "all bytes",
        "ok/http-200",
        typed(BODY.replace(b"<p>", b"<p>" + bytes(range(256))), "text/html"),
    ),
    Row("nuls all over", "ok/http-200", typed(BODY.replace(b" ", b"\0 \0"), "text/html")),
)
