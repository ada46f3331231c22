"""Defines work and its results: what goes to a worker and comes back."""

from __future__ import annotations

from datetime import datetime

import msgspec

from enricher.models.documents import Description, Kind
from enricher.models.exchange import ClientIdentity, Hop, Validators
from enricher.models.pages import Fact, ImageFacts, PageFacts
from enricher.models.verdicts import Memento, Pin, Standing, VantageCheck, Verdict


class Memory(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, gc=False):
    """What the ledger knows of a target before a run."""

    standing: Standing
    outcome: Outcome
    """The latest check that was answered."""
    pin: Pin | None = None


class Task(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, gc=False):
    """One target to check, with everything its journey may need. Plain data."""

    target: str
    kind: Kind
    descriptions: tuple[Description, ...] = ()
    """The distinct things documents say of it, most frequent first, at most 8."""
    wants_image: bool = False
    """Some document lacks a lead image for this page: find and measure one."""
    keeps_copy: bool = False
    """For images: a document's lead image, of which a copy is wanted and not there."""
    previous: Outcome | None = None
    """The latest answered check: its validators, and its facts for a 304."""
    members: tuple[str, ...] = ()
    """Targets that differ from this one in their fragments alone: each gets an outcome, in the
    place of this one. Empty: this one does.
    """


class Outcome(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, gc=False):
    """The end of one target's journey. Plain data; one row of the ledger."""

    target: str
    kind: Kind
    verdict: Verdict
    checked_at: datetime
    http_status: int | None = None
    final_url: str | None = None
    redirects: tuple[Hop, ...] = ()
    attempts: int = 0
    elapsed_s: float = 0.0
    bytes_read: int = 0
    requests: int = 0
    """Exchanges sent for this target: page, probe, image, archive.

    Redirect hops and retries included.
    """
    page: PageFacts | None = None
    image: ImageFacts | None = None
    """Of an image target; of a page target, the measured size of `page.image`."""
    image_bytes: int | None = None
    """Of that image's whole file, as the server states it."""
    archive: Memento | None = None
    validators: Validators | None = None
    body_digest: str = ""
    """Of what page and verdict were read from; empty where that was not a page's 200."""
    unread: tuple[Fact, ...] = ()
    """Facts that were not asked of the page: that they are missing says nothing."""
    client_identity: ClientIdentity = ClientIdentity.HONEST
    failure_detail: str = ""
    vantage: VantageCheck | None = None
    """What a second vantage point saw; None where none was asked."""
