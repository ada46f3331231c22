"""One URL for people."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from textwrap import dedent

from msgspec.structs import replace

from enricher.ledger.documents import CitingDocument
from enricher.models import (
    DateFact,
    Description,
    Evidence,
    Hop,
    ImageFacts,
    Kind,
    Link,
    Memento,
    Memory,
    Moment,
    Outcome,
    PageFacts,
    Pin,
    Standing,
    Status,
    TextFact,
    Verdict,
)
from enricher.report import history

T0 = datetime(2026, 11, 19, 3, 15, tzinfo=UTC)
URL = "https://a.test/history"
GOOD = Outcome(
    target=URL,
    kind=Kind.PAGE,
    verdict=Verdict(
        status=Status.OK,
        reason="http-200",
        evidence=(Evidence(rule="http-200", saw="HTTP status is 200"),),
        identity=0.92,
    ),
    checked_at=T0,
    http_status=200,
    final_url="https://b.test/history",
    redirects=(Hop(url=URL, http_status=302, location="https://b.test/history"),),
    attempts=1,
    elapsed_s=0.2,
    bytes_read=2048,
    page=PageFacts(title=TextFact(text="A history", source="json-ld")),
)
GONE = Outcome(
    target=URL,
    kind=Kind.PAGE,
    verdict=Verdict(status=Status.DEAD, reason="http-404"),
    checked_at=T0 + timedelta(days=2),
    http_status=404,
    final_url=URL,
    attempts=2,
    elapsed_s=1.5,
    bytes_read=300,
    archive=Memento(url="https://archive.test/1", captured_at=T0),
)
STANDING = Standing(
    status=Status.DEAD,
    reason="http-404",
    since=T0 + timedelta(days=2),
    failures=1,
    first_failure_at=T0 + timedelta(days=2),
    due_at=T0 + timedelta(days=3),
)
PIN = Pin(status=Status.OK, note="seen in a browser", pinned_at=T0, seen="dead/http-404")
NOW = T0 + timedelta(days=2, hours=1)


def test_history_tells_every_check_and_what_they_came_to() -> None:
    memory = Memory(standing=STANDING, outcome=GONE, pin=PIN)
    assert "\n".join(
        history.history(URL, [(1, GOOD), (3, GONE)], {Kind.PAGE: memory}, NOW)
    ) == dedent(
        """\
        https://a.test/history
          2026-11-19 03:15 UTC  run 1  ok http-200, HTTP 200, at https://b.test/history
          2026-11-21 03:15 UTC  run 3  dead http-404, HTTP 404

        As a page: dead (http-404) since 2026-11-21 03:15 UTC: the server says it is gone, or its host no longer exists; 1 failing check since 2026-11-21 03:15 UTC, not yet confirmed
          next check: from 2026-11-22 03:15 UTC on
          pinned as ok on 2026-11-19 03:15 UTC, "seen in a browser"; holds until we see something else than dead http-404"""
    )


def test_a_check_that_is_due_comes_in_the_next_run() -> None:
    memory = Memory(standing=STANDING, outcome=GONE)
    lines = list(history.history(URL, [(1, GONE)], {Kind.PAGE: memory}, NOW + timedelta(days=9)))
    assert "  next check: in the next run" in lines


def test_an_explanation_tells_the_latest_check_step_by_step() -> None:
    assert "\n".join(history.explanation(URL, [(3, GONE), (4, GOOD)], {})) == dedent(
        """\
        https://a.test/history
          checked as a page in run 4, 2026-11-19 03:15 UTC
            HTTP 302: https://a.test/history sent us to https://b.test/history
            HTTP 200 from https://b.test/history (2.0 kB in 200 ms, 1 attempt)
            the page calls itself "A history" (json-ld)
          verdict: ok, because of http-200 · leads to the article or image
            http-200  HTTP status is 200
            similarity with the cited article: 92%

        Every rule that is looked at: enricher explain --again. What each reason means: docs/verdicts.md"""
    )


def test_an_explanation_names_the_archived_copy_and_the_image() -> None:
    image = replace(
        GOOD, kind=Kind.IMAGE, page=None, image=ImageFacts(format="png", width=640, height=480)
    )
    lines = list(history.explanation(URL, [(1, GONE), (1, image)], {}))
    assert "    archived copy of 2026-11-19 03:15 UTC: https://archive.test/1" in lines
    assert "  checked as an image in run 1, 2026-11-19 03:15 UTC" in lines
    assert "    png image of 640 × 480 pixels" in lines


def test_rules_that_saw_the_same_are_told_as_one() -> None:
    evidence = [
        Evidence(rule=name, saw="no: HTTP status is 404")
        for name in ("http-429", "http-503", "http-403")
    ]
    verdict = Verdict(
        status=Status.DEAD,
        reason="http-404",
        evidence=(*evidence, Evidence(rule="http-404", saw="fits: HTTP status is 404")),
    )
    lines = list(history.explanation_of_now(URL, [replace(GONE, verdict=verdict)]))
    assert "    http-429 … http-403 (3)  no: HTTP status is 404" in lines
    assert "    http-404                 fits: HTTP status is 404" in lines


# ── what was compared ─────────────────────────────────────────────────────────────────────


def cited(path: str, *titles: str | None, name: str | None = None, day: int = 28) -> CitingDocument:
    links = tuple(
        Link(
            document=path,
            field=("related", number, "webUrl"),
            url=URL,
            target=URL,
            kind=Kind.PAGE,
            line=10 * (number + 1),
            column=5,
            description=Description(title=title, published=Moment(day=date(2022, 7, day))),
        )
        for number, title in enumerate(titles)
    )
    return CitingDocument(id=1, path=path, title=name, links=links)


def test_an_explanation_shows_both_titles_and_each_document_once() -> None:
    citations = [
        cited("news/a.md", "A history", "A history", name="My news"),
        cited("news/b.md", "A different title", day=29),
        cited("news/c.md", None),
    ]
    page = replace(
        GOOD.page or PageFacts(),
        published=DateFact(moment=Moment(day=date(2022, 7, 28)), source="meta"),
    )
    told = history.explanation(URL, [(4, replace(GOOD, page=page))], {}, citations)
    assert "\n".join(told) == dedent(
        """\
        https://a.test/history
          checked as a page in run 4, 2026-11-19 03:15 UTC
            HTTP 302: https://a.test/history sent us to https://b.test/history
            HTTP 200 from https://b.test/history (2.0 kB in 200 ms, 1 attempt)
            documents call it "A history" (2 times)
            documents call it "A different title"
            the page calls itself "A history" (json-ld)
            documents date it 2022-07-28, 2022-07-29
            the page dates itself 2022-07-28
          verdict: ok, because of http-200 · leads to the article or image
            http-200  HTTP status is 200
            similarity with the cited article: 92%

        cited by 3 documents
          news/a.md:10:5: related[0].webUrl and 1 more field, "My news"
          news/b.md:10:5: related[0].webUrl
          news/c.md:10:5: related[0].webUrl

        Every rule that is looked at: enricher explain --again. What each reason means: docs/verdicts.md"""
    )


def test_a_page_without_a_title_and_a_page_that_was_not_read() -> None:
    citations = [cited("news/a.md", "A history")]
    for outcome, says in ((replace(GOOD, page=PageFacts()), True), (GONE, False)):
        lines = list(history.explanation(URL, [(1, outcome)], {}, citations))
        assert '    documents call it "A history"' in lines
        assert ("    the page calls itself nothing: no title was found" in lines) is says


def test_what_was_compared_is_shown_of_a_check_of_now() -> None:
    lines = list(history.explanation_of_now(URL, [GOOD], [cited("news/a.md", "Mine")]))
    assert '    documents call it "Mine"' in lines
    assert "cited by 1 document" in lines


def test_documents_beyond_a_screen_are_counted() -> None:
    citations = [cited(f"news/{number:02}.md", "A history") for number in range(23)]
    lines = list(history.explanation(URL, [(1, GOOD)], {}, citations))
    assert "cited by 23 documents" in lines
    assert "  and 3 more documents" in lines
    assert sum(line.startswith("  news/") for line in lines) == 20
