"""Floor 2, judgement. From what is known of a document's links to the edits that a careful person would make."""

from enricher.enrich.document import edits, wishes
from enricher.enrich.sheet import Finder, Notice, Wishes
from enricher.rows import Finding

__all__ = ["Finder", "Finding", "Notice", "Wishes", "edits", "wishes"]
