"""Saves trusted results to the ledger and queues finished documents for writing.

All that is written to the ledger goes through here, as commands to the ledger's own thread. Results
are committed in batches as they come: what is not in the ledger is asked again after a crash.
Documents are written in another thread, some at a time, so that a slow disk never keeps the web
waiting.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

import anyio
import anyio.to_thread

from enricher import urls
from enricher.errors import DocumentError
from enricher.ledger.settling import Settled, Settler
from enricher.ledger.store import Ledger
from enricher.ledger.targets import Key
from enricher.ledger.thread import LedgerThread
from enricher.models import Outcome
from enricher.run.documents.scan import Scan
from enricher.run.documents.scanned import ScannedDocument
from enricher.run.documents.writer import DocumentWriter, WrittenDocument, save_all
from enricher.run.offline import OfflineDetector
from enricher.run.results.records import DocumentFailed, DocumentWritten, Event, TargetChecked
from enricher.run.schedule import Schedule
from enricher.web.clock import Clock

# Documents that are put in their places together: the disk is waited for once, for at most half a
# second after an interruption.
WRITTEN_TOGETHER = 32
# Their texts are all in memory, new ones beside the old; the next one may be as large as any is.
MAX_BATCH_BYTES = 4_000_000


@dataclass(slots=True)
class RunCounts:
    """Sums over a run."""

    checked: set[Key] = field(default_factory=set)
    """Targets with a verdict of this run."""
    asked: int = 0
    """Those among them that the web was asked for."""
    bytes_read: int = 0
    changed: list[str] = field(default_factory=list)
    """Documents written (of a dry run: that would be)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RunContext:
    """What all parts of a run share."""

    run: int
    ledger: LedgerThread
    settler: Settler
    schedule: Schedule
    scan: Scan
    detector: OfflineDetector
    clock: Clock
    on_event: Callable[[Event], None]


class Recorder:
    """Takes outcomes in and has documents written; one per run."""

    def __init__(self, context: RunContext, writer: DocumentWriter | None) -> None:
        """`writer` None: an audit, which writes no document."""
        self._context = context
        self._writer = writer
        self._undecided: dict[str, None] = {}
        """Sites of which all was asked, in the order in which they were done."""
        self._done: set[int] = set()
        self._complete: deque[ScannedDocument] = deque()
        self._has_work = anyio.Event()
        self._is_closing = False
        self._doubted: dict[Key, Outcome] = {}
        self.has_vantage = False
        """What would be confirmed is asked from a second vantage point before it is saved."""
        self.counts = RunCounts()
        self.errors: list[DocumentError] = list(context.scan.errors)
        """Documents and single edits that could not be done."""

    async def save(self, outcomes: Iterable[Outcome], done_sites: Iterable[str] = ()) -> None:
        """Saves what can be trusted of new outcomes; the rest waits in the offline detector.

        Decides the checks of `done_sites`, of which all was asked.
        """
        self._undecided |= dict.fromkeys(done_sites)
        await self._save_trusted(self._context.detector.sift(outcomes))

    async def trust(self) -> None:
        """Saves what was held back: the network is there."""
        await self._save_trusted(self._context.detector.trust())

    @property
    def doubted(self) -> tuple[Outcome, ...]:
        """Outcomes that wait for a second vantage point."""
        return tuple(self._doubted.values())

    async def decide(self, outcomes: Iterable[Outcome]) -> None:
        """Saves what was doubted, as it counts now."""
        self._doubted, self.has_vantage = {}, False
        await self._save_trusted(list(outcomes))

    def _decidable(self) -> list[str]:
        """Sites of which all was asked, and nothing is held back."""
        doubted = {urls.site(each.target) for each in self._doubted.values()}
        holds = self._context.detector.holds
        return [site for site in self._undecided if site not in doubted and not holds(site)]

    async def _without_doubted(self, outcomes: list[Outcome]) -> list[Outcome]:
        """Keeps back what would be confirmed; returns the rest."""
        settler = self._context.settler
        keys = await self._context.ledger.do(lambda _: settler.would_confirm(outcomes))
        doubted = {key: each for each in outcomes if (key := (each.kind, each.target)) in keys}
        self._doubted |= doubted
        return [each for each in outcomes if (each.kind, each.target) not in doubted]

    async def keep_writing(self) -> None:
        """Has documents written as they become complete, until `close`."""
        while not self._is_closing:
            if self._complete:
                await self._write(_batch(self._complete))
            else:
                self._has_work = anyio.Event()
                await self._has_work.wait()

    def close(self) -> None:
        """Ends `keep_writing`; documents that are complete and not written are left to `finish`."""
        self._is_closing = True
        self._has_work.set()

    async def finish(self, is_stopped: Callable[[], bool]) -> None:
        """Decides all pending checks, and writes every document that is behind.

        Stopped, documents are left for the next run; what was learnt is kept.
        """
        settler, now = self._context.settler, self._context.clock.now()

        def settle_all(ledger: Ledger) -> list[Settled]:
            sites = ledger.checks.pending_sites()
            return [settled for site in sites for settled in settler.settle_site(site, now)]

        self._note_settled(await self._context.ledger.do(settle_all))
        documents = self._context.scan.documents.values()
        waiting = deque(document for document in documents if document.is_behind)
        while waiting and not is_stopped():
            await self._write(_batch(waiting))

    async def _save_trusted(self, outcomes: list[Outcome]) -> None:
        if self.has_vantage and outcomes:
            outcomes = await self._without_doubted(outcomes)
        schedule, settler = self._context.schedule, self._context.settler
        sites = self._decidable()
        if not outcomes and not sites:
            return
        for site in sites:
            del self._undecided[site]
        keys = [(outcome.kind, outcome.target) for outcome in outcomes]
        has_tried = {key for key in keys if schedule.has_tried(key)}
        now = self._context.clock.now()
        # As one command: each waits for its turn among the threads of the process.
        settled = await self._context.ledger.do(
            lambda _: settler.commit(outcomes, has_tried, sites, now)
        )
        for outcome in outcomes:
            self._count(outcome)
        self._note_settled(settled)

    def _count(self, outcome: Outcome) -> None:
        key, counts = (outcome.kind, outcome.target), self.counts
        if key in counts.checked:
            return
        counts.bytes_read += outcome.bytes_read
        planned = self._context.schedule.targets.get(key)
        counts.checked.add(planned.key if planned else key)  # one copy of each URL in memory
        counts.asked += outcome.attempts > 0
        status, reason = outcome.verdict.status, outcome.verdict.reason
        event = TargetChecked(
            target=outcome.target, status=status, reason=reason, done=len(counts.checked)
        )
        self._context.on_event(event)

    def _note_settled(self, settled: Iterable[Settled]) -> None:
        """Queues documents that waited for the last of these targets."""
        for each in settled:
            planned = self._context.schedule.targets.get(each.key)
            if planned is None or not planned.is_due:
                continue
            planned.is_due = False
            for number in planned.documents:
                document = self._context.scan.documents[number]
                document.waits_for -= 1
                document.is_behind |= each.is_changed or planned.keeps_copy
                if not document.waits_for and document.is_behind:
                    self._complete.append(document)
                    self._has_work.set()

    async def _write(self, documents: list[ScannedDocument]) -> None:
        """Has documents written, and the ledger told of them."""
        writer = self._writer
        behind = [each for each in documents if self._is_to_write(each)]
        if writer is None or not behind:
            return
        written = await anyio.to_thread.run_sync(writer.write, behind)
        # Told before the ledger is: where that fails, the documents are changed all the same.
        for each in written:
            self._note_written(each)
        run, settler = self._context.run, self._context.settler
        await self._context.ledger.do(lambda ledger: save_all(written, ledger, run, settler))
        self._done.update(each.id for each in behind if not each.waits_for)

    def _is_to_write(self, document: ScannedDocument) -> bool:
        return document.is_behind and document.id not in self._done

    def _note_written(self, written: WrittenDocument | DocumentError) -> None:
        if isinstance(written, DocumentError):
            self._note_errors([written])
            return
        self._note_errors(written.edited.refused)
        if written.edited.count:
            self.counts.changed.append(written.path)
            event = DocumentWritten(document=written.path, changes=written.edited.count)
            self._context.on_event(event)

    def _note_errors(self, errors: Iterable[DocumentError]) -> None:
        for error in errors:
            self.errors.append(error)
            self._context.on_event(DocumentFailed(error=error))


def _batch(waiting: deque[ScannedDocument]) -> list[ScannedDocument]:
    """Takes documents that are written together."""
    batch = [waiting.popleft()]
    size = batch[0].size
    while waiting and len(batch) < WRITTEN_TOGETHER and size < MAX_BATCH_BYTES:
        batch.append(waiting.popleft())
        size += batch[-1].size
    return batch
