"""Parts of docs/ that are made from their source, so that they cannot go stale: `make docs` renews them."""

from __future__ import annotations

import ast
import re
import textwrap
from collections.abc import Callable, Iterator
from pathlib import Path

from enricher.demo.play import Listener, play
from tests import made_pictures, tutorial
from tests.made_man import man_page

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = ROOT / "enricher"
END = "<!-- end -->\n"

# ── the tables of settings ────────────────────────────────────────────────────────────────────────────────────

_SETTING = re.compile(r"^(?P<key>\w+) = (?P<value>.*?)\s+# (?P<what>.*)$")
_SECTION = re.compile(r"^\[(?P<name>[\w.]+)\]\s+# (?P<what>.*)$")
_HEAD = "| setting | default | what it does |\n| --- | --- | --- |\n"


def settings() -> str:
    """A table for each section of config.toml that has settings: key, default, what it does."""
    parts = ["\n### Above the first section\n"]
    for line in (ROOT / "config.toml").read_text(encoding="utf-8").splitlines():
        if section := _SECTION.match(line):
            parts.append(f"\n### `[{section['name']}]`\n\n{_sentence(section['what'])}\n")
        elif setting := _SETTING.match(line):
            if not parts[-1].startswith("|"):
                parts.append(f"\n{_HEAD}")
            value = (
                "a list, see config.toml" if setting["value"] == "[" else f"`{setting['value']}`"
            )
            parts.append(f"| `{setting['key']}` | {value} | {setting['what']} |\n")
    return "".join(parts) + "\n"


def _sentence(text: str) -> str:
    return text[0].upper() + text[1:] + "."


# ── the map of the package ────────────────────────────────────────────────────────────────────────────────────

FOLDERS = (
    "document",
    "page",
    "policy",
    "verdict",
    "journey",
    "web",
    "ledger",
    "run",
    "settings",
    "report",
    "demo",
    "cli",
)
"""In the order in which one reads the house: from the words up."""


def tree() -> str:
    """Every module with the first sentence of its own docstring, folder by folder."""
    lines = list(_lines(sorted(PACKAGE.glob("*.py")), "  "))
    missing = {path.parent.name for path in PACKAGE.glob("*/__init__.py")} - set(FOLDERS)
    for folder in (*FOLDERS, *sorted(missing)):
        lines += ["", *_folder(PACKAGE / folder, "  ")]
    return "\n```\nenricher/\n" + "\n".join(lines) + "\n```\n\n"


def _folder(folder: Path, indent: str) -> Iterator[str]:
    yield from _entry(f"{indent}{folder.name}/", folder / "__init__.py")
    yield from _lines(sorted(folder.glob("*.py")), indent + "  ")
    for inner in sorted(folder.glob("*/__init__.py")):
        yield from _folder(inner.parent, indent + "  ")


def _lines(paths: list[Path], indent: str) -> Iterator[str]:
    for path in paths:
        if path.name != "__init__.py":
            yield from _entry(indent + path.name, path)


def _entry(name: str, path: Path) -> list[str]:
    said = textwrap.wrap(_first_sentence(path), width=92)
    return [f"{name:<24}{said[0]}", *(f"{'':<24}{line}" for line in said[1:])]


def _first_sentence(path: Path) -> str:
    """Of the module's docstring, without the floor that stands before it in some."""
    text = ast.get_docstring(ast.parse(path.read_text(encoding="utf-8"))) or ""
    text = " ".join(re.sub(r"^Floor \d(, \w+)?\. ", "", text).split("\n\n")[0].split())
    return re.split(r"(?<=[^.]\w)[.:;] (?=[A-Z])|\.$", text)[0]


# ── the example of a diff ─────────────────────────────────────────────────────────────────────────────────────


def example() -> str:
    """What the demo changes at two related articles of one document: the last two hunks up to a move."""
    pieces: list[str] = []
    play(None, Listener(pieces.extend, lambda _: None))
    lines = "".join(pieces).splitlines()
    is_moved = ("newburyportnews.com/news/local_news", "webUrl: {status: moved")
    end = next(n for n, line in enumerate(lines) if all(words in line for words in is_moved))
    hunks = [number for number, line in enumerate(lines[:end]) if line.startswith("@@")]
    begin = hunks[-2]
    shown = [
        re.sub(r"(?<=since: )[^,}]+", "2026-11-22T18:04:09Z", line)
        for line in lines[begin : end + 1]
    ]
    text = "\n".join("     …" if line.startswith("@@") else line for line in shown)
    return f"\n```diff\n{text}\n```\n\n"


# ── pages ─────────────────────────────────────────────────────────────────────────────────────────────────────

PARTS: tuple[tuple[Path, str, Callable[[], str]], ...] = (
    (
        ROOT / "docs" / "configuration.md",
        "<!-- made from config.toml by `make docs` -->\n",
        settings,
    ),
    (ROOT / "docs" / "index.md", "<!-- made by the demo and `make docs` -->\n", example),
    (
        ROOT / "docs" / "architecture.md",
        "<!-- made from the modules' docstrings by `make docs` -->\n",
        tree,
    ),
)
"""Page, the mark behind which its made part begins, and what makes it."""


def renewed(path: Path, begin: str, make: Callable[[], str]) -> str:
    """The page with its made part as it should be."""
    head, mark, rest = path.read_text(encoding="utf-8").partition(begin)
    assert mark, f"{path} has no line {begin}"
    return head + begin + make() + END + rest.partition(END)[2]


FILES: tuple[tuple[Path, Callable[[], str]], ...] = (
    (ROOT / "share" / "man" / "man1" / "enricher.1", man_page),
    (tutorial.PAGE, tutorial.played),
    (ROOT / "docs" / "pictures" / "terminal.svg", made_pictures.terminal),
    (ROOT / "docs" / "pictures" / "architecture.svg", made_pictures.architecture),
)
"""Files that are made as a whole, and what makes them; the terminal shows what the tutorial says."""


def main() -> None:
    for path, begin, make in PARTS:
        path.write_text(renewed(path, begin, make), encoding="utf-8")
    for path, make in FILES:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(make(), encoding="utf-8")


if __name__ == "__main__":
    main()
