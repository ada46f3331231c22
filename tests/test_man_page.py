"""The man page is made from the commands, so it names each of them, and man reads it without a warning."""

from __future__ import annotations

import shutil
import subprocess

import pytest

from enricher.cli.app import app
from tests import made_docs
from tests.made_man import man_page

PAGE = made_docs.ROOT / "share" / "man" / "man1" / "enricher.1"


@pytest.mark.parametrize("name", app.commands)
def test_every_command_and_its_options_stand_on_it(name: str) -> None:
    section = man_page().split(f".SS enricher {name} ")[1].split("\n.S")[0].replace("\\-", "-")
    for param in app.commands[name].params:
        for option in param.opts:
            assert not option.startswith("--") or option in section


@pytest.mark.parametrize("status", ["0", "1", "2", "3", "130"])
def test_every_exit_status_stands_on_it(status: str) -> None:
    assert f".TP\n.B {status}\n" in man_page().split(".SH EXIT STATUS")[1]


@pytest.mark.skipif(shutil.which("groff") is None, reason="needs groff")
def test_groff_reads_it_without_a_warning() -> None:
    done = subprocess.run(
        ["groff", "-man", "-Tutf8", "-ww", str(PAGE)], capture_output=True, text=True, check=True
    )
    assert done.stderr == ""
