"""The result of a run: its counts, and its records, made from the ledger document by document."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path
from typing import Protocol

import msgspec

from enricher.document import fieldpath
from enricher.errors import DocumentError, LedgerUnusable
from enricher.ledger.documents import DocumentOfRun, target_of
from enricher.ledger.store import Ledger, Run
from enricher.ledger.targets import Key
from enricher.models import (
    Description,
    FieldPath,
    Link,
    Memory,
    Outcome,
    PageFacts,
    Standing,
    Status,
)
from enricher.policy import standing as standings
from enricher.run.comparison import Before, change_of, covers, is_problem
from enricher.run.records import (
    ArchiveRecord,
    Change,
    DescribedRecord,
    ImageRecord,
    PageRecord,
    Record,
    Redirect,
)

_changes = msgspec.json.Decoder(list[Change]).decode

# Targets whose outcome is remembered from one document to the next: about 8 MB.
_REMEMBERED = 4_000


class StoredError(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A DocumentError as JSON."""

    path: str
    why: str
    line: int | None = None
    field: str | None = None

    @classmethod
    def of(cls, error: DocumentError) -> StoredError:
        return cls(path=error.path, why=error.why, line=error.line, field=error.field)

    def restored(self) -> DocumentError:
        return DocumentError(self.path, self.why, line=self.line, field=self.field)


class RunSummary(msgspec.Struct, frozen=True, kw_only=True):
    """What a run leaves in the ledger: counts and news."""

    documents: int
    """Read and understood."""
    links: int
    targets: int
    """Distinct; those of lead images that were measured included."""
    asked: int
    """Targets that got a verdict from the web in this run."""
    requests: int
    """Sent, redirects and retries included."""
    bytes_read: int
    changed: tuple[str, ...]
    """Documents written (of a dry run: that would be written)."""
    errors: tuple[StoredError, ...]
    """Documents, or single edits of them, that could not be read or written."""
    unasked: int = 0
    """Due targets that the budget, an interruption or a lost network left for the next run."""
    missing: int = 0
    """Links without any verdict that nothing explains: an internal error."""
    poison: tuple[str, ...] = ()
    """Targets that our own code failed on, each with what happened."""
    notices: tuple[str, ...] = ()
    """Lines for people: whole sites that fail, pins that lapsed."""
    is_interrupted: bool = False
    no_network: str = ""
    """One sentence where the network was lost on the way; without any, NoNetwork is raised."""
    paths: tuple[str, ...] = ()
    """Files and folders that were asked for, as `comparison.named` names them."""
    store_error: str = ""
    """One sentence where images could not be kept; documents and checks are not concerned."""


_summary = msgspec.json.Decoder(RunSummary).decode


@dataclass(frozen=True, slots=True, kw_only=True)
class RunResult:
    """What a run did. `records` and `diffs` are read from the ledger each time they are walked."""

    run: int
    """Its number in the ledger."""
    kind: str = "run"
    """What it was allowed to do: `run`, `dry-run` or `audit`."""
    started_at: datetime
    ended_at: datetime
    records: RecordSource
    base: int | None = None
    """Number of the run that `Record.change` compares with; None: there is none."""
    diffs: Iterable[str]
    """Unified diffs, one per document; of a dry run, or where `Job.keeps_diffs`."""
    summary: RunSummary

    @property
    def errors(self) -> tuple[DocumentError, ...]:
        """Documents, or single edits of them, that could not be read or written."""
        return tuple(error.restored() for error in self.summary.errors)

    @property
    def is_incomplete(self) -> bool:
        """True if not all was done: exit status 3."""
        summary = self.summary
        trouble = (summary.errors, summary.missing, summary.poison)
        return any(trouble) or bool(summary.no_network or summary.store_error)

    def compared_with(self, ledger: Path, base: int | None) -> RunResult:
        """The same run, its changes told since another run."""
        return replace(self, base=base, records=Records(ledger, self.run, base))


def summary_of(run: Run) -> RunSummary:
    """Returns what a run that came to its end left in the ledger."""
    assert run.summary is not None
    return _summary(run.summary)


def result_of(run: Run, ledger: Path, runs: Iterable[Run]) -> RunResult:
    """Returns the result of a run that came to its end, compared with the base among all `runs`."""
    assert run.summary is not None
    summary = _summary(run.summary)
    base = base_of(run, summary, runs)
    return RunResult(
        run=run.id,
        kind=run.kind,
        started_at=run.started_at,
        ended_at=run.ended_at or run.started_at,
        base=base,
        records=Records(ledger, run.id, base),
        diffs=Diffs(ledger, run.id),
        summary=summary,
    )


def past_result(ledger: Path, number: int | None) -> RunResult:
    """Returns the result of a run by its number, or of the latest that came to its end.

    Raises LedgerUnusable where there is no ledger or no such run.
    """
    with Ledger.read(ledger) as opened:
        runs = opened.runs()
    ended = [run for run in runs if run.summary and number in (None, run.id)]
    if not ended:
        which = "no run" if number is None else f"no run {number}"
        raise LedgerUnusable(f"the ledger {ledger} knows {which} that came to its end")
    return result_of(ended[0], ledger, runs)


def base_of(run: Run, summary: RunSummary, runs: Iterable[Run]) -> int | None:
    """Number of the latest complete writing run before this one over the same documents."""
    for past in runs:
        if past.id >= run.id or past.kind != "run" or not past.summary:
            continue
        earlier = _summary(past.summary)
        is_partial = earlier.unasked or earlier.is_interrupted or earlier.no_network
        if not is_partial and covers(earlier.paths, summary.paths):
            return past.id
    return None


class RecordSource(Protocol):
    """Where the records of a run come from; each walk reads them anew."""

    def __iter__(self) -> Iterator[Record]: ...

    def problems(self, quiet: Collection[Status]) -> Iterator[Record]:
        """Yields the records whose status is not among `quiet`, or that tell of a change."""
        ...

    def counts(self) -> RecordCounts:
        """Counts the records by status."""
        ...


# ── records ───────────────────────────────────────────────────────────────────────────────────


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

    def __iter__(self) -> Iterator[Record]:
        with _reading(self.ledger) as ledger:
            yield from self._all(ledger)

    def _all(self, ledger: Ledger) -> Iterator[Record]:
        maker = _Maker(ledger, self.run, self._before(ledger))
        return maker.records(ledger.documents.of_run(self.run))

    def _before(self, ledger: Ledger) -> Before | None:
        return None if self.base is None else ledger.targets.statuses_before(self.base)

    def problems(self, quiet: Collection[Status]) -> Iterator[Record]:
        """Yields the records whose status is not among `quiet`, or that tell of a change.

        Documents without any cost next to nothing.
        """
        with _reading(self.ledger) as ledger:
            before = self._before(ledger)
            maker = _Maker(ledger, self.run, before)
            met = ledger.documents.of_run(self.run)
            if _is_latest(ledger, self.run):
                kept = list(met)
                loud = _loud(ledger, kept, quiet, before or {})
                yield from _latest_problems(maker, kept, loud)
                return
            for record in maker.records(met):
                if record.changes or record.change or record.status not in quiet:
                    yield record

    def counts(self) -> RecordCounts:
        """Counts the records by status."""
        with _reading(self.ledger) as ledger:
            if not _is_latest(ledger, self.run):
                return counted(self._all(ledger))
            links: Counter[int] = Counter()
            for document in ledger.documents.of_run(self.run):
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
    ledger: Ledger, met: list[DocumentOfRun], quiet: Collection[Status], before: Before
) -> set[int]:
    """Returns the targets whose status is not quiet, or was a problem in the run compared with."""
    numbers = {target_of(code) for each in met for code in each.codes}
    return {
        each.number
        for each in ledger.targets.verdicts(numbers)
        if each.status not in quiet or is_problem(before.get(each.key))
    }


def _latest_problems(maker: _Maker, met: list[DocumentOfRun], loud: set[int]) -> Iterator[Record]:
    """Yields the records of these targets; links and documents without any are not even read."""
    for document in met:
        has_news = document.has_changes or document.notices != b"[]"
        is_loud = [target_of(code) in loud for code in document.codes]
        if has_news or any(is_loud):
            yield from maker.records_of(document, is_loud)


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


@dataclass(frozen=True, slots=True)
class KnownOutcome:
    """What a run knew of one target."""

    outcome: Outcome
    memory: Memory | None
    is_fresh: bool


class _Maker:
    """Makes the records of one run."""

    def __init__(self, ledger: Ledger, run: int, before: Before | None = None) -> None:
        self._ledger = ledger
        self._run = run
        self._before = before
        self._known: dict[Key, Record | None] = {}
        """The record of each target, at no place yet."""

    def records(self, met: Iterable[DocumentOfRun]) -> Iterator[Record]:
        """Yields every record of these documents."""
        for document in met:
            yield from self.records_of(document)

    def records_of(
        self, document: DocumentOfRun, is_wanted: Sequence[bool] | None = None
    ) -> Iterator[Record]:
        """Yields a document's records; with `is_wanted`, of those links and changed ones."""
        links = self._ledger.documents.links(document.id)
        changes = self._changes(document)
        by_link = _shared_out(changes, links) if changes else {}
        if is_wanted is None:
            chosen: Sequence[Link] = links
        else:
            pairs = zip(links, is_wanted, strict=True)
            chosen = [link for link, wanted in pairs if wanted or link.field in by_link]
        self._recall({(link.kind, link.target) for link in chosen})
        for link in chosen:
            known = self._known[link.kind, link.target]
            if known is not None:
                changed = tuple(by_link.get(link.field, ()))
                yield self._compared(_at(link, known, changed), (link.kind, link.target))

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
        unknown = keys - self._known.keys()
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


def _at(link: Link, found: Record, changes: tuple[Change, ...]) -> Record:
    """Returns the record of a target at one place of a document."""
    place = fieldpath.show(link.field)
    return msgspec.structs.replace(
        found,
        document=link.document,
        line=link.line,
        column=getattr(link, "column", None),
        described=_described(link.description),
        field=place,
        url=link.url,
        changes=changes,
    )


def record_of(known: KnownOutcome) -> Record:
    """Returns the record of a target: what the latest check saw, or a person's pin."""
    outcome = known.outcome
    shown = _standing(known)
    return Record(
        document="",
        field="",
        url=outcome.target,
        status=shown.status,
        reason=shown.reason,
        since=shown.since,
        confirmed=shown.is_confirmed,
        http_status=outcome.http_status,
        final_url=outcome.final_url,
        redirects=tuple(
            Redirect(url=hop.url, http_status=hop.http_status, location=hop.location)
            for hop in outcome.redirects
        ),
        attempts=outcome.attempts,
        elapsed_ms=round(outcome.elapsed_s * 1000),
        bytes=outcome.bytes_read,
        checked_date_time=outcome.checked_at.replace(microsecond=0),
        fresh=known.is_fresh,
        page=_page(outcome.page) if outcome.page else None,
        image=_image(outcome),
        archive=_archive(outcome),
    )


def _standing(known: KnownOutcome) -> Standing:
    """Returns the latest verdict, with the time that the standing gives it."""
    outcome, memory = known.outcome, known.memory
    if memory is not None and memory.pin is not None:
        return standings.pinned(memory.standing, memory.pin)
    at = outcome.checked_at.replace(microsecond=0)
    now = Standing(status=outcome.verdict.status, reason=outcome.verdict.reason, since=at)
    kept = memory.standing if memory else None
    if kept is None or kept.status is not outcome.verdict.status:
        return now
    return replace(now, since=kept.since, is_confirmed=kept.is_confirmed)


def _described(said: Description) -> DescribedRecord | None:
    if said.title is None and said.published is None:
        return None
    published = None if said.published is None else str(said.published)
    return DescribedRecord(title=said.title, published_date_time=published)


def _page(facts: PageFacts) -> PageRecord:
    return PageRecord(
        title=facts.title.text if facts.title else None,
        excerpt=facts.excerpt.text if facts.excerpt else None,
        published_date_time=str(facts.published.moment) if facts.published else None,
        site_name=facts.site_name.text if facts.site_name else None,
        authors=facts.authors,
        language=facts.language,
        canonical_url=facts.canonical_url,
        image=facts.image.url if facts.image else None,
    )


def _image(outcome: Outcome) -> ImageRecord | None:
    """Returns the image of an image field, or a page's lead image where it was measured."""
    if outcome.image is None:
        return None
    lead = outcome.page.image if outcome.page else None
    return ImageRecord(
        url=lead.url if lead else outcome.final_url or outcome.target,
        width=outcome.image.width,
        height=outcome.image.height,
        format=outcome.image.format,
        bytes=outcome.image_bytes,
    )


def _archive(outcome: Outcome) -> ArchiveRecord | None:
    if outcome.archive is None:
        return None
    return ArchiveRecord(url=outcome.archive.url, date_time=outcome.archive.captured_at)


# ── which link a change belongs to ────────────────────────────────────────────────────────────


def _shared_out(
    changes: Sequence[Change], links: Sequence[Link]
) -> Mapping[FieldPath, list[Change]]:
    """Gives each change to one link.

    That is the link whose field or `checks` line it is, else the first link of the nearest mapping
    around it.
    """
    fields = {link.field for link in links}
    mappings: dict[FieldPath, FieldPath] = {}
    for link in links:
        mappings.setdefault(link.field[:-1], link.field)
    found: dict[FieldPath, list[Change]] = {}
    for change in changes:
        owner = _owner(fieldpath.parse(change.field), fields, mappings)
        if owner is not None:
            found.setdefault(owner, []).append(change)
    return found


def _owner(
    field: FieldPath, fields: Collection[FieldPath], mappings: Mapping[FieldPath, FieldPath]
) -> FieldPath | None:
    line = (*field[:-2], field[-1]) if len(field) > 1 else field
    for place in (line, field):
        if place in fields:
            return place
    around = (field[:length] for length in range(len(field), -1, -1))
    return next((mappings[each] for each in around if each in mappings), None)
