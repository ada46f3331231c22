"""What people read at the end of a run."""

from __future__ import annotations

from datetime import timedelta
from textwrap import dedent
from typing import Any

import pytest
from msgspec.structs import replace

from enricher.errors import DocumentError
from enricher.models import Status
from enricher.report import summary, words
from enricher.report.baseline import BASE
from enricher.report.summary import Mode
from enricher.run.results.records import ArchiveRecord, Change, Record
from enricher.run.results.run_result import PRESENT, RunResult
from tests.report.builders import BEFORE, STARTED, record, result, tallied

DEAD = record(Status.DEAD, "http-404", url="https://dead.test/a", field="related[1].webUrl")
OLD = record(
    Status.DEAD,
    "http-410",
    url="https://old.test/b",
    since=BEFORE,
    confirmed=True,
    fresh=False,
    checked_date_time=BEFORE,
)
MOVED = record(Status.MOVED, "http-301", url="https://m.test/", final_url="https://n.test/")


def test_everything_that_can_be_found_is_explained() -> None:
    assert set(words.MEANINGS) == set(Status)


def test_a_run_in_which_all_is_well_says_so_in_few_lines() -> None:
    ran = result([record()])
    assert "\n".join(summary.summary(ran, tallied(ran.records, STARTED))) == dedent(
        """\
        1 document, 1 link (1 different URL): 1 asked with 1 request in 42 s (41 kB).
        Nothing new since run 1. No link is broken.
        No document needed a change."""
    )


def test_the_summary_tells_what_broke_what_changed_and_what_to_do() -> None:
    changes = (
        Change(field="images", after=[], because="fill"),
        Change(field="checks", because="checks"),
        Change(field="webUrl", because="update", is_applied=False),
    )
    found = [
        record(changes=changes),
        DEAD,
        OLD,
        record(Status.UNREACHABLE, "read-timeout", url="https://u.test/"),
    ]
    ran = result(
        found,
        [DocumentError("x.md", "no closing ---", line=3)],
        changed=("seeds/a.md",),
        unasked=2,
        targets=6,
    )
    assert "\n".join(summary.summary(ran, tallied(ran.records, STARTED))) == dedent(
        """\
        1 document, 4 links (6 different URLs): 3 asked with 3 requests in 42 s (41 kB), 1 known from before, 2 left for the next run.

          ok                1  leads to the article or image
          unreachable       1  no answer; may be different tomorrow
          dead              2  the server says it is gone, or its host no longer exists

        Since run 1: 2 new problems. 2 links broken (dead 2).
        Changed 1 document: filled images (1); checks lines (1). 1 document could not be read or written in full: see above.

        Next:
          - Correct what is named above (1 place); it was left as is.
          - 2 URLs had to wait: run again, they come first.
          - How do we know? enricher explain https://dead.test/a
          - Wrong verdict? enricher pin https://dead.test/a ok --note "checked by hand"
          - 1 link moved for good: [enrich] moved = "update" rewrites them. It is: seeds/a.md: webUrl.
          - 1 URL gave no clear answer: nothing is marked dead for that."""
    )


ARCHIVED = ArchiveRecord(url="https://archive.test/1", date_time=BEFORE)


@pytest.mark.parametrize(
    ("found", "kind", "said"),
    [
        (DEAD, "run", ["1 archived copy found: archiveUrl in checks lines."]),
        (DEAD, "dry-run", ["1 archived copy found: archiveUrl in checks lines."]),
        # no document was written
        (DEAD, "audit", ["1 archived copy found: see enricher fix --rule archive."]),
        (DEAD, PRESENT, ["1 archived copy found: see enricher fix --rule archive."]),
        # the copy of a link that a person knows better is of no use
        (record(Status.OK, "pinned"), "run", []),
    ],
)
def test_archived_copies(found: Record, kind: str, said: list[str]) -> None:
    copied = replace(found, archive=ARCHIVED)
    advice = summary.advice(result([copied], kind=kind), tallied([copied]))
    assert [each for each in advice if "archived" in each] == said


def test_lead_images_that_stand_in_no_document_are_told_apart() -> None:
    """As after an interruption: the document waits for its other links."""
    ran = result([record()], unplaced=1, asked=2)
    assert summary.headline(ran, tallied(ran.records, STARTED)).startswith(
        "1 document, 1 link (1 different URL) and 1 lead image that no document names: 2 asked "
    )


@pytest.mark.parametrize(
    ("found", "more", "said"),
    [
        (
            [DEAD],
            {"base": None},
            "1 link broken (dead 1). There is no earlier run over these documents to compare with.",
        ),
        ([OLD], {}, "Nothing new since run 1. 1 link broken (dead 1)."),
        ([DEAD], {}, "Since run 1: 1 new problem. 1 link broken (dead 1)."),
        ([OLD], {"base": BASE}, "Nothing new since the baseline. 1 link broken (dead 1)."),
        ([DEAD], {"base": BASE}, "Since the baseline: 1 new problem. 1 link broken (dead 1)."),
        (
            [record(change="recovered")],
            {},
            "Since run 1: 1 link recovered. No link is broken.",
        ),
        ([record()], {}, "Nothing new since run 1. No link is broken."),
        ([], {"links": 3, "unasked": 3}, "Nothing is known of these links yet."),
        ([], {}, "There is no link to check."),
    ],
)
def test_news(found: list[Record], more: dict[str, Any], said: str) -> None:
    ran = result(found, **more)
    assert summary.news(ran, tallied(found, STARTED)) == said


@pytest.mark.parametrize(
    ("mode", "changed", "said"),
    [
        (Mode.AUDIT, (), "An audit writes no document."),
        (Mode.RUN, (), "No document needed a change."),
        (Mode.DRY_RUN, ("a", "b"), "Would change 2 documents: image sizes corrected (1)."),
        (Mode.RUN, ("a",), "Changed 1 document: image sizes corrected (1)."),
    ],
)
def test_changes(mode: Mode, changed: tuple[str, ...], said: str) -> None:
    counts = tallied([record(changes=(Change(field="width", because="correct"),))], STARTED)
    assert summary.changes(result(changed=changed, kind=mode.value), counts) == said


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ({"targets": 9, "asked": 0}, "nothing was due, nothing was asked."),
        ({"targets": 9, "asked": 0, "unasked": 9}, "nothing was asked, 9 left for the next run."),
    ],
)
def test_headline_of_a_run_that_asks_nothing(more: dict[str, Any], said: str) -> None:
    assert summary.headline(result(**more), tallied([], None)).endswith(f": {said}")


@pytest.mark.parametrize(
    ("is_applied", "changed", "advice"),
    [
        (True, "Changed 1 document: isCached (1).", []),
        (
            False,
            "Changed 1 document.",
            [
                "1 image is said to be cached, and [images] cache has no copy: correct isCached if there is none. It is: seeds/a.md: images[0].isCached."
            ],
        ),
    ],
)
def test_claims_about_copies(advice: list[str], changed: str, *, is_applied: bool) -> None:
    change = Change(
        field="images[0].isCached", before=True, after=False, because="copy", is_applied=is_applied
    )
    ran, counts = result(changed=("a",)), tallied([record(changes=(change,))], STARTED)
    assert summary.changes(ran, counts) == changed
    assert list(summary.advice(ran, counts)) == advice


def test_urls_in_advice_can_be_pasted_into_a_shell() -> None:
    found = [record(Status.DEAD, "http-404", url="https://a.test/?a=1&b=$(rm)'")]
    ran: RunResult = result(found)
    steps = list(summary.advice(ran, tallied(found, STARTED)))
    assert steps[0].endswith("""'https://a.test/?a=1&b=$(rm)'"'"''""")


@pytest.mark.parametrize(
    ("count", "said"),
    [
        (0, "0 bytes"),
        (1, "1 byte"),
        (999, "999 bytes"),
        (1000, "1.0 kB"),
        (41_000, "41 kB"),
        (999_600, "1.0 MB"),
        (5e12, "5,000 GB"),
    ],
)
def test_size(count: int, said: str) -> None:
    assert words.size(count) == said


@pytest.mark.parametrize(
    ("time", "said"),
    [
        (timedelta(), "0 ms"),
        (timedelta(seconds=0.0804), "80 ms"),
        (timedelta(seconds=1.44), "1.4 s"),
        (timedelta(seconds=9.96), "10 s"),
        (timedelta(seconds=59.6), "1 min 0 s"),
        (timedelta(seconds=200), "3 min 20 s"),
        (timedelta(hours=2, minutes=5), "2 h 5 min"),
    ],
)
def test_duration(time: timedelta, said: str) -> None:
    assert words.duration(time.total_seconds()) == said


@pytest.mark.parametrize(
    ("notices", "said"),
    [(5, []), (6, ["… and 1 more such lines; enricher report tells them all."])],
)
def test_many_notices_are_kept_for_the_report(notices: int, said: list[str]) -> None:
    ran = result(notices=tuple(f"notice {n}" for n in range(notices)))
    counts = tallied([], None)
    shown = [line for line in summary.summary(ran, counts) if "notice" in line or "more" in line]
    assert shown == [f"notice {n}" for n in range(5)] + said
