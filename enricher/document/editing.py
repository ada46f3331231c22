"""Applies edits to a document's text by splices, and verifies that nothing else changed.

Law of this file: what comes out is the old text, but for the named fields; or an error, and nothing
comes out.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from enricher.document import fieldpath, insertion, removal, values
from enricher.document.changes import Action, ChangeSet, TreeChange, Unsafe
from enricher.document.fences import Dialect
from enricher.document.frontmatter import Frontmatter
from enricher.document.splices import EditContext, Splice, apply
from enricher.document.verification import verify
from enricher.errors import EditError, RefusedEdit, SpilledEdit
from enricher.models import Edit, FieldPath


@dataclass(frozen=True, slots=True, kw_only=True)
class EditResult:
    """What became of a document and its edits."""

    front: Frontmatter
    """The document afterwards, verified; the old one where nothing was done."""
    done: tuple[Edit, ...] = ()
    refused: tuple[EditError, ...] = ()
    """One for each edit that was not done; the others are."""

    @property
    def text(self) -> str:
        """The whole document afterwards."""
        return self.front.text


def apply_edits(front: Frontmatter, edits: Sequence[Edit]) -> EditResult:
    """Applies the edits, each refused alone where it is stale or unsafe (StaleEdit, RefusedEdit).

    Where reading the result again does not show exactly the intended changes, the first half of the
    edits is applied, and the other half to what came of it: an odd corner costs only its own edit.
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
    """Applies all edits at once and verifies them once. Raises SpilledEdit."""
    if front.dialect is Dialect.TOML:
        from enricher.document.toml_editing import edit_toml  # noqa: PLC0415 - 2 MB, and start-up

        edited, made, refused = edit_toml(front, edits)
        return EditResult(front=edited, done=made, refused=refused)
    plan = ChangeSet(front)
    for edit in edits:
        plan.add(edit)
    after, changes = _Editor(front).apply_edits(plan, plan.changes())
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


class _Editor:
    """Applies one set of changes to one document."""

    def __init__(self, front: Frontmatter) -> None:
        self._front = front
        self._context = EditContext(front)
        self._insertion = insertion.Insertion(self._context)

    def apply_edits(
        self, plan: ChangeSet, changes: Sequence[TreeChange]
    ) -> tuple[Frontmatter, tuple[TreeChange, ...]]:
        """Gives the verified document and the changes that were made; refuses the others.

        Raises SpilledEdit.
        """
        splices: list[Splice] = []
        done: list[TreeChange] = []
        removed = {change.path for change in changes if change.action is Action.REMOVE}
        waiting = _together(changes)
        while waiting:
            group = waiting.pop()
            try:
                splices += self._splices(group, removed)
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

    def _splices(self, group: Sequence[TreeChange], removed: set[FieldPath]) -> list[Splice]:
        change = group[0]
        match change.action:
            case Action.REPLACE:
                return values.replace(self._context, change)
            case Action.FILL:
                return values.fill(self._context, change)
            case Action.INSERT:
                return self._insertion.insert(group, removed)
            case Action.APPEND:
                return insertion.append(self._context, change)
            case Action.REMOVE:
                return removal.remove(self._context, change, removed)


def _together(changes: Sequence[TreeChange]) -> list[list[TreeChange]]:
    """Groups changes: new keys of one mapping together, every other change alone."""
    groups: dict[tuple[FieldPath, bool], list[TreeChange]] = {}
    for change in changes:
        is_new = change.action is Action.INSERT
        groups.setdefault((change.path[:-1] if is_new else change.path, is_new), []).append(change)
    return list(groups.values())[::-1]
