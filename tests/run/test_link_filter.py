"""`--only`: which links a run asks and tells, a fix changes, and a report shows."""

from __future__ import annotations

from typing import Any

import pytest

from enricher.ledger.targets import KnownTarget
from enricher.models import Description, Kind, Link, Status
from enricher.run.link_filter import LinkFilter
from enricher.run.plan import plan
from enricher.run.results.chosen import chosen
from tests.fakes import NOON
from tests.report.builders import record, result
from tests.run.workplace import TITLE_A, TITLE_B, TITLE_C, A, B, C, Workplace, document

DEAD = Status.DEAD


def known(status: str) -> KnownTarget:
    return KnownTarget(
        seq=1, checked_at=NOON, due_at=None, has_tried=True, standing=None, status_reason=status
    )


@pytest.mark.parametrize(
    ("only", "url", "before", "is_taken"),
    [
        ({}, A, None, True),
        ({"sites": ("a.test",)}, A, None, True),
        ({"sites": ("a.test",)}, "https://www.a.test:8443/x", None, True),
        ({"sites": ("a.test",)}, "https://aa.test/x", None, False),
        ({"sites": ("www.a.test",)}, A, None, False),
        ({"sites": ("b.test", "a.test")}, A, None, True),
        ({"statuses": (DEAD,)}, A, "dead/http-404", True),
        ({"statuses": (DEAD, Status.OK)}, A, "ok/http-200", True),
        ({"statuses": (DEAD,)}, A, "ok/http-200", False),
        # its status is to be found out
        ({"statuses": (DEAD,)}, A, None, True),
        ({"statuses": (DEAD,), "sites": ("b.test",)}, A, "dead/http-404", False),
    ],
)
def test_targets(only: dict[str, Any], url: str, before: str | None, *, is_taken: bool) -> None:
    state = None if before is None else known(before)
    assert LinkFilter(**only).takes_target(url, state) is is_taken


@pytest.mark.parametrize(
    ("only", "more", "is_taken"),
    [
        ({"fields": ("related[].webUrl",)}, {"field": "related[3].webUrl"}, True),
        ({"fields": ("related[3].webUrl",)}, {"field": "related[3].webUrl"}, True),
        ({"fields": ("related[].webUrl",)}, {"field": "webUrl"}, False),
        ({"fields": ("related[].webUrl", "webUrl")}, {"field": "webUrl"}, True),
        ({"paths": ("content/2024/",)}, {"document": "content/2024/a.md"}, True),
        ({"paths": ("content/2024/",)}, {"document": "content/2023/a.md"}, False),
        ({"paths": ("*.html",)}, {"document": "x/a.html"}, True),
        ({"paths": ("/srv/news/",)}, {"document": "/srv/news/a.md"}, True),
        ({"sites": ("a.test",)}, {"url": "/about", "final_url": "https://a.test/about"}, True),
        ({"sites": ("a.test",)}, {"url": "/about"}, False),
        ({"statuses": (DEAD,)}, {"change": "recovered"}, False),
    ],
)
def test_records(only: dict[str, Any], more: dict[str, Any], *, is_taken: bool) -> None:
    assert LinkFilter(**only).takes_record(record(**more)) is is_taken


@pytest.mark.parametrize(
    ("more", "is_told"),
    [
        ({"change": "recovered"}, True),
        ({"change": "changed", "status": Status.PARKED, "reason": "parking-page"}, True),
        ({"change": "new", "status": Status.PARKED, "reason": "parking-page"}, False),
        ({"change": "recovered", "fresh": False}, False),
        ({"status": DEAD, "reason": "http-404"}, True),
    ],
)
def test_a_run_over_the_dead_tells_which_live_again(more: dict[str, Any], *, is_told: bool) -> None:
    assert LinkFilter(statuses=(DEAD,)).takes_record(record(**more), of_run=True) is is_told


def test_fields_of_links() -> None:
    link = Link(
        document="a.md",
        field=("related", 2, "webUrl"),
        url="/x",
        target="https://a.test/x",
        kind=Kind.PAGE,
        line=1,
        column=1,
        description=Description(),
    )
    assert LinkFilter(fields=("related[].webUrl",), sites=("a.test",)).takes_link(link, None)
    assert not LinkFilter(fields=("webUrl",)).takes_link(link, None)
    assert not LinkFilter(statuses=(DEAD,)).takes_link(link, None)


def test_totals_are_those_of_the_part() -> None:
    records = [
        record(document="a.md"),
        record(DEAD, "http-404", url="https://b.test/1", document="a.md"),
        record(DEAD, "http-404", url="https://b.test/1", document="b.md"),
    ]
    part = chosen(result(records), LinkFilter(sites=("b.test",)))
    counts = part.records.counts()
    assert (part.summary.documents, part.summary.links, part.summary.targets) == (2, 2, 1)
    assert (counts.records, counts.statuses) == (2, {DEAD: 2})


# ── runs ──────────────────────────────────────────────────────────────────────────────────


async def test_a_run_asks_and_writes_nothing_else(place: Workplace) -> None:
    place.put("one.md", document((TITLE_A, A), (TITLE_B, B)))
    place.put("two.md", document((TITLE_C, C)))
    untouched = place.read("two.md")
    only = LinkFilter(sites=("b.test",))
    assert [site.site for site in plan(place.job(only=only)).sites] == ["b.test"]
    ran = await place.run(only=only)
    assert place.asked == [B]
    assert [each.url for each in chosen(ran, only, of_run=True).records] == [B]
    assert (ran.summary.unasked, ran.summary.missing) == (0, 0)
    assert place.read("two.md") == untouched
    assert "checks:" in place.read("one.md")
    await place.run()
    assert sorted(place.asked) == [A, C]


async def test_by_field_and_by_status(place: Workplace) -> None:
    place.put("one.md", document((TITLE_A, A), (TITLE_B, B), (TITLE_C, C)))
    await place.run(only=LinkFilter(fields=("related[1].webUrl",)))
    assert place.asked == [B]
    place.answers({})
    del place.table[B]
    await place.run(refresh=True, only=LinkFilter(fields=("related[1].webUrl",)))
    place.answers({B: TITLE_B})
    # what is dead, and what was never asked
    await place.run(refresh=True, only=LinkFilter(statuses=(DEAD,)))
    assert sorted(place.asked) == [A, B, C]
    await place.run(refresh=True, only=LinkFilter(statuses=(DEAD,)))
    assert place.asked == []


async def test_nothing_is_compared_with_a_run_over_a_part(place: Workplace) -> None:
    place.put("one.md", document((TITLE_A, A), (TITLE_B, B)))
    whole = await place.run()
    await place.run(only=LinkFilter(sites=("b.test",)))
    assert (await place.run()).base == whole.run
