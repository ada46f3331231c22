"""Says how documents are written; apart from `editor`, which a run with no edits does not load."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True, kw_only=True)
class WriteMode:
    """Options for writing: dry run, keep diffs."""

    is_dry: bool = False
    """Do everything but the swap of files."""
    keeps_diffs: bool = False
    """Keep diffs of what is written, too."""
    within: frozenset[Path] | None = None
    """Real paths that no document may lead out of; None: it may lead anywhere."""
    keeps_trees: bool = False
    """What is read is edited later in this run, by the tree that was composed."""
