"""Applies edits to TOML frontmatter by tomlkit, and verifies that nothing else changed.

New keys go behind the last one of their table; new mappings and lists stand on one line, as inline
tables and arrays.
"""

from __future__ import annotations

import difflib
import re
import tomllib
from collections.abc import Sequence
from copy import deepcopy
from typing import Any

import tomlkit
from tomlkit.exceptions import TOMLKitError
from tomlkit.items import Item, String, StringType

from enricher.document import fieldpath
from enricher.document.changes import Stale, Unsafe, check_fresh, is_empty
from enricher.document.frontmatter import Frontmatter, read
from enricher.errors import DocumentError, EditError, RefusedEdit, SpilledEdit, StaleEdit
from enricher.models import Edit, FieldPath, Value

_LONE_LF = re.compile(r"(?<!\r)\n")
_CONTROL = re.compile(r"[\x00-\x1f\x7f']")


def edit_toml(
    front: Frontmatter, edits: Sequence[Edit]
) -> tuple[Frontmatter, tuple[Edit, ...], tuple[EditError, ...]]:
    """The document afterwards, the edits that were made, and a refusal for each other one.

    Raises SpilledEdit where reading the result again does not show exactly the edits.
    """
    data = front.text[front.data_start : front.data_stop]
    document = tomlkit.parse(data)
    if tomlkit.dumps(document) != data:
        raise SpilledEdit(front.name, "its TOML would be written another way; change it by hand")
    done: list[Edit] = []
    refused: list[EditError] = []
    for edit in edits:
        try:
            check_fresh(front, edit)
            _apply(document, edit)
        except Stale as why:
            refused.append(_refusal(StaleEdit, front, edit, str(why)))
        except (Unsafe, TOMLKitError, ValueError, TypeError) as why:
            refused.append(_refusal(RefusedEdit, front, edit, str(why)))
        else:
            done.append(edit)
    if not done:
        return front, (), tuple(refused)
    return _verified(front, data, tomlkit.dumps(document), done), tuple(done), tuple(refused)


def _refusal(kind: type[EditError], front: Frontmatter, edit: Edit, why: str) -> EditError:
    line, field = front.line(edit.field), fieldpath.show(edit.field)
    return kind(front.name, why, line=line, field=field)


def _apply(document: Any, edit: Edit) -> None:
    """Makes one edit. Raises Unsafe where there is no place for it."""
    here: Any = document
    *around, last = edit.field
    for at, step in enumerate(around):
        inner = _inside(here, step)
        if inner is None or (is_empty(_plain(inner)) and not isinstance(inner, dict)):
            rest = (*around[at + 1 :], last)
            _put(here, step, _nested(rest, edit.after))
            return
        here = inner
    if edit.after is None:
        _remove(document, edit.field)
    else:
        _put(here, last, edit.after)


def _inside(here: Any, step: str | int) -> Any:
    if isinstance(here, dict) and isinstance(step, str):
        return here.get(step)
    if isinstance(here, list) and isinstance(step, int) and step < len(here):
        return here[step]
    return None


def _put(here: Any, step: str | int, value: Value) -> None:
    old = _inside(here, step)
    if isinstance(here, list) and isinstance(step, int):
        if step != len(here) and isinstance(value, dict | list):
            raise Unsafe("a whole item of a list; change it by hand")
        if step == len(here):
            here.append(_item(value))
        else:
            here[step] = _item(value, old)
    elif isinstance(here, dict):
        _check_replaceable(old, value)
        here[step] = _item(value, old)
    else:
        raise Unsafe("there is no place for it")


def _check_replaceable(old: Any, value: Value) -> None:
    """A filled list or table gives way to a flat mapping only, a text to no collection."""
    if old is None or is_empty(_plain(old)):
        return
    is_filled = isinstance(old, dict | list)
    if is_filled and not isinstance(value, dict):
        raise Unsafe("a filled list or mapping cannot be replaced")
    if not is_filled and isinstance(value, dict | list):
        raise Unsafe("a text cannot be replaced by a list or mapping")


def _remove(document: Any, path: FieldPath) -> None:
    """Removes a key; mappings that lose their last key go, too."""
    if isinstance(path[-1], int):
        raise Unsafe("a whole item of a list; change it by hand")
    around = [document]
    for step in path[:-1]:
        around.append(around[-1][step])
    for here, step in zip(reversed(around), reversed(path), strict=True):
        if isinstance(step, int) or (here is document and len(here) == 1):
            raise Unsafe("nothing would be left around it")
        del here[step]
        if len(here) or here is document:
            return


def _nested(steps: FieldPath, value: Value | None) -> Value:
    for step in reversed(steps):
        if value is None or not isinstance(step, str):
            raise Stale("there is no longer a place for it")
        value = {step: value}
    if value is None:
        raise Stale("it is already gone")
    return value


def _item(value: Value, old: Any = None) -> Item:
    """A value as TOML on one line, in the quotes of the one that it replaces."""
    if isinstance(value, dict):
        table = tomlkit.inline_table()
        for key, part in value.items():
            table.append(key, _item(part))
        return table
    if isinstance(value, list):
        array = tomlkit.array()
        for part in value:
            array.append(_item(part))
        return array
    if isinstance(value, str):
        is_literal = isinstance(old, String) and old._t in {StringType.SLL, StringType.MLL}  # noqa: SLF001  (there is no public way to ask)
        return tomlkit.string(value, literal=is_literal and not _CONTROL.search(value))
    return tomlkit.item(value)


def _plain(item: Any) -> Any:
    return item.unwrap() if isinstance(item, Item) else item


# ── verification ────────────────────────────────────────────────────────────────────────────────


def _verified(front: Frontmatter, before: str, after: str, edits: Sequence[Edit]) -> Frontmatter:
    if front.newline == "\r\n" and not _LONE_LF.search(before):
        after = _LONE_LF.sub("\r\n", after)
    after = _without_new_blank_lines(before, after)
    text = front.text[: front.data_start] + after + front.text[front.data_stop :]
    try:
        new = read(text, front.name)
        found = tomllib.loads(after)
    except (DocumentError, tomllib.TOMLDecodeError) as error:
        raise SpilledEdit(
            front.name, f"the edited text would be no valid TOML ({error})"
        ) from error
    if new is None or new.text[new.data_stop :] != front.text[front.data_stop :]:
        raise SpilledEdit(front.name, "the body would change")
    wanted = _edited(tomllib.loads(before), edits)
    if found != wanted:
        raise SpilledEdit(front.name, "more than the named fields would change")
    replacing = sum(front.has(edit.field) for edit in edits)
    if _lost_lines(before, after) > replacing:
        raise SpilledEdit(front.name, "lines of other fields would change")
    return new


def _without_new_blank_lines(before: str, after: str) -> str:
    """The edited data, less the blank lines that tomlkit sets between a new key and a table."""
    old, new = before.splitlines(keepends=True), after.splitlines(keepends=True)
    kept: list[str] = []
    for kind, start, stop, first, last in _blocks(old, new):
        lines = new[first:last]
        if kind != "equal" and all(line.strip() for line in old[start:stop]):
            lines = [line for line in lines if line.strip()]
        kept += lines
    return "".join(kept)


def _blocks(old: list[str], new: list[str]) -> Sequence[tuple[str, int, int, int, int]]:
    return difflib.SequenceMatcher(None, old, new, autojunk=False).get_opcodes()


def _lost_lines(before: str, after: str) -> int:
    old, new = before.splitlines(), after.splitlines()
    return sum(
        stop - start
        for kind, start, stop, _, _ in _blocks(old, new)
        if kind in {"delete", "replace"}
    )


def _edited(tree: dict[str, Any], edits: Sequence[Edit]) -> dict[str, Any]:
    """The plain data with the edits made, by code that knows nothing of TOML."""
    tree = deepcopy(tree)
    for edit in edits:
        here: Any = tree
        around: list[tuple[Any, str | int]] = []
        for step in edit.field[:-1]:
            around.append((here, step))
            if isinstance(here, dict) and here.get(step, "") in ([], ""):
                here[step] = {}
            here = here[step]
        last = edit.field[-1]
        if edit.after is None:
            del here[last]
            _delete_emptied(around)
        elif isinstance(here, list) and last == len(here):
            here.append(edit.after)
        else:
            here[last] = edit.after
    return tree


def _delete_emptied(around: list[tuple[Any, str | int]]) -> None:
    """Deletes the tables that hold nothing any more, from the innermost on."""
    for outer, step in reversed(around):
        if outer[step] != {}:
            return
        del outer[step]
