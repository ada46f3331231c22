"""The title of the article that a page shows: its headline, without the site's name.

The sources disagree on a third of real pages: the visible headline, the wording for search engines, the wording for
social networks, each with or without the site's name. What two of them share is trusted before what one says.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from selectolax.lexbor import LexborNode

from enricher.models import TextFact
from enricher.page import site, visible, wording
from enricher.page.sources import Sources
from enricher.page.text import clean

MAX_TITLE_CHARS = 500
# A heading that is less like any other wording of the title than this is no headline.
_LIKE = 0.5
# A first heading that is marked as the headline is believed without a witness if it is as long as a sentence.
_MARKED = re.compile(r"head-?line|title|schlagzeile|titre|titulo", re.IGNORECASE)
_SENTENCE_CHARS = 25
_BREADCRUMB = re.compile(r"breadcrumb", re.IGNORECASE)
_KICKER = re.compile(
    r"kicker|over-?line|eyebrow|dachzeile|topic|label|rubri|pre-?title|pre-?head|super-?title|categor|section|topline"
    r"|ante-?titulo|sur-?titre|tag(?:$|[\s_-])",
    re.IGNORECASE,
)
_LEVELS = {"h1": 1.0, "h2": 0.9, "h3": 0.8}
_METAS = ("dc.title", "dcterms.title", "citation_title", "parsely-title", "sailthru.title", "headline", "title", "hdl")
_OFFERS = ("json-ld:headline", "json-ld:name", "og:title", "twitter:title", *_METAS, "title")


def read(sources: Sources) -> TextFact | None:
    """The page's title, with where it stood; None where nothing fits."""
    names = site.keys(sources)
    given: dict[str, str] = {}
    for source, text in _given(sources):
        given.setdefault(source, wording.without_site(text[:MAX_TITLE_CHARS], names))
    heading = _heading(sources, given, names)
    return _settle(given, heading)


def _given(sources: Sources) -> Iterator[tuple[str, str]]:
    """Machine-readable titles, best first."""
    node = sources.article or {}
    for name in ("headline", "name"):
        value = node.get(name)
        if isinstance(value, str) and clean(value):
            yield f"json-ld:{name}", clean(value)
    for name in ("og:title", "twitter:title", *_METAS):
        if text := sources.first(name):
            yield name, text
    if sources.html_title:
        yield "html", sources.html_title


def _heading(sources: Sources, given: dict[str, str], names: frozenset[str]) -> str:
    """The visible headline: the heading that is worded most like one of the given titles."""
    best, best_score = "", _LIKE
    social = wording.key(given.get("og:title"))
    for node in sources.headings:
        marks = visible.marks(node)
        text = visible.line(node)[:MAX_TITLE_CHARS]
        if not text or _BREADCRUMB.search(marks) or wording.is_site(text, names):
            continue
        if social and wording.key(text).endswith(social) and wording.key(_headline_in(node, text, given)) == social:
            return given["og:title"]
        score = max((_fit(text, other) for other in given.values()), default=0.6)
        if node.tag == "h1" and len(text) >= _SENTENCE_CHARS and _MARKED.search(marks):
            score = max(score, _LIKE + 0.01)
        score *= _LEVELS.get(node.tag or "", 0.0)
        if score > best_score:
            best, best_score = _headline_in(node, text, given), score
    return best


def _headline_in(node: LexborNode, text: str, given: dict[str, str]) -> str:
    """The heading without what many put into it before the headline: a kicker, a topic, a label."""
    if node.first_child is node.last_child:
        return text
    pieces = visible.pieces(node)
    known = {wording.key(title) for title in given.values()}
    for piece in pieces:
        if wording.key(piece.text) in known:
            return piece.text
    kept = [piece.text for piece in pieces if not _KICKER.search(piece.marks)]
    return " ".join(kept) or text


def _fit(heading: str, title: str) -> float:
    """How well a heading fits a title: a heading that is only a word of it fits worse than all of it."""
    a, b = len(wording.key(heading)), len(wording.key(title))
    if not a or not b:
        return 0.0
    return wording.likeness(heading, title) * (0.5 + 0.5 * min(a, b) / max(a, b))


def _settle(given: dict[str, str], heading: str) -> TextFact | None:
    linked = given.get("json-ld:headline", "")
    if heading and linked:
        return _of_two(given, heading, linked)
    if heading:
        return _without_kicker(given, heading)
    if linked:
        return TextFact(text=linked, source="json-ld:headline")
    return _most_frequent(given)


def _of_two(given: dict[str, str], heading: str, linked: str) -> TextFact:
    """The visible headline or JSON-LD's: they differ by what the others do not confirm."""
    visible_fact = TextFact(text=heading, source="heading")
    linked_fact = TextFact(text=linked, source="json-ld:headline")
    seen, said = wording.key(heading), wording.key(linked)
    social, html = wording.key(given.get("og:title")), wording.key(given.get("html"))
    if seen == said or said.endswith(seen) or seen.startswith(said):
        return visible_fact
    if seen.endswith(said) or said == social:
        return linked_fact
    # Wording for search engines stands in the page's <title> and in JSON-LD alike.
    return visible_fact if said == html else linked_fact


def _without_kicker(given: dict[str, str], heading: str) -> TextFact:
    """The heading; without the words before the headline that many put into the same element."""
    seen = wording.key(heading)
    for source, text in given.items():
        said = wording.key(text)
        if said != seen and seen.endswith(said) and 2 * len(said) >= len(seen):
            return TextFact(text=text, source=source)
    return TextFact(text=heading, source="heading")


def _most_frequent(given: dict[str, str]) -> TextFact | None:
    """The wording that most sources share; of equals, the first."""
    if not given:
        return None
    counts: dict[str, int] = {}
    for text in given.values():
        counts[wording.key(text)] = counts.get(wording.key(text), 0) + 1
    source, text = max(given.items(), key=lambda item: counts[wording.key(item[1])])
    return TextFact(text=text, source=source)
