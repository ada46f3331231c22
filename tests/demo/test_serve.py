"""`demo --serve`: a folder in which every command can be tried, for as long as the small web answers."""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from enricher.cli.app import execute
from enricher.demo.serve import serve
from enricher.errors import EnricherError
from tests.material import SEEDS


@pytest.fixture
def served(tmp_path: Path) -> Iterator[Path]:
    """A folder that is served; the serving has ended well afterwards."""
    ends, is_ready = threading.Event(), threading.Event()
    folder = tmp_path / "try"
    thread = threading.Thread(target=serve, args=(folder, lambda _: is_ready.set(), ends))
    thread.start()
    assert is_ready.wait(10)
    yield folder
    ends.set()
    thread.join(10)
    assert not thread.is_alive()


def test_commands_work_in_the_folder(served: Path, capfd: pytest.CaptureFixture[str]) -> None:
    with contextlib.chdir(served):
        assert execute(["run", "--fail-on", "dead"]) == 1
        assert execute(["fix", "--rule", "moved"]) == 0
    assert "5 documents" in capfd.readouterr().err
    assert {path.name for path in (served / "seeds").iterdir()} == {p.name for p in SEEDS.iterdir()}


def test_a_folder_that_is_there_is_left_alone(tmp_path: Path) -> None:
    with pytest.raises(EnricherError, match="is there already"):
        serve(tmp_path, lambda _: None)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("number", ["99999", "8080", "-1"])
def test_a_port_in_place_of_the_folder_is_refused(
    number: str, tmp_path: Path, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("enricher.demo.serve.serve", lambda folder, _: folder.mkdir())
    with contextlib.chdir(tmp_path):
        assert execute(["demo", "--serve", number]) == 2
        assert list(tmp_path.iterdir()) == []
        assert execute(["demo", "--serve", f"./{number}"]) == 0
    said = f"--serve: {number} is no port: name a new folder (./{number}); a free port is chosen\n"
    assert said in capfd.readouterr().err
