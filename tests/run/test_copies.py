"""Copies of lead images: kept once, claimed in documents only where they are."""

from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path
from typing import Any

import msgspec
import pytest

from enricher.config import Config, Enrich, Images
from enricher.imagestore import INDEX
from enricher.models import Hop, Kind, Observation, Status
from enricher.page.image import copyname
from enricher.run.worker import COPIES
from tests.fakes import answer
from tests.run.desks import TITLE_A, A, Desk, document, page

LEAD = "https://img.test/lead.gif"
PORTRAIT = "https://img.test/portrait.gif"
# 640×480; the picture is missing.
GIF = b"GIF89a\x80\x02\xe0\x01\x00\x00\x00\x2c\x00\x00\x00\x00\x80\x02\xe0\x01\x00\x00\x00;"


def with_image(claim: str = "", url: str = LEAD) -> str:
    """A document with a lead image and a provider's portrait."""
    return (
        f'---\ntitle: "{TITLE_A}"\nexcerpt: "It says."\npublishedDateTime: 2022-07-29\nwebUrl: "{A}"\n'
        f'provider:\n  name: The Times\n  images:\n    - url: "{PORTRAIT}"\n      width: 640\n      height: 480\n'
        f'images:\n  - url: "{url}"\n    width: 640\n    height: 480\n{claim}---\n'
    )


def copying(config: Config, folder: Path, **more: Any) -> Config:
    return msgspec.structs.replace(config, images=Images(cache=str(folder), **more))


@pytest.fixture
def folder(desk: Desk) -> Path:
    found = desk.folder / "assets"
    desk.config = copying(desk.config, found)
    for url in (LEAD, PORTRAIT):
        desk.table[url] = answer(url, GIF, content_type="image/gif")
    return found


def kept(folder: Path) -> list[bytes]:
    if not folder.exists():
        return []
    return [path.read_bytes() for path in sorted(folder.iterdir()) if not path.name.startswith(".")]


async def test_a_lead_image_that_is_filled_in_is_kept(desk: Desk, folder: Path) -> None:
    desk.table[A] = page(A, TITLE_A, head=f"<meta property='og:image' content='{LEAD}'>")
    desk.put("one.md", document((TITLE_A, A)))
    await desk.run()
    assert "        isCached: true\n" in desk.read("one.md")
    assert kept(folder) == [GIF]
    again = await desk.run()
    assert desk.asked == []
    assert again.changed == ()


@pytest.mark.parametrize("claim", ["", "    isCached: false\n"])
async def test_a_documents_lead_image_is_kept_and_other_pictures_are_not(
    desk: Desk, folder: Path, claim: str
) -> None:
    desk.put("one.md", with_image(claim))
    await desk.run()
    assert desk.read("one.md").count("isCached: true\n") == 1
    assert kept(folder) == [GIF]
    assert desk.asked.count(PORTRAIT) == 1
    await desk.run()
    assert desk.asked == []


async def test_copies_that_are_wanted_later_are_fetched_then(desk: Desk, folder: Path) -> None:
    desk.put("one.md", with_image())
    with_copies = desk.config
    desk.config = msgspec.structs.replace(desk.config, images=Images())
    await desk.run()
    assert kept(folder) == []
    desk.config = with_copies
    await desk.run()
    assert set(desk.asked) == {LEAD}
    assert kept(folder) == [GIF]
    assert "isCached: true" in desk.read("one.md")


@pytest.mark.parametrize(
    "first", [{}, {"dry_run": True}, {"writes": False}], ids=["off", "dry", "audit"]
)
async def test_copies_of_lead_images_that_were_found_before_any_were_kept(
    desk: Desk, folder: Path, first: dict[str, bool]
) -> None:
    desk.table[A] = page(A, TITLE_A, head=f"<meta property='og:image' content='{LEAD}'>")
    desk.put("one.md", document((TITLE_A, A)))
    with_copies = desk.config
    if not first:
        desk.config = msgspec.structs.replace(desk.config, images=Images())
    await desk.run(**first)
    assert kept(folder) == []
    desk.config = with_copies
    await desk.run()  # fills the image in, where the first run did not
    await desk.run()
    assert kept(folder) == [GIF]
    assert "isCached: true" in desk.read("one.md")
    await desk.run()
    assert desk.asked == []


async def test_a_lead_image_that_moved_is_kept_at_its_new_address(desk: Desk, folder: Path) -> None:
    there = "https://img.test/new/lead.gif"
    hop = Hop(url=LEAD, http_status=301, location=there)
    desk.table[LEAD] = replace(
        answer(LEAD, GIF, content_type="image/gif"), final_url=there, hops=(hop,)
    )
    desk.table[there] = answer(there, GIF, content_type="image/gif")
    desk.config = msgspec.structs.replace(desk.config, enrich=Enrich(moved="update"))
    desk.put("one.md", with_image())
    await desk.run()
    assert f'url: "{there}"' in desk.read("one.md")
    await desk.run()
    assert set(desk.asked) == {there}
    assert there in (folder / INDEX).read_text()
    await desk.run()
    assert desk.asked == []


async def test_a_copy_that_is_not_there_is_reported_and_the_document_left_alone(
    desk: Desk, folder: Path
) -> None:
    gone = "https://img.test/gone.gif"
    desk.put("one.md", with_image("    isCached: true\n", gone))
    result = await desk.run()
    assert "isCached: true" in desk.read("one.md")
    (record,) = [record for record in result.records if record.url == gone]
    assert record.status is Status.DEAD
    (told,) = [change for change in record.changes if change.because == "copy"]
    assert (told.field, told.before, told.after, told.is_applied) == (
        "images[0].isCached",
        True,
        False,
        False,
    )


def damage(folder: Path, how: str) -> None:
    (copy,) = [path for path in folder.iterdir() if path.name != INDEX]
    match how:
        case "gone":
            copy.unlink()
        case "cut":
            copy.write_bytes(GIF[:20])
        case "other bytes":
            copy.write_bytes(GIF[:-1] + b"!")


@pytest.mark.parametrize("how", ["gone", "cut", "other bytes"])
async def test_a_lost_copy_is_fetched_again_at_once(desk: Desk, folder: Path, how: str) -> None:
    desk.put("one.md", with_image())
    await desk.run()
    before = desk.bytes()
    for _ in range(2):
        damage(folder, how)
        await desk.run(offline=True)
        assert desk.bytes() == before
        result = await desk.run()
        assert set(desk.asked) == {LEAD}
        assert kept(folder) == [GIF]
        assert result.changed == ()
        await desk.run()
        assert desk.asked == []


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir()) if folder.exists() else []


NO_KEEPING: dict[str, dict[str, bool]] = {
    "audit": {"writes": False},
    "dry": {"dry_run": True},
    "offline": {"offline": True},
}


@pytest.mark.parametrize("how", ["gone", "cut", "other bytes"])
@pytest.mark.parametrize("mode", NO_KEEPING)
async def test_runs_that_keep_nothing_tell_what_is_lost(
    desk: Desk, folder: Path, mode: str, how: str
) -> None:
    desk.put("one.md", with_image())
    await desk.run()
    sound = await desk.run(**NO_KEEPING[mode])
    assert sound.notices == ()
    damage(folder, how)
    documents, copies = desk.bytes(), kept(folder)
    result = await desk.run(**NO_KEEPING[mode])
    assert desk.asked == []
    assert (desk.bytes(), kept(folder)) == (documents, copies)
    (notice,) = result.notices
    assert f"gone or damaged: 1, such as that of {LEAD}" in notice
    changes = [
        change for record in result.records for change in record.changes if change.because == "copy"
    ]
    if mode != "audit":  # which opens no document that it knows
        assert [(change.before, change.after, change.is_applied) for change in changes] == [
            (True, False, False)
        ]
    await desk.run()
    assert kept(folder) == [GIF]
    assert desk.bytes() == documents


async def test_an_audit_tells_of_copies_that_never_were(desk: Desk, folder: Path) -> None:
    desk.put("one.md", with_image("    isCached: true\n"))
    desk.put("two.md", with_image())
    for _ in range(2):  # of a document that it knows, too
        (notice,) = (await desk.run(writes=False)).notices
        assert f"said to be cached: 1, such as {LEAD}" in notice
    await desk.run()
    assert kept(folder) == [GIF]
    assert (await desk.run(writes=False)).notices == ()


@pytest.mark.parametrize("mode", NO_KEEPING)
async def test_runs_that_keep_nothing_leave_the_folder_alone(
    desk: Desk, folder: Path, mode: str
) -> None:
    desk.put("one.md", with_image())
    await desk.run(**NO_KEEPING[mode])
    assert names(folder) == []
    await desk.run()
    (folder / ".unfinished-x").write_bytes(b"")
    with (folder / INDEX).open("ab") as index:
        index.write(b'{"url":')
    before = (folder / INDEX).read_bytes()
    await desk.run(**NO_KEEPING[mode])
    assert (folder / INDEX).read_bytes() == before
    assert ".unfinished-x" in names(folder)


@pytest.mark.parametrize("is_moved", [True, False], ids=["another folder", "folder gone"])
async def test_an_empty_folder_is_filled_at_once(
    desk: Desk, folder: Path, *, is_moved: bool
) -> None:
    large = "https://img.test/large.gif"
    desk.table[large] = answer(large, GIF + b" " * 1000, content_type="image/gif")
    desk.put("one.md", with_image())
    desk.put("two.md", with_image(url=large))
    desk.config = copying(desk.config, folder, max_image_bytes=1000)
    await desk.run()
    if is_moved:
        folder = desk.folder / "pictures"
        desk.config = copying(desk.config, folder, max_image_bytes=1000)
    else:
        shutil.rmtree(folder)
    await desk.run(offline=True)
    await desk.run()
    assert set(desk.asked) == {LEAD, large}
    assert kept(folder) == [GIF]
    assert "isCached: true" in desk.read("one.md")
    await desk.run()
    assert desk.asked == []


LOST_FOR_GOOD = {
    "gone": answer(LEAD, "gone", 410),
    "a page in its place": answer(LEAD, "<html><title>Gallery</title></html>"),
    "an icon in its place": answer(
        LEAD, GIF[:6] + b"\x10\x00\x10\x00" + GIF[10:], content_type="image/gif"
    ),
    "too large": answer(LEAD, GIF + b" " * 1000, content_type="image/gif"),
}


@pytest.mark.parametrize("instead", LOST_FOR_GOOD.values(), ids=LOST_FOR_GOOD)
async def test_a_lost_copy_that_cannot_be_had_again_is_claimed_no_longer(
    desk: Desk, folder: Path, instead: Observation
) -> None:
    desk.config = copying(desk.config, folder, max_image_bytes=1000)
    desk.put("one.md", with_image())
    await desk.run()
    assert "isCached: true" in desk.read("one.md")
    damage(folder, "other bytes")
    desk.table[LEAD] = instead
    result = await desk.run()
    assert set(desk.asked) == {LEAD}
    assert "isCached: false" in desk.read("one.md")
    changes = [
        change for record in result.records for change in record.changes if change.because == "copy"
    ]
    assert [(change.before, change.after, change.is_applied) for change in changes] == [
        (True, False, True)
    ]
    await desk.run()
    assert desk.asked == []


async def test_a_copy_lost_after_its_image_is_claimed_no_longer_and_nobody_is_asked(
    desk: Desk, folder: Path
) -> None:
    desk.put("one.md", with_image())
    await desk.run()
    desk.table[LEAD] = answer(LEAD, "gone", 410)
    for _ in range(60):
        await desk.next_night()
    standing = desk.standing(LEAD, Kind.IMAGE)
    assert standing is not None
    assert standing.is_confirmed
    assert "isCached: true" in desk.read("one.md")
    damage(folder, "gone")
    await desk.run()
    assert desk.asked == []
    assert "isCached: false" in desk.read("one.md")
    before = desk.bytes()
    assert (await desk.run()).changed == ()
    assert desk.bytes() == before


async def test_what_is_too_large_is_not_kept_and_not_asked_again_for_it(
    desk: Desk, folder: Path
) -> None:
    desk.config = copying(desk.config, folder, max_image_bytes=10)
    desk.put("one.md", with_image())
    result = await desk.run()
    assert kept(folder) == []
    assert "isCached: true" not in desk.read("one.md")
    assert not result.is_incomplete
    await desk.run()
    assert desk.asked == []


async def test_a_full_folder_is_told_once(desk: Desk, folder: Path) -> None:
    desk.config = copying(desk.config, folder, max_total_bytes=10)
    desk.put("one.md", with_image())
    result = await desk.run()
    assert kept(folder) == []
    (notice,) = result.notices
    assert "max_total_bytes" in notice


@pytest.mark.parametrize("is_full", [True, False], ids=["full", "unusable"])
async def test_no_image_is_fetched_whole_that_could_not_be_kept_anyway(
    desk: Desk, folder: Path, *, is_full: bool
) -> None:
    if is_full:
        desk.config = copying(desk.config, folder, max_total_bytes=10)
    else:
        (folder / copyname.name_of(LEAD, GIF, "gif", "hash")).mkdir(parents=True)
    leads = [f"https://img.test/{number}.gif" for number in range(10)]
    for number, url in enumerate(leads):
        desk.table[url] = answer(url, GIF, content_type="image/gif")
        desk.put(f"{number}.md", with_image(url=url))
    await desk.run()
    assert set(leads) <= set(desk.asked)
    twice = [url for url in leads if desk.asked.count(url) > 1]
    assert len(twice) <= COPIES
    assert not any(b"isCached: true" in text for text in desk.bytes().values())


async def test_a_folder_that_cannot_be_used_costs_the_copies_only(desk: Desk, folder: Path) -> None:
    assert desk.put("../assets", "a file where the folder should be").resolve() == folder
    desk.put("one.md", with_image())
    result = await desk.run()
    assert "cannot be kept" in result.store_error
    assert result.is_incomplete
    assert "status: ok" in desk.read("one.md")


async def test_what_could_not_be_written_is_kept_by_the_next_run(desk: Desk, folder: Path) -> None:
    in_its_place = folder / copyname.name_of(LEAD, GIF, "gif", "hash")
    in_its_place.mkdir(parents=True)
    desk.put("one.md", with_image())
    result = await desk.run()
    assert "cannot be kept" in result.store_error
    in_its_place.rmdir()
    await desk.run()
    assert kept(folder) == [GIF]
    assert "isCached: true" in desk.read("one.md")


@pytest.mark.parametrize("more", [{"dry_run": True}, {"writes": False}])
async def test_a_run_that_writes_nothing_keeps_no_copies(
    desk: Desk, folder: Path, more: dict[str, bool]
) -> None:
    desk.put("one.md", with_image())
    await desk.run(**more)
    assert kept(folder) == []
