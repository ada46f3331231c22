"""The title of the article that a page shows: its headline, without the site's name.

The sources disagree on a third of real pages: the visible headline, the wording for search engines,
the wording for social networks, each with or without the site's name. The visible headline stands
where a machine-readable title is worded like it; else the first of those.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from enricher import urls
from enricher.models import TextFact
from enricher.page import normalise
from enricher.page.markup import visible
from enricher.page.normalise import NormalisedText
from enricher.page.parsed import ParsedPage
from enricher.page.tables import pattern
from enricher.page.text import clean

MAX_TITLE_CHARS = 500
# A heading that is less like any other wording of the title than this is no headline.
_LIKE = 0.45
_LEVELS = {"h1": 1.0, "h2": 0.9, "h3": 0.8}
# What each heading before weighs less: the headline is seldom the tenth.
_LATER = 0.99
# Links to the heading itself, as manuals have them.
_ANCHORS = " #¶§🔗"
_METAS = (
    *("og:title", "twitter:title", "dc.title", "dcterms.title", "citation_title"),
    *("parsely-title", "sailthru.title", "headline", "title", "hdl"),
)


def read(page: ParsedPage, names: frozenset[str]) -> TextFact | None:
    """The page's title, with where it stood; None where nothing fits.

    `names`: keys of the site's names.
    """
    given = _bare(page, names)
    is_home = urls.path_depth(page.url) == 0
    useful = given if is_home else _useful(given, names)
    levels = _LEVELS if useful or not given else {"h1": 1.0}
    heading = _heading(page, list(useful.values()), names, levels)
    if heading is not None and not _is_reworded(heading, useful):
        return _in_short(TextFact(text=heading.text, source="heading"), useful)
    found = (TextFact(text=one.text, source=source) for source, one in (useful or given).items())
    first = next(found, None)
    return None if first is None else _in_short(first, useful)


def _bare(page: ParsedPage, names: frozenset[str]) -> dict[str, NormalisedText]:
    """Machine-readable titles by where they stand, without the site's name."""
    found = {
        source: NormalisedText(normalise.without_site(text[:MAX_TITLE_CHARS].rstrip(), names))
        for source, text in _given(page)
    }
    # More than a dash or a star.
    return {source: title for source, title in found.items() if title.key}


def _useful(given: dict[str, NormalisedText], names: frozenset[str]) -> dict[str, NormalisedText]:
    """The titles that say more than the site's name or `Home`."""
    return {source: title for source, title in given.items() if not _says_nothing(title, names)}


def _given(page: ParsedPage) -> Iterator[tuple[str, str]]:
    """Machine-readable titles, best first."""
    node = page.article or {}
    for name in ("headline", "name"):
        value = node.get(name)
        if isinstance(value, str) and (text := clean(value)):
            yield f"json-ld:{name}", text
    yield from ((name, page.meta[name][0]) for name in _METAS if name in page.meta)
    if page.html_title:
        yield "html", page.html_title


def _says_nothing(title: NormalisedText, names: frozenset[str]) -> bool:
    """True for the site's name and for `Home`."""
    words = pattern("words", "no_title", r"^\W*{}\W*$")
    return title.key in names or words.match(title.text.lower()) is not None


def _heading(
    page: ParsedPage,
    titles: list[NormalisedText],
    names: frozenset[str],
    levels: Mapping[str, float],
) -> NormalisedText | None:
    """The visible headline: the heading that is worded most like one of the given titles."""
    best: NormalisedText | None = None
    best_score, weight = _LIKE, 1.0
    for node in page.headings:
        weight *= _LATER
        level = levels.get(node.tag or "", 0) * weight
        if level <= best_score:  # however alike, no better than what is found
            continue
        text = visible.line(node)[:MAX_TITLE_CHARS].strip(_ANCHORS)
        heading = NormalisedText(normalise.without_site(text, names))
        if heading.key and not _says_nothing(heading, names):
            score = level * max(map(heading.similarity, titles), default=1.0)
            if score > best_score:
                best, best_score = heading, score
    return best


def _is_reworded(heading: NormalisedText, given: dict[str, NormalisedText]) -> bool:
    """True where JSON-LD's headline says it in other words than the heading, and `<title>` too."""
    linked, html = given.get("json-ld:headline"), given.get("html")
    if linked is None or (html is not None and html.key == linked.key):  # for search engines
        return False
    return linked.key not in heading.key and heading.key not in linked.key


def _in_short(found: TextFact, given: dict[str, NormalisedText]) -> TextFact:
    """A title without the kicker before it or the name behind it, where another goes without."""
    whole = normalise.key(found.text)
    cuts = frozenset(map(normalise.key, normalise.cuts(found.text)))
    for source, title in given.items():
        is_part = title.key in cuts or whole.endswith(title.key)
        if is_part and len(whole) > len(title.key) >= len(whole) / 2:
            return TextFact(text=title.text, source=source)
    return found
