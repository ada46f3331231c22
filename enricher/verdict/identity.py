"""Is this page what a document describes?"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from enricher.models import Description, Page


@dataclass(frozen=True, slots=True)
class Likeness:
    """How surely a page is what a document describes, and what speaks for and against it."""

    score: float | None
    """0 to 1; None where nothing could be compared."""
    saw: tuple[str, ...] = ()

    @property
    def is_proven(self) -> bool:
        return self.score is not None and self.score >= 0.6


def compare(descriptions: Sequence[Description], page: Page | None) -> Likeness:
    """The best likeness over all descriptions."""
    del descriptions, page
    return Likeness(None)
