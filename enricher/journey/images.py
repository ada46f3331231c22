"""Steps through the journey of an image, by its first bytes; and of a page's lead image."""

from __future__ import annotations

import re
from collections.abc import Generator, Iterable, Sequence

from msgspec.structs import replace

from enricher import urls
from enricher.journey.steps import (
    FetchUrl,
    MeasureImage,
    SaveImage,
    Settings,
    Step,
    StepResult,
    Steps,
    Visit,
    page_of,
)
from enricher.models import (
    ClientIdentity,
    ImageCandidate,
    ImageFacts,
    Kind,
    NeedMore,
    NotAnImage,
    Observation,
    Outcome,
    PageFacts,
    Request,
    Status,
    Stop,
    Task,
    Validators,
)
from enricher.page import image as images
from enricher.page.read import PageReader
from enricher.verdict import judge
from enricher.verdict.case import Case

# First bytes of an image, in steps: the first holds the size of 87 % of the images of real news
# pages, the last of nearly all (docs/measurements.md); then the whole image up to the cap.
IMAGE_STEPS_BYTES = (8 * 1024, 32 * 1024, 128 * 1024)

# RFC 9110 section 15.5.17, and what servers say that do not know it.
_REFUSALS_OF_RANGE = frozenset({400, 416, 501})
_NUMBER = re.compile(r"[0-9]+")

# A lead image is a picture, not an icon: the smallest that Facebook's sharing debugger takes is
# 200×200; sites with older templates still offer 150-pixel previews.
LEAD_MIN_SIDE_PX = 100
# Candidates that are measured before the page counts as having no usable lead image.
LEAD_TRIES = 3


def steps_for(visit: Visit) -> Steps:
    case = yield from _measure(visit, visit.task, visit.settings.client_identity)
    verdict = judge.judge(case)
    if visit.may_try_as_browser(case, verdict):
        again = yield from _measure(visit, visit.task, ClientIdentity.BROWSER)
        second = judge.judge(again)
        if second.status is not Status.RESTRICTED and not second.status.is_passing:
            case, verdict = again, second
    outcome = visit.outcome(case, verdict)
    if visit.task.keeps_copy and is_picture(outcome):
        yield from visit.ask(SaveImage(_whole(visit, outcome.client_identity)))
    return (outcome,)


def _whole(visit: Visit, client_identity: ClientIdentity) -> Request:
    return Request(
        url=visit.task.target,
        kind=Kind.IMAGE,
        stop=Stop.NEVER,
        max_bytes=visit.settings.max_copy_bytes,
        client_identity=client_identity,
    )


def _measure(
    visit: Visit, task: Task, client_identity: ClientIdentity
) -> Generator[Step, StepResult, Case]:
    """Asks for more of the image's first bytes until they tell its size.

    Without Range where that is refused.
    """
    request = Request(
        url=task.target,
        kind=Kind.IMAGE,
        stop=Stop.IMAGE_SIZE,
        max_bytes=visit.settings.fetch.max_image_bytes,
        validators=_image_validators(task),
        client_identity=client_identity,
    )
    # Browsers ask for no parts of images.
    steps = [None] if client_identity is ClientIdentity.BROWSER else [*IMAGE_STEPS_BYTES, None]
    before: Observation | None = None
    while True:
        step_bytes = steps.pop(0)
        asked = _first_bytes(request, step_bytes, before)
        observation = yield from visit.ask(FetchUrl(asked))
        visit.attempts = max(visit.attempts, observation.attempts)
        request = replace(request, validators=None)
        if step_bytes is not None and _refuses_range(asked, observation, before):
            steps, before = [None], None
            continue
        observation = _joined(before, asked, observation)
        facts = _image_of(observation)
        if not steps or facts is not NeedMore.NEED_MORE or observation.http_status != 206:
            return Case(
                task=task, observation=observation, image=facts, policy=visit.settings.policy
            )
        before = observation


def _first_bytes(request: Request, step_bytes: int | None, before: Observation | None) -> Request:
    """Asks for this many first bytes of an image, but for those that were seen `before`."""
    request = replace(request, range_bytes=step_bytes)
    # How many bytes of an encoded body were seen is not known.
    if step_bytes is None or before is None or before.header("content-encoding"):
        return request
    start = len(before.body)
    # A part that does not begin an image looks like none, so it is read to its end.
    return replace(request, range_start=start, stop=Stop.NEVER) if start < step_bytes else request


def _joined(before: Observation | None, asked: Request, observation: Observation) -> Observation:
    """All first bytes that were seen, where the last answer brought those that lacked."""
    if before is None or not asked.range_start or observation.http_status != 206:
        return observation
    return replace(observation, body=before.body + observation.body)


def _refuses_range(asked: Request, observation: Observation, before: Observation | None) -> bool:
    """True if the server refuses the wish for these bytes, or sends others than those."""
    if observation.http_status != 206:
        return observation.http_status in _REFUSALS_OF_RANGE
    if observation.content_type == "multipart/byteranges":
        return True
    said = _NUMBER.search(observation.header("content-range") or "")
    start = said[0].lstrip("0") if said is not None else ""
    if start != f"{asked.range_start or ''}":
        return True
    return (
        asked.range_start > 0 and before is not None and _version(before) != _version(observation)
    )


def _version(part: Observation) -> tuple[str | None, str]:
    """Tells apart images whose parts do not belong together."""
    return part.header("etag"), (part.header("content-range") or "").rpartition("/")[2]


def _image_of(observation: Observation) -> ImageFacts | NotAnImage | NeedMore | None:
    if observation.failure is not None or observation.http_status not in (200, 203, 206):
        return None
    is_whole = observation.is_whole and observation.http_status != 206
    return images.read(observation.body, is_whole)


def _image_validators(task: Task) -> Validators | None:
    """Only where the size is known already: a 304 brings none."""
    previous = task.previous
    if previous is None or previous.image is None or not previous.verdict.status.is_good:
        return None
    return previous.validators


def lacks_lead(visit: Visit, kept: Outcome | None) -> bool:
    """True if a lead image is wanted, and none is known that is this page's own.

    `kept`: the last check's outcome, where the page did not change since.
    """
    if kept is None or kept.image is None:
        return visit.task.wants_image
    measured = kept.page.image if kept.page else None
    return (
        visit.task.wants_image
        and measured is not None
        and measured.url in visit.settings.shared_images
    )


def with_lead(
    visit: Visit, case: Case, declared: Sequence[ImageCandidate], outcome: Outcome
) -> Steps:
    """Returns the page's outcome with its lead image measured, and the image's own beside it.

    `declared` are the candidates that the page's facts hold.
    """
    found = yield from _measured_lead(visit, declared)
    if found is None and declared:
        # The images that the page declares failed; the text shows others.
        page = yield from _whole_page(visit, case)
        tried = {image.url for image in declared}
        more = (*page.facts.images, *page.shown_images) if page is not None else ()
        found = yield from _measured_lead(
            visit, [image for image in more if image.url not in tried]
        )
    outcome = visit.recounted(outcome)
    if found is None:
        if outcome.page is None:
            return (outcome,)
        return (
            replace(outcome, page=replace(outcome.page, image=None), image=None, image_bytes=None),
        )
    candidate, lead = found
    said = outcome.page or PageFacts()
    page_facts = replace(said, image=replace(candidate, url=lead.target))
    outcome = replace(outcome, page=page_facts, image=lead.image, image_bytes=lead.image_bytes)
    return (outcome, lead)


def _measured_lead(
    visit: Visit, images: Iterable[ImageCandidate]
) -> Generator[Step, StepResult, tuple[ImageCandidate, Outcome] | None]:
    """Measures candidates, best first, until one is a picture; None after LEAD_TRIES of them."""
    candidates = [image for image in images if _may_lead(image, visit.settings)]
    for candidate in candidates[:LEAD_TRIES]:
        target = urls.normalise(candidate.url)
        keeps_copy = visit.settings.keeps_copies
        lead = yield MeasureImage(Task(target=target, kind=Kind.IMAGE, keeps_copy=keeps_copy))
        assert isinstance(lead, Outcome)
        if is_picture(lead):
            return candidate, lead
    return None


def _whole_page(visit: Visit, case: Case) -> Generator[Step, StepResult, PageReader | None]:
    """The page with its text, asked for once more where only its head was read."""
    if case.page is not None and not case.observation.is_whole and not case.signals.has_body:
        whole = visit.request(case.task.target, stop=Stop.NEVER)
        seen = yield from visit.ask(FetchUrl(whole))
        return page_of(seen)
    return case.page if isinstance(case.page, PageReader) else None


def _may_lead(image: ImageCandidate, settings: Settings) -> bool:
    """It can be asked, and is neither a logo or the like nor the site's default."""
    return (
        urls.check(image.url) is None
        and not image.is_doubtful
        and image.url not in settings.shared_images
    )


def is_picture(lead: Outcome) -> bool:
    """It answers, and is large enough to show something."""
    image = lead.image
    if (
        not lead.verdict.status.is_good
        or image is None
        or image.width is None
        or image.height is None
    ):
        return False
    return min(image.width, image.height) >= LEAD_MIN_SIDE_PX
