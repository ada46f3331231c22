"""Finds the links in the body of a document: Markdown by markdown-it-py, HTML by selectolax.

They are checked and reported, and never edited by a run. The parsers say which URLs a body links
to; where one stands is found by its text, in the order of the document.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass
from html import unescape

from markdown_it import MarkdownIt
from markdown_it.token import Token
from selectolax.lexbor import LexborHTMLParser

from enricher import urls
from enricher.document.links import IGNORE, MAX_LINKS, target_of
from enricher.models import Description, Failure, Kind, Link
from enricher.url_secrets import without_userinfo

_MARKDOWN = (".md", ".markdown", ".mdx", ".qmd", ".rmd")
_HTML = (".html", ".htm")
_LINE_END = re.compile(r"\r\n|\n|\r")
# Larger bodies are books; lexbor's work on some shapes of markup grows with the square of it.
_MAX_BODY_CHARS = 2_000_000


@dataclass(frozen=True, slots=True)
class _Found:
    """One URL in a body."""

    kind: Kind
    url: str
    start: int


def find(text: str, start: int, name: str, base_url: str) -> tuple[Link, ...]:
    """The links of `text[start:]`, in the order of the document.

    Only http and https URLs, and relative ones where `base_url` makes them whole. A line that holds
    `enricher: ignore` is passed over, and so are bodies in other languages than Markdown and HTML.
    """
    end = name[name.rfind(".") :].lower()
    if len(text) - start > _MAX_BODY_CHARS or not end.startswith((*_MARKDOWN, *_HTML)):
        return ()
    found = _in_html(text, start, len(text)) if end in _HTML else _in_markdown(text, start)
    lines = [0, *(each.end() for each in _LINE_END.finditer(text))]
    made: list[Link] = []
    for each in sorted(set(found), key=lambda one: one.start):
        line = bisect_right(lines, each.start)
        stop = lines[line] if line < len(lines) else len(text)
        if not _is_wanted(each.url, base_url) or IGNORE in text[lines[line - 1] : stop]:
            continue
        made.append(
            Link(
                document=name,
                field=("body", len(made)),
                url=without_userinfo(each.url),
                target=target_of(each.url, base_url),
                kind=each.kind,
                line=line,
                column=each.start - lines[line - 1] + 1,
                description=Description(),
                in_body=True,
            )
        )
        if len(made) == MAX_LINKS:
            break
    return tuple(made)


def _is_wanted(url: str, base_url: str) -> bool:
    if url.startswith("#"):
        return False
    failure = urls.check(url)
    if failure is Failure.RELATIVE:
        return bool(base_url)
    return failure is None or url.lower().startswith(("http:", "https:"))


# ── Markdown ────────────────────────────────────────────────────────────────────────────────────


def _parser() -> MarkdownIt:
    """CommonMark with tables; URLs are left as they are written."""
    parser = MarkdownIt("commonmark").enable("table")
    parser.normalizeLink = lambda url: url  # type: ignore[method-assign]
    parser.validateLink = lambda url: True  # type: ignore[method-assign]  # noqa: ARG005
    return parser


def _in_markdown(text: str, start: int) -> list[_Found]:
    lines = [start, *(each.end() for each in _LINE_END.finditer(text, start)), len(text)]
    references: dict[str, dict[str, dict[str, list[int] | str]]] = {}
    found: list[_Found] = []
    for token in _parser().parse(text[start:], references):
        if token.map is None:
            continue
        begin, stop = (lines[min(line, len(lines) - 1)] for line in token.map)
        if token.type == "html_block":
            found += _in_html(text, begin, stop)
        elif token.type == "inline":
            # Cells of one row of a table have the same lines: each goes on where the last one ends.
            begin = max([begin, *(each.start + len(each.url) for each in found[-1:])])
            found += _in_line(text, begin, stop, token)
    return found + list(_defined(text, lines, references))


def _defined(
    text: str, lines: list[int], references: dict[str, dict[str, dict[str, list[int] | str]]]
) -> Iterator[_Found]:
    """The URLs of reference definitions, `[name]: URL`, each once."""
    for reference in references.get("references", {}).values():
        url, span = str(reference["href"]), reference["map"]
        begin, stop = (lines[min(int(line), len(lines) - 1)] for line in span)
        at = text.find(url, begin, stop)
        if at >= 0:
            yield _Found(Kind.PAGE, url, at)


def _in_line(text: str, begin: int, stop: int, token: Token) -> Iterator[_Found]:
    """Links, images and HTML of one block's running text, from left to right."""
    at = begin
    opened: list[str] = []
    for child in token.children or ():
        if child.type == "html_inline":
            place = text.find(child.content, at, stop)
            if place >= 0:  # a tag alone is parsed as well as a page
                at = place + len(child.content)
                yield from _in_html(text, place, at)
            continue
        kind, url = _ended(child, opened)
        place = -1 if kind is None else _place(text, url, at, stop)
        if kind is not None and place >= 0:  # else it is defined elsewhere, or has escapes
            at = place + len(url)
            yield _Found(kind, url, place)


def _ended(child: Token, opened: list[str]) -> tuple[Kind | None, str]:
    """The link or image that ends here, and its URL; None for neither. `opened`: links around."""
    match child.type:
        case "link_open":
            opened.append(str(child.attrGet("href") or ""))
        case "link_close":
            return Kind.PAGE, opened.pop()
        case "image":
            return Kind.IMAGE, str(child.attrGet("src") or "")
    return None, ""


def _place(text: str, url: str, at: int, stop: int) -> int:
    """Where a URL stands as a destination, `](URL` or `<URL>`; -1 where it does not."""
    if not url:
        return -1
    spelt = re.escape(url)
    found = re.compile(rf"\]\(\s*<?({spelt})|<({spelt})>").search(text, at, stop)
    return -1 if found is None else found.start(found.lastindex or 1)


# ── HTML ────────────────────────────────────────────────────────────────────────────────────────


# An attribute that holds URLs, with its value in quotes or without.
_ATTRIBUTE = re.compile(
    r"""(?<![\w-])(href|srcset|src)\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+))""", re.IGNORECASE
)
# A candidate of `srcset` (HTML standard, "parse a srcset attribute"): a URL, which ends with no
# comma, and after white space what tells its size.
_CANDIDATE = re.compile(r"[\s,]*+(\S++)(?:(?<!,)[^,]*+)?")


def _in_html(text: str, begin: int, stop: int) -> list[_Found]:
    places = _places(text, begin, stop)
    found: list[_Found] = []
    for kind, url in _urls_of(LexborHTMLParser(text[begin:stop])):
        if places.get(url):
            found.append(_Found(kind, url, places[url].popleft()))
    return found


def _places(text: str, begin: int, stop: int) -> dict[str, deque[int]]:
    """Where each URL is written in attributes, in the order of the text; read in one pass."""
    places: dict[str, deque[int]] = {}
    for written in _ATTRIBUTE.finditer(text, begin, stop):
        group = written.lastindex or 0
        value, start = written[group], written.start(group)
        for url, at in _candidates(value) if written[1].lower() == "srcset" else _whole(value):
            for spelt in {url, unescape(url)}:
                places.setdefault(spelt, deque()).append(start + at)
    return places


def _urls_of(parsed: LexborHTMLParser) -> Iterator[tuple[Kind, str]]:
    """The URLs that a reader may follow or see, in the order of their elements."""
    for node in parsed.css("a[href], area[href], img[src], img[srcset], source[srcset]"):
        attributes = node.attributes
        if node.tag in {"a", "area"}:
            yield from _one(Kind.PAGE, attributes.get("href"))
            continue
        if node.tag == "img":
            yield from _one(Kind.IMAGE, attributes.get("src"))
        for url, _ in _candidates(attributes.get("srcset") or ""):
            yield Kind.IMAGE, url


def _one(kind: Kind, value: str | None) -> Iterator[tuple[Kind, str]]:
    for url, _ in _whole(value or ""):
        yield kind, url


def _whole(value: str) -> Iterator[tuple[str, int]]:
    """The one URL of an attribute, with its position there."""
    url = value.strip()
    if url:
        yield url, value.index(url)


def _candidates(value: str) -> Iterator[tuple[str, int]]:
    """The URLs of a `srcset`, with their positions there."""
    for candidate in _CANDIDATE.finditer(value):
        url = candidate[1].rstrip(",")
        if url:
            yield url, candidate.start(1)
