"""A page's journey: what it wants next, given what was seen. No network, no clock, no event loop."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from enricher.config import Policy, Politeness
from enricher.journey import steps
from enricher.models import (
    ClientIdentity,
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
from tests.journey.visits import (
    LEAD,
    SEEN,
    TITLE,
    URL,
    Reply,
    article,
    go,
    image_task,
    not_modified,
    page_task,
    picture,
    png,
    previous,
    settings,
)


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
