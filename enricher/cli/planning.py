"""The body of `plan`: a run is foretold, and the answer shown."""

from __future__ import annotations

from enricher.cli import job_setup
from enricher.cli.command_options import PlanOptions
from enricher.cli.exits import Exit, say
from enricher.cli.output import to_stdout
from enricher.report import forecast
from enricher.run.plan import plan as foretold


def plan(options: PlanOptions) -> Exit:
    """Shows what a run would ask. Documents that cannot be read are told, and end it with 3."""
    found = foretold(job_setup.job(options, writes=True))
    write = forecast.json if options.format == "json" else forecast.text
    to_stdout(write(found))
    for error in found.errors:
        say(f"enricher: {error}")
    return Exit.INCOMPLETE if found.errors else Exit.DONE
