"""Verifies edits: reads the new text and compares it with the old tree and the list of changes."""

from __future__ import annotations

from collections.abc import Collection
from collections.abc import Sequence as Sequenced
from itertools import compress
from operator import not_

from enricher.document import fieldpath
from enricher.document.changes import Action, TreeChange, same
from enricher.document.frontmatter import Frontmatter, plain, read
from enricher.document.nodes import Entry, Mapping, Node, Scalar, Sequence
from enricher.errors import DocumentError, SpilledEdit
from enricher.models import FieldPath, Value


def verify(front: Frontmatter, text: str, changes: Sequenced[TreeChange]) -> Frontmatter:
    """Gives the document as `text` reads; it is `front.text` with exactly these fields changed and
    its body untouched.

    Raises SpilledEdit where it is not.
    """
    try:
        after = read(text, front.name)
    except DocumentError as error:
        raise SpilledEdit(
            front.name, f"the edited text would be no valid frontmatter ({error.why})"
        ) from error
    if after is None:
        raise SpilledEdit(front.name, "the edited text would have no frontmatter")
    if after.dialect is not front.dialect:
        raise SpilledEdit(front.name, f"the edited text would be {front.dialect.upper()} no longer")
    if text[: after.data_start] != front.text[: front.data_start]:
        raise SpilledEdit(front.name, "the opening fence would change", line=1)
    if text[after.data_stop :] != front.text[front.data_stop :]:
        raise SpilledEdit(front.name, "the body would change", line=front.line_of(front.data_stop))
    _Verifier(front, after, changes).check((), front.root, after.root)
    return after


_NONE: frozenset[str | int] = frozenset()


def _name(entry: Entry) -> str | int:
    """The step that leads to an entry's value; -1, in no path, where its key is no scalar."""
    return entry.key.text if type(entry.key) is Scalar else -1


def _parted(
    entries: Sequenced[Entry], names: Collection[str | int]
) -> tuple[Sequenced[Entry], list[Entry]]:
    """The entries under other keys than `names`, and those under `names`."""
    if not names:
        return entries, []
    inside = [_name(entry) in names for entry in entries]
    return list(compress(entries, map(not_, inside))), list(compress(entries, inside))


class _Verifier:
    """Compares two trees of one document, given what was to change between them."""

    def __init__(
        self, before: Frontmatter, after: Frontmatter, changes: Sequenced[TreeChange]
    ) -> None:
        self._before = before
        self._after = after
        self._changed: dict[FieldPath, Value | None] = {
            change.path: change.value for change in changes
        }
        self._touched: dict[FieldPath, set[str | int]] = {}
        """By path of a mapping or list around a change: the steps from there that lead to a change.
        """
        for change in changes:
            for length in range(len(change.path) - 1, -1, -1):
                steps = self._touched.setdefault(change.path[:length], set())
                if change.path[length] in steps:
                    break  # and so is all that is around it
                steps.add(change.path[length])
        self._new: dict[FieldPath, set[str | int]] = {}
        self._gone: dict[FieldPath, set[str | int]] = {}
        for change in changes:
            if change.action in (Action.INSERT, Action.APPEND):
                self._new.setdefault(change.path[:-1], set()).add(change.path[-1])
            elif change.action is Action.REMOVE:
                self._gone.setdefault(change.path[:-1], set()).add(change.path[-1])

    def check(self, path: FieldPath, old: Node | None, new: Node | None) -> None:
        """Raises SpilledEdit unless both are the same, but for what was to change."""
        if path in self._changed:
            wanted = self._changed[path]
            if new is None or not same(plain(new), wanted):
                self._spilled(path)
        elif path not in self._touched:
            self._check_equal(path, old, new)
        else:
            self._check_inside(path, old, new)

    def _check_inside(self, path: FieldPath, old: Node | None, new: Node | None) -> None:
        """Checks a mapping or list with a change inside; `old` is None for an empty frontmatter."""
        match old, new:
            case ((Mapping() | None), Mapping()):
                self._check_entries(path, old.entries if old else (), new.entries)
                self._check_shape(path, old, new)
            case Sequence(), Sequence():
                self._check_items(path, old.items, new.items)
                self._check_shape(path, old, new)
            case _:
                self._spilled(path)

    def _check_equal(self, path: FieldPath, old: Node | None, new: Node | None) -> None:
        is_same = old is new if old is None or new is None else self._is_same(old, new, old, new)
        if not is_same:
            self._spilled(path)

    def _is_same(self, old_from: Node, new_from: Node, old: Node, new: Node) -> bool:
        """True if both are of one kind and spelt by the same characters."""
        spelt = self._before.text[old_from.start : old.stop]
        if type(old) is not type(new) or spelt != self._after.text[new_from.start : new.stop]:
            return False
        if type(old) is Scalar and type(new) is Scalar:
            return old.text == new.text and old.style == new.style
        return True

    def _check_shape(
        self, path: FieldPath, old: Mapping | Sequence | None, new: Mapping | Sequence
    ) -> None:
        if old is not None and (old.is_flow, old.anchor, old.tag) != (
            new.is_flow,
            new.anchor,
            new.tag,
        ):
            self._spilled(path)

    def _check_entries(
        self, path: FieldPath, old: tuple[Entry, ...], new: tuple[Entry, ...]
    ) -> None:
        """Expects old keys in their old order, less the removed; new ones among them."""
        added = self._new.get(path, _NONE)
        touched = self._touched[path]
        kept, _ = _parted(old, self._gone.get(path, _NONE))
        known, fresh = _parted(new, added)
        if len(kept) != len(known) or len(fresh) != len(added):
            self._spilled(path)
        for one, other in zip(kept, known, strict=True):
            name = _name(one)
            if name in touched:
                self._check_equal(path, one.key, other.key)
                self.check((*path, name), one.value, other.value)
            elif not self._is_same(one.key, other.key, one.value, other.value):
                self._spilled((*path, name))
        for entry in fresh:
            self.check((*path, _name(entry)), None, entry.value)

    def _check_items(self, path: FieldPath, old: tuple[Node, ...], new: tuple[Node, ...]) -> None:
        if len(new) != len(old) + (len(old) in self._new.get(path, _NONE)):
            self._spilled(path)
        touched = self._touched[path]
        for index, item in enumerate(new):
            one = old[index] if index < len(old) else None
            if index in touched or one is None:
                self.check((*path, index), one, item)
            elif not self._is_same(one, item, one, item):
                self._spilled((*path, index))

    def _spilled(self, path: FieldPath) -> None:
        name = fieldpath.show(path) or "the frontmatter"
        raise SpilledEdit(
            self._before.name, f"more than the named fields would change, around {name}"
        )
