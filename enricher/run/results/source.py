"""Reads the records of a run from the ledger, document by document, and no more than asked."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple, Protocol, TypeAlias

import msgspec

from enricher.ledger.documents import DocumentOfRun
from enricher.ledger.links import target_of
from enricher.ledger.store import Ledger
from enricher.ledger.targets import Key
from enricher.models import Status
from enricher.run.results.comparison import Before, change_of, is_problem
from enricher.run.results.making import KnownOutcome, record_at, record_of, shared_out
from enricher.run.results.records import Change, Record
from enricher.run.results.shares import Shares
from enricher.run.results.suggestions import Suggestions

_changes = msgspec.json.Decoder(list[Change]).decode

# Targets whose outcome is remembered from one document to the next: about 8 MB.
_REMEMBERED = 4_000


class Cited(NamedTuple):
    """A record, and how many fields it stands for: itself, and what is not told one by one."""

    record: Record
    fields: int
    """0: an earlier record of its URL stands for it."""


class RecordSource(Protocol):
    """Where the records of a run come from; each walk reads them anew."""

    def __iter__(self) -> Iterator[Record]: ...

    def problems(self, quiet: Collection[Status]) -> Iterator[Record]:
        """Yields the records whose status is not among `quiet`, or that tell of a change."""
        ...

    def told(
        self, quiet: Collection[Status], places: int
    ) -> AbstractContextManager[CountedProblems]:
        """Gives, for the time of the block, `counts` and what `problems` yields, with no more than
        the first `places` records of one URL. Records that tell of nothing but changes that were
        made may be missing: `counts` has those.
        """
        ...

    def counts(self) -> RecordCounts:
        """Counts the records by status."""
        ...


@dataclass(slots=True, kw_only=True)
class RecordCounts:
    """The records of a run, counted without making them."""

    records: int = 0
    statuses: Counter[Status] = field(default_factory=Counter)
    """Per field of a document."""
    targets: Counter[Status] = field(default_factory=Counter)
    """Per distinct URL."""
    remembered: int = 0
    """Targets that were not asked in this run, because the ledger knew enough."""
    archived: int = 0
    """Targets that are gone and have a verified archived copy."""
    applied: Counter[tuple[str, str]] = field(default_factory=Counter)
    """Changes that were made (by a dry run: would be made), by what asked for them and the name of
    the field: `images`, `provider.name`, …
    """

    def note(self, changes: Iterable[Change | _BriefChange]) -> None:
        """Counts what was changed in a document, or at one link."""
        for change in changes:
            if change.is_applied:
                self.applied[change.because, change.field.rpartition("].")[2]] += 1


class _BriefChange(msgspec.Struct, gc=False):
    """A change of which only its kind is read."""

    field: str
    because: str
    is_applied: bool = msgspec.field(name="applied")


_brief_changes = msgspec.json.Decoder(list[_BriefChange]).decode


CountedProblems: TypeAlias = tuple[RecordCounts, Iterator[Cited]]


@dataclass(frozen=True, slots=True)
class Records:
    """Every checked field of the documents of one run; each walk reads the ledger anew."""

    ledger: Path
    run: int
    base: int | None = None
    """Run that `Record.change` compares with."""
    documents: Callable[[Ledger], Iterable[DocumentOfRun]] | None = None
    """Which documents; None: those that the run met."""
    suggestions: Suggestions = field(default_factory=Suggestions, compare=False)

    def __iter__(self) -> Iterator[Record]:
        with _reading(self.ledger) as ledger:
            yield from self._all(ledger)

    def _all(self, ledger: Ledger) -> Iterator[Record]:
        maker = self._maker(ledger, self._before(ledger))
        return maker.records(self._met(ledger))

    def _maker(self, ledger: Ledger, before: Before | None) -> _RecordMaker:
        self.suggestions.begin()
        return _RecordMaker(ledger, self.run, self.suggestions, before)

    def _met(self, ledger: Ledger) -> Iterable[DocumentOfRun]:
        return self.documents(ledger) if self.documents else ledger.documents.of_run(self.run)

    def _before(self, ledger: Ledger) -> Before | None:
        return None if self.base is None else ledger.targets.statuses_before(self.base)

    def problems(self, quiet: Collection[Status]) -> Iterator[Record]:
        """Yields the records whose status is not among `quiet`, or that tell of a change.

        Documents without any cost next to nothing.
        """
        with _reading(self.ledger) as ledger:
            is_latest = _is_latest(ledger, self.run)
            found = self._latest(ledger, quiet)[1] if is_latest else self._earlier(ledger, quiet)
            yield from (each.record for each in found)

    @contextmanager
    def told(
        self, quiet: Collection[Status], places: int | None = None
    ) -> Iterator[CountedProblems]:
        """Gives `counts`, and the records that `problems` yields, the first `places` of each URL
        (None: all).

        With `places`, documents with no news but changes that were made are not read.
        """
        with _reading(self.ledger) as ledger:
            if _is_latest(ledger, self.run):
                counts, found = self._latest(ledger, quiet, places)
                for changes in ledger.documents.changes_in(self.run) if not self.documents else ():
                    counts.note(_brief_changes(changes))
                yield counts, found
            else:
                yield counted(self._all(ledger)), self._earlier(ledger, quiet)

    def counts(self) -> RecordCounts:
        """Counts the records by status."""
        with self.told(frozenset(Status)) as (counts, _):
            return counts

    def _earlier(self, ledger: Ledger, quiet: Collection[Status]) -> Iterator[Cited]:
        """What a run tells that is not the latest: all records are made."""
        for record in self._all(ledger):
            if record.changes or record.change or record.status not in quiet:
                yield Cited(record, 1)

    def _latest(
        self, ledger: Ledger, quiet: Collection[Status], places: int | None = None
    ) -> CountedProblems:
        """What the latest run tells; documents without a problem or change cost next to nothing."""
        before, met = self._before(ledger), list(self._met(ledger))
        links: Counter[int] = Counter()
        for document in met:
            links.update(document.codes)
        counts, shown = self._counted(ledger, links, quiet, before or {})
        shares = Shares({code: links[code] for code in links if target_of(code) in shown}, places)
        told = _latest_problems(
            self._maker(ledger, before), met, shares, tells_changes=places is None
        )
        return counts, told

    def _counted(
        self, ledger: Ledger, links: Mapping[int, int], quiet: Collection[Status], before: Before
    ) -> tuple[RecordCounts, set[int]]:
        """Counts by the codes of links and how often each stands in documents; gives also the
        targets whose status is not quiet, or was a problem in the run compared with.
        """
        fields: Counter[int] = Counter()
        for code, count in links.items():
            fields[target_of(code)] += count
        counts, shown = RecordCounts(), set[int]()
        for verdict in ledger.targets.verdicts(fields):
            status, number = verdict.status, verdict.number
            counts.records += fields[number]
            counts.statuses[status] += fields[number]
            counts.targets[status] += 1
            counts.archived += verdict.has_archived_copy and status.is_gone
            counts.remembered += verdict.run != self.run and status not in _UNASKED
            if status not in quiet or is_problem(before.get(verdict.key)):
                shown.add(number)
        return counts, shown


# Statuses of URLs that are never asked, so that nothing of them is remembered.
_UNASKED = frozenset({Status.BLOCKED, Status.INVALID})


def _is_latest(ledger: Ledger, run: int) -> bool:
    """True if no later run checked anything: then the latest verdicts are those of this run."""
    return all(past.id <= run for past in ledger.runs()[:1])


def _latest_problems(
    maker: _RecordMaker, met: Iterable[DocumentOfRun], shares: Shares, *, tells_changes: bool
) -> Iterator[Cited]:
    """Yields the records of these links; links and documents without any are not even read."""
    for document in met:
        has_news = document.notices != b"[]" or (tells_changes and document.has_changes)
        fields = shares.of(document.codes)
        if has_news or fields:
            yield from maker.chosen_of(document, fields or [0] * len(document.codes))


def counted(records: Iterable[Record]) -> RecordCounts:
    """Counts records one by one."""
    counts = RecordCounts()
    seen: set[tuple[Status, str]] = set()
    for record in records:
        counts.records += 1
        counts.note(record.changes)
        counts.statuses[record.status] += 1
        if (record.status, record.url) not in seen:
            seen.add((record.status, record.url))
            counts.targets[record.status] += 1
            counts.archived += record.archive is not None and record.status.is_gone
            counts.remembered += not record.fresh and record.status not in _UNASKED
    return counts


@dataclass(frozen=True, slots=True)
class Diffs:
    """The diffs of a run; each walk reads the ledger anew."""

    ledger: Path
    run: int

    def __iter__(self) -> Iterator[str]:
        with _reading(self.ledger) as ledger:
            yield from ledger.documents.diffs(self.run)


@contextmanager
def _reading(path: Path) -> Iterator[Ledger]:
    with Ledger.read(path) as ledger, ledger.snapshot():
        yield ledger


class _RecordMaker:
    """Makes the records of one run."""

    def __init__(
        self, ledger: Ledger, run: int, suggestions: Suggestions, before: Before | None
    ) -> None:
        self._ledger = ledger
        self._suggestions = suggestions
        self._run = run
        self._before = before
        self._known: dict[Key, Record | None] = {}
        """The record of each target, at no place yet."""

    def records(self, met: Iterable[DocumentOfRun]) -> Iterator[Record]:
        """Yields every record of these documents."""
        for document in met:
            yield from self.records_of(document)

    def records_of(self, document: DocumentOfRun) -> Iterator[Record]:
        """Yields a document's records."""
        cited = self.chosen_of(document, [1] * len(document.codes))
        return (each.record for each in cited)

    def chosen_of(self, document: DocumentOfRun, fields: Sequence[int]) -> Iterator[Cited]:
        """Yields the records of the links that stand for `fields`, and of those with changes."""
        links = self._ledger.documents.links(document.id)
        changes = self._changes(document)
        by_link = shared_out(changes, links) if changes else {}
        chosen = [
            (link, count)
            for link, count in zip(links, fields, strict=True)
            if count or link.field in by_link
        ]
        self._recall({(link.kind, link.target) for link, _ in chosen})
        taken = {link.target for link in links}
        for link, count in chosen:
            key = (link.kind, link.target)
            known = self._known[key]
            if known is not None:
                changed = tuple(by_link.get(link.field, ()))
                made = record_at(link, document, known, changed)
                found = self._suggestions.suggested(self._ledger, made, link, taken)
                if found is not None:
                    made = msgspec.structs.replace(made, suggestion=found)
                yield Cited(self._compared(made, key), count)

    def _compared(self, made: Record, key: Key) -> Record:
        """The record with what became of its link; a pin is a person's word and no event."""
        if self._before is None or made.reason == "pinned":
            return made
        change = change_of(self._before.get(key, made.status), made.status)
        return msgspec.structs.replace(made, change=change) if change else made

    def _changes(self, document: DocumentOfRun) -> list[Change]:
        made = None
        if document.has_changes:
            made = self._ledger.documents.changes_of(self._run, document.id)
        return (_changes(made.changes) if made else []) + _changes(document.notices)

    def _recall(self, keys: set[Key]) -> None:
        if len(self._known) > _REMEMBERED:
            self._known = {}
        unknown = keys.difference(self._known)  # of a view, `-` would walk all of it
        if not unknown:
            return
        latest = self._ledger.targets.latest_in(unknown, self._run)
        memories = self._ledger.targets.memories(unknown)
        for key in unknown:
            self._known[key] = None
            if key in latest:
                outcome, run = latest[key]
                known = KnownOutcome(outcome, memories.get(key), is_fresh=run == self._run)
                self._known[key] = record_of(known)
