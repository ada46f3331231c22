"""Compares two texts of a document, for people and for `patch`."""

from __future__ import annotations

import difflib
import re

_LINE = re.compile(r"[^\r\n]*(?:\r\n|\n|\r)|[^\r\n]+")


def unified_diff(name: str, before: str, after: str) -> str:
    """A unified diff that `patch -p1` understands; empty where nothing differs."""
    label = name.lstrip("/")
    lines = difflib.unified_diff(
        _LINE.findall(before), _LINE.findall(after), f"a/{label}", f"b/{label}"
    )
    return "".join(
        line if line.endswith(("\n", "\r")) else f"{line}\n\\ No newline at end of file\n"
        for line in lines
    )
