"""Floor 3. The seam between a run and its engine: what travels to a worker and what comes back. Plain data.

Everything here can be written as JSON and read back equal; nothing says how many processes there are.
"""

from __future__ import annotations

from dataclasses import dataclass

from enricher.models import ClientIdentity, Kind, Outcome, Task


@dataclass(frozen=True, slots=True, kw_only=True)
class Lane:
    """Tasks of one site; a site is in at most one live unit."""

    site: str
    tasks: tuple[Task, ...]
    client_identity: ClientIdentity = ClientIdentity.HONEST
    """What the site let in last time."""
    shared_images: tuple[str, ...] = ()
    """Images that many articles of the site share: its default, nobody's lead image."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Unit:
    """What one worker does in one go: a part of a large site, or several small sites."""

    id: int
    attempt: int
    lanes: tuple[Lane, ...]
    lease_s: float | None = None
    """From the worker's first look at it: afterwards no new task is begun."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Chunk:
    """Outcomes on their way home, in order."""

    unit: int
    attempt: int
    seq: int
    rows: tuple[Outcome, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Poison:
    """A target that our own code failed on."""

    kind: Kind
    target: str
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitSummary:
    """What a worker says at the end of a unit."""

    begun: int
    """Tasks; fewer than the unit has where the lease was over."""
    poison: tuple[Poison, ...] = ()
    """Tasks without an outcome, for which the worker could say so itself."""


@dataclass(frozen=True, slots=True)
class Done:
    """The unit ran to its end."""

    summary: UnitSummary


@dataclass(frozen=True, slots=True)
class Failed:
    """`Worker.work` raised, and the worker lives; no single task is to blame. Chunks that came before count."""

    why: str


@dataclass(frozen=True, slots=True)
class Lost:
    """The worker's process died, and certainly sends no further request. Chunks that came before count."""

    why: str


Result = Done | Failed | Lost
