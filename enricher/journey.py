"""Floor 2, judgement. One target's journey: a generator that says what it wants next and is told what was seen.

Law of this file: it decides, somebody else acts. It yields a `Step`, is sent the `Observation` of it, and returns the
outcomes; it never awaits, and it asks at most `MAX_STEPS` times. Read `_page` from top to bottom: that is the order
in which a page is looked at.
"""

from __future__ import annotations

from collections.abc import Generator
from dataclasses import dataclass, replace

from enricher import urls
from enricher.config import Archive, Fetch, Policy
from enricher.models import (
    Evidence,
    Hop,
    ImageCandidate,
    ImageFacts,
    Kind,
    Manner,
    Memento,
    NeedMore,
    NotAnImage,
    Observation,
    Outcome,
    Page,
    Request,
    Status,
    Stop,
    Task,
    Validators,
    Verdict,
)
from enricher.page import image as images
from enricher.page import read
from enricher.verdict import judge, rescue
from enricher.verdict.case import Case

# First bytes of an image, in steps: the first holds the size of 87 % of the images of real news pages, the last of
# nearly all (docs/measurements.md); then the whole image up to the cap.
IMAGE_STEPS_BYTES = (8 * 1024, 32 * 1024, 128 * 1024)

# A lead image is a picture, not an icon: the smallest that Facebook's sharing debugger takes is 200×200; sites with
# older templates still offer 150-pixel previews.
LEAD_MIN_SIDE_PX = 100
# Candidates that are measured before the page counts as having no usable lead image.
LEAD_TRIES = 3
# A stated size of more digits is nonsense.
MAX_DIGITS = 16
# Pages that send on by `http-equiv=refresh` more often than this go round in circles.
MAX_REFRESHES = 2
# Page, refreshes, body, witness, probe, browser; images; TimeGate and capture: nobody needs more.
MAX_STEPS = 24


@dataclass(frozen=True, slots=True)
class Ask:
    """Fetch this."""

    request: Request


@dataclass(frozen=True, slots=True)
class Probe:
    """Fetch this, unless the site was probed in this run already: then the answer of that time will do."""

    site: str
    request: Request


@dataclass(frozen=True, slots=True)
class Measure:
    """Let this image have its own journey, unless it had one in this run already."""

    task: Task


Step = Ask | Probe | Measure
Answer = Observation | Outcome
"""An outcome for `Measure`, an observation for the others."""
Steps = Generator[Step, Answer, tuple[Outcome, ...]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """What a journey may know of the configuration, and the chance it needs."""

    fetch: Fetch
    policy: Policy
    archive: Archive
    browser_retry: bool = True
    manner: Manner = Manner.HONEST
    """What worked with this host last time."""
    letters: str = "qzkxvjwypfqzkxvjwypf"
    """20 or more random letters for a path that cannot exist."""
    shared_images: frozenset[str] = frozenset()
    """Images that many articles of the site offer: its default, and no article's lead image."""
    explains: bool = False
    """Tell every rule that was looked at, not only the one that fits."""


def travel(task: Task, settings: Settings) -> Steps:
    """The whole journey of one target; returns its outcome, and that of the lead image it measured as a second one."""
    trip = _Trip(task, settings)
    return (yield from (_image(trip) if task.kind is Kind.IMAGE else _page(trip)))


@dataclass(slots=True)
class _Trip:
    """What one journey carries along: its task, and the sums of its exchanges."""

    task: Task
    settings: Settings
    steps: int = 0
    requests: int = 0
    bytes_read: int = 0
    elapsed_s: float = 0.0
    attempts: int = 0

    def ask(self, step: Ask | Probe) -> Generator[Step, Answer, Observation]:
        """Yields the step and counts what it cost."""
        self.steps += 1
        assert self.steps <= MAX_STEPS, "a journey goes round in circles"
        observation = yield step
        assert isinstance(observation, Observation)
        self.requests += observation.requests
        self.bytes_read += observation.bytes_read
        self.elapsed_s += observation.elapsed_s
        return observation

    def request(self, url: str, *, stop: Stop, manner: Manner | None = None) -> Request:
        return Request(
            url=url,
            kind=Kind.PAGE,
            stop=stop,
            max_bytes=self.settings.fetch.max_page_bytes,
            manner=manner or self.settings.manner,
        )

    def outcome(self, case: Case, verdict: Verdict) -> Outcome:
        seen = case.observation
        if self.settings.explains:
            told = dict.fromkeys((*judge.explain(case), *verdict.evidence[1:]))
            verdict = replace(verdict, evidence=tuple(told))
        kept = self.task.previous if seen.http_status == 304 else None
        return Outcome(
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
            page=case.facts if case.page else kept.page if kept else None,
            image_bytes=_file_bytes(seen) if self.task.kind is Kind.IMAGE else kept.image_bytes if kept else None,
            image=case.image if isinstance(case.image, ImageFacts) else kept.image if kept else None,
            validators=_validators(seen, self.task.previous),
            manner=seen.manner,
            failure_detail=seen.failure_detail,
        )


# ── pages ─────────────────────────────────────────────────────────────────────────────────────────────────────


def _page(trip: _Trip) -> Steps:
    case = yield from _look(trip, _first_request(trip))
    case = yield from _follow_refreshes(trip, case)
    if judge.wants_body(case):
        case = yield from _look(trip, trip.request(trip.task.target, stop=Stop.NEVER))
        case = yield from _follow_refreshes(trip, case)
    case = yield from _ask_others(trip, case)
    verdict = judge.judge(case)
    if _may_try_as_browser(trip, case, verdict):
        case, verdict = yield from _as_browser(trip, case, verdict)
    if verdict.status.is_good and _lacks_image(trip.task, case):
        return (yield from _with_lead_image(trip, case, verdict))
    outcome = trip.outcome(case, verdict)
    if verdict.status.is_gone and trip.settings.archive.enabled:
        memento = yield from _rescue(trip, case)
        outcome = replace(outcome, archive=memento, requests=trip.requests, bytes_read=trip.bytes_read)
    return (outcome,)


def _first_request(trip: _Trip) -> Request:
    """Conditional where the last check found the article; the head is enough where a title can be compared."""
    has_title = any(described.title for described in trip.task.descriptions)
    request = trip.request(trip.task.target, stop=Stop.FACTS if has_title else Stop.NEVER)
    previous = trip.task.previous
    if previous is None or previous.page is None or not previous.verdict.status.is_good:
        return request
    return replace(request, validators=previous.validators)


def _look(trip: _Trip, request: Request) -> Generator[Step, Answer, Case]:
    observation = yield from trip.ask(Ask(request))
    trip.attempts = max(trip.attempts, observation.attempts)
    return Case(task=trip.task, observation=observation, page=_page_of(observation), policy=trip.settings.policy)


def _page_of(observation: Observation) -> Page | None:
    """The page in a body that may be HTML; None where there is none or the server says that it is something else."""
    if not observation.body or observation.failure is not None:
        return None
    kind = observation.content_type
    if kind and "html" not in kind and "xml" not in kind and not kind.startswith("text/plain"):
        return None
    content_type = observation.header("content-type") or ""
    return read.page(observation.body, observation.final_url, content_type, observation.seen_at.date())


def _follow_refreshes(trip: _Trip, case: Case) -> Generator[Step, Answer, Case]:
    for _ in range(MAX_REFRESHES):
        target = judge.wants_refresh(case)
        if target is None:
            break
        before = case.observation
        after = yield from _look(trip, trip.request(target, stop=Stop.NEVER, manner=before.manner))
        hop = Hop(url=before.final_url, http_status=200, location=target)
        seen = replace(after.observation, url=before.url, hops=(*before.hops, hop, *after.observation.hops))
        case = replace(after, observation=seen)
    return case


def _ask_others(trip: _Trip, case: Case) -> Generator[Step, Answer, Case]:
    """What else helps to be sure: another endpoint of the site, and how it answers for what cannot exist."""
    witness = judge.wants_witness(case)
    if witness is not None:
        case = replace(case, witness=(yield from trip.ask(Ask(witness))))
    address = judge.wants_probe(case, trip.settings.letters)
    if address is not None:
        request = trip.request(address, stop=Stop.NEVER)
        probe = yield from trip.ask(Probe(urls.site(case.end), request))
        case = replace(case, probe=probe, probe_page=_page_of(probe))
    return case


def _may_try_as_browser(trip: _Trip, case: Case, verdict: Verdict) -> bool:
    if not trip.settings.browser_retry or case.observation.manner is Manner.BROWSER:
        return False
    return judge.wants_browser(verdict, case.observation)


def _as_browser(trip: _Trip, case: Case, verdict: Verdict) -> Generator[Step, Answer, tuple[Case, Verdict]]:
    """One more try with a browser's headers; it counts only where it gets past the wall."""
    again = yield from _look(trip, trip.request(trip.task.target, stop=Stop.NEVER, manner=Manner.BROWSER))
    again = yield from _follow_refreshes(trip, again)
    second = judge.judge(again)
    if second.status is Status.RESTRICTED or second.status.is_passing:
        told = Evidence(rule="browser-headers", saw="browser-like headers changed nothing")
        return case, replace(verdict, evidence=(*verdict.evidence, told))
    told = Evidence(rule="browser-headers", saw=f"refused our own headers ({verdict.reason}), not a browser's")
    return again, replace(second, evidence=(*second.evidence, told))


# ── images ────────────────────────────────────────────────────────────────────────────────────────────────────


def _image(trip: _Trip) -> Steps:
    case = yield from _measure(trip, trip.task)
    verdict = judge.judge(case)
    if _may_try_as_browser(trip, case, verdict):
        again = yield from _measure(trip, trip.task, Manner.BROWSER)
        second = judge.judge(again)
        if second.status is not Status.RESTRICTED:
            case, verdict = again, second
    return (trip.outcome(case, verdict),)


def _measure(trip: _Trip, task: Task, manner: Manner | None = None) -> Generator[Step, Answer, Case]:
    """Asks for more of the image's first bytes until they tell its size."""
    fetch = trip.settings.fetch
    first = Request(
        url=task.target,
        kind=Kind.IMAGE,
        stop=Stop.IMAGE_SIZE,
        max_bytes=fetch.max_image_bytes,
        range_bytes=IMAGE_STEPS_BYTES[0],
        validators=_image_validators(task),
        manner=manner or trip.settings.manner,
    )
    request = first
    for step_bytes in (*IMAGE_STEPS_BYTES[1:], None):
        observation = yield from trip.ask(Ask(request))
        trip.attempts = max(trip.attempts, observation.attempts)
        facts = _image_of(observation)
        refused_range = observation.http_status == 416
        if not refused_range and (facts is not NeedMore.NEED_MORE or observation.http_status != 206):
            return Case(task=task, observation=observation, image=facts, policy=trip.settings.policy)
        request = replace(first, range_bytes=None if refused_range else step_bytes, validators=None)
    observation = yield from trip.ask(Ask(request))
    return Case(task=task, observation=observation, image=_image_of(observation), policy=trip.settings.policy)


def _image_of(observation: Observation) -> ImageFacts | NotAnImage | NeedMore | None:
    if observation.failure is not None or observation.http_status not in (200, 203, 206):
        return None
    is_whole = observation.is_whole and observation.http_status != 206
    return images.read(observation.body, is_whole)


def _file_bytes(observation: Observation) -> int | None:
    """Size of the whole file, where the answer states it (RFC 9110 sections 8.6 and 14.4)."""
    if observation.http_status == 206:
        size = (observation.header("content-range") or "").rpartition("/")[2]
    elif observation.http_status == 200 and observation.header("content-encoding") is None:
        size = observation.header("content-length") or ""
    else:
        return None
    return int(size) if size.isascii() and size.isdigit() and len(size) < MAX_DIGITS else None


def _image_validators(task: Task) -> Validators | None:
    """Only where the size is known already: a 304 brings none."""
    previous = task.previous
    if previous is None or previous.image is None or not previous.verdict.status.is_good:
        return None
    return previous.validators


def _lacks_image(task: Task, case: Case) -> bool:
    """A lead image is wanted, and the page is not the same as when one was measured."""
    is_same = case.observation.http_status == 304
    return task.wants_image and not (is_same and task.previous is not None and task.previous.image is not None)


def _with_lead_image(trip: _Trip, case: Case, verdict: Verdict) -> Steps:
    """The page's outcome with its lead image measured, and the image's own outcome beside it."""
    facts = case.facts
    candidates = [image for image in facts.images if _may_lead(image, trip.settings)]
    for candidate in candidates[:LEAD_TRIES]:
        lead = yield Measure(Task(target=urls.normalise(candidate.url), kind=Kind.IMAGE))
        assert isinstance(lead, Outcome)
        if _is_picture(lead):
            page = replace(facts, image=replace(candidate, url=lead.target))
            found = trip.outcome(case, verdict)
            return (replace(found, page=page, image=lead.image, image_bytes=lead.image_bytes), lead)
    outcome = trip.outcome(case, verdict)
    return (replace(outcome, page=replace(facts, image=None)) if outcome.page else outcome,)


def _may_lead(image: ImageCandidate, settings: Settings) -> bool:
    """It can be asked, and is neither a logo or the like nor the site's default."""
    return urls.check(image.url) is None and not image.is_doubtful and image.url not in settings.shared_images


def _is_picture(lead: Outcome) -> bool:
    """It answers, and is large enough to show something."""
    image = lead.image
    if not lead.verdict.status.is_good or image is None or image.width is None or image.height is None:
        return False
    return min(image.width, image.height) >= LEAD_MIN_SIDE_PX


# ── archived copies ───────────────────────────────────────────────────────────────────────────────────────────


def _rescue(trip: _Trip, case: Case) -> Generator[Step, Answer, Memento | None]:
    """An archived copy nearest to the article's date that itself shows the article; None where there is none.

    What an earlier check found is kept: captures do not rot, and the archive has better things to do.
    """
    previous = trip.task.previous
    if previous is not None and previous.archive is not None:
        return previous.archive
    request = rescue.timegate_request(case, trip.settings.archive)
    if request is None:
        return None
    memento = rescue.candidate((yield from trip.ask(Ask(request))), case, trip.settings.archive)
    if memento is None:
        return None
    capture = yield from trip.ask(Ask(rescue.capture_request(memento, trip.settings.fetch.max_page_bytes)))
    copy = Case(task=trip.task, observation=capture, page=_page_of(capture), policy=trip.settings.policy)
    return memento if rescue.is_same_article(copy) else None


def _validators(observation: Observation, previous: Outcome | None) -> Validators | None:
    """Of a good answer, for the next check; those of the last check where it was "not modified"."""
    if observation.http_status == 304:
        return previous.validators if previous else None
    if observation.http_status not in (200, 206):
        return None
    found = Validators(etag=observation.header("etag"), last_modified=observation.header("last-modified"))
    return None if found.is_empty else found
