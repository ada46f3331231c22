"""A coordinator in a process of its own, for tests that kill it: `python -m ... SETTINGS`.

SETTINGS is JSON: `folder`, `connect_to` and `ca_file` of `[fetch]`, `engine` (`processes` or an address of Ray).
Prints a line when it begins, and what is missing at the end.
"""

from __future__ import annotations

import json
import random
import sys
from pathlib import Path

import anyio

from enricher.config import Archive, Config, Fetch, Policy, Politeness, Retry
from enricher.run.engines.lease_file import LeaseFile
from enricher.run.engines.processes import processes
from enricher.run.engines.remote_worker import Limits
from enricher.run.engines.seam import OpenEngine
from enricher.run.job import Job
from enricher.run.lifecycle import check
from enricher.web.clock import SystemClock
from tests.run.engines.workers import MAKE

LIMITS = Limits(lease_s=8.0, wedged_s=6.0, ping_s=0.5)
WORKERS = 2


def opener(engine: str, ledger: Path, clock: SystemClock) -> OpenEngine:
    if engine == "processes":
        return processes(WORKERS, make=MAKE, limits=LIMITS)
    from enricher.run.engines.cluster import cluster  # noqa: PLC0415 - needs ray

    def tell(line: str) -> None:
        print(line, flush=True)

    leases = LeaseFile(LeaseFile.name(ledger), clock.now, clock.sleep, tell)
    return cluster(engine, make=MAKE, limits=LIMITS, count=WORKERS, leases=leases)


def main() -> None:
    settings = json.loads(sys.argv[1])
    folder, clock = Path(settings["folder"]), SystemClock()
    job = Job(
        config=Config(
            fetch=Fetch(
                connect_to=settings["connect_to"],
                ca_file=settings["ca_file"],
                allow_addresses=("127.0.0.1/32",),
            ),
            politeness=Politeness(gap_s=0.0, concurrency=2),
            retry=Retry(attempts=1),
            archive=Archive(enabled=False),
            policy=Policy(probe=False),
        ),
        paths=(folder / "news",),
        ledger=folder / "ledger.sqlite3",
        clock=clock,
        chance=random.random,
    )
    print("begins", flush=True)
    engine = opener(settings["engine"], job.ledger, clock)
    result = anyio.run(check, job, engine)
    print(f"missing {result.summary.missing}, poison {len(result.summary.poison)}", flush=True)


if __name__ == "__main__":
    main()
