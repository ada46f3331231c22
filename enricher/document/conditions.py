"""Conditions on a document's fields, as `[documents] skip_if` holds them: `draft = true`."""

from __future__ import annotations

import tomllib
from functools import lru_cache
from typing import TYPE_CHECKING

from enricher.document import fieldpath
from enricher.models import FieldPath, Value

if TYPE_CHECKING:
    from enricher.document.frontmatter import Frontmatter


def first_met(front: Frontmatter, conditions: tuple[str, ...]) -> str | None:
    """The first condition that a document meets; None: none."""
    return next((condition for condition in conditions if is_met(front, condition)), None)


def is_met(front: Frontmatter, condition: str) -> bool:
    """Whether a field holds a value; a text also where the field is a list that holds it.

    Raises ValueError for what is no condition.
    """
    path, value = parsed(condition)
    now = front.get(path)
    if isinstance(now, list):
        return value in now
    return type(now) is type(value) and now == value


@lru_cache(maxsize=64)
def parsed(condition: str) -> tuple[FieldPath, Value]:
    """The field and its value, which is written as in TOML; a bare word is a text.

    Raises ValueError, saying what to write.
    """
    name, equals, value = (part.strip() for part in condition.partition("="))
    if not (name and equals and value):
        raise ValueError('is no condition; write for instance "draft = true"')
    path = fieldpath.parse(name)
    try:
        found: Value = tomllib.loads(f"value = {value}")["value"]
    except tomllib.TOMLDecodeError:
        found = value
    return path, found
