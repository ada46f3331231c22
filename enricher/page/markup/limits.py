"""Limits what the HTML parser is given: its work on some markup grows with the square of the size.

Law of this file: linear work, and a promise that does not depend on reading the markup as the
parser would. What it cannot prove harmless it takes out or cuts off. Without it 1 MiB of nested
`<div>` holds the parser for 104 s, of attributes on one tag for 151 s, and 70 KiB of `<b id=…><p>`
take more than 4 GiB (docs/measurements.md, "The guard").
"""

from __future__ import annotations

import re

import msgspec

# A page of news has 0.2 MiB on average; what matters to us stands in its first part.
MAX_BYTES = 1024 * 1024
# Every open element is looked at for most new tags: with this many, 0.3 s at worst. The largest of
# 385 real pages has 13,400.
MAX_TAGS = 16_000
# Unclosed formatting elements are opened again in every new block: half of 2,000 tags in the other
# half, or this many copies in all, are 0.3 s and 100 MB.
MAX_FORMATTING_TAGS = 2_000
MAX_REOPENED = 1_000_000
# Tags that begin the page again give their attributes to the first, each compared with all: 6,000
# are 0.1 s. Real pages have a handful at most, of embedded messages.
MAX_MERGED_TAGS = 6_000
MAX_MERGED = 20
# Every attribute is compared with all others of its tag: 4,000 are 16 ms.
MAX_ATTRIBUTES = 4_000
# As far as we look for them: longer attributes are fewer, so in 1 MiB no more than 32,000, which
# are 1 s.
MAX_STRETCH_BYTES = 64 * 1024
# Scripts and styles longer than this are taken out before parsing: data for the page's own
# programs.
MAX_SCRIPT_BYTES = 256

MAX_JSON_LD_BLOCKS = 50

# Cases are spelled out: expressions that ignore case are slow to find where to begin.
MIN_BLOB_BYTES = 1_000

_RAW = re.compile(rb"<([sS][cC][rR][iI][pP][tT]|[sS][tT][yY][lL][eE])\b([^<>]*+)>")
_RAW_END = {
    b"script": re.compile(rb"</[sS][cC][rR][iI][pP][tT]"),
    b"style": re.compile(rb"</[sS][tT][yY][lL][eE]"),
}
# Formatting elements with attributes. Without attributes no more than three of a name are opened
# again (HTML, "list of active formatting elements").
_FORMATTING = re.compile(
    rb"<(?=[bBcCeEfFiInNsStTuU])([bBiIuUsS]|[bB][iI][gG]|[cC][oO][dD][eE]|[eE][mM]|[fF][oO][nN][tT]|[nN][oO][bB][rR]|[sS][mM][aA][lL][lL]"
    rb"|[sS][tT][rR][iI][kK][eE]|[sS][tT][rR][oO][nN][gG]|[tT][tT])[\s/][^>]*"
)
_MERGED = re.compile(rb"<(?:[hH][tT][mM][lL]|[bB][oO][dD][yY])[\s/][^>]*")

# An attribute as the HTML tokenizer reads it, in one way only. No group here is possessive or
# atomic and looks ahead in itself: Python before 3.11.5 then finds nothing (cpython issue 106052).
_VALUE = rb"""(?:"[^"]*+"|'[^']*+'|(?!["'>])[^\s>]++|(?=>))"""
_ASSIGNED = rb"=\s*+" + _VALUE
_ATTRIBUTE = rb"[\s/]*+[^\s/>][^\s/>=]*+(?:\s*+" + _ASSIGNED + rb"|(?!\s*+" + _ASSIGNED + rb"))"
# What may be left of an attribute where we begin to read inside a tag: nothing, some of its name,
# its value with the equals sign, its value, some of its unquoted value. What is left of a quoted
# value is found faster by its quote.
_REST = (
    rb"",
    rb"[^\s/>=]*+\s*+(?:" + _ASSIGNED + rb"|(?!" + _ASSIGNED + rb"))",
    rb"\s*+" + _VALUE,
    rb"[^\s>]*+",
)
_MANY = re.compile(
    rb"(?:" + rb"|".join(_REST) + rb")(?:" + _ATTRIBUTE + rb"){%d}" % (MAX_ATTRIBUTES // 2)
)
# Most stretches of a page end the tag soon, if they are in one: without a `>` inside quotes, and
# certainly where this ends, since the tokenizer takes no more for quoted than this does. Behind the
# quote that ends a value; anywhere else an equals sign may stand before.
_ENDS = rb"""(?:[^>=]++|=\s*+(?:"[^">]*+"|'[^'>]*+'|(?!["'])))*>"""
_ENDS_BEHIND_QUOTE = re.compile(_ENDS)
_ENDS_ANYWHERE = re.compile(rb"""(?!\s*+["'])""" + _ENDS)
_SPACE = re.compile(rb"\s{64,}+")
_BEFORE_ATTRIBUTE = b" \t\r\n\f/\"'"
_BEFORE_VALUE = b"= \t\r\n\f"
# Between an equals sign and its value; where there is more, anything may be.
_MAX_SPACE_BYTES = 64
# Pictures and data written out inside an attribute.
_BLOB = re.compile(rb"[!#-%%&(-;=?-~]{%d,}+" % MIN_BLOB_BYTES)


class LimitedMarkup(msgspec.Struct, frozen=True):
    """Markup that the parser is done with in a fraction of a second."""

    markup: bytes
    json_ld: tuple[str, ...]
    """Contents of the page's JSON-LD scripts, which are not left in."""


def limit_markup(markup: bytes) -> LimitedMarkup:
    """What is safe to parse of a page in UTF-8: its longest start, without long scripts."""
    markup, blocks = _without_long_scripts(markup[:MAX_BYTES])
    markup = _without_endless_tags(markup)
    tags = markup.count(b"<")
    if tags > MAX_TAGS:
        markup = markup[: _nth(markup, MAX_TAGS)]
        tags = MAX_TAGS
    # With fewer tags, all of them may be of the worst kind.
    if tags > MAX_FORMATTING_TAGS and tags * len(_FORMATTING.findall(markup)) > MAX_REOPENED:
        markup = _FORMATTING.sub(rb"<\1", markup)
    if tags > MAX_MERGED_TAGS and len(_MERGED.findall(markup)) > MAX_MERGED:
        markup = _MERGED.sub(b"<p", markup)
    return LimitedMarkup(markup, tuple(blocks))


def _without_long_scripts(markup: bytes) -> tuple[bytes, list[str]]:
    """The markup without the contents of long scripts and styles, and all JSON-LD of the page."""
    kept: list[bytes] = []
    blocks: list[str] = []
    at = done = 0
    while found := _RAW.search(markup, at):
        at = found.end()
        end = _RAW_END[found[1].lower()].search(markup, at)
        stop = end.start() if end else len(markup)
        if b"ld+json" in found[2].lower() and len(blocks) < MAX_JSON_LD_BLOCKS:
            blocks.append(markup[at:stop].decode("utf-8", "replace"))
        if stop - at > MAX_SCRIPT_BYTES:
            kept.append(markup[done:at])
            done = stop
        at = stop
    kept.append(markup[done:])
    return b"".join(kept), blocks


def _without_endless_tags(markup: bytes) -> bytes:
    """The markup with every stretch taken out that may be part of one tag with too many attributes.

    `<div a=">" b=">" …` cannot be told from text without reading all of it. But a tag with
    too many attributes covers a point where we look, and has at most half of them before the first
    such point: an attribute takes two bytes. So from there the other half must be readable, in one
    of six ways.
    """
    kept: list[bytes] = []
    done = at = 0
    double = single = -1
    while at < len(markup):
        # Where we may stand: outside of quoted values, within double quotes, within single quotes.
        starts: list[tuple[int, re.Pattern[bytes]]] = []
        end = _sure_end(markup, at)
        if end < 0:
            if space := _SPACE.match(
                markup, at
            ):  # holds no attribute: behind it is as good a place
                at = space.end()
                continue
            starts.append((at, _ENDS_ANYWHERE))
            if double < at:
                double = _find(markup, b'"', at)
                starts.append((double + 1, _ENDS_BEHIND_QUOTE))
        if single < at:
            # In the middle of a value in single quotes, nothing begins before its end.
            single = _find(markup, b"'", at)
            starts.append((single + 1, _ENDS_BEHIND_QUOTE))
        is_blob = not 0 <= end - at <= MIN_BLOB_BYTES and _BLOB.match(markup, at)
        stop = is_blob.end() if is_blob else _stretch_end(markup, starts)
        if stop:
            kept.append(markup[done:at])
            done = stop
        at = max(stop, at + MAX_ATTRIBUTES)
    kept.append(markup[done:])
    return b"".join(kept)


def _find(markup: bytes, quote: bytes, at: int) -> int:
    found = markup.find(quote, at)
    return found if found >= 0 else len(markup)


def _sure_end(markup: bytes, at: int, most: int = MAX_ATTRIBUTES) -> int:
    """Where a tag surely ends that we may be in, outside of single quotes; -1 for not sure.

    A cheap look for what nearly all markup has: `">`. The quote ends a value in double quotes, and
    is a character like others anywhere else, except where a value may begin. So is a single quote.
    """
    end = markup.find(b'">', at + 2, at + most)
    if end < 0 or _may_begin_value(markup, end):
        return -1
    single = markup.find(b"'", at, end)
    while single >= 0:
        if _may_begin_value(markup, single):
            return -1
        single = markup.find(b"'", single + 1, end)
    return end


def _may_begin_value(markup: bytes, at: int) -> bool:
    """Does an equals sign stand before, perhaps with white space between?"""
    if markup[at - 1 : at] not in _BEFORE_VALUE:
        return False
    before = markup[max(0, at - _MAX_SPACE_BYTES) : at].rstrip(b" \t\r\n\f")
    return not before or before.endswith(b"=")


def _stretch_end(markup: bytes, starts: list[tuple[int, re.Pattern[bytes]]]) -> int:
    """Where too many attributes end, read from one of these places; 0 where none do."""
    for start, plain_end in starts:
        most = start + MAX_STRETCH_BYTES
        ends = plain_end.match(markup, start, most)
        if _holds_few(markup[start : ends.end() if ends else most]):
            continue
        if many := _MANY.match(markup, start, most):
            return many.end()
    return 0


def _holds_few(rest: bytes) -> bool:
    """Has the rest of a tag, read from outside of quoted values, surely not too many attributes?

    Drawings and data inside an attribute are long, but each attribute but the first begins behind
    white space, a slash or a quote, and these can be counted fast.
    """
    most = MAX_ATTRIBUTES // 2 - 1
    return len(rest) < 2 * most or len(rest) - len(rest.translate(None, _BEFORE_ATTRIBUTE)) < most


def _nth(markup: bytes, count: int) -> int:
    """Where the tag of this number begins."""
    at = -1
    for _ in range(count):
        at = markup.find(b"<", at + 1)
    return at
