"""Makes the reference pages of the site from the code; they are built with it, and stand in no file."""

from __future__ import annotations

import ast
import html
import importlib
import inspect
import json
import sqlite3
import tempfile
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import click

from enricher.cli.app import app
from enricher.cli.exits import Exit
from enricher.ledger.store import Ledger
from enricher.report import formats
from enricher.verdict.rules import POLICY
from tests.made_docs import PACKAGE

_BADGES = {
    "ok": "#2e7d32",
    "moved": "#00695c",
    "restricted": "#6d4c41",
    "throttled": "#6d4c41",
    "error": "#e65100",
    "unreachable": "#e65100",
    "dead": "#b71c1c",
    "soft404": "#b71c1c",
    "parked": "#b71c1c",
    "drifted": "#b71c1c",
    "blocked": "#455a64",
    "invalid": "#455a64",
}
"""Colours of statuses: green leads to the article, brown is shut, orange may pass, red is gone."""


def commands() -> str:
    """Every command with its usage, its text and its options, as `--help` has them."""
    context = click.Context(app, info_name="enricher", **app.context_settings)
    parts = [
        "# All commands and options\n\nMade from the program itself, as `--help` and the man page are.\n"
    ]
    for command in app.commands.values():
        inner = click.Context(command, parent=context, info_name=command.name)
        usage = " ".join(command.collect_usage_pieces(inner))
        parts.append(
            f"\n## {command.name}\n\n    enricher {command.name} {usage}\n\n{_text(command.help)}"
        )
        records = [param.get_help_record(inner) for param in command.get_params(inner)]
        rows = [
            f"| `{_cell(each[0])}` | {_cell(each[1])} |" for each in records if each and each[1]
        ]
        parts.append("\n| option | what it does |\n| --- | --- |\n" + "\n".join(rows) + "\n")
    return "".join(parts)


def _text(text: str | None) -> str:
    return "\n\n".join(" ".join(each.split()) for each in (text or "").split("\n\n")) + "\n"


def _cell(text: str) -> str:
    return text.replace("|", "\\|")


def rules() -> str:
    """The rule table, drawn: each question once, the rules below it, the status they lead to."""
    parts = [
        (
            "# The rules, in order\n\nFrom top to bottom, the first rule that fits decides. A question that is answered with "
            "no skips the rules below it. Made from `enricher/verdict/rules.py`.\n\n"
        )
    ]
    number = 0
    for group in POLICY:
        rows = []
        for rule in group.rules:
            number += 1
            colour = _BADGES[rule.status]
            badge = f'<span style="color: white; background: {colour}; padding: 0 .4em">{rule.status}</span>'
            rows.append(f"| {number} | [{rule.name}](../verdicts.md#{rule.name}) | {badge} |")
        parts.append(
            f"### {html.escape(group.question)}\n\n| | reason | status |\n| --: | --- | --- |\n"
        )
        parts.append("\n".join(rows) + "\n\n")
    return "".join(parts)


def records() -> str:
    """Every key of a record with its type, from the schema that ships."""
    schema = json.loads((PACKAGE / "report" / "record.schema.json").read_text(encoding="utf-8"))
    rows = "".join(_rows(schema, schema, ""))
    return (
        "# Records\n\nWhat `--format jsonl` and `json` write for each checked field. Keys are only ever added; absent "
        "facts are null. Made from `enricher/report/record.schema.json`.\n\n"
        f"| key | type | what it is |\n| --- | --- | --- |\n{rows}"
    )


def _rows(schema: dict[str, Any], node: dict[str, Any], prefix: str) -> Iterator[str]:
    for name, given in node.get("properties", {}).items():
        each = _resolved(schema, given)
        yield f"| `{prefix}{name}` | {_cell(_type(schema, each))} | {_cell(each.get('description', ''))} |\n"
        for inner, mark in ((each, "."), (_resolved(schema, each.get("items", {})), "[].")):
            yield from _rows(schema, _object(schema, inner), f"{prefix}{name}{mark}")


def _resolved(schema: dict[str, Any], node: dict[str, Any]) -> dict[str, Any]:
    if "$ref" not in node:
        return node
    found = schema
    for step in node["$ref"].removeprefix("#/").split("/"):
        found = found[step]
    return {**found, **{key: value for key, value in node.items() if key != "$ref"}}


def _object(schema: dict[str, Any], node: dict[str, Any]) -> dict[str, Any]:
    choices = [_resolved(schema, each) for each in node.get("anyOf", node.get("oneOf", []))]
    return next((each for each in choices if "properties" in each), node)


def _type(schema: dict[str, Any], node: dict[str, Any]) -> str:
    if "enum" in node:
        return " | ".join(f"`{each}`" for each in node["enum"] if each is not None)
    choices = node.get("anyOf", node.get("oneOf"))
    if choices:
        return " or ".join(_type(schema, _resolved(schema, each)) for each in choices)
    found = node.get("type", "any")
    return " or ".join(found) if isinstance(found, list) else str(found)


def report_formats() -> str:
    """Every format, by the docstring of its module, with the columns of the CSV."""
    parts = [
        "# Formats\n\nWhat `--format` takes; the name of a file chooses by its ending. Made from the modules.\n\n"
    ]
    parts.append("| format | file ends in | what it is |\n| --- | --- | --- |\n")
    for name in (*formats.NAMES, "prometheus"):
        module = importlib.import_module(f"enricher.report.formats.{name}")
        said = " ".join((inspect.getdoc(module) or "").split("\n\n")[0].split())
        ends = ", ".join(f"`{end}`" for end, each in formats.SUFFIXES.items() if each == name)
        parts.append(f"| `{name}` | {ends} | {_cell(said)} |\n")
    columns = importlib.import_module("enricher.report.formats.csv").COLUMNS
    parts.append("\n`prometheus` is what `--metrics FILE` writes.\n\n## Columns of the CSV\n\n")
    parts.append(", ".join(f"`{column}`" for column in columns) + "\n")
    return "".join(parts)


def ledger() -> str:
    """The tables of a ledger as SQLite has them, each from one that was just made."""
    parts = [
        (
            "# The ledger\n\nOne SQLite file, `.enricher/ledger.sqlite3` unless `ledger` or `--ledger` names another. Read it "
            "as you like; one run at a time writes it. The tables are no interface and may change in any release, with the "
            "file migrated: scripts read [records](records.md) instead. Made from a new ledger.\n\n"
            "`enricher report`, `history` and `explain` read it for you; `enricher prune` shrinks it. To begin anew, take the "
            "file away: nothing in documents depends on it but `since`.\n"
        )
    ]
    for name, columns in _tables():
        parts.append(f"\n## {name}\n\n{', '.join(f'`{column}`' for column in columns)}\n")
    return "".join(parts)


def _tables() -> Iterator[tuple[str, list[str]]]:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "ledger.sqlite3"
        Ledger.open(path).close()
        with closing(sqlite3.connect(path)) as opened:
            names = opened.execute(
                "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE '%sqlite_%' ORDER BY name"
            )
            for (name,) in names.fetchall():
                found = opened.execute(f"SELECT name FROM pragma_table_info('{name}')").fetchall()
                yield name, [column for (column,) in found]


def exit_statuses() -> str:
    """Every exit status, by the text beside its definition."""
    tree = ast.parse(inspect.getsource(Exit))
    (definition,) = tree.body
    assert isinstance(definition, ast.ClassDef)
    said = {"DONE": "All was done, and nothing that `--fail-on` names was found."}
    name = ""
    for statement in definition.body:
        match statement:
            case ast.Assign(targets=[ast.Name(id=found)]):
                name = found
            case ast.Expr(value=ast.Constant(value=str(text))) if name:
                said[name] = " ".join(text.split())
    rows = [f"| {each.value} | {said[each.name]} |\n" for each in Exit]
    return (
        "# Exit statuses\n\nScripts and cron jobs hold on to them. Where several apply, 130 stands above 3, and 3 above "
        "1. Made from `enricher/cli/exits.py`.\n\n| status | when |\n| --: | --- |\n"
        + "".join(rows)
    )


PAGES: dict[str, Callable[[], str]] = {
    "reference/options.md": commands,
    "reference/rules.md": rules,
    "reference/records.md": records,
    "reference/formats.md": report_formats,
    "reference/ledger.md": ledger,
    "reference/exit-statuses.md": exit_statuses,
}
"""Each page of the site that is made from the code."""
