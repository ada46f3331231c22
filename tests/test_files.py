"""Files: read whole and replaced atomically, or left as they are, with the reason."""

from __future__ import annotations

import fcntl
import os
import stat
from pathlib import Path

import pytest

from enricher import files
from enricher.errors import ChangedMeanwhile, DocumentError

needs_no_root = pytest.mark.skipif(os.geteuid() == 0, reason="root may read and write everything")
needs_root = pytest.mark.skipif(os.geteuid() != 0, reason="only root may give files away")


def everything_in(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


# ── reading ───────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    "data",
    [
        b"---\r\na: 1\r\n---\r\n",
        b"\xef\xbb\xbf---\na: 1\n---",
        b"---\ra: \xc3\xa9\r---\rno end",
        b"",
    ],
)
def test_every_byte_is_read(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "a.md"
    path.write_bytes(data)
    source = files.read(path)
    assert source.text.encode("utf-8") == data
    assert source.size == len(data)
    assert source.fingerprint == files.fingerprint(data)


@pytest.mark.parametrize(
    ("data", "line", "why"),
    [
        (b"---\na: 1\nb: \xff\n---\n", 3, "the byte 0xff is not UTF-8"),
        (b"---\r\na: 1\r\n---\r\nbody\r\n\xe9", 5, "the byte 0xe9 is not UTF-8"),
        ("---\na: 1\n---\n".encode("utf-16"), 1, "it is UTF-16"),
    ],
)
def test_other_charsets_are_refused_with_the_line(
    tmp_path: Path, data: bytes, line: int, why: str
) -> None:
    path = tmp_path / "a.md"
    path.write_bytes(data)
    with pytest.raises(DocumentError, match=why) as caught:
        files.read(path)
    assert caught.value.line == line
    assert path.read_bytes() == data


def test_other_files_in_the_folder_may_have_any_charset(tmp_path: Path) -> None:
    path = tmp_path / "notes.txt"
    path.write_bytes(b"caf\xe9")
    assert files.read(path).text.startswith("caf")


def test_a_pipe_with_a_document_s_name_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "a.md")
    with pytest.raises(DocumentError, match="no regular file"):
        files.read(tmp_path / "a.md")


def test_a_huge_file_is_not_read(tmp_path: Path) -> None:
    path = tmp_path / "a.md"
    with path.open("wb") as handle:
        handle.truncate(files.MAX_DOCUMENT_BYTES + 1)
    with pytest.raises(DocumentError, match="larger than 32 MB"):
        files.read(path)


def test_the_stat_key_changes_with_the_file(tmp_path: Path) -> None:
    path = tmp_path / "a.md"
    assert files.stat_key(path) == ""
    path.write_text("one", encoding="utf-8")
    first = files.stat_key(path)
    assert files.stat_key(path) == first
    files.swap(files.read(path), "two")
    assert files.stat_key(path) != first


# ── swapping ──────────────────────────────────────────────────────────────────────────────────────────────────


def written(tmp_path: Path, text: str = "---\na: 1\n---\n", name: str = "a.md") -> Path:
    path = tmp_path / name
    path.write_bytes(text.encode("utf-8"))
    return path


def test_swap(tmp_path: Path) -> None:
    path = written(tmp_path)
    after = "\ufeff---\r\na: é\r\n---"
    swapped = files.swap(files.read(path), after)
    assert path.read_bytes() == after.encode("utf-8")
    assert swapped == (files.read(path).fingerprint, files.stat_key(path))
    assert everything_in(tmp_path) == ["a.md"]


def test_the_old_file_stays_whole_for_who_has_it_open(tmp_path: Path) -> None:
    path = written(tmp_path)
    with path.open("rb") as reader:
        files.swap(files.read(path), "new")
        assert reader.read() == b"---\na: 1\n---\n"


@pytest.mark.parametrize("mode", [0o600, 0o644, 0o664, 0o755])
def test_the_mode_is_kept(tmp_path: Path, mode: int) -> None:
    path = written(tmp_path)
    path.chmod(mode)
    files.swap(files.read(path), "new")
    assert stat.S_IMODE(path.stat().st_mode) == mode


@needs_root
def test_the_owner_is_kept(tmp_path: Path) -> None:
    path = written(tmp_path)
    os.chown(path, 12345, 23456)
    files.swap(files.read(path), "new")
    assert (path.stat().st_uid, path.stat().st_gid) == (12345, 23456)


def test_attributes_are_kept(tmp_path: Path) -> None:
    path = written(tmp_path)
    try:
        os.setxattr(path, "user.note", b"mine")
    except (OSError, AttributeError):
        pytest.skip("no extended attributes on this file system")
    files.swap(files.read(path), "new")
    assert os.getxattr(path, "user.note") == b"mine"


def test_a_symlink_stays_one(tmp_path: Path) -> None:
    path = written(tmp_path)
    link = tmp_path / "link.md"
    link.symlink_to(path)
    files.swap(files.read(link), "new")
    assert link.is_symlink()
    assert path.read_text(encoding="utf-8") == "new"


def test_what_was_changed_meanwhile_stays_as_it_is(tmp_path: Path) -> None:
    path = written(tmp_path)
    source = files.read(path)
    path.write_text("theirs", encoding="utf-8")
    with pytest.raises(ChangedMeanwhile, match="it was changed meanwhile"):
        files.swap(source, "ours")
    assert path.read_text(encoding="utf-8") == "theirs"
    assert everything_in(tmp_path) == ["a.md"]


def test_what_was_removed_meanwhile_stays_away(tmp_path: Path) -> None:
    path = written(tmp_path)
    source = files.read(path)
    path.unlink()
    with pytest.raises(ChangedMeanwhile, match="removed or renamed"):
        files.swap(source, "ours")
    assert everything_in(tmp_path) == []


def test_a_symlink_that_appeared_meanwhile_is_not_followed_out(
    tmp_path: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """The folder was looked through; then the document, or its folder, became a symlink."""
    outside = tmp_path_factory.mktemp("outside")
    secret = written(outside)
    (tmp_path / "folder").symlink_to(outside)
    (tmp_path / "a.md").symlink_to(secret)
    for path in (tmp_path / "a.md", tmp_path / "folder" / "a.md"):
        with pytest.raises(DocumentError, match="it leads out of the given folders; not read"):
            files.read(path, within=frozenset({tmp_path.resolve()}))
        assert files.read(path, within=frozenset({outside.resolve()})).real == secret.resolve()


def test_a_folder_that_became_a_symlink_before_the_swap_is_not_written(
    tmp_path: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    outside = tmp_path_factory.mktemp("outside")
    secret = written(outside)
    (tmp_path / "folder").mkdir()
    source = files.read(written(tmp_path / "folder"))
    (tmp_path / "folder").rename(tmp_path / "elsewhere")
    (tmp_path / "folder").symlink_to(outside)
    with pytest.raises(DocumentError):
        files.swap(source, "ours")
    assert secret.read_text(encoding="utf-8") == "---\na: 1\n---\n"
    assert everything_in(outside) == ["a.md"]


def test_a_symlink_that_was_turned_elsewhere_is_not_followed(tmp_path: Path) -> None:
    path, other = written(tmp_path), tmp_path / "other.md"
    other.write_bytes(path.read_bytes())
    link = tmp_path / "link.md"
    link.symlink_to(path)
    source = files.read(link)
    link.unlink()
    link.symlink_to(other)
    with pytest.raises(ChangedMeanwhile, match="leads to another file"):
        files.swap(source, "ours")
    assert path.read_bytes() == other.read_bytes() == b"---\na: 1\n---\n"


@needs_no_root
def test_a_write_protected_document_is_left_alone(tmp_path: Path) -> None:
    path = written(tmp_path)
    path.chmod(0o444)
    with pytest.raises(DocumentError, match="write-protected"):
        files.swap(files.read(path), "ours")


def test_two_runs_do_not_write_one_document_at_once(tmp_path: Path) -> None:
    path = written(tmp_path)
    with files.beside(path).open("wb") as theirs:
        fcntl.flock(theirs, fcntl.LOCK_EX)
        with pytest.raises(ChangedMeanwhile, match="another run is writing it"):
            files.swap(files.read(path), "ours")
    assert path.read_text(encoding="utf-8") == "---\na: 1\n---\n"


def test_a_document_that_took_its_place_meanwhile_is_not_overwritten(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Between our opening the new file and our locking it, another run renames it: we hold the document itself."""
    path = written(tmp_path)
    source = files.read(path)
    flock = fcntl.flock

    def late(handle: int, how: int) -> None:
        files.beside(path).replace(path)
        flock(handle, how)

    monkeypatch.setattr(fcntl, "flock", late)
    with pytest.raises(ChangedMeanwhile, match="another run is writing it"):
        files.swap(source, "ours")
    assert everything_in(tmp_path) == ["a.md"]


def test_what_a_killed_run_left_is_used_up(tmp_path: Path) -> None:
    """Killed between writing and renaming: the next run writes the whole file again, under the same name."""
    path = written(tmp_path)
    files.beside(path).write_text("half a docum" * 100, encoding="utf-8")
    files.swap(files.read(path), "new")
    assert path.read_text(encoding="utf-8") == "new"
    assert everything_in(tmp_path) == ["a.md"]


# ── many at once ──────────────────────────────────────────────────────────────────────────────


def test_each_of_many_documents_is_replaced_or_left_alone(tmp_path: Path) -> None:
    paths = [written(tmp_path, name=f"{name}.md") for name in "abc"]
    sources = [files.read(path) for path in paths]
    paths[1].write_text("theirs", encoding="utf-8")
    made = files.swap_all([(source, "new") for source in sources])
    assert isinstance(made[1], ChangedMeanwhile)
    assert made[0] == (files.read(paths[0]).fingerprint, files.stat_key(paths[0]))
    assert made[2] == (files.read(paths[2]).fingerprint, files.stat_key(paths[2]))
    assert [path.read_text(encoding="utf-8") for path in paths] == ["new", "theirs", "new"]
    assert everything_in(tmp_path) == ["a.md", "b.md", "c.md"]


def test_no_document_takes_its_place_before_it_is_on_the_disk(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Every new file is synced before any is renamed, and their folder once, after all of them."""
    told: list[tuple[str, str]] = []
    fsync, rename = os.fsync, os.rename

    def synced(handle: int) -> None:
        told.append(("folder" if stat.S_ISDIR(os.fstat(handle).st_mode) else "file", ""))
        fsync(handle)

    def renamed(old: str, new: str, **folders: int) -> None:
        told.append(("rename", new))
        rename(old, new, **folders)

    monkeypatch.setattr(os, "fsync", synced)
    monkeypatch.setattr(os, "rename", renamed)
    sources = [files.read(written(tmp_path, name=f"{name}.md")) for name in "ab"]
    files.swap_all([(source, "new") for source in sources])
    assert told == [
        ("file", ""),
        ("file", ""),
        ("rename", "a.md"),
        ("rename", "b.md"),
        ("folder", ""),
    ]


def test_an_interruption_leaves_whole_documents_and_nothing_beside_them(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    sources = [files.read(written(tmp_path, name=f"{name}.md")) for name in "ab"]
    rename = os.rename

    def interrupted(old: str, new: str, **folders: int) -> None:
        if new == "b.md":
            raise KeyboardInterrupt
        rename(old, new, **folders)

    monkeypatch.setattr(os, "rename", interrupted)
    with pytest.raises(KeyboardInterrupt):
        files.swap_all([(source, "new") for source in sources])
    assert everything_in(tmp_path) == ["a.md", "b.md"]
    assert [files.read(source.path).text for source in sources] == ["new", sources[1].text]
