"""The last sentences of a command say what happened: how much was changed, and what could not be done."""

from __future__ import annotations

import errno
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from enricher.ledger.documents import Documents
from enricher.ledger.targets import Targets
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
    calls = 0

    def fsync(handle: int) -> None:
        nonlocal calls
        calls += 1
        # Two of each document: its bytes, then the name of its folder.
        if calls > 2 * (write - 1):
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        original(handle)

    monkeypatch.setattr(os, "fsync", fsync)


def changed(before: dict[str, bytes], folder: Path) -> int:
    return sum(before[name] != content for name, content in bytes_of(folder).items())


@pytest.mark.parametrize(
    ("owner", "name", "call", "count", "said"),
    [
        (
            *(Documents, "set_applied", 3, 3),
            "3 documents were changed before that, whole; the next run goes on from there.",
        ),
        (
            *(Documents, "set_applied", 1, 1),
            "1 document was changed before that, whole; the next run goes on from there.",
        ),
        (
            *(Targets, "commit", 1, 0),
            "No document was changed; what was learnt before is kept.",
        ),
        (
            *(Documents, "put", 2, 0),
            "No document was changed; what was learnt before is kept.",
        ),
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
    count: int,
    said: str,
) -> None:
    before = bytes_of(broken)
    read_only_at(monkeypatch, owner, name, call)
    ended = enricher("run")
    assert ended.status == 3
    assert changed(before, broken) == count
    lines = ended.err.splitlines()
    assert lines[-1].startswith("enricher: the ledger ")
    assert READ_ONLY in lines[-1]
    assert lines[-1].endswith(said)
    assert "seeds/0-broken.md:3: " in lines[0]


def test_the_next_run_goes_on_from_there(
    broken: Path, enricher: Enricher, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patched:
        read_only_at(patched, Documents, "set_applied", 3)
        enricher("run")
    ended = enricher("run")
    assert "Changed 2 documents: " in ended.err, ended.err


def test_our_own_error_in_the_middle_of_a_run(
    broken: Path, enricher: Enricher, monkeypatch: pytest.MonkeyPatch
) -> None:
    def breaks(*_: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(Documents, "set_applied", breaks)
    lines = enricher("run").err.splitlines()
    assert "seeds/0-broken.md:3: " in lines[0]
    assert lines[1].startswith("enricher: internal error: ZeroDivisionError")
    assert lines[2].startswith("1 document was changed before that, whole; ")
    Path(lines[2].rpartition("Please report the file ")[2]).unlink()


@pytest.mark.parametrize(
    ("write", "count", "said"),
    [
        (1, 0, "No document was changed. 6 documents could not be read or written in full: see above."),
        (4, 3, ". 3 documents could not be read or written in full: see above."),
        (9, 5, ". 1 document could not be read or written in full: see above."),
    ],
)  # fmt: skip
def test_the_disk_is_full_while_documents_are_written(
    broken: Path,
    enricher: Enricher,
    monkeypatch: pytest.MonkeyPatch,
    write: int,
    count: int,
    said: str,
) -> None:
    before = bytes_of(broken)
    full_at(monkeypatch, write)
    ended = enricher("run")
    assert ended.status == 3
    assert changed(before, broken) == count
    assert ended.err.count("it cannot be written: No space left on device; it is as it was") == (
        5 - count
    )
    assert "seeds/0-broken.md:3: " in ended.err
    (line,) = (line for line in ended.err.splitlines() if "could not be read or written" in line)
    assert line.endswith(said)
    assert line.startswith(f"Changed {count} documents: " if count else said)
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
