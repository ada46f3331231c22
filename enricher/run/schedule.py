"""From links to work: which targets are due, with what documents say of them, site by site.

No I/O. Memory grows with targets, not with links, beyond one integer for each link.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import chain

import msgspec

from enricher import urls
from enricher.config import Politeness
from enricher.ledger.links import (
    IS_CLAIMED,
    IS_LEAD_IMAGE,
    LACKS_IMAGE,
    PLANNED_FLAGS,
    LinkCodes,
    target_of,
)
from enricher.ledger.targets import Key, KnownTarget
from enricher.models import Description, Kind, Link, Memory, Outcome, Task
from enricher.run.due import DuePolicy
from enricher.run.results.records import DueSite

# Descriptions travel with a task; more different ones than this are of no further help.
MAX_DESCRIPTIONS = 8
# Documents whose descriptions of a target are counted to find the most frequent ones: the links of
# more need not be read for one popular target.
MAX_DESCRIBING = 64
# Parts of a description that most documents give alike; it takes 90 bytes without them, of 700.
_SHARED = ("title", "excerpt", "published", "provider_name", "provider_domain")
# Stands for "no gap" when sites are ranked: about what one request takes on a good line, in
# seconds.
LEAST_GAP_S = 0.05


ReadLinks = Callable[[int], Iterable[Link]]
"""Gives the links of a document."""
Descriptions = dict[Key, tuple[Description, ...]]
"""What documents say of targets, the most frequent descriptions first."""


@dataclass(slots=True)
class PlannedTarget:
    """A target that documents name."""

    key: Key
    known: KnownTarget | None
    """What the ledger knew before the run."""
    is_due: bool
    is_chosen: bool = True
    """It takes part in the run."""
    is_asked: bool = True
    """False: a killed run asked it, and its answer waits for those of its site; due, too."""
    wants_image: bool = False
    """Some document lacks a lead image for it."""
    keeps_copy: bool = False
    """It is a document's lead image, and a copy of it is wanted and not there."""
    documents: list[int] = field(default_factory=list)
    """Those that name it; filled where it is due."""

    @property
    def seq(self) -> int:
        return self.known.seq if self.known else -1

    @property
    def due_s(self) -> float:
        """Since when it is due, in seconds since 1970; 0 where it was never asked."""
        return self.known.due_at.timestamp() if self.known and self.known.due_at else 0.0

    def task(self, memory: Memory | None, descriptions: tuple[Description, ...]) -> Task:
        """Returns the task of asking it."""
        return Task(
            target=self.key[1],
            kind=self.key[0],
            descriptions=descriptions,
            wants_image=self.wants_image,
            keeps_copy=self.keeps_copy,
            previous=memory.outcome if memory else None,
        )


def _age_and_page(planned: PlannedTarget) -> tuple[float, str]:
    """Sorts the most overdue first; places of one page, asked together, stand beside each other."""
    page, mark, _ = planned.key[1].partition("#")
    return planned.due_s, page if mark else ""


@dataclass(frozen=True, slots=True)
class SiteTargets:
    """The due targets of one site, the most overdue first."""

    site: str
    keys: tuple[Key, ...]


class Schedule:
    """Takes documents in one by one; then says what to ask, and which documents wait for it."""

    def __init__(self, policy: DuePolicy) -> None:
        self.policy = policy
        self.targets: dict[Key, PlannedTarget] = {}
        self.lost: set[Key] = set()
        """Lead images whose copy was in the image cache."""
        self.unfounded: set[Key] = set()
        """Lead images said to be cached, of which no copy was ever saved."""
        self._numbered: dict[int, PlannedTarget] = {}
        self._codes: dict[int, LinkCodes] = {}
        self._seqs: dict[int, int] = {}
        """By code that was taken in: the `seq` of its target. Documents share most codes."""

    def unmet(self, codes: Iterable[LinkCodes]) -> set[int]:
        """Returns the numbers of targets in these codes that are new to the schedule."""
        new = set[int]().union(*codes).difference(self._seqs)
        return {target_of(code) for code in new}.difference(self._numbered)

    def meet(self, number: int, key: Key, known: KnownTarget | None) -> None:
        """Takes in a target, with what the ledger knows of it."""
        is_chosen = self.policy.only.takes_target(key[1], known)
        is_asked = known is None or known.is_settled or self.policy.refresh
        is_due = is_chosen and (not is_asked or self.policy.is_due(key, known))
        planned = PlannedTarget(key, known, is_due=is_due, is_chosen=is_chosen, is_asked=is_asked)
        self._numbered[number] = self.targets[key] = planned

    def add(self, document: int, codes: LinkCodes) -> int:
        """Takes in a document, whose targets are all met; returns the latest `seq` of its targets.

        -1: none of them was ever checked.
        """
        own = set(codes)
        for code in own.difference(self._seqs):  # of a view, `-` would walk all of it
            planned = self._numbered[target_of(code)]
            self._seqs[code] = planned.seq
            if code & PLANNED_FLAGS:
                self._note_flags(planned, code)
        self._codes[document] = codes
        return max(map(self._seqs.__getitem__, own), default=-1)

    def choose(self, read_links: ReadLinks) -> list[int]:
        """Leaves out targets that no field of `only` names; returns the documents without any.

        `read_links` gives the links of a document.
        """
        only = self.policy.only
        if only.is_empty:
            return []
        if only.fields:
            links = chain.from_iterable(map(read_links, self._codes))
            self._leave_out({_key(link) for link in links if only.takes_field(link.field)})
        chosen = {number for number, each in self._numbered.items() if each.is_chosen}
        pairs = self._codes.items()
        return [number for number, codes in pairs if chosen.isdisjoint(map(target_of, codes))]

    def _leave_out(self, others_than: Collection[Key]) -> None:
        for key, planned in self.targets.items():
            planned.is_chosen &= key in others_than
            planned.is_due &= planned.is_chosen

    def chosen(self) -> set[Key]:
        """Returns the targets that take part in the run."""
        return {key for key, planned in self.targets.items() if planned.is_chosen}

    def waiting(self) -> Iterator[tuple[int, int]]:
        """Yields each document that waits for due targets, and for how many; call it once, at the
        end.
        """
        due = {code for code in self._seqs if self._numbered[target_of(code)].is_due}
        for document, codes in self._codes.items() if due else ():
            waits_for = {target_of(code) for code in due.intersection(codes)}
            for number in waits_for:
                self._numbered[number].documents.append(document)
            if waits_for:
                yield document, len(waits_for)
        self._seqs.clear()  # 100 bytes a target, for the time in which documents are taken in

    def described(self, keys: Iterable[Key], read_links: ReadLinks) -> Descriptions:
        """Returns what documents say of due targets."""
        said: dict[Key, dict[Description, int]] = {key: {} for key in keys}
        parts: dict[object, object] = {}
        chosen = {
            document for key in said for document in self.targets[key].documents[:MAX_DESCRIBING]
        }
        for document in sorted(chosen):
            for link in read_links(document):
                of_target = said.get((link.kind, link.target))
                if of_target is not None:
                    _count(link.description, of_target, parts)
        return {key: _most_frequent(counts) for key, counts in said.items()}

    def given_up(self) -> list[str]:
        """Returns lead images whose copy is lost, that were asked again or are beyond asking."""
        return [key[1] for key in self.lost if not self.targets[key].is_due]

    def claims_lost(self, document: int) -> bool:
        """True if the document may claim a copy that is lost, and is not asked for in this run."""
        if not self.lost:
            return False
        numbers = map(target_of, self._codes[document])
        planned = (self._numbered[number] for number in numbers)
        return any(each.key in self.lost and not each.is_due for each in planned)

    def has_tried(self, key: Key) -> bool:
        """True if a check of this run tries for all that the target could bring.

        That is a page's lead image, or a copy of an image. An image that no document names yet was
        found as a page's lead image.
        """
        planned = self.targets.get(key)
        if key[0] is Kind.PAGE:
            return planned is not None and planned.wants_image
        images = self.policy.images
        return images is not None and images.is_open and (planned is None or planned.keeps_copy)

    def sites(self, politeness: Politeness, *, by_age: bool) -> list[SiteTargets]:
        """Returns what to ask, site by site, in the order in which sites begin.

        The site that takes longest begins first, for the run cannot end before it does; `by_age`
        (a run with a budget): the one that waits longest.
        """
        grouped: dict[str, list[PlannedTarget]] = {}
        for planned in self.targets.values():
            if planned.is_due and planned.is_asked:
                grouped.setdefault(urls.site(planned.key[1]), []).append(planned)
        ranked: list[tuple[tuple[float, float], SiteTargets]] = []
        for site, members in grouped.items():
            members.sort(key=_age_and_page)
            takes_s = len(members) * gap_s(site, politeness)
            rank = (members[0].due_s if by_age else 0.0, -takes_s)
            ranked.append((rank, SiteTargets(site, tuple(each.key for each in members))))
        return [each for _, each in sorted(ranked, key=lambda pair: pair[0])]

    def queues(self, sites: Iterable[SiteTargets], politeness: Politeness) -> tuple[DueSite, ...]:
        """Returns how much there is to ask of each site, and at which pace."""
        return tuple(
            DueSite(site=each.site, due=len(each.keys), gap_s=gap_s(each.site, politeness))
            for each in sites
        )

    def _note_flags(self, planned: PlannedTarget, code: int) -> None:
        if code & LACKS_IMAGE and self.policy.wants_images and not planned.wants_image:
            planned.wants_image = True
            lacks = self.policy.is_due(planned.key, planned.known, lacks=True)
            planned.is_due |= lacks and planned.is_chosen
        if code & IS_LEAD_IMAGE and not planned.keeps_copy:
            self._want_copy(planned, is_claimed=bool(code & IS_CLAIMED))

    def _want_copy(self, planned: PlannedTarget, *, is_claimed: bool) -> None:
        images, key = self.policy.images, planned.key
        if images is None or images.has(key[1]):
            return
        is_lost = images.has_lost(key[1])
        if is_lost:
            self.lost.add(key)
        elif is_claimed:
            self.unfounded.add(key)
        if images.is_open:
            planned.keeps_copy = True
            anew = is_lost or images.is_new
            lacks = self.policy.is_due(key, planned.known, lacks=True, anew=anew)
            planned.is_due |= lacks and planned.is_chosen


def _count(said: Description, counts: dict[Description, int], parts: dict[object, object]) -> None:
    """Counts a description; a new one shares its texts and date with the others, in `parts`."""
    if said not in counts:
        own = {name: getattr(said, name) for name in _SHARED}
        shared = {name: parts.setdefault(part, part) for name, part in own.items()}
        said = msgspec.structs.replace(said, **shared)
    counts[said] = counts.get(said, 0) + 1


def _most_frequent(counts: dict[Description, int]) -> tuple[Description, ...]:
    return tuple(sorted(counts, key=lambda said: -counts[said])[:MAX_DESCRIPTIONS])


def _key(link: Link) -> Key:
    return link.kind, link.target


def gap_s(site: str, politeness: Politeness) -> float:
    """Returns the least time between two requests to a site, in seconds; without a gap,
    LEAST_GAP_S.
    """
    override = politeness.sites.get(site)
    gap_s = override.gap_s if override and override.gap_s is not None else politeness.gap_s
    return gap_s or LEAST_GAP_S


def tasks_of(
    targets: Iterable[PlannedTarget],
    memories: Mapping[Key, Memory],
    described: Descriptions,
) -> list[Task]:
    """Returns the tasks of asking these targets: one for all that differ in fragments alone.

    `described`: what documents say of each.
    """
    tasks: list[Task] = []
    pages: dict[str, list[Task]] = {}
    for planned in targets:
        task = planned.task(memories.get(planned.key), described[planned.key])
        if planned.key[0] is Kind.IMAGE or urls.check(task.target) is not None:
            tasks.append(task)
        else:
            pages.setdefault(task.target.partition("#")[0], []).append(task)
    return tasks + [_for_all(url, members) for url, members in pages.items()]


def _for_all(url: str, members: list[Task]) -> Task:
    """One task for what leads to one page; `members` where one of them has a fragment."""
    if [each.target for each in members] == [url]:
        return members[0]
    descriptions = dict.fromkeys(said for each in members for said in each.descriptions)
    return Task(
        target=url,
        kind=Kind.PAGE,
        descriptions=tuple(descriptions)[:MAX_DESCRIPTIONS],
        wants_image=any(each.wants_image for each in members),
        previous=_best_previous(members),
        members=tuple(each.target for each in members),
    )


def _best_previous(members: list[Task]) -> Outcome | None:
    """The latest check of a member that found the article, else of any."""
    known = [each.previous for each in members if each.previous is not None]
    good = (each for each in known if each.verdict.status.is_good)
    return next(good, known[0] if known else None)
