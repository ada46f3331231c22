"""Real documents and pages that some tests read where they are at hand; they are not part of the project."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

_BESIDE = Path(__file__).resolve().parent.parent.parent / "shared"


def _folder(variable: str, name: str) -> Path | None:
    path = Path(os.environ.get(variable, _BESIDE / name))
    return path if path.is_dir() else None


CORPUS = _folder("ENRICHER_CORPUS", "corpus")
PAGES = _folder("ENRICHER_PAGES", "pages")
SEEDS = Path(__file__).resolve().parent.parent / "seeds"

needs_corpus = pytest.mark.skipif(
    CORPUS is None, reason="no corpus of real documents (set ENRICHER_CORPUS)"
)
needs_pages = pytest.mark.skipif(
    PAGES is None, reason="no collection of real pages (set ENRICHER_PAGES)"
)
