"""Documents read and edited in processes of their own: the same documents, ledger and report."""

from __future__ import annotations

import multiprocessing
import os
import pickle
import select
import subprocess
import sys
from collections.abc import Sequence
from concurrent.futures import Future
from pathlib import Path

import pytest

from enricher.config import Config
from enricher.errors import DocumentError, StaleEdit
from enricher.run.documents import pool as document_pool
from enricher.run.documents import workers as document_workers
from enricher.run.documents.pool import DocumentPool
from enricher.run.documents.work import PoolSetup
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
    tmp_path: Path, paths: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(document_pool, "START_AFTER", len(paths))
    one, running = pool(tmp_path), multiprocessing.active_children
    found: list[int] = []
    for is_rested in (False, False, True, False):
        if is_rested:
            one.rest()
        found += [len([*one.found(paths)]), len(running())]
    one.close()
    assert found == [len(paths), 0, len(paths), 1, len(paths), 0, len(paths), 1]
    assert running() == []


async def test_processes_write_what_one_process_writes(
    tmp_path: Path, at_once: None, monkeypatch: pytest.MonkeyPatch
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
        assert multiprocessing.active_children() == []
    assert runs[0] == runs[1]


def test_processes_start_when_they_pay(paths: list[str], tmp_path: Path) -> None:
    started = pool(tmp_path)
    list(started.found(paths))
    assert multiprocessing.active_children() == []
    started.close()


def test_the_run_makes_itself_what_no_other_process_was_given(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(document_workers, "ProcessPoolExecutor", _Busy)
    monkeypatch.setattr(document_workers, "AHEAD", 2)
    setup = PoolSetup(config=Config(), ledger=tmp_path / "none", mode=WriteMode())
    processes = document_workers.DocumentProcesses(setup, 1)
    order: list[str] = []

    def here(chunk: Sequence[str]) -> list[str]:
        order.extend(chunk)
        return [f"{chunk[0]} here"]

    made = processes.each("found", [["a"], ["b"], ["c"], ["d"]], here)
    assert list(made) == [["a there"], ["b there"], ["c here"], ["d here"]]
    assert order == ["d", "c"]


class _Busy:
    """One other process, whose work is done when its result is waited for."""

    def __init__(self, *_: object, **__: object) -> None:
        """Takes what the executor takes."""

    def submit(self, _do: object, _what: str, items: list[str]) -> Future[list[str]]:
        return _Begun(items)


class _Begun(Future[list[str]]):
    """Is done when its result is waited for."""

    def __init__(self, items: list[str]) -> None:
        super().__init__()
        self._items = items

    def result(self, timeout: float | None = None) -> list[str]:
        if not self.done():
            self.set_result([f"{item} there" for item in self._items])
        return super().result(timeout)


def test_what_a_dead_process_had_is_done_by_the_run(
    paths: list[str], tmp_path: Path, at_once: None
) -> None:
    alone, started = pool(tmp_path, 1), pool(tmp_path)
    here = [str(each) for each in alone.found(paths)]
    assert [str(each) for each in started.found(paths)] == here
    assert isinstance(list(started.found(paths))[4], DocumentError)
    for child in multiprocessing.active_children():
        child.kill()
        child.join(LIMIT_S)
    assert [str(each) for each in started.found(paths)] == here
    (notice,) = started.notices
    assert "ended unexpectedly" in notice
    assert [str(each) for each in started.found(paths)] == here
    assert len(started.notices) == 1
    assert multiprocessing.active_children() == []
    started.close()


KILLED = """
import multiprocessing, sys
from pathlib import Path
from enricher.config import Config
from enricher.run.documents import pool as document_pool
from enricher.run.documents import workers as document_workers
from enricher.run.documents.pool import DocumentPool
from enricher.run.documents.work import PoolSetup
from enricher.run.documents.write_mode import WriteMode

if __name__ == "__main__":
    document_pool.START_AFTER = 0
    setup = PoolSetup(config=Config(), ledger=Path("none"), mode=WriteMode())
    pool = DocumentPool(setup, 2)
    list(pool.found(sys.argv[1:]))
    print(*(child.pid for child in multiprocessing.active_children()), flush=True)
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
