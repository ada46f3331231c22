"""The visible byline: which elements of a page name its author, and whom they name."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice

from selectolax.lexbor import LexborNode

from enricher.page import visible, wording
from enricher.page.bylinewords import DONE_BY, HAS_PREFIX, JOINS, LABEL
from enricher.page.people import Trust, name_in, people
from enricher.page.sources import Sources

_MARK = re.compile(
    r"(?:^|[\s_-])(?:autor|autoren|autore|autores|auteur|redakteur|authors?)|by-?line|author-?name|authors?(?:$|[\s_-])",
    re.IGNORECASE,
)
# Called nothing but author: then one word is a name, too.
_AUTHOR = re.compile(r"(?:^|[\s_-])(?:author|autor|auteur|autore|redakteur)(?:$|\s)", re.IGNORECASE)
# Somebody else's name: commenters, photographers, other articles' authors; or what is said about the author.
_ELSE = re.compile(
    r"comment|kommentar|reply|respond|avatar|related|teaser|recommend|sidebar|widget|footer|promo|quote|zitat|photo|foto|image"
    r"|caption|credit|popular|trending|newsletter|tweet|embed|signature|descri|about-?the|desc(?:$|[\s_-])|url|icon"
    r"|(?:^|[\s_-])(?:img|social|share|follow|bio|date|time|prev|next|title)(?:$|[\s_-])",
    re.IGNORECASE,
)
_ELSEWHERE = re.compile(
    r"comment|kommentar|related|teaser|recommend|(?<!with-)(?<!has-)(?<!no-)sidebar|widget"
    r"|(?<!post-)(?<!entry-)footer|popular|trending|newsletter|tweet|embed|promo|reply"
    r"|most-?read|read-?more|card-?list",
    re.IGNORECASE,
)
_OF_POST = re.compile(r"(?:post|entry|article)-?(?:footer|meta)", re.IGNORECASE)
_ELSEWHERE_TAGS = frozenset({"aside", "footer", "nav", "figure", "blockquote"})
_NAME_PART = re.compile(
    r"(?<!sur)(?<!given-)(?<!first-)(?<!last-)(?<!family-)name|(?:^|[\s_-])fn(?:$|\s)|author-?link|p-author",
    re.IGNORECASE,
)
_AUTHOR_PATH = re.compile(
    r"/(?:authors?|autor(?:en|es|i)?|auteurs?|by|staff|people|person|profile?s?|contributors?|writers?|journalists?|team"
    r"|redaktion|users?|redakcja)/",
    re.IGNORECASE,
)
MAX_DEPTH = 6
# A whole byline; more text than this holds other things beside the names.
MAX_SHORT_CHARS = 120
MAX_MARKED_CHARS = 40
# Lines of text looked at for a byline that no element marks: below the headline, and just above it.
NEAR_CHARS = 4_000
NEAR_CHARS_AT_ALL = 40_000
LINES_BELOW = 40
LINES_ABOVE = 5
LINES_AT_ALL = 400
# `Autor:` alone in its element.
MAX_LABEL_CHARS = 14


def read(sources: Sources, sites: frozenset[str], title: str) -> tuple[str, ...]:
    """The people whom the first byline below the headline names, or else the first above it."""
    above: tuple[str, ...] = ()
    for node, is_below in _nodes(sources, title):
        names = tuple(_names_of(node, sites))
        if names and is_below:
            return names
        # Above stand sections too, and other articles' authors.
        above = above or tuple(name for name in names if " " in name)
    return above


def marked(sources: Sources, title: str) -> str:
    """What the first element of an author's name below the headline holds, whoever that is; else empty."""
    for node, is_below in _nodes(sources, title):
        text = name_in(visible.line(node)) if is_below and _holds_name(node) else ""
        if text and len(text) <= MAX_MARKED_CHARS:
            return text
    return ""


def _nodes(sources: Sources, title: str) -> Iterator[tuple[LexborNode, bool]]:
    """Elements that may be bylines, and whether they stand below the headline, or where no headline can be found."""
    headline = _headline(sources, title)
    is_below = headline is None
    for node in sources.marked:
        if headline is not None and node.mem_id == headline.mem_id:
            is_below = True
        elif _may_be_byline(node):
            yield node, is_below


def _headline(sources: Sources, title: str) -> LexborNode | None:
    key = wording.key(title)
    return next((node for node in sources.headings if key and key in wording.key(visible.line(node))), None)


def _may_be_byline(node: LexborNode) -> bool:
    attributes = node.attributes
    names = visible.marks(node)
    is_marked = (
        "author" in (attributes.get("rel") or "")
        or "author" in (attributes.get("itemprop") or "")
        or _MARK.search(names)
        or node.tag == "address"
    )
    return bool(is_marked) and not _ELSE.search(names) and not _is_elsewhere(node)


def _is_elsewhere(node: LexborNode) -> bool:
    """Stands in comments, in a teaser of another article, or at the page's edge."""
    parent = node.parent
    for _ in range(MAX_DEPTH):
        if parent is None or parent.tag in {"body", "html", "main"}:
            return False
        marks = visible.marks(parent)
        if _ELSEWHERE.search(marks) or (parent.tag in _ELSEWHERE_TAGS and not _OF_POST.search(marks)):
            return True
        parent = parent.parent
    return False


def _names_of(node: LexborNode, sites: frozenset[str]) -> list[str]:
    """The names in one byline: of the elements in it that hold a name each, else of its text."""
    inner: dict[str, str] = {}
    for child in islice(node.traverse(), 1, visible.MAX_NODES):
        if _holds_name(child):
            inner |= {wording.key(name): name for name in people(visible.line(child), sites, Trust.MARKED)}
    if any(" " in name for name in inner.values()):
        inner = {key: name for key, name in inner.items() if " " in name}
    text = visible.line(node)
    if len(text) > MAX_SHORT_CHARS:
        return list(inner.values())
    trust = Trust.MARKED if not inner and (_holds_name(node)) else Trust.TEXT
    whole = people(text, sites, trust) or people(" | ".join(_lines(node.text(separator="\n") or "")), sites, trust)
    keys = [wording.key(name) for name in whole]
    # More than its elements name; or these hold a first and a last name each.
    if (len(whole) > len(inner) and inner.keys() <= set(keys)) or (len(inner) > 1 and keys == ["".join(inner)]):
        return whole
    return list(inner.values()) or whole


def _lines(text: str) -> list[str]:
    """The lines that hold something."""
    return [line for part in text.split("\n") if (line := part.strip())]


def _holds_name(node: LexborNode) -> bool:
    attributes = node.attributes
    if not attributes:
        return False
    return (
        "author" in (attributes.get("rel") or "")
        or bool({"name", "author"}.intersection((attributes.get("itemprop") or "").split()))
        or bool(_NAME_PART.search(attributes.get("class") or ""))
        or bool(_AUTHOR.search(attributes.get("class") or ""))
        or bool(_AUTHOR_PATH.search(attributes.get("href") or ""))
    )


def in_text(sources: Sources, sites: frozenset[str], title: str) -> tuple[str, ...]:
    """Names in a line near the headline that begins as bylines do: `Von Roland Brockmann und Sebastian Drescher`.

    Where the headline is not found in the text, its beginning is near it. A line that says `Autor:` is believed
    wherever it stands.
    """
    text = _text_about(sources, title)
    at = max(0, text.find(title))
    below = _lines(text[at : at + (NEAR_CHARS if at else NEAR_CHARS_AT_ALL)])
    above = _lines(text[max(0, at - NEAR_CHARS) : at])[-LINES_ABOVE:]
    for lines in (below, above):
        for index in range(min(len(lines), LINES_BELOW if at else LINES_AT_ALL)):
            if names := _said(lines, index, HAS_PREFIX, sites):
                return names
    lines = _lines(text)
    labelled = (
        index for index, line in enumerate(lines) if ":" in line[:MAX_LABEL_CHARS] or "：" in line[:MAX_LABEL_CHARS]
    )
    return next((names for index in labelled if (names := _said(lines, index, LABEL, sites))), ())


def _text_about(sources: Sources, title: str) -> str:
    """The text of the element about the headline that holds the article, or its beginning; else of the whole body."""
    node = _headline(sources, title)
    text = ""
    while node is not None and len(text) < NEAR_CHARS and node.tag != "html":
        text = node.text(separator="\n") or ""
        node = node.parent
    if not text and sources.tree.body is not None:
        text = sources.tree.body.text(separator="\n") or ""
    return text


def _said(lines: list[str], index: int, beginning: re.Pattern[str], sites: frozenset[str]) -> tuple[str, ...]:
    """Names in a line with such a beginning; where the beginning or a comma is all of a line, in the next one too."""
    line = lines[index]
    if not beginning.match(line if len(line) > MAX_LABEL_CHARS else line + " X"):
        return ()
    if len(line) <= MAX_LABEL_CHARS and index + 1 < len(lines):
        index += 1
        line = f"{line} {lines[index]}"
    while index + 2 < len(lines) and JOINS.match(lines[index + 1]) and len(line) <= MAX_SHORT_CHARS:
        line = f"{line} {lines[index + 1]} {lines[index + 2]}"
        index += 2
    trust = Trust.MARKED if DONE_BY.match(line) else Trust.TEXT
    return tuple(people(line, sites, trust)) if len(line) <= MAX_SHORT_CHARS else ()
