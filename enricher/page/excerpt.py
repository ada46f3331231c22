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
# Letters that two texts begin with, when one goes on where the other was cut off.
_SAME_BEGINNING = 25
_END = re.compile(r"(?<!\.\.)[.!?。！？।؟۔][\"'”’»)\]」』）]*$(?<!\.\.\.\])")
_OF_SITES = frozenset({"WebSite", "Organization", "NewsMediaOrganization"})
_METAS = ("og:description", "twitter:description", "description")
_MORE_METAS = (
    *("dc.description", "dcterms.description", "dcterms.abstract"),
    *("sailthru.description", "citation_abstract"),
)
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
    given = list(_given(page, normalise.key(title)))
    full = [each for each in given if _is_full(page, each[0])]
    if full:
        text, source = next((each for each in full if _goes_on(each[0], full[0][0])), full[0])
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
    """A description as a reader would want it; empty where it says nothing, or the title alone."""
    if "[" in text:
        text = " ".join(_SHORTCODE.sub(" ", text).split())
    text = _BUTTON.sub("", text[-_MAX_BUTTON_CHARS:]).join((text[:-_MAX_BUTTON_CHARS], ""))
    key = normalise.key(text) if len(text) <= _MAX_DEFAULT_CHARS else text
    if not key or key == title_key or _UNFILLED.fullmatch(text):
        return ""
    return "" if pattern("words", "empty_descriptions", "^{}$").match(key) else text


def _is_full(page: ParsedPage, text: str) -> bool:
    """True for what is long enough for an excerpt, and not about the site."""
    return len(text) >= _MIN_EXCERPT_CHARS and normalise.key(text) not in _of_site(page)


def _goes_on(text: str, cut: str) -> bool:
    """True where a text goes on that was cut off, and ends as texts do."""
    is_cut = _END.search(cut) is None
    beginning = normalise.key(cut)[:_SAME_BEGINNING]
    return is_cut and _END.search(text) is not None and normalise.key(text).startswith(beginning)


def _of_site(page: ParsedPage) -> frozenset[str]:
    """Keys of what JSON-LD says about the site as a whole."""
    nodes = (node for node in page.json_ld if _OF_SITES.intersection(jsonld.types(node)))
    texts = (text for node in nodes for text in jsonld.strings(node.get("description")))
    return frozenset(normalise.key(clean(text)) for text in texts)


def _is_label(page: ParsedPage, text: str) -> bool:
    """True for a short description that is more than the site's name."""
    names = site.declared_keys(page) | site.host_keys(page.url)
    return 0 < len(text) < _MIN_EXCERPT_CHARS and not normalise.is_site(text, names)
