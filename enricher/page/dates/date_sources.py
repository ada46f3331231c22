"""What each kind of source says about a page's dates: JSON-LD, metas, elements, the headline's
lines.

Law of this file: every source is asked alone and answers in the page's order; nothing is weighed
here.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import lru_cache
from typing import Any

import msgspec

from enricher import urls
from enricher.lazy import lazy_property
from enricher.page import jsonld
from enricher.page.dates import nearby, parsing
from enricher.page.dates.nearby import ScoredDate
from enricher.page.dates.parsed_date import DateStyle, ParsedDate
from enricher.page.parsed import ParsedPage

# English under these top-level domains is mostly American.
_AMERICAN = frozenset(
    {"com", "org", "net", "us", "gov", "edu", "mil", "info", "io", "tv", "news", "co", "me"}
)
_MONTH_FIRST_REGIONS = frozenset({"us", "ph"})


def style_of(page: ParsedPage) -> DateStyle:
    """The language of a page, and what it means by 3/4/2022: by its region, else by its domain."""
    written = page.language or page.first("og:locale", "content-language", "language") or ""
    language, _, region = written.lower().replace("_", "-").partition("-")
    if len(region) == 2:
        return DateStyle(language, region in _MONTH_FIRST_REGIONS)
    is_english = language in {"", "en"}
    return DateStyle(language, is_english and urls.host(page.url).rsplit(".", 1)[-1] in _AMERICAN)


class DateCandidate(msgspec.Struct, frozen=True):
    """What one source says."""

    parsed: ParsedDate
    source: str


class DatedPage:
    """One page, read for dates. What takes long is done once, when it is first asked for."""

    def __init__(self, page: ParsedPage, title: str) -> None:
        self.page = page
        self.title = title
        self.style = style_of(page)

    @lazy_property
    def nearby(self) -> list[ScoredDate]:
        """Dates about the headline, most convincing first."""
        return nearby.read(self.page, self.title, self.style)


DateSource = Callable[[DatedPage], Iterator[DateCandidate]]

# ── JSON-LD ───────────────────────────────────────────────────────────────────────────────────────

# Types of nodes that are an article, not only a page.
_ARTICLE = re.compile(r"(?:Article|Posting|Report|Review|Object|Episode)$")
# Pages of these Open Graph types are about one thing, whatever is listed beside it.
_ITEMS = ("article", "video", "music")
_MAX_VALUES = 3


def _linked(dated: DatedPage, *keys: str) -> Iterator[DateCandidate]:
    """The date of the article under the first of these keys."""
    node = dated.page.article or {}
    for text in (text for key in keys for text in _texts(node.get(key) or node.get(key.lower()))):
        parsed = parsing.parse(text, dated.style)
        if parsed is not None:
            yield DateCandidate(parsed, "json-ld")
            return


def _texts(value: Any) -> Iterator[str]:
    for item in (value if isinstance(value, list) else [value])[:_MAX_VALUES]:
        bare = item.get("@value") if isinstance(item, dict) else item
        if isinstance(bare, (str, int, float)):
            yield str(bare)


def published_nodes(dated: DatedPage) -> Iterator[DateCandidate]:
    """JSON-LD's dates of publication."""
    return _linked(dated, "datePublished", "uploadDate", "dateCreated")


def article_nodes(dated: DatedPage) -> Iterator[DateCandidate]:
    """As `published_nodes`, of a node that says it is an article, not only a page."""
    article = dated.page.article
    if article is not None and any(map(_ARTICLE.search, jsonld.types(article))):
        yield from published_nodes(dated)


# ── metas ─────────────────────────────────────────────────────────────────────────────────────────

# Names, whoever's: `og:article:published_time`, then `parsely-pub-date`,
# `cXenseParse:recs:publishtime`, `DC.date.issued`, `citation_publication_date`, `bt:pubDate`,
# `analytics:p_ts`, … and at last `sailthru.date`, `article.created`, `dc.date`, `date`.
_ARTICLE_META = re.compile(r"(?:^|:)article[:_]published(?:_time)?$")
_PUBLISHED_META = re.compile(r"publi|pub[-_.:]?(?:date|day|time)|issued|releas|posted|p_ts$")
_DATED_META = re.compile(r"creat|date|upload|displaytime")
_OTHER_META = re.compile(
    r"modif|updat|revis|last|expir|valid|event|start|end|copyright|available|accept|birth|refresh"
    r"|status|current|now|today|publisher(?!date)|cache|timezone|build|deploy|generat|review|receiv"
    r"|submi|title|description|image|author"
)


def _metas(
    dated: DatedPage, wanted: re.Pattern[str], unwanted: re.Pattern[str] | None = None
) -> Iterator[DateCandidate]:
    for name in filter(_may_be_dated, dated.page.meta):
        if wanted.search(name) and not (unwanted and unwanted.search(name)):
            parsed = parsing.parse(dated.page.meta[name][0], dated.style)
            if parsed is not None:
                yield DateCandidate(parsed, name)


@lru_cache(maxsize=4_096)  # most pages call their metas the same
def _may_be_dated(name: str) -> bool:
    wanted = (_ARTICLE_META, _PUBLISHED_META, _DATED_META)
    return any(pattern.search(name) for pattern in wanted)


def published_metas(dated: DatedPage) -> Iterator[DateCandidate]:
    """Metas that say when the page was published."""
    yield from _metas(dated, _ARTICLE_META)
    yield from _metas(dated, _PUBLISHED_META, _OTHER_META)


def dated_metas(dated: DatedPage) -> Iterator[DateCandidate]:
    """Metas that hold a date and do not say which."""
    return _metas(dated, _DATED_META, _OTHER_META)


# ── what readers see ──────────────────────────────────────────────────────────────────────────────

# Days about the headline of one article: published, an event, another article's.
_MAX_DAYS = 3


def byline(dated: DatedPage) -> Iterator[DateCandidate]:
    """What stands convincingly about the headline; under that of a list stand many days."""
    found = [
        scored.parsed for scored in dated.nearby if scored.is_convincing and not scored.is_update
    ]
    kind = dated.page.first("og:type") or ""
    if len({parsed.day for parsed in found}) <= _MAX_DAYS or kind.startswith(_ITEMS):
        yield from (DateCandidate(parsed, "byline") for parsed in found)


# As most systems file articles: `/2022/07/28/`, `-20220728`.
_DAY_IN_ADDRESS = re.compile(r"[/_=-]((?:19|20)\d\d)([/_.-]?)([01]?\d)\2([0-3]?\d)(?=[/_.&?#-]|$)")


def address(dated: DatedPage) -> Iterator[DateCandidate]:
    """The day in the page's address."""
    for url in (dated.page.url, *dated.page.links.get("canonical", ())):
        found = _DAY_IN_ADDRESS.search(url)
        day = parsing.day_of(int(found[1]), int(found[3]), int(found[4])) if found else None
        if day is not None:
            yield DateCandidate(ParsedDate(day), "url")
            return
