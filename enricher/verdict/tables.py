"""Reads the tables of words and marks beside the modules that use them."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib import resources
from typing import Any


@cache
def read(name: str) -> dict[str, Any]:
    """Returns the content of a TOML file of this package."""
    return tomllib.loads(resources.files(__package__).joinpath(name).read_text("utf-8"))


@cache
def words(name: str, key: str) -> frozenset[str]:
    """Returns one list of words in a TOML file of this package, as a set to look words up in."""
    return frozenset(read(name)[key])
