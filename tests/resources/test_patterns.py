"""No regular expression of ours runs away, whatever text it meets."""

from __future__ import annotations

import importlib
import pkgutil
import re
import sys
import time
from collections.abc import Iterable, Iterator
from dataclasses import fields, is_dataclass
from re import _constants, _parser  # type: ignore[attr-defined]  # what `re` itself compiles from
from typing import Any

import msgspec
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
    if isinstance(value, msgspec.Struct):
        return [getattr(value, name) for name in value.__struct_fields__]
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


_OPCODES = set(_constants.OPCODES)
_NEVER_GIVES_BACK = {_constants.POSSESSIVE_REPEAT, _constants.ATOMIC_GROUP}
_LOOKS_AROUND = {_constants.ASSERT, _constants.ASSERT_NOT}


def steps(parsed: Any) -> Iterator[tuple[Any, Any]]:
    """The steps of a parsed pattern and what they are given, outer ones first."""
    if isinstance(parsed, (_parser.SubPattern, list, tuple)):
        for each in parsed:
            if isinstance(each, tuple) and len(each) == 2 and each[0] in _OPCODES:
                yield each
            yield from steps(each)


def looks_around_within(pattern: str | bytes, flags: int = 0) -> bool:
    """Whether a possessive repeat or an atomic group holds a look ahead or behind."""
    inside = (
        given for step, given in steps(_parser.parse(pattern, flags)) if step in _NEVER_GIVES_BACK
    )
    return any(step in _LOOKS_AROUND for given in inside for step, _ in steps(given))


@pytest.mark.parametrize("name", PATTERNS)
def test_no_pattern_looks_around_in_what_never_gives_back(name: str) -> None:
    """Python before 3.11.5, as Debian 12 has it, finds nothing then (cpython issue 106052)."""
    assert not looks_around_within(PATTERNS[name].pattern, PATTERNS[name].flags)


@pytest.mark.parametrize(
    ("pattern", "finds_nothing"),
    [
        (r"(?:a|b(?!c))*+", True),
        (r"(?>a(?=b))", True),
        (r"x(?:=(?:a|(?<!y)b))?+", True),
        (r"[^>]*+(?!x)", False),
        (r"(?:a(?=b))*(?>c)", False),
    ],
)
def test_patterns_are_looked_through(pattern: str, finds_nothing: bool) -> None:
    assert looks_around_within(pattern) == finds_nothing


def test_there_are_many() -> None:
    assert len(PATTERNS) > 150
