"""How far journeys read pages: not at all, the head alone, or what a rule or a setting asks for."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from enricher.models import (
    Description,
    Fact,
    Hop,
    Observation,
    Outcome,
    PageFacts,
    Request,
    Status,
    Stop,
    TextFact,
)
from enricher.page import signals
from enricher.page.markup import seen_text
from enricher.page.parsed import ParsedPage
from enricher.page.people import authors
from enricher.page.read import ALL_FACTS
from tests.fakes import answer, outcome
from tests.journey.visits import SEEN, TITLE, URL, Visit, article, go, page_task, settings

PROOF = (
    "<script type='application/ld+json'>"
    f'{{"@type": "NewsArticle", "headline": "{TITLE}", "datePublished": "2022-07-29", '
    '"author": {"@type": "Person", "name": "Jane Doe"}, "image": "/lead.jpg"}</script>'
    '<meta name="description" content="The mayor has signed it.">'
)
PROVEN = article(head=PROOF)
"""Its head alone gives all facts."""
KEPT = PageFacts(title=TextFact(text=TITLE, source="kept"))


class IsReadError(Exception):
    """What a test does not want to be read is read."""


def refuse(*_: object) -> None:
    raise IsReadError


def checked(html: str) -> Outcome:
    """What a first check found on a page; with facts of which none is like the page's."""
    return replace(go(page_task(SEEN), {URL: answer(URL, html)}).outcome, page=KEPT)


# ── the same body ───────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("html", [article(), PROVEN], ids=["whole", "head-proves"])
def test_the_same_body_keeps_facts_and_verdict_unread(
    html: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = checked(html)
    monkeypatch.setattr(ParsedPage, "markup", property(refuse))
    seen = go(page_task(SEEN, previous=before), {URL: answer(URL, html, etag='"2"')}).outcome
    assert (seen.page, seen.verdict) == (KEPT, before.verdict)
    assert (seen.requests, seen.http_status) == (1, 200)
    assert seen.validators is not None
    assert seen.validators.etag == '"2"'
    assert seen.body_digest == before.body_digest


def test_what_a_304_keeps_can_be_kept_again() -> None:
    before = replace(checked(article()), unread=(Fact.AUTHORS,))
    how = settings(facts=ALL_FACTS - {Fact.AUTHORS})
    seen = go(page_task(SEEN, previous=before), {URL: answer(URL, b"", 304)}, how).outcome
    assert (seen.page, seen.body_digest) == (KEPT, before.body_digest)
    assert seen.unread == (Fact.AUTHORS,)


def test_another_body_is_read() -> None:
    before = checked(article())
    seen = go(page_task(SEEN, previous=before), {URL: answer(URL, article(text="New. " * 99))})
    assert seen.outcome.page != KEPT
    assert seen.outcome.body_digest != before.body_digest


GONE = outcome(URL, Status.SOFT404, "not-found-text").verdict
ELSEWHERE = (Hop(url="https://old.test/", http_status=301, location=URL),)


@pytest.mark.parametrize(
    "differs",
    [
        {"body_digest": ""},
        {"verdict": GONE},
        {"page": None},
        {"redirects": ELSEWHERE},
        {"unread": (Fact.AUTHORS,)},
    ],
    ids=lambda differs: next(iter(differs)),
)
def test_the_same_body_is_read_where_the_last_check_does_not_do(
    differs: dict[str, object],
) -> None:
    before = replace(checked(article()), **differs)
    seen = go(page_task(SEEN, previous=before), {URL: answer(URL, article())}).outcome
    assert seen.page not in (None, KEPT)


def test_the_same_body_is_read_where_a_lead_image_is_wanted() -> None:
    before = checked(PROVEN)
    seen = go(page_task(SEEN, previous=before, wants_image=True), {URL: answer(URL, PROVEN)})
    assert seen.measured == ["https://site.test/lead.jpg"]


def test_a_body_that_broke_off_has_no_digest() -> None:
    cut = replace(answer(URL, article()), is_whole=False)
    assert go(page_task(SEEN), {URL: cut}).outcome.body_digest == ""


# ── the head alone ──────────────────────────────────────────────────────────────────────────────


def stopped(behind: str, description: Description = SEEN) -> Visit:
    """The journey to a page of which so much behind its head came along before reading stopped."""
    body = PROVEN[: PROVEN.index("<body>")] + behind

    def reply(request: Request) -> Observation:
        is_cut = request.stop is Stop.FACTS
        return replace(answer(URL, body if is_cut else PROVEN), is_whole=not is_cut)

    return go(page_task(description), {URL: reply})


def test_a_head_that_proves_the_article_costs_the_head_alone(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(seen_text, "read", refuse)
    monkeypatch.setattr(signals.SignalsReader, "headings", property(refuse))
    seen = stopped("<body><h1>Subscribe</h1><p>This article was removed.</p>")
    assert (len(seen.asked), seen.verdict) == (1, (Status.OK, "http-200"))
    assert seen.outcome.page is not None
    assert seen.outcome.page.authors == ("Jane Doe",)


def test_how_much_came_along_behind_such_a_head_changes_nothing() -> None:
    first, *others = (
        stopped(behind).outcome for behind in ("", "<body>", "<body><h1>Gone</h1><p>Removed.")
    )
    assert [replace(each, bytes_read=0) for each in others] == 2 * [replace(first, bytes_read=0)]


def test_a_head_that_gives_facts_but_proves_another_article_is_read_on() -> None:
    seen = stopped("<body><h1>Boats</h1>", Description(title="Boats race on the lake at last"))
    assert [request.stop for request in seen.asked[:2]] == [Stop.FACTS, Stop.NEVER]


def test_a_whole_page_whose_declared_image_fails_is_not_read_for_its_text(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(seen_text, "read", refuse)
    html = article(head='<meta property="og:image" content="/gone.jpg">', text="Word. " * 99)
    seen = go(page_task(SEEN, wants_image=True), {URL: answer(URL, html)})
    assert seen.measured[0] == "https://site.test/gone.jpg"
    assert [request.url for request in seen.asked].count(URL) == 1


# ── the facts that are asked for ────────────────────────────────────────────────────────────────


def test_only_the_facts_that_are_asked_for_are_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(authors, "read", refuse)
    how = settings(facts=ALL_FACTS - {Fact.AUTHORS, Fact.EXCERPT})
    seen = go(page_task(SEEN), {URL: answer(URL, article(head=PROOF))}, how).outcome
    assert seen.page is not None
    assert (seen.page.authors, seen.page.excerpt) == ((), None)
    assert seen.page.title is not None
    assert seen.unread == (Fact.AUTHORS, Fact.EXCERPT)
