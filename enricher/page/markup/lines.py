"""Markup as lines: what stands between two tags that break the line, and what its tags say.

Law of this file: it reads pieces of a page, a few kilobytes cut out anywhere; nothing is nested, nothing is kept.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from html import unescape


@dataclass(slots=True)
class Time:
    """A date, or what may be one, in an attribute of a tag."""

    value: str
    tag: str
    names: str
    """Classes and the like of the tag itself, lower case; of a data attribute its own name, too."""
    around: str
    """Those of the line's tags before it that hold no time."""
    begin: int
    """Where in the line's texts what is said of it begins: behind the time before it."""
    end: int = 0
    """… and ends: with its element."""
    label: str = ""
    """What is said of it, as readable text."""


@dataclass(slots=True)
class Line:
    """What stands between two tags that break the line."""

    text: str = ""
    names: str = ""
    """Classes, ids and properties of its elements, lower case."""
    times: list[Time] = field(default_factory=list)
    """Values of `datetime`, of data attributes named after dates, and of titles and contents that hold a year."""
    around: str = ""
    """Those of `names` whose tags hold no time."""
    said: int = 0
    """How many of its texts belong to times that are closed."""
    label: str = ""
    """What a short line above it says, where a reader of the lines looks."""
    at: int = 0
    """Characters of text before it."""
    is_heading: bool = False
    has_link: bool = False


_HIDDEN = re.compile(
    r"<(script|style|svg|select|template|iframe|noscript|nav|footer|figcaption)\b.*?(?:</\1\s*>|\Z)|<!--.*?(?:-->|\Z)",
    re.DOTALL | re.IGNORECASE,
)
# What themes write for search engines alone; beside it stands the same for readers, or another date.
_FOR_ROBOTS = "rich-snippet-hidden"
_ROBOTS_SPAN = re.compile(rf"<span\b[^<>]*\b{_FOR_ROBOTS}\b[^<>]*>[^<>]*</span>", re.IGNORECASE)
# Attributes and their values are bounded, so that markup made to be slow is not.
_TOKEN = re.compile(
    r"""<(/?)([a-zA-Z][\w:-]*)((?:[^<>"']++|"[^"]{0,4000}+"|'[^']{0,4000}+'){0,80}+)>|([^<]+)"""
)
_INLINE = frozenset(
    "a abbr acronym b bdi cite code em font i ins label mark small span strong sub sup time u img".split()  # noqa: SIM905
)
# In small letters, each name behind its first letter's look back: found twice as fast as with one before them all.
_ATTRIBUTE = re.compile(
    r"""(c(?<!\wc)(?:lass|ontent)|i(?<!\wi)(?:d|temprop)|property(?<!\wproperty)|t(?<!\wt)itle|d(?<!\wd)(?:atetime|ata-[\w-]{0,30}?(?:date|time|publish|unix|epoch)[\w-]{0,30}))\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s>]+))""",
)
_NAMING = frozenset({"class", "id", "itemprop", "property"})
_SPEAKING = frozenset({"title", "content"})
_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})


# Whose `title` or `content` is a date, as in hAtom's `<abbr class="published" title="2022-07-28">`.
_DATED_NAMES = re.compile(r"dat[aeou]|time|publi|posted|creat|updat|parsed|\bdt-|value-title")
_YEAR = re.compile(r"\b(?:19|20)\d\d")


def read(markup: str) -> Iterator[Line]:
    """The lines of a piece of markup, with what their tags say."""
    line = Line()
    texts: list[str] = []
    for token in _TOKEN.finditer(_shown(markup)):
        closing, name, attributes, text = token.groups()
        if text:
            texts.append(text)
            continue
        tag = name.lower()
        if tag in _INLINE:
            texts.append(" ")
        else:
            if (texts or line.times) and _complete(line, texts):
                yield line
            if line.text or line.names or line.times or line.has_link:
                names = line.names if tag == "br" else ""
                line = Line(
                    at=line.at + len(line.text) + bool(line.text), names=names, around=names
                )
            # Else nothing has come since it began: it begins here.
            line.is_heading = tag in _HEADINGS and not closing
            texts.clear()
        if closing:
            if line.times:
                _close(line, tag, len(texts))
        elif attributes:
            _take_attributes(line, tag, attributes)
    if _complete(line, texts):
        yield line


def _shown(markup: str) -> str:
    shown = _HIDDEN.sub(" ", markup)
    return _ROBOTS_SPAN.sub(" ", shown) if _FOR_ROBOTS in shown else shown


def _complete(line: Line, texts: list[str]) -> bool:
    """Give the line, now that it ends, its texts; False where there is nothing in it."""
    line.text = _readable(texts)
    for time in line.times:
        time.label = _readable(texts[time.begin : time.end or len(texts)])
    return bool(line.text or line.times)


def _readable(texts: list[str]) -> str:
    return " ".join(unescape("".join(texts)).split())


def _close(line: Line, tag: str, texts: int) -> None:
    """What is said of a time ends with its element."""
    for time in line.times:
        if time.tag == tag and not time.end:
            time.end = line.said = texts


def _take_attributes(line: Line, tag: str, attributes: str) -> None:
    line.has_link |= tag == "a"
    names = ""
    values: list[tuple[str, str]] = []
    for key, double, single, bare in _ATTRIBUTE.findall(attributes.lower()):
        value = double or single or bare
        if key in _NAMING:
            names += " " + value
        else:
            values.append((key, value))
    line.names += names
    before = len(line.times)
    for key, value in values:
        if tag == "a" and key.startswith("data-"):
            continue  # of what it leads to
        if key not in _SPEAKING:
            own = names if key == "datetime" else f"{names} {key}"
        elif _YEAR.search(value) and (tag == "abbr" or _DATED_NAMES.search(names)):
            own = names
        else:
            continue
        line.times.append(Time(value, tag, own, line.around, line.said))
    if len(line.times) == before:
        line.around += names
