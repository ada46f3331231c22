"""Which engine a run shall have, as the user names it."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from enricher.run.engines.lease_file import LeaseFile
    from enricher.run.engines.seam import OpenEngine

FORMS = "inline|processes:N|ray|ray:ADDRESS"
# More processes than any machine has cores are a slip of the finger.
MOST_PROCESSES = 1024
_NAME = re.compile(r"(inline)|processes:([0-9]{1,4})|(ray)(?::(\S+))?", re.ASCII)


@dataclass(frozen=True, slots=True)
class EngineChoice:
    """An engine's name with what stands after the colon."""

    name: str = "inline"
    count: int = 1
    """Of processes."""
    address: str | None = None
    """Of a node of a Ray cluster, or `auto`; None: a cluster of this machine alone."""


def parse(text: str) -> EngineChoice:
    """Returns the engine that `inline`, `processes:N`, `ray` or `ray:ADDRESS` names.

    Raises:
        ValueError: it is none of these; the message says what to write.
    """
    found = _NAME.fullmatch(text)
    if found is None or (found[2] and not 1 <= int(found[2]) <= MOST_PROCESSES):
        raise ValueError(
            f'"{text}" is no engine; write inline, processes:N with N from 1 to {MOST_PROCESSES}, '
            "ray, or ray:ADDRESS"
        )
    if found[2]:
        return EngineChoice("processes", count=int(found[2]))
    return EngineChoice("ray", address=found[4]) if found[3] else EngineChoice()


def opener(choice: EngineChoice, ledger: Path, tell: Callable[[str], None]) -> OpenEngine | None:
    """Returns the function that opens an engine; None for the inline one, which a job knows itself.

    `tell` takes a line for the user. Raises EngineUnavailable where the engine is not there.
    """
    # Imported when needed: the command line reads names of engines for every command.
    if choice.name == "processes":
        from enricher.run.engines.processes import processes  # noqa: PLC0415

        return processes(choice.count)
    if choice.name == "ray":
        from enricher.run.engines.cluster import cluster  # noqa: PLC0415

        return cluster(choice.address, leases=_leases(ledger, tell))
    return None


def _leases(ledger: Path, tell: Callable[[str], None]) -> LeaseFile:
    from enricher.run.engines.lease_file import LeaseFile  # noqa: PLC0415 - see above
    from enricher.web.clock import SystemClock  # noqa: PLC0415

    clock = SystemClock()
    return LeaseFile(LeaseFile.name(ledger), clock.now, clock.sleep, tell)
