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


def test_settings_that_pages_name_exist() -> None:
    said = {(path, key) for path in GUIDES for key in found(r"`\[((?:[\w]+\.?)+\] \w+)", path)}
    assert len(said) > 20
    assert [each for each in said if each[1].replace("] ", ".") not in SETTINGS] == []


def test_sections_that_pages_name_exist() -> None:
    said = {(path, key) for path in GUIDES for key in found(r"^ {4}\[([a-z_.]+)[\].]", path)}
    known = {begun for each in SECTIONS for begun in beginnings(each)}
    assert [each for each in said if each[1] not in known] == []


def beginnings(section: str) -> Iterator[str]:
    """`a.b` begins with `a` and with itself."""
    parts = section.split(".")
    for count in range(1, len(parts) + 1):
        yield ".".join(parts[:count])


def reasons(path: Path) -> Iterator[str]:
    statuses = "|".join(Status)
    yield from found(rf"`(?:{statuses}) ([a-z][\w-]+)`", path)
    yield from found(r"verdicts\.md#([\w-]+)", path)
    yield from found(r"reason: ([\w-]+)", path)


def test_reasons_that_pages_name_exist() -> None:
    said = {(path, reason) for path in GUIDES for reason in reasons(path)}
    known = REASONS | {"standing"}
    assert [each for each in said if each[1] not in known and not LAX.fullmatch(each[1])] == []


def test_options_that_pages_name_exist() -> None:
    known = {flag for _, flag in flags()} | FOREIGN_FLAGS
    others = {"benchmarks.md", "measurements.md", "engines.md"}
    ours = [path for path in GUIDES if path.name not in others and "enricher" in TEXTS[path]]
    pattern = r"(?:^ {4}|`|\$ |\s)(--[a-z][a-z-]+)(?=[ `=]|$)"
    said = {(path, flag) for path in ours for flag in found(pattern, path)}
    assert [each for each in said if each[1] not in known] == []


def test_tests_that_the_threat_model_names_exist() -> None:
    for named in sorted(set(found(r"`(tests/[\w/]+\.py::\w+)`", Path("SECURITY.md")))):
        path, _, name = named.partition("::")
        text = (ROOT / path).read_text(encoding="utf-8")
        assert re.search(rf"^(async )?def {name}\(", text, re.MULTILINE), named


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
