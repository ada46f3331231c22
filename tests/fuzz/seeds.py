"""Where fuzzing begins: for each target some inputs of the usual kind, and words that mean something."""

from __future__ import annotations

from pathlib import Path

from tests.hostile import encodings, protocol
from tests.hostile.images import png, svg
from tests.run.hostile import HTML
from tests.testweb.answers import Answer

ROOT = Path(__file__).parents[2]

_YAML = b"""title: "A story"  # note
excerpt: >-
  Two lines
  of text
images: [{url: "https://a.test/1.png", width: 1200}]
related:
  - &one
    title: 'It''s'
    webUrl: https://a.test/?b=c#d
  - *one
secured: ~"""
_TOML = b"""title = "A story" # note
date = 2022-07-28T21:27:00Z
[[related]]
title = 'one'
webUrl = "https://a.test/"
[params]
url = "https://b.test/"
"""
_ROBOTS = (
    b"User-agent: *\nDisallow: /a*b$\nAllow: /\nCrawl-delay: 2\nUser-agent: enricher\nDisallow:\n"
)
_LD = b'{"@graph": [{"@type": ["NewsArticle"], "headline": "A", "author": {"@id": "#a"}}, {"@id": "#a"}]}'
_DOCUMENT = b"---\n" + _YAML + b"\n---\n# Head\n[link](https://a.test/ 'x') <https://b.test>\n"


def _responses() -> tuple[bytes, ...]:
    raw = [
        row.reply.raw
        for row in (*protocol.ROWS,)
        if isinstance(row.reply, Answer) and row.reply.raw is not None
    ]
    coded = [
        b"HTTP/1.1 200 OK\r\nContent-Encoding: %b\r\n\r\n%b"
        % (dict(row.reply.headers).get("Content-Encoding", "").encode(), row.reply.body[:600])
        for row in encodings.ROWS
        if isinstance(row.reply, Answer)
    ]
    return tuple(b"\x07" + one[:2000] for one in (*raw, *coded))


def _tables() -> tuple[bytes, ...]:
    """Each table of the shipped settings alone: whole, it is longer than a fuzzer's input."""
    tables = (ROOT / "config.toml").read_bytes().split(b"\n[")[1:]
    return tuple(b"[" + table for table in tables)


def _images() -> tuple[bytes, ...]:
    folder = ROOT / "tests" / "samples" / "images"
    kept = [path.read_bytes()[:600] for path in sorted(folder.iterdir())]
    return (*kept, png(3, 4), svg('<svg viewBox="0 0 9 7" width="18px">'))


SEEDS: dict[str, tuple[bytes, ...]] = {
    "http-response": _responses(),
    "retry-after": (
        b"\x06120\nlimit=100, remaining=0, reset=50\n1700000000\n0",
        b'\x06Thu, 01 Dec 2026 16:00:00 GMT\n"default";r=0;t=50',
        b"\x061m30s",
    ),
    "location": (b"/a/../b?c=%C3%A9#d", b"//user@h.test:8080/", b"https://xn--bcher-kva.test/ \t"),
    "cookies": (
        b"a=b; Path=/; Max-Age=3\nc=d; Domain=site.test; Expires=Thu, 01 Dec 2026 16:00:00 GMT",
    ),
    "refresh": (b"0; url=/next", b"5;URL='https://a.test/'"),
    "robots": (_ROBOTS,),
    "charset": (
        b"text/html; charset=koi8-r\n\xd0\xd2\xc9\xd7\xc5\xd4",
        b"text/html\n<meta charset=utf-16>\xff\xfe\x00",
        b"\n\x1b$B$3$s\x1b(B",
    ),
    "image-headers": _images(),
    "dates": (
        b"2022-07-28T21:27:00Z",
        b"Thursday, 28 July 2022 at 9:27 p.m. ET",
        b"28.07.22",
        b"1659043620000",
    ),
    "field-path": (b"related[2].webUrl", b'a."b.c"[0]', b"related[].webUrl"),
    "json-ld": (_LD, b"<!-- [{\"a\": 'b',}] -->"),
    "config": _tables(),
    "document-links": (
        _DOCUMENT,
        b"+++\n" + _TOML + b"+++\n",
        b'{"url": "https://a.test/"}\n\ntext',
    ),
    "frontmatter-yaml": (_YAML, b"title: a\n\ttab: b", b"{title: a, excerpt: [b]}"),
    "frontmatter-toml": (_TOML, b"title = '''a\nb'''\nurl = []"),
    "page-blocks": (HTML.encode(), b"<table><tr><td>a<p>b<br>c</table><svg><title>x"),
    "page-facts": (
        HTML.encode(),
        b'<title>A | B</title><script type="application/ld+json">' + _LD + b"</script>",
        b'<meta property="article:published_time" content="2022-07-28"><span class=byline>By Jo Ray</span>',
    ),
}

WORDS: dict[str, tuple[bytes, ...]] = {
    "http-response": (
        b"HTTP/1.1 200 OK\r\n",
        b"\r\n\r\n",
        b"Transfer-Encoding: chunked\r\n",
        b"Content-Length: 5\r\n",
        b"Content-Encoding: gzip\r\n",
        b"5\r\nhello\r\n",
        b"0\r\n\r\n",
    ),
    "frontmatter-yaml": (
        b"title: ",
        b"- ",
        b": ",
        b"|-\n  ",
        b"&a ",
        b"*a",
        b"<<: ",
        b"? ",
        b"\n",
        b"\r",
        b"'",
        b'"',
        b"!!str ",
        b"# ",
    ),
    "frontmatter-toml": (
        b"title = ",
        b"[a]\n",
        b"[[a]]\n",
        b'"""',
        b"'''",
        b"{",
        b"}",
        b"\n",
        b"1e5",
        b"inf",
    ),
    "document-links": (
        b"---\n",
        b"+++\n",
        b"](",
        b"https://a.test/",
        b"<a href=",
        b"```\n",
        b"\n\n",
    ),
    "page-blocks": (
        b"<p>",
        b"<table>",
        b"<!--",
        b"-->",
        b"<script>",
        b"</",
        b"<template>",
        b"<svg>",
        b"&amp;",
    ),
    "page-facts": (
        b"<meta property=og:title content=",
        b"<title>",
        b"<h1>",
        b"<time datetime=",
        b"By ",
        b"2022-07-28",
        b"</head>",
    ),
    "json-ld": (b'"@type": ', b'"@graph": [', b"{", b"}", b"]", b",", b'"@id": ', b"\\ud800"),
    "location": (b"http://", b"//", b"\\", b"@", b"[::1]", b"%2e", b"xn--", b":0", b"#", b"?"),
    "charset": (b"charset=", b"utf-16", b"\xff\xfe", b"\x1b$B", b"<meta charset="),
    "robots": (
        b"User-agent: ",
        b"Disallow: ",
        b"Crawl-delay: ",
        b"Request-rate: ",
        b"*",
        b"$",
        b"%",
    ),
    "retry-after": (b"\n", b"remaining=0", b"reset=", b";t=", b"GMT", b"99999"),
    "cookies": (b"; Domain=", b"; Path=", b"; Max-Age=", b"; Expires=", b"=", b"\n"),
    "dates": (b"July", b"2022", b"-", b"T", b"+05:30", b"p.m.", b"\xe5\xb9\xb4", b"GMT"),
    "config": (
        b"[fetch]\n",
        b"[fields]\n",
        b"exclude = [",
        b'"(a+)+"',
        b"pages = ",
        b"= 1e999\n",
        b"[[",
        b"{",
    ),
}
