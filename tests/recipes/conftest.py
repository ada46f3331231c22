"""A folder of documents whose links lead to the demo's small web, and the program on the PATH, as recipes find them."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from enricher.demo.web import small_web
from tests.cli.conftest import furnish

ROOT = Path(__file__).resolve().parents[2]


@dataclass(frozen=True)
class Place:
    """Where a recipe runs: its working folder, and the environment it finds."""

    folder: Path
    environ: dict[str, str]

    def run(self, *command: str | Path, **more: str) -> subprocess.CompletedProcess[str]:
        """Runs a command there."""
        return subprocess.run(
            [str(each) for each in command],
            cwd=self.folder,
            env={**self.environ, **more},
            capture_output=True,
            text=True,
            check=False,
            timeout=60,
        )

    def git(self, *arguments: str) -> str:
        """Runs git to its good end."""
        done = self.run("git", *arguments)
        assert done.returncode == 0, done.stderr
        return done.stdout.strip()


@pytest.fixture(scope="session")
def port() -> Iterator[int]:
    with small_web() as port:
        yield port


def put_program(path: Path, text: str) -> None:
    """Writes a program for sh."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"#!/bin/sh\n{text}\n", encoding="utf-8")
    path.chmod(0o755)


ENRICHER = f'exec "{sys.executable}" -m enricher "$@"'


@pytest.fixture
def place(tmp_path: Path, port: int) -> Place:
    folder, programs = tmp_path / "site", tmp_path / "programs"
    folder.mkdir()
    furnish(folder, port)
    put_program(programs / "enricher", ENRICHER)
    environ = {
        **os.environ,
        "PATH": f"{programs}:{os.environ['PATH']}",
        "PYTHONPATH": str(ROOT),
        "HOME": str(tmp_path),
    }
    return Place(folder, environ)


@pytest.fixture
def repository(place: Place) -> Place:
    """The same, as a git repository with all committed, and a bare one that it was cloned from."""
    (place.folder / ".gitignore").write_text(".enricher/\n", encoding="utf-8")
    origin = place.folder.parent / "origin.git"
    place.git("init", "--quiet", "--bare", str(origin))
    place.git("init", "--quiet", "--initial-branch=main")
    place.git("config", "user.name", "A")
    place.git("config", "user.email", "a@news.test")
    place.git("add", ".")
    place.git("commit", "--quiet", "--message=documents")
    place.git("remote", "add", "origin", str(origin))
    place.git("push", "--quiet", "origin", "main")
    return place
