"""A run in a process of its own, for tests that interrupt or kill it: `python -m tests.run.victim SETTINGS`.

SETTINGS is JSON: `folder`, `ledger`, `fetch` (settings of `[fetch]`), `cache` (folder of copies), `engine` (as `--engine`
takes it). Prints a line when it begins, and the result.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

import anyio
import msgspec

from enricher.config import Archive, Config, Fetch, Images, Politeness, Retry, Write
from enricher.run.engines.choice import opener, parse
from enricher.run.job import Job
from enricher.run.lifecycle import check
from enricher.web.clock import SystemClock


def config(fetch: Fetch, cache: str = "") -> Config:
    return Config(
        fetch=fetch,
        images=Images(cache=cache),
        politeness=Politeness(gap_s=0),
        retry=Retry(attempts=1),
        archive=Archive(enabled=False),
        write=Write(when="always"),
    )


def main() -> None:
    settings = json.loads(sys.argv[1])
    job = Job(
        config=config(msgspec.convert(settings["fetch"], Fetch), settings["cache"]),
        paths=(Path(settings["folder"]),),
        ledger=Path(settings["ledger"]),
        clock=SystemClock(),
        chance=lambda: 0.5,
        catches_signals=True,
    )
    print("begins", flush=True)
    engine = opener(parse(settings.get("engine", "inline")), job.ledger, print)
    result = anyio.run(check, job, engine)
    told = {
        "interrupted": result.summary.is_interrupted,
        "asked": result.summary.asked,
        "unasked": result.summary.unasked,
        "incomplete": result.is_incomplete,
        "changed": len(result.summary.changed),
    }
    print(json.dumps(told), flush=True)


if __name__ == "__main__":
    main()
