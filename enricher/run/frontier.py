"""The targets that are not asked yet: which unit comes next, and what becomes of one that failed.

No await, no I/O. A site is in at most one live unit. A target that breaks our own code, or even its
process, is found (by halving, where no error names it) and never costs others their verdict.
"""

from __future__ import annotations

import heapq
from collections import deque
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice

from enricher.ledger.targets import Key
from enricher.run.engines.seam import Done, Failed, Lost, UnitResult
from enricher.run.schedule import SiteTargets

# At the end of a unit its site waits for the slowest answer, so a large site should not have many
# ends.
UNIT_TASKS = 500
# But a few large sites must not take up all LIVE_TASKS while others could be asked beside them:
# a site has a part in proportion to what is left of it, and this much at least, a minute's work.
LEAST_PART = 60
# Tasks of live units are in memory with all that is known of them, about 4 KB each: 32 MB.
LIVE_TASKS = 8_000
# Small sites are packed. More to a unit would leave other workers idle while one is busy.
UNIT_SITES = 16
# Failures of a unit before it is halved: one may be bad luck, two are the unit's own.
ATTEMPTS = 2
# Attempts of a single target whose process dies although it does nothing else: the system may have
# ended the first one.
ATTEMPTS_ALONE = ATTEMPTS + 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Batch:
    """The targets of a unit, before their tasks are looked up."""

    id: int
    attempt: int
    parts: tuple[SiteTargets, ...]
    alone: bool = False
    """A suspect: two processes died while they did it, beside others."""

    @property
    def size(self) -> int:
        return sum(len(part.keys) for part in self.parts)


class Frontier:
    """Gives out batches, and is told what became of them."""

    def __init__(self, queues: Sequence[SiteTargets]) -> None:
        self._left = {queue.site: deque(queue.keys) for queue in queues}
        self._open = {queue.site: len(queue.keys) for queue in queues}
        self._tasks_left = sum(self._open.values())
        self._ranks = {queue.site: rank for rank, queue in enumerate(queues)}
        self._ready = [(rank, queue.site) for rank, queue in enumerate(queues)]
        """Heap of the sites with tasks left, in the order given; live ones are passed over."""
        self._again: deque[Batch] = deque()
        self._live: dict[int, dict[Key, str]] = {}
        self._busy: set[str] = set()
        self._ids = 0
        self.poison: dict[Key, str] = {}
        """Targets that break our own code, each with what happened."""

    @property
    def is_idle(self) -> bool:
        """True if no unit is live."""
        return not self._live

    @property
    def waiting(self) -> int:
        """Counts the targets without a verdict."""
        return sum(self._open.values())

    @property
    def left(self) -> Mapping[str, int]:
        """Counts the targets without a verdict, by site."""
        return self._open

    @property
    def live_units(self) -> int:
        """Counts the units that are at work."""
        return len(self._live)

    @property
    def sites_waiting(self) -> int:
        """Counts the sites with tasks left that are in no live unit."""
        return len(self._ready)

    def take(self, live_tasks: int = LIVE_TASKS) -> Batch | None:
        """Returns the next batch; None while every site with work left is busy, or none is left.

        `live_tasks`: how many may be in live units before this one.
        """
        if sum(map(len, self._live.values())) >= live_tasks:
            return None
        batch = self._repeated() or self._fresh()
        if batch is not None:
            self._busy.update(part.site for part in batch.parts)
            self._live[batch.id] = {key: part.site for part in batch.parts for key in part.keys}
        return batch

    def ahead(self, tasks: int) -> list[Key]:
        """Returns at most `tasks` targets that come next, in the order in which sites do.

        All that are left where they are no more; else of a large site a part, in proportion.
        """
        found: list[Key] = []
        for keys in self._left.values():
            part = max(UNIT_TASKS, tasks * len(keys) // max(1, self._tasks_left))
            found += islice(keys, min(part, tasks - len(found)))
        return found

    def concluded(self, unit: int, keys: Iterable[Key]) -> None:
        """Notes that these targets of a live unit have their verdict."""
        live = self._live.get(unit, {})
        for key in keys:
            site = live.pop(key, None)
            if site is not None:
                self._open[site] -= 1

    def finished(self, batch: Batch, result: UnitResult) -> tuple[str, ...]:
        """Takes a batch back; returns the sites that have nothing left to ask."""
        unconcluded = self._live.pop(batch.id)
        sites = [part.site for part in batch.parts]
        self._busy.difference_update(sites)
        for site in sites:
            if site in self._left:
                heapq.heappush(self._ready, (self._ranks[site], site))
        match result:
            case Done(summary):
                for each in summary.poison:
                    self._condemn((each.kind, each.target), unconcluded, each.why)
            case Failed(why):
                self._retry(batch, unconcluded, why)
            case Lost(why):
                self._retry(batch, unconcluded, why, is_lost=True)
        return tuple(site for site in sites if not self._open[site])

    def _repeated(self) -> Batch | None:
        for _ in range(len(self._again)):
            batch = self._again.popleft()
            if self._busy.isdisjoint(part.site for part in batch.parts):
                return batch
            self._again.append(batch)
        return None

    def _fresh(self) -> Batch | None:
        parts: list[SiteTargets] = []
        room = UNIT_TASKS
        while room and len(parts) < UNIT_SITES and (site := self._first_ready()) is not None:
            keys = self._left[site]
            if parts and len(keys) > room:
                break
            heapq.heappop(self._ready)
            part = max(LEAST_PART, LIVE_TASKS * len(keys) // self._tasks_left)
            given = tuple(keys.popleft() for _ in range(min(part, room, len(keys))))
            parts.append(SiteTargets(site, given))
            self._tasks_left -= len(given)
            room -= len(given)
            if keys:
                break
            del self._left[site]
        return self._batch(1, tuple(parts)) if parts else None

    def _first_ready(self) -> str | None:
        """The site to ask first; None where no site may be asked now."""
        while self._ready:
            site = self._ready[0][1]
            if site in self._left and site not in self._busy:
                return site
            heapq.heappop(self._ready)  # busy with a unit that is tried again: its end is awaited
        return None

    def _retry(
        self, batch: Batch, unconcluded: dict[Key, str], why: str, *, is_lost: bool = False
    ) -> None:
        parts = _grouped(unconcluded.items())
        if not parts:
            return
        if batch.attempt < ATTEMPTS:
            self._again.append(self._batch(batch.attempt + 1, parts))
        elif is_lost and (
            not batch.alone or (len(unconcluded) == 1 and batch.attempt < ATTEMPTS_ALONE)
        ):
            # Its process did other units, too: it is guilty only if it dies alone.
            self._again.append(self._batch(batch.attempt + 1, parts, alone=True))
        elif len(unconcluded) == 1:
            self._condemn(next(iter(unconcluded)), unconcluded, why)
        else:
            pairs = list(unconcluded.items())
            for half in (pairs[: len(pairs) // 2], pairs[len(pairs) // 2 :]):
                again = self._batch(batch.attempt, _grouped(half), alone=batch.alone)
                self._again.append(again)

    def _condemn(self, key: Key, unconcluded: dict[Key, str], why: str) -> None:
        site = unconcluded.pop(key, None)
        if site is not None:
            self.poison[key] = why
            self._open[site] -= 1

    def _batch(self, attempt: int, parts: tuple[SiteTargets, ...], *, alone: bool = False) -> Batch:
        self._ids += 1
        return Batch(id=self._ids, attempt=attempt, parts=parts, alone=alone)


def _grouped(pairs: Iterable[tuple[Key, str]]) -> tuple[SiteTargets, ...]:
    sites: dict[str, list[Key]] = {}
    for key, site in pairs:
        sites.setdefault(site, []).append(key)
    return tuple(SiteTargets(site, tuple(keys)) for site, keys in sites.items())
