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
from enricher.page.dates import homezones, parsing, witnesses
from enricher.page.dates.stamp import Manner, Stamp
from enricher.page.dates.witnesses import Claim, Reading, Source
from enricher.page.sources import Sources


@dataclass(frozen=True, slots=True)
class Bounds:
    """Days between which a date is plausible, both included."""

    earliest: date = date(1990, 1, 1)
    """Nothing is older than the web; what claims to be is the zero of somebody's epoch."""
    latest: date = date(2100, 1, 1)
    """Who knows when the page was delivered says so: the day after, since somewhere it is tomorrow."""

    def hold(self, stamp: Stamp) -> bool:
        return self.earliest <= stamp.day <= self.latest


@dataclass(frozen=True, slots=True)
class Dates:
    """What a page says of its own time."""

    published: DateFact | None = None
    """None where the page shows no article's date."""
    updated: DateFact | None = None
    """None where the page does not say, or says nothing later than its publication."""


_BOUNDS = Bounds()


def read(sources: Sources, bounds: Bounds = _BOUNDS) -> Dates:
    """Both dates of a page."""
    claims = _Claims(sources, bounds)
    first = next(claims.ranked(), None)
    publication = _completed(_overruled(_at_greenwich(first, claims), claims), claims) if first is not None else None
    change = next(claims.of(witnesses.changes), None)
    home = sources.language
    return Dates(published=_fact(publication, home), updated=_fact(_later(change, publication), home))


def published(sources: Sources, bounds: Bounds = _BOUNDS) -> DateFact | None:
    """When the article of this page was published."""
    return read(sources, bounds).published


def updated(sources: Sources, bounds: Bounds = _BOUNDS) -> DateFact | None:
    """When the article of this page was last changed."""
    return read(sources, bounds).updated


def parse(text: str, language: str = "") -> Moment | None:
    """The date of a text that is meant to hold one, such as a field of frontmatter; `language` as in `lang`."""
    primary, _, region = language.lower().replace("_", "-").partition("-")
    stamp = parsing.parse(text, Manner(primary, region == "us"))
    return stamp.moment() if stamp is not None else None


# ── ranks ─────────────────────────────────────────────────────────────────────────────────────────────────────

# The order is by measured precision, see docs/measurements.md.
_RANKS: tuple[Source, ...] = (
    witnesses.published_nodes,
    witnesses.published_metas,
    witnesses.marked,
    witnesses.byline,
    witnesses.address,
    witnesses.dated_metas,
    witnesses.created_nodes,
    witnesses.times,
    witnesses.headline,
    witnesses.named,
    witnesses.glimpses,
    witnesses.labelled,
    witnesses.bracketed,
)
# What is stated, so that one of two that contradict one another is wrong.
_STATED: tuple[Source, ...] = (witnesses.published_nodes, witnesses.published_metas, witnesses.marked)
# Sources that may know the time of day of a date that a better one knows, or its zone.
_TIMED_RANKS: tuple[Source, ...] = (
    witnesses.published_metas,
    witnesses.marked,
    witnesses.dated_metas,
    witnesses.created_nodes,
    witnesses.times,
    witnesses.byline,
)
# What stands on a site's front page has dates, the page has none; unless it says that it is an article itself.
_FRONT_RANKS: tuple[Source, ...] = (witnesses.article_nodes,)
# Of lists, too; what lists are filed under has no date in its metas, other than articles filed there.
_LIST_RANKS: tuple[Source, ...] = (witnesses.article_nodes, witnesses.published_metas)
# As WordPress and most others file lists: archives of a day or month, by author, tag or category, what was searched.
_LIST_PATH = re.compile(
    r"/(?:19|20)\d\d/\d\d?(?:/\d\d?)?/?$|/(?:authors?|tags?|category|search)(?:/[^/]+)?/?$|/page/\d+/?$", re.IGNORECASE
)
_FRONT_SEGMENT = re.compile(r"[a-z]{2}(?:[-_][a-z]{2})?|index\.\w{2,5}|home", re.IGNORECASE)


class _Claims:
    """The plausible claims of one page, found when they are asked for, kept for the next question."""

    def __init__(self, sources: Sources, bounds: Bounds) -> None:
        self._reading = Reading(sources)
        self._bounds = bounds
        self._ranks = _FRONT_RANKS if _is_front(sources.url) else _RANKS
        if _LIST_PATH.search(sources.url.partition("?")[0]) or witnesses.is_no_article(self._reading):
            self._ranks = _LIST_RANKS
        self._known: dict[Source, tuple[list[Claim], Iterator[Claim]]] = {}

    def is_east(self) -> bool | None:
        """Is the page at home east of Greenwich? None where it may be anywhere."""
        sources = self._reading.sources
        return homezones.is_east(sources.language, urls.host(sources.url))

    def ranked(self) -> Iterator[Claim]:
        """All claims about the publication, the most trusted first."""
        for source in self._ranks:
            yield from self.of(source)

    def exact(self) -> Iterator[Stamp]:
        """Dates of the publication with time of day and zone."""
        for source in _TIMED_RANKS:
            yield from (claim.stamp for claim in self.of(source) if claim.stamp.is_exact)

    def of(self, source: Source) -> Iterator[Claim]:
        """Of one source, looked for as far as they are asked for: what stands last costs most."""
        if source not in self._known:
            self._known[source] = [], _plausible(source(self._reading), self._bounds)
        known, rest = self._known[source]
        for at in count():
            if at == len(known):
                claim = next(rest, None)
                if claim is None:
                    return
                known.append(claim)
            yield known[at]


def _plausible(claims: Iterator[Claim], bounds: Bounds) -> Iterator[Claim]:
    return (claim for claim in claims if bounds.hold(claim.stamp))


def _is_front(url: str) -> bool:
    return "?" not in url and all(_FRONT_SEGMENT.fullmatch(segment) for segment in urls.path_segments(url))


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


def _at_greenwich(claim: Claim, claims: _Claims) -> Claim:
    """The claim, unless its clock is the page's own, said to be Greenwich's, and another source has Greenwich's.

    East of Greenwich the page's own clock is ahead, west of it behind.
    Equal seconds are no chance, unless they are full minutes.
    """
    clock, offset_minutes = claim.stamp.clock, claim.stamp.offset_minutes
    is_east = claims.is_east() if clock and clock.second and offset_minutes == 0 else None
    if is_east is None:
        return claim
    for source in _STATED:
        for other in claims.of(source):
            ahead = _offset_between(claim.stamp, other.stamp) if other.stamp.is_exact else None
            if ahead and (ahead > 0) == is_east:
                return other
    return claim


def _overruled(claim: Claim, claims: _Claims) -> Claim:
    """The claim, unless the address speaks against it: day and month swapped, another day, or long before."""
    address = next(claims.of(witnesses.address), None)
    if address is None or claim.stamp.day == address.stamp.day:
        return claim
    day = address.stamp.day
    if claim.stamp.swapped == day:
        return replace(claim, stamp=replace(claim.stamp, day=day, swapped=None))
    if claim.stamp.day - day > _MOVED:
        return next((other for other in claims.ranked() if abs(other.stamp.day - day) <= _DAY), address)
    return claim


def _completed(claim: Claim, claims: _Claims) -> Claim:
    """The claim with a time of day or a zone from other sources, where it lacks them."""
    stamp = claim.stamp
    if stamp.is_exact:
        return claim
    if stamp.clock is None:
        same_day = (other for other in claims.exact() if other.day == stamp.day)
        return replace(claim, stamp=next(same_day, stamp))
    return replace(claim, stamp=replace(stamp, offset_minutes=next(_offsets(stamp, claims), None)))


def _offsets(stamp: Stamp, claims: _Claims) -> Iterator[int]:
    """What its zone may be, the surest first: of the same moment, of the same clock anywhere, of the page's changes."""
    yield from (offset for other in claims.exact() if (offset := _offset_between(stamp, other)) is not None)
    for other in (claim.stamp for claim in claims.of(witnesses.all_times)):
        if (other.day, other.clock) == (stamp.day, stamp.clock) and other.offset_minutes is not None:
            yield other.offset_minutes
    yield from _offsets_in_force(stamp.day, claims)


def _offset_between(naive: Stamp, exact: Stamp) -> int | None:
    """Minutes east of Greenwich of a wall clock, when another source gives the same moment with its zone."""
    assert naive.clock is not None
    assert exact.clock is not None
    assert exact.offset_minutes is not None
    ahead = datetime.combine(naive.day, naive.clock) - datetime.combine(exact.day, exact.clock)
    minutes, seconds = divmod(round(ahead.total_seconds()), 60)
    offset = minutes + exact.offset_minutes
    is_possible = seconds == 0 and offset % _OFFSET_STEP_MINUTES == 0 and abs(offset) <= _MAX_OFFSET_MINUTES
    return offset if is_possible else None


def _offsets_in_force(day: date, claims: _Claims) -> Iterator[int]:
    """The page's own zone, from a change near that day; Greenwich's is what systems write, not where they are."""
    for change in claims.of(witnesses.changes):
        if change.stamp.offset_minutes and abs(change.stamp.day - day) <= _SAME_SEASON:
            yield change.stamp.offset_minutes


def _later(change: Claim | None, publication: Claim | None) -> Claim | None:
    if change is None or publication is None or change.stamp.day >= publication.stamp.day:
        return change
    return None


def _fact(claim: Claim | None, language: str) -> DateFact | None:
    if claim is None:
        return None
    stamp = claim.stamp
    if stamp.clock is not None and stamp.offset_minutes == 0:
        begun = homezones.day_begun(stamp.day, stamp.clock, language)
        stamp = replace(stamp, day=begun, clock=None) if begun is not None else stamp
    if stamp.clock is not None and (stamp.clock.hour, stamp.clock.minute, stamp.clock.second) == (0, 0, 0):
        stamp = replace(stamp, clock=None)  # what systems write who know the day only
    return DateFact(moment=stamp.moment(), source=claim.source)
