"""Documents read and edited in processes of their own: the same documents, ledger and report."""

from __future__ import annotations

import os
import pickle
import select
import socket
import subprocess
import sys
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path
from typing import cast

import pytest

from enricher.config import Config
from enricher.errors import DocumentError, StaleEdit
from enricher.run import child_process
from enricher.run.documents import pool as document_pool
from enricher.run.documents.pool import DocumentPool
from enricher.run.documents.scanned import FoundDocument
from enricher.run.documents.work import PoolSetup
from enricher.run.documents.workers import DocumentProcesses
from enricher.run.documents.write_mode import WriteMode
from enricher.run.results.run_result import RunResult
from tests.run.workplace import TITLE_A, TITLE_B, A, B, Workplace, document

BROKEN = "---\ntitle: [\n---\n"
# A process of the pool needs a second to start, more on a busy machine.
LIMIT_S = 60


@pytest.fixture
def at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Processes start with the first document."""
    monkeypatch.setattr(document_pool, "START_AFTER", 0)


Started = list[subprocess.Popen[bytes]]


@pytest.fixture
def started(monkeypatch: pytest.MonkeyPatch) -> Started:
    """All processes that were started so far."""
    found: Started = []
    start = child_process.start

    def noted(module: str) -> tuple[subprocess.Popen[bytes], socket.socket]:
        process, ours = start(module)
        found.append(process)
        return process, ours

    monkeypatch.setattr(child_process, "start", noted)
    return found


def running(started: Started) -> Started:
    return [each for each in started if each.poll() is None]


def pool(folder: Path, processes: int = 2) -> DocumentPool:
    setup = PoolSetup(config=Config(), ledger=folder / "ledger.sqlite3", mode=WriteMode())
    return DocumentPool(setup, processes)


@pytest.fixture
def paths(tmp_path: Path) -> list[str]:
    for number in range(10):
        text = BROKEN if number == 4 else document((TITLE_A, f"{A}/{number}"))
        (tmp_path / f"{number}.md").write_text(text, encoding="utf-8")
    return [str(tmp_path / f"{number}.md") for number in range(10)]


def told(result: RunResult, folder: Path) -> tuple[object, ...]:
    """What a run tells, wherever its documents stand."""
    records = [
        (each.document.removeprefix(str(folder)), each.field, each.status, each.changes)
        for each in result.records
    ]
    errors = [str(each).removeprefix(str(folder)) for each in result.errors]
    changed = [each.removeprefix(str(folder)) for each in result.summary.changed]
    return records, errors, sorted(changed), result.summary.notices


def test_processes_rest_until_there_is_as_much_to_do_again(
    tmp_path: Path, paths: list[str], started: Started, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(document_pool, "START_AFTER", len(paths))
    one = pool(tmp_path)
    found: list[int] = []
    for is_rested in (False, False, True, False):
        if is_rested:
            one.rest()
        found += [len([*one.found(paths)]), len(running(started))]
    one.close()
    assert found == [len(paths), 0, len(paths), 1, len(paths), 0, len(paths), 1]
    assert running(started) == []


async def test_processes_write_what_one_process_writes(
    tmp_path: Path, at_once: None, started: Started, monkeypatch: pytest.MonkeyPatch
) -> None:
    runs = []
    monkeypatch.setattr(document_pool, "_CHUNK", 2)
    for processes in (1, 2):
        place = Workplace(tmp_path / str(processes))
        place.answers({A: TITLE_A, B: TITLE_B})
        for number in range(7):
            place.put(f"{number}.md", document((TITLE_A, A), ("Gone", f"{B}/gone{number % 3}")))
        place.put("broken.md", BROKEN)
        place.put("none.md", "no frontmatter\n")
        first = await place.run(processes=processes)
        second = await place.run(processes=processes, refresh=True)
        runs.append([place.bytes(), *(told(each, place.folder) for each in (first, second))])
        assert len(first.summary.changed) == 7
        assert running(started) == []
    assert started
    assert runs[0] == runs[1]


def test_processes_start_when_they_pay(paths: list[str], tmp_path: Path, started: Started) -> None:
    one = pool(tmp_path)
    list(one.found(paths))
    assert started == []
    one.close()


def test_the_run_makes_what_no_other_process_has_begun(paths: list[str], tmp_path: Path) -> None:
    # The other process gets the first two chunks, and is still starting.
    setup = PoolSetup(config=Config(), ledger=tmp_path / "none", mode=WriteMode())
    processes = DocumentProcesses(setup, 1)
    chunks = [[path] for path in paths[:4]]
    made = list(processes.each("found", chunks, lambda chunk: [f"{chunk[0]} here"]))
    assert made[2:] == [[f"{path} here"] for path in paths[2:4]]
    assert all(isinstance(each, FoundDocument) for one in made[:2] for each in one or ())
    processes.close()


def test_what_a_process_is_at_when_the_run_fails_is_not_taken_for_what_comes_next(
    paths: list[str], tmp_path: Path
) -> None:
    setup = PoolSetup(config=Config(), ledger=tmp_path / "none", mode=WriteMode())
    processes = DocumentProcesses(setup, 1)

    def fails(_: Sequence[str]) -> list[object]:
        raise InterruptedError

    with closing(processes):
        with pytest.raises(InterruptedError):
            list(processes.each("found", [[path] for path in paths[:3]], fails))
        ((made,),) = cast(
            "list[list[FoundDocument]]", [*processes.each("found", [paths[3:4]], fails)]
        )
    (expected,) = pool(tmp_path, 1).found(paths[3:4])
    assert made == expected


def test_what_a_dead_process_had_is_done_by_the_run(
    paths: list[str], tmp_path: Path, at_once: None, started: Started
) -> None:
    alone, other = pool(tmp_path, 1), pool(tmp_path, 3)
    here = [str(each) for each in alone.found(paths)]
    assert [str(each) for each in other.found(paths)] == here
    assert isinstance(list(other.found(paths))[4], DocumentError)
    assert len(running(started)) == 2
    started[0].kill()
    started[0].wait(LIMIT_S)
    assert [str(each) for each in other.found(paths)] == here
    (notice,) = other.notices
    assert "ended unexpectedly" in notice
    assert [str(each) for each in other.found(paths)] == here
    assert len(other.notices) == 1
    assert running(started) == []
    other.close()


def test_a_process_that_fails_says_nothing_and_leaves_its_work(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    setup = PoolSetup(config=Config(), ledger=tmp_path / "none", mode=WriteMode())
    with closing(DocumentProcesses(setup, 1)) as processes:
        assert [*processes.each("no such work", [["a"]], list)] == [None]
    assert capfd.readouterr() == ("", "")


KILLED = """
import sys
from pathlib import Path
from enricher.config import Config
from enricher.run.documents import pool as document_pool
from enricher.run.documents.pool import DocumentPool
from enricher.run.documents.work import PoolSetup
from enricher.run.documents.write_mode import WriteMode

document_pool.START_AFTER = 0
setup = PoolSetup(config=Config(), ledger=Path("none"), mode=WriteMode())
pool = DocumentPool(setup, 2)
list(pool.found(sys.argv[1:]))
print(*(each.pid for each in pool._processes.processes), flush=True)
sys.stdin.read()
"""


def test_no_process_outlives_a_killed_run(paths: list[str], tmp_path: Path) -> None:
    script = tmp_path / "killed.py"
    script.write_text(KILLED, encoding="utf-8")
    command = [sys.executable, str(script), *paths]
    with subprocess.Popen(
        command,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    ) as run:
        assert run.stdout is not None
        handles = [os.pidfd_open(int(pid)) for pid in run.stdout.readline().split()]
        assert len(handles) == 1
        run.kill()
    for handle in handles:
        assert select.select([handle], [], [], LIMIT_S)[0]
        os.close(handle)


@pytest.mark.parametrize(
    "error",
    [DocumentError("a.md", "why"), StaleEdit("a\nb.md", "why", line=7, field="related[1].webUrl")],
)
def test_errors_come_from_other_processes_whole(error: DocumentError) -> None:
    made = pickle.loads(pickle.dumps(error))
    assert (type(made), str(made), made.line, made.field) == (
        type(error),
        str(error),
        error.line,
        error.field,
    )
