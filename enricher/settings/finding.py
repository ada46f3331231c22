"""Finds the settings file: in the working folder, else upwards from the documents."""

from __future__ import annotations

import os
import tomllib
from collections.abc import Iterator, Sequence
from pathlib import Path

import msgspec

from enricher.config import Config
from enricher.errors import ConfigError

DEFAULT_FILE = "config.toml"
OWN_FILE = "enricher.toml"
"""Another name, for folders whose config.toml is that of a site generator."""
_TABLES = frozenset(each.name for each in msgspec.structs.fields(Config))


def find(asked: Path | None, documents: Sequence[Path] = ()) -> Path | None:
    """Returns the settings file; None where there is none, so that defaults hold.

    That is the one asked for, else that of the working folder, else the nearest one above all of
    the documents (without any: above the working folder), up to the root of their repository. A
    config.toml above them that has no table of ours is another program's.

    Raises:
        ConfigError: the file asked for is not there.
    """
    if asked is not None:
        if not asked.is_file():
            raise ConfigError(
                f"{asked}: no such settings file; leave --config away to use ./{DEFAULT_FILE} or "
                "the defaults"
            )
        return asked
    here = (Path(name) for name in (OWN_FILE, DEFAULT_FILE))
    return next((path for path in here if path.is_file()), None) or _above(documents)


def _above(documents: Sequence[Path]) -> Path | None:
    """The nearest settings file above all of the documents, spelt from the working folder."""
    start = os.path.commonpath([os.path.abspath(path) for path in documents or (Path(),)])  # noqa: PTH100  (Path.absolute keeps `..`)
    for folder in _folders(Path(start)):
        found = (folder / name for name in (OWN_FILE, DEFAULT_FILE))
        path = next((path for path in found if _is_ours(path)), None)
        if path is not None:
            return Path(os.path.relpath(path))
    return None


def _folders(start: Path) -> Iterator[Path]:
    """The folder and those above it, up to the root of its repository."""
    for folder in (start, *start.parents):
        yield folder
        if (folder / ".git").exists():
            return


def _is_ours(path: Path) -> bool:
    if path.name == OWN_FILE:
        return path.is_file()
    try:
        return not _TABLES.isdisjoint(tomllib.loads(path.read_text(encoding="utf-8-sig")))
    except (OSError, ValueError, RecursionError):
        return False


def based(tree: dict[str, object], folder: Path) -> dict[str, object]:
    """Returns settings whose relative paths start at a folder: that of a file found above."""
    made = dict(tree)
    seeds = tree.get("seeds", list(Config().seeds))
    if isinstance(seeds, list):
        made["seeds"] = [str(folder / each) if isinstance(each, str) else each for each in seeds]
    ledger = tree.get("ledger", Config().ledger)
    made["ledger"] = str(folder / ledger) if isinstance(ledger, str) else ledger
    for table, key in (("images", "cache"), ("fetch", "ca_file")):
        section = tree.get(table)
        value = section.get(key) if isinstance(section, dict) else None
        if isinstance(section, dict) and isinstance(value, str) and value:
            made[table] = {**section, key: str(folder / value)}
    return made
