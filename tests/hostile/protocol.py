"""Servers that speak HTTP badly: status lines, headers, framing, connections."""

from __future__ import annotations

from dataclasses import replace

from tests.run.hostile import ARTICLE, HTML, PATH, Cost, Row
from tests.run.living import said
from tests.testweb.answers import Answer, Fault, page

BODY = HTML.encode()
OK = b"HTTP/1.1 200 OK\r\n"
LENGTH = b"Content-Length: %d\r\n" % len(BODY)
TYPE = b"Content-Type: text/html\r\n"
# A page is read up to 1 MiB, and once more where its head did not tell its title.
ENDLESS = Cost(bytes=2_400_000)
# 256 KiB of head, and what one more read of the socket brings; in each of three tries.
# The deadline of the slow run is 1 s.
IMPATIENT = Cost(seconds=2.5)
FLOOD = Cost(bytes=3 * (256 + 256) * 1024)


def raw(*parts: bytes) -> Answer:
    return Answer(raw=b"".join(parts))


def body(*head: bytes, content: bytes = BODY) -> Answer:
    return raw(OK, TYPE, *head, b"\r\n", content)


def chunks(*parts: bytes, end: bytes = b"0\r\n\r\n") -> bytes:
    return b"".join(b"%x\r\n%b\r\n" % (len(part), part) for part in parts) + end


CHUNKED = b"Transfer-Encoding: chunked\r\n"

SLOW = (
    Row("drip", "unreachable/read-timeout", Answer(body=b"x", fault=Fault.DRIP), most=IMPATIENT),
    Row(
        "drip of a head", "unreachable/read-timeout", Answer(fault=Fault.DRIP_HEAD), most=IMPATIENT
    ),
    Row("silence", "unreachable/read-timeout", Answer(fault=Fault.STALL), most=IMPATIENT),
    Row(
        "silence in body",
        "unreachable/read-timeout",
        replace(ARTICLE, fault=Fault.STALL_IN_BODY),
        most=IMPATIENT,
    ),
    Row(
        "silent behind 443",
        "unreachable/connect-timeout",
        url=f"https://silent-behind.test{PATH}",
        most=IMPATIENT,
    ),
    Row("alive", "ok/http-200", ARTICLE),
)
"""Played in a run of their own, with a deadline of 1 s, longer where the machine is late."""

ROWS = (
    Row("closed at once", "unreachable/reset", replace(ARTICLE, fault=Fault.CLOSE)),
    Row("reset in body", "unreachable/truncated", replace(ARTICLE, fault=Fault.RESET_IN_BODY)),
    Row(
        "endless body",
        "ok/http-200",
        Answer(body=b"words ", fault=Fault.ENDLESS_BODY),
        most=ENDLESS,
    ),
    Row(
        "endless interim",
        "unreachable/protocol-error",
        replace(ARTICLE, fault=Fault.ENDLESS_INTERIM),
        most=FLOOD,
    ),
    Row(
        "header flood",
        "unreachable/protocol-error",
        replace(ARTICLE, fault=Fault.HEADER_FLOOD),
        most=FLOOD,
    ),
    Row(
        "long header",
        "unreachable/protocol-error",
        replace(ARTICLE, fault=Fault.LONG_HEADER),
        most=FLOOD,
    ),
    # status lines
    Row("no words", "unreachable/reset", raw(b"")),
    Row(
        "blank lines first",
        "ok/http-200",
        raw(b"\r\n\r\n", OK, TYPE, b"\r\n", BODY),
        strict="unreachable/protocol-error",
    ),
    Row("http 0.9", "unreachable/protocol-error", raw(BODY)),
    Row(
        "http 2 in words",
        "ok/http-200",
        raw(b"HTTP/2 200\r\n", TYPE, b"\r\n", BODY),
        strict="unreachable/protocol-error",
    ),
    Row("http 3.7", "ok/http-200", raw(b"HTTP/3.7 200 OK\r\n", TYPE, b"\r\n", BODY)),
    Row(
        "icy",
        "ok/http-200",
        raw(b"ICY 200 OK\r\n", TYPE, b"\r\n", BODY),
        strict="unreachable/protocol-error",
    ),
    Row("status of letters", "unreachable/protocol-error", raw(b"HTTP/1.1 abc OK\r\n\r\n")),
    Row("status of two digits", "unreachable/protocol-error", raw(b"HTTP/1.1 20 OK\r\n\r\n")),
    Row("status 099", "unreachable/protocol-error", raw(b"HTTP/1.1 099 Low\r\n\r\n")),
    Row("status 1000", "unreachable/protocol-error", raw(b"HTTP/1.1 1000 High\r\n\r\n")),
    Row("status minus 1", "unreachable/protocol-error", raw(b"HTTP/1.1 -1 Minus\r\n\r\n")),
    Row("status 600", "ok/article-despite-error", page(HTML, status=600)),
    Row(
        "switches",
        "unreachable/protocol-error",
        raw(b"HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\n\r\n"),
    ),
    Row("reason of bytes", "ok/http-200", raw(b"HTTP/1.1 200 \xff\xfe\r\n", TYPE, b"\r\n", BODY)),
    Row(
        "bare line feeds", "ok/http-200", raw(b"HTTP/1.1 200 OK\nContent-Type: text/html\n\n", BODY)
    ),
    Row("smtp", "unreachable/protocol-error", raw(b"220 mail.test ESMTP ready\r\n")),
    Row("redis", "unreachable/protocol-error", raw(b"-ERR unknown command 'GET'\r\n")),
    Row("half a head", "unreachable/protocol-error", raw(b"HTTP/1.1 200 OK\r\nContent-Ty")),
    Row(
        "many interims",
        "ok/http-200",
        raw(b"HTTP/1.1 103 Early Hints\r\n\r\n" * 9, OK, TYPE, b"\r\n", BODY),
    ),
    # headers
    Row(
        "no colon",
        "ok/http-200",
        said(b"HTTP/1.1 200 OK\r\nNo colon here\r\n"),
        strict="unreachable/protocol-error",
    ),
    Row("folded", "ok/http-200", said(b"HTTP/1.1 200 OK\r\nX-A: b\r\n folded: line\r\n")),
    Row(
        "empty name",
        "ok/http-200",
        said(b"HTTP/1.1 200 OK\r\n: empty\r\n"),
        strict="unreachable/protocol-error",
    ),
    Row(
        "blank in name",
        "ok/http-200",
        said(b"HTTP/1.1 200 OK\r\nX A : b\r\n"),
        strict="unreachable/protocol-error",
    ),
    Row("nul in header", "unreachable/protocol-error", said(b"HTTP/1.1 200 OK\r\nX: a\x00b\r\n")),
    Row("bytes in header", "ok/http-200", said(b"HTTP/1.1 200 OK\r\nX: \xff\xfe\r\n")),
    Row("hundred headers", "ok/http-200", said(OK + b"X-A: b\r\n" * 90)),
    Row(
        "split response",
        "ok/http-200",
        said(b"HTTP/1.1 200 OK\r\nX: a\rSet-Cookie: evil=1\r\n"),
        strict="unreachable/protocol-error",
    ),
    # framing
    Row("two equal lengths", "ok/http-200", body(LENGTH, LENGTH)),
    Row("two lengths", "unreachable/protocol-error", body(LENGTH, b"Content-Length: 3\r\n")),
    Row(
        "length in a list",
        "ok/http-200",
        body(b"Content-Length: %d, %d\r\n" % (len(BODY), len(BODY))),
    ),
    Row(
        "negative length",
        "ok/http-200",
        body(b"Content-Length: -1\r\n"),
        strict="unreachable/protocol-error",
    ),
    Row(
        "length of words",
        "ok/http-200",
        body(b"Content-Length: many\r\n"),
        strict="unreachable/protocol-error",
    ),
    Row("length beyond counting", "ok/http-200", body(b"Content-Length: 99999999999999999999\r\n")),
    Row(
        "length with plus",
        "ok/http-200",
        body(b"Content-Length: +%d\r\n" % len(BODY)),
        strict="unreachable/protocol-error",
    ),
    Row("length too short", "ok/http-200", body(b"Content-Length: 20\r\n")),
    Row("length and chunks", "ok/http-200", body(LENGTH, CHUNKED, content=chunks(BODY))),
    Row("chunks of hex words", "unreachable/truncated", body(CHUNKED, content=b"zz\r\n")),
    Row(
        "chunk beyond counting",
        "unreachable/truncated",
        body(CHUNKED, content=b"fffffffffffffffff\r\n"),
    ),
    Row("negative chunk", "unreachable/truncated", body(CHUNKED, content=b"-5\r\nhello\r\n")),
    Row(
        "chunk extensions",
        "ok/http-200",
        body(CHUNKED, content=b'5;a=b;c="d"\r\n<html\r\n' + chunks(BODY[5:])),
    ),
    Row("chunk without end", "ok/http-200", body(CHUNKED, content=chunks(BODY, end=b""))),
    Row(
        "chunks of one byte",
        "ok/http-200",
        body(CHUNKED, content=chunks(*(b"%c" % b for b in BODY))),
    ),
    Row("trailers", "ok/http-200", body(CHUNKED, content=chunks(BODY, end=b"0\r\nX-T: 1\r\n\r\n"))),
    Row(
        "unknown transfer coding",
        "unreachable/protocol-error",
        body(b"Transfer-Encoding: sdch\r\n"),
    ),
    Row(
        "gzip transfer coding",
        "unreachable/protocol-error",
        body(b"Transfer-Encoding: gzip, chunked\r\n", content=chunks(BODY)),
    ),
    Row(
        "204 with a body", "ok/http-204", raw(b"HTTP/1.1 204 No Content\r\n", LENGTH, b"\r\n", BODY)
    ),
    Row("304 unasked", "error/http-304", Answer(status=304)),
    Row(
        "more than said",
        "ok/http-200",
        body(LENGTH, content=BODY + b"HTTP/1.1 404 Not Found\r\n\r\n"),
    ),
    Row(
        "206 unasked of a page",
        "ok/http-206",
        page(HTML, status=206, headers=(("Content-Range", "bytes 5-9/3"),)),
    ),
    Row(
        "retry after for ever",
        "throttled/http-503",
        page(status=503, headers=(("Retry-After", "9" * 40),)),
    ),
    Row(
        "retry after in words",
        "throttled/http-503",
        page(status=503, headers=(("Retry-After", "soon"),)),
    ),
    Row(
        "retry after in the past",
        "throttled/http-429",
        page(status=429, headers=(("Retry-After", "Thu, 01 Jan 1970 00:00:00 GMT"),)),
    ),
    Row(
        "retry after minus",
        "throttled/http-429",
        page(status=429, headers=(("Retry-After", "-5"),)),
    ),
    Row(
        "cookie without end",
        "ok/http-200",
        page(HTML, headers=(("Set-Cookie", "a=" + "b" * 20_000),)),
    ),
    Row(
        "cookies of all sorts",
        "ok/http-200",
        page(
            HTML,
            headers=tuple(("Set-Cookie", f"c{n}=\x01; Domain=.test; Max-Age=x") for n in range(50)),
        ),
    ),
)
