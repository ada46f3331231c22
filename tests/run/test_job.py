"""The main job over real documents, a real ledger and a fake web: the promises that users rely on."""

from __future__ import annotations

import os
from pathlib import Path

import anyio
import msgspec
from msgspec.structs import replace

from enricher.config import DocumentBody, Enrich
from enricher.models import Hop, Observation, Request, Status
from enricher.run.results import records as record
from enricher.run.results.records import DocumentWritten, Event, ScanDone
from tests.fakes import FakeWeb, answer
from tests.run.workplace import TITLE_A, TITLE_B, A, B, Workplace, document, page, statuses

PNG = (
    b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x04\xb0\x00\x00\x02v\x08\x02\x00\x00\x00\x00\x00\x00\x00"
    b"\x00\x00\x00\x00IDAT5\xaf\x06\x1e"
)
"""1200×630; the picture is missing."""


# ── one night ─────────────────────────────────────────────────────────────────────────────────────────────────


async def test_every_link_has_a_record_and_every_document_its_checks(place: Workplace) -> None:
    place.put("one.md", document((TITLE_A, A), ("Gone for good", "https://a.test/gone")))
    result = await place.run()
    assert statuses(result.records) == {
        "one.md:related[0].webUrl": "ok/http-200",
        "one.md:related[1].webUrl": "dead/http-404",
    }
    assert (
        result.summary.documents,
        result.summary.links,
        result.summary.targets,
        result.summary.asked,
    ) == (1, 2, 2, 2)
    assert not result.is_incomplete
    assert "      webUrl: {status: ok, since: 2026-11-22T12:00:00Z}\n" in place.read("one.md")
    assert (
        "      webUrl: {status: dead, reason: http-404, since: 2026-11-22T12:00:00Z}\n"
        in place.read("one.md")
    )
    assert place.read("one.md").endswith(
        "---\n\nBody, with a trailing space \nand no final newline"
    )


async def test_a_url_in_many_documents_is_asked_once_and_written_in_all(place: Workplace) -> None:
    for number in range(20):
        place.put(f"{number}.md", document((TITLE_A, A), (TITLE_B, B)))
    result = await place.run()
    assert sorted(place.asked) == [A, B]
    assert len(result.summary.changed) == 20
    assert all(text.count(b"status: ok") == 2 for text in place.bytes().values())


async def test_a_second_run_straight_after_asks_and_writes_nothing(place: Workplace) -> None:
    place.put("one.md", document((TITLE_A, A), (TITLE_B, B)))
    place.put(
        "two.md",
        document(
            (TITLE_A, A), ("Gone", "https://a.test/gone"), ("Local", "/local"), ("Bad", "http://")
        ),
    )
    await place.run()
    before = place.bytes()
    result = await place.run()
    assert place.asked == []
    assert (result.summary.asked, result.summary.requests, result.summary.changed) == (0, 0, ())
    assert place.bytes() == before
    assert len(list(result.records)) == result.summary.links == 6
    assert not any(record.fresh for record in result.records)


async def test_what_is_due_again_and_unchanged_writes_nothing(place: Workplace) -> None:
    place.put("one.md", document((TITLE_A, A), (TITLE_B, B)))
    await place.run()
    before = place.bytes()
    place.clock.pass_by(days=20)
    result = await place.run()
    assert sorted(place.asked) == [A, B]
    assert result.summary.changed == ()
    assert place.bytes() == before


async def test_progress_is_told(place: Workplace) -> None:
    path = place.put("one.md", document((TITLE_A, A)))
    await place.run()
    assert place.events == [
        ScanDone(documents=1, links=1, targets=1, due=1),
        record.TargetChecked(target=A, status=Status.OK, reason="http-200", done=1),
        DocumentWritten(document=str(path), changes=1),
    ]


async def test_what_is_missing_is_filled_with_a_measured_image_and_then_left_alone(
    place: Workplace,
) -> None:
    lead = "https://img.test/lead.png"
    place.table[A] = page(A, TITLE_A, head=f"<meta property='og:image' content='{lead}'>")
    place.table[lead] = answer(lead, PNG, content_type="image/png")
    place.put("one.md", document((TITLE_A, A)))
    result = await place.run()
    assert "        width: 1200\n        height: 630\n        isCached: false\n" in place.read(
        "one.md"
    )
    assert [(r.field, r.status) for r in result.records] == [
        ("related[0].webUrl", Status.OK),
        ("related[0].images[0].url", Status.OK),
    ]
    again = await place.run()
    assert place.asked == []
    assert again.summary.changed == ()
    assert len(list(again.records)) == again.summary.links == 2


async def test_a_default_image_of_a_site_is_no_articles_lead_image(place: Workplace) -> None:
    """Seen in one and the same run: every article of the site offers it first."""
    lead = "https://a.test/harbour-1200.png"
    titles = [
        f"{word} opens the {place}"
        for word in ("Mayor", "Queen")
        for place in ("bridge", "harbour", "library")
    ]
    links = [(title, f"https://a.test/news/{number}-story") for number, title in enumerate(titles)]
    for title, url in links:
        place.table[url] = page(url, title, head=f"<meta property='og:image' content='{lead}'>")
    place.table[lead] = answer(lead, PNG, content_type="image/png")
    for number, link in enumerate(links):
        place.put(f"{number}.md", document(link))
    first_is_home = anyio.Event()

    class Slow(FakeWeb):
        async def fetch(self, request: Request) -> Observation:
            if request.url not in (links[0][1], lead):
                await first_is_home.wait()
            return await super().fetch(request)

    place.web = web = Slow(place.table, now=place.clock.now)
    await place.run(
        on_event=lambda event: (
            first_is_home.set() if isinstance(event, record.TargetChecked) else None
        )
    )
    assert not any(b"images" in text for text in place.bytes().values())
    assert [request.url for request in web.asked].count(lead) == 1


async def test_a_moved_address_is_updated_where_policy_says_so_and_not_asked_again(
    place: Workplace,
) -> None:
    there = "https://a.test/news/moved/the-story"
    hop = Hop(url=A, http_status=301, location=there)
    place.table[A] = replace(page(A, TITLE_A), final_url=there, hops=(hop,))
    place.config = msgspec.structs.replace(place.config, enrich=Enrich(moved="update"))
    place.put("one.md", document((TITLE_A, A)))
    await place.run()
    assert f'    webUrl: "{there}"\n' in place.read("one.md")
    before = place.bytes()
    again = await place.run()
    assert place.asked == []
    assert again.summary.changed == ()
    assert place.bytes() == before
    (record,) = again.records
    assert (record.url, record.status) == (there, Status.OK)


async def test_an_untouched_document_is_not_even_opened(place: Workplace) -> None:
    path = place.put("one.md", document((TITLE_A, A)))
    await place.run()
    status = path.stat()
    path.write_bytes(b"---\na: [" + b" " * (status.st_size - 8))
    os.utime(path, ns=(status.st_atime_ns, status.st_mtime_ns))
    result = await place.run()
    assert result.errors == ()
    assert len(list(result.records)) == 1


# ── nothing else is touched ───────────────────────────────────────────────────────────────────────────────────


async def test_a_dry_run_shows_and_writes_nothing(place: Workplace) -> None:
    place.put("one.md", document((TITLE_A, A)))
    before = place.bytes()
    result = await place.run(dry_run=True)
    assert place.bytes() == before
    assert len(result.summary.changed) == 1
    (diff,) = result.diffs
    assert "+      webUrl: {status: ok, since: 2026-11-22T12:00:00Z}\n" in diff
    (record,) = result.records
    assert [change.field for change in record.changes] == ["related[0].checks.webUrl"]
    real = await place.run()
    assert place.asked == []
    assert len(real.summary.changed) == 1
    assert b"status: ok" in place.bytes()["one.md"]


async def test_an_audit_checks_and_never_writes(place: Workplace) -> None:
    place.put("one.md", document((TITLE_A, A), ("Gone", "https://a.test/gone")))
    before = place.bytes()
    result = await place.run(writes=False)
    assert place.bytes() == before
    assert result.summary.changed == ()
    assert len(list(result.records)) == 2
    await place.run()
    assert place.asked == [A]  # once more, for the lead image that an audit has no use for
    assert place.bytes() != before


async def test_offline_asks_nothing_and_still_writes_what_is_known(place: Workplace) -> None:
    place.put("one.md", document((TITLE_A, A)))
    await place.run(writes=False)
    place.put("two.md", document((TITLE_A, A), (TITLE_B, B)))
    result = await place.run(offline=True)
    assert place.asked == []
    assert result.summary.unasked == 1
    assert not result.is_incomplete
    assert all(b"status: ok" in text for text in place.bytes().values())


async def test_broken_documents_have_one_line_each_and_the_run_goes_on(place: Workplace) -> None:
    place.put("broken.md", "---\ntitle: [unclosed\nrelated:\n---\n")
    place.put("twice.md", "---\ntitle: one\ntitle: two\n---\n")
    place.put("latin1.md", b"---\ntitle: caf\xe9\n---\n")
    place.put("whole.md", document((TITLE_A, A)))
    before = place.bytes()
    result = await place.run()
    assert [Path(error.path).name for error in result.errors] == [
        "broken.md",
        "latin1.md",
        "twice.md",
    ]
    assert all(error.line for error in result.errors)
    assert result.is_incomplete
    after = place.bytes()
    assert {name for name in before if before[name] != after[name]} == {"whole.md"}


async def test_a_document_that_breaks_is_no_longer_told_of(place: Workplace) -> None:
    place.put("one.md", document((TITLE_A, A)))
    await place.run()
    place.put("one.md", "---\ntitle: [unclosed\n---\n")
    result = await place.run()
    assert list(result.records) == []
    assert len(result.errors) == 1


async def test_a_document_changed_while_we_asked_is_left_to_the_next_run(place: Workplace) -> None:
    path = place.put("one.md", document((TITLE_A, A)))
    theirs = document((TITLE_A, A), (TITLE_B, B))

    def changes_it(_: Request) -> Observation:
        path.write_text(theirs)
        return page(A, TITLE_A)

    place.table[A] = changes_it
    await place.run()
    assert place.read("one.md").count("status: ok") == 1
    assert B in place.read("one.md")
    await place.run()
    assert place.asked == [B]
    assert place.read("one.md").count("status: ok") == 2


async def test_a_document_that_cannot_be_written_is_an_error_every_night_until_it_can(
    place: Workplace,
) -> None:
    path = place.put(
        "one.md", '---\nrelated:\n  - &it\n    title: "T"\n    webUrl: "' + A + '"\n  - *it\n---\n'
    )
    before = path.read_bytes()
    first, second = await place.run(), await place.run()
    assert len(first.errors) == len(second.errors) > 0
    assert first.is_incomplete
    assert place.asked == []
    assert before in (path.read_bytes(), before)


# ── what a folder holds beside documents ────────────────────────────────────────────────────────


async def test_names_that_are_not_utf8_have_one_line_each_and_the_run_goes_on(
    place: Workplace,
) -> None:
    place.put("one.md", document((TITLE_A, A)))
    text = document((TITLE_B, B)).encode()
    (place.documents / os.fsdecode(b"f\xe4hre.md")).write_bytes(text)
    (place.documents / os.fsdecode(b"not\xe9.txt")).write_bytes(b"\xe9 no document")
    result = await place.run()
    (error,) = result.summary.errors
    assert (error.path.rpartition("/")[2], error.why) == (
        r"f\xe4hre.md",
        "its name is not UTF-8; rename it",
    )
    assert list(statuses(result.records)) == ["one.md:related[0].webUrl"]


async def test_what_is_left_out_is_told(place: Workplace) -> None:
    for name in ("one.md", "node_modules/x/readme.md", "_site/one.md"):
        place.put(name, document((TITLE_A, A)))
    place.put(".gitignore", "_site/\n")
    result = await place.run()
    assert (
        "files and folders left out: 1 in node_modules, 1 named by .gitignore"
        in result.summary.notices
    )
    assert result.summary.documents == 1


async def test_a_symlink_that_appears_after_the_scan_is_not_written_through(
    place: Workplace, tmp_path: Path
) -> None:
    place.put("one.md", document((TITLE_A, A)))
    outside = tmp_path / "secret.md"

    def turn(_: Event) -> None:
        path = place.documents / "one.md"
        if not path.is_symlink():
            path.rename(outside)
            path.symlink_to(outside)

    before = document((TITLE_A, A))
    result = await place.run(on_event=turn)
    assert [error.why for error in result.summary.errors] == [
        "it leads out of the given folders; not read"
    ]
    assert outside.read_text(encoding="utf-8") == before


async def test_toml_json_and_bodies_take_part_like_yaml(place: Workplace) -> None:
    gone = "https://a.test/gone"
    toml = f'+++\ntitle = "News"\n\n[[related]]\ntitle = "{TITLE_A}"\nwebUrl = "{gone}"\n+++\nSee [x]({gone}).\n'
    place.put("one.md", toml)
    place.put("two.md", f'{{"title": "News", "webUrl": "{gone}"}}\n\nBody\n')
    place.put("three.md", f"No frontmatter, and [x]({B}).\n")
    place.config = msgspec.structs.replace(place.config, body=DocumentBody(links=True))
    result = await place.run()
    assert result.summary.errors == ()
    assert statuses(result.records) == {
        "one.md:related[0].webUrl": "dead/http-404",
        "one.md:body[0]": "dead/http-404",
        "three.md:body[0]": "ok/http-200",
        "two.md:webUrl": "dead/http-404",
    }
    line = '{status = "dead", reason = "http-404", since = 2026-11-22T12:00:00Z}'
    assert place.read("one.md") == toml.replace(
        f'webUrl = "{gone}"\n', f'webUrl = "{gone}"\nchecks = {{webUrl = {line}}}\n'
    )
    assert '"checks": {"webUrl": {"status": "dead", "reason": "http-404"' in place.read("two.md")
    again = await place.run()
    assert again.summary.changed == ()
