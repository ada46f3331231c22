"""Read config.toml: types, ranges and unknown keys, over the sections of `config.py`.

Nothing is opened, fetched or written before all settings are known to be usable; an error is told
once, with its line, its key and its cure.
"""

from __future__ import annotations

import difflib
import json
import math
import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, get_args, get_origin

import msgspec
from msgspec import inspect

from enricher.config import Config
from enricher.errors import ConfigError
from enricher.settings import finding, host_checks, sense
from enricher.settings.lines import KeyPath, Lines
from enricher.url_secrets import masked

_SECRET = frozenset({"hosts"})
"""Tables in which a value may be a secret, by mistake: what stands there is not shown."""


@dataclass(frozen=True, slots=True)
class Problem:
    """One error in the settings."""

    key: KeyPath
    """Empty: the file as a whole."""
    what: str
    line: int | None = None


def load(path: Path, name: str | None = None, base: Path | None = None) -> Config:
    """Settings of a file.

    Args:
        path: where it is.
        name: what to call it in messages; the path as given where None.
        base: what relative paths in it start at; None: the working folder.

    Raises:
        ConfigError: it cannot be read, or holds errors; the message has one line for each.
    """
    name = name or str(path)
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except OSError as error:
        raise ConfigError(f"{name}: cannot be read: {error.strerror or error}") from error
    except UnicodeDecodeError as error:
        line = error.object.count(b"\n", 0, error.start) + 1
        raise ConfigError(f"{name}:{line}: not UTF-8 text (TOML must be)") from error
    return parse(text, name, base)


def parse(text: str, name: str = finding.DEFAULT_FILE, base: Path | None = None) -> Config:
    """Settings of a TOML text. Raises ConfigError as `load` does."""
    try:
        tree = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise ConfigError(_toml_message(str(error), name, text)) from error
    except RecursionError as error:
        raise ConfigError(f"{name}: nested too deeply") from error
    if base is not None:
        tree = finding.based(tree, base)
    problems: list[Problem] = []
    config: Config = _convert(tree, Config, (), problems)
    problems += [Problem(key, what) for key, what in sense.problems(config)]
    if problems:
        lines = Lines(text)
        placed = [Problem(p.key, p.what, lines.of(p.key)) for p in problems]
        placed.sort(key=lambda p: p.line or 0)
        raise ConfigError("\n".join(_show(p, name) for p in placed))
    return config


# ── from plain values to sections ─────────────────────────────────────────────────────────


def _convert(value: Any, kind: Any, key: KeyPath, problems: list[Problem]) -> Any:
    """`value` as `kind`; what does not fit is added to `problems`, and UNSET."""
    if isinstance(kind, type) and issubclass(kind, msgspec.Struct):
        return _convert_section(value, kind, key, problems)
    if get_origin(kind) is dict and isinstance(value, dict):
        return _convert_table(value, get_args(kind)[1], key, problems)
    try:
        result = msgspec.convert(value, kind)
    except msgspec.ValidationError:
        said = _mismatch(value, kind) if key[0] not in _SECRET else host_checks.NO_VARIABLE
        problems.append(Problem(key, said))
        return msgspec.UNSET
    if isinstance(result, float) and not math.isfinite(result):
        problems.append(
            Problem(key, f"expected a number, got {result}; there is no setting without a limit")
        )
        return msgspec.UNSET
    return result


def _convert_section(
    value: Any, kind: type[msgspec.Struct], key: KeyPath, problems: list[Problem]
) -> Any:
    known = {each.name: each.type for each in msgspec.structs.fields(kind)}
    if not isinstance(value, dict):
        got = "" if key[0] in _SECRET else f", got {_shown(value)}"
        problems.append(Problem(key, f"expected a table, [{'.'.join(key)}]{got}"))
        return kind()
    good: dict[str, Any] = {}
    for name, each in value.items():
        if name not in known:
            problems.append(Problem((*key, name), _unknown(name, key, known)))
            continue
        converted = _convert(each, known[name], (*key, name), problems)
        if converted is not msgspec.UNSET:
            good[name] = converted
    return kind(**good)


def _convert_table(
    value: dict[str, Any], item: Any, key: KeyPath, problems: list[Problem]
) -> dict[str, Any]:
    """A table whose keys the user chooses, such as `politeness.sites`."""
    read = {name: _convert(each, item, (*key, name), problems) for name, each in value.items()}
    return {name: each for name, each in read.items() if each is not msgspec.UNSET}


def _unknown(name: str, key: KeyPath, known: Mapping[str, Any]) -> str:
    """What to say of a key that no setting has."""
    elsewhere = [path for path, _ in each_setting() if path[-1] == name and path[:-1] != key]
    if elsewhere:
        place = (
            f"[{'.'.join(elsewhere[0][:-1])}]"
            if elsewhere[0][:-1]
            else "the top of the file, above the first [table]"
        )
        return f"unknown key here; it belongs to {place}"
    close = difflib.get_close_matches(name, known, n=1) or difflib.get_close_matches(
        name, [path[-1] for path, _ in each_setting()], n=1
    )
    if close:
        return f'unknown key; did you mean "{close[0]}"?'
    return f"unknown key; known here: {', '.join(sorted(known))}"


def _mismatch(value: Any, kind: Any) -> str:
    wanted = inspect.type_info(kind)
    said = f"expected {_wanted(wanted)}, got {_shown(value)}"
    if isinstance(wanted, inspect.VarTupleType) and isinstance(value, str):
        said += f"; write [{json.dumps(value, ensure_ascii=False)}]"
    if isinstance(wanted, inspect.LiteralType) and isinstance(value, str):
        close = difflib.get_close_matches(value, [str(each) for each in wanted.values], n=1)
        said += f'; did you mean "{close[0]}"?' if close else ""
    return said


def _wanted(kind: inspect.Type) -> str:
    """A type in words."""
    said = "text in quotes"
    match kind:
        case inspect.LiteralType(values=values):
            said = f"one of {', '.join(map(json.dumps, values))}"
        case inspect.BoolType():
            said = "true or false"
        case inspect.IntType() | inspect.FloatType():
            said = _wanted_number(kind)
        case inspect.VarTupleType(item_type=item):
            said = f"a list, each {_wanted(item)}"
        case inspect.UnionType(types=types):
            named = filter(lambda each: not isinstance(each, inspect.NoneType), types)
            said = " or ".join(map(_wanted, named))
        case inspect.DictType() | inspect.StructType():
            said = "a table"
    return said


def _wanted_number(kind: inspect.IntType | inspect.FloatType) -> str:
    name = "a whole number" if isinstance(kind, inspect.IntType) else "a number"
    if kind.gt is not None:
        return f"{name} above {kind.gt:g}"
    return name if kind.ge is None else f"{name} of at least {kind.ge:g}"


def _shown(value: Any) -> str:
    """A value as the file spells it, cut short."""
    match value:
        case dict():
            return "a table"
        case list():
            return (
                "a list"
                if len(value) > 3
                else f"the list {json.dumps(value, ensure_ascii=False, default=str)}"
            )
        case str():
            text = json.dumps(value, ensure_ascii=False)
            return text if len(text) <= 60 else text[:56] + '…"'
        case bool():
            return "true" if value else "false"
        case _:
            return str(value)


def _show(problem: Problem, name: str) -> str:
    place = name if problem.line is None else f"{name}:{problem.line}"
    return (
        f"{place}: {show_key(problem.key)}: {masked(problem.what)}"
        if problem.key
        else f"{place}: {masked(problem.what)}"
    )


def show_key(key: KeyPath) -> str:
    """`fetch.max_page_bytes`; parts that are no bare TOML keys are quoted."""
    return ".".join(
        part if re.fullmatch(r"[\w-]+", part, re.ASCII) else json.dumps(part) for part in key
    )


def each_setting(
    kind: type[msgspec.Struct] = Config, above: KeyPath = ()
) -> Iterator[tuple[KeyPath, Any]]:
    """Every setting with its default, in the order of `config.py`."""
    for each in msgspec.structs.fields(kind):
        key = (*above, each.name)
        if isinstance(each.type, type) and issubclass(each.type, msgspec.Struct):
            yield from each_setting(each.type, key)
        else:
            yield key, getattr(kind(), each.name)


# ── what is no TOML at all ────────────────────────────────────────────────────────────────

_TABLE = re.compile(r"\s*\[+\s*([\w-]+)")
_AT = re.compile(r"\s*\(at (?:line (\d+), column (\d+)|end of document)\)$")


def _toml_message(message: str, name: str, text: str) -> str:
    """The sentence of `tomllib` with the line in front, and what was written there."""
    found = _AT.search(message)
    if found is None:
        return f"{name}: not valid TOML: {message}"
    lines = text.rstrip().split("\n")
    number = int(found[1]) if found[1] else len(lines)
    said = f"{name}:{number}: not valid TOML: {message[: found.start()].lower()}"
    written = lines[number - 1].strip() if number <= len(lines) else ""
    tables = [found[1] for line in lines[:number] if (found := _TABLE.match(line))]
    if tables and tables[-1] in _SECRET:
        written = written.partition("=")[0].strip()
    return f"{said}: {masked(written[:80])}" if written else said
