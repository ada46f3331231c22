"""Copies of lead images: kept once, claimed in documents only where they are."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import msgspec
import pytest
from msgspec.structs import replace

from enricher import copy_names
from enricher.config import Config, Enrich, Images
from enricher.image_cache import INDEX
from enricher.models import Hop, Kind, Observation, Status
from enricher.run.worker import IMAGES_AT_ONCE
from tests.fakes import answer
from tests.run.workplace import TITLE_A, A, Workplace, document, page

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
def folder(place: Workplace) -> Path:
    found = place.folder / "assets"
    place.config = copying(place.config, found)
    for url in (LEAD, PORTRAIT):
        place.table[url] = answer(url, GIF, content_type="image/gif")
    return found


def kept(folder: Path) -> list[bytes]:
    if not folder.exists():
        return []
    return [path.read_bytes() for path in sorted(folder.iterdir()) if not path.name.startswith(".")]


async def test_a_lead_image_that_is_filled_in_is_kept(place: Workplace, folder: Path) -> None:
    place.table[A] = page(A, TITLE_A, head=f"<meta property='og:image' content='{LEAD}'>")
    place.put("one.md", document((TITLE_A, A)))
    await place.run()
    assert "        isCached: true\n" in place.read("one.md")
    assert kept(folder) == [GIF]
    again = await place.run()
    assert place.asked == []
    assert again.summary.changed == ()


@pytest.mark.parametrize("claim", ["", "    isCached: false\n"])
async def test_a_documents_lead_image_is_kept_and_other_pictures_are_not(
    place: Workplace, folder: Path, claim: str
) -> None:
    place.put("one.md", with_image(claim))
    await place.run()
    assert place.read("one.md").count("isCached: true\n") == 1
    assert kept(folder) == [GIF]
    assert place.asked.count(PORTRAIT) == 1
    await place.run()
    assert place.asked == []


async def test_copies_that_are_wanted_later_are_fetched_then(
    place: Workplace, folder: Path
) -> None:
    place.put("one.md", with_image())
    with_copies = place.config
    place.config = msgspec.structs.replace(place.config, images=Images())
    await place.run()
    assert kept(folder) == []
    place.config = with_copies
    await place.run()
    assert set(place.asked) == {LEAD}
    assert kept(folder) == [GIF]
    assert "isCached: true" in place.read("one.md")


@pytest.mark.parametrize(
    "first", [{}, {"dry_run": True}, {"writes": False}], ids=["off", "dry", "audit"]
)
async def test_copies_of_lead_images_that_were_found_before_any_were_kept(
    place: Workplace, folder: Path, first: dict[str, bool]
) -> None:
    place.table[A] = page(A, TITLE_A, head=f"<meta property='og:image' content='{LEAD}'>")
    place.put("one.md", document((TITLE_A, A)))
    with_copies = place.config
    if not first:
        place.config = msgspec.structs.replace(place.config, images=Images())
    await place.run(**first)
    assert kept(folder) == []
    place.config = with_copies
    await place.run()  # fills the image in, where the first run did not
    await place.run()
    assert kept(folder) == [GIF]
    assert "isCached: true" in place.read("one.md")
    await place.run()
    assert place.asked == []


async def test_a_lead_image_that_moved_is_kept_at_its_new_address(
    place: Workplace, folder: Path
) -> None:
    there = "https://img.test/new/lead.gif"
    hop = Hop(url=LEAD, http_status=301, location=there)
    place.table[LEAD] = replace(
        answer(LEAD, GIF, content_type="image/gif"), final_url=there, hops=(hop,)
    )
    place.table[there] = answer(there, GIF, content_type="image/gif")
    place.config = msgspec.structs.replace(place.config, enrich=Enrich(moved="update"))
    place.put("one.md", with_image())
    await place.run()
    assert f'url: "{there}"' in place.read("one.md")
    await place.run()
    assert set(place.asked) == {there}
    assert there in (folder / INDEX).read_text()
    await place.run()
    assert place.asked == []


async def test_a_copy_that_is_not_there_is_reported_and_the_document_left_alone(
    place: Workplace, folder: Path
) -> None:
    gone = "https://img.test/gone.gif"
    place.put("one.md", with_image("    isCached: true\n", gone))
    result = await place.run()
    assert "isCached: true" in place.read("one.md")
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
async def test_a_lost_copy_is_fetched_again_at_once(
    place: Workplace, folder: Path, how: str
) -> None:
    place.put("one.md", with_image())
    await place.run()
    before = place.bytes()
    for _ in range(2):
        damage(folder, how)
        await place.run(offline=True)
        assert place.bytes() == before
        result = await place.run()
        assert set(place.asked) == {LEAD}
        assert kept(folder) == [GIF]
        assert result.summary.changed == ()
        await place.run()
        assert place.asked == []


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
    place: Workplace, folder: Path, mode: str, how: str
) -> None:
    place.put("one.md", with_image())
    await place.run()
    sound = await place.run(**NO_KEEPING[mode])
    assert sound.summary.notices == ()
    damage(folder, how)
    documents, copies = place.bytes(), kept(folder)
    result = await place.run(**NO_KEEPING[mode])
    assert place.asked == []
    assert (place.bytes(), kept(folder)) == (documents, copies)
    (notice,) = result.summary.notices
    assert f"gone or damaged: 1, such as that of {LEAD}" in notice
    changes = [
        change for record in result.records for change in record.changes if change.because == "copy"
    ]
    if mode != "audit":  # which opens no document that it knows
        assert [(change.before, change.after, change.is_applied) for change in changes] == [
            (True, False, False)
        ]
    await place.run()
    assert kept(folder) == [GIF]
    assert place.bytes() == documents


async def test_an_audit_tells_of_copies_that_never_were(place: Workplace, folder: Path) -> None:
    place.put("one.md", with_image("    isCached: true\n"))
    place.put("two.md", with_image())
    for _ in range(2):  # of a document that it knows, too
        (notice,) = (await place.run(writes=False)).summary.notices
        assert f"said to be cached: 1, such as {LEAD}" in notice
    await place.run()
    assert kept(folder) == [GIF]
    assert (await place.run(writes=False)).summary.notices == ()


@pytest.mark.parametrize("mode", NO_KEEPING)
async def test_runs_that_keep_nothing_leave_the_folder_alone(
    place: Workplace, folder: Path, mode: str
) -> None:
    place.put("one.md", with_image())
    await place.run(**NO_KEEPING[mode])
    assert names(folder) == []
    await place.run()
    (folder / ".unfinished-x").write_bytes(b"")
    with (folder / INDEX).open("ab") as index:
        index.write(b'{"url":')
    before = (folder / INDEX).read_bytes()
    await place.run(**NO_KEEPING[mode])
    assert (folder / INDEX).read_bytes() == before
    assert ".unfinished-x" in names(folder)


@pytest.mark.parametrize("is_moved", [True, False], ids=["another folder", "folder gone"])
async def test_an_empty_folder_is_filled_at_once(
    place: Workplace, folder: Path, *, is_moved: bool
) -> None:
    large = "https://img.test/large.gif"
    place.table[large] = answer(large, GIF + b" " * 1000, content_type="image/gif")
    place.put("one.md", with_image())
    place.put("two.md", with_image(url=large))
    place.config = copying(place.config, folder, max_image_bytes=1000)
    await place.run()
    if is_moved:
        folder = place.folder / "pictures"
        place.config = copying(place.config, folder, max_image_bytes=1000)
    else:
        shutil.rmtree(folder)
    await place.run(offline=True)
    await place.run()
    assert set(place.asked) == {LEAD, large}
    assert kept(folder) == [GIF]
    assert "isCached: true" in place.read("one.md")
    await place.run()
    assert place.asked == []


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
    place: Workplace, folder: Path, instead: Observation
) -> None:
    place.config = copying(place.config, folder, max_image_bytes=1000)
    place.put("one.md", with_image())
    await place.run()
    assert "isCached: true" in place.read("one.md")
    damage(folder, "other bytes")
    place.table[LEAD] = instead
    result = await place.run()
    assert set(place.asked) == {LEAD}
    assert "isCached: false" in place.read("one.md")
    changes = [
        change for record in result.records for change in record.changes if change.because == "copy"
    ]
    assert [(change.before, change.after, change.is_applied) for change in changes] == [
        (True, False, True)
    ]
    await place.run()
    assert place.asked == []


async def test_a_copy_lost_after_its_image_is_claimed_no_longer_and_not_asked_for(
    place: Workplace, folder: Path
) -> None:
    place.put("one.md", with_image())
    await place.run()
    place.table[LEAD] = answer(LEAD, "gone", 410)
    for _ in range(60):
        await place.next_night()
    standing = place.standing(LEAD, Kind.IMAGE)
    assert standing is not None
    assert standing.is_confirmed
    assert "isCached: true" in place.read("one.md")
    damage(folder, "gone")
    await place.run()
    assert place.asked == []
    assert "isCached: false" in place.read("one.md")
    before = place.bytes()
    assert (await place.run()).summary.changed == ()
    assert place.bytes() == before


async def test_what_is_too_large_is_not_kept_and_not_asked_again_for_it(
    place: Workplace, folder: Path
) -> None:
    place.config = copying(place.config, folder, max_image_bytes=10)
    place.put("one.md", with_image())
    result = await place.run()
    assert kept(folder) == []
    assert "isCached: true" not in place.read("one.md")
    assert not result.is_incomplete
    await place.run()
    assert place.asked == []


async def test_a_full_folder_is_told_once(place: Workplace, folder: Path) -> None:
    place.config = copying(place.config, folder, max_total_bytes=10)
    place.put("one.md", with_image())
    result = await place.run()
    assert kept(folder) == []
    (notice,) = result.summary.notices
    assert "max_total_bytes" in notice


@pytest.mark.parametrize("is_full", [True, False], ids=["full", "unusable"])
async def test_no_image_is_fetched_whole_that_could_not_be_kept_anyway(
    place: Workplace, folder: Path, *, is_full: bool
) -> None:
    if is_full:
        place.config = copying(place.config, folder, max_total_bytes=10)
    else:
        (folder / copy_names.name_of(LEAD, GIF, "gif", "hash")).mkdir(parents=True)
    leads = [f"https://img.test/{number}.gif" for number in range(10)]
    for number, url in enumerate(leads):
        place.table[url] = answer(url, GIF, content_type="image/gif")
        place.put(f"{number}.md", with_image(url=url))
    await place.run()
    assert set(leads) <= set(place.asked)
    twice = [url for url in leads if place.asked.count(url) > 1]
    assert len(twice) <= IMAGES_AT_ONCE
    assert not any(b"isCached: true" in text for text in place.bytes().values())


async def test_a_folder_that_cannot_be_used_costs_the_copies_only(
    place: Workplace, folder: Path
) -> None:
    assert place.put("../assets", "a file where the folder should be").resolve() == folder
    place.put("one.md", with_image())
    result = await place.run()
    assert "cannot be kept" in result.summary.store_error
    assert result.is_incomplete
    assert "status: ok" in place.read("one.md")


async def test_what_could_not_be_written_is_kept_by_the_next_run(
    place: Workplace, folder: Path
) -> None:
    in_its_place = folder / copy_names.name_of(LEAD, GIF, "gif", "hash")
    in_its_place.mkdir(parents=True)
    place.put("one.md", with_image())
    result = await place.run()
    assert "cannot be kept" in result.summary.store_error
    in_its_place.rmdir()
    await place.run()
    assert kept(folder) == [GIF]
    assert "isCached: true" in place.read("one.md")


@pytest.mark.parametrize("more", [{"dry_run": True}, {"writes": False}])
async def test_a_run_that_writes_nothing_keeps_no_copies(
    place: Workplace, folder: Path, more: dict[str, bool]
) -> None:
    place.put("one.md", with_image())
    await place.run(**more)
    assert kept(folder) == []
