"""Collects the proposed edits of one document, with what is known of its links and the policy."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from enricher import urls
from enricher.checks import TargetState, fresh
from enricher.config import Enrich, Write
from enricher.document.changes import is_empty
from enricher.document.frontmatter import Frontmatter
from enricher.document.link_fields import LinkFields
from enricher.models import Edit, FieldPath, Kind, Link, Value

StateLookup = Callable[[Kind, str], TargetState | None]
"""What is known of a target; None: nothing yet."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """Something that policy says to report and not to change."""

    field: FieldPath
    what: str
    """`moved`, `size`, `mojibake` or `copy`."""
    before: Value
    after: Value


@dataclass(frozen=True, slots=True, kw_only=True)
class ProposedChanges:
    """What one document should become."""

    edits: tuple[Edit, ...]
    notices: tuple[Notice, ...]


@dataclass(slots=True)
class EditPlan:
    """Holds at most one edit for each place, the last one asked for."""

    front: Frontmatter
    find: StateLookup
    policy: Enrich
    write: Write
    fields: LinkFields
    _edits: dict[FieldPath, Edit] = field(default_factory=dict)
    _notices: list[Notice] = field(default_factory=list)

    def proposed_changes(self) -> ProposedChanges:
        """Gives all that was proposed."""
        return ProposedChanges(edits=tuple(self._edits.values()), notices=tuple(self._notices))

    def edit(
        self, place: FieldPath, before: Value | None, after: Value | None, because: str
    ) -> None:
        """Proposes a change; none where the place holds the value already."""
        after = self.front.storable(after)
        kept = None if is_empty(before) and after is not None else before
        if not (kept == after and type(kept) is type(after)):
            self._edits[place] = Edit(field=place, before=kept, after=after, because=because)

    def notice(self, place: FieldPath, what: str, before: Value, after: Value) -> None:
        """Tells of something that policy says not to change."""
        self._notices.append(Notice(field=place, what=what, before=before, after=after))

    def settled(self, link: Link, state: TargetState) -> tuple[str, TargetState]:
        """The address that should stand there, its fragment kept, and what is known of it."""
        if self.policy.moved != "update":
            return link.url, state
        url, settled = self.followed(link.kind, link.url, state)
        fragment = link.url.partition("#")[2]
        return (f"{url}#{fragment}" if fragment and "#" not in url else url), settled

    def followed(self, kind: Kind, url: str, state: TargetState) -> tuple[str, TargetState]:
        """Both as they are, unless policy updates what moved to where it is good and stays."""
        old, seen = (url, state), {state.outcome.target}
        while (
            self.policy.moved == "update"
            and (new_url := state.new_url)
            and urls.check(new_url) is None
        ):
            target = urls.normalise(new_url)
            if target in seen:
                return old  # round in circles: none of these addresses is for good
            seen.add(target)
            there = self.find(kind, target)
            if there is not None and not there.is_good:
                break
            url, state = new_url, there or fresh(state)
        return url, state
