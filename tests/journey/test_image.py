"""An image's journey: as few bytes as its size needs, and a copy where one is wanted."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from enricher.journey import images
from enricher.models import (
    ClientIdentity,
    Failure,
    ImageFacts,
    Kind,
    Observation,
    Status,
    Stop,
    Task,
    Validators,
)
from tests.fakes import answer, failed, outcome
from tests.journey.visits import (
    LEAD,
    OG_IMAGE,
    SEEN,
    URL,
    Reply,
    article,
    go,
    image_task,
    jpeg,
    not_modified,
    page_task,
    picture,
    png,
    settings,
)

STEPS = list(images.IMAGE_STEPS_BYTES)


@pytest.mark.parametrize(
    ("body", "ranges"),
    [
        (png(640, 480), STEPS[:1]),
        (jpeg(640, 480, padding=10_000), STEPS[:2]),
        (jpeg(640, 480, padding=60_000), STEPS[:3]),
        (jpeg(640, 480, padding=200_000), [*STEPS, None]),
    ],
)
def test_as_few_bytes_as_the_size_needs(body: bytes, ranges: list[int | None]) -> None:
    visit = go(image_task(), {LEAD: picture(body)})
    assert [request.range_bytes for request in visit.asked] == ranges
    # What was seen is not asked again, but for an image that no step was enough for.
    starts = [0, *ranges[:-1]] if ranges[-1] is not None else [0, *ranges[:-2], 0]
    assert [request.range_start for request in visit.asked] == starts
    # By itself, what begins in the middle of an image never looks as if it were enough.
    stops = [Stop.NEVER if start else Stop.IMAGE_SIZE for start in starts]
    assert [request.stop for request in visit.asked] == stops
    assert visit.outcome.image is not None
    assert (visit.outcome.image.width, visit.outcome.image.height) == (640, 480)
    assert visit.outcome.verdict.status is Status.OK
    if ranges[-1] is not None:
        assert visit.outcome.image_bytes == len(body)


def test_a_server_that_ignores_range_is_asked_once() -> None:
    visit = go(image_task(), {LEAD: picture(jpeg(640, 480, padding=60_000), honours_range=False)})
    assert len(visit.asked) == 1
    assert visit.outcome.image is not None


@pytest.mark.parametrize(
    "said",
    [
        answer(LEAD, b"", 416),
        answer(LEAD, "<title>Bad Request</title>", 400),
        answer(LEAD, "", 501),
        answer(
            LEAD,
            b"middle of it",
            206,
            content_type="image/png",
            content_range="bytes 8192-8203/90000",
        ),
        answer(LEAD, b"--part\r\n", 206, content_type="multipart/byteranges; boundary=part"),
    ],
)
def test_a_server_that_refuses_range_is_asked_without(said: Observation) -> None:
    whole = answer(LEAD, png(640, 480), content_type="image/png")
    visit = go(image_task(), {LEAD: lambda request: whole if request.range_bytes is None else said})
    assert [request.range_bytes for request in visit.asked] == [STEPS[0], None]
    assert visit.outcome.verdict.status is Status.OK


WHOLE = jpeg(640, 480, padding=10_000)
TOTAL = f"bytes 0-{STEPS[0] - 1}/{len(WHOLE)}"


def part(
    body: bytes, told: str | None, *, etag: str = '"1"', encoding: str | None = None
) -> Observation:
    """Bytes of an image, with what the server says of them; the whole where it says nothing."""
    said = {"content-range": told, "etag": etag, "content-encoding": encoding}
    headers = tuple((name, value) for name, value in said.items() if value is not None)
    return replace(answer(LEAD, body, 200 if told is None else 206), headers=headers)


def first_part(encoding: str | None = None) -> Observation:
    return part(WHOLE[: STEPS[0]], TOTAL, encoding=encoding)


def other_part(start: int = STEPS[0], told: str | None = None, etag: str = '"1"') -> Observation:
    rest = f"bytes {start}-{len(WHOLE) - 1}/{len(WHOLE)}"
    return part(WHOLE[start:], rest if told is None else told, etag=etag)


@pytest.mark.parametrize(
    ("first", "second", "starts"),
    [
        # The rest of the same image; then of another one, or of none.
        (first_part(), other_part(), [0, STEPS[0]]),
        (first_part(), other_part(etag='"2"'), [0, STEPS[0], 0]),
        (first_part(), other_part(told=f"bytes {STEPS[0]}-9/99999"), [0, STEPS[0], 0]),
        (first_part(), other_part(told=""), [0, STEPS[0], 0]),
        (first_part(), other_part(STEPS[0] + 1), [0, STEPS[0], 0]),
        (first_part(), answer(LEAD, "", 416), [0, STEPS[0], 0]),
        # The whole, all at once.
        (first_part(), part(WHOLE, None), [0, STEPS[0]]),
        # What an encoding hides is asked from the start.
        (first_part(encoding="gzip"), other_part(0), [0, 0]),
    ],
)
def test_what_was_seen_of_an_image_is_not_asked_again(
    first: Observation, second: Observation, starts: list[int]
) -> None:
    whole = answer(LEAD, WHOLE, content_type="image/jpeg")
    replies = iter((first, second, whole))
    visit = go(image_task(), {LEAD: lambda _: next(replies)})
    assert [request.range_start for request in visit.asked] == starts
    assert visit.outcome.image == ImageFacts(format="jpeg", width=640, height=480)


def test_a_wall_against_parts_is_no_wall_for_browsers() -> None:
    wall, whole = (
        answer(LEAD, "<title>Forbidden</title>", 403),
        answer(LEAD, png(640, 480), content_type="image/png"),
    )
    web: dict[str, Reply] = {LEAD: lambda request: whole if request.range_bytes is None else wall}
    for how, asked in ((settings(), 2), (settings(client_identity=ClientIdentity.BROWSER), 1)):
        visit = go(image_task(), web, how)
        assert len(visit.asked) == asked
        assert visit.outcome.verdict.status is Status.OK


@pytest.mark.parametrize(
    ("seen", "status", "reason"),
    [
        (answer(LEAD, "<html><title>Oops</title></html>"), Status.DRIFTED, "not-an-image"),
        (answer(LEAD, b"", content_type="image/png"), Status.DRIFTED, "not-an-image"),
        (answer(LEAD, "gone", 404), Status.DEAD, "http-404"),
        (failed(LEAD, Failure.CONNECT_TIMEOUT), Status.UNREACHABLE, "connect-timeout"),
    ],
)
def test_images_that_are_none(seen: Observation, status: Status, reason: str) -> None:
    visit = go(image_task(), {LEAD: seen})
    assert visit.verdict == (status, reason)
    assert visit.outcome.image is None


def test_a_measured_image_is_asked_with_its_validators() -> None:
    before = replace(
        outcome(LEAD, kind=Kind.IMAGE), image=ImageFacts(format="png", width=9, height=9)
    )
    before = replace(before, validators=Validators(etag='"1"'))
    visit = go(image_task(previous=before), {LEAD: not_modified})
    assert visit.verdict == (Status.OK, "not-modified")
    assert visit.outcome.image == before.image


# ── copies ────────────────────────────────────────────────────────────────────────────────────────────────────


def test_a_lead_image_is_kept_where_copies_are_wanted() -> None:
    web: dict[str, Reply] = {
        URL: answer(URL, article(head=OG_IMAGE)),
        LEAD: picture(png(1200, 630)),
    }
    visit = go(
        page_task(SEEN, wants_image=True), web, settings(keeps_copies=True, max_copy_bytes=10_000)
    )
    assert visit.kept == [LEAD]
    assert visit.asked[-1].range_bytes is None
    assert visit.asked[-1].max_bytes == 10_000


@pytest.mark.parametrize(
    ("task", "reply", "kept"),
    [
        (image_task(keeps_copy=True), picture(png(1200, 630)), [LEAD]),
        (image_task(), picture(png(1200, 630)), []),
        (image_task(keeps_copy=True), picture(png(20, 20)), []),
        (image_task(keeps_copy=True), answer(LEAD, "gone", 404), []),
    ],
)
def test_an_image_is_kept_if_it_is_a_picture_that_is_wanted(
    task: Task, reply: Reply, kept: list[str]
) -> None:
    assert go(task, {LEAD: reply}, settings(keeps_copies=True, max_copy_bytes=10_000)).kept == kept


def test_a_copy_is_fetched_as_the_image_was() -> None:
    web: dict[str, Reply] = {
        LEAD: lambda request: (
            picture(png(640, 480))(request)
            if request.client_identity is ClientIdentity.BROWSER
            else walled
        )
    }
    walled = answer(LEAD, "<title>Forbidden</title>", 403)
    visit = go(image_task(keeps_copy=True), web, settings(keeps_copies=True, max_copy_bytes=10_000))
    assert visit.kept == [LEAD]
    assert [request.client_identity for request in visit.asked] == [
        ClientIdentity.HONEST,
        ClientIdentity.BROWSER,
        ClientIdentity.BROWSER,
    ]
