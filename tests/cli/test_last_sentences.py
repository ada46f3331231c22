"""The last sentences of a command say what happened: how much was changed, and what could not be done."""

from __future__ import annotations

import errno
import itertools
import os
import stat
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from enricher.ledger.checks import Checks
from enricher.ledger.documents import Documents
from tests.cli.conftest import Enricher, bytes_of

BROKEN = '---\ntitle: "a"\ntitle: "b"\nwebUrl: "https://www.w3.org/Provider/Style/URI"\n---\n'
READ_ONLY = "attempt to write a readonly database"


@pytest.fixture
def broken(folder: Path) -> Path:
    """The folder, with one document more that cannot be read."""
    (folder / "seeds" / "0-broken.md").write_text(BROKEN, encoding="utf-8")
    return folder


def read_only_at(monkeypatch: pytest.MonkeyPatch, owner: type[Any], name: str, call: int) -> None:
    """From this call on, SQLite refuses to write the ledger."""
    original: Callable[..., Any] = getattr(owner, name)
    calls = 0

    def wrapped(self: Any, *arguments: Any) -> Any:
        nonlocal calls
        calls += 1
        if calls == call:
            self._db.do("PRAGMA query_only = ON")
        return original(self, *arguments)

    monkeypatch.setattr(owner, name, wrapped)


def full_at(monkeypatch: pytest.MonkeyPatch, write: int) -> None:
    """From this document on, the disk is full when its bytes are to be synced."""
    original = os.fsync
    synced = itertools.count(1)

    def fsync(handle: int) -> None:
        is_document = stat.S_ISREG(os.fstat(handle).st_mode)  # else its folder
        if is_document and next(synced) >= write:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        original(handle)

    monkeypatch.setattr(os, "fsync", fsync)


def changed(before: dict[str, bytes], folder: Path) -> int:
    return sum(before[name] != content for name, content in bytes_of(folder).items())


@pytest.mark.parametrize(
    ("owner", "name", "call", "is_before_documents"),
    [
        (Documents, "set_applied", 3, False),
        (Documents, "set_applied", 1, False),
        (Checks, "commit", 1, True),
        (Documents, "put_packed", 2, True),
    ],
    ids=["documents written", "first document", "checks", "scan"],
)
def test_the_ledger_fails_in_the_middle_of_a_run(
    broken: Path,
    enricher: Enricher,
    monkeypatch: pytest.MonkeyPatch,
    owner: type[Any],
    name: str,
    call: int,
    is_before_documents: bool,
) -> None:
    """Documents are written some at a time; the last line counts those on disk."""
    before = bytes_of(broken)
    read_only_at(monkeypatch, owner, name, call)
    ended = enricher("run")
    assert ended.status == 3
    count = changed(before, broken)
    assert (count == 0) == is_before_documents
    lines = ended.err.splitlines()
    assert lines[-1].startswith("enricher: the ledger ")
    assert READ_ONLY in lines[-1]
    assert lines[-1].endswith(changed_before(count))
    assert "seeds/0-broken.md:3: " in lines[0]


def changed_before(count: int) -> str:
    """The end of the last line, by how many documents are changed on disk."""
    if not count:
        return "No document was changed; what was learnt before is kept."
    documents = "1 document was" if count == 1 else f"{count} documents were"
    return f"{documents} changed before that, whole; the next run goes on from there."


def test_the_next_run_goes_on_from_there(
    broken: Path, enricher: Enricher, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patched:
        read_only_at(patched, Documents, "set_applied", 3)
        before = bytes_of(broken)
        enricher("run")
        left = 5 - changed(before, broken)
    ended = enricher("run")
    said = f"Changed {left} document" if left else "No document was changed. "
    assert said in ended.err, ended.err


def test_our_own_error_in_the_middle_of_a_run(
    broken: Path, enricher: Enricher, monkeypatch: pytest.MonkeyPatch
) -> None:
    def breaks(*_: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(Documents, "set_applied", breaks)
    before = bytes_of(broken)
    lines = enricher("run").err.splitlines()
    assert "seeds/0-broken.md:3: " in lines[0]
    assert lines[1].startswith("enricher: internal error: ZeroDivisionError")
    count = changed(before, broken)
    assert lines[2].startswith(changed_before(count).partition(";")[0])
    Path(lines[2].rpartition("Please report the file ")[2]).unlink()


@pytest.mark.parametrize("write", [1, 3, 5])
def test_the_disk_is_full_while_documents_are_written(
    broken: Path, enricher: Enricher, monkeypatch: pytest.MonkeyPatch, write: int
) -> None:
    """From the document of that number on."""
    before = bytes_of(broken)
    full_at(monkeypatch, write)
    ended = enricher("run")
    assert ended.status == 3
    count = changed(before, broken)
    assert count == write - 1
    full = "it cannot be written: No space left on device; it is as it was"
    assert ended.err.count(full) == 5 - count
    assert "seeds/0-broken.md:3: " in ended.err
    (line,) = (line for line in ended.err.splitlines() if "could not be read or written" in line)
    undone = f"{6 - count} documents could not be read or written in full: see above."
    assert line.endswith(undone)
    assert line.startswith(f"Changed {count} document" if count else "No document was changed. ")
    assert "No document needed a change." not in ended.err


def test_a_ledger_that_fails_while_fixes_are_written(
    after_a_run: Path, enricher: Enricher, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("x1", "x2", "x3"):
        text = '---\ntitle: "The cityâ€™s mayor"\nwebUrl: "https://a.test/1"\n---\n'
        (after_a_run / "seeds" / f"{name}.md").write_text(text, encoding="utf-8")
    (after_a_run / "seeds" / "0-broken.md").write_text(BROKEN, encoding="utf-8")
    before = bytes_of(after_a_run)
    read_only_at(monkeypatch, Documents, "put", 2)
    ended = enricher("fix", "--rule", "text", "--write")
    assert ended.status == 3
    assert changed(before, after_a_run) == 2
    assert "seeds/0-broken.md:3: " in ended.err
    assert ended.err.splitlines()[-1].endswith(
        "2 documents were changed before that, whole; the next run goes on from there."
    )


def test_documents_that_a_fix_cannot_read_are_counted(
    after_a_run: Path, enricher: Enricher
) -> None:
    (after_a_run / "seeds" / "0-broken.md").write_text(BROKEN, encoding="utf-8")
    ended = enricher("fix", "--rule", "text", "--write")
    assert ended.status == 3
    assert ended.err.splitlines()[-1] == (
        "1 document could not be read or written in full: see above"
    )


def test_a_run_to_compare_with_is_looked_for_before_the_work(
    after_a_run: Path, enricher: Enricher
) -> None:
    ended = enricher("run", "--since", "99", "--refresh")
    assert ended.status == 2
    assert ended.err.endswith("Nothing was done.\n")
    assert len(enricher("report", "--list").out.splitlines()) == 1
