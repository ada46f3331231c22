"""Whatever ends a command, people get a line they can act on, scripts a status, and neither a traceback."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable
from pathlib import Path

import click
import pytest

from enricher.cli.app import execute
from enricher.cli.exits import Exit, UsageError, open_closed_streams, run_command
from enricher.errors import (
    ConfigError,
    DocumentError,
    EnricherError,
    LedgerBusy,
    LedgerError,
    LedgerUnusable,
    NoNetwork,
)


def raising(error: BaseException) -> Callable[[], int]:
    def command() -> int:
        raise error

    return command


@pytest.mark.parametrize(
    ("error", "status", "said"),
    [
        (UsageError("a and b"), Exit.USAGE, "enricher: a and b. Nothing was done.\n"),
        (
            ConfigError("c.toml:1: x"),
            Exit.USAGE,
            "c.toml:1: x\nNothing was fetched, nothing was written.\n",
        ),
        (
            LedgerBusy("process 7 holds l"),
            Exit.USAGE,
            "enricher: process 7 holds l. Nothing was done. Wait for the other run, or name another ledger: --ledger FILE\n",
        ),
        (
            LedgerError("no ledger l"),
            Exit.INCOMPLETE,
            "enricher: no ledger l. What was written before is kept.\n",
        ),
        (LedgerUnusable("no ledger l"), Exit.USAGE, "enricher: no ledger l. Nothing was done.\n"),
        (
            NoNetwork("no network"),
            Exit.INCOMPLETE,
            "enricher: no network. Run again when it is back; to see the job done without: enricher demo\n",
        ),
        (
            DocumentError("a.md", "bad", line=3),
            Exit.INCOMPLETE,
            "enricher: a.md:3: bad. That document is as it was.\n",
        ),
        (EnricherError("else"), Exit.INCOMPLETE, "enricher: else. Nothing was changed.\n"),
        (
            KeyboardInterrupt(),
            Exit.INTERRUPTED,
            "enricher: interrupted; what was learnt is kept, and the next run goes on from there\n",
        ),
        (click.exceptions.Exit(3), Exit.INCOMPLETE, ""),
        (
            click.BadParameter("is odd"),
            Exit.USAGE,
            "enricher: invalid value: is odd\nNothing was done. What there is: enricher --help\n",
        ),
    ],
    ids=lambda value: type(value).__name__ if isinstance(value, BaseException) else None,
)
def test_run_commands(
    error: BaseException, status: Exit, said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run_command(raising(error), is_verbose=False) == status
    assert capsys.readouterr() == ("", said)


def test_every_error_of_ours_has_its_run_command(capsys: pytest.CaptureFixture[str]) -> None:
    """None of the family falls through to "internal error"."""
    families = [EnricherError]
    while families:
        kind = families.pop()
        families += kind.__subclasses__()
        error = kind("x", "y") if issubclass(kind, DocumentError) else kind("x")
        assert run_command(raising(error), is_verbose=False) in {Exit.USAGE, Exit.INCOMPLETE}
        assert "internal error" not in capsys.readouterr().err


def test_a_mistake_of_ours_is_one_line_and_a_file_with_the_details(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert (
        run_command(raising(ZeroDivisionError("division by zero\nmore")), is_verbose=False)
        == Exit.INCOMPLETE
    )
    said = capsys.readouterr().err
    assert said.startswith("enricher: internal error: ZeroDivisionError: division by zero\n")
    assert "Traceback" not in said
    details = re.search(r"report the file (\S+)", said)
    assert details is not None
    assert "Traceback" in Path(details[1]).read_text(encoding="utf-8")
    Path(details[1]).unlink()


def test_an_end_of_data_is_no_interruption(capsys: pytest.CaptureFixture[str]) -> None:
    """Such as compiled code that was cut off: click makes the same of it as of Ctrl-C."""
    group = click.command()(raising(EOFError("marshal data too short")))
    status = run_command(lambda: group([], standalone_mode=False), is_verbose=True)
    said = capsys.readouterr().err
    assert status == Exit.INCOMPLETE
    assert "enricher: internal error: EOFError: marshal data too short\n" in said


def test_verbose_shows_the_traceback(capsys: pytest.CaptureFixture[str]) -> None:
    assert run_command(raising(ZeroDivisionError()), is_verbose=True) == Exit.INCOMPLETE
    assert "Traceback" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("closed", "arguments", "status"),
    [
        ("stdout", ["report"], Exit.DONE),
        ("stderr", ["report"], Exit.DONE),
        ("stderr", ["run"], Exit.DONE),
        ("stdin", ["audit", "-"], Exit.USAGE),
        ("stdin", ["run", "--files-from", "-"], Exit.USAGE),
    ],
)
def test_a_closed_stream_is_an_empty_one(
    after_a_run: Path,
    monkeypatch: pytest.MonkeyPatch,
    closed: str,
    arguments: list[str],
    status: Exit,
) -> None:
    monkeypatch.setattr(sys, closed, None)
    open_closed_streams()
    with getattr(sys, closed):
        assert execute(arguments) == status


def test_a_command_that_ends_well_gives_its_own_status() -> None:
    assert run_command(lambda: Exit.FOUND, is_verbose=False) == 1
