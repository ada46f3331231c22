"""Turns edits into changes of the tree: each edit is given its place, or refused alone."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import StrEnum

from enricher.document import fieldpath
from enricher.document.frontmatter import Frontmatter, plain
from enricher.document.nodes import Alias, Mapping, Node, Scalar, Sequence, children
from enricher.document.spelling import is_flat
from enricher.errors import EditError, RefusedEdit, StaleEdit
from enricher.models import Edit, FieldPath, Value


class Unsafe(ValueError):
    """Why a change must not be done; becomes a RefusedEdit for each edit that asked for it."""


class Stale(ValueError):
    """Why an edit no longer fits the document; becomes a StaleEdit."""


class Action(StrEnum):
    """What is done to the text."""

    REPLACE = "replace"  # a scalar by a scalar, a flat mapping by a flat mapping
    FILL = "fill"  # a null or empty value by any value
    INSERT = "insert"  # a new key into a mapping
    APPEND = "append"  # a new item to a list
    REMOVE = "remove"  # a key with its value


@dataclass(slots=True)
class TreeChange:
    """One change to the tree; several edits share one when they create the same mapping."""

    action: Action
    path: FieldPath
    value: Value | None
    chain: tuple[Node, ...]
    """The nodes from the root to the last one of `path` that exists."""
    edits: list[Edit] = field(default_factory=list)

    @property
    def in_flow(self) -> bool:
        """Whether the place is inside a flow collection, where a line end means nothing."""
        around = self.chain if self.action in (Action.INSERT, Action.APPEND) else self.chain[:-1]
        return any(isinstance(node, Mapping | Sequence) and node.is_flow for node in around)


class ChangeSet:
    """Collects edits one by one as changes; holds the refusals."""

    def __init__(self, front: Frontmatter) -> None:
        self.front = front
        self.refused: list[EditError] = []
        self._changes: dict[FieldPath, TreeChange] = {}
        self._claimed: set[FieldPath] = set()
        self._around_claimed: set[FieldPath] = set()
        # Most edits have neighbours in the same mapping.
        self._chains: dict[FieldPath, tuple[Node, ...]] = {}
        self._shared = {id(alias.target) for alias in _aliases(front)}

    def add(self, edit: Edit) -> None:
        try:
            around = [edit.field[:length] for length in range(len(edit.field))]
            self._check_unclaimed(edit.field, around)
            chain = self._chain(edit.field)
            check_fresh(self.front, edit)
            self._join(self._change(edit, chain), edit)
        except Stale as why:
            self._refuse(edit, StaleEdit, str(why))
        except Unsafe as why:
            self._refuse(edit, RefusedEdit, str(why))
        else:
            self._claimed.add(edit.field)
            self._around_claimed.update(around)

    def refuse(self, change: TreeChange, why: str) -> None:
        """Takes one change back."""
        self._changes.pop(change.path, None)
        for edit in change.edits:
            self._refuse(edit, RefusedEdit, why)

    def changes(self) -> tuple[TreeChange, ...]:
        """What is to be done; a mapping that loses all its keys goes as a whole."""
        for path in self._around_removed():
            self._remove_emptied(path)
        return tuple(self._changes.values())

    def _around_removed(self) -> set[FieldPath]:
        """The mappings that lose a key."""
        changes = self._changes.values()
        return {change.path[:-1] for change in changes if change.action is Action.REMOVE}

    def _refuse(self, edit: Edit, kind: type[EditError], why: str) -> None:
        front = self.front
        self.refused.append(
            kind(front.name, why, line=front.line(edit.field), field=fieldpath.show(edit.field))
        )

    def _check_unclaimed(self, path: FieldPath, around: list[FieldPath]) -> None:
        if not path:
            raise Unsafe("an edit must name a field")
        if (
            path in self._around_claimed
            or path in self._claimed
            or not self._claimed.isdisjoint(around)
        ):
            raise Unsafe("another edit already changes it")

    def _chain(self, path: FieldPath) -> tuple[Node, ...]:
        """The nodes from the root to `path`, as far as they exist. Raises Unsafe where an alias
        shares one of them.
        """
        known = self._chains.get(path)
        if known is None:
            around = self._chain(path[:-1]) if path else ()
            if not path:
                node: Node | None = self.front.root
            else:
                node = _child(around[-1], path[-1]) if len(around) == len(path) else None
            known = self._chains[path] = around if node is None else (*around, self._unshared(node))
        return known

    def _unshared(self, node: Node) -> Node:
        if isinstance(node, Alias):
            raise Unsafe(
                f"it stands behind the alias *{node.name}; "
                f"change it by hand where &{node.name} stands"
            )
        if id(node) in self._shared:
            name = getattr(node, "anchor", None)
            raise Unsafe(
                f"it stands under the anchor &{name}, and an alias uses that elsewhere; "
                "change it by hand"
            )
        return node

    def _change(self, edit: Edit, chain: tuple[Node, ...]) -> TreeChange:
        path, after = edit.field, self.front.storable(edit.after)
        if not chain:
            return TreeChange(Action.INSERT, path[:1], _nested(path[1:], after), chain)
        if len(chain) == len(path) + 1:
            return self._change_of_present(edit, chain)
        place, missing = path[: len(chain) - 1], path[len(chain) - 1 :]
        where, step = chain[-1], missing[0]
        if isinstance(where, Mapping) and isinstance(step, str):
            return TreeChange(Action.INSERT, (*place, step), _nested(missing[1:], after), chain)
        if isinstance(where, Sequence) and missing == (len(where.items),):
            return TreeChange(Action.APPEND, path, after, chain)
        if is_empty(plain(where)):
            return TreeChange(Action.FILL, place, _nested(missing, after), chain)
        raise Stale(f"there is no longer a place for it: {fieldpath.show(place)} is something else")

    def _change_of_present(self, edit: Edit, chain: tuple[Node, ...]) -> TreeChange:
        """The change of a field that is there, were it null."""
        after = self.front.storable(edit.after)
        action = self._action_at(chain[-1], after)
        if isinstance(edit.field[-1], int):  # an item of a list
            is_collection = isinstance(after, dict | list)
            if action is Action.REMOVE or (is_collection and action is Action.REPLACE):
                raise Unsafe("a whole item of a list; change it by hand")
        return TreeChange(action, edit.field, after, chain)

    def _action_at(self, node: Node, after: Value | None) -> Action:
        if after is None:
            return Action.REMOVE
        is_collection = isinstance(after, dict | list)
        if isinstance(node, Scalar):
            if is_collection and is_empty(plain(node)):
                return Action.FILL
            if is_collection:
                raise Unsafe("a text cannot be replaced by a list or mapping")
            return Action.FILL if node.start == node.stop else Action.REPLACE
        if is_empty(plain(node)):
            return Action.FILL if is_collection else Action.REPLACE
        if not is_flat(after):
            raise Unsafe("a filled list or mapping cannot be replaced")
        return Action.REPLACE

    def _join(self, change: TreeChange, edit: Edit) -> None:
        known = self._changes.setdefault(change.path, change)
        if known is not change:
            if known.action is not change.action:
                raise Unsafe("another edit already changes it")
            known.value = _merged(known.value, change.value)
        known.edits.append(edit)

    def _remove_emptied(self, path: FieldPath) -> None:
        mapping = self.front.node(path)
        assert isinstance(mapping, Mapping)
        inside = [change for change in self._changes.values() if change.path[:-1] == path]
        actions = Counter(change.action for change in inside)
        if actions[Action.REMOVE] < len(mapping.entries) or actions[Action.INSERT]:
            return
        if not path or isinstance(path[-1], int):
            for change in inside:
                self.refuse(change, "nothing would be left around it")
        else:
            self._remove_whole(path, inside)

    def _remove_whole(self, path: FieldPath, inside: list[TreeChange]) -> None:
        for change in inside:
            del self._changes[change.path]
        edits = [edit for change in inside for edit in change.edits]
        self._changes[path] = TreeChange(Action.REMOVE, path, None, self._chain(path), edits)


def check_fresh(front: Frontmatter, edit: Edit) -> None:
    """Raises Stale where the field no longer holds what the edit expects."""
    now = front.get(edit.field)
    if edit.before is None and is_empty(now):
        return
    if edit.before is None:
        raise Stale("it is no longer empty")
    if not same(now, front.storable(edit.before)):
        raise Stale("it no longer holds what was to be replaced")


def is_empty(value: Value | None) -> bool:
    """What may be filled: null, a blank text, an empty list or mapping."""
    return value is None or value in ([], {}) or (isinstance(value, str) and not value.strip())


def same(one: Value | None, other: Value | None) -> bool:
    """Equal, and of one type at every level: 1 is not true, and not 1.0."""
    if isinstance(one, dict) and isinstance(other, dict):
        return one.keys() == other.keys() and all(
            map(same, one.values(), map(other.__getitem__, one))
        )
    if isinstance(one, list) and isinstance(other, list):
        return len(one) == len(other) and all(map(same, one, other))
    return type(one) is type(other) and one == other


def _child(node: Node, step: str | int) -> Node | None:
    if isinstance(node, Mapping) and isinstance(step, str):
        return node.get(step)
    if isinstance(node, Sequence) and isinstance(step, int) and 0 <= step < len(node.items):
        return node.items[step]
    return None


def _nested(steps: FieldPath, value: Value | None) -> Value | None:
    """`value` under new mappings, one for each step."""
    for step in reversed(steps):
        if value is None or not isinstance(step, str):
            raise Stale("there is no longer a place for it")
        value = {step: value}
    if value is None:
        raise Stale("it is already gone")
    return value


def _merged(one: Value | None, other: Value | None) -> Value:
    if not isinstance(one, dict) or not isinstance(other, dict):
        raise Unsafe("another edit already changes it")
    merged = dict(one)
    for key, value in other.items():
        merged[key] = _merged(merged[key], value) if key in merged else value
    return merged


def _aliases(front: Frontmatter) -> Iterator[Alias]:
    if front.root is None or "*" not in front.text[front.data_start : front.data_stop]:
        return
    waiting: list[Node] = [front.root]
    while waiting:
        node = waiting.pop()
        if isinstance(node, Alias):
            yield node
        waiting.extend(children(node))
