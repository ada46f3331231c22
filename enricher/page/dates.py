"""When a page was published, and when it was last changed.

Law of this file: sources are asked in the order of their rank; the first date that is plausible stands. Others may
complete it (a time of day, a zone), and the address may overrule it; nothing else does. A page's change, the day of
its delivery and its copyright year are never its publication.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any

from enricher import urls
from enricher.models import DateFact, Moment
from enricher.page import dateplaces, datetext, jsonld
from enricher.page.datetext import Manner, Stamp
from enricher.page.sources import Sources


@dataclass(frozen=True, slots=True)
class Bounds:
    """Days between which a date of the web is plausible, both inclusive."""

    earliest: date = date(1990, 1, 1)
    """Nothing is older than the web; what claims to be is a zero of somebody's epoch."""
    latest: date = date(2100, 1, 1)
    """Callers who know the day of the answer say so: the next one (somewhere it is tomorrow)."""


_BOUNDS = Bounds()


@dataclass(frozen=True, slots=True)
class Claim:
    """What one source says."""

    stamp: Stamp
    source: str


def parse(text: str, language: str = "") -> Moment | None:
    """The date of a text that is meant to hold one, such as a frontmatter field; `language` as in `lang`."""
    stamp = datetext.parse(text, Manner(language.lower()[:2], language.lower() in {"en-us", "es-us"}))
    return stamp.moment() if stamp is not None else None


def published(sources: Sources, bounds: Bounds = _BOUNDS) -> DateFact | None:
    """When the article of this page was published; None where the page shows no article's date."""
    claims = _Claims(sources, bounds)
    first = next(claims.ranked(), None)
    if first is None:
        return None
    return _fact(_completed(_overruled(first, claims), claims))


def updated(sources: Sources, bounds: Bounds = _BOUNDS) -> DateFact | None:
    """When the article of this page was last changed, as the page itself says."""
    style = dateplaces.manner(sources)
    for claim in _changes(sources, style):
        if bounds.earliest <= claim.stamp.day <= bounds.latest:
            return _fact(claim)
    return None


def _fact(claim: Claim) -> DateFact:
    stamp = claim.stamp
    if stamp.clock is not None and (stamp.clock.hour, stamp.clock.minute, stamp.clock.second) == (0, 0, 0):
        stamp = replace(stamp, clock=None)  # systems write midnight where they know the day only
    return DateFact(moment=stamp.moment(), source=claim.source)


# ── claims ────────────────────────────────────────────────────────────────────────────────────────────────────

# Names of metas, whoever's: `article:published_time`, `parsely-pub-date`, `cXenseParse:recs:publishtime`,
# `DC.date.issued`, `sailthru.date`, `citation_publication_date`, `bt:pubDate`, `article.created`, …
_PUBLISHED_META = re.compile(
    r"publi(?:sh|cation|cat|shed)[-_.:]?\w*|pub[-_.:]?(?:date|day|time)|issued|releas|posted|p_ts$|first-?pub"
)
_ARTICLE_META = re.compile(r"(?:^|:)article[:_]published(?:_time)?$")
_DATED_META = re.compile(r"creat|date|upload|displaytime")
_CHANGED_META = re.compile(r"modif|updat|revis|last[-_]?mod|dtchanged")
_NO_META = re.compile(
    r"modif|updat|revis|last|expir|valid|event|start|end|copyright|available|accept|birth|refresh|status|current|now"
    r"|today|publisher(?!date)|render|cache|timezone|build|deploy|review|title|description|image|author"
)
# Nodes of JSON-LD that are not about the article, although they may be dated.
_NO_ARTICLE = re.compile(r"^(?:Comment|Collection|SearchResults|Profile|WebSite|Organization|Person|Product|Offer|Event)")


class _Claims:
    """The claims of one page about its publication, found when they are asked for, kept for the next question."""

    def __init__(self, sources: Sources, bounds: Bounds) -> None:
        self.sources = sources
        self.bounds = bounds
        self.style = dateplaces.manner(sources)
        self.is_front = _is_front(sources.url)
        self._known: dict[str, list[Claim]] = {}

    def ranked(self) -> Iterator[Claim]:
        """All plausible claims, the most trusted first."""
        for rank in _RANKS:
            if rank in _FRONT_RANKS or not self.is_front:
                yield from self.of(rank)

    def of(self, rank: str) -> list[Claim]:
        if rank not in self._known:
            found = list(_RANKS[rank](self.sources, self.style))
            self._known[rank] = [claim for claim in found if self._is_plausible(claim.stamp)]
        return self._known[rank]

    def _is_plausible(self, stamp: Stamp) -> bool:
        return self.bounds.earliest <= stamp.day <= self.bounds.latest


_LANGUAGE_SEGMENT = re.compile(r"[a-z]{2}(?:[-_][a-z]{2})?|index\.\w{2,5}|home", re.IGNORECASE)


def _is_front(url: str) -> bool:
    """A site's front page: what stands on it has dates, the page has none."""
    return "?" not in url and all(_LANGUAGE_SEGMENT.fullmatch(segment) for segment in urls.path_segments(url))


def _linked(sources: Sources, style: Manner, *keys: str) -> Iterator[Claim]:
    """JSON-LD: of the article first, else of what else on the page has such a date."""
    others = [node for node in sources.json_ld if node is not sources.article]
    for node in (sources.article, *others):
        if node is None or (node is not sources.article and any(map(_NO_ARTICLE.match, jsonld.types(node)))):
            continue
        for key in keys:
            for text in _texts(node.get(key) or node.get(key.lower())):
                stamp = datetext.parse(text, style)
                if stamp is not None:
                    yield Claim(stamp, "json-ld")
                    return


def _texts(value: Any) -> Iterable[str]:
    items = value if isinstance(value, list) else [value]
    return [str(item.get("@value", "") if isinstance(item, dict) else item) for item in items[:3] if item]


def _metas(sources: Sources, style: Manner, wanted: re.Pattern[str], unwanted: re.Pattern[str] | None) -> Iterator[Claim]:
    for name, contents in sources.meta.items():
        if wanted.search(name) and not (unwanted and unwanted.search(name)):
            stamp = datetext.parse(contents[0], style)
            if stamp is not None:
                yield Claim(stamp, name)


def _published_nodes(sources: Sources, style: Manner) -> Iterator[Claim]:
    return _linked(sources, style, "datePublished")


def _created_nodes(sources: Sources, style: Manner) -> Iterator[Claim]:
    return _linked(sources, style, "dateCreated", "uploadDate")


def _published_metas(sources: Sources, style: Manner) -> Iterator[Claim]:
    yield from _metas(sources, style, _ARTICLE_META, None)
    yield from _metas(sources, style, _PUBLISHED_META, _NO_META)


def _dated_metas(sources: Sources, style: Manner) -> Iterator[Claim]:
    return _metas(sources, style, _DATED_META, _NO_META)


def _marked(sources: Sources, style: Manner) -> Iterator[Claim]:
    return (Claim(stamp, "microdata") for stamp in dateplaces.marked(sources, style))


def _seen(sources: Sources, style: Manner) -> Iterator[Claim]:
    for sighting in dateplaces.nearby(sources, style):
        if sighting.score >= dateplaces.CONVINCING:
            yield Claim(sighting.stamp, "byline")


def _glimpsed(sources: Sources, style: Manner) -> Iterator[Claim]:
    for sighting in dateplaces.nearby(sources, style):
        if not sighting.is_update and sighting.score < dateplaces.CONVINCING:
            yield Claim(sighting.stamp, "byline")


def _addressed(sources: Sources, _: Manner) -> Iterator[Claim]:
    for url in (sources.url, *sources.links.get("canonical", ())):
        day = dateplaces.in_address(url)
        if day is not None:
            yield Claim(Stamp(day), "url")
            return


def _timed(sources: Sources, style: Manner) -> Iterator[Claim]:
    stamps = list(dateplaces.times(sources, style))
    if len({stamp.day for stamp in stamps}) <= 3:
        yield from (Claim(stamp, "time") for stamp in stamps)


def _named(sources: Sources, style: Manner) -> Iterator[Claim]:
    for sighting in dateplaces.named(sources, style):
        if not sighting.is_update:
            yield Claim(sighting.stamp, "class")


_RANKS: dict[str, Callable[[Sources, Manner], Iterator[Claim]]] = {
    "json-ld": _published_nodes,
    "meta": _published_metas,
    "microdata": _marked,
    "byline": _seen,
    "url": _addressed,
    "dated-meta": _dated_metas,
    "created": _created_nodes,
    "time": _timed,
    "named": _named,
    "glimpse": _glimpsed,
}
_FRONT_RANKS = frozenset({"json-ld"})


def _changes(sources: Sources, style: Manner) -> Iterator[Claim]:
    yield from _linked(sources, style, "dateModified")
    yield from _metas(sources, style, _CHANGED_META, None)
    yield from (Claim(s, "microdata") for s in dateplaces.marked(sources, style, '[itemprop~="dateModified" i]'))
    yield from (Claim(s.stamp, "byline") for s in dateplaces.nearby(sources, style) if s.is_update)


# ── settling ──────────────────────────────────────────────────────────────────────────────────────────────────

# A date this much younger than the one in the address is that of a move to a new system.
_MOVED = timedelta(days=31)
# So far from Greenwich a day can begin.
_DAY_APART = timedelta(days=1)


def _overruled(claim: Claim, claims: _Claims) -> Claim:
    """The claim, unless the address or a swap of day and month speaks against it."""
    address = next(iter(claims.of("url")), None)
    if address is None:
        return claim
    day = address.stamp.day
    if claim.stamp.swapped == day:
        return replace(claim, stamp=replace(claim.stamp, day=day))
    if claim.stamp.day - day > _MOVED:
        return next((other for other in claims.ranked() if abs(other.stamp.day - day) <= _DAY_APART), address)
    return claim


def _completed(claim: Claim, claims: _Claims) -> Claim:
    """The claim with a time of day or a zone from other sources, where it lacks them."""
    if claim.stamp.is_exact:
        return claim
    for other in claims.ranked():
        stamp = other.stamp
        if not stamp.is_exact:
            continue
        if claim.stamp.clock is None:
            if stamp.day == claim.stamp.day:
                return Claim(replace(stamp, day=claim.stamp.day), claim.source)
        elif (offset := _offset(claim.stamp, stamp)) is not None:
            return replace(claim, stamp=replace(claim.stamp, offset_minutes=offset))
    return claim


def _offset(naive: Stamp, exact: Stamp) -> int | None:
    """Minutes east of Greenwich of a wall clock, when another source gives the same instant with a zone."""
    assert naive.clock is not None
    assert exact.clock is not None
    assert exact.offset_minutes is not None
    utc = datetime.combine(exact.day, exact.clock) - timedelta(minutes=exact.offset_minutes)
    ahead = datetime.combine(naive.day, naive.clock) - utc
    minutes = round(ahead.total_seconds() / 60)
    if minutes == exact.offset_minutes or (minutes % 30 == 0 and abs(minutes) <= 14 * 60 and ahead.seconds % 60 == 0):
        return minutes
    return None
