"""One target's journey: what it wants next, given what was seen. No network, no clock, no event loop."""

from __future__ import annotations

import zlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace

import pytest

from enricher.config import Archive, Fetch, Policy, Politeness
from enricher.journey import images, steps
from enricher.journey.target import steps_for
from enricher.models import (
    ClientIdentity,
    Description,
    Failure,
    Hop,
    ImageCandidate,
    ImageFacts,
    Kind,
    Observation,
    Outcome,
    PageFacts,
    Request,
    Status,
    Stop,
    Task,
    TextFact,
    Validators,
)
from tests.fakes import answer, failed, outcome

URL = "https://site.test/2022/07/29/mayor-signs-ordinance"
TITLE = "New Orleans mayor signs ordinance on facial recognition"
TEXT = (
    "The mayor signed an ordinance on Thursday to partly reverse the ban on facial recognition by the police. "
    * 12
)
SEEN = Description(title=TITLE)
LEAD = "https://img.test/lead.png"
ARCHIVE = "https://archive.test/web/"
CAPTURE = f"{ARCHIVE}20220801000000/{URL}"


def article(title: str = TITLE, head: str = "", text: str = TEXT) -> str:
    return (
        f"<html><head><title>{title}</title><meta property='og:title' content='{title}'>"
        f"<meta property='og:type' content='article'>{head}</head><body><h1>{title}</h1><p>{text}</p></body></html>"
    )


def png(width: int, height: int) -> bytes:
    """The smallest file that is a PNG; its picture is missing."""

    def chunk(name: bytes, data: bytes) -> bytes:
        return (
            len(data).to_bytes(4, "big") + name + data + zlib.crc32(name + data).to_bytes(4, "big")
        )

    size = width.to_bytes(4, "big") + height.to_bytes(4, "big")
    header = chunk(b"IHDR", size + b"\x08\x02\x00\x00\x00")
    return b"\x89PNG\r\n\x1a\n" + header + chunk(b"IDAT", b"") + chunk(b"IEND", b"")


def jpeg(width: int, height: int, *, padding: int) -> bytes:
    """A JPEG whose size stands behind this many bytes of other segments."""
    parts = [b"\xff\xd8"]
    while padding > 0:
        length = min(padding, 65_000)
        parts.append(b"\xff\xe2" + (length + 2).to_bytes(2, "big") + b"\x00" * length)
        padding -= length
    frame = (
        b"\x08"
        + height.to_bytes(2, "big")
        + width.to_bytes(2, "big")
        + b"\x03"
        + b"\x01\x11\x00" * 3
    )
    parts.append(b"\xff\xc0" + (len(frame) + 2).to_bytes(2, "big") + frame + b"\xff\xd9")
    return b"".join(parts)


def picture(body: bytes, *, honours_range: bool = True) -> Callable[[Request], Observation]:
    """A server that sends an image, or as much of it as is asked for."""

    def reply(request: Request) -> Observation:
        if request.range_bytes is None or not honours_range:
            seen = answer(request.url, body[: request.max_bytes], content_type="image/png")
            return replace(seen, is_whole=len(body) <= request.max_bytes)
        part = body[: request.range_bytes]
        seen = answer(request.url, part, 206, content_type="image/png")
        total = ("content-range", f"bytes 0-{len(part) - 1}/{len(body)}")
        return replace(seen, headers=(*seen.headers, total))

    return reply


@dataclass
class Visit:
    """What came of a journey, and what it asked."""

    outcomes: tuple[Outcome, ...] = ()
    asked: list[Request] = field(default_factory=list)
    probed: list[str] = field(default_factory=list)
    measured: list[str] = field(default_factory=list)
    kept: list[str] = field(default_factory=list)

    @property
    def outcome(self) -> Outcome:
        return self.outcomes[0]

    @property
    def urls(self) -> list[str]:
        return [request.url for request in self.asked]

    @property
    def verdict(self) -> tuple[Status, str]:
        return self.outcome.verdict.status, self.outcome.verdict.reason


Reply = Observation | Callable[[Request], Observation]


def settings(**changes: object) -> steps.Settings:
    made = steps.Settings(
        fetch=Fetch(),
        policy=Policy(),
        archive=Archive(timegate=ARCHIVE),
        browser_retry=True,
        probe_token="abcdefghijklmnopqrstuvwx",
    )
    return replace(made, **changes)  # type: ignore[arg-type]


def go(task: Task, web: Mapping[str, Reply], how: steps.Settings | None = None) -> Visit:
    """Follows a journey through a table of answers; what stands nowhere is a 404."""
    visit = Visit()

    def fetch(request: Request) -> Observation:
        visit.asked.append(request)
        reply = web.get(request.url, answer(request.url, "<title>404 Not Found</title>", 404))
        seen = reply if isinstance(reply, Observation) else reply(request)
        return replace(seen, url=request.url, client_identity=request.client_identity)

    def act(step: steps.Step) -> steps.StepResult:
        match step:
            case steps.FetchUrl(request):
                return fetch(request)
            case steps.Probe(site, request):
                visit.probed.append(site)
                return fetch(request)
            case steps.MeasureImage(image):
                visit.measured.append(image.target)
                (measured,) = follow(image)
                return measured
            case steps.SaveImage(request):
                visit.kept.append(request.url)
                return fetch(request)

    def follow(task: Task) -> tuple[Outcome, ...]:
        trail = steps_for(task, how or settings())
        step = next(trail)
        while True:
            try:
                step = trail.send(act(step))
            except StopIteration as end:
                ended: tuple[Outcome, ...] = end.value
                return ended

    visit.outcomes = follow(task)
    return visit


def page_task(*said: Description, url: str = URL, **more: object) -> Task:
    return Task(target=url, kind=Kind.PAGE, descriptions=said, **more)  # type: ignore[arg-type]


def image_task(url: str = "https://img.test/lead.png", **more: object) -> Task:
    return Task(target=url, kind=Kind.IMAGE, **more)  # type: ignore[arg-type]


# ── pages ─────────────────────────────────────────────────────────────────────────────────────────────────────


def test_a_page_that_shows_what_the_document_says_takes_one_request() -> None:
    visit = go(page_task(SEEN), {URL: answer(URL, article())})
    assert visit.verdict == (Status.OK, "http-200")
    assert visit.urls == [URL]
    assert visit.asked[0].stop is Stop.FACTS
    assert visit.outcome.requests == 1
    assert visit.outcome.page is not None
    assert visit.outcome.page.title is not None
    assert visit.outcome.page.title.text == TITLE


def test_where_the_head_leaves_doubt_the_body_is_read() -> None:
    head = replace(answer(URL, "<html><head><title>Untitled</title></head>"), is_whole=False)
    whole = answer(URL, article())
    visit = go(
        page_task(SEEN), {URL: lambda request: head if request.stop is Stop.FACTS else whole}
    )
    assert [request.stop for request in visit.asked] == [Stop.FACTS, Stop.NEVER]
    assert visit.verdict == (Status.OK, "http-200")


def test_a_meta_refresh_is_followed_as_a_hop() -> None:
    there = "https://site.test/new-home/of/the/article"
    refresh = f'<html><head><meta http-equiv="refresh" content="0; url={there}"></head><body></body></html>'
    visit = go(page_task(SEEN), {URL: answer(URL, refresh), there: answer(there, article())})
    assert visit.urls[:2] == [URL, there]
    assert visit.outcome.redirects == (Hop(url=URL, http_status=200, location=there),)
    assert visit.outcome.final_url == there
    assert visit.outcome.verdict.status is Status.OK


def test_refreshes_that_go_round_come_to_an_end() -> None:
    one, two = "https://site.test/one/page", "https://site.test/two/page"

    def refresh(to: str) -> str:
        return f'<head><meta http-equiv="refresh" content="0; url={to}"></head><body></body>'

    visit = go(page_task(url=one), {one: answer(one, refresh(two)), two: answer(two, refresh(one))})
    assert len(visit.asked) <= steps.MAX_STEPS
    assert visit.outcomes


def test_a_refresh_to_a_404_is_no_living_page() -> None:
    refresh = '<head><meta http-equiv="refresh" content="0; url=/gone"></head><body></body>'
    visit = go(page_task(SEEN), {URL: answer(URL, refresh)})
    assert visit.outcome.verdict.status.is_gone


@pytest.mark.parametrize(
    ("title", "is_kept"),
    [("Attention Required!", False), (TITLE, True)],
)
def test_of_an_accepted_status_facts_are_kept_only_of_the_article(
    title: str, *, is_kept: bool
) -> None:
    lead = f"<meta property='og:image' content='{LEAD}'>"
    seen = answer(URL, article(title, lead, "Sorry."), 403)
    task = page_task(SEEN, wants_image=True)
    visit = go(task, {URL: seen}, settings(policy=Policy(accept=(403,))))
    assert (visit.outcomes[0].verdict.status, visit.outcomes[0].verdict.reason) == (
        Status.OK,
        "accepted-403",
    )
    assert (visit.outcomes[0].page is not None) is is_kept
    assert bool(visit.measured) is is_kept


def doubtful(text: str) -> str:
    """A page that does not say what it is."""
    return f"<html><head><title>Our pages</title></head><body><p>{text}</p></body></html>"


def test_in_doubt_the_site_is_probed() -> None:
    visit = go(
        page_task(),
        {URL: answer(URL, doubtful("Buy chairs, tables and parasols of the best quality. " * 30))},
    )
    assert visit.probed == ["https://site.test"]
    assert visit.urls == [URL, "https://site.test/2022/07/29/abcdefghijklmnopqrstuvwx"]
    assert visit.verdict == (Status.OK, "http-200")


def test_a_site_that_sends_the_same_page_for_what_cannot_exist_shows_a_soft_404() -> None:
    same = doubtful("Read the news of the day, of the week and of the month. " * 30)
    web = {
        URL: answer(URL, same),
        "https://site.test/2022/07/29/abcdefghijklmnopqrstuvwx": answer("x", same),
    }
    assert go(page_task(), web).outcome.verdict.status is Status.SOFT404


def test_the_probe_can_be_switched_off() -> None:
    visit = go(
        page_task(),
        {URL: answer(URL, doubtful("Words. " * 50))},
        settings(policy=Policy(probe=False)),
    )
    assert visit.probed == []


# ── conditional requests ──────────────────────────────────────────────────────────────────────────────────────


def previous(**more: object) -> Outcome:
    made = replace(outcome(URL, title=TITLE), validators=Validators(etag='"1"'))
    return replace(made, **more)  # type: ignore[arg-type]


def not_modified(request: Request) -> Observation:
    assert request.validators is not None
    return answer(URL, b"", 304)


def test_not_modified_keeps_facts_and_validators() -> None:
    visit = go(page_task(SEEN, previous=previous()), {URL: not_modified})
    assert visit.verdict == (Status.OK, "not-modified")
    assert visit.outcome.page == PageFacts(title=TextFact(text=TITLE, source="og:title"))
    assert visit.outcome.validators == Validators(etag='"1"')


def test_a_measured_lead_image_is_kept_by_a_304_too() -> None:
    size = ImageFacts(format="png", width=1200, height=630)
    visit = go(
        page_task(SEEN, previous=previous(image=size), wants_image=True), {URL: not_modified}
    )
    assert visit.outcome.image == size
    assert visit.measured == []


@pytest.mark.parametrize(
    ("before", "wants_image"),
    [
        (None, False),
        (previous(validators=None), False),
        (previous(verdict=outcome(URL, Status.SOFT404, "not-found-text").verdict), False),
        (previous(page=None), True),
    ],
)
def test_no_condition_where_a_304_would_not_do(
    before: Outcome | None, *, wants_image: bool
) -> None:
    visit = go(
        page_task(SEEN, previous=before, wants_image=wants_image), {URL: answer(URL, article())}
    )
    assert visit.asked[0].validators is None


def test_a_page_that_is_the_same_still_offers_its_lead_image() -> None:
    facts = PageFacts(images=(ImageCandidate(url=LEAD, source="og:image"),))
    web: dict[str, Reply] = {URL: not_modified, LEAD: picture(png(1200, 630))}
    visit = go(page_task(SEEN, previous=previous(page=facts), wants_image=True), web)
    assert visit.measured == [LEAD]
    assert visit.outcome.image is not None


def test_validators_of_a_good_answer_are_kept() -> None:
    visit = go(
        page_task(SEEN),
        {URL: answer(URL, article(), etag='"2"', last_modified="Mon, 01 Aug 2022 00:00:00 GMT")},
    )
    assert visit.outcome.validators == Validators(
        etag='"2"', last_modified="Mon, 01 Aug 2022 00:00:00 GMT"
    )


# ── walls ─────────────────────────────────────────────────────────────────────────────────────────────────────


def test_without_being_asked_to_nothing_is_tried_as_a_browser() -> None:
    """An honest name is what we promise; after a refusal a link is `restricted`, which is true."""
    assert Politeness().browser_retry is False
    visit = go(page_task(SEEN), {URL: answer(URL, "", 403)}, settings(browser_retry=False))
    assert [request.client_identity for request in visit.asked] == [ClientIdentity.HONEST]
    assert visit.outcomes[0].verdict.reason == "http-403"


def test_after_a_wall_one_more_try_as_a_browser() -> None:
    wall = answer(URL, "<title>Forbidden</title>", 403)
    visit = go(
        page_task(SEEN),
        {
            URL: lambda r: (
                answer(URL, article()) if r.client_identity is ClientIdentity.BROWSER else wall
            )
        },
    )
    assert [request.client_identity for request in visit.asked] == [
        ClientIdentity.HONEST,
        ClientIdentity.BROWSER,
    ]
    assert visit.outcome.verdict.status is Status.OK
    assert visit.outcome.client_identity is ClientIdentity.BROWSER


def test_a_wall_that_stands_for_browsers_too_stays_the_first_verdict() -> None:
    visit = go(page_task(SEEN), {URL: answer(URL, "<title>Forbidden</title>", 403)})
    assert len(visit.asked) == 2
    assert visit.outcome.verdict.status is Status.RESTRICTED
    assert visit.outcome.client_identity is ClientIdentity.HONEST


@pytest.mark.parametrize("task", [page_task(SEEN), image_task(URL)], ids=["page", "image"])
def test_a_second_try_that_fails_otherwise_changes_nothing(task: Task) -> None:
    wall, silence = answer(URL, "<title>Forbidden</title>", 403), failed(URL, Failure.READ_TIMEOUT)
    visit = go(
        task, {URL: lambda r: silence if r.client_identity is ClientIdentity.BROWSER else wall}
    )
    assert len(visit.asked) == 2
    assert visit.outcome.verdict.status is Status.RESTRICTED


def test_no_second_try_where_the_settings_or_the_site_say_so() -> None:
    wall = {URL: answer(URL, "<title>Forbidden</title>", 403)}
    assert len(go(page_task(SEEN), wall, settings(browser_retry=False)).asked) == 1
    assert (
        len(go(page_task(SEEN), wall, settings(client_identity=ClientIdentity.BROWSER)).asked) == 1
    )


# ── the lead image ────────────────────────────────────────────────────────────────────────────────────────────

OG_IMAGE = f"<meta property='og:image' content='{LEAD}'>"


def test_a_wanted_lead_image_is_measured_and_is_an_outcome_of_its_own() -> None:
    web: dict[str, Reply] = {
        URL: answer(URL, article(head=OG_IMAGE)),
        LEAD: picture(png(1200, 630)),
    }
    visit = go(page_task(SEEN, wants_image=True), web)
    page, lead = visit.outcomes
    assert page.image == lead.image == ImageFacts(format="png", width=1200, height=630)
    assert page.page is not None
    assert page.page.image is not None
    assert page.page.image.url == LEAD == lead.target
    assert (lead.kind, lead.verdict.status) == (Kind.IMAGE, Status.OK)
    assert page.image_bytes == lead.image_bytes == len(png(1200, 630))


def test_nobody_asks_for_an_image_that_nobody_wants() -> None:
    visit = go(
        page_task(SEEN), {URL: answer(URL, article(head=OG_IMAGE)), LEAD: picture(png(1200, 630))}
    )
    assert len(visit.outcomes) == 1
    assert visit.measured == []


@pytest.mark.parametrize(
    "lead",
    [
        picture(png(1, 1)),
        picture(png(64, 64)),
        answer(LEAD, "<html>no image</html>"),
        answer(LEAD, b"", 404),
        failed(LEAD, Failure.REFUSED),
    ],
)
def test_what_is_no_picture_is_no_lead_image(lead: Reply) -> None:
    visit = go(
        page_task(SEEN, wants_image=True), {URL: answer(URL, article(head=OG_IMAGE)), LEAD: lead}
    )
    assert len(visit.outcomes) == 1
    assert visit.outcome.image is None
    assert visit.outcome.page is not None
    assert visit.outcome.page.image is None


@pytest.mark.parametrize(
    "declared",
    [
        answer(LEAD, b"", 404),
        answer(LEAD, b"", 400),
        picture(png(1, 1)),
        failed(LEAD, Failure.PRIVATE_ADDRESS),
        failed(LEAD, Failure.REFUSED),
    ],
    ids=["404", "400", "a point", "localhost", "refused"],
)
@pytest.mark.parametrize("shown", [True, False])
def test_where_declared_images_fail_the_photo_of_the_text_is_measured(
    declared: Reply, *, shown: bool
) -> None:
    photo = "https://img.test/photo.jpg"
    figure = f"<figure><img src='{photo}' width=1200></figure>" if shown else ""
    page = article(head=OG_IMAGE).replace("</h1>", f"</h1>{figure}")
    assert "</h1>" in page
    web: dict[str, Reply] = {
        URL: answer(URL, page),
        LEAD: declared,
        photo: picture(png(1200, 630)),
    }
    visit = go(page_task(SEEN, wants_image=True), web)
    assert visit.outcome.page is not None
    found = visit.outcome.page.image
    assert (found.url if found else None) == (photo if shown else None)


@pytest.mark.parametrize(("good", "is_found"), [(2, True), (3, True), (4, False)])
def test_three_candidates_are_measured_at_most(good: int, *, is_found: bool) -> None:
    urls = [f"https://img.test/{number}.png" for number in range(1, 5)]
    head = "".join(f"<meta property='og:image' content='{url}'>" for url in urls)
    web: dict[str, Reply] = {url: picture(png(99, 99)) for url in urls}
    web |= {URL: answer(URL, article(head=head)), urls[good - 1]: picture(png(100, 100))}
    visit = go(page_task(SEEN, wants_image=True), web)
    assert len(visit.measured) == min(good, 3)
    assert (len(visit.outcomes) == 2) is is_found


def test_a_logo_is_no_lead_image() -> None:
    logo = "https://img.test/assets/site-logo.png"
    web: dict[str, Reply] = {
        URL: answer(URL, article(head=f"<meta property='og:image' content='{logo}'>")),
        logo: picture(png(600, 400)),
    }
    visit = go(page_task(SEEN, wants_image=True), web)
    assert visit.measured == []
    assert visit.outcome.image is None


def test_an_image_that_the_whole_site_shares_is_not_even_measured() -> None:
    web: dict[str, Reply] = {
        URL: answer(URL, article(head=OG_IMAGE)),
        LEAD: picture(png(1200, 630)),
    }
    visit = go(page_task(SEEN, wants_image=True), web, settings(shared_images=frozenset({LEAD})))
    assert visit.measured == []
    assert visit.outcome.image is None


def test_a_default_image_that_was_measured_is_no_lead_image_for_good() -> None:
    """Known by now, and the page is still the same: what else does it offer?"""
    default, size = "https://img.test/share.png", ImageFacts(format="png", width=9, height=9)
    candidates = tuple(ImageCandidate(url=url, source="og:image") for url in (default, LEAD))
    task = page_task(
        SEEN,
        previous=previous(page=PageFacts(image=candidates[0], images=candidates), image=size),
        wants_image=True,
    )
    how = settings(shared_images=frozenset({default}))
    visit = go(task, {URL: not_modified, LEAD: picture(png(1200, 630))}, how)
    assert visit.measured == [LEAD]
    assert visit.outcome.image == ImageFacts(format="png", width=1200, height=630)
    visit = go(task, {URL: not_modified}, how)
    assert visit.measured == [LEAD]
    assert visit.outcome.image is None


# ── images ────────────────────────────────────────────────────────────────────────────────────────────────────

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
def test_an_image_is_kept_if_it_is_a_picture_that_somebody_wants(
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


# ── rescue ────────────────────────────────────────────────────────────────────────────────────────────────────


def timegate(request: Request) -> Observation:
    assert "accept-datetime" in dict(request.headers)
    assert not request.follows_redirects
    return answer(request.url, b"", 302, location=CAPTURE)


def test_what_is_gone_is_looked_up_in_the_archive_and_the_copy_verified() -> None:
    web: dict[str, Reply] = {ARCHIVE + URL: timegate, CAPTURE: answer(CAPTURE, article())}
    visit = go(page_task(SEEN), web, settings(browser_retry=False))
    assert visit.verdict == (Status.DEAD, "http-404")
    assert visit.urls == [URL, ARCHIVE + URL, CAPTURE]
    assert visit.outcome.archive is not None
    assert visit.outcome.archive.url == CAPTURE
    assert visit.outcome.requests == 3


def test_a_copy_of_something_else_is_no_copy() -> None:
    web: dict[str, Reply] = {
        ARCHIVE + URL: timegate,
        CAPTURE: answer(CAPTURE, article("Buy this domain", text="For sale")),
    }
    assert go(page_task(SEEN), web).outcome.archive is None


def test_an_archive_that_is_away_is_no_error() -> None:
    visit = go(page_task(SEEN), {ARCHIVE + URL: failed(ARCHIVE, Failure.CONNECT_TIMEOUT)})
    assert visit.verdict == (Status.DEAD, "http-404")
    assert visit.outcome.archive is None


def test_a_copy_that_was_found_before_is_kept_without_asking() -> None:
    web: dict[str, Reply] = {ARCHIVE + URL: timegate, CAPTURE: answer(CAPTURE, article())}
    honest = settings(browser_retry=False)
    found = go(page_task(SEEN), web, honest).outcome
    visit = go(page_task(SEEN, previous=found), {}, honest)
    assert visit.urls == [URL]
    assert visit.outcome.archive == found.archive


def test_the_archive_can_be_switched_off_and_living_pages_need_none() -> None:
    assert go(
        page_task(SEEN), {}, settings(archive=Archive(enabled=False), browser_retry=False)
    ).urls == [URL]
    assert go(page_task(SEEN), {URL: answer(URL, article())}).urls == [URL]
    assert go(page_task(SEEN), {URL: failed(URL, Failure.DNS_FAILURE)}).urls == [URL]


# ── bounds ────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("failure", list(Failure))
@pytest.mark.parametrize("kind", list(Kind))
def test_every_failure_ends_in_a_verdict_at_once(failure: Failure, kind: Kind) -> None:
    visit = go(
        Task(target=URL, kind=kind, descriptions=(SEEN,), wants_image=True),
        {URL: failed(URL, failure)},
    )
    assert len([url for url in visit.urls if url == URL]) == 1
    assert not visit.outcome.verdict.status.is_good


@pytest.mark.parametrize(
    "number", [100, 199, 201, 204, 206, 226, 300, 304, 399, 400, 418, 429, 500, 503, 599, 999]
)
@pytest.mark.parametrize("kind", list(Kind))
def test_every_status_ends_in_a_verdict(number: int, kind: Kind) -> None:
    visit = go(Task(target=URL, kind=kind), {URL: answer(URL, b"", number)})
    assert visit.outcomes
    assert len(visit.asked) <= 6


# ── moves, refreshes and errors that are not what they seem ─────────────────────────────────────

NEW = "https://site.test/news/mayor-signs-ordinance"


def moved(to: str, number: int = 301) -> Observation:
    hop = Hop(url=URL, http_status=number, location=to)
    return replace(answer(to, article()), hops=(hop,))


def test_a_move_is_believed_after_a_second_look() -> None:
    visit = go(page_task(SEEN), {URL: moved(NEW)})
    assert visit.verdict == (Status.MOVED, "http-301")
    assert visit.urls == [URL, URL]
    assert visit.outcome.final_url == NEW


def test_a_move_that_was_seen_before_needs_no_second_look() -> None:
    before = go(page_task(SEEN), {URL: moved(NEW)}).outcome
    visit = go(page_task(SEEN, previous=before), {URL: moved(NEW)})
    assert visit.verdict == (Status.MOVED, "http-301")
    assert visit.urls == [URL]


@pytest.mark.parametrize("again", [moved(f"{NEW}-8f2e1c"), answer(URL, article())])
def test_a_move_made_for_one_visit_is_none(again: Observation) -> None:
    answers = iter([moved(NEW), again])
    visit = go(page_task(SEEN), {URL: lambda _: next(answers)})
    assert visit.verdict == (Status.OK, "redirected")
    assert visit.urls == [URL, URL]


def test_a_refresh_by_header_is_followed() -> None:
    sent_on = replace(answer(URL, ""), headers=(("refresh", f"0; url={NEW}"),))
    visit = go(page_task(SEEN), {URL: sent_on, NEW: answer(NEW, article())})
    assert visit.urls == [URL, NEW]
    assert visit.verdict == (Status.OK, "redirected")
    assert visit.outcome.redirects == (Hop(url=URL, http_status=200, location=NEW),)


def test_a_404_for_whoever_is_no_browser_is_asked_once_more() -> None:
    """Only where the user wants that; and a browser that is told the same changes nothing."""

    def choosy(request: Request) -> Observation:
        is_browser = request.client_identity is ClientIdentity.BROWSER
        return answer(URL, article()) if is_browser else answer(URL, "", 404)

    assert go(page_task(SEEN), {URL: choosy}).verdict == (Status.OK, "http-200")
    honest = go(page_task(SEEN), {URL: choosy}, settings(browser_retry=False))
    assert honest.verdict == (Status.DEAD, "http-404")
    same = go(page_task(SEEN), {URL: answer(URL, "", 404)})
    assert same.verdict == (Status.DEAD, "http-404")
    assert same.outcome.client_identity is ClientIdentity.HONEST


def test_the_answer_for_a_missing_path_is_that_of_the_host_asked() -> None:
    """Not of its neighbours under one domain, and not of the host that a redirect led to."""
    body = doubtful("Buy chairs, tables and parasols of the best quality. " * 30)
    there = "https://shop.site.test/2022/07/29/chairs-and-tables-for-you"
    hop = Hop(url=URL, http_status=302, location=there)
    visit = go(page_task(), {URL: replace(answer(there, body), hops=(hop,))})
    assert visit.probed == ["https://site.test"]


def test_where_the_declared_image_fails_the_page_s_photo_is_measured() -> None:
    """A head that proves the article is enough for a verdict, but not for its photo."""
    head = article(head=OG_IMAGE).partition("<body")[0]
    photo = "https://img.test/photo.png"
    text = f'<p>{TEXT}</p><img src="{photo}" width="800" height="600"><p>{TEXT}</p>'
    whole = article(head=OG_IMAGE, text=text)
    replies: dict[str, Reply] = {
        URL: lambda request: (
            replace(answer(URL, head), is_whole=False)
            if request.stop is Stop.FACTS
            else answer(URL, whole)
        ),
        LEAD: answer(LEAD, "", 404),
        photo: answer(photo, png(800, 600), content_type="image/png"),
    }
    visit = go(page_task(SEEN, wants_image=True), replies, settings(browser_retry=False))
    assert visit.measured[0] == LEAD
    assert visit.urls.count(URL) == 2
