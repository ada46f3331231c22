"""The main job over real documents, a real ledger and a fake web: the promises that users rely on."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import msgspec
import pytest

from enricher.config import Enrich
from enricher.errors import LedgerBusy, NoNetwork
from enricher.ledger.store import Ledger
from enricher.models import Failure, Hop, Kind, Manner, Observation, Pin, Request, Status
from enricher.run.record import Checked, Surveyed, Wrote
from tests.fakes import answer, failed
from tests.run.desks import Desk, document, page, statuses

A, B, C = (f"https://{name}.test/news/the-story" for name in "abc")
TITLE_A, TITLE_B, TITLE_C = (
    "New Orleans mayor signs ordinance on facial recognition",
    "State lawmakers seek restrictions on face scans by police",
    "Harbour festival draws record crowd on opening weekend",
)


PNG = (
    b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x04\xb0\x00\x00\x02v\x08\x02\x00\x00\x00\x00\x00\x00\x00"
    b"\x00\x00\x00\x00IDAT5\xaf\x06\x1e"
)
"""1200×630; the picture is missing."""


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    made = Desk(tmp_path)
    made.answers({A: TITLE_A, B: TITLE_B, C: TITLE_C})
    return made


# ── one night ─────────────────────────────────────────────────────────────────────────────────────────────────


async def test_every_link_has_a_record_and_every_document_its_checks(desk: Desk) -> None:
    desk.put("one.md", document((TITLE_A, A), ("Gone for good", "https://a.test/gone")))
    result = await desk.run()
    assert statuses(result.records) == {
        "one.md:related[0].webUrl": "ok/http-200",
        "one.md:related[1].webUrl": "dead/http-404",
    }
    assert (result.documents, result.links, result.targets, result.asked) == (1, 2, 2, 2)
    assert not result.is_incomplete
    assert "      webUrl: {status: ok, since: 2026-11-22T12:00:00Z}\n" in desk.read("one.md")
    assert "      webUrl: {status: dead, reason: http-404, since: 2026-11-22T12:00:00Z}\n" in desk.read("one.md")
    assert desk.read("one.md").endswith("---\n\nBody, with a trailing space \nand no final newline")


async def test_a_url_in_many_documents_is_asked_once_and_written_in_all(desk: Desk) -> None:
    for number in range(20):
        desk.put(f"{number}.md", document((TITLE_A, A), (TITLE_B, B)))
    result = await desk.run()
    assert sorted(desk.asked) == [A, B]
    assert len(result.changed) == 20
    assert all(text.count(b"status: ok") == 2 for text in desk.bytes().values())


async def test_a_second_run_straight_after_asks_and_writes_nothing(desk: Desk) -> None:
    desk.put("one.md", document((TITLE_A, A), (TITLE_B, B)))
    desk.put("two.md", document((TITLE_A, A), ("Gone", "https://a.test/gone"), ("Local", "/local"), ("Bad", "http://")))
    await desk.run()
    before = desk.bytes()
    result = await desk.run()
    assert desk.asked == []
    assert (result.asked, result.requests, result.changed) == (0, 0, ())
    assert desk.bytes() == before
    assert len(list(result.records)) == result.links == 6
    assert not any(record.fresh for record in result.records)


async def test_what_is_due_again_and_unchanged_writes_nothing(desk: Desk) -> None:
    desk.put("one.md", document((TITLE_A, A), (TITLE_B, B)))
    await desk.run()
    before = desk.bytes()
    desk.clock.pass_by(days=20)
    result = await desk.run()
    assert sorted(desk.asked) == [A, B]
    assert result.changed == ()
    assert desk.bytes() == before


async def test_progress_is_told(desk: Desk) -> None:
    path = desk.put("one.md", document((TITLE_A, A)))
    await desk.run()
    assert desk.events == [
        Surveyed(documents=1, links=1, targets=1, due=1),
        Checked(target=A, status=Status.OK, reason="http-200", done=1),
        Wrote(document=str(path), changes=1),
    ]


async def test_what_is_missing_is_filled_with_a_measured_image_and_then_left_alone(desk: Desk) -> None:
    lead = "https://img.test/lead.png"
    desk.table[A] = page(A, TITLE_A, head=f"<meta property='og:image' content='{lead}'>")
    desk.table[lead] = answer(lead, PNG, content_type="image/png")
    desk.put("one.md", document((TITLE_A, A)))
    result = await desk.run()
    assert "        width: 1200\n        height: 630\n        isCached: false\n" in desk.read("one.md")
    assert [(r.field, r.status) for r in result.records] == [
        ("related[0].webUrl", Status.OK),
        ("related[0].images[0].url", Status.OK),
    ]
    again = await desk.run()
    assert desk.asked == []
    assert again.changed == ()
    assert len(list(again.records)) == again.links == 2


async def test_a_default_image_of_a_site_is_no_articles_lead_image(desk: Desk) -> None:
    """Seen in one and the same run: every article of the site offers it first."""
    lead = "https://a.test/share.png"
    titles = [f"{word} opens the {place}" for word in ("Mayor", "Queen") for place in ("bridge", "harbour", "library")]
    links = [(title, f"https://a.test/news/{number}-story") for number, title in enumerate(titles)]
    for title, url in links:
        desk.table[url] = page(url, title, head=f"<meta property='og:image' content='{lead}'>")
    desk.table[lead] = answer(lead, PNG, content_type="image/png")
    desk.put("one.md", document(*links))
    await desk.run()
    assert "images" not in desk.read("one.md")
    assert desk.asked.count(lead) == 1


async def test_a_moved_address_is_updated_where_policy_says_so_and_not_asked_again(desk: Desk) -> None:
    there = "https://a.test/news/moved/the-story"
    hop = Hop(url=A, http_status=301, location=there)
    desk.table[A] = replace(page(A, TITLE_A), final_url=there, hops=(hop,))
    desk.config = msgspec.structs.replace(desk.config, enrich=Enrich(moved="update"))
    desk.put("one.md", document((TITLE_A, A)))
    await desk.run()
    assert f'    webUrl: "{there}"\n' in desk.read("one.md")
    before = desk.bytes()
    again = await desk.run()
    assert desk.asked == []
    assert again.changed == ()
    assert desk.bytes() == before
    (record,) = again.records
    assert (record.url, record.status) == (there, Status.OK)


# ── nothing else is touched ───────────────────────────────────────────────────────────────────────────────────


async def test_a_dry_run_shows_and_writes_nothing(desk: Desk) -> None:
    desk.put("one.md", document((TITLE_A, A)))
    before = desk.bytes()
    result = await desk.run(dry_run=True)
    assert desk.bytes() == before
    assert len(result.changed) == 1
    (diff,) = result.diffs
    assert "+      webUrl: {status: ok, since: 2026-11-22T12:00:00Z}\n" in diff
    (record,) = result.records
    assert [change.field for change in record.changes] == ["related[0].checks.webUrl"]
    real = await desk.run()
    assert desk.asked == []
    assert len(real.changed) == 1
    assert b"status: ok" in desk.bytes()["one.md"]


async def test_an_audit_checks_and_never_writes(desk: Desk) -> None:
    desk.put("one.md", document((TITLE_A, A), ("Gone", "https://a.test/gone")))
    before = desk.bytes()
    result = await desk.run(writes=False)
    assert desk.bytes() == before
    assert result.changed == ()
    assert len(list(result.records)) == 2
    await desk.run()
    assert desk.asked == [A]  # once more, for the lead image that an audit has no use for
    assert desk.bytes() != before


async def test_offline_asks_nothing_and_still_writes_what_is_known(desk: Desk) -> None:
    desk.put("one.md", document((TITLE_A, A)))
    await desk.run(writes=False)
    desk.put("two.md", document((TITLE_A, A), (TITLE_B, B)))
    result = await desk.run(offline=True)
    assert desk.asked == []
    assert result.unasked == 1
    assert not result.is_incomplete
    assert all(b"status: ok" in text for text in desk.bytes().values())


async def test_broken_documents_have_one_line_each_and_the_run_goes_on(desk: Desk) -> None:
    desk.put("broken.md", "---\ntitle: [unclosed\nrelated:\n---\n")
    desk.put("twice.md", "---\ntitle: one\ntitle: two\n---\n")
    desk.put("latin1.md", b"---\ntitle: caf\xe9\n---\n")
    desk.put("whole.md", document((TITLE_A, A)))
    before = desk.bytes()
    result = await desk.run()
    assert [Path(error.path).name for error in result.errors] == ["broken.md", "latin1.md", "twice.md"]
    assert all(error.line for error in result.errors)
    assert result.is_incomplete
    after = desk.bytes()
    assert {name for name in before if before[name] != after[name]} == {"whole.md"}


async def test_a_document_that_breaks_is_no_longer_told_of(desk: Desk) -> None:
    desk.put("one.md", document((TITLE_A, A)))
    await desk.run()
    desk.put("one.md", "---\ntitle: [unclosed\n---\n")
    result = await desk.run()
    assert list(result.records) == []
    assert len(result.errors) == 1


async def test_a_document_changed_while_we_asked_is_left_to_the_next_run(desk: Desk) -> None:
    path = desk.put("one.md", document((TITLE_A, A)))
    theirs = document((TITLE_A, A), (TITLE_B, B))

    def changes_it(_: Request) -> Observation:
        path.write_text(theirs)
        return page(A, TITLE_A)

    desk.table[A] = changes_it
    await desk.run()
    assert desk.read("one.md").count("status: ok") == 1
    assert B in desk.read("one.md")
    await desk.run()
    assert desk.asked == [B]
    assert desk.read("one.md").count("status: ok") == 2


async def test_a_document_that_cannot_be_written_is_an_error_every_night_until_it_can(desk: Desk) -> None:
    path = desk.put("one.md", '---\nrelated:\n  - &it\n    title: "T"\n    webUrl: "' + A + '"\n  - *it\n---\n')
    before = path.read_bytes()
    first, second = await desk.run(), await desk.run()
    assert len(first.errors) == len(second.errors) > 0
    assert first.is_incomplete
    assert desk.asked == []
    assert before in (path.read_bytes(), before)


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


async def test_a_suspect_is_asked_again_the_next_night_and_the_healthy_are_not(desk: Desk) -> None:
    desk.put("one.md", document((TITLE_A, A), ("Gone", "https://b.test/gone")))
    await desk.run()
    await desk.next_night()
    assert desk.asked == ["https://b.test/gone"]


async def test_a_site_that_fails_as_a_whole_changes_no_document_until_the_next_run_says_the_same(desk: Desk) -> None:
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


async def test_a_browser_manner_that_worked_is_remembered(desk: Desk) -> None:
    def wall(request: Request) -> Observation:
        return page(A, TITLE_A) if request.manner is Manner.BROWSER else answer(A, "<title>Forbidden</title>", 403)

    desk.table[A] = wall
    desk.put("one.md", document((TITLE_A, A)))
    await desk.run()
    assert desk.asked == [A, A]
    desk.clock.pass_by(days=20)
    await desk.run()
    assert desk.asked == [A]


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
        assert ledger.targets.known([(Kind.PAGE, "https://1.test/story"), (Kind.PAGE, "/local")]) == {}


async def test_one_dead_name_alone_is_no_verdict_on_the_network_when_others_answer(desk: Desk) -> None:
    url = "https://nowhere.test/story"
    desk.table[url] = failed(url, Failure.DNS_NXDOMAIN)
    desk.put("one.md", document((TITLE_A, A), ("Lost", url)))
    result = await desk.run()
    assert statuses(result.records)["one.md:related[1].webUrl"] == "dead/dns-nxdomain"
    desk.clock.pass_by(days=1)
    result = await desk.run()
    assert desk.asked[0] == url
    assert A in desk.asked  # nothing else was due: somebody who answered before vouches for the network
    assert statuses(result.records)["one.md:related[1].webUrl"] == "dead/dns-nxdomain"


async def test_a_network_lost_on_the_way_keeps_what_was_learnt_and_blames_nobody(desk: Desk) -> None:
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


async def test_a_target_that_breaks_our_own_code_is_named_and_costs_nobody_else_their_verdict(desk: Desk) -> None:
    def breaks(_: Request) -> Observation:
        raise ZeroDivisionError("a mistake of ours")

    desk.table[A] = breaks
    desk.put(
        "one.md", document((TITLE_A, A), *((TITLE_B, f"https://a.test/{n}/story") for n in range(5)), (TITLE_C, C))
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
        pin = Pin(status=Status.OK, note="it is behind a login", pinned_at=desk.clock.now(), seen=None)
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
