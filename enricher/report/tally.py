"""Counts and groups the records of a run; no clock, no files, no ledger."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from typing import NamedTuple, TypeVar

from enricher.models import Status
from enricher.run.results.records import Change, Record
from enricher.run.results.run_result import RunResult
from enricher.run.results.source import Cited, RecordCounts

K = TypeVar("K")

GRAVITY = (
    Status.DEAD,
    Status.SOFT404,
    Status.PARKED,
    Status.DRIFTED,
    Status.INVALID,
    Status.UNREACHABLE,
    Status.ERROR,
    Status.THROTTLED,
    Status.RESTRICTED,
    Status.BLOCKED,
    Status.MOVED,
    Status.OK,
)
"""Every status, the worst first: the order in which people are told."""

# Places that a report names of one URL; the records name them all. Five fit on a screen.
PLACES_KEPT = 5


# Changes of one kind that a report names; the records name them all.
CHANGES_KEPT = 20


class Place(NamedTuple):
    """Where a document cites a URL."""

    document: str
    line: int | None
    column: int | None
    field: str

    def __str__(self) -> str:
        """`path:line:column`, as terminals and editors open it; what is unknown is left away."""
        numbers = (self.line, self.column if self.line else None)
        return ":".join([self.document, *(str(each) for each in numbers if each is not None)])


@dataclass(slots=True, kw_only=True)
class Finding:
    """One URL that is not well, and the places where documents cite it."""

    url: str
    record: Record
    """The first that names it; what it says of the target holds for all of them."""
    places: list[Place] = field(default_factory=list)
    """The first few."""
    fields: int = 0
    """How many there are in all."""

    @property
    def is_new(self) -> bool:
        """True if it was no problem in the run compared with."""
        return self.record.change == "new"


@dataclass(slots=True, kw_only=True)
class Tally:
    """What a run found, counted."""

    records: int = 0
    statuses: Counter[Status] = field(default_factory=Counter)
    """Per field of a document."""
    targets: Counter[Status] = field(default_factory=Counter)
    """Per distinct URL."""
    findings: dict[tuple[Status, str], Finding] = field(default_factory=dict)
    """Everything but `ok` and `blocked`, by status and URL, in the order in which it was met."""
    recovered: dict[str, Finding] = field(default_factory=dict)
    """By URL, what was a problem in the run compared with and is none now."""
    because: Counter[str] = field(default_factory=Counter)
    """Changes that were made (by a dry run: would be made), by what asked for them."""
    filled: Counter[str] = field(default_factory=Counter)
    """Of those, the fields that were filled, by name: `images`, `provider.name`, …"""
    reported: Counter[str] = field(default_factory=Counter)
    """Changes that policy leaves to people, by what would have asked for them."""
    left: dict[str, list[tuple[Place, Change]]] = field(default_factory=dict)
    """The first of those, with their places."""
    traits: set[frozenset[str]] = field(default_factory=set)
    """What `--fail-on` may name of one URL: its status, and `new`, `confirmed`."""
    remembered: int = 0
    """Targets that were not asked in this run, because the ledger knew enough."""
    archived: int = 0
    """Targets that are gone and have a verified archived copy."""

    @property
    def gone(self) -> int:
        """How many URLs no longer show what was cited."""
        return sum(count for status, count in self.targets.items() if status.is_gone)

    @property
    def new(self) -> list[Finding]:
        """What is a problem now and was none in the run compared with, the worst first."""
        return [finding for finding in self.of(*GRAVITY) if finding.is_new]

    @property
    def unsure(self) -> int:
        """How many URLs may be well tomorrow, or are not shown to us."""
        return sum(
            count
            for status, count in self.targets.items()
            if status.is_passing or status is Status.RESTRICTED
        )

    def of(self, *statuses: Status) -> list[Finding]:
        """Findings of these statuses, in the order given, new ones first."""
        found = [
            finding
            for status in statuses
            for (one, _), finding in self.findings.items()
            if one is status
        ]
        return sorted(
            found, key=lambda finding: (statuses.index(finding.record.status), not finding.is_new)
        )

    def has(self, alternatives: Iterable[Collection[str]]) -> bool:
        """True if all words of one of these fit one URL: its status, `new`, `confirmed`."""
        return any(set(words) <= found for words in alternatives for found in self.traits)


QUIET = frozenset({Status.OK, Status.BLOCKED})
"""Statuses that are counted, and not told one by one."""


def of_run(result: RunResult) -> Tally:
    """Counts what a run found."""
    with result.records.told(QUIET, PLACES_KEPT) as (counts, problems):
        return count(counts, problems)


def count(counts: RecordCounts, problems: Iterable[Cited]) -> Tally:
    """Groups problems by status and URL."""
    tally = Tally(
        records=counts.records,
        statuses=counts.statuses,
        targets=counts.targets,
        remembered=counts.remembered,
        archived=counts.archived,
    )
    for (because, name), changes in counts.applied.items():
        tally.because[because] += changes
        if because == "fill":
            tally.filled[name] += changes
    tally.traits.update(frozenset({status.value}) for status in counts.statuses)
    for record, fields in problems:
        if record.change == "recovered":
            _add(tally.recovered, record.url, record, fields)
        if record.status not in QUIET:
            _add(tally.findings, (record.status, record.url), record, fields)
            tally.traits.add(_traits(record))
        _note_left(tally, record)
    return tally


def _traits(record: Record) -> frozenset[str]:
    words = {record.status.value}
    if record.change == "new":
        words.add("new")
    if record.confirmed:
        words.add("confirmed")
    return frozenset(words)


def _add(found: dict[K, Finding], key: K, record: Record, fields: int) -> None:
    finding = found.get(key)
    if finding is None:
        finding = found[key] = Finding(url=record.url, record=record)
    finding.fields += fields
    if fields and len(finding.places) < PLACES_KEPT:
        finding.places.append(Place(record.document, record.line, record.column, record.field))


def _note_left(tally: Tally, record: Record) -> None:
    """Keeps what policy leaves to people."""
    for change in record.changes:
        if not change.is_applied:
            tally.reported[change.because] += 1
            kept = tally.left.setdefault(change.because, [])
            if len(kept) < CHANGES_KEPT:
                place = Place(record.document, record.line, record.column, change.field)
                kept.append((place, change))


def discrepancy(links: int, unasked: int, missing: int, tally: Tally) -> str:
    """One sentence where the counts of a run do not reconcile; else empty.

    Every link of a document that was read has one record, unless its target was left for the next
    run (`unasked` targets, each with one link or more) or its verdict got lost (`missing`, an
    internal error).
    """
    accounted = tally.records + missing
    if accounted > links:
        return f"{accounted} verdicts for {links} links"
    left = links - accounted
    if left and not unasked:
        return f"{links} links, but {accounted} verdicts: {left} got lost"
    return ""
