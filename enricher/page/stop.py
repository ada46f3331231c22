"""When enough of a page was read. Cheap: called for each chunk.

A page's head often says all there is to know; what follows is ten times as long. But a head without
JSON-LD about the article leaves the headline and the byline to the body, so there reading goes on.
"""

from __future__ import annotations

import re
from html import unescape

from enricher.page import normalise

# As templates spell them; a page that spells them otherwise is read to its end, which is no harm.
_HEAD_END = re.compile(rb"<(?:/(?:head|HEAD)[> ]|body)")
_NEEDED: tuple[tuple[bytes, ...], ...] = (
    (b'"Person"',),
    (b'"headline"',),
    (b'"datePublished"', b"article:published_time"),
    (b"og:description", b'name="description"', b'"description"'),
    (b"og:image", b'"image"'),
)

_HEADLINE = re.compile(rb'"headline"\s*:\s*"((?:[^"\\]|\\.){1,500})"')
_CONTENT = re.compile(rb"""\scontent\s*=\s*(?:"([^"]+)"|'([^']+)')""", re.IGNORECASE)
_ESCAPE = re.compile(r"\\u([0-9a-fA-F]{4})|\\.")
# A tag with a title, and how far the marks of a headline stand apart, in bytes.
_MAX_TAG_BYTES = 2_000


def head_end(body: bytes) -> int | None:
    """Where the head ends; None where its end was not read."""
    found = _HEAD_END.search(body)
    return found.start() if found else None


def has_facts(body: bytes) -> bool:
    """True when the head is over, and it alone gives title, author, excerpt, date and image.

    `body`: what was read so far, from its start.
    """
    return proven_head(body) is not None


def proven_head(body: bytes) -> bytes | None:
    """The head that alone gives these facts; None where more must be read."""
    end = head_end(body)
    if end is None:
        return None
    for marks in _NEEDED:
        if all(body.find(mark, 0, end) < 0 for mark in marks):
            return None
    head = body[:end]
    return head if _agrees(head) else None


def _agrees(head: bytes) -> bool:
    """True where JSON-LD and Open Graph word the title alike; else the visible headline decides."""
    at = head.find(b"og:title")
    start = max(head.rfind(b"<", 0, at), at - _MAX_TAG_BYTES, 0)
    said = _CONTENT.search(head[start : head.find(b">", at, at + _MAX_TAG_BYTES)])
    linked = _HEADLINE.search(head)
    if at < 0 or said is None or linked is None:
        return False
    keys = _key(said[1] or said[2]), _key(linked[1])
    return min(keys, key=len) in max(keys, key=len)


def _key(text: bytes) -> str:
    """The letters of a text in markup or JSON."""
    plain = _ESCAPE.sub(_escaped, text.decode("utf-8", "replace"))
    return normalise.key(unescape(unescape(plain)))


def _escaped(found: re.Match[str]) -> str:
    return chr(int(found[1], 16)) if found[1] else " "
