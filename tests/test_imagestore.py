"""Copies of images: kept whole, found again after a restart, verified, bounded."""

from __future__ import annotations

from pathlib import Path

import pytest

from enricher.config import Images
from enricher.errors import StoreError
from enricher.imagestore import INDEX, Condition, ImageStore, Refusal
from enricher.page.image import copyname

SAMPLES = Path(__file__).parent / "samples" / "images"
JPEG = (SAMPLES / "plain-40x30.jpg").read_bytes()
PNG = (SAMPLES / "plain-50x20.png").read_bytes()
URL = "https://img.example.com/2022/07/Boats%20at%20sea.jpeg?w=1200"


def opened(folder: Path, **settings: object) -> ImageStore:
    return ImageStore(folder / "images", Images(**settings))  # type: ignore[arg-type]


@pytest.fixture
def store(tmp_path: Path) -> ImageStore:
    return opened(tmp_path)


def files(store: ImageStore) -> list[str]:
    return sorted(path.name for path in store.folder.iterdir() if path.name != INDEX)


def test_kept_and_found_again(store: ImageStore, tmp_path: Path) -> None:
    assert not store.has(URL)
    path = store.store(URL, JPEG)
    assert isinstance(path, Path)
    assert path.read_bytes() == JPEG
    for one in (store, opened(tmp_path)):
        assert one.has(URL)
        assert one.check(URL) is Condition.GOOD
        assert one.total_bytes == len(JPEG)


def test_same_bytes_are_kept_once(store: ImageStore) -> None:
    first, second = store.store(URL, JPEG), store.store("https://example.com/other.jpg", JPEG)
    assert first == second
    assert store.total_bytes == len(JPEG)
    assert len(files(store)) == 1


def test_the_same_again_writes_nothing(store: ImageStore) -> None:
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


def test_names_end_in_what_the_bytes_are(store: ImageStore) -> None:
    path = store.store("https://example.com/a.jpg", PNG)
    assert isinstance(path, Path)
    assert path.suffix == ".png"


def test_refusals(tmp_path: Path) -> None:
    store = opened(tmp_path, max_image_bytes=len(JPEG), max_total_bytes=len(JPEG) + len(PNG) - 1)
    assert store.store(URL, b"<html>") is Refusal.NOT_AN_IMAGE
    assert store.store(URL, JPEG + b"\0") is Refusal.TOO_LARGE
    assert isinstance(store.store(URL, JPEG), Path)
    assert store.store("https://example.com/b.png", PNG) is Refusal.FULL
    assert store.total_bytes <= len(JPEG) + len(PNG) - 1
    assert store.has(URL)
    assert len(files(store)) == 1


def test_what_became_of_copies(store: ImageStore, tmp_path: Path) -> None:
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


def test_killed_before_the_rename(store: ImageStore, tmp_path: Path) -> None:
    (store.folder / ".unfinished-x.jpg").write_bytes(JPEG[:50])
    assert files(opened(tmp_path)) == []


def test_killed_before_the_index(store: ImageStore, tmp_path: Path) -> None:
    path = store.store(URL, JPEG)
    (store.folder / INDEX).unlink()
    again = opened(tmp_path)
    assert not again.has(URL)
    assert again.total_bytes == len(JPEG)
    assert again.store(URL, JPEG) == path
    assert again.total_bytes == len(JPEG)


def test_a_torn_index_line(store: ImageStore, tmp_path: Path) -> None:
    store.store(URL, JPEG)
    with (store.folder / INDEX).open("ab") as index:
        index.write(b'{"url":"https://example.com/b')
    again = opened(tmp_path)
    assert again.has(URL)
    again.store("https://example.com/b.png", PNG)
    assert opened(tmp_path).has("https://example.com/b.png")


def test_an_index_that_leads_out_of_the_folder(store: ImageStore, tmp_path: Path) -> None:
    (tmp_path / "secret").write_bytes(JPEG)
    line = f'{{"url":"{URL}","file":"../secret","size":{len(JPEG)},"sha256":"{copyname.fingerprint(JPEG)}"}}\n'
    (store.folder / INDEX).write_text(line)
    assert opened(tmp_path).check(URL) is Condition.UNKNOWN


def test_a_link_in_the_folder_is_replaced_not_followed(store: ImageStore, tmp_path: Path) -> None:
    outside = tmp_path / "outside"
    outside.write_bytes(b"theirs")
    (store.folder / copyname.name_of(URL, JPEG, "jpeg", "hash")).symlink_to(outside)
    path = store.store(URL, JPEG)
    assert isinstance(path, Path)
    assert not path.is_symlink()
    assert outside.read_bytes() == b"theirs"


def test_a_link_to_the_same_bytes_is_no_copy(store: ImageStore, tmp_path: Path) -> None:
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


def test_read_only_nothing_is_touched(store: ImageStore, tmp_path: Path) -> None:
    store.store(URL, JPEG)
    (store.folder / ".unfinished-x.jpg").write_bytes(b"")
    looked = ImageStore(store.folder, Images(), is_read_only=True)
    assert looked.has(URL)
    assert (store.folder / ".unfinished-x.jpg").exists()
    nowhere = ImageStore(tmp_path / "nowhere", Images(), is_read_only=True)
    assert (nowhere.is_new, nowhere.total_bytes, nowhere.has(URL)) == (True, 0, False)
    assert not nowhere.folder.exists()


def test_a_folder_that_cannot_be(tmp_path: Path) -> None:
    (tmp_path / "images").write_text("a file")
    with pytest.raises(StoreError, match="images"):
        opened(tmp_path)
