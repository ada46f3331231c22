"""The language of a page, as it declares it, or as the script of its title tells."""

from __future__ import annotations

import re
from collections.abc import Iterator

from enricher.page import jsonld
from enricher.page.parsed import ParsedPage
from enricher.page.tables import table

_TAG = re.compile(r"^\s*(?P<tag>[a-zA-Z]{2,3}(?:[-_][a-zA-Z0-9]{2,8})*)\s*(?:$|[,;.])")
# Declared by templates that were not filled in.
_NONE = frozenset({"und", "mul", "zxx", "xx", "no-lang"})
_METAS = ("og:locale", "content-language", "dc.language", "dcterms.language", "language", "lang")
_MORE_METAS = ("inlanguage", "locale")

# Scripts that one language of the web writes. Chinese borrows single kana.
_SCRIPTS = (
    ("ja", re.compile("[\u3040-\u30ff]")),
    ("ko", re.compile("[\uac00-\ud7af]")),
    ("th", re.compile("[\u0e00-\u0e7f]")),
    ("el", re.compile("[\u0370-\u03ff]")),
    ("he", re.compile("[\u05d0-\u05ea]")),
)
_LEAST_LETTERS = 4


def read(page: ParsedPage) -> str | None:
    """A BCP 47 tag: lower-case language, subtags as usual (`pt-BR`, `zh-Hant`); or None."""
    for declared in _declared(page):
        tag = _TAG.match(declared)
        if tag and tag["tag"].lower() not in _NONE:
            return _spelled(tag["tag"])
    title = page.html_title
    scripts = () if title.isascii() else _SCRIPTS
    return next(
        (tag for tag, any_of in scripts if len(any_of.findall(title)) >= _LEAST_LETTERS), None
    )


def _declared(page: ParsedPage) -> Iterator[str]:
    yield page.language
    for name in (*_METAS, *_MORE_METAS):
        yield from page.meta.get(name, ())
    if page.article:
        yield from jsonld.strings(page.article.get("inLanguage"))


def _spelled(tag: str) -> str:
    """As RFC 5646, 2.1.1 advises: language small, script with a capital, region in capitals."""
    first, *rest = re.split(r"[-_]", tag)
    by_length = {2: str.upper, 4: str.title}
    meant: dict[str, str] = table("words")["languages"]
    first = meant.get(first.lower(), first.lower())
    return "-".join([first, *(by_length.get(len(part), str.lower)(part) for part in rest)])
