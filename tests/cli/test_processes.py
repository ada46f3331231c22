"""Commands as processes: what a pipe, a full disk or Ctrl-C does to them, and what they import."""

from __future__ import annotations

import signal
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from enricher.cli.app import execute
from enricher.demo.web import LOOPBACK
from tests.cli.conftest import bytes_of, lead_to


def test_a_reader_that_goes_away_is_no_error(folder: Path) -> None:
    command = f'"{sys.executable}" -m enricher audit --quiet --fail-on none --format jsonl | head -c 10; echo "${{PIPESTATUS[0]}}"'
    done = subprocess.run(
        ["bash", "-c", command], cwd=folder, capture_output=True, check=False, timeout=60
    )
    assert done.stderr == b""
    assert done.stdout.decode().endswith("0\n")


def onto_a_full_disk(folder: Path, *arguments: str) -> tuple[int, str]:
    """The exit status, and what is said; `/dev/full` takes nothing, as a full disk does."""
    with Path("/dev/full").open("w", encoding="utf-8") as full:
        done = subprocess.run(
            [sys.executable, "-m", "enricher", *arguments],
            cwd=folder,
            stdout=full,
            stderr=subprocess.PIPE,
            text=True,
            check=False,
            timeout=60,
        )
    return done.returncode, done.stderr


FULL = "enricher: standard output could not be written: No space left on device"


def test_a_report_that_cannot_be_written_is_incomplete(folder: Path) -> None:
    status, said = onto_a_full_disk(folder, "audit", "--format", "jsonl")
    assert status == 3
    assert f"{FULL}. All else is done; try: enricher report --output FILE\n" in said


@pytest.mark.parametrize("arguments", [["--help"], ["--version"], ["run", "--help"]])
def test_a_help_that_cannot_be_written_is_incomplete(tmp_path: Path, arguments: list[str]) -> None:
    assert onto_a_full_disk(tmp_path, *arguments) == (3, f"{FULL}. Nothing was changed.\n")


def test_fixes_that_cannot_be_told_are_counted(after_a_run: Path) -> None:
    before = bytes_of(after_a_run)
    status, said = onto_a_full_disk(after_a_run, "fix", "--rule", "text", "--write")
    changed = sum(before[name] != content for name, content in bytes_of(after_a_run).items())
    assert status == 3
    assert said.startswith(f"{FULL}. {changed} document was changed before that, whole")


def test_an_interrupted_run_says_so_and_can_go_on(folder: Path) -> None:
    """Every server is silent, so the run waits; Ctrl-C ends it at once, with nothing half done."""
    before = bytes_of(folder)
    with socket.create_server((LOOPBACK, 0)) as silent:
        lead_to(folder, silent.getsockname()[1])
        with subprocess.Popen(
            [sys.executable, "-m", "enricher", "run", "--verbose"],
            cwd=folder,
            stderr=subprocess.PIPE,
            text=True,
        ) as process:
            assert process.stderr is not None
            while "are due" not in process.stderr.readline():
                pass
            process.send_signal(signal.SIGINT)
            said = process.stderr.read()
            assert process.wait(30) == 130
    assert "enricher: interrupted; what was learnt is kept" in said
    assert "Traceback" not in said
    assert bytes_of(folder) == before


# ── what is imported ──────────────────────────────────────────────────────────────────────


def test_nothing_due_imports_nothing_that_asks_the_web(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text("---\nwebUrl: https://a.test/story\n---\n")
    code = (
        "import sys; from enricher.cli.app import execute; "
        "execute(['run', 'a.md', '--offline']); "
        "execute(['audit', 'a.md', '--offline', '--allow-empty', '--ledger', 'b.sqlite3']); "
        "print([name for name in sys.modules if name.startswith(('enricher.web.client', 'enricher.page.read', 'httpcore'))])"
    )
    found = subprocess.run(
        [sys.executable, "-c", code], cwd=tmp_path, capture_output=True, text=True, check=True
    )
    assert found.stdout.endswith("[]\n")


def test_unchanged_documents_import_no_parser(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "a.md").write_text("---\nwebUrl: https://a.test/story\n---\n")
    monkeypatch.chdir(tmp_path)
    execute(["run", "a.md", "--offline"])
    code = (
        "import sys; from enricher.cli.app import execute; execute(['run', 'a.md', '--offline']); "
        "print({'yaml', 'ftfy', 'imagesize', 'enricher.enrich'}.intersection(sys.modules))"
    )
    found = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert found.stdout.endswith("set()\n")


def test_http2_and_cookies_cost_nothing_where_there_are_none() -> None:
    """httpx and httpcore take half a second to import where trio is installed."""
    code = (
        "import sys, enricher.run.engines.inline; "
        "print({'httpx', 'httpcore'}.intersection(sys.modules))"
    )
    found = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert found.stdout == "set()\n"
