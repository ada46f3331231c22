"""What a run tells its reader: one record per checked field, and the events of its progress.

A record is written as JSON by `msgspec` just as it stands: names become camelCase, absent facts
null.
Its keys are a contract with other people's scripts; a key is only ever added.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import msgspec

from enricher.errors import DocumentError
from enricher.models import Status

SCHEMA_VERSION = 1
"""Of records and of the JSON of `fix` and `plan`: goes up when a key is taken away or changes its
meaning, never for a new key.
"""

Plain = str | int | float | bool | dict[str, Any] | list[Any] | None
"""A value as JSON has it: instants and dates are text."""


class Redirect(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """One redirect step."""

    url: str
    """Where we were."""
    http_status: int
    """200 for a page's own `http-equiv=refresh`."""
    location: str
    """Where it sent us, absolute."""


class DescribedRecord(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """What the document says of the page a URL leads to."""

    title: str | None = None
    published_date_time: str | None = None


class PageRecord(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """What the page says about itself."""

    title: str | None = None
    excerpt: str | None = None
    published_date_time: str | None = None
    """`2022-07-28T21:27:00Z`, or `2022-07-28` where the page names no time of day."""
    site_name: str | None = None
    authors: tuple[str, ...] = ()
    language: str | None = None
    canonical_url: str | None = None
    image: str | None = None
    """URL of the lead image."""


class ImageRecord(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """An image as measured: of an image field itself, of a page field its lead image."""

    url: str
    width: int | None = None
    height: int | None = None
    format: str | None = None
    bytes: int | None = None
    """Of the whole file, as the server states it."""


class ArchiveRecord(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """An archived copy that was seen to show the same article."""

    url: str
    date_time: datetime


class EvidenceRecord(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """One thing that was looked at for the verdict."""

    rule: str
    saw: str
    """In words for people."""


class VantageRecord(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """What a second vantage point saw of a link that would be confirmed as failing."""

    status: Status
    reason: str
    http_status: int | None = None
    checked_date_time: datetime


class SuggestionRecord(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """A living article that tells the same story, for a related one that is gone for good."""

    url: str
    title: str | None = None
    cited_in: str
    """The first document that cites it."""
    similarity: float
    """0 to 1: how much of the words both share."""


class Change(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """One field of the document that was changed (by a dry run: would be changed), or that policy
    only reports.
    """

    field: str
    """Field path, such as `related[1].images`."""
    before: Plain = msgspec.field(name="from", default=None)
    after: Plain = msgspec.field(name="to", default=None)
    because: str = ""
    """`fill`, `correct`, `checks`, `repair`, `update`, `copy`."""
    is_applied: bool = msgspec.field(name="applied", default=True)
    """False: reported only."""


class Record(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """One checked field of one document."""

    schema_version: int = SCHEMA_VERSION
    document: str
    line: int | None = None
    """Of the URL in the document, from 1."""
    column: int | None = None
    """Of the URL in that line, from 1."""
    document_title: str | None = None
    field: str
    url: str
    """As the document spells it."""
    status: Status
    """What the latest check saw, or a pin. (A document shows the standing, which forgives one bad
    night.)
    """
    reason: str
    since: datetime
    """When this status was first seen."""
    confirmed: bool = False
    change: str | None = None
    """`new`, `recovered`, `persisting` or `changed` since the run compared with."""
    described: DescribedRecord | None = None
    """What the document says the page is; None where it says nothing."""
    http_status: int | None = None
    final_url: str | None = None
    redirects: tuple[Redirect, ...] = ()
    attempts: int = 0
    elapsed_ms: int = 0
    bytes: int = 0
    """Read on the wire."""
    checked_date_time: datetime
    fresh: bool
    """Asked in this run; false: from the ledger."""
    page: PageRecord | None = None
    image: ImageRecord | None = None
    archive: ArchiveRecord | None = None
    changes: tuple[Change, ...] = ()
    evidence: tuple[EvidenceRecord, ...] = ()
    """What decided; empty where a person's pin did."""
    suggestion: SuggestionRecord | None = None
    vantage: VantageRecord | None = None


# ── progress ──────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True, kw_only=True)
class DueSite:
    """What is to be asked of one site."""

    site: str
    due: int
    gap_s: float
    """Least time between two requests."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ScanDone:
    """The documents are read; asking begins."""

    documents: int
    links: int
    targets: int
    due: int
    """Targets to be asked in this run."""
    queues: tuple[DueSite, ...] = field(default=(), compare=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class TargetChecked:
    """One target has its verdict."""

    target: str
    status: Status
    reason: str
    done: int
    """Targets checked so far in this run, this one included."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentWritten:
    """One document was written (by a dry run: would be)."""

    document: str
    changes: int


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentFailed:
    """One document, or a single edit of it, could not be read or written."""

    error: DocumentError


@dataclass(frozen=True, slots=True, kw_only=True)
class EngineAtWork:
    """How an engine with several workers does; told again and again while links are asked."""

    workers: int
    """That are ready."""
    units_in_flight: int
    sites_waiting: int
    """With links left that no worker is asking."""
    rows_per_s: float
    """Links checked a second, over the last ten seconds or so."""
    oldest_lease_s: float
    """Seconds since the worker was heard of that was silent for longest."""


Event = ScanDone | TargetChecked | DocumentWritten | DocumentFailed | EngineAtWork
