"""One walk over a page's tree, giving flat blocks: what readers see between two breaks of the line.

Law of this file: linear work; the walk goes on only as far as a reader asks, and of a block nothing
is read before it is asked for.
"""

from __future__ import annotations

import re
from collections.abc import Generator, Iterator, Sequence
from itertools import islice

import msgspec
from selectolax.lexbor import LexborNode

from enricher.lazy import lazy_property
from enricher.page.markup import visible

# Whoever writes more in one block has no more read.
MAX_BLOCK_CHARS = 64 * 1024
# Elements of one block that are asked for dates and names.
MAX_ELEMENTS = 40
# Elements around one that are asked for.
MAX_LEVELS = 50
# Elements around a heading whose earlier children may stand just above it.
LEVELS_BEFORE = 4

HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
# fmt: off
_INLINE = frozenset((
    "a", "abbr", "acronym", "b", "bdi", "bdo", "big", "cite", "code", "data", "del", "dfn", "em",
    "font", "i", "ins", "kbd", "label", "mark", "nobr", "picture", "q", "s", "samp", "small",
    "span", "strike", "strong", "sub", "sup", "time", "tt", "u", "var", "wbr",
))
# fmt: on
# Formatting inside a word; other elements part words where nothing else does.
_WITHIN_WORDS = frozenset({"em", "i", "b", "strong", "wbr", "sup", "sub", "mark", "u", "nobr"})
# None of these has text that readers see; menus have none that a reader of this package asks for.
# fmt: off
_UNSEEN = frozenset((
    "script", "style", "template", "svg", "iframe", "object", "select", "-comment", "nav",
    "textarea", "canvas", "math", "title",
))
# fmt: on
_PICTURES = frozenset({"img", "amp-img", "video", "noscript", "source"})


class Element(msgspec.Struct, eq=False):
    """An element with something in it, and the one around it."""

    node: LexborNode
    tag: str
    outer: Element | None
    box: Element | None
    """The innermost element around it that breaks the line."""
    begin: int
    """Where its text begins in the raw text of the block in which it begins."""
    end: int = 0
    """… and ends; 0 where it ends in another block."""

    def chain(self) -> Iterator[Element]:
        """This element and the nearest ones around it that break the line."""
        element: Element | None = self
        for _ in range(MAX_LEVELS):
            if element is None:
                return
            yield element
            element = element.box

    def is_or_in(self, mem_id: int) -> bool:
        """True if this is that element, or stands in it."""
        return any(element.node.mem_id == mem_id for element in self.chain())


class Time(msgspec.Struct, frozen=True):
    """A date, or what may be one, in an attribute."""

    value: str
    names: str
    """Class, id and itemprop of its element, small; of a data attribute its name, too."""
    label: str
    """What its block says before it, behind the date before it, and the text of its element."""


class Block(msgspec.Struct, eq=False, dict=True):
    """What stands between two breaks of the line."""

    number: int
    at: int
    """Characters of text before it, white space included."""
    box: Element | None
    """The innermost element that breaks the line around it."""
    raw: str
    elements: list[Element]
    """Those within its line, in order."""

    @property
    def tag(self) -> str:
        """That of the element that breaks the line around it: `h1`, `p`, `li`, …"""
        return self.box.tag if self.box is not None else "body"

    @property
    def is_heading(self) -> bool:
        """True for `h1` to `h6`."""
        return self.tag in HEADINGS

    @lazy_property
    def text(self) -> str:
        """What readers see, on one line."""
        return visible.joined(self.raw)

    @lazy_property
    def _attributes(self) -> list[tuple[Element, dict[str, str | None]]]:
        box = [self.box] if self.box is not None else []
        elements = (*box, *self.elements[:MAX_ELEMENTS])
        return [(element, element.node.attributes) for element in elements]

    @lazy_property
    def names(self) -> str:
        """Class, id and itemprop of its elements, in small letters."""
        return " ".join(visible.marks_in(given) for _, given in self._attributes if given).lower()

    @lazy_property
    def link(self) -> str | None:
        """Where its first link leads, or the link that it stands in; None without one."""
        outer = self.box
        for _ in range(3):
            if outer is not None and outer.tag == "a":
                return outer.node.attributes.get("href")
            outer = outer.outer if outer is not None else None
        links = (given for element, given in self._attributes if element.tag == "a")
        return next((href for given in links if (href := given.get("href"))), None)

    @lazy_property
    def times(self) -> list[Time]:
        """Dates that attributes of its elements give."""
        found: list[Time] = []
        since = 0
        for element, given in self._attributes:
            values = _values(element.tag, given) if given else []
            if not values:
                continue
            end = element.end or len(self.raw)
            label = visible.joined(self.raw[since:end])
            names = visible.marks_in(given).lower()
            found += [Time(value, f"{names} {key}".rstrip(), label) for key, value in values]
            since = end
        return found


# Whose `title` or `content` is a date, as in hAtom's `<abbr class="published" title="2022-07-28">`.
_DATED_NAMES = re.compile(r"dat[aeou]|time|publi|posted|creat|updat|stamp|\bdt-|value-title")
_DATED_KEY = re.compile(r"data-[\w-]{0,30}?(?:date|time|publish|unix|epoch)")
_YEAR = re.compile(r"(?:19|20)\d\d")


def _values(tag: str, given: dict[str, str | None]) -> list[tuple[str, str]]:
    """Attributes of an element that may be dates, with the names that say so themselves."""
    if tag == "a":  # of what it leads to
        return []
    return [
        (key if key.startswith("data-") else "", value)
        for key, value in given.items()
        if value and _is_dated(key, value, tag, given)
    ]


def _is_dated(key: str, value: str, tag: str, given: dict[str, str | None]) -> bool:
    if key in {"title", "content"}:
        is_named = tag == "abbr" or _DATED_NAMES.search(visible.marks_in(given).lower())
        return _YEAR.search(value) is not None and bool(is_named)
    return key == "datetime" or (key.startswith("data-") and _DATED_KEY.match(key) is not None)


def _ancestors(node: LexborNode) -> Iterator[LexborNode]:
    """The elements around a node within the body, the nearest first."""
    parent = node.parent
    while parent is not None and parent.tag != "html":
        yield parent
        parent = parent.parent


class Walk:
    """The blocks of one page, given one after the other."""

    def __init__(self, first: LexborNode | None, around: Sequence[LexborNode] = ()) -> None:
        """`first`: where it begins; `around`: the elements about it, the outermost first."""
        state = _State()
        self._known: list[Block] = []
        # What it goes through must not hold this walk: a circle would keep the page's tree in
        # memory.
        for outer in around:
            state.enter(outer)
        self._rest = _walk(state, first)

    @classmethod
    def about(cls, heading: LexborNode) -> Walk:
        """A walk that begins a little before a heading, and goes on to the page's end."""
        around = list(islice(_ancestors(heading), MAX_LEVELS))[::-1]
        top = max(0, len(around) - LEVELS_BEFORE)
        start = around[top].first_child if around else heading
        return cls(start, around[: top + 1])

    def blocks(self) -> Iterator[Block]:
        """All blocks that hold text, in the page's order."""
        at = 0
        while True:
            if at == len(self._known):
                block = next(self._rest, None)
                if block is None:
                    return
                self._known.append(block)
            yield self._known[at]
            at += 1


def _walk(state: _State, node: LexborNode | None) -> Iterator[Block]:
    while node is not None:
        tag = node.tag
        if tag == "-text":
            state.take_text(node)
        elif tag not in _UNSEEN:
            if state.texts and state.is_break(tag):
                yield state.broken()
            child = None if tag in _PICTURES else node.first_child
            if child is not None:
                state.enter(node)
                node = child
                continue
            state.take_empty(node)
        node = node.next or (yield from _left(state))


def _left(state: _State) -> Generator[Block, None, LexborNode | None]:
    """The elements that end here; returns the node behind them."""
    while state.stack:
        if state.texts and state.stack[-1].tag not in _INLINE:
            yield state.broken()
        following = state.leave().next
        if following is not None:
            return following
    if state.texts:  # what stands at the end
        yield state.broken()
    return None


class _State(msgspec.Struct):
    """Where a walk is: the block in the making, and what stands about it."""

    stack: list[Element] = msgspec.field(default_factory=list)
    texts: list[str] = msgspec.field(default_factory=list)
    elements: list[Element] = msgspec.field(default_factory=list)
    length: int = 0
    at: int = 0
    number: int = 0
    box: Element | None = None

    def take(self, text: str) -> None:
        """Add to the block's text."""
        self.texts.append(text)
        self.length += len(text)

    def take_text(self, node: LexborNode) -> None:
        """Add a text, unless the block would begin with nothing but white space."""
        text = node.text_content or ""
        if self.texts or not text.isspace():
            self.take(text)

    def take_empty(self, node: LexborNode) -> None:
        """Take in a date whose text a script would write."""
        if node.tag == "time":
            outer = self.stack[-1] if self.stack else None
            self.elements.append(Element(node, "time", outer, self.box, self.length, self.length))
            self.take("")

    def is_break(self, tag: str | None) -> bool:
        """True if an element ends the line; in a heading, a `br` only parts words."""
        if tag == "br":
            if self.box is None or self.box.tag not in HEADINGS:
                return True
            self.take(visible.BREAK)
        return tag != "br" and tag not in _INLINE

    def broken(self) -> Block:
        """The block that ends here; another one begins."""
        raw = "".join(self.texts)[:MAX_BLOCK_CHARS]
        block = Block(self.number, self.at, self.box, raw, self.elements)
        self.at += self.length + 1
        self.number += 1
        self.texts.clear()
        self.elements, self.length = [], 0
        return block

    def enter(self, node: LexborNode) -> None:
        """Take in an element with something in it."""
        tag = node.tag or ""
        outer = self.stack[-1] if self.stack else None
        element = Element(node, tag, outer, self.box, self.length)
        self.stack.append(element)
        if tag not in _INLINE:
            self.box = element
            self.elements.clear()
            return
        self.elements.append(element)
        if self.texts and tag not in _WITHIN_WORDS:
            self.take(visible.BORDER)

    def leave(self) -> LexborNode:
        """The innermost element ends."""
        element = self.stack.pop()
        if element.tag in _INLINE:
            element.end = self.length
            if self.texts and element.tag not in _WITHIN_WORDS:
                self.take(visible.BORDER)
        else:
            self.box = element.box
        return element.node
