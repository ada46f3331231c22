"""Copies of images: kept whole, found again after a restart, verified, bounded."""

from __future__ import annotations

from pathlib import Path

import pytest

from enricher import copy_names
from enricher.config import Images
from enricher.image_cache import INDEX, Condition, ImageCache, NotSaved

SAMPLES = Path(__file__).parent / "samples" / "images"
JPEG = (SAMPLES / "plain-40x30.jpg").read_bytes()
PNG = (SAMPLES / "plain-50x20.png").read_bytes()
URL = "https://img.example.com/2022/07/Boats%20at%20sea.jpeg?w=1200"


def opened(folder: Path, **settings: object) -> ImageCache:
    found = ImageCache(Images(cache=str(folder / "images"), **settings), may_save=True)  # type: ignore[arg-type]
    assert not found.error
    return found


@pytest.fixture
def store(tmp_path: Path) -> ImageCache:
    return opened(tmp_path)


def files(store: ImageCache) -> list[str]:
    return sorted(path.name for path in store.folder.iterdir() if path.name != INDEX)


def test_kept_and_found_again(store: ImageCache, tmp_path: Path) -> None:
    assert not store.has(URL)
    path = store.store(URL, JPEG)
    assert isinstance(path, Path)
    assert path.read_bytes() == JPEG
    for one in (store, opened(tmp_path)):
        assert one.has(URL)
        assert one.check(URL) is Condition.GOOD
        assert one.total_bytes == len(JPEG)


def test_same_bytes_are_kept_once(store: ImageCache) -> None:
    first, second = store.store(URL, JPEG), store.store("https://example.com/other.jpg", JPEG)
    assert first == second
    assert store.total_bytes == len(JPEG)
    assert len(files(store)) == 1


def test_the_same_again_writes_nothing(store: ImageCache) -> None:
    store.store(URL, JPEG)
    before = (store.folder / INDEX).read_bytes()
    store.store(URL, JPEG)
    assert (store.folder / INDEX).read_bytes() == before


def test_a_new_picture_at_an_address(tmp_path: Path) -> None:
    store = opened(tmp_path, names="slug")
    store.store(URL, JPEG)
    second = store.store(URL, PNG)
    assert isinstance(second, Path)
    assert second.read_bytes() == PNG
    assert opened(tmp_path, names="slug").check(URL) is Condition.GOOD


def test_names_end_in_what_the_bytes_are(store: ImageCache) -> None:
    path = store.store("https://example.com/a.jpg", PNG)
    assert isinstance(path, Path)
    assert path.suffix == ".png"


def test_refusals(tmp_path: Path) -> None:
    store = opened(tmp_path, max_image_bytes=len(JPEG), max_total_bytes=len(JPEG) + len(PNG) - 1)
    assert store.store(URL, b"<html>") is NotSaved.NOT_AN_IMAGE
    assert store.store(URL, JPEG + b"\0") is NotSaved.TOO_LARGE
    assert isinstance(store.store(URL, JPEG), Path)
    assert store.store("https://example.com/b.png", PNG) is NotSaved.FULL
    assert store.total_bytes <= len(JPEG) + len(PNG) - 1
    assert store.has(URL)
    assert len(files(store)) == 1


def test_what_became_of_copies(store: ImageCache, tmp_path: Path) -> None:
    assert store.check(URL) is Condition.UNKNOWN
    path = store.store(URL, JPEG)
    assert isinstance(path, Path)
    for damaged in (JPEG[:-1] + b"\0", JPEG[:100], b""):
        path.write_bytes(damaged)
        store = opened(tmp_path)
        assert store.check(URL) is Condition.DAMAGED
        assert not store.has(URL)
    path.unlink()
    store = opened(tmp_path)
    assert store.check(URL) is Condition.MISSING
    assert not store.has(URL)
    path.mkdir()
    assert not opened(tmp_path).has(URL)
    path.rmdir()
    assert isinstance(store.store(URL, JPEG), Path)
    assert store.check(URL) is Condition.GOOD
    assert opened(tmp_path).has(URL)
    path.unlink()
    assert store.has(URL), "each file is read once"


def test_killed_before_the_rename(store: ImageCache, tmp_path: Path) -> None:
    (store.folder / ".unfinished-x.jpg").write_bytes(JPEG[:50])
    assert files(opened(tmp_path)) == []


def test_killed_before_the_index(store: ImageCache, tmp_path: Path) -> None:
    path = store.store(URL, JPEG)
    (store.folder / INDEX).unlink()
    again = opened(tmp_path)
    assert not again.has(URL)
    assert again.total_bytes == len(JPEG)
    assert again.store(URL, JPEG) == path
    assert again.total_bytes == len(JPEG)


def test_a_torn_index_line(store: ImageCache, tmp_path: Path) -> None:
    store.store(URL, JPEG)
    with (store.folder / INDEX).open("ab") as index:
        index.write(b'{"url":"https://example.com/b')
    again = opened(tmp_path)
    assert again.has(URL)
    again.store("https://example.com/b.png", PNG)
    assert opened(tmp_path).has("https://example.com/b.png")


def test_an_index_that_leads_out_of_the_folder(store: ImageCache, tmp_path: Path) -> None:
    (tmp_path / "secret").write_bytes(JPEG)
    line = f'{{"url":"{URL}","file":"../secret","size":{len(JPEG)},"sha256":"{copy_names.fingerprint(JPEG)}"}}\n'
    (store.folder / INDEX).write_text(line)
    assert opened(tmp_path).check(URL) is Condition.UNKNOWN


def test_a_link_in_the_folder_is_replaced_not_followed(store: ImageCache, tmp_path: Path) -> None:
    outside = tmp_path / "outside"
    outside.write_bytes(b"theirs")
    (store.folder / copy_names.name_of(URL, JPEG, "jpeg", "hash")).symlink_to(outside)
    path = store.store(URL, JPEG)
    assert isinstance(path, Path)
    assert not path.is_symlink()
    assert outside.read_bytes() == b"theirs"


def test_a_link_to_the_same_bytes_is_no_copy(store: ImageCache, tmp_path: Path) -> None:
    path = store.store(URL, JPEG)
    assert isinstance(path, Path)
    path.rename(tmp_path / "outside")
    path.symlink_to(tmp_path / "outside")
    again = opened(tmp_path)
    assert again.check(URL) is Condition.MISSING
    assert again.total_bytes == 0


def test_room_to_the_last_byte(tmp_path: Path) -> None:
    store = opened(tmp_path, max_total_bytes=len(JPEG) + len(PNG))
    assert isinstance(store.store(URL, JPEG), Path)
    assert isinstance(store.store("https://example.com/b.png", PNG), Path)
    assert store.total_bytes == len(JPEG) + len(PNG)


def test_read_only_nothing_is_touched(store: ImageCache, tmp_path: Path) -> None:
    store.store(URL, JPEG)
    (store.folder / ".unfinished-x.jpg").write_bytes(b"")
    looked = ImageCache(Images(cache=str(store.folder)), may_save=False)
    assert looked.has(URL)
    assert (store.folder / ".unfinished-x.jpg").exists()
    nowhere = ImageCache(Images(cache=str(tmp_path / "nowhere")), may_save=False)
    assert (nowhere.is_new, nowhere.total_bytes, nowhere.has(URL)) == (True, 0, False)
    assert not nowhere.folder.exists()


def test_a_folder_that_cannot_be(tmp_path: Path) -> None:
    (tmp_path / "images").write_text("a file")
    cache = ImageCache(Images(cache=str(tmp_path / "images")), may_save=True)
    assert "images" in cache.error
    assert not cache.is_open
    assert not cache.save(URL, JPEG)
