"""Tells which of the documents that were found take part in a run."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from pathspec import GitIgnoreSpec

from enricher.run.link_filter import ALL_LINKS, LinkFilter
from enricher.run.results.run_result import LEFT_OUT

EXCLUDED, UNCHANGED, UNNAMED = "excluded", "unchanged", "unnamed"
"""Why a document is left out: the keys of `DocumentFilter.left_out`."""


@dataclass(slots=True)
class DocumentFilter:
    """Takes the documents that no pattern names and that were changed, where that is asked for."""

    exclude: GitIgnoreSpec
    folders: tuple[str, ...]
    """What the patterns are relative to: any of these absolute paths."""
    changed: frozenset[str] | None = None
    """Real paths; None: all documents, changed or not."""
    only: LinkFilter = ALL_LINKS
    left_out: Counter[str] = field(default_factory=Counter)

    def takes(self, path: str) -> bool:
        """Whether a document takes part; one that does not is counted in `left_out`."""
        why = ""
        if self._is_excluded(path):
            why = EXCLUDED
        elif self.changed is not None and os.path.realpath(path) not in self.changed:
            why = UNCHANGED
        elif not self.only.takes_path(path):
            why = UNNAMED
        self.left_out[why] += bool(why)
        return not why

    def told(self) -> str:
        """One sentence on what was left out; empty where nothing was."""
        words = {
            EXCLUDED: "named by --exclude",
            UNCHANGED: "not changed since that commit",
            UNNAMED: "not named by --only path",
        }
        parts = [
            f"{self.left_out[why]} {said}" for why, said in words.items() if self.left_out[why]
        ]
        return f"{LEFT_OUT}: {', '.join(parts)}" if parts else ""

    def _is_excluded(self, path: str) -> bool:
        if not self.exclude.patterns:
            return False
        whole = os.path.abspath(path)  # noqa: PTH100  (Path.absolute keeps `..`)
        return any(
            self.exclude.match_file(os.path.relpath(whole, folder))
            for folder in self.folders
            if whole.startswith(folder.rstrip("/") + "/")
        )


def document_filter(
    patterns: Sequence[str],
    folders: Sequence[str],
    changed: frozenset[str] | None,
    only: LinkFilter = ALL_LINKS,
) -> DocumentFilter | None:
    """Returns the filter that was asked for; None where every document takes part.

    Patterns are spelt as in .gitignore. Raises ValueError where one cannot be read.
    """
    if not patterns and changed is None and not only.paths:
        return None
    return DocumentFilter(GitIgnoreSpec.from_lines(patterns), tuple(folders), changed, only)
