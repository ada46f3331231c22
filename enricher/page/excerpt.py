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
# Templates cut at 120 to 300 characters; shorter texts without a full stop are just written that
# way.
_MIN_CUT_CHARS = 120
# Of a title: shorter ones are articles and prepositions. Texts that share this many are about the
# same.
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
    "citation_abstract",
)
_COMPLETE = re.compile(r"[.!?。！？।؟۔][\"'”’»)\]」』）]*$")
_ELLIPSIS = re.compile(r"(?:…|\.{3}|\[(?:…|\.{3})\])$")
# A template's field with nothing in it (`%excerpt%`, `[node:summary]`), the codes of page builders,
# and the button behind a text.
_UNFILLED = re.compile(r"[%$\[{<]{1,2}[\w:.\- ]{1,40}[%\]}>]{1,2}")
_SHORTCODE = re.compile(
    r"\[/?(?:vc|et_pb|fusion|av|caption|gallery|embed)(?:_\w+)?(?:\s[^\[\]]*)?/?\]"
)
_BUTTON = re.compile(
    r"\s*(?:Read [Mm]ore|Continue [Rr]eading|Weiterlesen|Mehr (?:lesen|erfahren)|Lire la suite"
    r"|Leer más|Leia mais|Leggi (?:tutto|di più)|Lees (?:meer|verder))\W*$"
)
_MAX_DEFAULT_CHARS = 200
_MAX_BUTTON_CHARS = 40


def read(page: ParsedPage, title: str) -> TextFact | None:
    """What the page says the article is about, or else how it begins; None for neither."""
    texts: dict[str, str] = {}  # most give one text in several places
    for source, text in _excerpts(page):
        texts.setdefault(text, source)
    key = normalise.key(title)
    given = [(source, words) for text, source in texts.items() if (words := _words(text, key))]
    full = _full(page, given)
    if full:
        source, text = _whole(full, title)
        return TextFact(text=first_paragraph.shortened(text, MAX_EXCERPT_CHARS), source=source)
    source, text = next(iter(given), ("", ""))
    beginning = "" if _is_label(page, text) else first_paragraph.paragraph(page, title)
    if beginning:
        return TextFact(text=beginning, source="paragraph")
    return TextFact(text=text, source=source) if text else None


def _full(page: ParsedPage, given: list[tuple[str, str]]) -> list[tuple[str, str]]:
    """Those that are long enough for an excerpt, and not about the site."""
    of_site = _site_descriptions(page)
    long = [each for each in given if len(each[1]) >= _MIN_EXCERPT_CHARS]
    return [each for each in long if normalise.key(each[1]) not in of_site]


def _is_label(page: ParsedPage, text: str) -> bool:
    """True for a short description that is more than the site's name."""
    names = site.declared_keys(page) | site.host_keys(page.url)
    return 0 < len(text) < _MIN_EXCERPT_CHARS and not normalise.is_site(text, names)


def _words(text: str, title_key: str) -> str:
    """A description as a reader would want it; empty where it says nothing, or the title alone."""
    if "[" in text:
        text = " ".join(_SHORTCODE.sub(" ", text).split())
    text = _BUTTON.sub("", text[-_MAX_BUTTON_CHARS:]).join((text[:-_MAX_BUTTON_CHARS], ""))
    key = normalise.key(text) if len(text) <= _MAX_DEFAULT_CHARS else text
    if not key or key == title_key or _UNFILLED.fullmatch(text):
        return ""
    return "" if pattern("words", "empty_descriptions", "^{}$").match(key) else text


def _whole(given: list[tuple[str, str]], title: str) -> tuple[str, str]:
    """The first description; where a template cut it off, a later complete one about the same."""
    first = given[0][1]
    if _is_cut(first):
        words = {word for word in normalise.words(title) if len(word) >= _MIN_TITLE_WORD}
        beginning = normalise.key(first)[:_SAME_BEGINNING]
        for source, text in given[1:]:
            is_same = normalise.key(text).startswith(beginning)
            is_same = is_same or len(words & normalise.words(text)) >= _ENOUGH_TITLE_WORDS
            if is_same and _COMPLETE.search(text) and not _ELLIPSIS.search(text):
                return source, text
    return given[0]


def _is_cut(text: str) -> bool:
    """True for a text cut off by a template: it says so, or is long and does not end."""
    is_complete = _COMPLETE.search(text) is not None
    return _ELLIPSIS.search(text) is not None or (len(text) >= _MIN_CUT_CHARS and not is_complete)


def _excerpts(page: ParsedPage) -> Iterator[tuple[str, str]]:
    for name in _DESCRIPTIONS:
        if name in page.meta:
            yield name, page.meta[name][0]
    if page.article:
        for text in jsonld.strings(page.article.get("description")):
            yield "json-ld:description", clean(text)
    for name in _MORE_DESCRIPTIONS:
        if name in page.meta:
            yield name, page.meta[name][0]


def _site_descriptions(page: ParsedPage) -> frozenset[str]:
    """Keys of what JSON-LD says about the site as a whole."""
    texts = [
        text
        for node in page.json_ld
        if "description" in node and _OF_SITES.intersection(jsonld.types(node))
        for text in jsonld.strings(node.get("description"))
    ]
    return frozenset(normalise.key(clean(text)) for text in texts)
