"""Markup as lines: what stands between two tags that break the line, and what its tags say.

Law of this file: it reads pieces of a page, a few kilobytes cut out anywhere; nothing is nested, nothing is kept.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from html import unescape


@dataclass(slots=True)
class Line:
    """What stands between two tags that break the line."""

    text: str = ""
    names: str = ""
    """Classes, ids and properties of its elements, lower case."""
    times: list[str] = field(default_factory=list)
    """Values of `datetime` and of data attributes named after dates."""
    at: int = 0
    """Characters of text before it."""
    is_heading: bool = False
    has_link: bool = False


_HIDDEN = re.compile(
    r"<(script|style|svg|select|template|iframe|noscript|nav|footer)\b.*?</\1\s*>|<!--.*?-->", re.DOTALL | re.IGNORECASE
)
# Attributes and their values are bounded, so that markup made to be slow is not.
_TOKEN = re.compile(r"""<(/?)([a-zA-Z][\w:-]*)((?:[^<>"']++|"[^"]{0,4000}+"|'[^']{0,4000}+'){0,80}+)>|([^<]+)""")
_INLINE = frozenset(
    "a abbr acronym b bdi cite code em font i ins label mark small span strong sub sup time u img".split()  # noqa: SIM905
)
_ATTRIBUTE = re.compile(
    r"""\b(class|id|itemprop|property|datetime|data-[\w-]{0,30}?(?:date|time|publish)[\w-]{0,30})\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s>]+))""",
    re.IGNORECASE,
)
_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})


def read(markup: str) -> Iterator[Line]:
    """The lines of a piece of markup, with what their tags say."""
    line = Line()
    texts: list[str] = []
    for token in _TOKEN.finditer(_HIDDEN.sub(" ", markup)):
        closing, name, attributes, text = token.groups("")
        tag = name.lower()
        if text or tag in _INLINE:
            texts.append(text or " ")
        else:
            line.text = " ".join(unescape("".join(texts)).split())
            if line.text or line.times:
                yield line
            names = line.names if tag == "br" else ""
            line = Line(at=line.at + len(line.text) + bool(line.text), names=names)
            line.is_heading = tag in _HEADINGS and not closing
            texts.clear()
        if attributes and not closing:
            _take_attributes(line, tag, attributes)
    line.text = " ".join(unescape("".join(texts)).split())
    if line.text or line.times:
        yield line


def _take_attributes(line: Line, tag: str, attributes: str) -> None:
    line.has_link |= tag == "a"
    for key, double, single, bare in _ATTRIBUTE.findall(attributes):
        value = double or single or bare
        if key.lower() == "datetime" or key.lower().startswith("data-"):
            line.times.append(value)
        else:
            line.names += " " + value.lower()
