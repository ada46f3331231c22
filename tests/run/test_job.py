"""The main job over real documents, a real ledger and a fake web: the promises that users rely on."""

from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path

import anyio
import msgspec

from enricher.config import Enrich
from enricher.models import Hop, Observation, Request, Status
from enricher.run import record
from enricher.run.record import Surveyed, Wrote
from tests.fakes import FakeWeb, answer
from tests.run.desks import TITLE_A, TITLE_B, A, B, Desk, document, page, statuses

PNG = (
    b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x04\xb0\x00\x00\x02v\x08\x02\x00\x00\x00\x00\x00\x00\x00"
    b"\x00\x00\x00\x00IDAT5\xaf\x06\x1e"
)
"""1200×630; the picture is missing."""


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
    assert (
        "      webUrl: {status: dead, reason: http-404, since: 2026-11-22T12:00:00Z}\n"
        in desk.read("one.md")
    )
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
    desk.put(
        "two.md",
        document(
            (TITLE_A, A), ("Gone", "https://a.test/gone"), ("Local", "/local"), ("Bad", "http://")
        ),
    )
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
        record.Checked(target=A, status=Status.OK, reason="http-200", done=1),
        Wrote(document=str(path), changes=1),
    ]


async def test_what_is_missing_is_filled_with_a_measured_image_and_then_left_alone(
    desk: Desk,
) -> None:
    lead = "https://img.test/lead.png"
    desk.table[A] = page(A, TITLE_A, head=f"<meta property='og:image' content='{lead}'>")
    desk.table[lead] = answer(lead, PNG, content_type="image/png")
    desk.put("one.md", document((TITLE_A, A)))
    result = await desk.run()
    assert "        width: 1200\n        height: 630\n        isCached: false\n" in desk.read(
        "one.md"
    )
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
    lead = "https://a.test/harbour-1200.png"
    titles = [
        f"{word} opens the {place}"
        for word in ("Mayor", "Queen")
        for place in ("bridge", "harbour", "library")
    ]
    links = [(title, f"https://a.test/news/{number}-story") for number, title in enumerate(titles)]
    for title, url in links:
        desk.table[url] = page(url, title, head=f"<meta property='og:image' content='{lead}'>")
    desk.table[lead] = answer(lead, PNG, content_type="image/png")
    for number, link in enumerate(links):
        desk.put(f"{number}.md", document(link))
    first_is_home = anyio.Event()

    class Slow(FakeWeb):
        async def fetch(self, request: Request) -> Observation:
            if request.url not in (links[0][1], lead):
                await first_is_home.wait()
            return await super().fetch(request)

    desk.web = web = Slow(desk.table, now=desk.clock.now)
    await desk.run(
        on_event=lambda event: first_is_home.set() if isinstance(event, record.Checked) else None
    )
    assert not any(b"images" in text for text in desk.bytes().values())
    assert [request.url for request in web.asked].count(lead) == 1


async def test_a_moved_address_is_updated_where_policy_says_so_and_not_asked_again(
    desk: Desk,
) -> None:
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


async def test_a_document_that_nobody_touched_is_not_even_opened(desk: Desk) -> None:
    path = desk.put("one.md", document((TITLE_A, A)))
    await desk.run()
    status = path.stat()
    path.write_bytes(b"---\na: [" + b" " * (status.st_size - 8))
    os.utime(path, ns=(status.st_atime_ns, status.st_mtime_ns))
    result = await desk.run()
    assert result.errors == ()
    assert len(list(result.records)) == 1


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
    assert [Path(error.path).name for error in result.errors] == [
        "broken.md",
        "latin1.md",
        "twice.md",
    ]
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


async def test_a_document_that_cannot_be_written_is_an_error_every_night_until_it_can(
    desk: Desk,
) -> None:
    path = desk.put(
        "one.md", '---\nrelated:\n  - &it\n    title: "T"\n    webUrl: "' + A + '"\n  - *it\n---\n'
    )
    before = path.read_bytes()
    first, second = await desk.run(), await desk.run()
    assert len(first.errors) == len(second.errors) > 0
    assert first.is_incomplete
    assert desk.asked == []
    assert before in (path.read_bytes(), before)
