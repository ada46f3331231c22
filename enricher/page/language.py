"""The language of a page, as it declares it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from enricher.page import jsonld
from enricher.page.parsed import ParsedPage
from enricher.page.tables import table

_TAG = re.compile(r"^\s*(?P<tag>[a-zA-Z]{2,3}(?:[-_][a-zA-Z0-9]{2,8})*)\s*(?:$|[,;.])")
# Declared by templates that were not filled in.
_NONE = frozenset({"und", "mul", "zxx", "xx", "no-lang"})
_METAS = (
    *("og:locale", "content-language", "dc.language", "dcterms.language", "language", "lang"),
    *("inlanguage", "locale"),
)


def read(page: ParsedPage) -> str | None:
    """A BCP 47 tag: lower-case language, subtags as usual (`pt-BR`, `zh-Hant`); or None."""
    for declared in _declared(page):
        tag = _TAG.match(declared)
        if tag and tag["tag"].lower() not in _NONE:
            return _spelled(tag["tag"])
    return None


def _declared(page: ParsedPage) -> Iterator[str]:
    yield page.language
    for name in _METAS:
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
