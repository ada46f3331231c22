"""Floor 3. From links to work: every distinct target once, with what documents say of it, grouped by site.

Law of this file: no I/O; memory grows with targets, not with links, beyond one integer a link.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from enricher import copies, urls
from enricher.config import Fields, Politeness
from enricher.ledger.targets import Key, KnownTarget
from enricher.models import Description, Failure, Kind, Link, Memory, Task
from enricher.policy import freshness

# What documents say of a target travels with its task; more than so many different things are of no further help.
MAX_DESCRIPTIONS = 8
# So many are counted to find the most frequent ones.
MAX_COUNTED = 64
# Stands for "no gap" when sites are ranked: about what an exchange takes on a good line.
LEAST_GAP_S = 0.05


@dataclass(slots=True)
class Wanted:
    """A target that some document names."""

    known: KnownTarget | None
    """What the ledger knew before the run."""
    documents: list[int] = field(default_factory=list)
    descriptions: dict[Description, int] = field(default_factory=dict)
    """How often documents say it; empty where the target is not due."""
    wants_image: bool = False
    """Some document lacks a lead image for it."""
    keeps_copy: bool = False
    """It is some document's lead image, and a copy of it is wanted and not there."""
    is_due: bool = False

    @property
    def seq(self) -> int:
        return self.known.seq if self.known else -1

    @property
    def due_s(self) -> float:
        """Since when it is due, in seconds since 1970; 0 where it was never asked."""
        return self.known.due_at.timestamp() if self.known and self.known.due_at else 0.0

    def task(self, key: Key, memory: Memory | None) -> Task:
        often = sorted(self.descriptions.items(), key=lambda item: -item[1])
        return Task(
            target=key[1],
            kind=key[0],
            descriptions=tuple(said for said, _ in often[:MAX_DESCRIPTIONS]),
            wants_image=self.wants_image,
            keeps_copy=self.keeps_copy,
            previous=memory.outcome if memory else None,
        )


class Refusals:
    """Which URLs are never asked, by their spelling alone."""

    def __init__(self, fields: Fields) -> None:
        self._exclude = tuple(re.compile(pattern) for pattern in fields.exclude)

    def of(self, url: str) -> Failure | None:
        failure = urls.check(url)
        if failure is None and any(pattern.search(url) for pattern in self._exclude):
            return Failure.EXCLUDED
        return failure


# Verdicts that rest on the spelling of a URL and on our settings: no time makes them stale, a new setting does.
_BY_SPELLING = frozenset(
    failure.value
    for failure in Failure
    if failure.is_invalid
    or failure in (Failure.SCHEME, Failure.CREDENTIALS, Failure.RELATIVE, Failure.EXCLUDED)
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Rules:
    """What decides whether a target is asked in this run."""

    refusals: Refusals
    now: datetime
    max_age: timedelta | None = None
    refresh: bool = False
    offline: bool = False
    wants_images: bool = True
    """Lead images may be filled in."""
    shelf: copies.Shelf | None = None
    """Where copies of lead images are kept; None: none are wanted."""

    def is_due(
        self, key: Key, known: KnownTarget | None, *, lacks: bool = False, anew: bool = False
    ) -> bool:
        """Whether to ask a target; `lacks`: it should bring something that we lack, `anew`: even if it was tried."""
        if self.offline:
            return False
        if known is None or self.refresh:
            return True
        reason = known.status_reason.partition("/")[2]
        refusal = self.refusals.of(key[1])
        if refusal is not None or reason in _BY_SPELLING:
            return refusal != reason
        if (
            lacks
            and (anew or not known.has_tried)
            and known.standing is not None
            and known.standing.status.is_good
        ):
            return True
        return freshness.is_due(
            known.standing, known.checked_at, known.due_at, now=self.now, max_age=self.max_age
        )


@dataclass(frozen=True, slots=True)
class Queue:
    """The due targets of one site, the most overdue first."""

    site: str
    keys: tuple[Key, ...]


class Plan:
    """Grows document by document; then says what to ask, and which documents wait for it."""

    def __init__(self, rules: Rules) -> None:
        self.rules = rules
        self.wanted: dict[Key, Wanted] = {}
        self.links = 0
        self.lost: set[Key] = set()
        """Lead images whose copy was here."""
        self.unfounded: set[Key] = set()
        """Lead images said to be cached, of which no copy ever was here."""

    def unmet(self, links: Iterable[Link]) -> list[Key]:
        """The targets of these links that are new to the plan: `add` needs what the ledger knows of them."""
        return [
            key
            for key in dict.fromkeys((link.kind, link.target) for link in links)
            if key not in self.wanted
        ]

    def add(self, document: int, links: Iterable[Link], known: Mapping[Key, KnownTarget]) -> int:
        """Takes a document in; gives the latest change (`seq`) of its targets, -1 where none was ever checked."""
        latest = -1
        for link in links:
            self.links += 1
            key = (link.kind, link.target)
            wanted = self.wanted.get(key)
            if wanted is None:
                wanted = self.wanted[key] = Wanted(known.get(key))
                wanted.is_due = self.rules.is_due(key, wanted.known)
            self._want(wanted, key, link)
            if not wanted.documents or wanted.documents[-1] != document:
                wanted.documents.append(document)
            latest = max(latest, wanted.seq)
        return latest

    def given_up(self) -> list[str]:
        """Lead images whose copy is lost, that were asked again or are beyond asking."""
        return [key[1] for key in self.lost if not self.wanted[key].is_due]

    def claims_lost(self, links: Iterable[Link]) -> bool:
        """Whether one of these links may be said to have a copy, which is lost, and is not asked in this run."""
        keys = {(link.kind, link.target) for link in links} & self.lost if self.lost else ()
        return any(not self.wanted[key].is_due for key in keys)

    def _want(self, wanted: Wanted, key: Key, link: Link) -> None:
        lacks_image = link.kind is Kind.PAGE and link.description.has_images is False
        if lacks_image and self.rules.wants_images and not wanted.wants_image:
            wanted.wants_image = True
            wanted.is_due = wanted.is_due or self.rules.is_due(key, wanted.known, lacks=True)
        if not wanted.keeps_copy and copies.is_lead(link):
            self._want_copy(wanted, key, is_claimed=link.description.is_cached is True)
        if wanted.is_due:
            said = wanted.descriptions
            if link.description in said or len(said) < MAX_COUNTED:
                said[link.description] = said.get(link.description, 0) + 1

    def _want_copy(self, wanted: Wanted, key: Key, *, is_claimed: bool) -> None:
        shelf = self.rules.shelf
        if shelf is None or shelf.has(key[1]):
            return
        is_lost = shelf.has_lost(key[1])
        if is_lost:
            self.lost.add(key)
        elif is_claimed:
            self.unfounded.add(key)
        if shelf.is_open:
            wanted.keeps_copy = True
            anew = is_lost or shelf.is_new
            wanted.is_due = wanted.is_due or self.rules.is_due(
                key, wanted.known, lacks=True, anew=anew
            )

    def queues(self, politeness: Politeness, *, by_age: bool) -> list[Queue]:
        """What to ask, site by site, in the order in which sites begin.

        The site that takes longest begins first, for the run cannot end before it does; `by_age` (a run with a
        budget): the one that waits longest.
        """
        sites: dict[str, list[Key]] = {}
        for key, wanted in self.wanted.items():
            if wanted.is_due:
                sites.setdefault(urls.site(key[1]), []).append(key)
        for keys in sites.values():
            keys.sort(key=lambda key: self.wanted[key].due_s)

        def rank(queue: Queue) -> tuple[float, float]:
            takes_s = len(queue.keys) * _gap_s(queue.site, politeness)
            return (self.wanted[queue.keys[0]].due_s if by_age else 0.0, -takes_s)

        return sorted((Queue(site, tuple(keys)) for site, keys in sites.items()), key=rank)


def _gap_s(site: str, politeness: Politeness) -> float:
    """Least time between two requests to a site; where there is no gap, the number of requests alone ranks it."""
    override = politeness.sites.get(site)
    gap_s = override.gap_s if override and override.gap_s is not None else politeness.gap_s
    return gap_s or LEAST_GAP_S
