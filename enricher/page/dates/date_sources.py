"""What each kind of source says about a page's dates: JSON-LD, metas, elements, the headline's
lines.

Law of this file: every source is asked alone and answers in the page's order; nothing is weighed
here.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import islice
from typing import Any

from selectolax.lexbor import LexborNode

from enricher import urls
from enricher.page import jsonld
from enricher.page.dates import addresses, nearby, parsing
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


@dataclass(frozen=True, slots=True)
class DateCandidate:
    """What one source says."""

    parsed: ParsedDate
    source: str


class DatedPage:
    """One page, read for dates. What takes long is done once, when it is first asked for."""

    def __init__(self, page: ParsedPage, title: str) -> None:
        self.page = page
        self.title = title
        self.style = style_of(page)
        self.metas = [name for name in page.meta if _may_be_dated(name)]

    @cached_property
    def nearby(self) -> list[ScoredDate]:
        """Dates about the headline, most convincing first."""
        return nearby.read(self.page, self.title, self.style)


DateSource = Callable[[DatedPage], Iterator[DateCandidate]]

# ── JSON-LD ───────────────────────────────────────────────────────────────────────────────────────

# Nodes that are dated, but are not what the page is about.
_NO_ARTICLE = re.compile(
    r"Comment|Collection|SearchResults|Profile|WebSite|Organization|Person|Product|Offer|Event"
)
_LISTS = re.compile(r"(?:Collection|SearchResults|Profile|Contact|About)Page$|Event$|Product$")
_ARTICLE = re.compile(r"(?:Article|Posting|Report|Review|Object|Episode)$")
# Pages of these Open Graph types are about one thing, whatever is listed beside it.
_ITEMS = ("article", "video", "music")
_MAX_VALUES = 3


def _linked(dated: DatedPage, *keys: str) -> Iterator[DateCandidate]:
    """The date under the first of these keys: of the article, else of another node."""
    article = dated.page.article
    others = [node for node in dated.page.json_ld if node is not article and not _is_aside(node)]
    for node in (article, *others) if article is not None else others:
        for key in keys:
            for text in _texts(node.get(key) or node.get(key.lower())):
                parsed = parsing.parse(text, dated.style)
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


def is_no_article(dated: DatedPage) -> bool:
    """True if the page says that it is a list, an event, a thing for sale."""
    node, kind = dated.page.article, dated.page.first("og:type") or ""
    says_other = node is not None and any(map(_LISTS.search, jsonld.types(node)))
    return says_other and not kind.startswith(_ITEMS)


def published_nodes(dated: DatedPage) -> Iterator[DateCandidate]:
    """JSON-LD's dates of publication."""
    return _linked(dated, "datePublished")


def article_nodes(dated: DatedPage) -> Iterator[DateCandidate]:
    """As `published_nodes`, of a node that says it is an article, not only a page."""
    article = dated.page.article
    if article is not None and any(map(_ARTICLE.search, jsonld.types(article))):
        yield from published_nodes(dated)


def created_nodes(dated: DatedPage) -> Iterator[DateCandidate]:
    """JSON-LD's dates of making and uploading."""
    return _linked(dated, "dateCreated", "uploadDate", "datePosted")


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
    for name in dated.metas:
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


# ── elements ──────────────────────────────────────────────────────────────────────────────────────

# schema.org in microdata and RDFa, Dublin Core in RDFa, HTML's former `pubdate`, and a common data
# attribute.
_PUBLISHED = re.compile(r"(?:^|[\s:])datepublished(?:\s|$)|(?:^|\s)dc:(?:date|issued)(?:\s|$)")
_CREATED = re.compile(r"(?:^|[\s:])datecreated(?:\s|$)|(?:^|\s)dc:created(?:\s|$)")
_TIME_ATTRIBUTES = ("pubdate", "data-published")
# Blogger's `<abbr itemprop="datePublished" title="…">` shows the time of day alone.
_DATE_ATTRIBUTES = ("content", "datetime", "data-published", "title")
# The first ones are the article's; behind them come comments and other articles.
_MAX_ELEMENTS = 8
_MAX_TEXT = 200


def marked(dated: DatedPage) -> Iterator[DateCandidate]:
    """Dates of elements that say by microdata, RDFa or attribute that they are of the publication.

    What was created may be published later: it comes last.
    """
    nodes = dated.page.dated
    yield from _of_nodes((node for node in nodes if _is_published(node)), dated.style)
    yield from _of_nodes((node for node in nodes if _CREATED.search(_names(node))), dated.style)


def _is_published(node: LexborNode) -> bool:
    is_time = node.tag == "time" and any(name in node.attributes for name in _TIME_ATTRIBUTES)
    return is_time or _PUBLISHED.search(_names(node)) is not None


def _names(node: LexborNode) -> str:
    given = node.attributes
    return f"{given.get('itemprop') or ''} {given.get('property') or ''}".lower()


def _of_nodes(
    nodes: Iterable[LexborNode], style: DateStyle, source: str = "microdata"
) -> Iterator[DateCandidate]:
    for node in islice(nodes, _MAX_ELEMENTS):
        given = node.attributes
        texts = (*map(given.get, _DATE_ATTRIBUTES), (node.text() or "")[:_MAX_TEXT])
        dates = (parsing.parse(text, style) for text in texts if text)
        parsed = next((parsed for parsed in dates if parsed is not None), None)
        if parsed is not None:
            yield DateCandidate(parsed, source)


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


def unconvincing(dated: DatedPage) -> Iterator[DateCandidate]:
    """What stands about the headline, but less convincingly."""
    for scored in dated.nearby:
        if not scored.is_convincing and not scored.is_update:
            yield DateCandidate(scored.parsed, "byline")


def address(dated: DatedPage) -> Iterator[DateCandidate]:
    """The day in the page's address."""
    for url in (dated.page.url, *dated.page.links.get("canonical", ())):
        day = addresses.day_in(url, is_month_first=dated.style.is_month_first)
        if day is not None:
            yield DateCandidate(ParsedDate(day), "url")
            return
