"""Applies edits to TOML frontmatter by tomlkit, and verifies that nothing else changed.

New keys go behind the last one of their table; new mappings and lists stand on one line, as inline
tables and arrays.
"""

from __future__ import annotations

import difflib
import re
import tomllib
from collections.abc import Callable, Sequence
from copy import deepcopy
from typing import Any

import tomlkit
from tomlkit.container import OutOfOrderTableProxy
from tomlkit.exceptions import TOMLKitError
from tomlkit.items import InlineTable, Item, String, StringType

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
    changed_lines = 0
    for edit in edits:
        try:
            check_fresh(front, edit)
            changed_lines += _apply(document, edit)
        except Stale as why:
            refused.append(_refusal(StaleEdit, front, edit, str(why)))
        except (Unsafe, TOMLKitError, ValueError, TypeError) as why:
            refused.append(_refusal(RefusedEdit, front, edit, str(why)))
        else:
            done.append(edit)
    if not done:
        return front, (), tuple(refused)
    new = _verified(front, data, tomlkit.dumps(document), done)
    if _lost_lines(data, new.text[new.data_start : new.data_stop]) > changed_lines:
        raise SpilledEdit(front.name, "lines of other fields would change")
    return new, tuple(done), tuple(refused)


def _refusal(kind: type[EditError], front: Frontmatter, edit: Edit, why: str) -> EditError:
    line, field = front.line(edit.field), fieldpath.show(edit.field)
    return kind(front.name, why, line=line, field=field)


def _apply(document: Any, edit: Edit) -> bool:
    """Makes one edit; gives whether it changes a line that is there.

    Raises Unsafe where there is no place for it.
    """
    outer: Any = None
    here: Any = document
    *around, last = edit.field
    for at, step in enumerate(around):
        inner = _inside(here, step)
        if inner is None or (is_empty(_plain(inner)) and not isinstance(inner, dict)):
            return _put(here, step, _nested((*around[at + 1 :], last), edit.after), outer)
        outer, here = (here, step), inner
    if edit.after is not None:
        return _put(here, last, edit.after, outer)
    _remove(document, edit.field)
    return True


def _inside(here: Any, step: str | int) -> Any:
    if isinstance(here, dict) and isinstance(step, str):
        return here.get(step)
    if isinstance(here, list) and isinstance(step, int) and step < len(here):
        return here[step]
    return None


def _put(here: Any, step: str | int, value: Value, outer: Any) -> bool:
    """Sets a value of a table or list; `outer` is what that stands in, and under which step."""
    old = _inside(here, step)
    if isinstance(here, list) and isinstance(step, int):
        _put_item(here, step, value)
        return True
    if not isinstance(here, dict):
        raise Unsafe("there is no place for it")
    _check_replaceable(old, value)
    if old is None and isinstance(here, InlineTable):
        container, key = outer
        container[key] = _with_entry(here, str(step), _item(value))
        return True
    place = _behind_dotted(here) if old is None else here
    place[step] = _item(value, old)
    return old is not None


def _behind_dotted(table: Any) -> Any:
    """Where a new key stands behind all keys of a table that are written as `table.key`.

    tomlkit has a part for each of those lines, and sets new keys behind the first.
    """
    if not isinstance(table, OutOfOrderTableProxy):
        return table
    # There is no public way to ask; a release that tells it otherwise costs the place alone.
    parts = {id(part) for part in getattr(table, "_tables", ())}
    body = getattr(getattr(table, "_container", None), "body", ())
    dotted = [part for key, part in body if id(part) in parts and key and key.is_dotted()]
    return dotted[-1] if dotted else table


def _put_item(here: Any, step: int, value: Value) -> None:
    if step != len(here) and isinstance(value, dict | list):
        raise Unsafe("a whole item of a list; change it by hand")
    if step == len(here):
        here.append(_item(value))
    else:
        here[step] = _item(value, here[step])


# tomlkit sets and leaves blanks in inline tables otherwise than people do: these are composed as
# text.


def _with_entry(table: InlineTable, key: str, value: Item) -> Item:
    """An inline table with one more key at its end, spelt as it was."""
    start, blanks = _parts(table)
    start = f"{start}{blanks}" if start == "{" else f"{start}, "
    return tomlkit.value(f"{start}{_entry(key, value)}{blanks}}}")


def _without_entry(table: InlineTable, key: str) -> Item | None:
    """An inline table less its last key, spelt as it was; None where `key` is another one."""
    start, blanks = _parts(table)
    entry = f", {_entry(key, table[key])}"
    return (
        tomlkit.value(f"{start.removesuffix(entry)}{blanks}}}") if start.endswith(entry) else None
    )


def _parts(table: InlineTable) -> tuple[str, str]:
    """The text of an inline table up to its last value, and the blanks before its brace."""
    text = table.as_string()[:-1]
    start = text.rstrip()
    return start, text[len(start) :]


def _entry(key: str, value: Item) -> str:
    return f"{tomlkit.key(key).as_string()} = {value.as_string()}"


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
    for at in reversed(range(len(path))):
        here, step = around[at], path[at]
        if isinstance(step, int) or (here is document and len(here) == 1):
            raise Unsafe("nothing would be left around it")
        _delete(here, step, (around[at - 1], path[at - 1]))
        if len(here) or here is document:
            return


def _delete(here: Any, step: str, outer: Any) -> None:
    shorter = _without_entry(here, step) if isinstance(here, InlineTable) else None
    if shorter is None:
        del here[step]
    else:
        container, key = outer
        container[key] = shorter


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
    after = _above_comments(before, _without_new_blank_lines(before, after))
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


def _above_comments(before: str, after: str) -> str:
    """The edited data, with new keys above the comments on the table that follows them.

    As it was where the last line of a text only looks like a comment.
    """
    moved = _with_keys_moved(before, after)
    try:
        return moved if tomllib.loads(moved) == tomllib.loads(after) else after
    except tomllib.TOMLDecodeError:
        return after


def _with_keys_moved(before: str, after: str) -> str:
    old, new = before.splitlines(keepends=True), after.splitlines(keepends=True)
    kept: list[str] = []
    for kind, _, _, first, last in _blocks(old, new):
        at = len(kept)
        if kind == "insert" and "".join(new[last : last + 1]).lstrip().startswith("["):
            at = _behind_the_last(kept, lambda line: not line.lstrip().startswith("#"))
            if at < len(kept):
                at = _behind_the_last(kept[:at], str.strip)
        kept[at:at] = new[first:last]
    return "".join(kept)


def _behind_the_last(lines: list[str], is_wanted: Callable[[str], object]) -> int:
    return next((at for at in range(len(lines), 0, -1) if is_wanted(lines[at - 1])), 0)


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
