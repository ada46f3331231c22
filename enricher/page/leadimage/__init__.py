"""The one picture that stands for an article."""

from enricher.page.leadimage.choice import MAX_CANDIDATES, candidates, shown

__all__ = ["MAX_CANDIDATES", "candidates", "shown"]
