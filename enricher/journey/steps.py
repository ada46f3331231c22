"""Defines what a journey may ask for, what it may know, and what it carries along.

A journey is a generator: it yields a `Step`, is sent the answer to it, and returns the outcomes.
"""

from __future__ import annotations

from collections.abc import Collection, Generator
from dataclasses import dataclass, replace

from msgspec import structs

from enricher.config import Archive, Fetch, Policy
from enricher.models import (
    ClientIdentity,
    Fact,
    ImageFacts,
    Kind,
    Observation,
    Outcome,
    Request,
    Stop,
    Task,
    Validators,
    Verdict,
)
from enricher.page.read import ALL_FACTS, PageReader
from enricher.verdict import judge
from enricher.verdict.case import Case

# Page, refreshes, body, second source, probe, browser; images, a copy; TimeGate and capture.
MAX_STEPS = 24
# A stated size of more digits is nonsense.
MAX_DIGITS = 16


@dataclass(frozen=True, slots=True)
class FetchUrl:
    """Fetch this."""

    request: Request


@dataclass(frozen=True, slots=True)
class Probe:
    """Fetch this, unless the host was probed in this run already: then that answer is given."""

    origin: str
    request: Request


@dataclass(frozen=True, slots=True)
class MeasureImage:
    """Let this image have its own journey, unless it had one in this run already."""

    task: Task


@dataclass(frozen=True, slots=True)
class SaveImage:
    """Fetch this image whole, and keep a copy of it where there is room."""

    request: Request


Step = FetchUrl | Probe | MeasureImage | SaveImage
StepResult = Observation | Outcome
"""An outcome for `MeasureImage`, an observation for the others."""
Steps = Generator[Step, StepResult, tuple[Outcome, ...]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """What a journey may know of the configuration, and the chance it needs."""

    fetch: Fetch
    policy: Policy
    archive: Archive
    secret_hosts: Collection[str] = ()
    """Hosts that let us in by a secret, as `[hosts]` names them; no archive is told of them."""
    site: str = ""
    """The site whose tasks are followed."""
    browser_retry: bool = False
    client_identity: ClientIdentity = ClientIdentity.HONEST
    """What worked with this host last time."""
    probe_token: str = "qzkxvjwypfqzkxvjwypf"  # noqa: S105  no secret
    """20 or more random letters for a path that cannot exist."""
    shared_images: frozenset[str] = frozenset()
    """Images that many articles of the site offer: its default, and no article's lead image."""
    keeps_copies: bool = False
    """Lead images are to be kept."""
    max_copy_bytes: int = 0
    """Of one kept image."""
    facts: frozenset[Fact] = ALL_FACTS
    """What is kept of a page; a rule may look at more of it."""
    explains: bool = False
    """Tell every rule that was looked at, not only the one that fits."""


@dataclass(slots=True)
class Visit:
    """What one journey carries along: its task, and the sums of its exchanges."""

    task: Task
    settings: Settings
    steps: int = 0
    requests: int = 0
    bytes_read: int = 0
    elapsed_s: float = 0.0
    attempts: int = 0

    def ask(self, step: FetchUrl | Probe | SaveImage) -> Generator[Step, StepResult, Observation]:
        """Yields the step and counts what it cost."""
        self.steps += 1
        assert self.steps <= MAX_STEPS, "a journey goes round in circles"
        observation = yield step
        assert isinstance(observation, Observation)
        self.requests += observation.requests
        self.bytes_read += observation.bytes_read
        self.elapsed_s += observation.elapsed_s
        return observation

    def request(
        self, url: str, *, stop: Stop, client_identity: ClientIdentity | None = None
    ) -> Request:
        return Request(
            url=url,
            kind=Kind.PAGE,
            stop=stop,
            max_bytes=self.settings.fetch.max_page_bytes,
            client_identity=client_identity or self.settings.client_identity,
        )

    def may_try_as_browser(self, case: Case, verdict: Verdict) -> bool:
        """A wall that was met with our own headers may be tried once more with a browser's."""
        if (
            not self.settings.browser_retry
            or case.observation.client_identity is ClientIdentity.BROWSER
        ):
            return False
        return judge.wants_browser(verdict, case.observation)

    def outcome(self, case: Case, verdict: Verdict) -> Outcome:
        seen = case.observation
        if self.settings.explains:
            told = dict.fromkeys((*judge.explain(case), *verdict.evidence[1:]))
            verdict = structs.replace(verdict, evidence=tuple(told))
        made = Outcome(
            target=self.task.target,
            kind=self.task.kind,
            verdict=verdict,
            checked_at=seen.seen_at,
            http_status=seen.http_status,
            final_url=judge.new_url(case, verdict) or seen.final_url,
            redirects=seen.hops,
            attempts=max(self.attempts, seen.attempts),
            elapsed_s=round(self.elapsed_s, 3),
            bytes_read=self.bytes_read,
            requests=self.requests,
            validators=validators(seen, self.task.previous),
            client_identity=seen.client_identity,
            failure_detail=seen.failure_detail,
        )
        return self._with_kept(made) if seen.http_status == 304 else self._with_seen(made, case)

    def recounted(self, outcome: Outcome) -> Outcome:
        """The outcome with what was asked since it was made."""
        return structs.replace(
            outcome,
            elapsed_s=round(self.elapsed_s, 3),
            bytes_read=self.bytes_read,
            requests=self.requests,
        )

    def _with_kept(self, made: Outcome) -> Outcome:
        """What the last check saw is as it was."""
        kept = self.task.previous
        if kept is None:
            return made
        return structs.replace(
            made,
            page=kept.page,
            image=kept.image,
            image_bytes=kept.image_bytes,
            body_digest=kept.body_digest,
            unread=kept.unread,
        )

    def _with_seen(self, made: Outcome, case: Case) -> Outcome:
        if self.task.kind is Kind.IMAGE:
            facts = case.image if isinstance(case.image, ImageFacts) else None
            return structs.replace(made, image=facts, image_bytes=file_bytes(case.observation))
        page = case.page
        if not isinstance(page, PageReader):
            return made
        wanted = self.settings.facts
        unread = tuple(sorted(ALL_FACTS - wanted))
        return structs.replace(
            made, page=page.facts.read(wanted), body_digest=digest(case), unread=unread
        )

    @property
    def known(self) -> Outcome | None:
        """The last check's outcome where it found the article, and all that is asked of it now."""
        previous = self.task.previous
        if previous is None or previous.page is None or not previous.verdict.status.is_good:
            return None
        return None if self.settings.facts.intersection(previous.unread) else previous

    def unchanged(self, case: Case) -> Outcome | None:
        """The last check's outcome, where the body is the same: nothing of the page is read then.

        None where it must be read.
        """
        known, seen = self.known, case.observation
        if known is None or self.settings.explains or known.redirects != seen.hops:
            return None
        if not known.body_digest or known.body_digest != digest(case):
            return None
        return structs.replace(
            known,
            checked_at=seen.seen_at,
            http_status=seen.http_status,
            attempts=self.attempts,
            elapsed_s=round(self.elapsed_s, 3),
            bytes_read=self.bytes_read,
            requests=self.requests,
            validators=validators(seen, known),
            client_identity=seen.client_identity,
        )


def digest(case: Case) -> str:
    """Of what is read of a page that was answered with 200; else empty."""
    page, seen = case.page, case.observation
    if case.http_status != 200 or not isinstance(page, PageReader):
        return ""
    return page.digest() if page.is_head_only or seen.is_whole else ""


def file_bytes(observation: Observation) -> int | None:
    """Size of the whole file, where the answer states it (RFC 9110 sections 8.6 and 14.4)."""
    if observation.http_status == 206:
        size = (observation.header("content-range") or "").rpartition("/")[2]
    elif observation.http_status == 200 and observation.header("content-encoding") is None:
        size = observation.header("content-length") or ""
    else:
        return None
    return int(size) if size.isascii() and size.isdigit() and len(size) < MAX_DIGITS else None


def validators(observation: Observation, previous: Outcome | None) -> Validators | None:
    """Of a good answer, for the next check; those of the last check where it was "not modified"."""
    if observation.http_status == 304:
        return previous.validators if previous else None
    if observation.http_status not in (200, 206):
        return None
    found = Validators(
        etag=observation.header("etag"), last_modified=observation.header("last-modified")
    )
    return None if found.is_empty else found


def unparsed(case: Case) -> Case:
    """The same case, whose page is parsed anew where more is asked of it.

    A parsed page takes ten times the memory of its bytes, and waiting for an image takes seconds.
    """
    if not isinstance(case.page, PageReader):
        return case
    stop = Stop.FACTS if case.page.is_head_only else Stop.NEVER
    return replace(case, page=page_of(case.observation, stop))


def page_of(observation: Observation, stop: Stop = Stop.NEVER) -> PageReader | None:
    """The page in a body that may be HTML; `stop` says how far it was asked for.

    None where there is none or the server says that it is something else.
    """
    if not observation.body or observation.failure is not None:
        return None
    kind = observation.content_type
    if kind and "html" not in kind and "xml" not in kind and not kind.startswith("text/plain"):
        return None
    content_type = observation.header("content-type") or ""
    return PageReader(
        observation.body,
        observation.final_url,
        content_type,
        seen_on=observation.seen_at.date(),
        stops_at_head=stop is Stop.FACTS and not observation.is_whole,
    )
