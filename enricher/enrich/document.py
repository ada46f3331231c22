"""Computes all edits for one document: first per link, then per mapping.

Laws of this folder: only what is missing is filled, and only from a page that is the described one;
what is there is corrected by policy alone; and after the edits are applied, the same states ask for
no more (idempotence). `quality`, `heat` and `secured` are never touched.
"""

from __future__ import annotations

from collections.abc import Sequence

from enricher.config import Enrich, Write
from enricher.document import links
from enricher.document.frontmatter import Frontmatter
from enricher.enrich.edit_plan import EditPlan, ProposedChanges, StateLookup
from enricher.enrich.link import check_link
from enricher.enrich.mapping import fill_mapping
from enricher.models import Edit, FieldPath, Kind, Link


def edits(
    front: Frontmatter, found: Sequence[Link], find: StateLookup, policy: Enrich, write: Write
) -> list[Edit]:
    """The edits that bring the document up to what is known of its links (`found`: all of them)."""
    return list(proposed_changes(front, found, find, policy, write).edits)


def proposed_changes(
    front: Frontmatter, found: Sequence[Link], find: StateLookup, policy: Enrich, write: Write
) -> ProposedChanges:
    """The edits, and what is only reported."""
    plan = EditPlan(front, find, policy, write)
    pages: dict[FieldPath, list[Link]] = {}
    for link in found:
        check_link(plan, link)
        if link.kind is Kind.PAGE and links.describes_owner(link.field):
            pages.setdefault(links.owner_of(link.field), []).append(link)
    for owner, of_owner in pages.items():
        fill_mapping(plan, owner, sorted(of_owner, key=_preference))
    return plan.proposed_changes()


def _preference(link: Link) -> int:
    """The page that is linked today before the one that was linked at first."""
    return (
        ("webUrl", "originalUrl").index(name)
        if (name := link.field[-1]) in ("webUrl", "originalUrl")
        else 2
    )
