"""Reads the tables of words and marks beside the modules that use them."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path
from typing import Any

_FOLDER = Path(__file__).parent


@cache
def read(name: str) -> dict[str, Any]:
    """Returns the content of a TOML file of this package."""
    return tomllib.loads((_FOLDER / name).read_text(encoding="utf-8"))


@cache
def words(name: str, key: str) -> frozenset[str]:
    """Returns one list of words in a TOML file of this package, as a set to look words up in."""
    return frozenset(read(name)[key])
