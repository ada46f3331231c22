"""Decides, from what is known of a document's links, the edits that a careful person would make."""

from enricher.checks import TargetState
from enricher.enrich.document import edits, proposed_changes
from enricher.enrich.edit_plan import Notice, ProposedChanges, StateLookup

__all__ = ["Notice", "ProposedChanges", "StateLookup", "TargetState", "edits", "proposed_changes"]
