"""Reads the records of a run from the ledger, document by document, and no more than asked."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple, Protocol

import msgspec

from enricher.ledger.documents import DocumentOfRun
from enricher.ledger.links import IS_RESPELT, LinkCodes, target_of
from enricher.ledger.store import Ledger
from enricher.ledger.targets import Key
from enricher.models import Status
from enricher.run.results.comparison import Before, change_of, is_problem
from enricher.run.results.making import KnownOutcome, record_at, record_of, shared_out
from enricher.run.results.records import Change, Record
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

    def cited(self, quiet: Collection[Status], places: int) -> Iterator[Cited]:
        """Yields as `problems` does, with no more than the first `places` records of one URL, but
        for those that tell of a change.
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
    """Targets with a verified archived copy."""


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
        return (each.record for each in self.cited(quiet))

    def cited(self, quiet: Collection[Status], places: int | None = None) -> Iterator[Cited]:
        """Yields as `problems` does, with the first `places` records of one URL (None: all), and
        those that tell of a change; documents without any of them cost next to nothing.
        """
        with _reading(self.ledger) as ledger:
            before = self._before(ledger)
            maker = self._maker(ledger, before)
            met = self._met(ledger)
            if _is_latest(ledger, self.run):
                kept = list(met)
                loud = _loud(ledger, kept, quiet, before or {})
                yield from _latest_problems(maker, kept, Shares(kept, loud, places))
                return
            for record in maker.records(met):
                if record.changes or record.change or record.status not in quiet:
                    yield Cited(record, 1)

    def counts(self) -> RecordCounts:
        """Counts the records by status."""
        with _reading(self.ledger) as ledger:
            if not _is_latest(ledger, self.run):
                return counted(self._all(ledger))
            links: Counter[int] = Counter()
            for document in self._met(ledger):
                links.update(map(target_of, document.codes))
            counts = RecordCounts()
            for verdict in ledger.targets.verdicts(links):
                status = verdict.status
                counts.records += links[verdict.number]
                counts.statuses[status] += links[verdict.number]
                counts.targets[status] += 1
                counts.archived += verdict.has_archived_copy
                was_asked = verdict.run == self.run
                counts.remembered += not was_asked and status not in _UNASKED
            return counts


# Statuses of URLs that are never asked, so that nothing of them is remembered.
_UNASKED = frozenset({Status.BLOCKED, Status.INVALID})


def _is_latest(ledger: Ledger, run: int) -> bool:
    """True if no later run checked anything: then the latest verdicts are those of this run."""
    return all(past.id <= run for past in ledger.runs()[:1])


def _loud(
    ledger: Ledger, met: Iterable[DocumentOfRun], quiet: Collection[Status], before: Before
) -> set[int]:
    """Returns the codes of links whose status is not quiet, or was a problem in the run compared
    with.
    """
    codes = set[int]().union(*(each.codes for each in met))
    loud = {
        each.number
        for each in ledger.targets.verdicts({target_of(code) for code in codes})
        if each.status not in quiet or is_problem(before.get(each.key))
    }
    return {code for code in codes if target_of(code) in loud}


class Shares:
    """Says, link by link in the order of a run, how many fields a record of it stands for."""

    def __init__(
        self, met: Iterable[DocumentOfRun], loud: set[int], places: int | None = None
    ) -> None:
        """`loud`: codes of the links whose records are told, the first `places` of each target."""
        self._loud = loud
        self._fields: Counter[int] = Counter()
        plain = {code for code in loud if not code & IS_RESPELT}
        for document in met if places is not None else ():
            self._fields.update(map(target_of, filter(plain.__contains__, document.codes)))
        self._left = dict.fromkeys(self._fields, places or 0)

    def of(self, codes: LinkCodes) -> list[int] | None:
        """The fields that each link stands for, 0 for what is not told; None: for nothing."""
        if self._loud.isdisjoint(codes):
            return None
        shares = [self._share(code) if code in self._loud else 0 for code in codes]
        return shares if any(shares) else None

    def _share(self, code: int) -> int:
        """A URL that is spelt in its own way is told of by itself."""
        target = target_of(code)
        if code & IS_RESPELT or target not in self._left:
            return 1
        self._left[target] -= 1
        self._fields[target] -= 1
        if self._left[target] == 0:
            return 1 + self._fields[target]
        return 1 if self._left[target] > 0 else 0


def _latest_problems(
    maker: _RecordMaker, met: Iterable[DocumentOfRun], shares: Shares
) -> Iterator[Cited]:
    """Yields the records of these links; links and documents without any are not even read."""
    for document in met:
        has_news = document.has_changes or document.notices != b"[]"
        fields = shares.of(document.codes)
        if has_news or fields:
            yield from maker.chosen_of(document, fields or [0] * len(document.codes))


def counted(records: Iterable[Record]) -> RecordCounts:
    """Counts records one by one."""
    counts = RecordCounts()
    seen: set[tuple[Status, str]] = set()
    for record in records:
        counts.records += 1
        counts.statuses[record.status] += 1
        if (record.status, record.url) not in seen:
            seen.add((record.status, record.url))
            counts.targets[record.status] += 1
            counts.archived += record.archive is not None
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
                made = record_at(link, document.title, known, changed)
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
