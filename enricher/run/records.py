"""Floor 3. Records of a run, made from what the ledger knows, document by document: many of them, in little memory."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

import msgspec

from enricher.document import fieldpath
from enricher.ledger.store import Ledger
from enricher.models import FieldPath, Link, Memory, Outcome, PageFacts, Standing
from enricher.policy import standing as standings
from enricher.run.record import ArchiveRecord, Change, ImageRecord, PageRecord, Record, Redirect

_changes = msgspec.json.Decoder(list[Change]).decode


@dataclass(frozen=True, slots=True)
class Records:
    """Every checked field of the documents of one run; each walk reads the ledger anew."""

    ledger: Path
    run: int

    def __iter__(self) -> Iterator[Record]:
        with _reading(self.ledger) as ledger:
            for document, notices, links in ledger.documents.of_run(self.run):
                draft = ledger.documents.draft_of(self.run, document)
                changes = (_changes(draft.changes) if draft else []) + _changes(notices)
                yield from self._of_document(ledger, links, _shared_out(changes, links))

    def _of_document(
        self, ledger: Ledger, links: tuple[Link, ...], changes: Mapping[FieldPath, list[Change]]
    ) -> Iterator[Record]:
        keys = {(link.kind, link.target) for link in links}
        latest = ledger.targets.latest_in(keys, self.run)
        memories = ledger.targets.memories(keys)
        for link in links:
            key = (link.kind, link.target)
            if key in latest:
                outcome, run = latest[key]
                found = Found(outcome, memories.get(key), is_fresh=run == self.run)
                yield record(link, found, tuple(changes.get(link.field, ())))


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
class Found:
    """What is known of one target."""

    outcome: Outcome
    memory: Memory | None
    is_fresh: bool


def record(link: Link, found: Found, changes: tuple[Change, ...]) -> Record:
    """One field, with what the latest check of its target saw; a person's pin counts more than that."""
    outcome = found.outcome
    shown = _standing(found)
    return Record(
        document=link.document,
        field=fieldpath.show(link.field),
        url=link.url,
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
        fresh=found.is_fresh,
        page=_page(outcome.page) if outcome.page else None,
        image=_image(outcome),
        archive=_archive(outcome),
        changes=changes,
    )


def _standing(found: Found) -> Standing:
    """The latest verdict, with the time that the standing gives it."""
    verdict, at = found.outcome.verdict, found.outcome.checked_at.replace(microsecond=0)
    memory = found.memory
    if memory is not None and memory.pin is not None:
        return standings.pinned(memory.standing, memory.pin)
    now = Standing(status=verdict.status, reason=verdict.reason, since=at)
    if memory is None:
        return now
    kept = memory.standing
    if kept.status is not verdict.status:
        return now
    return replace(now, since=kept.since, is_confirmed=kept.is_confirmed)


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
    """The image of an image field, or a page's lead image where it was measured."""
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


# ── which link a change belongs to ────────────────────────────────────────────────────────────────────────────


def _shared_out(changes: list[Change], links: tuple[Link, ...]) -> Mapping[FieldPath, list[Change]]:
    """Each change goes to one link: the one whose `checks` line it is, else the first of the nearest mapping."""
    found: dict[FieldPath, list[Change]] = {}
    for change in changes:
        owner = _owner(fieldpath.parse(change.field), links)
        if owner is not None:
            found.setdefault(owner, []).append(change)
    return found


def _owner(field: FieldPath, links: tuple[Link, ...]) -> FieldPath | None:
    line = (*field[:-2], field[-1]) if len(field) > 1 else field
    best: FieldPath | None = None
    for link in links:
        if link.field in (line, field):
            return link.field
        mapping = link.field[:-1]
        if field[: len(mapping)] == mapping and (best is None or len(mapping) > len(best) - 1):
            best = link.field
    return best
