"""How a command ends: exit statuses, and one helpful message for everything that can go wrong.

Only `--verbose` shows a traceback, and only of an internal error. Every message says what happened,
what was not done, and what to do next.
"""

from __future__ import annotations

import os
import re
import sys
import tempfile
import traceback
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from enum import IntEnum
from typing import Any

import click

from enricher.cli.damage import with_what_was_saved
from enricher.errors import (
    ConfigError,
    DocumentError,
    EngineError,
    EngineUnavailable,
    EnricherError,
    LedgerBusy,
    LedgerError,
    LedgerUnusable,
    NoNetwork,
)
from enricher.url_secrets import masked


class Exit(IntEnum):
    """Exit statuses. Scripts and cron jobs hold on to them."""

    DONE = 0
    FOUND = 1
    """Something that --fail-on names was found."""
    USAGE = 2
    """The command line, config.toml or the ledger cannot be used: nothing was done."""
    INCOMPLETE = 3
    """Not all was done: a document or the report could not be read or written, or there is no
    network.
    """
    INTERRUPTED = 130
    """Stopped by Ctrl-C; what was learnt is kept."""


class UsageError(EnricherError):
    """The command line contradicts itself, or names what is not there. Exit status 2."""


class OutputError(EnricherError):
    """What a command tells could not be written. Exit status 3."""


class StoppedEarly(Exception):
    """An error ended a command that had begun: that error, and what was done until then."""

    def __init__(self, cause: Exception, *, done: str, errors: Sequence[DocumentError]) -> None:
        """`done` is a sentence; "": that of the error's kind."""
        super().__init__(str(cause))
        self.cause = cause
        self.done = done
        self.errors = tuple(errors)


_ENDINGS: tuple[tuple[type[EnricherError], Exit, str], ...] = (
    (UsageError, Exit.USAGE, "Nothing was done."),
    (ConfigError, Exit.USAGE, "Nothing was fetched, nothing was written."),
    (
        LedgerBusy,
        Exit.USAGE,
        "Nothing was done. Wait for the other run, or name another ledger: --ledger FILE",
    ),
    (LedgerUnusable, Exit.USAGE, "Nothing was done."),
    (EngineUnavailable, Exit.USAGE, "Nothing was done."),
    (EngineError, Exit.INCOMPLETE, "What was learnt before is kept."),
    (LedgerError, Exit.INCOMPLETE, "What was written before is kept."),
    (
        NoNetwork,
        Exit.INCOMPLETE,
        "Run again when it is back; to see the job done without: enricher demo",
    ),
    (DocumentError, Exit.INCOMPLETE, "That document is as it was."),
    (EnricherError, Exit.INCOMPLETE, "Nothing was changed."),
)
"""What each of our errors means for the whole command: its exit status, and what was not done.
First match wins.
"""


def run_command(command: Callable[[], int], *, is_verbose: bool) -> int:
    """Runs a command to its end, whatever that is; gives the exit status."""
    try:
        return command()
    except click.exceptions.Exit as error:
        return error.exit_code
    except (KeyboardInterrupt, click.Abort) as error:
        # click takes every EOFError for a user who ends a prompt, and this program prompts for
        # nothing.
        if isinstance(error.__cause__, EOFError):
            return _say(error.__cause__, is_verbose=is_verbose)
        say("enricher: interrupted; what was learnt is kept, and the next run goes on from there")
        return Exit.INTERRUPTED
    except BrokenPipeError:
        forget_stdout()
        return Exit.DONE
    except Exception as error:  # noqa: BLE001  the outermost handler: what is left is a bug
        return _say(error, is_verbose=is_verbose)


def _say(error: Exception, *, is_verbose: bool) -> Exit:
    if isinstance(error, click.ClickException):
        return _say_usage(error)
    done = ""
    if isinstance(error, StoppedEarly):
        for each in error.errors:
            say(f"enricher: {each}")
        done, error = error.done, error.cause
    if isinstance(error, EnricherError):
        return _say_error(error, done)
    return _say_bug(error, done, is_verbose=is_verbose)


def _say_error(error: EnricherError, done: str) -> Exit:
    """Says an error in a line; `done` stands for the sentence of its kind where more is known."""
    error = with_what_was_saved(error)
    status, undone = next(
        (status, undone) for kind, status, undone in _ENDINGS if isinstance(error, kind)
    )
    if done:
        # Something was done: an error that usually comes before the work came in the midst of it.
        status, undone = Exit.INCOMPLETE, done
    if isinstance(error, ConfigError):
        # Lines about a file begin with its name and line, so that editors find the place.
        say(f"{error}\n{undone}")
    else:
        say(f"enricher: {str(error).rstrip('.')}. {undone}")
    return status


def _say_usage(error: click.ClickException) -> Exit:
    if isinstance(error, click.exceptions.NoArgsIsHelpError):
        say(error.format_message())
        return Exit.USAGE
    context = getattr(error, "ctx", None)
    path = context.command_path if context is not None else "enricher"
    say(f"{path}: {usage_message(error)}")
    say(f"Nothing was done. What there is: {path} --help")
    return Exit.USAGE


def usage_message(error: click.ClickException) -> str:
    """What is wrong with the command line, in a line; click's own sentence where we have none."""
    match error:
        case click.NoSuchCommand():
            return f'there is no command "{error.command_name}"' + _meant(error.possibilities)
        case click.NoSuchOption():
            return f"there is no option {error.option_name}" + _meant(error.possibilities)
        case click.MissingParameter(param=click.Parameter() as param):
            return f"{param.make_metavar(error.ctx or click.Context(click.Command('')))} is missing"
        case click.BadParameter(param=click.Parameter() as param):
            name = next((each for each in param.opts if each.startswith("--")), param.opts[0])
            return f"{name}: {_in_our_words(param.type, error.message).rstrip('.')}"
    message = error.format_message()
    return message[:1].lower() + message[1:].rstrip(".")


_GIVEN = re.compile(r"'?(.*?)'? is not (?:one of|in the range|a valid).*", re.DOTALL)


def _in_our_words(kind: click.ParamType[Any], message: str) -> str:
    """What is wrong with a value, and what may stand there; click's sentence where we have none."""
    found = _GIVEN.fullmatch(message)
    match kind:
        case click.Choice(choices=known) if found:
            return f'"{found[1]}" is unknown; write one of: {", ".join(map(str, known))}'
        case click.IntRange(min=least) if found:
            return f'"{found[1]}" is no whole number of at least {least}'
    return message


def _meant(names: Sequence[str] | None) -> str:
    return f"; did you mean {names[0]}?" if names else ""


def _say_bug(error: Exception, done: str, *, is_verbose: bool) -> Exit:
    what = masked(f"{type(error).__name__}: {error}".splitlines()[0])
    say(f"enricher: internal error: {what}")
    if is_verbose:
        _trace()
    else:
        kept = done or "What was learnt before is kept."
        say(f"{kept} Please report the file {_keep_details(error)}")
    return Exit.INCOMPLETE


def _trace() -> None:
    for line in traceback.format_exc().splitlines():
        say(masked(line))


def _keep_details(error: Exception) -> str:
    """Writes the traceback to a file; gives its name."""
    try:
        with tempfile.NamedTemporaryFile(
            "w",
            prefix="enricher-",
            suffix=".txt",
            delete=False,
            encoding="utf-8",
            errors="backslashreplace",
        ) as file:
            file.writelines(map(masked, traceback.format_exception(error)))
            return file.name
    except OSError:
        return "the output of the same command with --verbose"


def say(line: str) -> None:
    """Writes one line for people to standard error; does nothing where that is closed."""
    try:
        sys.stderr.write(line + "\n")
        sys.stderr.flush()
    except (OSError, ValueError):
        return


def open_closed_streams() -> None:
    """Opens the null device in place of each standard stream that is closed, as a daemon's are.

    Python gives None for those, and a file that is opened next would take the number of one.
    """
    for name, mode in (("stdin", "r"), ("stdout", "w"), ("stderr", "w")):
        if getattr(sys, name) is None:
            setattr(sys, name, open(os.devnull, mode, encoding="utf-8"))  # noqa: SIM115, PTH123  kept open


@contextmanager
def printing() -> Iterator[None]:
    """Writes to standard output inside; a reader that has gone is a BrokenPipeError.

    Raises OutputError where it takes no more, as on a full disk.
    """
    try:
        yield
    except BrokenPipeError:
        raise
    except OSError as error:
        forget_stdout()
        why = error.strerror or error
        raise OutputError(f"standard output could not be written: {why}") from error


def forget_stdout() -> None:
    """After the reader of our pipe has gone: whatever Python still wants to flush goes nowhere."""
    sink = os.open(os.devnull, os.O_WRONLY)
    os.dup2(sink, 1)
    os.close(sink)
