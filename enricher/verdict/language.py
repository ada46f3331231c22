"""Reads the phrases of languages.toml and templates.toml."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

import msgspec

from enricher.verdict import tables


class Written(msgspec.Struct, frozen=True):
    """One phrase as its table writes it, with a title that says just that where one is given."""

    phrase: str
    example: str | None = None


class Language(msgspec.Struct, frozen=True, kw_only=True):
    """One language's ways to say it; languages.toml explains the fields."""

    name: str
    nouns: tuple[str, ...] = ()
    missing: tuple[Written, ...] = ()
    notices: tuple[Written, ...] = ()
    login: tuple[Written, ...] = ()
    fillers: tuple[str, ...] = ()


@cache
def languages() -> tuple[Language, ...]:
    """Returns all languages of languages.toml."""
    return tuple(
        Language(
            name=told["name"],
            nouns=tuple(told.get("nouns", ())),
            missing=_written(told.get("missing", ())),
            notices=_written(told.get("notices", ())),
            login=_written(told.get("login", ())),
            fillers=tuple(told.get("fillers", ())),
        )
        for told in tables.read("languages.toml")["language"]
    )


@cache
def templates() -> dict[str, tuple[Written, ...]]:
    """Returns the phrases of templates.toml by kind."""
    return {kind: _written(phrases) for kind, phrases in tables.read("templates.toml").items()}


def _written(entries: Sequence[str | dict[str, str]]) -> tuple[Written, ...]:
    return tuple(
        Written(entry) if isinstance(entry, str) else Written(**entry) for entry in entries
    )
