"""The main job over many nights, and what may happen to a run: outages, crashes, budgets, people."""

from __future__ import annotations

from datetime import timedelta

import msgspec
import pytest

from enricher.config import Archive
from enricher.errors import LedgerBusy, NoNetwork
from enricher.ledger.store import Ledger
from enricher.ledger.targets import NewCheck
from enricher.models import ClientIdentity, Failure, Kind, Observation, Pin, Request, Status
from tests.fakes import answer, failed, outcome
from tests.run.desks import TITLE_A, TITLE_B, TITLE_C, A, B, C, Desk, document, page, statuses

# ── many nights ───────────────────────────────────────────────────────────────────────────────────────────────


async def test_one_bad_night_changes_no_document(desk: Desk) -> None:
    desk.put("one.md", document((TITLE_A, A), (TITLE_B, B)))
    await desk.run()
    before = desk.bytes()
    desk.table[A] = failed(A, Failure.READ_TIMEOUT)
    result = await desk.next_night(refresh=True)
    assert desk.bytes() == before
    assert statuses(result.records)["one.md:related[0].webUrl"] == "unreachable/read-timeout"
    for _ in range(3):
        await desk.next_night(refresh=True)
    assert "status: unreachable, reason: read-timeout" in desk.read("one.md")
    assert "confirmed: true" in desk.read("one.md")
    desk.table[A] = page(A, TITLE_A)
    await desk.next_night(refresh=True)
    assert "unreachable" not in desk.read("one.md")


async def test_what_was_learnt_before_a_bad_night_is_still_known_after_it(desk: Desk) -> None:
    desk.put("one.md", document((TITLE_A, A)))
    await desk.run()
    desk.table[A] = failed(A, Failure.READ_TIMEOUT)
    await desk.next_night(refresh=True)
    desk.put("two.md", f'---\nrelated:\n  - title: "{TITLE_A}"\n    webUrl: "{A}"\n---\n')
    await desk.run()
    assert desk.asked == []
    assert "    excerpt: " in desk.read("two.md")


async def test_a_suspect_is_asked_again_the_next_night_and_the_healthy_are_not(desk: Desk) -> None:
    desk.put("one.md", document((TITLE_A, A), ("Gone", "https://b.test/gone")))
    await desk.run()
    await desk.next_night()
    assert desk.asked == ["https://b.test/gone"]


async def test_a_site_that_fails_as_a_whole_changes_no_document_until_the_next_run_says_the_same(
    desk: Desk,
) -> None:
    gone = [(f"Story {number}", f"https://down.test/{number}/story") for number in range(4)]
    desk.put("one.md", document((TITLE_A, A), *gone))
    first = await desk.run()
    assert desk.read("one.md").count("checks:") == 1
    assert len(first.notices) == 1
    assert "down.test" in first.notices[0]
    assert statuses(first.records)["one.md:related[1].webUrl"] == "dead/http-404"
    again = await desk.run()
    assert desk.asked == []
    assert again.changed == ()
    await desk.next_night()
    assert desk.read("one.md").count("status: dead") == 4


async def test_a_night_that_asks_nothing_but_suspects_of_a_site_is_no_failure_of_the_site(
    desk: Desk,
) -> None:
    gone = [(f"Story {number}", f"https://a.test/{number}/story") for number in range(4)]
    desk.put("one.md", document((TITLE_A, A), *gone))
    await desk.run()
    for _ in range(3):
        told = await desk.next_night()
        assert told.notices == ()
        assert sorted(set(desk.asked)) == [url for _, url in gone]
    assert desk.read("one.md").count("status: dead, reason: http-404") == 4
    assert desk.read("one.md").count("confirmed: true") == 4


async def test_a_browser_manner_that_worked_is_remembered(desk: Desk) -> None:
    def wall(request: Request) -> Observation:
        return (
            page(A, TITLE_A)
            if request.client_identity is ClientIdentity.BROWSER
            else answer(A, "<title>Forbidden</title>", 403)
        )

    desk.table[A] = wall
    desk.put("one.md", document((TITLE_A, A)))
    await desk.run()
    assert desk.asked == [A, A]
    desk.clock.pass_by(days=20)
    await desk.run()
    assert desk.asked == [A]


async def test_what_a_killed_run_left_without_a_meaning_is_given_one_and_not_asked_again(
    desk: Desk,
) -> None:
    gone = "https://b.test/gone"
    desk.put("one.md", document(("Gone", gone)))
    with Ledger.open(desk.ledger) as ledger:
        run = ledger.begin("run", desk.clock.now())
        ledger.targets.commit(
            run, [NewCheck(outcome=outcome(gone, Status.DEAD, "http-404"), site="b.test")]
        )
    await desk.run()
    assert desk.asked == []
    assert "status: dead" in desk.read("one.md")


# ── what may happen to a run ──────────────────────────────────────────────────────────────────────────────────


async def test_without_a_network_nothing_is_kept_and_nothing_written(desk: Desk) -> None:
    for number in range(8):
        url = f"https://{number}.test/story"
        desk.table[url] = failed(url, Failure.DNS_NXDOMAIN)
        desk.put(f"{number}.md", document(("Story", url), ("Local", "/local")))
    before = desk.bytes()
    with pytest.raises(NoNetwork):
        await desk.run()
    assert desk.bytes() == before
    with Ledger.read(desk.ledger) as ledger:
        assert ledger.runs() == ()
        assert (
            ledger.targets.known([(Kind.PAGE, "https://1.test/story"), (Kind.PAGE, "/local")]) == {}
        )


async def test_one_dead_name_alone_is_no_verdict_on_the_network_when_others_answer(
    desk: Desk,
) -> None:
    url = "https://nowhere.test/story"
    desk.table[url] = failed(url, Failure.DNS_NXDOMAIN)
    desk.put("one.md", document((TITLE_A, A), ("Lost", url)))
    result = await desk.run()
    assert statuses(result.records)["one.md:related[1].webUrl"] == "dead/dns-nxdomain"
    desk.clock.pass_by(days=1)
    result = await desk.run()
    assert desk.asked[0] == url
    assert (
        A in desk.asked
    )  # nothing else was due: somebody who answered before vouches for the network
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
    desk: Desk, failure: Failure, *, archive: bool, is_believed: bool
) -> None:
    gate = "https://archive.test/web/"
    desk.config = msgspec.structs.replace(
        desk.config, archive=Archive(enabled=archive, timegate=gate)
    )
    desk.table = {A: failed(A, failure), gate: failed(gate, Failure.DNS_FAILURE)}
    desk.put("one.md", document((TITLE_A, A)))
    if is_believed:
        result = await desk.run()
        assert statuses(result.records)["one.md:related[0].webUrl"].endswith(f"/{failure}")
    else:
        with pytest.raises(NoNetwork):
            await desk.run()


async def test_a_network_lost_on_the_way_keeps_what_was_learnt_and_blames_nobody(
    desk: Desk,
) -> None:
    desk.put("one.md", document((TITLE_A, A)))
    await desk.run()

    def is_lost(request: Request) -> Observation:
        desk.clock.ticks += 60
        desk.table[B] = failed(B, Failure.DNS_FAILURE)
        return failed(request.url, Failure.DNS_FAILURE)

    desk.table[A] = is_lost
    for number in range(8):
        desk.table[f"https://{number}.test/story"] = is_lost
        desk.put(f"{number}.md", document(("Story", f"https://{number}.test/story")))
    desk.put("b.md", document((TITLE_B, B), ("Gone", "https://b.test/gone")))
    result = await desk.run()
    assert result.no_network
    assert result.is_incomplete
    assert result.unasked == 8
    assert statuses(result.records)["b.md:related[0].webUrl"] == "ok/http-200"
    assert "3.md:related[0].webUrl" not in statuses(result.records)


async def test_a_target_that_breaks_our_own_code_is_named_and_costs_nobody_else_their_verdict(
    desk: Desk,
) -> None:
    def breaks(_: Request) -> Observation:
        raise ZeroDivisionError("a mistake of ours")

    desk.table[A] = breaks
    desk.put(
        "one.md",
        document(
            (TITLE_A, A), *((TITLE_B, f"https://a.test/{n}/story") for n in range(5)), (TITLE_C, C)
        ),
    )
    for number in range(5):
        desk.answers({f"https://a.test/{number}/story": TITLE_B})
    result = await desk.run()
    (line,) = result.poison
    assert line.startswith(f"{A}: ZeroDivisionError: a mistake of ours")
    assert result.is_incomplete
    assert result.missing == 0
    assert desk.read("one.md").count("status: ok") == 6


async def test_a_budget_takes_the_most_overdue_and_ends_well(desk: Desk) -> None:
    links = [(f"Story {number}", f"https://a.test/{number}/story") for number in range(30)]
    desk.put("one.md", document(*links))

    def slow(_: Request) -> Observation:
        desk.clock.ticks += 10
        return page(A, "Story 1")

    desk.table = {url: slow for _, url in links}
    first = await desk.run(budget=timedelta(minutes=1))
    assert 0 < first.asked < 30
    assert first.unasked == 30 - first.asked
    assert not first.is_incomplete
    asked = set(desk.asked)
    await desk.run()
    assert asked.isdisjoint(desk.asked)


async def test_a_second_run_at_the_same_time_is_refused(desk: Desk) -> None:
    desk.put("one.md", document((TITLE_A, A)))
    with Ledger.open(desk.ledger), pytest.raises(LedgerBusy):
        await desk.run()


async def test_pins_hold_until_the_result_changes(desk: Desk) -> None:
    url = "https://a.test/gone"
    desk.put("one.md", document((TITLE_A, A), ("Gone", url)))
    await desk.run()
    with Ledger.open(desk.ledger) as ledger:
        pin = Pin(
            status=Status.OK, note="it is behind a login", pinned_at=desk.clock.now(), seen=None
        )
        ledger.targets.pin(url, pin)
    result = await desk.run()
    assert statuses(result.records)["one.md:related[1].webUrl"] == "ok/pinned"
    assert "status: dead" not in desk.read("one.md")
    await desk.next_night()
    assert "status: dead" not in desk.read("one.md")
    desk.table[url] = answer(url, "gone", 410)
    result = await desk.next_night()
    assert "unpinned" in result.notices[0]
    assert "status: dead, reason: http-410" in desk.read("one.md")
