"""One name means one thing: no class and no type alias of the package is defined twice."""

from __future__ import annotations

import ast
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent / "enricher"


def names(source: str) -> Iterator[str]:
    """Classes, and aliases of types: names at the top of a module that are spelled as classes are."""
    for statement in ast.parse(source).body:
        match statement:
            case ast.ClassDef(name=name):
                yield name
            case ast.Assign(targets=[ast.Name(id=name)]) | ast.AnnAssign(target=ast.Name(id=name)):
                if is_class_name(name):
                    yield name


def is_class_name(name: str) -> bool:
    """True if it is spelled CapWords, with or without a leading underscore."""
    bare = name.lstrip("_")
    return bare[:1].isupper() and not bare.isupper()


def defined() -> Counter[str]:
    """How many modules define each name."""
    found: Counter[str] = Counter()
    for path in ROOT.rglob("*.py"):
        found.update(set(names(path.read_text(encoding="utf-8"))))
    return found


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("class Rule: ...", ["Rule"]),
        ("Result = Done | Failed", ["Result"]),
        ("_Step: TypeAlias = 'Fetch'", ["_Step"]),
        ("MAX_BYTES = 5", []),
        ("rules = (1, 2)", []),
        ("def Rule(): ...", []),
        ("class Outer:\n    class Inner: ...", ["Outer"]),
    ],
)
def test_sees_what_a_module_defines(source: str, expected: list[str]) -> None:
    assert list(names(source)) == expected


def test_no_name_is_defined_in_two_modules() -> None:
    assert {name for name, count in defined().items() if count > 1} == set()
