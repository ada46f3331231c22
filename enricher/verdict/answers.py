"""Holds the rules on the plain answer: failures, HTTP statuses, and the bytes of an image."""

from __future__ import annotations

from enricher.models import Failure, ImageFacts, Kind, NeedMore, NotAnImage, Status
from enricher.page import image as images
from enricher.policy.accept import accepts
from enricher.verdict.case import Case, Fits, Look, missed, seen

# Statuses that refuse us, not the reader. 401, 402, 407, 412, 428, 440 and 449 are the list that
# the Internet Archive's bot treats as "behind a paywall or login" (internetarchivebot, parse.php);
# 451 is RFC 7725; 418, 420, 444, 460, 463 and 999 are what sites and balancers send to clients that
# they take for robots (is-antibot's providers.json, linkinator, the WordPress Broken Link Checker).
RESTRICTED = (401, 402, 403, 407, 412, 418, 420, 428, 440, 444, 449, 451, 460, 463, 999)

# A pixel that stands for a missing picture or counts readers.
PLACEHOLDER_SIDE = 2
# Bytes that tell every format from text and from each other.
FEWEST_BYTES = 12
# A document that declares at least this side meant a real picture.
PICTURE_SIDE = 40


def failed(failure: Failure) -> Fits:
    """There was no usable answer, for this one reason."""

    def fits(case: Case) -> Look:
        found = case.observation.failure
        if found is not failure:
            return missed(f"failure is {found or 'none'}")
        detail = case.observation.failure_detail
        return seen(f"no usable answer: {failure}{f' ({detail})' if detail else ''}")

    return fits


def answered(number: int) -> Fits:
    """The last answer has this HTTP status."""

    def fits(case: Case) -> Look:
        words = f"HTTP status is {case.http_status or 'none'}"
        return seen(words) if case.http_status == number else missed(words)

    return fits


def is_accepted(case: Case) -> Look:
    """The settings say that this HTTP status is an answer of a living link, here or everywhere."""
    number = case.http_status or 0
    if not accepts(case.policy.accept, number, case.start):
        return missed(f"[policy] accept does not name HTTP status {number or 'none'} here")
    return seen(f"HTTP status is {number}, which [policy] accept names")


def in_hundreds(hundreds: int) -> Fits:
    """The last answer's HTTP status begins with this digit."""

    def fits(case: Case) -> Look:
        words = f"HTTP status is {case.http_status or 'none'}"
        return seen(words) if (case.http_status or 0) // 100 == hundreds else missed(words)

    return fits


def asks_for_patience(number: int) -> Fits:
    """This HTTP status together with a wish to be left alone for a while.

    503 with Retry-After is RFC 9110 section 15.6.4; GitHub and GitLab limit with 403 and a used-up
    budget in the headers instead of 429 (docs.github.com, "Rate limits for the REST API").
    """

    def fits(case: Case) -> Look:
        seen_at = case.observation
        if case.http_status != number:
            return missed(f"HTTP status is {case.http_status or 'none'}")
        remaining = seen_at.header("x-ratelimit-remaining") or seen_at.header("ratelimit-remaining")
        if remaining is not None and remaining.strip() == "0":
            return seen(f"HTTP {number} with no requests remaining")
        if seen_at.retry_after_s is not None or seen_at.header("retry-after") is not None:
            return seen(f"HTTP {number} with Retry-After")
        return missed(f"HTTP {number} without Retry-After")

    return fits


def paused_by_errors(case: Case) -> Look:
    """The host answered 5xx again and again in this run, so that this target was not asked."""
    number = case.observation.http_status or 0
    if case.observation.failure is not Failure.HOST_PAUSED:
        return missed(f"failure is {case.observation.failure or 'none'}")
    waits = number == 503 and case.observation.retry_after_s is not None
    if 500 <= number <= 599 and not waits:
        return seen(f"not asked: other targets of the host answered HTTP {number} again and again")
    return missed(f"the host was left alone because of HTTP {number or 'waiting'}")


def is_not_modified(case: Case) -> Look:
    """304 to our validators, and the last check found the article where it was."""
    if case.http_status != 304:
        return missed(f"HTTP status is {case.http_status or 'none'}")
    previous = case.task.previous
    if previous is None or previous.verdict.status is not Status.OK:
        return missed("HTTP 304, but the last check did not find the article there")
    return seen("HTTP 304: the same as at the last check")


def is_still(reason: str) -> Fits:
    """304 to our validators, and the last check found the article moved for this reason."""

    def fits(case: Case) -> Look:
        previous = case.task.previous
        if case.http_status != 304 or previous is None:
            return missed("no HTTP 304, or no last check")
        words = f"HTTP 304; the last check said {previous.verdict.status} {previous.verdict.reason}"
        is_so = previous.verdict.status is Status.MOVED and previous.verdict.reason == reason
        return seen(words) if is_so else missed(words)

    return fits


def is_no_image(case: Case) -> Look:
    """An image field leads to something whose bytes are no image."""
    if case.task.kind is not Kind.IMAGE or not case.is_success:
        return missed("not an image field that answered")
    if not case.observation.body:
        return seen("an empty body")
    if isinstance(case.image, NotAnImage):
        kind = case.observation.content_type or "no content type"
        return seen(f"the bytes are no image ({case.image}; sent as {kind})")
    return missed("the bytes are an image")


def is_cut_image(case: Case) -> Look:
    """The body ends, as the server sends it, before the image's size."""
    if case.task.kind is not Kind.IMAGE or not _begins_an_image(case):
        return missed("no image that breaks off")
    if case.observation.is_whole and case.http_status == 200 and case.observation.body:
        return seen(f"the image breaks off after {len(case.observation.body)} bytes")
    return missed("the image goes on behind what was read")


def _begins_an_image(case: Case) -> bool:
    """True if more bytes would make it an image, which `page.image` cannot know of a whole body."""
    if case.image is not NotAnImage.UNKNOWN:
        return case.image is NeedMore.NEED_MORE
    body = case.observation.body
    return len(body) >= FEWEST_BYTES and images.read(body, is_whole=False) is NeedMore.NEED_MORE


def is_placeholder(case: Case) -> Look:
    """A pixel came back where documents describe a picture."""
    image = case.image
    if not isinstance(image, ImageFacts) or image.width is None or image.height is None:
        return missed("no image size")
    words = f"the image is {image.width}×{image.height}"
    if max(image.width, image.height) > PLACEHOLDER_SIDE:
        return missed(words)
    told = max((min(d.width or 0, d.height or 0) for d in case.descriptions), default=0)
    return (
        seen(f"{words}, described with {told} and more") if told >= PICTURE_SIDE else missed(words)
    )


def always(case: Case) -> Look:
    """Fits whatever is left."""
    return seen(f"nothing else fits (HTTP status {case.http_status or 'none'})")
