"""A page's excerpt: what it says that the article is about, else how the article begins."""

from __future__ import annotations

import re
from collections.abc import Iterator

from enricher.models import TextFact
from enricher.page import first_paragraph, jsonld, normalise, site
from enricher.page.parsed import ParsedPage
from enricher.page.tables import pattern
from enricher.page.text import clean

# Longer ones are the article's body: 99 of 100 excerpts in real documents have less than 350.
MAX_EXCERPT_CHARS = 400
# Shorter texts are labels ("Blaulicht"), not excerpts: taken only where there is nothing else.
_MIN_EXCERPT_CHARS = 30
_METAS = ("og:description", "twitter:description", "description")
_MORE_METAS = (
    *("dc.description", "dcterms.description", "dcterms.abstract"),
    *("sailthru.description", "citation_abstract"),
)
# A template's field with nothing in it: `%excerpt%`, `[node:summary]`.
_UNFILLED = re.compile(r"[%$\[{<]{1,2}[\w:.\- ]{1,40}[%\]}>]{1,2}")
_MAX_DEFAULT_CHARS = 200


def read(page: ParsedPage, title: str) -> TextFact | None:
    """What the page says the article is about, or else how it begins; None for neither."""
    given = list(_given(page, normalise.key(title)))
    full = [each for each in given if len(each[0]) >= _MIN_EXCERPT_CHARS]
    if full:
        text, source = full[0]
        return TextFact(text=first_paragraph.shortened(text, MAX_EXCERPT_CHARS), source=source)
    text, source = next(iter(given), ("", ""))
    beginning = "" if _is_label(page, text) else first_paragraph.paragraph(page, title)
    text, source = (beginning, "paragraph") if beginning else (text, source)
    return TextFact(text=text, source=source) if text else None


def _given(page: ParsedPage, title_key: str) -> Iterator[tuple[str, str]]:
    """Descriptions that say something, and where they stand, best first."""
    for source, text in _excerpts(page):
        if words := _words(text, title_key):
            yield words, source


def _excerpts(page: ParsedPage) -> Iterator[tuple[str, str]]:
    yield from ((name, page.meta[name][0]) for name in _METAS if name in page.meta)
    for text in jsonld.strings((page.article or {}).get("description")):
        yield "json-ld:description", clean(text)
    yield from ((name, page.meta[name][0]) for name in _MORE_METAS if name in page.meta)


def _words(text: str, title_key: str) -> str:
    """A description; empty where it says nothing, or the title alone."""
    key = normalise.key(text) if len(text) <= _MAX_DEFAULT_CHARS else text
    if not key or key == title_key or _UNFILLED.fullmatch(text):
        return ""
    return "" if pattern("words", "empty_descriptions", "^{}$").match(key) else text


def _is_label(page: ParsedPage, text: str) -> bool:
    """True for a short description that is more than the site's name."""
    names = site.declared_keys(page) | site.host_keys(page.url)
    return 0 < len(text) < _MIN_EXCERPT_CHARS and not normalise.is_site(text, names)
