"""A plugin of pytest: which functions each test enters, and the tests that enter one of them.

With `REACHED_INTO`, it writes that into a file; with `CHOSEN_FROM`, it runs only the tests that the file
names, the quickest first.
"""

from __future__ import annotations

import json
import os
import sys
import threading
import time
from collections.abc import Generator
from pathlib import Path
from types import FrameType

import pytest

REACHED_INTO = "ENRICHER_REACHED_INTO"
CHOSEN_FROM = "ENRICHER_CHOSEN_FROM"
PACKAGE = str(Path(__file__).parents[2] / "enricher") + os.sep

_entered: set[tuple[str, int]] = set()
_reached: dict[str, dict[str, float]] = {}
"""By file and first line of a function, the tests that enter it and their seconds."""


def function(path: Path | str, line: int) -> str:
    """The name of a function in the file: its path within the package, and its first line."""
    return f"{str(path).rpartition('enricher/')[2]}:{line}"


def _note(frame: FrameType, _event: str, _argument: object) -> None:
    code = frame.f_code
    if code.co_filename.startswith(PACKAGE):
        _entered.add((code.co_filename, code.co_firstlineno))


@pytest.hookimpl(wrapper=True)
def pytest_runtest_protocol(item: pytest.Item) -> Generator[None, object, object]:
    if REACHED_INTO not in os.environ:
        return (yield)
    _entered.clear()
    begun = time.monotonic()
    threading.settrace(_note)
    sys.settrace(_note)
    try:
        return (yield)
    finally:
        sys.settrace(None)
        threading.settrace(None)
        for entered in _entered:
            took = _reached.setdefault(function(*entered), {})
            took[item.nodeid] = round(time.monotonic() - begun, 3)


def pytest_sessionfinish() -> None:
    if REACHED_INTO in os.environ:
        Path(os.environ[REACHED_INTO]).write_text(json.dumps(_reached))


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    if CHOSEN_FROM in os.environ:
        took: dict[str, float] = json.loads(Path(os.environ[CHOSEN_FROM]).read_text())
        items[:] = sorted(
            (item for item in items if item.nodeid in took), key=lambda item: took[item.nodeid]
        )
