"""Shell completion: installed where each shell looks, and it completes what there is."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from enricher.cli import completion
from enricher.cli.app import app
from enricher.cli.exits import UsageError
from tests.cli.conftest import Enricher

HOME = Path("/home/me")


@pytest.mark.parametrize(
    ("shell", "environ", "path"),
    [
        ("bash", {}, ".local/share/bash-completion/completions/enricher"),
        ("bash", {"XDG_DATA_HOME": "/home/me/d"}, "d/bash-completion/completions/enricher"),
        ("zsh", {}, ".zfunc/_enricher"),
        ("fish", {}, ".config/fish/completions/enricher.fish"),
        ("fish", {"XDG_CONFIG_HOME": "/home/me/c"}, "c/fish/completions/enricher.fish"),
    ],
)
def test_where_each_shell_looks(shell: str, environ: dict[str, str], path: str) -> None:
    assert completion.place(shell, {"HOME": str(HOME), **environ}) == HOME / path


def test_the_shell_is_that_of_the_environment() -> None:
    assert completion.shell_of({"SHELL": "/usr/bin/fish"}) == "fish"


@pytest.mark.parametrize("environ", [{}, {"SHELL": "/bin/tcsh"}])
def test_an_unknown_shell_is_told_with_the_cure(environ: dict[str, str]) -> None:
    with pytest.raises(UsageError, match="--install-completion bash"):
        completion.shell_of(environ)


def test_it_is_installed_and_the_next_step_is_told(
    enricher: Enricher, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("SHELL", "/bin/zsh")
    ended = enricher("--install-completion")
    assert ended.status == 0
    assert "compinit" in ended.err
    assert "#compdef enricher" in (tmp_path / ".zfunc" / "_enricher").read_text(encoding="utf-8")


def test_a_place_that_cannot_be_written_is_told(
    enricher: Enricher, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    (tmp_path / ".zfunc").write_text("a file", encoding="utf-8")
    ended = enricher("--install-completion", "zsh")
    assert (ended.status, "cannot be written" in ended.err) == (2, True)


@pytest.mark.skipif(shutil.which("bash") is None, reason="needs bash")
@pytest.mark.parametrize(
    ("words", "expected"),
    [("au", "audit"), ("audit --for", "--format"), ("fix --rule mo", "moved")],
)
def test_bash_completes_with_the_script(words: str, expected: str, tmp_path: Path) -> None:
    program = tmp_path / "enricher"
    program.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m enricher "$@"\n', encoding="utf-8")
    program.chmod(0o755)
    (tmp_path / "script").write_text(completion.script(app, "bash"), encoding="utf-8")
    lines = [
        f"source {tmp_path}/script",
        f"COMP_WORDS=(enricher {words}); COMP_CWORD={len(words.split())}",
        f"_enricher_completion {program}",
        'echo "${COMPREPLY[@]}"',
    ]
    done = subprocess.run(
        ["bash", "-c", "\n".join(lines)], capture_output=True, text=True, check=True
    )
    assert done.stdout.split() == [expected]
