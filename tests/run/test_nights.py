"""The main job over many nights, and what may happen to a run: outages, crashes, budgets, people."""

from __future__ import annotations

from datetime import timedelta

import msgspec
import pytest

from enricher.config import Archive
from enricher.errors import LedgerBusy, NoNetwork
from enricher.ledger.store import Ledger
from enricher.models import ClientIdentity, Failure, Kind, Observation, Pin, Request, Status
from tests.fakes import answer, failed, outcome
from tests.run.workplace import (
    TITLE_A,
    TITLE_B,
    TITLE_C,
    A,
    B,
    C,
    Workplace,
    document,
    page,
    statuses,
)

# ── many nights ───────────────────────────────────────────────────────────────────────────────────────────────


async def test_one_bad_night_changes_no_document(place: Workplace) -> None:
    place.put("one.md", document((TITLE_A, A), (TITLE_B, B)))
    await place.run()
    before = place.bytes()
    place.table[A] = failed(A, Failure.READ_TIMEOUT)
    result = await place.next_night(refresh=True)
    assert place.bytes() == before
    assert statuses(result.records)["one.md:related[0].webUrl"] == "unreachable/read-timeout"
    for _ in range(3):
        await place.next_night(refresh=True)
    assert "status: unreachable, reason: read-timeout" in place.read("one.md")
    assert "confirmed: true" in place.read("one.md")
    place.table[A] = page(A, TITLE_A)
    await place.next_night(refresh=True)
    assert "unreachable" not in place.read("one.md")


async def test_what_was_learnt_before_a_bad_night_is_still_known_after_it(place: Workplace) -> None:
    place.put("one.md", document((TITLE_A, A)))
    await place.run()
    place.table[A] = failed(A, Failure.READ_TIMEOUT)
    await place.next_night(refresh=True)
    place.put("two.md", f'---\nrelated:\n  - title: "{TITLE_A}"\n    webUrl: "{A}"\n---\n')
    await place.run()
    assert place.asked == []
    assert "    excerpt: " in place.read("two.md")


async def test_a_suspect_is_asked_again_the_next_night_and_the_healthy_are_not(
    place: Workplace,
) -> None:
    place.put("one.md", document((TITLE_A, A), ("Gone", "https://b.test/gone")))
    await place.run()
    await place.next_night()
    assert place.asked == ["https://b.test/gone"]


async def test_a_site_that_fails_as_a_whole_changes_no_document_until_the_next_run_says_the_same(
    place: Workplace,
) -> None:
    gone = [(f"Story {number}", f"https://down.test/{number}/story") for number in range(4)]
    place.put("one.md", document((TITLE_A, A), *gone))
    first = await place.run()
    assert place.read("one.md").count("checks:") == 1
    assert len(first.summary.notices) == 1
    assert "down.test" in first.summary.notices[0]
    assert statuses(first.records)["one.md:related[1].webUrl"] == "dead/http-404"
    again = await place.run()
    assert place.asked == []
    assert again.summary.changed == ()
    await place.next_night()
    assert place.read("one.md").count("status: dead") == 4


async def test_a_night_that_asks_nothing_but_suspects_of_a_site_is_no_failure_of_the_site(
    place: Workplace,
) -> None:
    gone = [(f"Story {number}", f"https://a.test/{number}/story") for number in range(4)]
    place.put("one.md", document((TITLE_A, A), *gone))
    await place.run()
    for _ in range(3):
        told = await place.next_night()
        assert told.summary.notices == ()
        assert sorted(set(place.asked)) == [url for _, url in gone]
    assert place.read("one.md").count("status: dead, reason: http-404") == 4
    assert place.read("one.md").count("confirmed: true") == 4


async def test_a_browser_manner_that_worked_is_remembered(place: Workplace) -> None:
    def wall(request: Request) -> Observation:
        return (
            page(A, TITLE_A)
            if request.client_identity is ClientIdentity.BROWSER
            else answer(A, "<title>Forbidden</title>", 403)
        )

    place.table[A] = wall
    place.put("one.md", document((TITLE_A, A)))
    polite = msgspec.structs.replace(place.config.politeness, browser_retry=True)
    place.config = msgspec.structs.replace(place.config, politeness=polite)
    await place.run()
    assert place.asked == [A, A]
    place.clock.pass_by(days=20)
    await place.run()
    assert place.asked == [A]


async def test_what_a_killed_run_left_without_a_meaning_is_given_one_and_not_asked_again(
    place: Workplace,
) -> None:
    gone = "https://b.test/gone"
    place.put("one.md", document(("Gone", gone)))
    with Ledger.open(place.ledger) as ledger:
        run = ledger.begin("run", place.clock.now())
        ledger.checks.commit(run, [outcome(gone, Status.DEAD, "http-404")], ())
    await place.run()
    assert place.asked == []
    assert "status: dead" in place.read("one.md")


# ── what may happen to a run ──────────────────────────────────────────────────────────────────────────────────


async def test_without_a_network_nothing_is_kept_and_nothing_written(place: Workplace) -> None:
    for number in range(8):
        url = f"https://{number}.test/story"
        place.table[url] = failed(url, Failure.DNS_NXDOMAIN)
        place.put(f"{number}.md", document(("Story", url), ("Local", "/local")))
    before = place.bytes()
    with pytest.raises(NoNetwork):
        await place.run()
    assert place.bytes() == before
    with Ledger.read(place.ledger) as ledger:
        assert ledger.runs() == ()
        assert (
            ledger.targets.known([(Kind.PAGE, "https://1.test/story"), (Kind.PAGE, "/local")]) == {}
        )


async def test_one_dead_name_alone_is_no_verdict_on_the_network_when_others_answer(
    place: Workplace,
) -> None:
    url = "https://nowhere.test/story"
    place.table[url] = failed(url, Failure.DNS_NXDOMAIN)
    place.put("one.md", document((TITLE_A, A), ("Lost", url)))
    result = await place.run()
    assert statuses(result.records)["one.md:related[1].webUrl"] == "dead/dns-nxdomain"
    place.clock.pass_by(days=1)
    result = await place.run()
    assert place.asked[0] == url
    assert (
        A in place.asked
    )  # nothing else was due: a site that answered before vouches for the network
    assert statuses(result.records)["one.md:related[1].webUrl"] == "dead/dns-nxdomain"


@pytest.mark.parametrize(
    ("failure", "archive", "is_believed"),
    [
        (Failure.TLS_EXPIRED, True, True),
        (Failure.REFUSED, True, False),
        (Failure.DNS_NXDOMAIN, False, False),  # machines without network are told so, too
        (Failure.DNS_NXDOMAIN, True, False),  # the archive is not to be found either
        (Failure.DNS_FAILURE, False, False),
        (Failure.CONNECT_TIMEOUT, False, False),
        (Failure.NO_ROUTE, False, False),
    ],
)
async def test_a_run_of_few_sites_that_all_fail(
    place: Workplace, failure: Failure, *, archive: bool, is_believed: bool
) -> None:
    gate = "https://archive.test/web/"
    place.config = msgspec.structs.replace(
        place.config, archive=Archive(enabled=archive, timegate=gate)
    )
    place.table = {A: failed(A, failure), gate: failed(gate, Failure.DNS_FAILURE)}
    place.put("one.md", document((TITLE_A, A)))
    if is_believed:
        result = await place.run()
        assert statuses(result.records)["one.md:related[0].webUrl"].endswith(f"/{failure}")
    else:
        with pytest.raises(NoNetwork):
            await place.run()


async def test_a_network_lost_on_the_way_keeps_what_was_learnt_and_blames_no_host(
    place: Workplace,
) -> None:
    place.put("one.md", document((TITLE_A, A)))
    await place.run()

    def is_lost(request: Request) -> Observation:
        place.clock.ticks += 60
        place.table[B] = failed(B, Failure.DNS_FAILURE)
        return failed(request.url, Failure.DNS_FAILURE)

    place.table[A] = is_lost
    for number in range(8):
        place.table[f"https://{number}.test/story"] = is_lost
        place.put(f"{number}.md", document(("Story", f"https://{number}.test/story")))
    place.put("b.md", document((TITLE_B, B), ("Gone", "https://b.test/gone")))
    result = await place.run()
    assert result.summary.no_network
    assert result.is_incomplete
    assert result.summary.unasked == 8
    assert statuses(result.records)["b.md:related[0].webUrl"] == "ok/http-200"
    assert "3.md:related[0].webUrl" not in statuses(result.records)


async def test_a_target_that_breaks_our_own_code_is_named_and_costs_no_other_its_verdict(
    place: Workplace,
) -> None:
    def breaks(_: Request) -> Observation:
        raise ZeroDivisionError("a mistake of ours")

    place.table[A] = breaks
    place.put(
        "one.md",
        document(
            (TITLE_A, A), *((TITLE_B, f"https://a.test/{n}/story") for n in range(5)), (TITLE_C, C)
        ),
    )
    for number in range(5):
        place.answers({f"https://a.test/{number}/story": TITLE_B})
    result = await place.run()
    (line,) = result.summary.poison
    assert line.startswith(f"{A}: ZeroDivisionError: a mistake of ours")
    assert result.is_incomplete
    assert result.summary.missing == 0
    assert place.read("one.md").count("status: ok") == 6


async def test_a_budget_takes_the_most_overdue_and_ends_well(place: Workplace) -> None:
    links = [(f"Story {number}", f"https://a.test/{number}/story") for number in range(30)]
    place.put("one.md", document(*links))

    def slow(_: Request) -> Observation:
        place.clock.ticks += 10
        return page(A, "Story 1")

    place.table = {url: slow for _, url in links}
    first = await place.run(budget=timedelta(minutes=1))
    assert 0 < first.summary.asked < 30
    assert first.summary.unasked == 30 - first.summary.asked
    assert not first.is_incomplete
    asked = set(place.asked)
    await place.run()
    assert asked.isdisjoint(place.asked)


async def test_a_second_run_at_the_same_time_is_refused(place: Workplace) -> None:
    place.put("one.md", document((TITLE_A, A)))
    with Ledger.open(place.ledger), pytest.raises(LedgerBusy):
        await place.run()


async def test_pins_hold_until_the_result_changes(place: Workplace) -> None:
    url = "https://a.test/gone"
    place.put("one.md", document((TITLE_A, A), ("Gone", url)))
    await place.run()
    with Ledger.open(place.ledger) as ledger:
        pin = Pin(
            status=Status.OK, note="it is behind a login", pinned_at=place.clock.now(), seen=None
        )
        ledger.pins.put(url, pin)
    result = await place.run()
    assert statuses(result.records)["one.md:related[1].webUrl"] == "ok/pinned"
    assert "status: dead" not in place.read("one.md")
    await place.next_night()
    assert "status: dead" not in place.read("one.md")
    place.table[url] = answer(url, "gone", 410)
    result = await place.next_night()
    assert "unpinned" in result.summary.notices[0]
    assert "status: dead, reason: http-410" in place.read("one.md")
