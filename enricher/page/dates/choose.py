"""When a page was published.

Law of this file: sources are asked in the order of their rank, and the first plausible date stands.
Others may complete it (a time of day, a zone) and the address may overrule it; nothing else does. A
page's change, the day of its delivery and its copyright year are never its publication.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta

from enricher import urls
from enricher.models import DateFact
from enricher.page.dates import date_sources
from enricher.page.dates.date_sources import DateCandidate, DatedPage, DateSource
from enricher.page.dates.parsed_date import ParsedDate
from enricher.page.parsed import ParsedPage


@dataclass(frozen=True, slots=True)
class Bounds:
    """Days between which a date is plausible, both included."""

    earliest: date = date(1990, 1, 1)
    """Nothing is older than the web; what claims to be is the zero of a clock."""
    latest: date = date(2100, 1, 1)
    """The day after the page was delivered, where that is known: somewhere it is tomorrow."""

    def hold(self, parsed: ParsedDate) -> bool:
        """True for a plausible date."""
        return self.earliest <= parsed.day <= self.latest


_BOUNDS = Bounds()


def read(page: ParsedPage, title: str, bounds: Bounds = _BOUNDS) -> DateFact | None:
    """When a page was published; None where it shows no article's date.

    `title` is the one that the page was found to have.
    """
    candidates = _Candidates(page, title, bounds)
    first = next(candidates.ranked(), None)
    return None if first is None else _fact(_completed(_overruled(first, candidates), candidates))


# ── ranks ─────────────────────────────────────────────────────────────────────────────────────────

# The order is by measured precision, see docs/measurements.md.
_RANKS: tuple[DateSource, ...] = (
    date_sources.published_nodes,
    date_sources.published_metas,
    date_sources.marked,
    date_sources.byline,
    date_sources.address,
    date_sources.dated_metas,
    date_sources.created_nodes,
    date_sources.unconvincing,
)
# Sources that may know the time of day of a date that a better one knows, or its zone.
_TIMED_RANKS: tuple[DateSource, ...] = (
    date_sources.published_metas,
    date_sources.marked,
    date_sources.dated_metas,
    date_sources.created_nodes,
)
# What stands on a site's front page has dates, the page has none; unless it says that it is an
# article itself.
_FRONT_RANKS: tuple[DateSource, ...] = (date_sources.article_nodes,)
# Of lists, too; what lists are filed under has no date in its metas, other than articles filed
# there.
_LIST_RANKS: tuple[DateSource, ...] = (
    date_sources.article_nodes,
    date_sources.published_metas,
)
# As WordPress and most others file lists: archives of a day or month, by author, tag or category,
# what was searched.
_LIST_PATH = re.compile(
    r"/(?:19|20)\d\d/\d\d?(?:/\d\d?)?/?$|/(?:authors?|tags?|category|search)(?:/[^/]+)?/?$"
    r"|/page/\d+/?$",
    re.IGNORECASE,
)
_FRONT_SEGMENT = re.compile(r"[a-z]{2}(?:[-_][a-z]{2})?|index\.\w{2,5}|home", re.IGNORECASE)


class _Candidates:
    """The plausible candidates of one page, found as they are asked for."""

    def __init__(self, page: ParsedPage, title: str, bounds: Bounds) -> None:
        self._page = DatedPage(page, title)
        self._bounds = bounds
        self._ranks = _FRONT_RANKS if _is_front(page.url) else _RANKS
        is_list = _LIST_PATH.search(page.url.partition("?")[0])
        if is_list or date_sources.is_no_article(self._page):
            self._ranks = _LIST_RANKS

    def ranked(self) -> Iterator[DateCandidate]:
        """All candidates for the publication, the most trusted first."""
        for source in self._ranks:
            yield from self.of(source)

    def exact(self) -> Iterator[ParsedDate]:
        """Dates of the publication with time of day and zone."""
        for source in _TIMED_RANKS:
            for candidate in self.of(source):
                if candidate.parsed.is_exact:
                    yield candidate.parsed

    def of(self, source: DateSource) -> Iterator[DateCandidate]:
        """Those of one source."""
        return (each for each in source(self._page) if self._bounds.hold(each.parsed))


def _is_front(url: str) -> bool:
    segments = urls.path_segments(url)
    return "?" not in url and all(_FRONT_SEGMENT.fullmatch(segment) for segment in segments)


# ── choosing ──────────────────────────────────────────────────────────────────────────────────────

# A date so much younger than the one in the address is that of a move to a new system.
_MOVED = timedelta(days=31)
# A day begins up to 14 hours from Greenwich's.
_DAY = timedelta(days=1)


def _overruled(candidate: DateCandidate, candidates: _Candidates) -> DateCandidate:
    """The candidate, unless the address speaks against it.

    Day and month may be swapped, or the day be long after the address's.
    """
    address = next(candidates.of(date_sources.address), None)
    if address is None or candidate.parsed.day == address.parsed.day:
        return candidate
    day = address.parsed.day
    if _exchanged(candidate.parsed.day) == (day.year, day.month, day.day):
        return replace(candidate, parsed=replace(candidate.parsed, day=day))
    if candidate.parsed.day - day > _MOVED:
        ranked = candidates.ranked()
        return next((other for other in ranked if abs(other.parsed.day - day) <= _DAY), address)
    return candidate


def _exchanged(day: date) -> tuple[int, int, int]:
    """Year, month and day if day and month were meant the other way round."""
    return day.year, day.day, day.month


def _completed(candidate: DateCandidate, candidates: _Candidates) -> DateCandidate:
    """The candidate with the time of day or the zone that another source gives for its day."""
    mine = candidate.parsed
    if mine.is_exact:
        return candidate
    same_day = (other for other in candidates.exact() if other.day == mine.day)
    same = (other for other in same_day if mine.clock in {None, other.clock})
    return replace(candidate, parsed=next(same, mine))


def _fact(candidate: DateCandidate) -> DateFact:
    parsed = candidate.parsed
    if parsed.clock is not None and not any(
        (parsed.clock.hour, parsed.clock.minute, parsed.clock.second)
    ):
        parsed = replace(parsed, clock=None)  # what systems write who know the day only
    return DateFact(moment=parsed.moment(), source=candidate.source)
