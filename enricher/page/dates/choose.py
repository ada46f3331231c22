"""When a page was published.

Law of this file: sources are asked in the order of their rank, and the first plausible date stands.
Others may complete it (a time of day, a zone); nothing else does. A
page's change, the day of its delivery and its copyright year are never its publication.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

import msgspec
from msgspec.structs import replace

from enricher import urls
from enricher.models import DateFact
from enricher.page.dates import date_sources
from enricher.page.dates.date_sources import DateCandidate, DatedPage, DateSource
from enricher.page.dates.parsed_date import ParsedDate
from enricher.page.parsed import ParsedPage


class Bounds(msgspec.Struct, frozen=True):
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
    return None if first is None else _fact(_completed(first, candidates))


# ── ranks ─────────────────────────────────────────────────────────────────────────────────────────

# The order is by measured precision, see docs/measurements.md.
_RANKS: tuple[DateSource, ...] = (
    date_sources.published_nodes,
    date_sources.published_metas,
    date_sources.byline,
    date_sources.address,
    date_sources.dated_metas,
)
# Sources that may know the time of day of a date that a better one knows, or its zone.
_TIMED_RANKS: tuple[DateSource, ...] = (
    date_sources.published_metas,
    date_sources.dated_metas,
)
# What stands on a site's front page has dates, the page has none; unless it says that it is an
# article itself.
_FRONT_RANKS: tuple[DateSource, ...] = (date_sources.article_nodes,)
_FRONT_SEGMENT = re.compile(r"[a-z]{2}(?:[-_][a-z]{2})?|index\.\w{2,5}|home", re.IGNORECASE)


class _Candidates:
    """The plausible candidates of one page, found as they are asked for."""

    def __init__(self, page: ParsedPage, title: str, bounds: Bounds) -> None:
        self._page = DatedPage(page, title)
        self._bounds = bounds
        self._ranks = _FRONT_RANKS if _is_front(page.url) else _RANKS

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
