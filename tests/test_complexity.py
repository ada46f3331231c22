"""Functions stay simple: branches, boolean operators, ternaries and comprehensions are counted.

Counted by radon, which is stricter than ruff's C901 (that one counts no boolean operators,
ternaries and comprehensions, and holds every function to 10 as well).
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from pathlib import Path

from radon.complexity import cc_visit
from radon.visitors import Class, Function

ROOT = Path(__file__).parent.parent / "enricher"
SIMPLE = 10
MOST = 15

# Functions over SIMPLE, each with the reason why splitting would make it harder to read.
REASONS: dict[str, str] = {}


def _functions(blocks: list[Function | Class]) -> Iterator[Function]:
    for block in blocks:
        if isinstance(block, Class):
            yield from block.methods
            yield from _functions(block.inner_classes)
        else:
            yield block


@cache
def _over_simple() -> dict[str, dict[str, int]]:
    """By room, the functions over SIMPLE with their counts."""
    found: dict[str, dict[str, int]] = {}
    for path in sorted(ROOT.rglob("*.py")):
        module = path.relative_to(ROOT)
        for function in _functions(cc_visit(path.read_text(encoding="utf-8"))):
            if function.complexity > SIMPLE:
                name = f"{module.with_suffix('')}.{function.fullname}".replace("/", ".")
                found.setdefault(module.parts[0], {})[name] = function.complexity
    return found


def test_functions_are_simple() -> None:
    over = {name: count for named in _over_simple().values() for name, count in named.items()}
    assert {name: count for name, count in over.items() if name not in REASONS} == {}
    assert {name: count for name, count in over.items() if count > MOST} == {}


def test_exceptions_are_few_and_needed() -> None:
    over = {name for named in _over_simple().values() for name in named}
    assert set(REASONS) <= over
    assert len(REASONS) <= 6
