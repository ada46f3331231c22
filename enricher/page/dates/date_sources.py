"""What each kind of source says about a page's dates: JSON-LD, metas, marked up elements, the byline, the address.

Law of this file: every source is asked alone and answers in the page's order; nothing is weighed here.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from enricher.page import jsonld
from enricher.page.dates import addresses, parsing, places
from enricher.page.dates.parsed_date import DateStyle, ParsedDate
from enricher.page.dates.scored import ScoredDate
from enricher.page.parsed import ParsedPage


@dataclass(frozen=True, slots=True)
class DateCandidate:
    """What one source says."""

    parsed: ParsedDate
    source: str


class Reading:
    """One page, read for dates. What takes long is done once, when it is first asked for."""

    def __init__(self, page: ParsedPage) -> None:
        self.page = page
        self.style: DateStyle = places.style(page)
        self.dated_metas = [name for name in page.meta if _may_be_dated(name)]
        self._sightings: list[ScoredDate] | None = None

    @property
    def scored(self) -> list[ScoredDate]:
        """Dates about the headline, most convincing first."""
        if self._sightings is None:
            self._sightings = places.nearby(self.page, self.style)
        return self._sightings

    @property
    def has_looked(self) -> bool:
        """The lines about the headline were read already."""
        return self._sightings is not None


Source = Callable[[Reading], Iterator[DateCandidate]]

# ── JSON-LD ───────────────────────────────────────────────────────────────────────────────────────────────────

# Nodes that are dated, but are not what the page is about.
_NO_ARTICLE = re.compile(
    r"Comment|Collection|SearchResults|Profile|WebSite|Organization|Person|Product|Offer|Event"
)
_LISTS = re.compile(r"(?:Collection|SearchResults|Profile|Contact|About)Page$|Event$|Product$")
_ARTICLE = re.compile(r"(?:Article|Posting|Report|Review|Object|Episode)$")
_MAX_VALUES = 3


def _linked(reading: Reading, *keys: str) -> Iterator[DateCandidate]:
    """The date under the first of these keys, of the article first, else of the first node that has one."""
    article = reading.page.article
    others = (node for node in reading.page.json_ld if node is not article and not _is_aside(node))
    for node in (article, *others) if article is not None else others:
        for key in keys:
            for text in _texts(node.get(key) or node.get(key.lower())):
                parsed = parsing.parse(text, reading.style)
                if parsed is not None:
                    yield DateCandidate(parsed, "json-ld")
                    return


def _is_aside(node: dict[str, Any]) -> bool:
    return any(_NO_ARTICLE.match(name) for name in jsonld.types(node))


def _texts(value: Any) -> Iterator[str]:
    for item in (value if isinstance(value, list) else [value])[:_MAX_VALUES]:
        bare = item.get("@value") if isinstance(item, dict) else item
        if isinstance(bare, (str, int, float)):
            yield str(bare)


def is_no_article(reading: Reading) -> bool:
    """Does the page say that it is a list, an event, a thing for sale?"""
    node, kind = reading.page.article, reading.page.first("og:type") or ""
    says_other = node is not None and any(map(_LISTS.search, jsonld.types(node)))
    return says_other and not kind.startswith(_ITEMS)


def published_nodes(reading: Reading) -> Iterator[DateCandidate]:
    return _linked(reading, "datePublished")


def article_nodes(reading: Reading) -> Iterator[DateCandidate]:
    """As `published_nodes`, of a node that says it is an article, not only a page."""
    article = reading.page.article
    if article is not None and any(map(_ARTICLE.search, jsonld.types(article))):
        yield from published_nodes(reading)


def created_nodes(reading: Reading) -> Iterator[DateCandidate]:
    return _linked(reading, "dateCreated", "uploadDate", "datePosted")


# ── metas ─────────────────────────────────────────────────────────────────────────────────────────────────────

# Names, whoever's: `og:article:published_time`, then `parsely-pub-date`, `cXenseParse:recs:publishtime`,
# `DC.date.issued`, `citation_publication_date`, `bt:pubDate`, `analytics:p_ts`, … and at last `sailthru.date`,
# `article.created`, `dc.date`, `date`.
_ARTICLE_META = re.compile(r"(?:^|:)article[:_]published(?:_time)?$")
_PUBLISHED_META = re.compile(r"publi|pub[-_.:]?(?:date|day|time)|issued|releas|posted|p_ts$")
_DATED_META = re.compile(r"creat|date|upload|displaytime")
_CHANGED_META = re.compile(r"modif|updat|revis|last[-_]?mod|changed")
_OTHER_META = re.compile(
    r"modif|updat|revis|last|expir|valid|event|start|end|copyright|available|accept|birth|refresh|status|current|now"
    r"|today|publisher(?!date)|cache|timezone|build|deploy|generat|review|receiv|submi|title|description|image|author"
)


def _metas(
    reading: Reading, wanted: re.Pattern[str], unwanted: re.Pattern[str] | None = None
) -> Iterator[DateCandidate]:
    for name in reading.dated_metas:
        if wanted.search(name) and not (unwanted and unwanted.search(name)):
            parsed = parsing.parse(reading.page.meta[name][0], reading.style)
            if parsed is not None:
                yield DateCandidate(parsed, name)


@lru_cache(maxsize=4_096)  # most pages call their metas the same
def _may_be_dated(name: str) -> bool:
    wanted = (_ARTICLE_META, _PUBLISHED_META, _DATED_META, _CHANGED_META)
    return any(pattern.search(name) for pattern in wanted)


def published_metas(reading: Reading) -> Iterator[DateCandidate]:
    yield from _metas(reading, _ARTICLE_META)
    yield from _metas(reading, _PUBLISHED_META, _OTHER_META)


def dated_metas(reading: Reading) -> Iterator[DateCandidate]:
    return _metas(reading, _DATED_META, _OTHER_META)


# ── the page itself ───────────────────────────────────────────────────────────────────────────────────────────


# Days about the headline of one article: published, an event, another article's.
_MAX_DAYS = 3
# Pages of these Open Graph types are about one thing, whatever is listed beside it.
_ITEMS = ("article", "video", "music")
# Elements with the date of one article: over, under and beside it.
_MAX_ELEMENTS = 3


def marked(reading: Reading) -> Iterator[DateCandidate]:
    return (
        DateCandidate(parsed, "microdata") for parsed in places.marked(reading.page, reading.style)
    )


def byline(reading: Reading) -> Iterator[DateCandidate]:
    """What stands convincingly about the headline; under that of a list stand many days."""
    found = [
        scored_date.parsed
        for scored_date in reading.scored
        if scored_date.is_convincing and not scored_date.is_update
    ]
    kind = reading.page.first("og:type") or ""
    if len({parsed.day for parsed in found}) <= _MAX_DAYS or kind.startswith(_ITEMS):
        yield from (DateCandidate(parsed, "byline") for parsed in found)


def glimpses(reading: Reading) -> Iterator[DateCandidate]:
    """What stands about the headline, but less convincingly."""
    for scored_date in reading.scored:
        if not scored_date.is_convincing and not scored_date.is_update:
            yield DateCandidate(scored_date.parsed, "byline")


def address(reading: Reading) -> Iterator[DateCandidate]:
    for url in (reading.page.url, *reading.page.links.get("canonical", ())):
        day = addresses.day_in(url, is_month_first=reading.style.is_month_first)
        if day is not None:
            yield DateCandidate(ParsedDate(day), "url")
            return


def all_times(reading: Reading) -> Iterator[DateCandidate]:
    """The first `<time>` elements, whichever days they name; not those of changes and comments."""
    return (DateCandidate(parsed, "time") for parsed in places.times(reading.page, reading.style))


def times(reading: Reading) -> Iterator[DateCandidate]:
    """The page's `<time>` elements, where they all name one day: else they are of a list of articles."""
    dates = list(places.times(reading.page, reading.style))
    yield from _agreed(dates, "time")


def headline(reading: Reading) -> Iterator[DateCandidate]:
    """What the headline says, where it names one day."""
    dates = list(places.in_headline(reading.page, reading.style))
    if len({parsed.day for parsed in dates}) == 1:
        yield DateCandidate(dates[0], "title")


def named(reading: Reading) -> Iterator[DateCandidate]:
    """Elements called a date, where they all name one day."""
    dates = [
        found.parsed for found in places.named(reading.page, reading.style) if not found.is_update
    ]
    yield from _agreed(dates, "class")


def labelled(reading: Reading) -> Iterator[DateCandidate]:
    """What says that it is the date of publication, far from the headline, where it all names one day."""
    dates = [
        found.parsed
        for found in places.labelled(reading.page, reading.style)
        if not found.is_update
    ]
    yield from _agreed(dates, "byline")


def bracketed(reading: Reading) -> Iterator[DateCandidate]:
    """What paragraphs begin with in brackets, where it all names one day."""
    yield from _agreed(list(places.bracketed(reading.page, reading.style)), "paragraph")


def _agreed(dates: list[ParsedDate], source: str) -> Iterator[DateCandidate]:
    """A few elements that name one day; more are of a list of articles, even if all are of today."""
    if len(dates) <= _MAX_ELEMENTS and len({parsed.day for parsed in dates}) == 1:
        yield DateCandidate(dates[0], source)


# ── changes ───────────────────────────────────────────────────────────────────────────────────────────────────


def changes(reading: Reading) -> Iterator[DateCandidate]:
    """When the page was changed, in the order of trust."""
    stated = [*_linked(reading, "dateModified"), *_metas(reading, _CHANGED_META)]
    yield from stated
    yield from (
        DateCandidate(parsed, "microdata") for parsed in places.changed(reading.page, reading.style)
    )
    if reading.has_looked:  # not worth the look alone
        yield from (
            DateCandidate(scored_date.parsed, "byline")
            for scored_date in reading.scored
            if scored_date.is_update
        )
