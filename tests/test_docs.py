"""The documents of the project tell the truth: flags, settings, libraries, modules and links are those that exist."""

from __future__ import annotations

import contextlib
import re
import shlex
import tomllib
from collections.abc import Callable
from pathlib import Path

import click
import pytest

from enricher import __version__
from enricher.cli import app
from enricher.cli.exits import Exit
from enricher.cli.options import FORMATS
from enricher.models import Status
from enricher.report.formats import NAMES
from enricher.settings import reader
from tests import made_docs, made_reference

ROOT = Path(__file__).resolve().parent.parent
PAGES = [
    *(ROOT / f"{name}.md" for name in ("README", "CHANGELOG", "CONTRIBUTING", "SECURITY")),
    *sorted((ROOT / "docs").rglob("*.md")),
]
MODULES = sorted(
    path
    for path in (ROOT / "enricher").rglob("*.py")
    if path.name not in {"__init__.py", "__main__.py"}
)


def read(*parts: str) -> str:
    return ROOT.joinpath(*parts).read_text(encoding="utf-8")


def flags() -> list[tuple[str, str]]:
    """(command, flag) of everything that the command line takes."""
    commands = {"": app.app, **app.app.commands}
    return [
        (name, flag)
        for name, each in commands.items()
        for param in each.params
        for flag in param.opts
        if flag.startswith("--")
    ]


def test_every_flag_is_documented() -> None:
    page = read("docs", "commands.md")
    named = {flag for _, flag in flags() if re.search(rf"`[^`]*{flag}\b", page)}
    assert [each for each in flags() if each[1] not in named | {"--help"}] == []


def test_no_flag_is_documented_that_does_not_exist() -> None:
    known = {flag for _, flag in flags()} | {"--help"}
    for page in (read("docs", "commands.md"), read("README.md")):
        assert set(re.findall(r"(?<![\w-])--[a-z][a-z-]+", page)) <= known | {"--from"}  # of uvx


def test_every_exit_status_is_documented() -> None:
    for status in Exit:
        assert f"| {status.value} |" in read("docs", "commands.md")


def test_every_status_is_documented() -> None:
    for status in Status:
        assert f"`{status}`" in read("docs", "verdicts.md")


@pytest.mark.parametrize(
    ("path", "begin", "make"), made_docs.PARTS, ids=["settings", "example", "modules"]
)
def test_made_parts_are_up_to_date(path: Path, begin: str, make: Callable[[], str]) -> None:
    text = path.read_text(encoding="utf-8")
    assert made_docs.renewed(path, begin, make) == text, "say: make docs"


@pytest.mark.parametrize(
    ("path", "make"), made_docs.FILES, ids=lambda each: getattr(each, "name", "")
)
def test_made_files_are_up_to_date(path: Path, make: Callable[[], str]) -> None:
    assert path.read_text(encoding="utf-8") == make(), "say: make docs"


def test_every_setting_is_documented() -> None:
    page = read("docs", "configuration.md")
    for key, _ in reader.each_setting():
        assert any(f"{mark}{key[-1]}" in page for mark in ("`", "`[", ".")), (
            f"docs/configuration.md lacks {reader.show_key(key)}"
        )


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.name)
def test_examples_of_settings_can_be_used(path: Path) -> None:
    examples = re.findall(r"(?:^    .*\n?)+", path.read_text(encoding="utf-8"), re.MULTILINE)
    usable = sum(_is_usable(example) for example in examples)
    assert usable >= 6 or path.name != "configuration.md"


def _is_usable(example: str) -> bool:
    text = re.sub(r"^    ", "", example, flags=re.MULTILINE)
    if not text.lstrip().startswith("["):
        return False
    reader.parse(text)
    return True


def _names(requirements: list[str]) -> set[str]:
    return {re.split(r"[\[<>=~! ]", each)[0] for each in requirements}


def test_every_library_is_documented() -> None:
    project = tomllib.loads(read("pyproject.toml"))["project"]
    page = read("docs", "dependencies.md")
    needed, rest = page.split("## Needed to run")[1].split("## Needed to work on it")
    work, bench = rest.split("## Needed to compare")
    assert set(re.findall(r"^\| ([a-z][\w-]+) \|", needed, re.MULTILINE)) - {"library"} == _names(
        project["dependencies"]
    )
    for name in _names(project["optional-dependencies"]["dev"]):
        assert re.search(rf"\b{name}\b", work, re.IGNORECASE), (
            f"docs/dependencies.md does not name {name}"
        )
    for extra in ("docs", "recipes", "release", "fuzz"):
        for name in _names(project["optional-dependencies"][extra]):
            assert re.search(rf"\b{name}\b", work), f"docs/dependencies.md does not name {name}"
    for name in _names(project["optional-dependencies"]["bench"]):
        assert re.search(rf"\b{name}\b", bench), f"docs/dependencies.md does not name {name}"


def test_every_library_has_a_lower_bound() -> None:
    project = tomllib.loads(read("pyproject.toml"))["project"]
    assert all(">=" in each for each in project["dependencies"])


def test_every_module_says_what_it_is_and_stands_on_the_map() -> None:
    page = read("docs", "architecture.md")
    said = {path: re.search(rf"^ +{path.name} +(.*)", page, re.MULTILINE) for path in MODULES}
    assert [path for path, each in said.items() if each is None] == [], "say: make docs"
    assert [path for path, each in said.items() if each and len(each[1]) <= 15] == [], (
        "these docstrings begin with no sentence"
    )


def test_links_between_documents_lead_somewhere() -> None:
    links = [
        (path, target.partition("#")[0])
        for path in PAGES
        for target in re.findall(r"\]\(([^)\s#][^)\s]*)\)", path.read_text(encoding="utf-8"))
        if "://" not in target
    ]
    assert len(links) > 60
    places = {each: each[0].parent / each[1] for each in links}
    assert [e for e, place in places.items() if not (place.exists() or _is_made(place))] == []


def _is_made(place: Path) -> bool:
    """A page that the site makes from the code."""
    docs = ROOT / "docs"
    inside = place.resolve().is_relative_to(docs)
    return inside and str(place.resolve().relative_to(docs)) in made_reference.PAGES


def test_pages_that_the_code_names_exist() -> None:
    for path in [
        *(ROOT / "enricher").rglob("*.py"),
        *(ROOT / "tests").rglob("*.py"),
        *(ROOT / "bench").rglob("*.py"),
    ]:
        for page in re.findall(r"docs/[\w-]+\.md", path.read_text(encoding="utf-8")):
            assert (ROOT / page).is_file(), f"{path.relative_to(ROOT)} sends readers to {page}"


def test_the_changelog_knows_this_version() -> None:
    assert f"## {__version__}" in read("CHANGELOG.md")


def test_every_format_is_documented() -> None:
    for name in NAMES:
        assert re.search(rf"^\| `{name}` \|", read("docs", "commands.md"), re.MULTILINE)


# ── command lines ─────────────────────────────────────────────────────────────────────────

_SPAN = re.compile(r"`(enricher [^`]*)`")
_BLOCK = re.compile(r"^ {4}.*?(?<![\w/-])(enricher (?!\d).*)$", re.MULTILINE)
_GRAMMAR = {
    "[bash|zsh|fish]": "bash",
    "[PATH]...": "a",
    "[PATH ...]": "a",
    "URL": "https://a.test/",
    "ok|dead|none": "ok",
}


def command_lines() -> list[str]:
    """Every command line of the program that a page shows, in a block or between backticks."""
    found = []
    for page in PAGES:
        text = re.sub(
            r"^```.*?^```", "", page.read_text(encoding="utf-8"), flags=re.DOTALL | re.MULTILINE
        )
        found += _SPAN.findall(text) + _BLOCK.findall(text)
    return sorted(set(found))


def arguments_of(line: str) -> list[str]:
    """What a shell would pass of it: no comment, no pipe, and words of a grammar replaced."""
    line = re.split(r" {2,}| [|&#>]", line)[0]
    for word, value in _GRAMMAR.items():
        line = line.replace(word, value)
    return shlex.split(line)[1:]


def test_the_pages_show_command_lines() -> None:
    assert len(command_lines()) > 20


def test_the_options_know_every_format() -> None:
    """`cli.options` names them itself: importing the reports would cost start-up."""
    assert FORMATS == NAMES


@pytest.mark.parametrize("line", command_lines())
def test_every_command_line_of_the_pages_can_be_parsed(
    line: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Parsed as the program itself does, so an option that the command lacks is told."""
    # `--install-completion` acts while it is parsed: for this shell, in this home.
    monkeypatch.setenv("SHELL", "/bin/bash")
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.delenv("XDG_DATA_HOME", raising=False)
    arguments = arguments_of(line)
    if arguments and arguments[0].isupper():  # `enricher COMMAND --help`
        arguments[0] = "run"
    with contextlib.suppress(click.exceptions.Exit):  # --help and --version end well
        if arguments and arguments[0] in app.app.commands:
            app.app.commands[arguments[0]].make_context(arguments[0], arguments[1:])
        else:
            assert arguments[0].startswith("-"), f"there is no command {arguments[0]}"
            app.app.make_context("enricher", arguments)
