"""Floor 3. Where outcomes come home: what may be believed goes to the scribe, and what is complete to the pen.

One task takes from the desk; whatever touches ledger or documents is done in one thread, one thing at a time, so
that a slow disk never keeps the web waiting.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import ParamSpec, TypeVar

import anyio
import anyio.to_thread

from enricher.errors import DocumentError
from enricher.ledger.targets import Key
from enricher.models import Outcome
from enricher.run.guard import Guard
from enricher.run.pen import Pen
from enricher.run.plan import Plan
from enricher.run.record import Checked, Event, Wrote
from enricher.run.scribe import Scribe, Settled
from enricher.run.survey import Survey, Surveyed
from enricher.web.clock import Clock

P = ParamSpec("P")
T = TypeVar("T")


@dataclass(slots=True)
class Count:
    """Sums over a run."""

    checked: set[Key] = field(default_factory=set)
    """Targets with a verdict of this run."""
    asked: set[Key] = field(default_factory=set)
    """Those among them that the web was asked for."""
    bytes_read: int = 0
    changed: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True, kw_only=True)
class Writers:
    """Those who write, and nobody else."""

    scribe: Scribe
    pen: Pen | None
    """None: an audit."""


class Desk:
    """One per run."""

    def __init__(self, plan: Plan, survey: Survey, guard: Guard, writers: Writers, clock: Clock) -> None:
        self._plan = plan
        self._survey = survey
        self._guard = guard
        self._writers = writers
        self._clock = clock
        self._thread = anyio.CapacityLimiter(1)
        self._late_sites: set[str] = set()
        self._done: set[int] = set()
        self.count = Count()
        self.on_event: Callable[[Event], None] = lambda _: None

    async def in_thread(self, do: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Ledger and documents are touched in here only."""
        return await anyio.to_thread.run_sync(lambda: do(*args, **kwargs), limiter=self._thread)

    async def take(self, rows: Iterable[Outcome]) -> None:
        """Outcomes as they come home."""
        await self._believe(self._guard.sift(rows))

    async def site_is_through(self, site: str) -> None:
        """All of a site was asked."""
        if self._guard.holds(site):
            self._late_sites.add(site)
            return
        settled = await self.in_thread(self._writers.scribe.settle, site, self._clock.now())
        await self._settled(settled)

    async def trust(self) -> None:
        """The network is there: what was held back is believed."""
        await self._believe(self._guard.trust())

    async def finish(self, is_stopped: Callable[[], bool]) -> None:
        """The asking is over: what waits is settled site by site, and every document that is behind written.

        Stopped, documents are left for the next run; what was learnt is never.
        """
        for site in await self.in_thread(self._writers.scribe.unsettled_sites):
            settled = await self.in_thread(self._writers.scribe.settle, site, self._clock.now())
            await self._settled(() if is_stopped() else settled)
        for document in self._survey.documents.values():
            if is_stopped():
                return
            await self._write(document)

    @property
    def errors(self) -> list[DocumentError]:
        """Documents and single edits that could not be done."""
        return self._survey.errors + (self._writers.pen.refused if self._writers.pen else [])

    @property
    def notices(self) -> list[str]:
        return self._writers.scribe.notices

    async def _believe(self, outcomes: list[Outcome]) -> None:
        if not outcomes:
            return
        settled = await self.in_thread(self._writers.scribe.keep, outcomes, self._plan)
        for outcome in outcomes:
            self._tell(outcome)
        await self._settled(settled)
        for site in [site for site in self._late_sites if not self._guard.holds(site)]:
            self._late_sites.discard(site)
            await self.site_is_through(site)

    def _tell(self, outcome: Outcome) -> None:
        key = (outcome.kind, outcome.target)
        if key in self.count.checked:
            return
        self.count.bytes_read += outcome.bytes_read
        self.count.checked.add(key)
        if outcome.attempts:
            self.count.asked.add(key)
        verdict = outcome.verdict
        done = len(self.count.checked)
        self.on_event(Checked(target=outcome.target, status=verdict.status, reason=verdict.reason, done=done))

    async def _settled(self, settled: Iterable[Settled]) -> None:
        """Documents that waited for the last of these, and are behind now, are written."""
        for each in settled:
            wanted = self._plan.wanted.get(each.key)
            if wanted is None or not wanted.is_due:
                continue
            wanted.is_due = False
            for number in wanted.documents:
                document = self._survey.documents[number]
                document.waits_for -= 1
                document.is_behind |= each.is_changed or wanted.keeps_copy
                if not document.waits_for:
                    await self._write(document)

    async def _write(self, document: Surveyed) -> None:
        pen = self._writers.pen
        if pen is None or not document.is_behind or document.id in self._done:
            return
        try:
            changes = await self.in_thread(pen.write, document)
        except DocumentError as error:
            self._survey.errors.append(error)
        else:
            if changes:
                self.count.changed.append(document.path)
                self.on_event(Wrote(document=document.path, changes=changes))
        if not document.waits_for:
            self._done.add(document.id)
