"""The title of the article that a page shows: its headline, without the site's name.

The sources disagree on a third of real pages: the visible headline, the wording for search engines,
the wording for social networks, each with or without the site's name. What two of them share is
trusted before what one says.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from selectolax.lexbor import LexborNode

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
# Any heading as long as a sentence, but those that lead elsewhere, where all titles name the site.
_UNTITLED = 0.6
# A first heading that is marked as the headline is believed without a second source if it is so
# long.
_MARKED = re.compile(r"head-?line|title|schlagzeile|titre|titulo", re.IGNORECASE)
_SENTENCE_CHARS = 25
_BREADCRUMB = re.compile(r"breadcrumb", re.IGNORECASE)
# What sites call the words above a headline that they put into its element.
_KICKER = re.compile(
    r"kicker|over-?line|eyebrow|dachzeile|topic|label|rubri|pre-?title|pre-?head|super-?title"
    r"|categor|section|topline|badge|spitzmarke|volanta",
    re.IGNORECASE,
)
# Links to the heading itself.
_ANCHOR = re.compile(r"^[#¶§🔗] |^[¶§🔗]|[¶§🔗]$| #$")
# A heading only names the section where the rest of a title is this many times its length.
_SECTION_TIMES = 2
_LEVELS = {"h1": 1.0, "h2": 0.9, "h3": 0.8}
# What each heading before weighs less: the headline is seldom the tenth.
_LATER = 0.99
_METAS = ("dc.title", "dcterms.title", "citation_title", "parsely-title", "sailthru.title")
_MORE_METAS = ("headline", "title", "hdl")


def read(page: ParsedPage, names: frozenset[str]) -> TextFact | None:
    """The page's title, with where it stood; None where nothing fits.

    `names`: keys of the site's names.
    """
    given: dict[str, NormalisedText] = {}
    bare: dict[str, NormalisedText] = {}  # most give one text in several places
    for source, text in _given(page):
        if text not in bare:
            bare[text] = NormalisedText(
                normalise.without_site(text[:MAX_TITLE_CHARS].rstrip(), names)
            )
        if bare[text].key:  # more than a dash or a star
            given.setdefault(source, bare[text])
    if urls.path_depth(page.url) > 0:
        given = _useful(given, names)
    heading = _heading(page, given, names)
    return _settle(given, heading)


def _useful(given: dict[str, NormalisedText], names: frozenset[str]) -> dict[str, NormalisedText]:
    """The titles that say more than the site's name or `Home`; all of them if none does."""
    useful = {
        source: title
        for source, title in given.items()
        if not _says_nothing(title, names) and not _is_cut(title, given)
    }
    return useful or given


def _says_nothing(title: NormalisedText, names: frozenset[str]) -> bool:
    return (
        title.key in names
        or pattern("words", "no_title", r"^\W*{}\W*$").match(title.text.lower()) is not None
    )


def _is_cut(title: NormalisedText, given: dict[str, NormalisedText]) -> bool:
    """True for a title that is cut off where another one goes on."""
    if not title.text.endswith(("…", "...")):
        return False
    return any(
        other.key.startswith(title.key) and other.key != title.key for other in given.values()
    )


def _given(page: ParsedPage) -> Iterator[tuple[str, str]]:
    """Machine-readable titles, best first."""
    node = page.article or {}
    for name in ("headline", "name"):
        value = node.get(name)
        if isinstance(value, str) and (text := clean(value)):
            yield f"json-ld:{name}", text
    for name in ("og:title", "twitter:title", *_METAS, *_MORE_METAS):
        if name in page.meta:
            yield name, page.meta[name][0]
    if page.html_title:
        yield "html", page.html_title


def _heading(
    page: ParsedPage, given: dict[str, NormalisedText], names: frozenset[str]
) -> NormalisedText | None:
    """The visible headline: the heading that is worded most like one of the given titles."""
    titles = _Titles(page, given, names)
    best: NormalisedText | None = None
    best_score = _LIKE
    weight = 1.0
    for node in page.headings:
        weight *= _LATER
        level = _LEVELS[node.tag or "h3"] * weight
        if level <= best_score:  # however alike, no better than what is found
            continue
        heading = titles.heading(node)
        score = titles.score(node, heading) * level if heading else 0.0
        if heading and score > best_score and not _is_section(heading, titles.distinct):
            best, best_score = heading, score
    if best is None:
        return None
    return NormalisedText(normalise.without_site(_ANCHOR.sub("", best.text), names))


class _Titles:
    """What headings are compared with."""

    def __init__(
        self, page: ParsedPage, given: dict[str, NormalisedText], names: frozenset[str]
    ) -> None:
        self.distinct = list({title.key: title for title in given.values()}.values())
        self._known = {title.key for title in given.values()}
        self._names = names
        is_below = urls.path_depth(page.url) > 0
        # No more than `<title>`, or the site's name: templates without care for machines.
        self._is_untitled = is_below and all(_says_nothing(each, names) for each in self.distinct)
        self._is_alone = self._is_untitled or (is_below and given.keys() == {"html"})

    def heading(self, node: LexborNode) -> NormalisedText | None:
        """The text of a heading; None where it is no headline."""
        heading = NormalisedText(visible.line(node)[:MAX_TITLE_CHARS].rstrip())
        if not heading.key or _BREADCRUMB.search(visible.marks(node)):
            return None
        is_site = _is_site(heading, self._known, self._names)
        return None if is_site else _below_kicker(node, heading)

    def score(self, node: LexborNode, heading: NormalisedText) -> float:
        """How like a title a heading is; long ones are believed where there is no title."""
        score = max((heading.similarity(title) for title in self.distinct), default=1.0)
        is_sentence = len(heading.text) >= _SENTENCE_CHARS
        is_first = node.tag == "h1"
        if is_first and is_sentence and (self._is_alone or _MARKED.search(visible.marks(node))):
            score = max(score, _LIKE + 0.02)
        if self._is_untitled and (is_first or is_sentence) and node.css_first("a") is None:
            score = max(score, _UNTITLED)
        return score


def _below_kicker(node: LexborNode, heading: NormalisedText) -> NormalisedText:
    """The heading without the parts that its makers call a kicker, a topic or a label."""
    if node.css_first("[class]") is None:
        return heading
    parts = list(node.iter(include_text=True))
    kept = [part for part in parts if not _KICKER.search(visible.marks(part))]
    text = visible.line_of(kept)[:MAX_TITLE_CHARS].rstrip() if len(kept) < len(parts) else ""
    # What ends like a kicker is one, whatever its makers call the other part.
    is_headline = normalise.key(text) and not text.endswith(":")
    return NormalisedText(text) if is_headline else heading


def _is_site(heading: NormalisedText, known: set[str], names: frozenset[str]) -> bool:
    """True for the site's name, or much of it in a heading that no title confirms."""
    if heading.key in names:
        return True
    # `Bugle opens a bridge` of `Boats and more: Bugle opens a bridge`.
    is_confirmed = any(title.endswith(heading.key) for title in known)
    if is_confirmed or not normalise.is_site(heading.text, names):
        return False
    return normalise.is_site(normalise.without_site(heading.text, names), names)


def _is_section(heading: NormalisedText, given: list[NormalisedText]) -> bool:
    """True for `Politics` of `Politics: mayor resigns`, `Mayor resigns at last - Politics`."""
    for title in given:
        before, _, behind = title.text.partition(": ")
        if normalise.key(before) == heading.key and len(behind) > _SECTION_TIMES * len(before):
            return True
        first, *rest = normalise.segments(title.text)
        is_short = len(first) > _SECTION_TIMES * len(heading.text)
        if is_short and heading.key in map(normalise.key, rest):
            return True
    return False


def _settle(given: dict[str, NormalisedText], heading: NormalisedText | None) -> TextFact | None:
    linked = given.get("json-ld:headline")
    if heading and linked:
        return _of_two(given, heading, linked)
    if heading:
        return _where_others_end(_without_kicker(given, heading), given)
    best = next(iter(given.items()), None)
    return _where_others_end(TextFact(text=best[1].text, source=best[0]), given) if best else None


def _where_others_end(found: TextFact, given: dict[str, NormalisedText]) -> TextFact:
    """A title without what stands beside it at a separator, where another one does without that."""
    half = len(found.text) / 2
    cuts = {normalise.key(cut) for cut in normalise.cuts(found.text) if len(cut) >= half}
    others = (TextFact(text=title.text, source=name) for name, title in given.items())
    return next((other for other in others if normalise.key(other.text) in cuts), found)


def _of_two(
    given: dict[str, NormalisedText], heading: NormalisedText, linked: NormalisedText
) -> TextFact:
    """The visible headline or JSON-LD's: they differ by what the others do not confirm."""
    seen, said = heading.key, linked.key
    social, html, name = (
        given[key].key if key in given else "" for key in ("og:title", "html", "json-ld:name")
    )
    # Equal; or JSON-LD adds a kicker, or a source in brackets; or it is cut off, as search engines
    # wish for.
    is_seen = said.endswith(seen) or seen.startswith(said)
    is_seen = is_seen or normalise.is_with_aside(heading, linked)
    if not is_seen and not seen.endswith(said) and said != social:
        # Wording for search engines stands in the page's <title> and in JSON-LD alike.
        # Encyclopedias describe what they call by its name.
        is_seen = said == html or seen == social == html == name
    if is_seen:
        return TextFact(text=heading.text, source="heading")
    return TextFact(text=linked.text, source="json-ld:headline")


def _without_kicker(given: dict[str, NormalisedText], heading: NormalisedText) -> TextFact:
    """The heading; without the words before the headline that many put into the same element."""
    for source, title in given.items():
        is_end = title.key != heading.key and heading.key.endswith(title.key)
        if is_end and 2 * len(title.key) >= len(heading.key):
            return TextFact(text=title.text, source=source)
    return TextFact(text=heading.text, source="heading")
