"""Records in, counts out."""

from __future__ import annotations

import pytest

from enricher.models import Status
from enricher.report import tally
from enricher.run.results.records import Change
from tests.report.builders import BEFORE, DURING, STARTED, record, tallied


def test_every_status_has_its_place_in_the_order_of_gravity() -> None:
    assert sorted(tally.GRAVITY) == sorted(Status)


def test_fields_and_targets_are_counted_apart() -> None:
    counts = tallied(
        [
            record(url="https://a.test/"),
            record(url="https://a.test/", document="seeds/b.md"),
            record(Status.DEAD, "http-404", url="https://b.test/"),
        ],
        STARTED,
    )
    assert counts.records == 3
    assert counts.statuses == {Status.OK: 2, Status.DEAD: 1}
    assert counts.targets == {Status.OK: 1, Status.DEAD: 1}
    assert counts.gone == 1


@pytest.mark.parametrize(
    ("since", "is_new"),
    [(BEFORE, False), (STARTED, True), (DURING, True)],
    ids=["before", "at its start", "during"],
)
def test_what_is_so_since_this_run_is_new(since: object, is_new: bool) -> None:
    counts = tallied([record(Status.DEAD, "http-404", since=since)], STARTED)
    assert [finding.is_new for finding in counts.findings.values()] == [is_new]


def test_findings_stand_the_worst_first_and_the_new_before_the_old() -> None:
    counts = tallied(
        [
            record(Status.MOVED, "http-301", url="https://m.test/"),
            record(Status.DEAD, "http-404", url="https://old.test/", since=BEFORE),
            record(Status.DEAD, "http-404", url="https://new.test/"),
        ],
        STARTED,
    )
    assert [finding.url for finding in counts.of(*tally.GRAVITY)] == [
        "https://new.test/",
        "https://old.test/",
        "https://m.test/",
    ]


def test_a_target_in_many_documents_is_one_finding_with_its_first_places() -> None:
    counts = tallied(
        [record(Status.DEAD, "http-404", document=f"{n}.md") for n in range(9)], STARTED
    )
    (finding,) = counts.findings.values()
    assert finding.fields == 9
    assert finding.places == [(f"{n}.md", None, None, "webUrl") for n in range(tally.PLACES_KEPT)]


def test_what_is_well_or_not_asked_by_our_own_policy_is_no_finding() -> None:
    assert not tallied([record(), record(Status.BLOCKED, "excluded")], STARTED).findings


def test_changes_are_counted_by_what_asked_for_them() -> None:
    changes = (
        Change(field="related[0].images", after=[], because="fill"),
        Change(field="related[0].provider.name", after="x", because="fill"),
        Change(field="checks", because="checks"),
        Change(field="webUrl", because="update", is_applied=False),
    )
    counts = tallied([record(changes=changes)], STARTED)
    assert counts.because == {"fill": 2, "checks": 1}
    assert counts.filled == {"images": 1, "provider.name": 1}
    assert counts.reported == {"update": 1}


@pytest.mark.parametrize(
    ("links", "unasked", "missing", "records", "said"),
    [
        (3, 0, 0, 3, ""),
        (3, 0, 1, 2, ""),
        (3, 1, 0, 1, ""),
        (3, 0, 0, 2, "3 links, but 2 verdicts: 1 got lost"),
        (2, 0, 0, 3, "3 verdicts for 2 links"),
    ],
)
def test_counts_reconcile_or_say_why_not(
    links: int, unasked: int, missing: int, records: int, said: str
) -> None:
    counts = tallied([record() for _ in range(records)], STARTED)
    assert tally.discrepancy(links, unasked, missing, counts) == said


@pytest.mark.parametrize(
    ("line", "column", "shown"),
    [(None, None, "a.md"), (7, None, "a.md:7"), (7, 13, "a.md:7:13"), (None, 13, "a.md")],
)
def test_places_are_written_as_editors_open_them(
    line: int | None, column: int | None, shown: str
) -> None:
    assert str(tally.Place("a.md", line, column, "webUrl")) == shown


@pytest.mark.parametrize(
    ("fail_on", "is_found"),
    [
        ([{"dead"}], True),
        ([{"dead", "new"}], True),
        ([{"dead", "confirmed"}], False),
        ([{"moved"}, {"new"}], True),
        ([{"soft404"}], False),
        ([{"ok"}], True),
    ],
)
def test_all_words_of_an_alternative_must_fit_one_link(
    fail_on: list[set[str]], *, is_found: bool
) -> None:
    found = [record(), record(Status.DEAD, "http-404", url="https://d.test/")]
    assert tallied(found, STARTED).has(fail_on) == is_found


def test_what_recovered_is_kept_apart() -> None:
    counts = tallied([record(change="recovered")], STARTED)
    assert list(counts.recovered) == ["https://a.test/story"]
    assert not counts.findings
