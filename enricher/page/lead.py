"""The first sentences of the article itself, for pages that describe themselves nowhere."""

from __future__ import annotations

import re

from selectolax.lexbor import LexborNode

from enricher.page import visible, wording
from enricher.page.sources import Sources

# Shorter paragraphs are captions, bylines and notices.
MIN_CHARS = 60
MAX_CHARS = 320
MAX_PARAGRAPHS = 80
MAX_DEPTH = 8
_SENTENCE_END = re.compile(r"[.!?…:][\"”’»)]?(?=\s|$)|[。！？]")
_ELSEWHERE = re.compile(
    r"comment|kommentar|related|sidebar|widget|cookie|consent|banner|newsletter|promo|caption|footer|modal|popup|notice|author|bio",
    re.IGNORECASE,
)
_ELSEWHERE_TAGS = frozenset({"aside", "footer", "nav", "figure", "form", "noscript", "header", "dialog", "li"})


def paragraph(sources: Sources, title: str) -> str:
    """The first real paragraph below the headline, to the end of a sentence; empty where there is none."""
    first = ""
    headline = wording.key(title)
    is_below = False
    for node in sources.tree.css("h1,h2,h3,p")[:MAX_PARAGRAPHS]:
        if node.tag != "p":
            if not is_below and headline and headline in wording.key(visible.line(node)):
                is_below = True
            continue
        if not is_below and first:
            continue
        text = visible.line(node)
        if len(text) >= MIN_CHARS and _SENTENCE_END.search(text) and not _is_elsewhere(node):
            if is_below:
                return shortened(text)
            first = shortened(text)
    return first


def shortened(text: str) -> str:
    """To the end of the last sentence that fits; else of the last word."""
    if len(text) <= MAX_CHARS:
        return text
    ends = [match.end() for match in _SENTENCE_END.finditer(text, 0, MAX_CHARS)]
    if ends and ends[-1] >= MIN_CHARS:
        return text[: ends[-1]]
    space = text.rfind(" ", 0, MAX_CHARS)
    return text[: space if space > 0 else MAX_CHARS - 1] + "…"


def _is_elsewhere(node: LexborNode) -> bool:
    parent: LexborNode | None = node
    for _ in range(MAX_DEPTH):
        if parent is None or parent.tag in {"body", "main", "article"}:
            return False
        if parent.tag in _ELSEWHERE_TAGS or _ELSEWHERE.search(visible.marks(parent)):
            return True
        parent = parent.parent
    return False
