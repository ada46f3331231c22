"""How a command ends: exit statuses, and one helpful message for everything that can go wrong.

Law of this file: nobody ever sees a traceback who did not ask for it by `--verbose`, and every message says what
happened, what was not done, and what to do next.
"""

from __future__ import annotations

import os
import sys
import tempfile
import traceback
from collections.abc import Callable
from enum import IntEnum

import typer

from enricher.errors import (
    ConfigError,
    DocumentError,
    EnricherError,
    LedgerBusy,
    LedgerError,
    NoNetwork,
)


class Exit(IntEnum):
    """Exit statuses. Scripts and cron jobs hold on to them."""

    DONE = 0
    FOUND = 1
    """Something that --fail-on names was found."""
    USAGE = 2
    """The command line or config.toml cannot be used, or another run holds the ledger: nothing was done."""
    INCOMPLETE = 3
    """Not all was done: a document or the report could not be read or written, or there is no network."""
    INTERRUPTED = 130
    """Stopped by Ctrl-C; what was learnt is kept."""


class UsageMistake(EnricherError):
    """The command line contradicts itself, or names what is not there. Exit status 2."""


_ENDINGS: tuple[tuple[type[EnricherError], Exit, str], ...] = (
    (UsageMistake, Exit.USAGE, "Nothing was done."),
    (ConfigError, Exit.USAGE, "Nothing was fetched, nothing was written."),
    (
        LedgerBusy,
        Exit.USAGE,
        "Nothing was done. Wait for the other run, or name another ledger: --ledger FILE",
    ),
    (LedgerError, Exit.INCOMPLETE, "No document was changed."),
    (
        NoNetwork,
        Exit.INCOMPLETE,
        "Run again when it is back; to see the job done without: enricher demo",
    ),
    (DocumentError, Exit.INCOMPLETE, "That document is as it was."),
    (EnricherError, Exit.INCOMPLETE, "Nothing was changed."),
)
"""What each of our errors means for the whole command: its exit status, and what was not done. First match wins."""


def ending(command: Callable[[], int], *, is_verbose: bool) -> int:
    """Runs a command to its end, whatever that is; gives the exit status."""
    try:
        return command()
    except typer.Exit as error:
        return error.exit_code
    except (KeyboardInterrupt, typer.Abort):
        say("enricher: interrupted; what was learnt is kept, and the next run goes on from there")
        return Exit.INTERRUPTED
    except BrokenPipeError:
        forget_stdout()
        return Exit.DONE
    except Exception as error:  # noqa: BLE001  nobody is above us: what is not known is a mistake of ours, and told as one
        return _say(error, is_verbose=is_verbose)


def _say(error: Exception, *, is_verbose: bool) -> Exit:
    if isinstance(error, EnricherError):
        return _say_error(error, is_verbose=is_verbose)
    if hasattr(error, "format_message"):
        return _say_usage(error)
    return _say_bug(error, is_verbose=is_verbose)


def _say_error(error: EnricherError, *, is_verbose: bool) -> Exit:
    if is_verbose:
        _trace()
    status, undone = next(
        (status, undone) for kind, status, undone in _ENDINGS if isinstance(error, kind)
    )
    if isinstance(error, ConfigError):
        # Mistakes in a file begin with its name and line, so that editors find them.
        say(f"{error}\n{undone}")
    else:
        say(f"enricher: {str(error).rstrip('.')}. {undone}")
    return status


def _say_usage(error: Exception) -> Exit:
    """What typer found wrong with the command line; its exceptions have a context and format themselves."""
    context = getattr(error, "ctx", None)
    path = context.command_path if context is not None else "enricher"
    message = error.format_message()  # type: ignore[attr-defined]  # typer's and click's have it, under two names
    if not message.startswith("Usage:"):  # no arguments at all: the message is the help
        message = message[0].lower() + message[1:].rstrip(".")
        message = f"{path}: {message}\nNothing was done. What there is: {path} --help"
    say(message)
    return Exit.USAGE


def _say_bug(error: Exception, *, is_verbose: bool) -> Exit:
    what = f"{type(error).__name__}: {error}".splitlines()[0]
    say(f"enricher: a mistake of ours ended the command: {what}")
    if is_verbose:
        _trace()
    else:
        say(
            f"What was learnt before is kept. Please report the details, which are in {_keep_details(error)}"
        )
    return Exit.INCOMPLETE


def _trace() -> None:
    for line in traceback.format_exc().splitlines():
        say(line)


def _keep_details(error: Exception) -> str:
    """Writes the traceback to a file of its own; gives its name."""
    try:
        with tempfile.NamedTemporaryFile(
            "w",
            prefix="enricher-",
            suffix=".txt",
            delete=False,
            encoding="utf-8",
            errors="backslashreplace",
        ) as file:
            file.writelines(traceback.format_exception(error))
            return file.name
    except OSError:
        return "the output of the same command with --verbose"


def say(line: str) -> None:
    """One line for people, on standard error; where nobody listens, nothing."""
    try:
        sys.stderr.write(line + "\n")
        sys.stderr.flush()
    except (OSError, ValueError):
        return


def forget_stdout() -> None:
    """After the reader of our pipe has gone: whatever Python still wants to flush goes nowhere."""
    sink = os.open(os.devnull, os.O_WRONLY)
    os.dup2(sink, 1)
    os.close(sink)
