"""A page's journey on to its lead image."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from enricher.models import (
    Failure,
    ImageCandidate,
    ImageFacts,
    Kind,
    PageFacts,
    Status,
    Stop,
)
from tests.fakes import answer, failed
from tests.journey.visits import (
    LEAD,
    OG_IMAGE,
    SEEN,
    TEXT,
    URL,
    Reply,
    article,
    go,
    not_modified,
    page_task,
    picture,
    png,
    previous,
    settings,
)


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


def test_an_image_that_is_not_wanted_is_not_asked_for() -> None:
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
