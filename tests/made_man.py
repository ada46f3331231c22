"""Makes the man page from the commands themselves, the source of `--help`: `make docs` renews share/man."""

from __future__ import annotations

import re
from collections.abc import Iterator

import click

from enricher import __version__
from enricher.cli.app import app

_FILES = (
    ("config.toml", "Settings, looked for in the working folder; every one has a default."),
    (".enricher/ledger.sqlite3", "The ledger, where every check is remembered."),
)
_SEE_ALSO = "git-apply(1), cron(8), systemd.timer(5)"
# man(7): what would be read as a request at the start of a line, or as an escape anywhere.
_AT_START = re.compile(r"^(?=[.'])", re.MULTILINE)


def man_page() -> str:
    """The page of the whole program in man(7), with every command and option."""
    context = click.Context(app, info_name="enricher", **app.context_settings)
    lines = [
        f'.TH ENRICHER 1 "" "enricher {__version__}" "User Commands"',
        ".SH NAME",
        "enricher \\- check and enrich the links in the frontmatter of documents",
        ".SH SYNOPSIS",
        *(_usage(context, command) for command in app.commands.values()),
        ".SH DESCRIPTION",
        *_paragraphs(app.help or ""),
        *_options(context, app),
        ".SH COMMANDS",
    ]
    for command in app.commands.values():
        lines += _command(context, command)
    lines += [".SH EXIT STATUS", *_exit_statuses(app.epilog or ""), ".SH FILES"]
    for name, what in _FILES:
        lines += [".TP", f".I {_escaped(name)}", _escaped(what)]
    return "\n".join([*lines, ".SH SEE ALSO", _SEE_ALSO]) + "\n"


def _usage(parent: click.Context, command: click.Command) -> str:
    context = click.Context(command, parent=parent, info_name=command.name)
    pieces = " ".join(command.collect_usage_pieces(context))
    return f".B enricher {command.name}\n{_escaped(pieces)}\n.br"


def _command(parent: click.Context, command: click.Command) -> Iterator[str]:
    context = click.Context(command, parent=parent, info_name=command.name)
    pieces = " ".join(command.collect_usage_pieces(context))
    yield f".SS enricher {command.name} {_escaped(pieces)}"
    yield from _paragraphs(command.help or "")
    yield from _options(context, command)


def _options(context: click.Context, command: click.Command) -> Iterator[str]:
    for param in command.get_params(context):
        record = param.get_help_record(context)
        if record is not None and record[1]:  # click 8.4 names arguments without help, too
            yield ".TP"
            yield f".B {_escaped(record[0])}"
            yield _escaped(record[1])


def _paragraphs(text: str) -> Iterator[str]:
    for number, paragraph in enumerate(text.split("\n\n")):
        if number:
            yield ".PP"
        yield _escaped(" ".join(paragraph.split()))


def _exit_statuses(epilog: str) -> Iterator[str]:
    for each in epilog.removeprefix("Exit status: ").split(" · "):
        number, _, what = each.partition(" ")
        yield from (".TP", f".B {number}", _escaped(what))


def _escaped(text: str) -> str:
    text = text.replace("\\", "\\\\").replace("-", "\\-")
    return _AT_START.sub(r"\\&", text)
