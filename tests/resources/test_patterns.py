"""No regular expression of ours runs away, whatever text it meets."""

from __future__ import annotations

import importlib
import pkgutil
import re
import sys
import time
from collections.abc import Iterable, Iterator
from dataclasses import fields, is_dataclass
from typing import Any

import pytest

import enricher

LENGTH = 600
# A pattern of linear cost takes some 5 µs, a quadratic one up to 20 ms on a busy machine; a cubic
# one takes seconds, and one that doubles with each sign ends never.
MOST_CPU_S = 0.5
NOT_IMPORTED = {"enricher.__main__", "enricher.run.engines.cluster"}
ENDS = ("!", "\n", "x")
USUAL = (" ", "a", "A", "9", "-", ".", "/", "<", '"', "'", "=", "\n", "&", "%", ",", "é", "_", ":")


def walk(value: Any, depth: int = 0) -> Iterator[re.Pattern[Any]]:
    """Patterns in values of modules: in tables, dataclasses and attributes of classes."""
    if isinstance(value, re.Pattern):
        yield value
    elif depth < 5:
        for each in parts(value):
            yield from walk(each, depth + 1)


def parts(value: Any) -> Iterable[Any]:
    if isinstance(value, dict):
        return [*value.keys(), *value.values()]
    if isinstance(value, (list, tuple, set, frozenset)):
        return value
    if is_dataclass(value) and not isinstance(value, type):
        return [getattr(value, each.name, None) for each in fields(value)]
    if isinstance(value, type) and value.__module__.startswith("enricher"):
        return list(vars(value).values())
    return ()


def patterns() -> dict[str, re.Pattern[Any]]:
    for each in pkgutil.walk_packages(enricher.__path__, "enricher."):
        if each.name not in NOT_IMPORTED:
            importlib.import_module(each.name)
    found: dict[str, re.Pattern[Any]] = {}
    for name, module in sorted(sys.modules.items()):
        if name.startswith("enricher"):
            for variable, value in vars(module).items():
                for number, pattern in enumerate(walk(value)):
                    if pattern not in found.values():
                        found[f"{name.removeprefix('enricher.')}.{variable}-{number}"] = pattern
    return found


PATTERNS = patterns()


def pieces(pattern: re.Pattern[Any]) -> list[str]:
    """What a text could be made of to lead the pattern far: its own words, and usual signs."""
    source = (
        pattern.pattern if isinstance(pattern.pattern, str) else pattern.pattern.decode("latin-1")
    )
    words = re.findall(r"[A-Za-z]{2,12}", re.sub(r"\\[a-zA-Z]", " ", source))[:6]
    signs = [
        sign
        for sign in dict.fromkeys(source)
        if not sign.isalnum() and sign not in r"\()[]{}|?*+^$"
    ]
    return [
        *USUAL,
        *signs[:8],
        *words,
        *(f"{word} " for word in words[:2]),
        " a",
        "a.",
        "1,",
        "a=",
        "<a ",
    ]


@pytest.mark.parametrize("name", PATTERNS)
def test_no_pattern_runs_away(name: str) -> None:
    pattern = PATTERNS[name]
    is_bytes = isinstance(pattern.pattern, bytes)
    for piece in pieces(pattern):
        body = (piece * (LENGTH // len(piece) + 1))[:LENGTH]
        for end in ENDS:
            text: Any = f"{body}{end}"
            text = text.encode() if is_bytes else text
            begun = time.process_time()
            pattern.search(text)
            pattern.fullmatch(text)
            assert time.process_time() - begun < MOST_CPU_S, (piece, end)


def test_there_are_many() -> None:
    assert len(PATTERNS) > 150
