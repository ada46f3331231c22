"""Floor 3. Where outcomes come home: what may be believed goes to the scribe, and what is complete to the pen.

Outcomes go into the ledger at once and on the spot: a commit without a sync takes a fraction of a millisecond, and
what is not in the ledger is asked again after a crash. Documents are written in a thread, one after the other, so
that a slow disk never keeps the web waiting; the pen has its own connection to the ledger.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

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

    def __init__(
        self, plan: Plan, survey: Survey, guard: Guard, writers: Writers, clock: Clock
    ) -> None:
        self._plan = plan
        self._survey = survey
        self._guard = guard
        self._writers = writers
        self._clock = clock
        self._late_sites: set[str] = set()
        self._done: set[int] = set()
        self._complete: deque[Surveyed] = deque()
        self._is_waking = anyio.Event()
        self._is_closing = False
        self.count = Count()
        self.on_event: Callable[[Event], None] = lambda _: None

    def take(self, rows: Iterable[Outcome]) -> None:
        """Outcomes as they come home."""
        self._believe(self._guard.sift(rows))

    def site_is_through(self, site: str) -> None:
        """All of a site was asked."""
        if self._guard.holds(site):
            self._late_sites.add(site)
            return
        self._settled(self._writers.scribe.settle(site, self._clock.now()))

    def trust(self) -> None:
        """The network is there: what was held back is believed."""
        self._believe(self._guard.trust())

    async def keep_writing(self) -> None:
        """Has documents written as they become complete, until `close`."""
        while not self._is_closing:
            if self._complete:
                await self._write(self._complete.popleft())
            else:
                self._is_waking = anyio.Event()
                await self._is_waking.wait()

    def close(self) -> None:
        """No more outcomes come; what is complete and not yet written is left to `finish`."""
        self._is_closing = True
        self._is_waking.set()

    async def finish(self, is_stopped: Callable[[], bool]) -> None:
        """The asking is over: what waits is settled site by site, and every document that is behind written.

        Stopped, documents are left for the next run; what was learnt is never.
        """
        for site in self._writers.scribe.unsettled_sites():
            self._settled(self._writers.scribe.settle(site, self._clock.now()))
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

    def _believe(self, outcomes: list[Outcome]) -> None:
        if not outcomes:
            return
        settled = self._writers.scribe.keep(outcomes, self._plan)
        for outcome in outcomes:
            self._tell(outcome)
        self._settled(settled)
        for site in [site for site in self._late_sites if not self._guard.holds(site)]:
            self._late_sites.discard(site)
            self.site_is_through(site)

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
        self.on_event(
            Checked(target=outcome.target, status=verdict.status, reason=verdict.reason, done=done)
        )

    def _settled(self, settled: Iterable[Settled]) -> None:
        """Documents that waited for the last of these are complete."""
        for each in settled:
            wanted = self._plan.wanted.get(each.key)
            if wanted is None or not wanted.is_due:
                continue
            wanted.is_due = False
            for number in wanted.documents:
                document = self._survey.documents[number]
                document.waits_for -= 1
                document.is_behind |= each.is_changed or wanted.keeps_copy
                if not document.waits_for and document.is_behind:
                    self._complete.append(document)
                    self._is_waking.set()

    async def _write(self, document: Surveyed) -> None:
        pen = self._writers.pen
        if pen is None or not document.is_behind or document.id in self._done:
            return
        try:
            changes = await anyio.to_thread.run_sync(pen.write, document)
        except DocumentError as error:
            self._survey.errors.append(error)
        else:
            if changes:
                self.count.changed.append(document.path)
                self.on_event(Wrote(document=document.path, changes=changes))
        if not document.waits_for:
            self._done.add(document.id)
