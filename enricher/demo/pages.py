"""What the demo's small web answers: the table of web.toml, turned into HTTP answers."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from email.utils import format_datetime
from functools import cache
from html import escape
from importlib import resources
from typing import Any
from urllib.parse import urlsplit

from enricher.demo.pictures import picture

ARCHIVE = "https://web.archive.org/web/"
"""Where the small web keeps its archive: the default of `[archive] timegate`."""


@dataclass(frozen=True, slots=True)
class Answer:
    """One HTTP answer."""

    status: int
    content_type: str
    body: bytes
    headers: tuple[tuple[str, str], ...] = ()


PageKey = tuple[str, str]
"""Host, and path with query."""


def answer(host: str, target: str) -> Answer:
    """What the small web says.

    Args:
        host: of the Host header, lower case, without a port.
        target: path and query.
    """
    by_address, by_host = _table()
    return by_address.get((host, target)) or by_host.get(host) or _NOT_FOUND


@cache
def _table() -> tuple[dict[PageKey, Answer], dict[str, Answer]]:
    """Answers by address, and by host where a host says the same to everything."""
    text = resources.files("enricher.demo").joinpath("web.toml").read_text(encoding="utf-8")
    tree = tomllib.loads(text)
    by_address = {_key(url): each for url, each in _addresses(tree)}
    by_host = {
        each["name"]: _html(each["status"], each["body"], each.get("headers"))
        for each in tree["host"]
    }
    return by_address, by_host


def _addresses(tree: dict[str, Any]) -> Iterator[tuple[str, Answer]]:
    for each in tree["article"]:
        yield each["url"], _article(each)
        if "picture" in each:
            yield each["picture"]["url"], _picture(each["picture"])
    for each in tree["picture"]:
        yield each["url"], _picture(each)
    for each in tree["moved"]:
        yield each["from"], _html(301, "", {"Location": each["to"]})
    for each in tree["text"]:
        yield each["url"], _html(each["status"], each["body"])
    for each in tree["archived"]:
        yield from _archived(each)


def _archived(each: dict[str, Any]) -> Iterator[tuple[str, Answer]]:
    """The TimeGate of a page that the archive keeps, and the copy, framed and raw (RFC 7089)."""
    copy = f"{ARCHIVE}{each['at']:%Y%m%d%H%M%S}/{each['url']}"
    raw = f"{ARCHIVE}{each['at']:%Y%m%d%H%M%S}id_/{each['url']}"
    original = f'<{each["url"]}>; rel="original"'
    yield (
        ARCHIVE + each["url"],
        _html(302, "", {"Location": copy, "Vary": "accept-datetime", "Link": original}),
    )
    page = _article(each)
    made = (("Memento-Datetime", format_datetime(each["at"], usegmt=True)), ("Link", original))
    for address in (copy, raw):
        yield address, Answer(page.status, page.content_type, page.body, made)


def _key(url: str) -> PageKey:
    parts = urlsplit(url)
    return parts.netloc, parts.path + (f"?{parts.query}" if parts.query else "")


def _html(status: int, text: str, headers: dict[str, str] | None = None) -> Answer:
    body = f'<!doctype html><html lang="en"><meta charset="utf-8">{text}</html>' if text else ""
    return Answer(status, "text/html; charset=utf-8", body.encode(), tuple((headers or {}).items()))


_NOT_FOUND = _html(404, "<title>404 Not Found</title><h1>Not Found</h1>")


def _article(each: dict[str, Any]) -> Answer:
    """A living page, with the metadata that news sites give."""
    marks = {
        "@context": "https://schema.org",
        "@type": "NewsArticle",
        "headline": each["title"],
        "description": each["excerpt"],
        "datePublished": each["published"],
        "publisher": {"@type": "Organization", "name": each["site"]},
    }
    meta = {
        "og:type": "article",
        "og:title": each["title"],
        "og:description": each["excerpt"],
        "og:site_name": each["site"],
        "og:url": each["url"],
        "article:published_time": each["published"],
    }
    if "picture" in each:
        meta["og:image"] = marks["image"] = each["picture"]["url"]
    head = f"<title>{escape(each['title'])} | {escape(each['site'])}</title>"
    head += "".join(
        f'<meta property="{name}" content="{escape(value)}">' for name, value in meta.items()
    )
    head += f'<link rel="canonical" href="{escape(each["url"])}">'
    # "<" would end the script early (HTML standard, section 4.12.1.3).
    head += (
        '<script type="application/ld+json">'
        + json.dumps(marks).replace("<", "\\u003c")
        + "</script>"
    )
    body = f"<article><h1>{escape(each['title'])}</h1><p>{escape(each['excerpt'])}</p></article>"
    return _html(200, f"<head>{head}</head><body>{body}</body>")


def _picture(each: dict[str, Any]) -> Answer:
    kind = "image/png" if each["url"].endswith(".png") else "image/jpeg"
    return Answer(
        200,
        kind,
        picture(each["url"], each["width"], each["height"]),
        (("Accept-Ranges", "bytes"),),
    )
