"""Where in a TOML text a key stands."""

from __future__ import annotations

import tomllib
from typing import Any

KeyPath = tuple[str, ...]
"""`("fetch", "max_page_bytes")`"""


class Lines:
    """Lines of keys, found by reading ever longer beginnings of the text.

    `tomllib` keeps no positions. But a beginning that ends inside a statement does not parse, so
    the statement that brought a key ends at the first line whose beginning parses and has the key,
    and began behind the last one that parsed before (blank lines and comments parse by themselves).
    This needs no second TOML reader, and costs nothing where there is no error.
    """

    def __init__(self, text: str) -> None:
        lines = text.split("\n")
        self._begun: list[tuple[int, dict[str, Any]]] = []
        """(line where a statement begins, tree with it)"""
        after = 0
        for count in range(1, len(lines) + 1):
            try:
                tree = tomllib.loads("\n".join(lines[:count]))
            except tomllib.TOMLDecodeError:
                continue
            self._begun.append((after + 1, tree))
            after = count

    def of(self, key: KeyPath) -> int | None:
        """Line, from 1, of the statement that brought a key; else of the nearest table above it."""
        while key:
            for line, tree in self._begun:
                if _has(tree, key):
                    return line
            key = key[:-1]
        return None


def _has(tree: Any, key: KeyPath) -> bool:
    for part in key:
        if not isinstance(tree, dict) or part not in tree:
            return False
        tree = tree[part]
    return True
