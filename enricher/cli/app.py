"""The commands: each receives its options as one value, has one job done, and shows the result.

Start-up is part of the interface (`--version` and `--help` in a blink), so what a command needs is
imported when it runs: importing this module loads click and the options, nothing else.
"""

from __future__ import annotations

import gc
import sys
from collections.abc import Callable, Sequence
from typing import Any

import click

from enricher import __version__
from enricher.cli.command_options import (
    DemoOptions,
    ExplainOptions,
    FixOptions,
    InitOptions,
    PastOptions,
    PinOptions,
    PlanOptions,
    PruneOptions,
    UrlOptions,
)
from enricher.cli.completion import install_option
from enricher.cli.exits import Exit, open_closed_streams, run_command, say
from enricher.cli.options import RunOptions
from enricher.cli.parameters import OrderedCommand, PrintingGroup, takes

_EPILOG = (
    "Exit status: 0 done · 1 --fail-on found something · 2 usage, settings or ledger · "
    "3 not all was done · 130 interrupted"
)
# Columns of a help text; click's own limit of 80 breaks every second line of an option.
_HELP_WIDTH = 100
# New objects between two looks for circles of them, of which few are made here: Python's own 700
# (2,000 since 3.12) take 5 % of a run's CPU, this a third of that for less than 1 MB.
_GC_THRESHOLD = 10_000


def main() -> None:
    """The command line's entry point; ends the process with an `Exit` status."""
    gc.set_threshold(_GC_THRESHOLD)
    open_closed_streams()
    sys.exit(execute(sys.argv[1:]))


def execute(arguments: Sequence[str]) -> int:
    """Does what the arguments say, whatever comes of it; gives the exit status."""
    is_verbose = not {"--verbose", "-v"}.isdisjoint(arguments)
    return run_command(
        lambda: app(list(arguments), prog_name="enricher", standalone_mode=False) or Exit.DONE,
        is_verbose=is_verbose,
    )


@click.group(
    cls=PrintingGroup,
    epilog=_EPILOG,
    no_args_is_help=True,
    context_settings={
        "help_option_names": ["-h", "--help"],
        "max_content_width": _HELP_WIDTH,
    },
)
@click.version_option(
    __version__, "-V", "--version", message="%(prog)s %(version)s", help="Print the version."
)
def app() -> None:
    """Check the links of documents with frontmatter, and fill in what is missing.

    Start with: enricher demo
    """


app.params.append(install_option())


def _command(kind: type[Any], **more: Any) -> Callable[[Callable[[Any], Any]], click.Command]:
    """Adds a command that takes the options of a class; its name is that of the function."""

    def decorate(function: Callable[[Any], Any]) -> click.Command:
        command = click.command(function.__name__, cls=OrderedCommand, epilog=_EPILOG)(
            takes(kind, **more)(function)
        )
        app.add_command(command)
        return command

    return decorate


@_command(RunOptions, without=frozenset({"allow_empty"}))
def run(options: RunOptions) -> Exit:
    """Check links, fill in what is missing, write it back.

    PATH is a file, a folder or a glob; folders are searched for files that end in .md, .html and
    the like ([documents] in config.toml) and begin with frontmatter. Without PATH, the seeds of
    config.toml are read.

    The report goes to standard output, the summary to standard error. Only what is due is asked: a
    second run straight after the first asks nothing and writes nothing.
    """
    from enricher.cli import checking  # noqa: PLC0415  start-up, see above

    return checking.run(options)


@_command(RunOptions, without=frozenset({"dry_run"}))
def audit(options: RunOptions) -> Exit:
    """Check links and report; never writes a document.

    PATH is a file, a folder or a glob, as for run; - reads URLs from standard input, one a line.
    Ends with exit status 1 when links are dead, soft404, parked or drifted (--fail-on names
    others), and when there was no link to check.
    """
    from enricher.cli import checking  # noqa: PLC0415  start-up, see above

    return checking.audit(options)


@_command(FixOptions)
def fix(options: FixOptions) -> Exit:
    """Fix documents by rule, from what the ledger knows.

    PATH is a file, a folder or a glob, as for run. Prints a diff for git apply, with the reason
    of each fix; --write makes the fixes. Only what is confirmed is fixed, and only by the rules
    that are named. Asks nothing.
    """
    from enricher.cli import fixing  # noqa: PLC0415  start-up, see above

    return fixing.fix(options)


@_command(InitOptions)
def init(options: InitOptions) -> Exit:
    """Look at documents and write a config.toml for them.

    PATH is a file or a folder. Finds the fields that hold URLs, guesses the site generator, and
    tells what a first audit would ask. A file that exists is not overwritten. Asks nothing.
    """
    from enricher.cli import starting  # noqa: PLC0415  start-up, see above

    return starting.init(options)


@_command(PlanOptions)
def plan(options: PlanOptions) -> Exit:
    """Tell what a run would ask, and how long it would take.

    PATH is a file or a folder, as for run. Tells site by site how many URLs are due and how long
    politeness makes asking them take. Asks nothing and keeps nothing; without a ledger, every URL
    is due.
    """
    from enricher.cli import planning  # noqa: PLC0415  start-up, see above

    return planning.plan(options)


@_command(PastOptions)
def report(options: PastOptions) -> Exit:
    """Show present problems, or a past run.

    Tells what the ledger knows now of all documents that runs met and that are still there. Asks
    nothing and writes no document.
    """
    from enricher.cli import checking  # noqa: PLC0415  start-up, see above

    return checking.report(options)


@_command(UrlOptions)
def history(options: UrlOptions) -> None:
    """Show every check of one URL.

    URL is spelt as in a document. Tells what each check found, what they came to, and when the next
    one is due.
    """
    from enricher.cli import lookup  # noqa: PLC0415  start-up, see above

    lookup.show_history(options)


@_command(ExplainOptions)
def explain(options: ExplainOptions) -> None:
    """Show how we came to the verdict on one URL.

    URL is spelt as in a document. Tells what the latest check saw, and which rule decided.
    """
    from enricher.cli import lookup  # noqa: PLC0415  start-up, see above

    lookup.show_explanation(options)


@_command(PinOptions)
def pin(options: PinOptions) -> None:
    """Overrule the verdict on one URL.

    URL is spelt as in a document. Your word, ok or dead, holds until what we see there changes;
    then it lapses, and the run says so. none takes it back. Without URL, all pins are listed.
    """
    from enricher.cli import lookup  # noqa: PLC0415  start-up, see above

    if options.url:
        say(lookup.pin(options))
    else:
        lookup.show_pins(options)


@_command(PruneOptions)
def prune(options: PruneOptions) -> None:
    """Shrink the ledger.

    Drops checks that say what the ones before and after them say. Standings, pins, the latest
    checks and every change of a verdict are kept.
    """
    from enricher.cli import pruning  # noqa: PLC0415  start-up, see above

    say(pruning.prune(options))


@_command(DemoOptions)
def demo(options: DemoOptions) -> Exit:
    """Show the main job on copies of the examples; no internet.

    Works on copies of the example documents, against a small web of its own on this machine, and
    prints what it changed as a unified diff.
    """
    from enricher.cli import progress  # noqa: PLC0415  start-up, see above
    from enricher.cli.output import to_stdout  # noqa: PLC0415
    from enricher.demo.play import Listener, play  # noqa: PLC0415
    from enricher.demo.serve import serve  # noqa: PLC0415
    from enricher.run.job import ignore  # noqa: PLC0415

    if options.serve:
        serve(options.serve, say)
        return Exit.DONE
    with progress.listener(is_quiet=False, is_verbose=options.verbose, has_bar=False) as listen:
        is_whole = play(options.keep, Listener(to_stdout, say, listen or ignore))
    return Exit.DONE if is_whole else Exit.INCOMPLETE
