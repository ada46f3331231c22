"""Makes records: of a target as a run knew it, of a link at its place, with its changes."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

import msgspec
from msgspec.structs import replace

from enricher.document import fieldpath
from enricher.ledger.documents import DocumentOfRun
from enricher.models import (
    Description,
    FieldPath,
    Link,
    Memory,
    Outcome,
    PageFacts,
    Standing,
)
from enricher.policy import standing as standings
from enricher.run.results.records import (
    ArchiveRecord,
    Change,
    DescribedRecord,
    EvidenceRecord,
    ImageRecord,
    PageRecord,
    Record,
    Redirect,
    VantageRecord,
)


@dataclass(frozen=True, slots=True)
class KnownOutcome:
    """What a run knew of one target."""

    outcome: Outcome
    memory: Memory | None
    is_fresh: bool


def record_at(
    link: Link, document: DocumentOfRun, found: Record, changes: tuple[Change, ...]
) -> Record:
    """Returns the record of a target at one place of a document."""
    place = fieldpath.show(link.field)
    return msgspec.structs.replace(
        found,
        document=document.path,
        document_title=document.title,
        line=link.line,
        column=link.column,
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
        evidence=_evidence(known),
        vantage=_vantage(outcome),
    )


def _vantage(outcome: Outcome) -> VantageRecord | None:
    seen = outcome.vantage
    if seen is None or not seen.has_answer:
        return None
    return VantageRecord(
        status=seen.status,
        reason=seen.reason,
        http_status=seen.http_status,
        checked_date_time=seen.checked_at.replace(microsecond=0),
    )


def _evidence(known: KnownOutcome) -> tuple[EvidenceRecord, ...]:
    if known.memory is not None and known.memory.pin is not None:
        return ()
    found = known.outcome.verdict.evidence
    return tuple(EvidenceRecord(rule=each.rule, saw=each.saw) for each in found)


def _standing(known: KnownOutcome) -> Standing:
    """Returns the latest verdict, with the time that the standing gives it."""
    outcome, memory = known.outcome, known.memory
    if memory is not None and memory.pin is not None:
        return standings.pinned(memory.standing, memory.pin)
    at = outcome.checked_at.replace(microsecond=0)
    now = Standing(status=outcome.verdict.status, reason=outcome.verdict.reason, since=at)
    kept = memory.standing if memory else None
    if kept is None:
        return now
    if kept.status is outcome.verdict.status:
        return replace(now, since=kept.since, is_confirmed=kept.is_confirmed)
    # One night's trouble that is seen again the next night began then, whatever it was called.
    since = standings.failing_since(kept) if outcome.verdict.status.is_passing else None
    return replace(now, since=min(at, since)) if since else now


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


def shared_out(
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
