"""Compares two texts of a document, for people and for `patch`."""

from __future__ import annotations

import difflib
import re

# To git and patch, LF alone ends a line.
_LINE = re.compile(r"[^\n]*\n|[^\n]+")
# What git quotes in names, whatever core.quotePath says; surrogates stand for bytes of no UTF-8.
_QUOTED = re.compile(r'[\x00-\x1f\x7f"\\\udc80-\udcff]')


def unified_diff(name: str, before: str, after: str) -> str:
    """A unified diff that `git apply` understands; empty where nothing differs."""
    label = name.lstrip("/")
    lines = difflib.unified_diff(
        _LINE.findall(before), _LINE.findall(after), _shown(f"a/{label}"), _shown(f"b/{label}")
    )
    return "".join(
        line if line.endswith("\n") else f"{line}\n\\ No newline at end of file\n" for line in lines
    )


def _shown(name: str) -> str:
    """A name as git writes it: between quotes, escaped, where it holds what ends or hides it."""
    escaped = _QUOTED.sub(_octal, name)
    return name if escaped == name else f'"{escaped}"'


def _octal(found: re.Match[str]) -> str:
    character = found[0]
    if character in '"\\':
        return f"\\{character}"
    return f"\\{ord(character) & 0xFF:03o}"
