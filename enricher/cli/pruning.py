"""The body of `prune`: the ledger is shrunk, and what that freed is told."""

from __future__ import annotations

from pathlib import Path

from enricher.cli import job_setup
from enricher.cli.command_options import PruneOptions
from enricher.ledger import pruning
from enricher.ledger.store import Ledger
from enricher.report.words import plural, size

_MOST_CHECKS = 2**31
"""More than any ledger holds of one URL, and a number that SQLite takes."""


def prune(options: PruneOptions) -> str:
    """Shrinks the ledger; gives the sentence that says what was freed.

    Raises LedgerUnusable where there is no ledger, LedgerBusy where a run is at work.
    """
    config = job_setup.settings(options)[0]
    path = job_setup.ledger_path(config, options.ledger)
    with Ledger.read(path):
        pass  # says what is wrong with it, before an empty one is made
    before = _bytes(path)
    with Ledger.open(path) as ledger:
        dropped = pruning.prune(ledger, min(options.keep or pruning.LAST_CHECKS, _MOST_CHECKS))
    checks = plural(dropped.checks, "check")
    facts = plural(dropped.facts, "page description")
    return (
        f"{path}: dropped {checks} of {dropped.checks + dropped.kept_checks:,} and {facts}; "
        f"{size(before)} before, {size(_bytes(path))} now"
    )


def _bytes(path: Path) -> int:
    """Of the ledger and its write-ahead log."""
    log = path.with_name(f"{path.name}-wal")
    return sum(each.stat().st_size for each in (path, log) if each.exists())
