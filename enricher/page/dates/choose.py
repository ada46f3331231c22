"""When a page was published, and when it was last changed.

Law of this file: sources are asked in the order of their rank, and the first plausible date stands. Others may
complete it (a time of day, a zone) and the address may overrule it; nothing else does. A page's change, the day of
its delivery and its copyright year are never its publication.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from itertools import count

from enricher import urls
from enricher.models import DateFact, Moment
from enricher.page.dates import date_sources, parsing, timezones
from enricher.page.dates.date_sources import DateCandidate, Reading, Source
from enricher.page.dates.parsed_date import DateStyle, ParsedDate
from enricher.page.parsed import ParsedPage


@dataclass(frozen=True, slots=True)
class Bounds:
    """Days between which a date is plausible, both included."""

    earliest: date = date(1990, 1, 1)
    """Nothing is older than the web; what candidates to be is the zero of somebody's epoch."""
    latest: date = date(2100, 1, 1)
    """Who knows when the page was delivered says so: the day after, since somewhere it is tomorrow."""

    def hold(self, parsed: ParsedDate) -> bool:
        return self.earliest <= parsed.day <= self.latest


@dataclass(frozen=True, slots=True)
class Dates:
    """What a page says of its own time."""

    published: DateFact | None = None
    """None where the page shows no article's date."""
    updated: DateFact | None = None
    """None where the page does not say, or says nothing later than its publication."""


_BOUNDS = Bounds()


def read(page: ParsedPage, bounds: Bounds = _BOUNDS) -> Dates:
    """Both dates of a page."""
    candidates = _Candidates(page, bounds)
    first = next(candidates.ranked(), None)
    publication = (
        _completed(_overruled(_at_greenwich(first, candidates), candidates), candidates)
        if first is not None
        else None
    )
    change = next(candidates.of(date_sources.changes), None)
    home = page.language
    return Dates(
        published=_fact(publication, home), updated=_fact(_later(change, publication), home)
    )


def published(page: ParsedPage, bounds: Bounds = _BOUNDS) -> DateFact | None:
    """When the article of this page was published."""
    return read(page, bounds).published


def updated(page: ParsedPage, bounds: Bounds = _BOUNDS) -> DateFact | None:
    """When the article of this page was last changed."""
    return read(page, bounds).updated


def parse(text: str, language: str = "") -> Moment | None:
    """The date of a text that is meant to hold one, such as a field of frontmatter; `language` as in `lang`."""
    primary, _, region = language.lower().replace("_", "-").partition("-")
    parsed = parsing.parse(text, DateStyle(primary, region == "us"))
    return parsed.moment() if parsed is not None else None


# ── ranks ─────────────────────────────────────────────────────────────────────────────────────────────────────

# The order is by measured precision, see docs/measurements.md.
_RANKS: tuple[Source, ...] = (
    date_sources.published_nodes,
    date_sources.published_metas,
    date_sources.marked,
    date_sources.byline,
    date_sources.address,
    date_sources.dated_metas,
    date_sources.created_nodes,
    date_sources.times,
    date_sources.headline,
    date_sources.named,
    date_sources.glimpses,
    date_sources.labelled,
    date_sources.bracketed,
)
# What is stated, so that one of two that contradict one another is wrong.
_STATED: tuple[Source, ...] = (
    date_sources.published_nodes,
    date_sources.published_metas,
    date_sources.marked,
)
# ParsedPage that may know the time of day of a date that a better one knows, or its zone.
_TIMED_RANKS: tuple[Source, ...] = (
    date_sources.published_metas,
    date_sources.marked,
    date_sources.dated_metas,
    date_sources.created_nodes,
    date_sources.times,
    date_sources.byline,
)
# What stands on a site's front page has dates, the page has none; unless it says that it is an article itself.
_FRONT_RANKS: tuple[Source, ...] = (date_sources.article_nodes,)
# Of lists, too; what lists are filed under has no date in its metas, other than articles filed there.
_LIST_RANKS: tuple[Source, ...] = (date_sources.article_nodes, date_sources.published_metas)
# As WordPress and most others file lists: archives of a day or month, by author, tag or category, what was searched.
_LIST_PATH = re.compile(
    r"/(?:19|20)\d\d/\d\d?(?:/\d\d?)?/?$|/(?:authors?|tags?|category|search)(?:/[^/]+)?/?$|/page/\d+/?$",
    re.IGNORECASE,
)
_FRONT_SEGMENT = re.compile(r"[a-z]{2}(?:[-_][a-z]{2})?|index\.\w{2,5}|home", re.IGNORECASE)


class _Candidates:
    """The plausible candidates of one page, found when they are asked for, kept for the next question."""

    def __init__(self, page: ParsedPage, bounds: Bounds) -> None:
        self._reading = Reading(page)
        self._bounds = bounds
        self._ranks = _FRONT_RANKS if _is_front(page.url) else _RANKS
        if _LIST_PATH.search(page.url.partition("?")[0]) or date_sources.is_no_article(
            self._reading
        ):
            self._ranks = _LIST_RANKS
        self._known: dict[Source, tuple[list[DateCandidate], Iterator[DateCandidate]]] = {}

    def is_east(self) -> bool | None:
        """Is the page at home east of Greenwich? None where it may be anywhere."""
        page = self._reading.page
        return timezones.is_east(page.language, urls.host(page.url))

    def ranked(self) -> Iterator[DateCandidate]:
        """All candidates about the publication, the most trusted first."""
        for source in self._ranks:
            yield from self.of(source)

    def exact(self) -> Iterator[ParsedDate]:
        """Dates of the publication with time of day and zone."""
        for source in _TIMED_RANKS:
            yield from (
                candidate.parsed for candidate in self.of(source) if candidate.parsed.is_exact
            )

    def of(self, source: Source) -> Iterator[DateCandidate]:
        """Of one source, looked for as far as they are asked for: what stands last costs most."""
        if source not in self._known:
            self._known[source] = [], _plausible(source(self._reading), self._bounds)
        known, rest = self._known[source]
        for at in count():
            if at == len(known):
                candidate = next(rest, None)
                if candidate is None:
                    return
                known.append(candidate)
            yield known[at]


def _plausible(candidates: Iterator[DateCandidate], bounds: Bounds) -> Iterator[DateCandidate]:
    return (candidate for candidate in candidates if bounds.hold(candidate.parsed))


def _is_front(url: str) -> bool:
    return "?" not in url and all(
        _FRONT_SEGMENT.fullmatch(segment) for segment in urls.path_segments(url)
    )


# ── settling ──────────────────────────────────────────────────────────────────────────────────────────────────

# A date so much younger than the one in the address is that of a move to a new system.
_MOVED = timedelta(days=31)
# A day begins up to 14 hours from Greenwich's.
_DAY = timedelta(days=1)
# The same clocks are in force at two moments this near, but for one week of 26.
_SAME_SEASON = timedelta(days=14)
# Offsets in force anywhere are multiples of this, and no further from Greenwich than that.
_OFFSET_STEP_MINUTES = 15
_MAX_OFFSET_MINUTES = 14 * 60


def _at_greenwich(candidate: DateCandidate, candidates: _Candidates) -> DateCandidate:
    """The candidate, unless its clock is the page's own, said to be Greenwich's, and another source has Greenwich's.

    East of Greenwich the page's own clock is ahead, west of it behind.
    Equal seconds are no chance, unless they are full minutes.
    """
    clock, offset_minutes = candidate.parsed.clock, candidate.parsed.offset_minutes
    is_east = candidates.is_east() if clock and clock.second and offset_minutes == 0 else None
    if is_east is None:
        return candidate
    for source in _STATED:
        for other in candidates.of(source):
            ahead = (
                _offset_between(candidate.parsed, other.parsed) if other.parsed.is_exact else None
            )
            if ahead and (ahead > 0) == is_east:
                return other
    return candidate


def _overruled(candidate: DateCandidate, candidates: _Candidates) -> DateCandidate:
    """The candidate, unless the address speaks against it: day and month swapped, another day, or long before."""
    address = next(candidates.of(date_sources.address), None)
    if address is None or candidate.parsed.day == address.parsed.day:
        return candidate
    day = address.parsed.day
    if candidate.parsed.swapped == day:
        return replace(candidate, parsed=replace(candidate.parsed, day=day, swapped=None))
    if candidate.parsed.day - day > _MOVED:
        return next(
            (other for other in candidates.ranked() if abs(other.parsed.day - day) <= _DAY), address
        )
    return candidate


def _completed(candidate: DateCandidate, candidates: _Candidates) -> DateCandidate:
    """The candidate with a time of day or a zone from other sources, where it lacks them."""
    parsed = candidate.parsed
    if parsed.is_exact:
        return candidate
    if parsed.clock is None:
        same_day = (other for other in candidates.exact() if other.day == parsed.day)
        return replace(candidate, parsed=next(same_day, parsed))
    return replace(
        candidate, parsed=replace(parsed, offset_minutes=next(_offsets(parsed, candidates), None))
    )


def _offsets(parsed: ParsedDate, candidates: _Candidates) -> Iterator[int]:
    """What its zone may be, the surest first: of the same moment, of the same clock anywhere, of the page's changes."""
    yield from (
        offset
        for other in candidates.exact()
        if (offset := _offset_between(parsed, other)) is not None
    )
    for other in (candidate.parsed for candidate in candidates.of(date_sources.all_times)):
        if (other.day, other.clock) == (
            parsed.day,
            parsed.clock,
        ) and other.offset_minutes is not None:
            yield other.offset_minutes
    yield from _offsets_in_force(parsed.day, candidates)


def _offset_between(naive: ParsedDate, exact: ParsedDate) -> int | None:
    """Minutes east of Greenwich of a wall clock, when another source gives the same moment with its zone."""
    assert naive.clock is not None
    assert exact.clock is not None
    assert exact.offset_minutes is not None
    ahead = datetime.combine(naive.day, naive.clock) - datetime.combine(exact.day, exact.clock)
    minutes, seconds = divmod(round(ahead.total_seconds()), 60)
    offset = minutes + exact.offset_minutes
    is_possible = (
        seconds == 0 and offset % _OFFSET_STEP_MINUTES == 0 and abs(offset) <= _MAX_OFFSET_MINUTES
    )
    return offset if is_possible else None


def _offsets_in_force(day: date, candidates: _Candidates) -> Iterator[int]:
    """The page's own zone, from a change near that day; Greenwich's is what systems write, not where they are."""
    for change in candidates.of(date_sources.changes):
        if change.parsed.offset_minutes and abs(change.parsed.day - day) <= _SAME_SEASON:
            yield change.parsed.offset_minutes


def _later(change: DateCandidate | None, publication: DateCandidate | None) -> DateCandidate | None:
    if change is None or publication is None or change.parsed.day >= publication.parsed.day:
        return change
    return None


def _fact(candidate: DateCandidate | None, language: str) -> DateFact | None:
    if candidate is None:
        return None
    parsed = candidate.parsed
    if parsed.clock is not None and parsed.offset_minutes == 0:
        begun = timezones.day_begun(parsed.day, parsed.clock, language)
        parsed = replace(parsed, day=begun, clock=None) if begun is not None else parsed
    if parsed.clock is not None and (
        parsed.clock.hour,
        parsed.clock.minute,
        parsed.clock.second,
    ) == (0, 0, 0):
        parsed = replace(parsed, clock=None)  # what systems write who know the day only
    return DateFact(moment=parsed.moment(), source=candidate.source)
