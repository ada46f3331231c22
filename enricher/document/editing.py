"""Applying edits to a document's text by splices, and proving that nothing else moved.

Law of this file: what comes out is the old text, but for the named fields; or an error, and nothing comes out.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from enricher.document import fieldpath, insertion, removal, values
from enricher.document.frontmatter import Frontmatter
from enricher.document.plan import Action, Change, Plan, Unsafe
from enricher.document.splices import EditContext, Splice, apply
from enricher.document.verification import verify
from enricher.errors import EditError, RefusedEdit, SpilledEdit
from enricher.models import Edit, FieldPath


@dataclass(frozen=True, slots=True, kw_only=True)
class EditResult:
    """What came of it."""

    front: Frontmatter
    """The document afterwards, proven; the old one where nothing was done."""
    done: tuple[Edit, ...] = ()
    refused: tuple[EditError, ...] = ()
    """One for each edit that was not done; the others are."""

    @property
    def text(self) -> str:
        """The whole document afterwards."""
        return self.front.text


def apply_edits(front: Frontmatter, edits: Sequence[Edit]) -> EditResult:
    """Applies the edits, each refused alone where it is stale or unsafe (StaleEdit, RefusedEdit).

    Where reading the result again does not show exactly the wished changes, the first half of the edits is applied,
    and the other half to what came of it: an odd corner costs only its own edit.
    """
    try:
        return _at_once(front, edits)
    except SpilledEdit as error:
        if len(edits) == 1:
            return EditResult(front=front, refused=(_refused(front, edits[0], error.why),))
    half = len(edits) // 2
    first = apply_edits(front, edits[:half])
    second = apply_edits(first.front, edits[half:])
    return EditResult(
        front=second.front, done=first.done + second.done, refused=first.refused + second.refused
    )


def _at_once(front: Frontmatter, edits: Sequence[Edit]) -> EditResult:
    """All edits with one cut and one proof. Raises SpilledEdit."""
    plan = Plan(front)
    for edit in edits:
        plan.add(edit)
    after, changes = _Table(front).apply_edits(plan, plan.changes())
    done = {id(edit) for change in changes for edit in change.edits}
    return EditResult(
        front=after,
        done=tuple(edit for edit in edits if id(edit) in done),
        refused=tuple(plan.refused),
    )


def _refused(front: Frontmatter, edit: Edit, why: str) -> EditError:
    return RefusedEdit(
        front.name, why, line=front.line(edit.field), field=fieldpath.show(edit.field)
    )


class _Table:
    """One document under the knife."""

    def __init__(self, front: Frontmatter) -> None:
        self._front = front
        self._ground = EditContext(front)
        self._insertion = insertion.Insertion(self._ground)

    def apply_edits(
        self, plan: Plan, changes: Sequence[Change]
    ) -> tuple[Frontmatter, tuple[Change, ...]]:
        """The proven document with the changes that could be cut; the others are refused. Raises SpilledEdit."""
        splices: list[Splice] = []
        done: list[Change] = []
        removed = {change.path for change in changes if change.action is Action.REMOVE}
        waiting = _together(changes)
        while waiting:
            group = waiting.pop()
            try:
                splices += self._cut(group, removed)
                done += group
            except ValueError as why:  # Unsafe, or a value that YAML cannot hold
                if len(group) > 1:
                    waiting += [[change] for change in group]
                else:
                    plan.refuse(group[0], str(why))
        if not done:
            return self._front, ()
        try:
            text = apply(self._front.text, splices)
        except Unsafe as why:
            raise SpilledEdit(self._front.name, str(why)) from why
        return verify(self._front, text, done), tuple(done)

    def _cut(self, group: Sequence[Change], removed: set[FieldPath]) -> list[Splice]:
        change = group[0]
        match change.action:
            case Action.REPLACE:
                return values.replace(self._ground, change)
            case Action.FILL:
                return values.fill(self._ground, change)
            case Action.INSERT:
                return self._insertion.insert(group, removed)
            case Action.APPEND:
                return insertion.append(self._ground, change)
            case Action.REMOVE:
                return removal.remove(self._ground, change, removed)


def _together(changes: Sequence[Change]) -> list[list[Change]]:
    """New keys of one mapping find their places together; every other change stands alone."""
    groups: dict[tuple[FieldPath, bool], list[Change]] = {}
    for change in changes:
        is_new = change.action is Action.INSERT
        groups.setdefault((change.path[:-1] if is_new else change.path, is_new), []).append(change)
    return list(groups.values())[::-1]
