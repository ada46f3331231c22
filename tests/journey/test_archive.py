"""A gone page's journey on to the web archive."""

from __future__ import annotations

from enricher.config import Archive
from enricher.models import (
    Failure,
    Observation,
    Request,
    Status,
)
from tests.fakes import answer, failed
from tests.journey.visits import (
    ARCHIVE,
    CAPTURE,
    SEEN,
    URL,
    Reply,
    article,
    go,
    page_task,
    settings,
)


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
