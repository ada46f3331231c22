"""What a run leaves, without what differs between any two runs: for comparing engines byte by byte."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from pathlib import Path

import msgspec

from enricher.run.results.run_result import RunResult

_NOW = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|\+00:00)")
_PORT = re.compile(r"(?<=127\.0\.0\.1:)\d+|(?<=\.test:)\d{5}\b")
"""Test webs listen at ports that the system gives them."""

Left = tuple[list[str], dict[str, str]]
"""Records as JSON, and documents by name."""


def left(result: RunResult, folder: Path, ports: Iterable[int] = ()) -> Left:
    """What a run left in a folder of documents; `ports` of its web that stand in records alone."""
    return _told(result, folder, ports), _written(folder)


def assert_same(run: Callable[[str, Path], Left], engines: Iterable[str], folder: Path) -> Left:
    """Runs the same job on each engine, in folders of its own; gives what the first one left.

    `run` takes the engine's name and an empty folder.
    """
    first: Left | None = None
    for name in engines:
        place = folder / name
        place.mkdir()
        found = run(name, place)
        if first is None:
            first = found
        # Only what differs: hundreds of records are long to compare by eye.
        differing = [pair for pair in zip(first[0], found[0], strict=True) if len(set(pair)) > 1]
        assert differing == [], name
        assert found[1] == first[1], name
    assert first is not None
    return first


def _told(result: RunResult, folder: Path, ports: Iterable[int]) -> list[str]:
    given = re.compile(rf"\b(?:{'|'.join(map(str, ports)) or 'none'})\b")
    found = []
    for record in result.records:
        tree = msgspec.to_builtins(record)
        # How much is read of a page that shows something else depends on how fast it comes.
        del tree["elapsedMs"], tree["bytes"]
        text = msgspec.json.encode(tree).decode().replace(str(folder), "")
        found.append(given.sub("PORT", _PORT.sub("PORT", _NOW.sub("then", text))))
    return found


def _written(folder: Path) -> dict[str, str]:
    return {
        str(path.relative_to(folder)): _NOW.sub("then", path.read_text(encoding="utf-8"))
        for path in sorted(folder.rglob("*.md"))
    }
