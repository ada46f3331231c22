"""A folder to work in as a user would: the seeds, a config.toml that leads to the demo's small web, and the commands."""

from __future__ import annotations

import contextlib
import re
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import pytest

from enricher.cli.app import execute
from enricher.demo.web import LOOPBACK, small_web
from tests.material import SEEDS

CONFIG = """
[fetch]
allow_addresses = ["127.0.0.1/32"]
connect_to = {{ "*" = "http://{place}" }}
connect_timeout_s = 10.0

[politeness]
gap_s = 0.0

[retry]
attempts = 1
"""


@dataclass(frozen=True)
class Ended:
    """A command that came to its end."""

    status: int
    out: str
    err: str


Enricher = Callable[..., Ended]


def ended(capfd: pytest.CaptureFixture[str], *arguments: str) -> Ended:
    """Runs a command in the working folder."""
    capfd.readouterr()
    status = execute(arguments)
    return Ended(status, *capfd.readouterr())


@pytest.fixture(scope="session")
def port() -> Iterator[int]:
    with small_web() as port:
        yield port


def furnish(folder: Path, port: int) -> Path:
    """Puts seeds and settings into a folder."""
    shutil.copytree(SEEDS, folder / "seeds")
    (folder / "config.toml").write_text(CONFIG.format(place=f"{LOOPBACK}:{port}"), encoding="utf-8")
    return folder


@pytest.fixture
def folder(tmp_path: Path, port: int, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The working folder of the commands, before the first run."""
    monkeypatch.chdir(furnish(tmp_path, port))
    return tmp_path


@pytest.fixture(scope="session")
def _finished(tmp_path_factory: pytest.TempPathFactory, port: int) -> Path:
    """A folder after one run; tests only read it."""
    folder = furnish(tmp_path_factory.mktemp("finished"), port)
    with contextlib.chdir(folder):
        assert execute(["run", "--quiet"]) == 0
    return folder


@pytest.fixture
def after_a_run(_finished: Path, folder: Path) -> Path:
    """The working folder of the commands, after one run."""
    shutil.copytree(_finished, folder, dirs_exist_ok=True)
    return folder


@pytest.fixture
def enricher(folder: Path, capfd: pytest.CaptureFixture[str]) -> Enricher:
    """Runs a command in the folder."""

    return partial(ended, capfd)


def bytes_of(folder: Path) -> dict[str, bytes]:
    """Every document of the folder."""
    return {path.name: path.read_bytes() for path in sorted((folder / "seeds").iterdir())}


def lead_to(folder: Path, port: int) -> None:
    """Has every request of the folder's commands go to this port."""
    config = folder / "config.toml"
    config.write_text(re.sub(r'"http://[^"]*"', f'"http://{LOOPBACK}:{port}"', config.read_text()))
