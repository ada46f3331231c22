"""The title of the article that a page shows: its headline, without the site's name.

The sources disagree on a third of real pages: the visible headline, the wording for search engines, the wording for
social networks, each with or without the site's name. What two of them share is trusted before what one says.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from html import escape
from itertools import islice

from selectolax.lexbor import LexborNode

from enricher import urls
from enricher.models import TextFact
from enricher.page import normalise
from enricher.page.markup import visible
from enricher.page.markup.headline import begins_element, places
from enricher.page.normalise import NormalisedText
from enricher.page.parsed import ParsedPage
from enricher.page.text import clean

MAX_TITLE_CHARS = 500
# A heading that is less like any other wording of the title than this is no headline.
_LIKE = 0.45
# Any heading as long as a sentence, but those that lead elsewhere, where all titles name the site.
_UNTITLED = 0.6
# A first heading that is marked as the headline is believed without a witness if it is as long as a sentence.
_MARKED = re.compile(r"head-?line|title|schlagzeile|titre|titulo", re.IGNORECASE)
_SENTENCE_CHARS = 25
_BREADCRUMB = re.compile(r"breadcrumb", re.IGNORECASE)
_KICKER = re.compile(
    r"kicker|over-?line|eyebrow|dachzeile|topic|label|rubri|pre-?title|pre-?head|super-?title|categor|section|topline"
    r"|ante-?titulo|sur-?titre|(?:tag|live)(?![a-z])|badge|spitzmarke|volanta|occhiello|vignette",
    re.IGNORECASE,
)
_BEHIND_KICKER = " :|–—-"
# What stands behind the headline, in the same element.
_BESIDE = re.compile(r"^(?:small|time) |sub-?(?:title|head)|standfirst|\bdeck\b", re.IGNORECASE)
# Links to the heading itself.
_ANCHOR = re.compile(r"^[#¶§🔗] | [#¶§🔗]$")
_CUT_OFF = ("…", "...")
# Shorter parts of a title stand alone by chance.
_LEAST_KEPT = 8
_PAGE_NUMBER = re.compile(
    r"(?: [-–—|·:] |, | ?\()(?:page|seite|p[áa]gina|strona|страница|sayfa|sid[ae]) \d{1,3}"
    r"(?: ?(?:of|von|de|sur|z|/) ?\d{1,3})?\)?$",
    re.IGNORECASE,
)
# A heading is no headline but the name of a section where the rest of a title is this many times its length.
_SECTION_TIMES = 2
_MAX_PLACES = 8
# Between the text of an element and its end.
_MAX_SPACE_BYTES = 40
# What two addresses of one site may differ in.
_WEB = re.compile(r"^https?://(?:www\.)?|#.*$", re.IGNORECASE)
_LEVELS = {"h1": 1.0, "h2": 0.9, "h3": 0.8}
_METAS = (
    "dc.title",
    "dcterms.title",
    "citation_title",
    "parsely-title",
    "sailthru.title",
    "headline",
    "title",
    "hdl",
)


def read(page: ParsedPage, names: frozenset[str]) -> TextFact | None:
    """The page's title, with where it stood; None where nothing fits. `names`: keys of the site's names."""
    given: dict[str, NormalisedText] = {}
    bare: dict[str, NormalisedText] = {}  # most give one text in several places
    for source, text in _given(page):
        if text not in bare:
            bare[text] = NormalisedText(_bare(text[:MAX_TITLE_CHARS], names))
        if bare[text].key:  # more than a dash or a star
            given.setdefault(source, bare[text])
    if urls.path_depth(page.url) > 0:
        given = _useful(given, names)
    heading = _heading(page, given, names)
    found = _settle(given, heading)
    if found and not heading:
        return TextFact(text=_as_shown(page, found.text), source=found.source)
    return _with_colon(found, given) if found else None


def _bare(text: str, names: frozenset[str]) -> str:
    """A title without the site's name and the page's number."""
    bare = normalise.without_site(text, names)
    return _PAGE_NUMBER.sub("", bare) or bare if bare[-1:].isdigit() or bare.endswith(")") else bare


def _useful(given: dict[str, NormalisedText], names: frozenset[str]) -> dict[str, NormalisedText]:
    """The titles without those that only name the site, and those cut off where others go on; all if none is left."""
    useful = {
        source: title
        for source, title in given.items()
        if title.key not in names and not _is_cut(title, given)
    }
    return useful or given


def _is_cut(title: NormalisedText, given: dict[str, NormalisedText]) -> bool:
    if not title.text.endswith(_CUT_OFF):
        return False
    return any(
        other.key.startswith(title.key) and other.key != title.key for other in given.values()
    )


def _given(page: ParsedPage) -> Iterator[tuple[str, str]]:
    """Machine-readable titles, best first."""
    node = page.article or {}
    for name in ("headline", "name"):
        value = node.get(name)
        if isinstance(value, str) and clean(value):
            yield f"json-ld:{name}", clean(value)
    for name in ("og:title", "twitter:title", *_METAS):
        if text := page.first(name):
            yield name, text
    if page.html_title:
        yield "html", page.html_title


def _heading(
    page: ParsedPage, given: dict[str, NormalisedText], names: frozenset[str]
) -> NormalisedText | None:
    """The visible headline: the heading that is worded most like one of the given titles."""
    best: NormalisedText | None = None
    best_score = _LIKE
    known = {title.key for title in given.values()}
    distinct = list({title.key: title for title in given.values()}.values())
    # No more than `<title>`, or the site's name: templates without care for machines.
    is_below = urls.path_depth(page.url) > 0
    is_alone = is_below and (given.keys() == {"html"} or known <= names)
    for node in page.headings:
        if (
            _LEVELS.get(node.tag or "", 0.0) <= best_score
        ):  # however alike, no better than what is found
            continue
        marks = visible.marks(node)
        heading = NormalisedText(visible.line(node)[:MAX_TITLE_CHARS])
        if not heading.key or _BREADCRUMB.search(marks) or _is_site(heading, known, names):
            continue
        score = _score(node, heading, distinct, "headline" if is_alone else marks)
        if (
            is_below
            and known <= names
            and len(heading.text) >= _SENTENCE_CHARS
            and node.css_first("a") is None
        ):
            score = max(score, _UNTITLED * _LEVELS[node.tag or ""])
        if (
            score > best_score
            and not _is_section(heading, distinct)
            and not _leads_above(node, heading.text, page)
        ):
            headline = _headline_in(node, heading, distinct)
            best, best_score = NormalisedText(_bare(_ANCHOR.sub("", headline.text), names)), score
            if score >= 1.0:
                break
    return best


def _is_site(heading: NormalisedText, known: set[str], names: frozenset[str]) -> bool:
    """The site's name, or much of it in a heading that no title confirms."""
    if heading.key in names:
        return True
    # `Bugle opens a bridge` of `Boats and more: Bugle opens a bridge`.
    if any(title.endswith(heading.key) for title in known) or not normalise.is_site(
        heading.text, names
    ):
        return False
    return normalise.is_site(_bare(heading.text, names), names)


def _leads_above(node: LexborNode, text: str, page: ParsedPage) -> bool:
    """Is the whole heading a link to what this page is a part of: the site's name, or a section's?"""
    parent = node.parent
    link = parent if parent is not None and parent.tag == "a" else node.css_first("a[href]")
    href = link.attributes.get("href") if link is not None else None
    if not href or (link is not parent and visible.line(link) != text):
        return False
    above, here = (
        _WEB.sub("", url or "") for url in (urls.resolve(page.base, href.strip()), page.url)
    )
    return (
        bool(above)
        and len(above.rstrip("/")) < len(here.rstrip("/"))
        and here.startswith(above.rstrip("/") + "/")
    )


def _is_section(heading: NormalisedText, given: list[NormalisedText]) -> bool:
    """`Politics` of `Politics: mayor resigns at last`, and of `Mayor resigns at last - Politics`."""
    for title in given:
        before, _, behind = title.text.partition(": ")
        if normalise.key(before) == heading.key and len(behind) > _SECTION_TIMES * len(before):
            return True
        first, *rest = normalise.segments(title.text)
        if len(first) > _SECTION_TIMES * len(heading.text) and heading.key in map(
            normalise.key, rest
        ):
            return True
    return False


def _score(
    node: LexborNode, heading: NormalisedText, given: list[NormalisedText], marks: str
) -> float:
    score = max((heading.likeness(title) for title in given), default=1.0)
    if node.tag == "h1" and len(heading.text) >= _SENTENCE_CHARS and _MARKED.search(marks):
        score = max(score, _LIKE + 0.01)
    return score * _LEVELS.get(node.tag or "", 0.0)


def _headline_in(
    node: LexborNode, heading: NormalisedText, given: list[NormalisedText]
) -> NormalisedText:
    """The heading without what many put into it before the headline: a kicker, a topic, a label."""
    first, last = node.first_child, node.last_child
    if first is None or last is None or first.mem_id == last.mem_id:
        return heading
    pieces = visible.pieces(node)
    known = {title.key for title in given}
    # Where the site's name is unknown, titles still have it beside them.
    cut = {normalise.key(cut) for title in given for cut in normalise.cuts(title.text)}
    known |= {key for key in cut if 2 * len(key) >= len(heading.key) and heading.key.endswith(key)}
    confirmed = [piece.text for piece in pieces if normalise.key(piece.text) in known]
    if confirmed:
        return NormalisedText(max(confirmed, key=len))
    kept = " ".join(
        piece.text
        for place, piece in enumerate(pieces)
        if not _KICKER.search(piece.marks) and not (place and _BESIDE.search(piece.marks))
    )
    # What ends like a kicker is one, whatever its makers call the other part.
    return (
        NormalisedText(kept.lstrip(_BEHIND_KICKER)) if kept and not kept.endswith(":") else heading
    )


def _settle(given: dict[str, NormalisedText], heading: NormalisedText | None) -> TextFact | None:
    linked = given.get("json-ld:headline")
    if heading and linked:
        return _of_two(given, heading, linked)
    if heading:
        return _without_kicker(given, heading)
    found = _most_frequent(given)
    return _where_others_end(found, given) if found else None


def _with_colon(found: TextFact, given: dict[str, NormalisedText]) -> TextFact:
    """A heading that only colours or lines part from its kicker, as others spell it."""
    key = normalise.key(found.text)
    for source, title in given.items() if ":" not in found.text else ():
        if title.key == key and normalise.key(title.text.partition(":")[0]) not in {"", key}:
            return TextFact(text=title.text, source=source)
    return found


def _where_others_end(found: TextFact, given: dict[str, NormalisedText]) -> TextFact:
    """A title without what stands beside it at a separator, where another one does without that."""
    cuts = {
        normalise.key(cut) for cut in normalise.cuts(found.text) if 2 * len(cut) >= len(found.text)
    }
    return next(
        (
            TextFact(text=title.text, source=name)
            for name, title in given.items()
            if title.key in cuts
        ),
        found,
    )


def _of_two(
    given: dict[str, NormalisedText], heading: NormalisedText, linked: NormalisedText
) -> TextFact:
    """The visible headline or JSON-LD's: they differ by what the others do not confirm."""
    seen, said = heading.key, linked.key
    social, html, name = (
        given[name].key if name in given else "" for name in ("og:title", "html", "json-ld:name")
    )
    # Equal; or JSON-LD adds a kicker, or a source in brackets; or it is cut off, as search engines wish for.
    is_seen = (
        said.endswith(seen) or seen.startswith(said) or normalise.is_with_aside(heading, linked)
    )
    if not is_seen and not seen.endswith(said) and said != social:
        # Wording for search engines stands in the page's <title> and in JSON-LD alike. Encyclopedias describe what
        # they call by its name.
        is_seen = said == html or seen == social == html == name
    return (
        TextFact(text=heading.text, source="heading")
        if is_seen
        else TextFact(text=linked.text, source="json-ld:headline")
    )


def _without_kicker(given: dict[str, NormalisedText], heading: NormalisedText) -> TextFact:
    """The heading; without the words before the headline that many put into the same element."""
    for source, title in given.items():
        if (
            title.key != heading.key
            and heading.key.endswith(title.key)
            and 2 * len(title.key) >= len(heading.key)
        ):
            return TextFact(text=title.text, source=source)
    return TextFact(text=heading.text, source="heading")


def _most_frequent(given: dict[str, NormalisedText]) -> TextFact | None:
    """The wording that most sources share; of equals, the first."""
    if not given:
        return None
    counts = Counter(title.key for title in given.values())
    source, title = max(given.items(), key=lambda item: counts[item[1].key])
    return TextFact(text=title.text, source=source)


def _as_shown(page: ParsedPage, title: str) -> str:
    """A title that no heading confirms, without what `<title>` has beside it.

    The rest must stand alone in the page, or begin its description.
    """
    cuts = normalise.cuts(title)
    about = page.first("description") or ""
    if not cuts or about.startswith(title) or _stands_alone(page.markup, title):
        return title
    # What is short and stands behind is the site's name, or a section's.
    kept = [cut for cut in cuts if 2 * len(cut) >= len(title) or title.startswith(cut)]
    for cut in kept:
        if normalise.width(cut) >= _LEAST_KEPT and (
            about.startswith(cut) or _stands_alone(page.markup, cut)
        ):
            return cut
    return title


def _stands_alone(markup: bytes, text: str) -> bool:
    """Is this the whole text of an element other than `<title>`, and no link's?"""
    wanted = escape(text, quote=False).encode("utf-8", "replace")
    for at in islice(places(markup, wanted, max(0, markup.find(b"</title"))), _MAX_PLACES):
        end = at + len(wanted)
        if begins_element(markup, at) and markup[end : end + _MAX_SPACE_BYTES].lstrip().startswith(
            b"<"
        ):
            return True
    return False
