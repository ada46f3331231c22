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
from tests.cli.conftest import Enricher, bytes_of, lead_to


def test_a_reader_that_goes_away_is_no_error(folder: Path) -> None:
    command = f'"{sys.executable}" -m enricher audit --quiet --fail-on none --format jsonl | head -c 10; echo "${{PIPESTATUS[0]}}"'
    done = subprocess.run(
        ["bash", "-c", command], cwd=folder, capture_output=True, check=False, timeout=60
    )
    assert done.stderr == b""
    assert done.stdout.decode().endswith("0\n")


def test_a_report_that_cannot_be_written_is_incomplete(enricher: Enricher, folder: Path) -> None:
    """`/dev/full` takes nothing, as a full disk does."""
    with Path("/dev/full").open("w", encoding="utf-8") as full:
        done = subprocess.run(
            [sys.executable, "-m", "enricher", "audit", "--format", "jsonl"],
            cwd=folder,
            stdout=full,
            stderr=subprocess.PIPE,
            check=False,
            timeout=60,
        )
    assert done.returncode == 3
    assert (
        b"the report could not be written to standard output: No space left on device"
        in done.stderr
    )


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
