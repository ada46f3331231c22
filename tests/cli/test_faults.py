"""Full disks, damaged and read-only ledgers, newer versions: one line each, no document torn, and the next run goes on."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from enricher.ledger.database import Database
from enricher.ledger.schema import MIGRATIONS
from tests.cli.conftest import Enricher, bytes_of, furnish

LEDGER = ".enricher/ledger.sqlite3"
_SINCE = re.compile(rb"since: [^,}]*")
_LIMITED = """
import resource, signal, sys
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv[1]), int(sys.argv[1])))
from enricher.cli.app import execute
sys.exit(execute(["run", "--quiet"]))
"""


@pytest.fixture
def finished(_finished: Path) -> Path:
    """A folder after an undisturbed run."""
    return _finished


def masked(folder: Path) -> dict[str, bytes]:
    """Documents without the times of checks."""
    return {name: _SINCE.sub(b"since: then", text) for name, text in bytes_of(folder).items()}


def assert_told_in_lines(said: str) -> None:
    assert "Traceback" not in said
    assert "internal error" not in said
    assert 1 <= len(said.splitlines()) <= 4, said


def assert_old_or_new(folder: Path, old: dict[str, bytes], new: Path) -> None:
    wanted = masked(new)
    for name, text in masked(folder).items():
        assert text in {old[name], wanted[name]}, name


# ── no room ───────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("most_bytes", [0, 40_000, 100_000])
def test_files_may_not_grow(
    most_bytes: int, folder: Path, enricher: Enricher, finished: Path
) -> None:
    """RLIMIT_FSIZE: wherever it strikes, in the ledger, its log or a document."""
    old = bytes_of(folder)
    done = subprocess.run(
        # -B: before 3.13.2, Python keeps the beginning of compiled code that finds no room.
        [sys.executable, "-B", "-c", _LIMITED, str(most_bytes)],
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert done.returncode in {2, 3}, done.stderr
    assert_told_in_lines(done.stderr)
    assert_old_or_new(folder, old, finished)
    assert enricher("run", "--quiet").status == 0
    assert masked(folder) == masked(finished)


@pytest.fixture
def small_disk(tmp_path: Path, port: int, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """The working folder on a file system with hardly any room."""
    place = tmp_path / "small"
    place.mkdir()
    command = ["mount", "-t", "tmpfs", "-o", "size=4m", "tmpfs", str(place)]
    if os.geteuid() != 0 or subprocess.run(command, capture_output=True, check=False).returncode:
        pytest.skip("only root may mount a small file system")
    monkeypatch.chdir(furnish(place, port))
    yield place
    os.chdir("/")
    subprocess.run(["umount", str(place)], check=True)


@pytest.mark.parametrize("left_bytes", [4096, 150_000])
def test_the_disk_is_full(left_bytes: int, small_disk: Path, finished: Path) -> None:
    old = bytes_of(small_disk)
    room = os.statvfs(small_disk)
    filler = small_disk / "filler"
    filler.write_bytes(b"x" * max(0, room.f_bavail * room.f_bsize - left_bytes))
    run = [sys.executable, "-m", "enricher", "run", "--quiet"]
    done = subprocess.run(run, capture_output=True, text=True, check=False, timeout=60)
    assert done.returncode in {2, 3}, done.stderr
    assert_told_in_lines(done.stderr)
    assert_old_or_new(small_disk, old, finished)
    filler.unlink()
    assert subprocess.run(run, check=False, timeout=60).returncode == 0
    assert masked(small_disk) == masked(finished)


def test_a_commit_finds_no_room(
    folder: Path, enricher: Enricher, monkeypatch: pytest.MonkeyPatch, finished: Path
) -> None:
    """SQLite itself says SQLITE_FULL, in the middle of a run."""
    prepare, old = Database.prepare_to_write, bytes_of(folder)

    def prepare_small(self: Database) -> None:
        prepare(self)
        self.one("PRAGMA max_page_count = 32")

    with monkeypatch.context() as patch:
        patch.setattr(Database, "prepare_to_write", prepare_small)
        ended = enricher("run", "--quiet")
    assert ended.status == 3
    assert "make room on the disk; what was saved before is kept" in ended.err
    assert_told_in_lines(ended.err)
    assert_old_or_new(folder, old, finished)
    assert enricher("run", "--quiet").status == 0
    assert masked(folder) == masked(finished)


# ── a ledger that cannot be used ──────────────────────────────────────────────────────────────


def change(folder: Path, at: int, value: bytes) -> None:
    with (folder / LEDGER).open("r+b") as file:
        file.seek(at)
        file.write(value)


def test_a_read_only_ledger(after_a_run: Path, enricher: Enricher) -> None:
    """A write version of 3 in the header makes SQLite open any file read-only, for root, too."""
    change(after_a_run, 18, b"\3")
    before = bytes_of(after_a_run)
    ended = enricher("run")
    assert (ended.status, len(ended.err.splitlines())) == (2, 1)
    assert "make it and its folder writable, or name another with --ledger FILE" in ended.err
    assert bytes_of(after_a_run) == before


def test_a_ledger_that_cannot_be_locked(after_a_run: Path, enricher: Enricher) -> None:
    lock = after_a_run / ".enricher" / "ledger.sqlite3.lock"
    lock.unlink(missing_ok=True)
    lock.mkdir()
    ended = enricher("run")
    assert (ended.status, len(ended.err.splitlines())) == (2, 1)
    assert "by ledger.sqlite3.lock: Is a directory; make that file and its folder" in ended.err


def test_a_ledger_of_a_newer_version(after_a_run: Path, enricher: Enricher) -> None:
    change(after_a_run, 60, (len(MIGRATIONS) + 1).to_bytes(4, "big"))  # PRAGMA user_version
    before = bytes_of(after_a_run), (after_a_run / LEDGER).read_bytes()
    ended = enricher("run", "--refresh")
    assert (ended.status, len(ended.err.splitlines())) == (2, 1)
    assert "it was written by a newer version of enricher" in ended.err
    assert (bytes_of(after_a_run), (after_a_run / LEDGER).read_bytes()) == before


def test_a_damaged_page_is_told_in_one_line_and_the_rest_is_saved(
    after_a_run: Path, enricher: Enricher
) -> None:
    ledger, before = after_a_run / LEDGER, bytes_of(after_a_run)
    whole = ledger.read_bytes()
    page = whole.index(b'{"target":"http') // 4096
    change(after_a_run, page * 4096, b"\xff" * 4096)
    ended = enricher("run", "--refresh", "--quiet")
    assert ended.status == 3
    assert re.fullmatch(
        r"enricher: the ledger \S+ was damaged: [\d,]+ rows were saved into a new one, with \d+ "
        r"gaps; the damaged file is \S+\.damaged-1\. Run again to go on\. "
        r"What was written before is kept\.\n",
        ended.err,
    ), ended.err
    assert bytes_of(after_a_run) == before
    assert ledger.with_name("ledger.sqlite3.damaged-1").exists()
    assert enricher("run", "--quiet").status == 0
    assert masked(after_a_run) == {
        name: _SINCE.sub(b"since: then", text) for name, text in before.items()
    }
