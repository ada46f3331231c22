"""The visible byline: which elements of a page name its author, and whom they name."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cached_property, lru_cache
from itertools import islice, tee

from selectolax.lexbor import LexborNode

from enricher.page import normalise
from enricher.page.markup import visible
from enricher.page.parsed import ParsedPage
from enricher.page.people.names import Trust, name_in, people
from enricher.page.people.vocabulary import DONE_BY, NOBODY, PICTURED
from enricher.page.text import small

_MARK = re.compile(
    r"(?:^|[\s_-])(?:autor|auteur|author|username)|byline|author-?name|authors?(?:$|[\s_-])|(?-i:[a-z]Author[A-Z])",
    re.IGNORECASE,
)
# Called nothing but author: then one word is a name, too.
_AUTHOR = re.compile(r"(?:^|[\s_-])(?:author|autor|auteur|autore)(?:$|\s)", re.IGNORECASE)
# What forums call whoever posted: any nickname is a name there.
_USER = re.compile(r"(?:^|[\s_-])username(?:$|\s)", re.IGNORECASE)
# Somebody else's name: commenters, photographers, other articles' authors; or what is said about the author.
_ELSE = re.compile(
    r"comment|kommentar|reply|respond|avatar|related|teaser|recommend|sidebar|widget|footer|promo|quote|zitat|photo|foto|image"
    r"|caption|credit|popular|trending|newsletter|tweet|embed|descri|about-?the|desc(?:$|[\s_-])|url|icon(?!-list)"
    r"|(?:^|[\s_-])(?:img|social|share|follow|bio|date|time|prev|next|title)(?:$|[\s_-])",
    re.IGNORECASE,
)
_ELSEWHERE = re.compile(
    r"comment|kommentar|related|teaser|recommend|(?<!with-)(?<!has-)(?<!no-)sidebar|widget"
    r"|(?<!post-)(?<!entry-)(?<!article-)footer|popular|trending|newsletter|tweet|embed|promo|reply"
    r"|most-?read|read-?more|card-?list|(?:latest|recent|similar|further|more|other)-?(?:articles?|posts?|news|stories|entries)",
    re.IGNORECASE,
)
_OF_POST = re.compile(r"(?:post|entry|article)-?(?:footer|meta)", re.IGNORECASE)
# An article's own element: its footer is no edge of the page.
_POST = re.compile(r"(?:^|\s)(?:article|hentry|news-single)(?:$|\s)")
_HEADINGS = frozenset({"h1", "h2", "h3"})
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
# Of text about the headline.
NEAR_CHARS = 4_000
# From the headline to the element that holds the article; of 385 real pages, none has more than 23 to its body.
MAX_LEVELS = 50
MAX_DEPTH = 6
# A whole byline; more text than this holds other things beside the names.
MAX_SHORT_CHARS = 120
MAX_MARKED_CHARS = 40
MAX_LABEL_CHARS = 20
# A box about the author: more text holds an article.
MAX_BESIDE = 24
MAX_BOX_CHARS = 800
# Elements in one byline that hold a name each. Whoever nests hundreds of them would have each read to its end.
MAX_HOLDERS = 30


class View:
    """A page and the title that it was found to have, as its bylines are looked for; each part is made once."""

    def __init__(self, page: ParsedPage, title: str) -> None:
        self.page = page
        self.title = title
        self._bylines: Iterator[tuple[LexborNode, bool]] | None = None

    def bylines(self) -> Iterator[tuple[LexborNode, bool]]:
        """Elements that may be bylines, and whether they stand below the headline, or where none can be found."""
        # What it goes through must not hold the view: a circle would keep the page's tree in memory.
        self._bylines, again = tee(self._bylines or _nodes(self.page, self.headline, self.title))
        return again

    @cached_property
    def headline(self) -> LexborNode | None:
        """The first heading that holds the title; an `h1` before teasers that hold it too."""
        key = normalise.key(self.title)
        found = (
            node for node in self.page.headings if key and key in normalise.key(visible.line(node))
        )
        first = next(found, None)
        if first is None or first.tag == "h1":
            return first
        return next((node for node in found if node.tag == "h1"), first)

    @cached_property
    def text(self) -> str:
        """The text of the element about the headline that holds the article, or its beginning; else of the body."""
        node = self.headline
        text = ""
        for _ in range(MAX_LEVELS):
            if node is None or len(text) >= NEAR_CHARS or node.tag == "html":
                break
            text = node.text(separator="\n", skip_empty=True) or ""
            node = node.parent
        body = self.page.tree.body
        return text if text or body is None else body.text(separator="\n", skip_empty=True) or ""

    @cached_property
    def place(self) -> tuple[int, int] | None:
        """Where the headline's lines stand in the text: its title, or as its markup parts it."""
        headline = self.headline
        parted = (
            (headline.text(separator="\n", skip_empty=True) or "").strip()
            if headline is not None
            else ""
        )
        for words in filter(None, (self.title, parted)):
            at = self.text.find(words)
            if at >= 0:
                end = self.text.find("\n", at + len(words))
                return at, end if end >= 0 else len(self.text)
        return None


def read(view: View, sites: frozenset[str]) -> tuple[str, ...]:
    """The people whom the first byline below the headline names, or else the first above it."""
    above: tuple[str, ...] = ()
    for node, is_below in view.bylines():
        names = tuple(_names_of(node, sites))
        if names and is_below:
            return names + _beside(node, names, sites)
        # Above stand sections too, and other articles' authors.
        above = above or tuple(name for name in names if " " in name)
    return above


def _beside(first: LexborNode, names: tuple[str, ...], sites: frozenset[str]) -> tuple[str, ...]:
    """Who else is named in elements of the same parent that are called the same, before the next heading."""
    called = _calling(first)
    found = {normalise.key(name): name for name in names}
    node = first.next
    for _ in range(MAX_BESIDE):
        if node is None or node.tag in _HEADINGS:
            break
        if node.tag == first.tag and _calling(node) == called:
            found |= {normalise.key(name): name for name in _names_of(node, sites) if " " in name}
        node = node.next
    return tuple(found.values())[len(names) :]


def _calling(node: LexborNode) -> tuple[str | None, ...]:
    attributes = node.attributes
    return attributes.get("class"), attributes.get("rel"), attributes.get("itemprop")


def is_posted(view: View) -> bool:
    """Does the first byline below the headline say `Posted by`: of this text, not of the site or its template?"""
    below = (node for node, is_below in view.bylines() if is_below)
    return any(DONE_BY.match(small(visible.line(node))) for node in islice(below, 1))


def marked(view: View) -> str:
    """What the first element of an author's name below the headline holds, whoever that is; else empty."""
    for node, is_below in view.bylines():
        text = name_in(_unlabelled(visible.line(node))) if is_below and _holds_name(node) else ""
        if text and len(text) <= MAX_MARKED_CHARS:
            return text
    return ""


def _unlabelled(text: str) -> str:
    """A text without the label before it, in whatever language; nothing where the label is a photographer's."""
    label, _, rest = text.replace("：", ":").partition(":")
    if not rest.strip() or len(label) > MAX_LABEL_CHARS:
        return text
    return "" if _ELSE.search(label) else rest


def _nodes(
    page: ParsedPage, top: LexborNode | None, title: str
) -> Iterator[tuple[LexborNode, bool]]:
    is_below = top is None
    heading = top
    for node in page.marked:
        if top is not None and node.mem_id == top.mem_id:
            is_below = True
        if node.tag in _HEADINGS and not (node.tag != "h1" and _says_author(visible.marks(node))):
            heading = node
        elif _may_be_byline(node) and not (
            top is not None and is_below and _is_teaser(heading, title)
        ):
            yield node, is_below


def _is_teaser(heading: LexborNode | None, title: str) -> bool:
    """A heading that leads to another article: who is named below it wrote that one."""
    if heading is None or normalise.key(title) in normalise.key(visible.line(heading)):
        return False
    parent = heading.parent
    link = parent if parent is not None and parent.tag == "a" else heading.css_first("a[href]")
    return link is not None and not _AUTHOR_PATH.search(link.attributes.get("href") or "")


def _may_be_byline(node: LexborNode) -> bool:
    attributes = node.attributes
    names = visible.marks_in(attributes)
    is_property = "author" in (attributes.get("itemprop") or "")
    # What shows a picture may show the name beside it.
    if _says_else(names.replace("avatar", "") if is_property else names):
        return False
    is_marked = (
        is_property
        or "author" in (attributes.get("rel") or "")
        or _says_author(names)
        or node.tag == "address"
    )
    return is_marked and not _is_elsewhere(node)


@lru_cache(maxsize=512)  # a page calls the parts of all its teasers the same
def _says_else(marks: str) -> bool:
    return _ELSE.search(marks) is not None


@lru_cache(maxsize=512)  # the same
def _says_author(marks: str) -> bool:
    return _MARK.search(marks) is not None


def _is_elsewhere(node: LexborNode) -> bool:
    """Stands in comments, in a teaser of another article, or at the page's edge."""
    parent = node.parent
    in_footer = False
    for _ in range(MAX_DEPTH):
        if parent is None or parent.tag in {"body", "html", "main"}:
            return in_footer
        marks = visible.marks(parent)
        if parent.tag == "footer" or marks == "footer":
            in_footer = not _OF_POST.search(marks)
        elif _says_elsewhere(marks) or (
            parent.tag in _ELSEWHERE_TAGS and not _OF_POST.search(marks)
        ):
            return True
        elif in_footer and (parent.tag == "article" or _POST.search(marks)):
            return False
        parent = parent.parent
    return in_footer


@lru_cache(maxsize=2_048)  # neighbours have the same ancestors
def _says_elsewhere(marks: str) -> bool:
    return _ELSEWHERE.search(marks) is not None


def _names_of(node: LexborNode, sites: frozenset[str]) -> Sequence[str]:
    """The names in one byline: of the elements in it that hold a name each, else of its text."""
    if _USER.search(node.attributes.get("class") or ""):
        name = name_in(visible.line(node))
        return (
            [name] if 1 < len(name) <= MAX_MARKED_CHARS and not NOBODY.search(small(name)) else []
        )
    inner: dict[str, str] = {}
    children = islice(node.traverse(), 1, visible.MAX_NODES)
    for child in islice(
        (child for child in children if _holds_name(child) and not _is_pictured(child)), MAX_HOLDERS
    ):
        text = (
            child.attributes.get("content") or ""
            if child.tag in {"meta", "link"}
            else visible.line(child)
        )
        inner |= {normalise.key(name): name for name in people(text, sites, Trust.MARKED)}
    if any(" " in name for name in inner.values()):
        inner = {key: name for key, name in inner.items() if " " in name}
    text = visible.line(node)
    parts = (
        lines(node.text(separator="\n", skip_empty=True) or "")
        if not inner and len(text) <= MAX_BOX_CHARS
        else []
    )
    if len(text) > MAX_SHORT_CHARS:
        # A box about the author begins with the name.
        return list(inner.values()) or (people(parts[0], sites, Trust.TEXT) if parts else [])
    if len(parts) > 1 and all(people(part, sites, Trust.TEXT) == (part,) for part in parts):
        return parts
    trust = Trust.MARKED if not inner and (_holds_name(node)) else Trust.TEXT
    whole = people(text, sites, trust)
    if not any(" " in name for name in whole) and parts != [text]:
        whole = people(
            " | ".join(parts or lines(node.text(separator="\n", skip_empty=True) or "")),
            sites,
            trust,
        )
    keys = [normalise.key(name) for name in whole]
    are_parts = len(inner) > 1 and not any(" " in name for name in inner.values())
    # More than its elements name; or these hold a first and a last name each.
    if (len(whole) > len(inner) and inner.keys() <= set(keys)) or (
        are_parts and keys == ["".join(inner)]
    ):
        return whole
    return list(inner.values()) or whole


def _is_pictured(node: LexborNode) -> bool:
    """Is it followed by `(photos)`?"""
    behind = node.next
    return (
        behind is not None
        and behind.is_text_node
        and PICTURED.match(small(behind.text()).lstrip()) is not None
    )


def lines(text: str) -> list[str]:
    """The lines that hold something."""
    return list(filter(None, map(str.strip, text.split("\n"))))


def _holds_name(node: LexborNode) -> bool:
    attributes = node.attributes
    if not attributes:
        return False
    return (
        "author" in (attributes.get("rel") or "")
        or bool({"name", "author"}.intersection((attributes.get("itemprop") or "").split()))
        or _says_name((attributes.get("class") or "")[: visible.MAX_MARKS_CHARS])
        or bool(_AUTHOR_PATH.search(attributes.get("href") or ""))
    )


@lru_cache(maxsize=512)  # as those of bylines
def _says_name(names: str) -> bool:
    return bool(_NAME_PART.search(names) or _AUTHOR.search(names))
