"""Floor 2, judgement. From what is known of a document's links to the edits that a careful person would make."""

from enricher.checks import TargetState
from enricher.enrich.document import edits, proposed_changes
from enricher.enrich.edit_plan import Notice, ProposedChanges, StateLookup

__all__ = ["Notice", "ProposedChanges", "StateLookup", "TargetState", "edits", "proposed_changes"]
