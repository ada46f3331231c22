"""The title of the article that a page shows: its headline, without the site's name.

The sources disagree on a third of real pages: the visible headline, the wording for search engines, the wording for
social networks, each with or without the site's name. What two of them share is trusted before what one says.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from selectolax.lexbor import LexborNode

from enricher.models import TextFact
from enricher.page import visible, wording
from enricher.page.sources import Sources
from enricher.page.text import clean
from enricher.page.wording import Wording

MAX_TITLE_CHARS = 500
# A heading that is less like any other wording of the title than this is no headline.
_LIKE = 0.45
# A heading where nothing else gives a title.
_ALONE = 0.6
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


def read(sources: Sources, names: frozenset[str]) -> TextFact | None:
    """The page's title, with where it stood; None where nothing fits. `names`: keys of the site's names."""
    given: dict[str, Wording] = {}
    for source, text in _given(sources):
        given.setdefault(source, Wording(wording.without_site(text[:MAX_TITLE_CHARS], names)))
    return _settle(given, _heading(sources, given, names))


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


def _heading(sources: Sources, given: dict[str, Wording], names: frozenset[str]) -> Wording | None:
    """The visible headline: the heading that is worded most like one of the given titles."""
    best: Wording | None = None
    best_score = _LIKE
    known = {title.key for title in given.values()}
    distinct = list({title.key: title for title in given.values()}.values())
    for node in sources.headings:
        marks = visible.marks(node)
        text = visible.line(node)[:MAX_TITLE_CHARS]
        if not text or _BREADCRUMB.search(marks) or wording.is_site(text, names):
            continue
        heading = Wording(text)
        score = _score(node, heading, distinct, marks)
        if score > best_score:
            best, best_score = _headline_in(node, heading, known), score
            if score >= 1.0:
                break
    return best


def _score(node: LexborNode, heading: Wording, given: list[Wording], marks: str) -> float:
    score = max((heading.likeness(title) for title in given), default=_ALONE)
    if node.tag == "h1" and len(heading.text) >= _SENTENCE_CHARS and _MARKED.search(marks):
        score = max(score, _LIKE + 0.01)
    return score * _LEVELS.get(node.tag or "", 0.0)


def _headline_in(node: LexborNode, heading: Wording, known: set[str]) -> Wording:
    """The heading without what many put into it before the headline: a kicker, a topic, a label."""
    first, last = node.first_child, node.last_child
    if first is None or last is None or first.mem_id == last.mem_id:
        return heading
    pieces = visible.pieces(node)
    for piece in pieces:
        if wording.key(piece.text) in known:
            return Wording(piece.text)
    kept = " ".join(piece.text for piece in pieces if not _KICKER.search(piece.marks))
    # What ends like a kicker is one, whatever its makers call the other part.
    return Wording(kept) if kept and not kept.endswith(":") else heading


def _settle(given: dict[str, Wording], heading: Wording | None) -> TextFact | None:
    linked = given.get("json-ld:headline")
    if heading and linked:
        return _of_two(given, heading, linked)
    if heading:
        return _without_kicker(given, heading)
    if linked:
        return TextFact(text=linked.text, source="json-ld:headline")
    return _most_frequent(given)


def _of_two(given: dict[str, Wording], heading: Wording, linked: Wording) -> TextFact:
    """The visible headline or JSON-LD's: they differ by what the others do not confirm."""
    seen, said = heading.key, linked.key
    social, html = (given[name].key if name in given else "" for name in ("og:title", "html"))
    # Equal; or JSON-LD adds a kicker; or it is cut off, as search engines wish for.
    is_seen = seen == said or said.endswith(seen) or seen.startswith(said)
    if not is_seen and not seen.endswith(said) and said != social:
        # Wording for search engines stands in the page's <title> and in JSON-LD alike.
        is_seen = said == html
    return (
        TextFact(text=heading.text, source="heading")
        if is_seen
        else TextFact(text=linked.text, source="json-ld:headline")
    )


def _without_kicker(given: dict[str, Wording], heading: Wording) -> TextFact:
    """The heading; without the words before the headline that many put into the same element."""
    for source, title in given.items():
        if title.key != heading.key and heading.key.endswith(title.key) and 2 * len(title.key) >= len(heading.key):
            return TextFact(text=title.text, source=source)
    return TextFact(text=heading.text, source="heading")


def _most_frequent(given: dict[str, Wording]) -> TextFact | None:
    """The wording that most sources share; of equals, the first."""
    if not given:
        return None
    counts = Counter(title.key for title in given.values())
    source, title = max(given.items(), key=lambda item: counts[item[1].key])
    return TextFact(text=title.text, source=source)
