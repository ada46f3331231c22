"""Imports point down, never across the wings, never in circles; foreign libraries stay behind their one door."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent / "enricher"

# Longest prefix wins: (floor, wing). A wing's name is empty where the floor has one wing only.
FLOORS: dict[str, tuple[int, str]] = {
    "enricher.models": (0, ""),
    "enricher.errors": (0, ""),
    "enricher.lazy": (0, ""),
    "enricher.config": (1, ""),
    "enricher.hosts": (1, ""),
    "enricher.urls": (1, ""),
    "enricher.url_differences": (1, ""),
    "enricher.url_secrets": (1, ""),
    "enricher.url_tracking": (1, ""),
    "enricher.copy_names": (1, ""),
    "enricher.document": (1, ""),
    "enricher.page": (1, ""),
    "enricher.policy": (1, ""),
    "enricher.verdict": (2, "judgement"),
    "enricher.enrich": (2, "judgement"),
    "enricher.fix": (2, "judgement"),
    "enricher.checks": (2, "judgement"),
    "enricher.journey": (2, "judgement"),
    "enricher.copies": (2, "judgement"),
    "enricher.web": (2, "edges"),
    "enricher.ledger": (2, "edges"),
    "enricher.files": (2, "edges"),
    "enricher.image_cache": (2, "edges"),
    "enricher.discovery": (2, "edges"),
    "enricher.run": (3, ""),
    "enricher.report": (4, ""),
    "enricher.settings": (4, ""),
    "enricher.demo": (4, ""),
    "enricher.cli": (4, ""),
    "enricher.api": (4, ""),
    "enricher.__main__": (4, ""),
}

# Each foreign library has one door.
DOORS: dict[str, tuple[str, ...]] = {
    "httpx": ("enricher.web",),
    "httpcore": ("enricher.web",),
    "sqlite3": ("enricher.ledger",),
    "yaml": ("enricher.document",),
    "tomlkit": ("enricher.document",),
    "markdown_it": ("enricher.document",),
    "selectolax": ("enricher.page", "enricher.document.body"),
    "imagesize": ("enricher.page",),
    "webencodings": ("enricher.page",),
    "click": ("enricher.cli",),
    "rich": ("enricher.cli", "enricher.report"),
    "pathspec": (
        "enricher.discovery",
        "enricher.run.documents.selection",
        "enricher.run.link_filter",
    ),
    "random": ("enricher.api", "enricher.cli", "enricher.demo", "enricher.run.engines.host"),
    "ray": ("enricher.run.engines.cluster",),
    "time": ("enricher.cli", "enricher.demo", "enricher.run", "enricher.web.clock"),
}


@dataclass(frozen=True)
class Module:
    name: str
    imports: tuple[str, ...]


def module_name(path: Path) -> str:
    parts = path.relative_to(ROOT.parent).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def imports_of(path: Path) -> tuple[str, ...]:
    found: list[str] = []
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found += [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path} imports relatively"
            base = node.module or ""
            found += [
                f"{base}.{alias.name}" if f"{base}.{alias.name}" in NAMES else base
                for alias in node.names
            ]
    return tuple(found)


PATHS = sorted(ROOT.rglob("*.py"))
NAMES = {module_name(path) for path in PATHS}


@cache
def modules() -> tuple[Module, ...]:
    """Every module but the package itself; read by those who ask, since all tests are imported together."""
    read = [Module(module_name(path), imports_of(path)) for path in PATHS]
    return tuple(module for module in read if module.name != "enricher")


def place(name: str) -> tuple[int, str]:
    known = [prefix for prefix in FLOORS if name == prefix or name.startswith(prefix + ".")]
    assert known, f"{name} stands on no floor: give it one in this test and in docs/architecture.md"
    return FLOORS[max(known, key=len)]


def reached(module: Module) -> Iterator[str]:
    """What the module imports from a higher floor, or across the wings of its own."""
    floor, wing = place(module.name)
    for other in module.imports:
        if not other.startswith("enricher.") or other not in NAMES:
            continue
        other_floor, other_wing = place(other)
        if other_floor > floor:
            yield f"{module.name} reaches up to {other}"
        elif other_floor == floor and other_wing != wing:
            yield f"{module.name} reaches across to {other}"


def bypassed(module: Module) -> Iterator[str]:
    """Foreign libraries that the module imports though another has the door to them."""
    for other in module.imports:
        doors = DOORS.get(other.partition(".")[0])
        if doors is not None and not module.name.startswith(doors):
            yield f"{module.name} imports {other}; its door is {doors or 'nowhere'}"


def test_imports_point_down() -> None:
    assert [each for module in modules() for each in reached(module)] == []


def test_foreign_libraries_come_in_by_their_door() -> None:
    assert [each for module in modules() for each in bypassed(module)] == []


@pytest.mark.parametrize(
    ("module", "found"),
    [
        (Module("enricher.urls", ("enricher.policy",)), []),
        (Module("enricher.urls", ("enricher.run.job",)), ["reaches up"]),
        (Module("enricher.verdict.judge", ("enricher.web.client",)), ["reaches across"]),
        (Module("enricher.web.client", ("httpx",)), []),
        (Module("enricher.urls", ("httpx",)), ["imports httpx"]),
    ],
)
def test_wrong_imports_are_seen(module: Module, found: list[str]) -> None:
    told = [*reached(module), *bypassed(module)]
    assert [any(word in each for each in told) for word in found] == [True] * len(told)
    assert len(told) == len(found)


def test_no_circles() -> None:
    graph = {m.name: {o for o in m.imports if o in NAMES and o != "enricher"} for m in modules()}
    done: set[str] = set()

    def visit(name: str, trail: tuple[str, ...]) -> None:
        assert name not in trail, f"imports go round: {' -> '.join((*trail, name))}"
        if name in done:
            return
        for other in sorted(graph.get(name, ())):
            visit(other, (*trail, name))
        done.add(name)

    for name in sorted(graph):
        visit(name, ())


def test_only_the_command_line_imports_the_package_root() -> None:
    allowed = ("enricher.cli", "enricher.__main__")
    importing = [module.name for module in modules() if "enricher" in module.imports]
    assert [name for name in importing if not name.startswith(allowed)] == []
