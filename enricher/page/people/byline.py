"""The visible byline: which elements of a page name its author, and whom they name."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from selectolax.lexbor import LexborNode

from enricher.lazy import lazy_property
from enricher.page import normalise
from enricher.page.markup import regions, visible
from enricher.page.markup.regions import Part
from enricher.page.parsed import ParsedPage
from enricher.page.people.names import Trust, name_in, people
from enricher.page.tables import pattern

_MARK = re.compile(
    r"(?:^|[\s_-])(?:autor|auteur|author)|byline|author-?name|authors?(?:$|[\s_-])"
    r"|(?-i:[a-z]Author[A-Z])",
    re.IGNORECASE,
)
_AUTHOR = re.compile(r"(?:^|[\s_-])(?:author|autor|auteur|autore)(?:$|\s)", re.IGNORECASE)
_ELSEWHERE = frozenset(
    {Part.COMMENTS, Part.ASIDE, Part.FOOTER, Part.MENU, Part.CAPTION, Part.QUOTE}
)
_HEADINGS = frozenset({"h1", "h2", "h3"})
# A whole byline; more text than this holds other things beside the names.
MAX_SHORT_CHARS = 120
MAX_MARKED_CHARS = 40
# A box about the author: more text holds an article.
MAX_BOX_CHARS = 800


class Bylines:
    """The elements of a page that may be bylines, found once, as far as they are asked for."""

    def __init__(self, page: ParsedPage, title: str) -> None:
        self.page = page
        self.title = title

    @lazy_property
    def _nodes(self) -> list[tuple[LexborNode, bool]]:
        """Elements that may be bylines, and whether they stand below the headline.

        Without a headline all do.
        """
        top = self.page.heading(self.title)
        around = self.page.around(self.title)
        is_below, heading = top is None, top
        found: list[tuple[LexborNode, bool]] = []
        for node in self.page.marked:
            is_below = is_below or (top is not None and node.mem_id == top.mem_id)
            if _is_heading(node):
                heading = node
                continue
            is_teaser = top is not None and is_below and _is_teaser(heading, self.title)
            if not is_teaser and _may_be_byline(node, around):
                found.append((node, is_below))
        return found

    def names(self, sites: frozenset[str]) -> tuple[str, ...]:
        """The people whom the first byline below the headline names, or else the first above it."""
        above: tuple[str, ...] = ()
        for node, is_below in self._nodes:
            names = tuple(_names_of(node, sites))
            if names and is_below:
                return names
            # Above stand sections too, and other articles' authors.
            above = above or tuple(name for name in names if " " in name)
        return above

    def marked(self) -> str:
        """What the first element of an author's name below the headline holds; else empty."""
        for node, is_below in self._nodes:
            is_name = is_below and _holds_name(node)
            text = name_in(visible.line(node)) if is_name else ""
            if text and len(text) <= MAX_MARKED_CHARS:
                return text
        return ""


def _is_heading(node: LexborNode) -> bool:
    """True for a heading that is no author's name."""
    is_named = node.tag != "h1" and _says_author(visible.marks(node))
    return node.tag in _HEADINGS and not is_named


def _is_teaser(heading: LexborNode | None, title: str) -> bool:
    """True below a heading that leads to another article: who is named there wrote that one."""
    if heading is None or normalise.key(title) in normalise.key(visible.line(heading)):
        return False
    return heading.css_first("a[href]") is not None


def _may_be_byline(node: LexborNode, around: frozenset[int]) -> bool:
    attributes = node.attributes
    names = visible.marks_in(attributes)
    is_property = "author" in (attributes.get("itemprop") or "")
    # What shows a picture may show the name beside it.
    if _says_else(names.replace("avatar", "") if is_property else names):
        return False
    is_link = "author" in (attributes.get("rel") or "")
    if not (is_property or is_link or _says_author(names) or node.tag == "address"):
        return False
    return not regions.is_in(node, _ELSEWHERE, around, itself=False)


@lru_cache(maxsize=512)  # a page calls the parts of all its teasers the same
def _says_else(marks: str) -> bool:
    return pattern("people/words", "others_by_mark", "{}", re.IGNORECASE).search(marks) is not None


@lru_cache(maxsize=512)  # the same
def _says_author(marks: str) -> bool:
    return _MARK.search(marks) is not None


def _names_of(node: LexborNode, sites: frozenset[str]) -> Sequence[str]:
    """The names in a byline's text; of a box about the author, those in its first line."""
    text = visible.line(node)
    if len(text) > MAX_BOX_CHARS:
        return ()
    parts = _lines(node.text(separator="\n", skip_empty=True) or "")
    if len(text) > MAX_SHORT_CHARS:
        return people(parts[0] if parts else "", sites, Trust.TEXT)
    if len(parts) > 1 and all(people(part, sites, Trust.TEXT) == (part,) for part in parts):
        return parts
    trust = Trust.MARKED if _holds_name(node) else Trust.TEXT
    whole = people(text, sites, trust)
    # Names and roles may stand on lines of their own.
    return whole if " " in "".join(whole) else people(" | ".join(parts), sites, trust)


def _lines(text: str) -> list[str]:
    """The lines that hold something."""
    return list(filter(None, map(str.strip, text.split("\n"))))


def _holds_name(node: LexborNode) -> bool:
    """True for what is called nothing but author: then one word is a name, too."""
    given = node.attributes
    called = " ".join(filter(None, map(given.get, ("rel", "itemprop", "class"))))
    return _AUTHOR.search(called[: visible.MAX_MARKS_CHARS]) is not None
