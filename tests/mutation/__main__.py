"""Changes one thing at a time in the code, and looks whether a test fails.

`python -m tests.mutation [--sample N] [--seed S] [ROOM ...]` takes N mutants of each room (a folder
of enricher/), the same ones for the same seed, and runs on each, in a copy of the sources, those of
the room's tests that enter the changed function; all of them where it stands outside of functions.
Mutants that no test notices are printed; looking at them is a person's work.
"""

from __future__ import annotations

import argparse
import ast
import copy
import json
import os
import random
import shutil
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

from tests.mutation.reach import CHOSEN_FROM, REACHED_INTO, function

ROOT = Path(__file__).parents[2]
# The tests that hold each room, but for those that drive programs: these and those of other rooms
# would find more, and take minutes each.
TESTS = {
    "verdict": ("tests/verdict", "tests/journey"),
    "policy": ("tests/policy", "tests/web/test_throttle.py", "tests/web/test_addresses.py"),
    "document": ("tests/document", "tests/laws", "tests/enrich", "tests/cli/test_unnamed_fields.py"),
    "run": ("tests/run", "tests/cli/test_selecting.py"),
}  # fmt: skip
# Longer than any of these test runs takes on a busy machine; a mutant that hangs is found.
MOST_S = 240.0
_OPPOSITES: dict[type[ast.AST], type[ast.AST]] = {
    ast.Lt: ast.LtE, ast.LtE: ast.Lt, ast.Gt: ast.GtE, ast.GtE: ast.Gt, ast.Eq: ast.NotEq,
    ast.NotEq: ast.Eq, ast.Is: ast.IsNot, ast.IsNot: ast.Is, ast.In: ast.NotIn, ast.NotIn: ast.In,
    ast.Add: ast.Sub, ast.Sub: ast.Add, ast.Mult: ast.Add, ast.And: ast.Or, ast.Or: ast.And,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Mutant:
    """One change of one file."""

    path: Path
    line: int
    was: str
    now: str
    text: str
    """Of the whole file, changed."""
    function: str
    """In which it is, as tests.mutation.reach names it; "": in none."""

    def __str__(self) -> str:
        return f"{self.path}:{self.line}: {self.was}  ->  {self.now}"


def places(path: Path) -> list[tuple[Path, int]]:
    """Where a file may be changed, each with the number of its node in the walk over its tree."""
    nodes = ast.walk(ast.parse((ROOT / path).read_text()))
    return [(path, number) for number, node in enumerate(nodes) if _mutate(copy.copy(node))]


def mutant(path: Path, number: int) -> Mutant:
    """The file with one node changed: operator, number, truth value, `not`, or what is returned."""
    tree = ast.parse((ROOT / path).read_text())
    node = next(each for at, each in enumerate(ast.walk(tree)) if at == number)
    was, line = ast.unparse(node)[:80], getattr(node, "lineno", 0)
    inside = _function_of(node, tree)
    _mutate(node)
    named = function(path, inside) if inside else ""
    return Mutant(path, line, was, ast.unparse(node)[:80], ast.unparse(tree), named)


def _function_of(node: ast.AST, tree: ast.AST) -> int:
    """The first line of the innermost function around a node, its decorators included; 0: none."""
    around = [
        each
        for each in ast.walk(tree)
        if isinstance(each, ast.FunctionDef | ast.AsyncFunctionDef)
        and any(inner is node for part in each.body for inner in ast.walk(part))
    ]
    if not around:
        return 0
    inner = max(around, key=lambda each: each.lineno)
    return min([inner.lineno, *(each.lineno for each in inner.decorator_list)])


def _mutate(node: ast.AST) -> bool:
    """Changes a node in place; False where there is nothing to change."""
    match node:
        case ast.Compare(ops=[op]) if type(op) in _OPPOSITES:
            node.ops = [_OPPOSITES[type(op)]()]  # type: ignore[list-item]
        case ast.BinOp(op=op) if type(op) in _OPPOSITES:
            node.op = _OPPOSITES[type(op)]()  # type: ignore[assignment]
        case ast.BoolOp(op=op):
            node.op = _OPPOSITES[type(op)]()  # type: ignore[assignment]
        case ast.Constant(value=bool() as value):
            node.value = not value
        case ast.Constant(value=int() as value):
            node.value = value + 1
        case ast.UnaryOp(op=ast.Not()):
            node.op = ast.UAdd()  # `+x` is no `not x`; a truth value is the number it stands for
        case ast.Return(value=ast.expr() as value) if not isinstance(value, ast.Constant):
            node.value = ast.Constant(value=None)
        case _:
            return False
    return True


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.mutation")
    parser.add_argument("rooms", nargs="*", default=list(TESTS))
    parser.add_argument("--sample", type=int, default=25, help="mutants of each room")
    parser.add_argument("--seed", type=int, default=17)
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="mutation-") as folder:
        place = Path(folder) / "it"
        kept = shutil.ignore_patterns(".git", ".venv", "__pycache__", ".*_cache", ".hypothesis")
        shutil.copytree(ROOT, place, ignore=kept, symlinks=True)
        for room in arguments.rooms or TESTS:
            _room(room, place, arguments.sample, random.Random(arguments.seed))
    return 0


def _room(room: str, place: Path, sample: int, dice: random.Random) -> None:
    paths = [path.relative_to(ROOT) for path in sorted((ROOT / "enricher" / room).rglob("*.py"))]
    found = [chosen for path in paths for chosen in places(path)]
    taken = [mutant(*chosen) for chosen in dice.sample(found, min(sample, len(found)))]
    reached = place / "reached.json"
    if not _passes(place, TESTS[room], MOST_S * 10, {REACHED_INTO: str(reached)}):
        sys.exit(f"the tests of {room}/ fail without any mutant: nothing can be said")
    enter: dict[str, dict[str, float]] = json.loads(reached.read_text())
    print(f"{room}: {len(taken)} of {len(found)} mutants", flush=True)
    survivors = 0
    for count, each in enumerate(taken, 1):
        if _survives(each, place, TESTS[room], enter):
            survivors += 1
            print(f"  {survivors} of {count} survived: {each}", flush=True)
    print(f"{room}: {survivors} of {len(taken)} survived", flush=True)


def _survives(
    changed: Mutant,
    place: Path,
    tests: tuple[str, ...],
    enter: dict[str, dict[str, float]],
) -> bool:
    chosen = place / "chosen.json"
    took = enter.get(changed.function, {})
    if changed.function and not took:
        return True
    chosen.write_text(json.dumps(took))
    files = tuple(sorted({name.partition("::")[0] for name in took}))
    target = place / changed.path
    original = target.read_text()
    target.write_text(changed.text)
    try:
        if not files:
            return _passes(place, tests, MOST_S, {})
        return _passes(place, files, MOST_S, {CHOSEN_FROM: str(chosen)})
    finally:
        target.write_text(original)


def _passes(place: Path, tests: tuple[str, ...], most_s: float, more: dict[str, str]) -> bool:
    plain = ("-p", "no:cacheprovider", "-p", "tests.mutation.reach")
    command = [sys.executable, "-m", "pytest", "-q", "-x", *plain, "-m", "not programs", *tests]
    environment = {**os.environ, "PYTHONPATH": str(place), "HYPOTHESIS_PROFILE": "few", **more}
    try:
        done = subprocess.run(
            command, cwd=place, env=environment, capture_output=True, timeout=most_s, check=False
        )
    except subprocess.TimeoutExpired:
        return False
    return done.returncode == 0


if __name__ == "__main__":
    sys.exit(main())
