"""Pages that cost their reader more than they say, or are no pages at all."""

from __future__ import annotations

from tests.run.hostile import ARTICLE, HTML, Cost, Row
from tests.testweb.answers import Answer, page

# A page is read up to 1 MiB; a page without its title in the head is read whole, maybe twice.
LARGE = Cost(bytes=1_000_000)
MANY = 20_000


OTHER_TITLE = "Ferry prices rise in the islands of the north"
OTHER = (
    f"<title>{OTHER_TITLE}</title><h1>{OTHER_TITLE}</h1>"
    + "<p>Crossings cost a third more from June, said the company on Monday.</p>" * 9
)


def within(*, head: str = "", body: str = "") -> Answer:
    """The article with something more in it."""
    return page(HTML.replace("</title>", f"</title>{head}").replace("<p>", f"{body}<p>", 1))


def typed(body: bytes, content_type: str) -> Answer:
    return Answer(headers=(("Content-Type", content_type),), body=body)


def json_ld(text: str) -> str:
    return f'<script type="application/ld+json">{text}</script>'


ENTITIES = (
    '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "ha">'
    + "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 10)).replace("&a0;", "&a;")
    + "]><x>&a9;</x>"
)
FILE_ENTITY = '<!DOCTYPE x [<!ENTITY f SYSTEM "file:///etc/passwd">]><x><title>&f;</title></x>'

ROWS = (
    Row("empty", "soft404/empty-page", page("")),
    Row("blanks", "soft404/empty-page", page(" \n" * 5000)),
    Row("words alone", "ok/http-200", page("hello")),
    Row("no end of a tag", "ok/http-200", page("<" * MANY), most=LARGE),
    Row("no end of a comment", "ok/http-200", page("<!--" + "x" * MANY), most=LARGE),
    Row("no end of a script", "ok/http-200", page("<script>" + "x" * MANY), most=LARGE),
    Row("no end of an attribute", "ok/http-200", page('<a href="' + "x" * MANY), most=LARGE),
    Row("deep", "ok/http-200", within(body="<div>" * MANY), most=LARGE),
    Row("deep formatting", "ok/http-200", within(body="<b><i><u>" * (MANY // 5)), most=LARGE),
    Row("deep tables", "ok/http-200", within(body="<table><tr><td>" * (MANY // 10)), most=LARGE),
    Row("open paragraphs", "ok/http-200", within(body="<p><a>" * (MANY // 3)), most=LARGE),
    Row(
        "many attributes",
        "ok/http-200",
        within(body=f"<p {' '.join(f'a{n}=1' for n in range(MANY))}>"),
        most=LARGE,
    ),
    Row(
        "many metas",
        "ok/http-200",
        within(head='<meta property="og:image" content="/a.png">' * 20_000),
        most=LARGE,
    ),
    Row("many titles", "ok/http-200", within(head="<title>Another</title>" * 20_000), most=LARGE),
    Row("many scripts", "ok/http-200", within(head=json_ld("{}") * 15_000), most=LARGE),
    Row("long title", "ok/http-200", page(f"<title>{'Harbour ' * 40_000}</title>"), most=LARGE),
    Row("deep json", "ok/http-200", within(head=json_ld("[" * MANY)), most=LARGE),
    Row("deep json objects", "ok/http-200", within(head=json_ld('{"a":' * MANY)), most=LARGE),
    Row(
        "json of large numbers", "ok/http-200", within(head=json_ld('{"a": ' + "9" * 20_000 + "}"))
    ),
    Row(
        "json that names itself",
        "ok/http-200",
        within(head=json_ld('{"@id": "#a", "@type": "NewsArticle", "author": {"@id": "#a"}}')),
    ),
    Row("json of half a surrogate", "ok/http-200", within(head=json_ld('{"headline": "\\ud800"}'))),
    Row(
        "date of junk",
        "ok/http-200",
        within(head='<meta property="article:published_time" content="99999-99-99T99:99">'),
    ),
    Row(
        "date beyond time",
        "ok/http-200",
        within(head='<meta property="article:published_time" content="9999-12-31T23:59:59-23:59">'),
    ),
    Row(
        "many entities",
        "ok/http-200",
        within(body="&amp;&#x10ffff;&#0;&notit;" * 20_000),
        most=LARGE,
    ),
    Row(
        "base elsewhere",
        "ok/http-200",
        within(head='<base href="javascript:alert(1)"><base href="http://[">'),
    ),
    Row(
        "canonical of junk",
        "ok/http-200",
        within(head='<link rel=canonical href="http://[::1"><link rel=canonical href="//">'),
    ),
    Row(
        "canonical inside",
        "ok/http-200",
        within(head='<link rel=canonical href="http://169.254.169.254/">'),
    ),
    Row("terminal words", "ok/http-200", within(body="<p>\x1b[31m\x07\x9b</p>")),
    Row("right to left", "ok/http-200", within(body="<p>\u202e\u2066\u200b</p>" * 100)),
    Row(
        "combining marks", "ok/http-200", within(body="<p>e" + "\u0301" * MANY + "</p>"), most=LARGE
    ),
    Row(
        "svg in the page",
        "ok/http-200",
        within(body="<svg><title>Sign in</title><desc>404</desc></svg>" * 1000),
        most=LARGE,
    ),
    Row("template", "ok/http-200", within(body="<template>" * 5_000), most=LARGE),
    Row(
        "noscript",
        "ok/http-200",
        within(head="<noscript><meta http-equiv=refresh content='0;url=/404'></noscript>"),
    ),
    Row("plaintext", "ok/http-200", within(body="<plaintext>")),
    Row("pdf", "ok/http-200", typed(b"%PDF-1.7\n" + b"\0\xff" * 2000, "application/pdf")),
    Row("zip", "ok/http-200", typed(b"PK\x03\x04" + b"\0" * 2000, "application/zip")),
    Row("any bytes", "ok/http-200", typed(bytes(range(256)) * 40, "application/octet-stream")),
    Row(
        "json as page", "ok/http-200", typed(b'{"title": "hello", "body": []}', "application/json")
    ),
    Row(
        "json as error",
        "soft404/error-object",
        typed(b'{"error": "not found", "status": 404}', "application/json"),
    ),
    Row("xml of entities", "ok/http-200", typed(ENTITIES.encode(), "application/xml")),
    Row("xml of a file", "ok/http-200", typed(FILE_ENTITY.encode(), "application/xhtml+xml")),
    Row(
        "feed",
        "ok/http-200",
        typed(
            b"<rss><channel><title>The Bay</title>"
            + b"<item><title>Ferry late again</title></item>" * 20,
            "application/rss+xml",
        ),
    ),
    Row("page as video", "ok/http-200", typed(HTML.encode(), "video/mp4")),
    Row("type of junk", "ok/http-200", typed(HTML.encode(), "text/html" + ";" * 3000)),
    Row("picture as page", "ok/http-200", typed(b"\x89PNG\r\n\x1a\n" + b"\0" * 500, "image/png")),
    Row("title of another", "drifted/title-mismatch", page(OTHER)),
    Row("article", "ok/http-200", ARTICLE),
)
