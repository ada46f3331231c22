"""The site: every page has its place, and no page speaks of a setting, option, reason or test that does not exist."""

from __future__ import annotations

import importlib.util
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml

from enricher.models import Status
from enricher.settings import reader
from enricher.verdict.rules import RULES
from tests import made_reference
from tests.test_docs import PAGES, ROOT, flags

MADE = {Path(name): text() for name, text in made_reference.PAGES.items()}
TEXTS = {path.relative_to(ROOT): path.read_text(encoding="utf-8") for path in PAGES} | MADE
GUIDES = [path for path in TEXTS if path.name != "CHANGELOG.md"]
REASONS = {rule.name for rule in RULES}
SETTINGS = {reader.show_key(key) for key, _ in reader.each_setting()}
SECTIONS = {name.rpartition(".")[0] for name in SETTINGS} | {
    "fetch.connect_to",
    "politeness.sites",
    "hosts",
}
# Options of other programs that pages show.
FOREIGN_FLAGS = {
    "--strict",
    "--rm",
    "--from",
    "--userns",
    "--now",
    "--help",
    "--connect-to",
    "--force",
    "--no-isolation",
}

LAX = re.compile(r"http-(\d|x)+|http-\dxx")


def found(pattern: str, path: Path) -> Iterator[str]:
    for each in re.finditer(pattern, TEXTS[path], re.MULTILINE):
        yield each[1]


def navigated(node: object) -> Iterator[str]:
    match node:
        case str():
            yield node
        case list():
            for each in node:
                yield from navigated(each)
        case dict():
            for each in node.values():
                yield from navigated(each)


def test_every_page_stands_in_the_navigation_and_each_entry_is_a_page() -> None:
    # Tags of Python that material needs elsewhere are not ours to load.
    nav = yaml.safe_load((ROOT / "mkdocs.yml").read_text(encoding="utf-8"))["nav"]
    at_root = {f"{name}.md" for name in ("contributing", "security", "changelog")}
    pages = {str(path.relative_to(ROOT / "docs")) for path in (ROOT / "docs").rglob("*.md")}
    assert set(navigated(nav)) == pages | set(made_reference.PAGES) | at_root


@pytest.mark.parametrize("path", GUIDES, ids=str)
def test_settings_that_pages_name_exist(path: Path) -> None:
    for said in found(r"`\[((?:[\w]+\.?)+\] \w+)", path):
        assert said.replace("] ", ".") in SETTINGS, f"{path} names a setting [{said}"


@pytest.mark.parametrize("path", GUIDES, ids=str)
def test_sections_that_pages_name_exist(path: Path) -> None:
    for said in found(r"^ {4}\[([a-z_.]+)[\].]", path):
        assert any(each == said or each.startswith(f"{said}.") for each in SECTIONS), (
            f"{path}: [{said}]"
        )


@pytest.mark.parametrize("path", GUIDES, ids=str)
def test_reasons_that_pages_name_exist(path: Path) -> None:
    statuses = "|".join(Status)
    pairs = found(rf"`(?:{statuses}) ([a-z][\w-]+)`", path)
    anchors = found(r"verdicts\.md#([\w-]+)", path)
    lines = found(r"reason: ([\w-]+)", path)
    for reason in {*pairs, *anchors, *lines} - {"standing"}:
        assert reason in REASONS or LAX.fullmatch(reason), f"{path} names the reason {reason}"


@pytest.mark.parametrize("path", GUIDES, ids=str)
def test_options_that_pages_name_exist(path: Path) -> None:
    known = {flag for _, flag in flags()} | FOREIGN_FLAGS
    said = set(found(r"(?:^ {4}|`|\$ |\s)(--[a-z][a-z-]+)(?=[ `=]|$)", path))
    if "enricher" in TEXTS[path] and path.name not in {
        "benchmarks.md",
        "measurements.md",
        "engines.md",
    }:
        assert said <= known, f"{path}: {said - known}"


@pytest.mark.parametrize(
    "named", sorted(set(found(r"`(tests/[\w/]+\.py::\w+)`", Path("SECURITY.md"))))
)
def test_tests_that_the_threat_model_names_exist(named: str) -> None:
    path, _, name = named.partition("::")
    assert re.search(
        rf"^(async )?def {name}\(", (ROOT / path).read_text(encoding="utf-8"), re.MULTILINE
    )


def test_every_row_of_the_threat_model_names_a_test() -> None:
    rows = [line for line in TEXTS[Path("SECURITY.md")].splitlines() if line.startswith("| ")][1:]
    assert [row for row in rows if "::" not in row and not row.startswith("| ---")] == []


@pytest.mark.parametrize("name", made_reference.PAGES)
def test_pages_that_are_made_have_a_heading_and_hold_something(name: str) -> None:
    text = MADE[Path(name)]
    assert text.startswith("# ")
    assert len(text.splitlines()) > 8


@pytest.mark.skipif(importlib.util.find_spec("mkdocs") is None, reason="needs the extra docs")
def test_the_site_is_built_without_a_warning(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "mkdocs", "build", "--strict", "--site-dir", str(tmp_path / "site")],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert (tmp_path / "site" / "reference" / "rules.html").is_file()
