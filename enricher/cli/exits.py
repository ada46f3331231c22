"""How a command ends: exit statuses, and one helpful message for everything that can go wrong.

Law of this file: nobody ever sees a traceback who did not ask for it by `--verbose`.
"""

from __future__ import annotations

import os
import sys
import tempfile
import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from enum import IntEnum
from pathlib import Path

import typer

from enricher.errors import ConfigError, DocumentError, EnricherError, LedgerBusy, LedgerError, NoNetwork


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


_ENDINGS: tuple[tuple[type[EnricherError], Exit, str], ...] = (
    (ConfigError, Exit.USAGE, "Nothing was fetched, nothing was written."),
    (
        LedgerBusy,
        Exit.USAGE,
        "Nothing was done. Wait for the other run, or give this one a ledger of its own: --ledger FILE",
    ),
    (LedgerError, Exit.INCOMPLETE, "No document was changed."),
    (NoNetwork, Exit.INCOMPLETE, "Nothing was concluded, no document was changed. Try again when the network is back."),
    (DocumentError, Exit.INCOMPLETE, "That document is as it was."),
    (EnricherError, Exit.INCOMPLETE, "Not all was done."),
)
"""What each of our errors means for the whole command: its exit status, and what was not done. First match wins."""


@contextmanager
def one_line_for_errors(*, verbose: bool) -> Iterator[None]:
    """Whatever goes wrong inside ends the command with a message for people and an exit status."""
    try:
        yield
    except EnricherError as error:
        if verbose:
            traceback.print_exc()
        status, undone = next((status, undone) for kind, status, undone in _ENDINGS if isinstance(error, kind))
        message = str(error).rstrip(".") if "\n" not in str(error) else str(error)
        say(f"enricher: {message}" if not isinstance(error, ConfigError) else str(error))
        say(undone)
        raise typer.Exit(status) from error
    except KeyboardInterrupt as error:
        say("enricher: interrupted; what was learnt is kept, and the next run goes on from there")
        raise typer.Exit(Exit.INTERRUPTED) from error
    except BrokenPipeError:
        forget_stdout()
        raise typer.Exit(Exit.DONE) from None
    except Exception as error:
        if isinstance(error, typer.Exit) or type(error).__module__.startswith(("typer", "click")):
            raise
        _say_bug(error, verbose=verbose)
        raise typer.Exit(Exit.INCOMPLETE) from error


def _say_bug(error: Exception, *, verbose: bool) -> None:
    what = f"{type(error).__name__}: {error}".splitlines()[0]
    say(f"enricher: a mistake of ours ended the command: {what}")
    if verbose:
        traceback.print_exc()
    else:
        say(f"The details are in {_keep_details(error)}; please report them. What was learnt before is kept.")


def _keep_details(error: Exception) -> str:
    """Writes the traceback to a file of its own; gives its name."""
    text = "".join(traceback.format_exception(error))
    try:
        with tempfile.NamedTemporaryFile(
            "w", prefix="enricher-", suffix=".txt", delete=False, encoding="utf-8", errors="backslashreplace"
        ) as file:
            file.write(text)
            return file.name
    except OSError:
        return "the output of the same command with --verbose"


def say(line: str) -> None:
    """One line for people, on standard error; where nobody listens, nothing."""
    try:
        print(line, file=sys.stderr, flush=True)  # noqa: T201  this is the one door to standard error
    except (OSError, ValueError):
        return


def forget_stdout() -> None:
    """After the reader of our pipe has gone: whatever Python still wants to flush goes nowhere."""
    sink = os.open(os.devnull, os.O_WRONLY)
    os.dup2(sink, sys.stdout.fileno())
    os.close(sink)


def usage_error(message: str) -> typer.BadParameter:
    """An error of the command line: exit status 2, with the command's usage."""
    return typer.BadParameter(message)


__all__ = ["Exit", "Path", "forget_stdout", "one_line_for_errors", "say", "usage_error"]
