"""Plays the tutorial: runs the commands of its `console` blocks beside the demo's small web, and gives it with their outputs."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tempfile
import threading
from datetime import UTC, datetime
from pathlib import Path

from enricher.demo.serve import serve

PAGE = Path(__file__).resolve().parent.parent / "docs" / "tutorial.md"
_BLOCK = re.compile(r"^```console\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_LONGEST_S = 120

# What differs from run to run is shown as of one evening, and as on a quick machine.
_DAY, _NEXT_DAY = "2026-11-22", "2026-11-23"
_STEADY = re.compile(f"{_DAY}|{_NEXT_DAY}| in ")
_FIGURES = (
    (re.compile(r"(?<=T)\d\d:\d\d:\d\dZ"), "18:04:09Z"),
    (re.compile(r"\d\d:\d\d UTC"), "18:04 UTC"),
    (re.compile(r"(?<= in )[\d.]+ m?s(?= \(|, 1)"), "50 ms"),
)


def steady(output: str, days: set[str]) -> str:
    """The output without what differs from run to run; `days` are the dates it was made on."""
    for day in days:
        output = re.sub(rf"{day}(?=T(\d\d:\d\d:\d\dZ)|[ ,]|$)", _DAY, output, flags=re.MULTILINE)
    lines = []
    for line in output.splitlines():
        shown = line.rstrip()
        for pattern, steady_figure in _FIGURES if _STEADY.search(line) else ():
            shown = pattern.sub(steady_figure, shown)
        lines.append(shown)
    return "\n".join(lines).strip("\n")


def played() -> str:
    """The tutorial, with what its commands print now."""
    with tempfile.TemporaryDirectory() as name:
        folder, ready, ends = Path(name) / "try", threading.Event(), threading.Event()
        thread = threading.Thread(target=serve, args=(folder, lambda _: ready.set(), ends))
        thread.start()
        try:
            assert ready.wait(_LONGEST_S)
            programs = _programs(Path(name))
            page = PAGE.read_text(encoding="utf-8")
            return _BLOCK.sub(lambda block: _played(block[1], folder, programs), page)
        finally:
            ends.set()
            thread.join()


def _programs(folder: Path) -> Path:
    """A folder with the program of this source tree."""
    path = folder / "bin" / "enricher"
    path.parent.mkdir()
    path.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m enricher "$@"\n', encoding="utf-8")
    path.chmod(0o755)
    return path.parent


def _played(block: str, folder: Path, programs: Path) -> str:
    environ = {**os.environ, "PATH": f"{programs}:{os.environ['PATH']}", "COLUMNS": "80"}
    environ["PYTHONPATH"] = str(PAGE.parent.parent)
    shown = []
    for command in re.findall(r"^\$ (.*)$", block, re.MULTILINE):
        begun = datetime.now(UTC)
        done = subprocess.run(
            ["sh", "-c", command],
            cwd=folder,
            env=environ,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            check=False,
            timeout=_LONGEST_S,
        )
        days = {f"{each:%Y-%m-%d}" for each in (begun, datetime.now(UTC))}
        later = datetime.fromtimestamp(datetime.now(UTC).timestamp() + 86_400, UTC)
        output = done.stdout.replace(f"from {later:%Y-%m-%d}", f"from {_NEXT_DAY}")
        shown.append(f"$ {command}\n{steady(output, days)}".rstrip("\n"))
    return "```console\n" + "\n".join(shown) + "\n```"
