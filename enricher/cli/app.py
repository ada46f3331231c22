"""The commands: each reads its arguments, has one job done, and shows the result; all thinking is elsewhere."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import anyio
import typer

from enricher import __version__
from enricher.cli import memory, options, progress
from enricher.cli.exits import Exit, ending, say
from enricher.cli.options import EngineName, Format, PinTo
from enricher.cli.show import Wish, show, to_stdout
from enricher.cli.wiring import Asked, check_output, job, ledger_path, settings
from enricher.demo import tour
from enricher.demo.tour import Listener
from enricher.models import Status
from enricher.run.job import check
from enricher.run.job import report as past_run

AUDIT_FAILS_ON = frozenset({Status.DEAD, Status.SOFT404, Status.PARKED, Status.DRIFTED})
"""What an audit fails on by default: the links that no longer show what was cited."""

_EPILOG = "Exit status: 0 done · 1 --fail-on found something · 2 usage or settings · 3 not all was done · 130 interrupted"

app = typer.Typer(
    name="enricher",
    epilog=_EPILOG,
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)


def main() -> None:
    """The command line's entry point; ends the process with an `Exit` status."""
    sys.exit(execute(sys.argv[1:]))


def execute(arguments: Sequence[str]) -> int:
    """Does what the arguments say, whatever comes of it; gives the exit status."""
    is_verbose = not {"--verbose", "-v"}.isdisjoint(arguments)
    return ending(
        lambda: app(list(arguments), prog_name="enricher", standalone_mode=False) or Exit.DONE,
        is_verbose=is_verbose,
    )


def _print_version(wanted: bool) -> None:
    if wanted:
        to_stdout([f"enricher {__version__}\n"])
        raise typer.Exit


@app.callback()
def _root(
    version: Annotated[
        bool,
        typer.Option(
            "--version", callback=_print_version, is_eager=True, help="Print the version and end."
        ),
    ] = False,
) -> None:
    """Check the links in the YAML frontmatter of documents, and fill in what is missing.

    Start with: enricher demo
    """


@app.command(epilog=_EPILOG)
def run(  # noqa: PLR0913  one parameter for each option
    *,
    paths: options.Paths = None,
    config: options.Config = None,
    ledger: options.LedgerFile = None,
    dry_run: options.DryRun = False,
    format: options.ReportFormat = None,  # noqa: A002  the option's name
    output: options.Output = None,
    max_age: options.MaxAge = None,
    refresh: options.Refresh = False,
    budget: options.Budget = None,
    concurrency: options.Concurrency = None,
    fail_on: options.FailOn = None,
    offline: options.Offline = False,
    engine: options.Engine = EngineName.INLINE,
    quiet: options.Quiet = False,
    verbose: options.Verbose = False,
    no_progress: options.NoProgress = False,
) -> Exit:
    """Check links, fill in what is missing, write it back.

    PATH is a file or a folder; folders are searched for .md .markdown .html .htm .txt files that begin with YAML
    frontmatter. Without PATH, the seeds of config.toml are read.

    The report goes to standard output, the summary to standard error. Only what is due is asked: a second run
    straight after the first asks nothing and writes nothing.
    """
    asked = Asked(
        paths=tuple(paths or ()),
        config=config,
        ledger=ledger,
        dry_run=dry_run,
        format=format,
        output=output,
        max_age=max_age,
        refresh=refresh,
        budget=budget,
        concurrency=concurrency,
        offline=offline,
        engine=engine,
        quiet=quiet,
        verbose=verbose,
        no_progress=no_progress,
    )
    return _check(asked, fail_on or frozenset(), writes=True)


@app.command(epilog=_EPILOG)
def audit(  # noqa: PLR0913  one parameter for each option
    *,
    paths: options.Paths = None,
    config: options.Config = None,
    ledger: options.LedgerFile = None,
    format: options.ReportFormat = None,  # noqa: A002  the option's name
    output: options.Output = None,
    max_age: options.MaxAge = None,
    refresh: options.Refresh = False,
    budget: options.Budget = None,
    concurrency: options.Concurrency = None,
    fail_on: options.FailOn = None,
    offline: options.Offline = False,
    engine: options.Engine = EngineName.INLINE,
    quiet: options.Quiet = False,
    verbose: options.Verbose = False,
    no_progress: options.NoProgress = False,
) -> Exit:
    """Check links and report; never writes a document.

    PATH is a file or a folder, as for run. Ends with exit status 1 when links are dead, soft404, parked or drifted
    (--fail-on names others).
    """
    asked = Asked(
        paths=tuple(paths or ()),
        config=config,
        ledger=ledger,
        dry_run=False,
        format=format,
        output=output,
        max_age=max_age,
        refresh=refresh,
        budget=budget,
        concurrency=concurrency,
        offline=offline,
        engine=engine,
        quiet=quiet,
        verbose=verbose,
        no_progress=no_progress,
    )
    return _check(asked, AUDIT_FAILS_ON if fail_on is None else fail_on, writes=False)


def _check(asked: Asked, fail_on: frozenset[Status], *, writes: bool) -> Exit:
    """The body of `run` and `audit`."""
    with progress.listener(
        is_quiet=asked.quiet, is_verbose=asked.verbose, has_bar=not asked.no_progress
    ) as on_event:
        result = anyio.run(check, job(asked, writes=writes, on_event=on_event))
    wish = Wish(
        format=asked.format or Format.TEXT,
        output=asked.output,
        fail_on=fail_on,
        shows_diff=asked.dry_run,
        is_quiet=asked.quiet,
    )
    return show(result, wish)


@app.command(epilog=_EPILOG)
def report(  # noqa: PLR0913  one parameter for each option
    *,
    run: Annotated[
        int | None,
        typer.Option(
            "--run",
            metavar="N",
            min=1,
            help="Number of the run. Default: the latest.",
            show_default=False,
        ),
    ] = None,
    config: options.Config = None,
    ledger: options.LedgerFile = None,
    format: options.ReportFormat = None,  # noqa: A002  the option's name
    output: options.Output = None,
    fail_on: options.FailOn = None,
    quiet: options.Quiet = False,
) -> Exit:
    """Show a past run again, from the ledger.

    Asks nothing and writes no document.
    """
    if output is not None:
        check_output(output)
    result = anyio.run(past_run, ledger_path(settings(config)[0], ledger), run)
    wish = Wish(
        format=format or Format.TEXT,
        output=output,
        fail_on=fail_on or frozenset(),
        shows_diff=False,
        is_quiet=quiet,
    )
    return show(result, wish)


@app.command(epilog=_EPILOG)
def history(
    url: options.Url, config: options.Config = None, ledger: options.LedgerFile = None
) -> None:
    """Show every check of one URL.

    URL is spelt as in a document. Tells what each check found, what they came to, and when the next one is due.
    """
    to_stdout(memory.history(url, ledger_path(settings(config)[0], ledger)))


@app.command(epilog=_EPILOG)
def explain(
    url: options.Url,
    again: Annotated[
        bool,
        typer.Option(
            "--again", help="Ask the URL now, and tell every rule that is looked at; keep nothing."
        ),
    ] = False,
    config: options.Config = None,
    ledger: options.LedgerFile = None,
) -> None:
    """Show how we came to the verdict on one URL.

    URL is spelt as in a document. Tells what the latest check saw, and which rule decided.
    """
    read = settings(config)[0]
    path = ledger_path(read, ledger)
    to_stdout(
        memory.explanation_of_now(url, read, path) if again else memory.explanation(url, path)
    )


@app.command(epilog=_EPILOG)
def pin(
    *,
    url: options.Url,
    to: Annotated[PinTo, typer.Argument(metavar="ok|dead|none", hidden=True)],
    note: Annotated[
        str,
        typer.Option("--note", metavar="TEXT", help="How you know, for whoever reads it later."),
    ] = "",
    config: options.Config = None,
    ledger: options.LedgerFile = None,
) -> None:
    """Overrule the verdict on one URL.

    URL is spelt as in a document. Your word, ok or dead, holds until what we see there changes; then it lapses, and
    the run says so. none takes it back.
    """
    say(memory.pin(url, to, note, ledger_path(settings(config)[0], ledger)))


@app.command(epilog=_EPILOG)
def demo(
    keep: Annotated[
        Path | None,
        typer.Option(
            "--keep",
            metavar="FOLDER",
            help="Work in this new folder and leave it there. Default: a temporary one.",
        ),
    ] = None,
    verbose: options.Verbose = False,
) -> Exit:
    """Show the main job on copies of the examples; no internet.

    Works on copies of the example documents, against a small web of its own on this machine, and prints what it
    changed as a unified diff.
    """
    with progress.listener(is_quiet=False, is_verbose=verbose, has_bar=False) as on_event:
        is_whole = tour.take(keep, Listener(to_stdout, say, on_event))
    return Exit.DONE if is_whole else Exit.INCOMPLETE
