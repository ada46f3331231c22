"""A page's excerpt: what it says that the article is about, else how the article begins."""

from __future__ import annotations

from collections.abc import Iterator

from enricher.models import TextFact
from enricher.page import description, first_paragraph, jsonld, normalise, site
from enricher.page.parsed import ParsedPage
from enricher.page.text import clean

# Longer ones are the article's body: 99 of 100 excerpts in real documents have less than 350.
MAX_EXCERPT_CHARS = 400
# Shorter texts are labels ("Blaulicht"), not excerpts: taken only where there is nothing else.
_MIN_EXCERPT_CHARS = 30
# Of a title: shorter ones are articles and prepositions. Texts that share so many are about the same.
_MIN_TITLE_WORD = 4
_ENOUGH_TITLE_WORDS = 2
# Letters that two texts begin with, when one goes on where the other was cut off.
_SAME_BEGINNING = 25
_OF_SITES = frozenset({"WebSite", "Organization", "NewsMediaOrganization"})
_DESCRIPTIONS = ("og:description", "twitter:description", "description")
_MORE_DESCRIPTIONS = (
    "dc.description",
    "dcterms.description",
    "dcterms.abstract",
    "sailthru.description",
    "abstract",
    "excerpt",
    "citation_abstract",
)


def read(page: ParsedPage, title: str) -> TextFact | None:
    """What the page says the article is about, or else how the article begins; None where there is neither."""
    texts: dict[str, str] = {}  # most give one text in several places
    for source, text in _excerpts(page):
        texts.setdefault(text, source)
    given = [
        (source, words) for text, source in texts.items() if (words := _words(page, text, title))
    ]
    of_site = _site_descriptions(page)
    full = [
        fact
        for fact in given
        if len(fact[1]) >= _MIN_EXCERPT_CHARS and normalise.key(fact[1]) not in of_site
    ]
    if full:
        source, text = _whole(full, title)
        return TextFact(text=first_paragraph.shortened(text, MAX_EXCERPT_CHARS), source=source)
    source, text = next(iter(given), ("", ""))
    is_label = len(text) < _MIN_EXCERPT_CHARS and not normalise.is_site(text, _names(page))
    if not (text and is_label) and (beginning := first_paragraph.paragraph(page, title)):
        return TextFact(text=beginning, source="paragraph")
    return TextFact(text=text, source=source) if text else None


def _words(page: ParsedPage, text: str, title: str) -> str:
    """A description as a reader would want it; empty where it says nothing, or the title alone."""
    text = description.readable(text)
    words = normalise.key(title)
    if description.says_nothing(text) or normalise.key(text) == words:
        return ""
    before, name = description.parted(text)
    # What is the title and the site's name would be the title alone.
    is_named = name and normalise.key(before) != words and normalise.key(name) in _names(page)
    return before if is_named else text


def _names(page: ParsedPage) -> frozenset[str]:
    return site.declared_keys(page) | site.host_keys(page.url)


def _whole(given: list[tuple[str, str]], title: str) -> tuple[str, str]:
    """The first description; where a template cut it off, a later one that is complete and about the same."""
    first = given[0][1]
    if description.is_cut(first):
        words = {word for word in normalise.words(title) if len(word) >= _MIN_TITLE_WORD}
        beginning = normalise.key(first)[:_SAME_BEGINNING]
        for source, text in given[1:]:
            is_same = normalise.key(text).startswith(beginning)
            is_same = is_same or len(words & normalise.words(text)) >= _ENOUGH_TITLE_WORDS
            if is_same and description.is_complete(text):
                return source, text
    return given[0]


def _excerpts(page: ParsedPage) -> Iterator[tuple[str, str]]:
    for name in _DESCRIPTIONS:
        if text := page.first(name):
            yield name, text
    if page.article:
        for text in jsonld.strings(page.article.get("description")):
            yield "json-ld:description", clean(text)
    for name in _MORE_DESCRIPTIONS:
        if text := page.first(name):
            yield name, text


def _site_descriptions(page: ParsedPage) -> frozenset[str]:
    """Keys of what JSON-LD says about the site as a whole."""
    texts = [
        text
        for node in page.json_ld
        if "description" in node and _OF_SITES.intersection(jsonld.types(node))
        for text in jsonld.strings(node.get("description"))
    ]
    return frozenset(normalise.key(clean(text)) for text in texts)
