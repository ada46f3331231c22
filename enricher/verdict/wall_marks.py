"""Reads walls.toml: what gives the makers of walls against robots away."""

from __future__ import annotations

from functools import cache
from typing import Any

import msgspec

from enricher.verdict import tables

Header = tuple[str, str]
"""Name and a part of the value, both in lower case; an empty part fits any value."""


class Wall(msgspec.Struct, frozen=True):
    """What gives one maker's wall away; walls.toml explains the fields."""

    name: str
    headers: tuple[Header, ...] = ()
    hints: tuple[Header, ...] = ()
    titles: tuple[str, ...] = ()
    body: tuple[bytes, ...] = ()
    scripts: tuple[bytes, ...] = ()


@cache
def walls() -> tuple[Wall, ...]:
    """Returns all walls of walls.toml."""
    return tuple(_wall(told) for told in tables.read("walls.toml")["wall"])


def _wall(told: dict[str, Any]) -> Wall:
    return Wall(
        name=told["name"],
        headers=_headers(told.get("headers", ())),
        hints=_headers(told.get("hints", ())),
        titles=tuple(told.get("titles", ())),
        body=tuple(mark.encode() for mark in told.get("body", ())),
        scripts=tuple(mark.encode() for mark in told.get("scripts", ())),
    )


def _headers(written: list[str]) -> tuple[Header, ...]:
    split = (header.partition(":") for header in written)
    return tuple((name.strip(), part.strip()) for name, _, part in split)
