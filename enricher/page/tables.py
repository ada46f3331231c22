"""Gives the tables of words beside this package's readers: TOML files, read once when asked for."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from pathlib import Path
from typing import Any

_FOLDER = Path(__file__).parent


@cache
def table(name: str) -> dict[str, Any]:
    """The table of that name (`people/words`): sections with lists of phrases by language."""
    return tomllib.loads((_FOLDER / f"{name}.toml").read_text(encoding="utf-8"))


@cache
def phrases(name: str, section: str) -> tuple[str, ...]:
    """All phrases of a section, whatever their language, in the table's order; no examples."""
    found = table(name)[section]
    return tuple(word for key in found if key != "examples" for word in found[key])


def any_of(name: str, section: str) -> str:
    """The source of an expression for any phrase of a section; phrases are expressions."""
    return f"(?:{'|'.join(phrases(name, section))})"


@cache
def pattern(name: str, section: str, around: str = r"\b{}\b", flags: int = 0) -> re.Pattern[str]:
    """An expression for any phrase of a section; `{}` in `around` stands for the phrases."""
    return re.compile(around.replace("{}", any_of(name, section)), flags)
