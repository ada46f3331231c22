"""Computes all edits for one document: first per link, then per mapping.

Laws of this folder: only what is missing is filled, and only from a page that is the described one;
what is there is corrected by policy alone; and after the edits are applied, the same states ask for
no more (idempotence). `quality`, `heat` and `secured` are never touched.
"""

from __future__ import annotations

from collections.abc import Sequence

from enricher.config import Config
from enricher.document import links
from enricher.document.frontmatter import Frontmatter
from enricher.document.link_fields import LinkField, link_fields
from enricher.enrich.edit_plan import EditPlan, ProposedChanges, StateLookup
from enricher.enrich.link import check_link
from enricher.enrich.mapping import fill_mapping
from enricher.models import Edit, FieldPath, Link


def edits(
    front: Frontmatter, found: Sequence[Link], find: StateLookup, config: Config
) -> list[Edit]:
    """The edits that bring the document up to what is known of its links (`found`: all of them)."""
    return list(proposed_changes(front, found, find, config).edits)


def proposed_changes(
    front: Frontmatter, found: Sequence[Link], find: StateLookup, config: Config
) -> ProposedChanges:
    """The edits, and what is only reported."""
    fields = link_fields(config.fields, config.fill)
    plan = EditPlan(front, find, config.enrich, config.write, fields)
    described: dict[FieldPath, list[tuple[LinkField, Link]]] = {}
    for link in found:
        field = fields.of(link.kind, link.field)
        if field is None or link.in_body:
            continue
        check_link(plan, field, link)
        if field.describes and links.has_owner(link.field):
            described.setdefault(links.owner_of(link.field), []).append((field, link))
    for owner, pages in described.items():
        fill_mapping(plan, owner, pages)
    return plan.proposed_changes()
