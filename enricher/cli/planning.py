"""The body of `plan`: a run is foretold, and the answer shown."""

from __future__ import annotations

from enricher.cli import job_setup
from enricher.cli.exits import Exit, say
from enricher.cli.options import PlanOptions, RunOptions
from enricher.cli.output import to_stdout
from enricher.report import forecast
from enricher.run.job import ignore
from enricher.run.plan import plan as foretold


def plan(options: PlanOptions) -> Exit:
    """Shows what a run would ask. Documents that cannot be read are told, and end it with 3."""
    asked = RunOptions(
        config=options.config,
        ledger=options.ledger,
        paths=options.paths,
        exclude=options.exclude,
        files_from=options.files_from,
        changed_since=options.changed_since,
        max_age=options.max_age,
        refresh=options.refresh,
    )
    found = foretold(job_setup.job(asked, writes=True, on_event=ignore))
    write = forecast.json if options.format == "json" else forecast.text
    to_stdout(write(found))
    for error in found.errors:
        say(f"enricher: {error}")
    return Exit.INCOMPLETE if found.errors else Exit.DONE
