"""Records: one for each field, with what the latest check saw and what became of the document."""

from __future__ import annotations

from array import array
from collections import Counter
from datetime import timedelta

import msgspec
import pytest

from enricher.config import Enrich
from enricher.errors import LedgerError
from enricher.ledger.links import IS_RESPELT, code
from enricher.models import Failure, Memory, Standing, Status
from enricher.report import tally
from enricher.report.tally import PLACES_KEPT, QUIET
from enricher.run.lifecycle import report
from enricher.run.results.making import KnownOutcome, record_of
from enricher.run.results.records import Record
from enricher.run.results.shares import Shares
from enricher.run.results.source import Cited, counted
from tests.fakes import NOON, answer, failed, outcome
from tests.run.workplace import TITLE_A, TITLE_B, A, B, Workplace, document, page

EARLIER = NOON - timedelta(days=9)


def told(status: Status, reason: str, standing: Standing | None) -> tuple[str, str, object, bool]:
    """Status, reason, since and confirmed of a record of a check at noon."""
    seen = outcome(A, status, reason)
    memory = Memory(standing=standing, outcome=seen) if standing else None
    made = record_of(KnownOutcome(seen, memory, is_fresh=True))
    return made.status, made.reason, made.since, made.confirmed


@pytest.mark.parametrize(
    ("status", "reason", "standing", "expected"),
    [
        # never settled: the whole site failed tonight
        (Status.DEAD, "http-404", None, ("dead", "http-404", NOON, False)),
        (
            Status.OK,
            "not-modified",
            Standing(status=Status.OK, reason="http-200", since=EARLIER),
            ("ok", "not-modified", EARLIER, False),
        ),
        # a bad night, which the document does not show
        (
            Status.UNREACHABLE,
            "read-timeout",
            Standing(status=Status.OK, reason="http-200", since=EARLIER, failures=1),
            ("unreachable", "read-timeout", NOON, False),
        ),
        (
            Status.DEAD,
            "http-404",
            Standing(
                status=Status.DEAD, reason="http-404", since=EARLIER, failures=3, is_confirmed=True
            ),
            ("dead", "http-404", EARLIER, True),
        ),
    ],
)
def test_status_and_since(
    status: Status, reason: str, standing: Standing | None, expected: object
) -> None:
    assert told(status, reason, standing) == expected


def test_a_record_is_json_with_the_contracts_keys() -> None:
    made = record_of(KnownOutcome(outcome(A), None, is_fresh=True))
    plain = msgspec.json.decode(msgspec.json.encode(made))
    assert " ".join(plain) == (
        "schemaVersion document line column documentTitle field url status reason since confirmed change described httpStatus finalUrl redirects attempts elapsedMs bytes "
        "checkedDateTime fresh page image archive changes evidence suggestion vantage"
    )
    assert (plain["url"], plain["since"]) == (A, "2026-11-22T12:00:00Z")
    assert plain["page"] is plain["image"] is plain["archive"] is None


def by_field(records: object) -> dict[str, Record]:
    return {each.field: each for each in records}  # type: ignore[attr-defined]


async def test_every_change_stands_with_the_link_it_belongs_to(place: Workplace) -> None:
    lead = "https://img.test/lead.gif"
    place.table[A] = page(A, TITLE_A, head=f"<meta property='og:image' content='{lead}'>")
    place.table[lead] = answer(
        lead, b"GIF89a\x80\x02\xe0\x01\x00\x00\x00;", content_type="image/gif"
    )
    place.table["https://img.test/b.gif"] = answer(
        lead, b"GIF89a\x80\x02\xe0\x01\x00\x00\x00;", content_type="image/gif"
    )
    images = '    images:\n      - url: "https://img.test/b.gif"\n        width: 10\n        height: 480\n'
    place.put(
        "one.md",
        document((TITLE_A, A), (TITLE_B, B)).replace("---\n\nBody", images + "---\n\nBody"),
    )
    found = by_field((await place.run()).records)
    changed = {name: [change.field for change in each.changes] for name, each in found.items()}
    assert changed == {
        "related[0].webUrl": ["related[0].checks.webUrl", "related[0].images"],
        "related[1].webUrl": ["related[1].checks.webUrl"],
        "related[0].images[0].url": [],
        "related[1].images[0].url": [
            "related[1].images[0].checks.url",
            "related[1].images[0].width",
        ],
    }
    width = found["related[1].images[0].url"].changes[1]
    assert (width.before, width.after, width.because, width.is_applied) == (
        10,
        640,
        "correct",
        True,
    )
    image = found["related[0].webUrl"].image
    assert image is not None
    assert (image.url, image.width, image.height, image.format) == (lead, 640, 480, "gif")


async def test_what_policy_only_reports_is_told_every_night(place: Workplace) -> None:
    place.config = msgspec.structs.replace(place.config, enrich=Enrich(size="report"))
    place.table["https://img.test/b.gif"] = answer(
        A, b"GIF89a\x80\x02\xe0\x01\x00\x00\x00;", content_type="image/gif"
    )
    place.put(
        "one.md",
        '---\nimages:\n  - url: "https://img.test/b.gif"\n    width: 10\n    height: 480\n---\n',
    )
    for _ in range(2):
        (found,) = (await place.run()).records
        (change,) = [change for change in found.changes if not change.is_applied]
        assert (change.field, change.before, change.after) == ("images[0].width", 10, 640)


async def test_problems_are_the_records_that_are_not_quiet_or_tell_of_a_change(
    place: Workplace,
) -> None:
    gone, changed = ("Gone", "https://a.test/gone"), (TITLE_B, B)
    place.put("one.md", document((TITLE_A, A), gone))
    place.put("two.md", document((TITLE_A, A), changed).replace('excerpt: "What it says."', ""))
    place.put("well.md", document((TITLE_A, A)))
    quiet = {Status.OK}
    for result in (await place.run(), await place.run()):
        everything = list(result.records)
        told = [each for each in everything if each.status not in quiet or each.changes]
        assert list(result.records.problems(quiet)) == told != everything
        assert result.records.counts() == counted(everything)
    first = await report(place.ledger, 1)
    assert list(first.records.problems(quiet)) == [
        each for each in first.records if each.status not in quiet or each.changes
    ]
    assert first.records.counts() == counted(first.records)


async def test_a_report_reads_no_more_places_than_it_names_and_counts_them_all(
    place: Workplace,
) -> None:
    gone = "https://a.test/gone"
    for number in range(PLACES_KEPT + 5):
        place.put(f"{number}.md", document(("Gone", f"{gone}#part" if number % 3 else gone)))
    place.put("later.md", document(("Gone", gone), (TITLE_B, B)).replace("excerpt: ", "other: "))
    for result in (await place.run(), await place.run()):
        found = tally.of_run(result)
        every = (Cited(each, 1) for each in result.records.problems(QUIET))
        assert found == tally.count(result.records.counts(), every)
        assert {each.url: each.fields for each in found.findings.values()} == {
            gone: 5,
            f"{gone}#part": 6,
        }


@pytest.mark.parametrize(
    ("documents", "shares"),
    [
        ([[1, 2, 1, 3], [1, 1, 1], [3]], [[1, 0, 4, 1], None, [1]]),
        ([[1], [], [2, 2], [1]], [[1], None, None, [1]]),
        ([[1, 4, 1, 4, 4, 1]], [[1, 1, 2, 1, 1, 0]]),  # 4: the target of 1 in another spelling
    ],
)
def test_the_first_records_of_a_url_stand_for_the_others(
    documents: list[list[int]], shares: list[list[int] | None]
) -> None:
    """Links 1, 3 and 4 are told of; two records of each target."""
    codes = {1: code(1), 2: code(2), 3: code(3), 4: code(1, IS_RESPELT)}
    met = [array("I", map(codes.__getitem__, links)) for links in documents]
    counts = Counter(each for own in met for each in own)
    told = Shares({codes[one]: counts[codes[one]] for one in (1, 3, 4)}, 2)
    assert [told.of(own) for own in met] == shares


async def test_a_record_names_its_document_and_place(place: Workplace) -> None:
    place.put("one.md", document((TITLE_A, A)))
    place.put("untitled.md", document((TITLE_A, A)).replace('title: "News"\n', ""))
    for result in (await place.run(), await place.run()):
        named, bare = result.records
        assert (named.document_title, named.line, named.column) == (
            "News",
            7,
            13,
        )  # where its quote begins
        assert bare.document_title is None


async def test_a_past_run_is_told_as_it_was(place: Workplace) -> None:
    place.put("one.md", document((TITLE_A, A)))
    first = await place.run()
    place.table[A] = failed(A, Failure.READ_TIMEOUT)
    await place.next_night(refresh=True)
    past = await report(place.ledger, first.run)
    (found,) = past.records
    assert (found.status, found.fresh) == (Status.OK, True)
    assert (past.summary.asked, past.summary.changed) == (
        first.summary.asked,
        first.summary.changed,
    )
    (found,) = (await report(place.ledger)).records
    assert found.status is Status.UNREACHABLE


async def test_a_run_that_never_was(place: Workplace) -> None:
    place.put("one.md", document((TITLE_A, A)))
    await place.run()
    with pytest.raises(LedgerError, match="knows no run 7"):
        await report(place.ledger, 7)
