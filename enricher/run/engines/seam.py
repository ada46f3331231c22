"""The seam between a run and its engine: what travels to a worker, and what comes back.

All of it is plain data that can be written as JSON and read back equal. Only an engine knows how
many processes there are.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from typing import Protocol

from enricher.config import Config
from enricher.models import ClientIdentity, Kind, Outcome, Task
from enricher.web.clock import Clock

ImageSaver = Callable[[str, bytes], Awaitable[bool]]
"""Takes the whole bytes that an image's URL answered with; gives whether more are welcome."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SiteTasks:
    """Tasks of one site; a site is in at most one live unit."""

    site: str
    tasks: tuple[Task, ...]
    client_identity: ClientIdentity = ClientIdentity.HONEST
    """The identity that the site let in last time."""
    shared_images: tuple[str, ...] = ()
    """Images that many articles of the site share: its default, no article's lead image."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Unit:
    """What one worker does in one go: a part of a large site, or several small sites."""

    id: int
    attempt: int
    sites: tuple[SiteTasks, ...]
    lease_s: float | None = None
    """Seconds from the worker's start on the unit; afterwards no new task is begun."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Chunk:
    """Outcomes of a unit, in the order in which they were found."""

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
    """What a worker reports at the end of a unit."""

    begun: int
    """Tasks begun; fewer than the unit has where the lease ran out."""
    poison: tuple[Poison, ...] = ()
    """Tasks without an outcome for which the worker can name the error."""


@dataclass(frozen=True, slots=True)
class Done:
    """The unit ran to its end."""

    summary: UnitSummary


@dataclass(frozen=True, slots=True)
class Failed:
    """`Worker.work` raised and the worker lives; no single task is to blame."""

    why: str


@dataclass(frozen=True, slots=True)
class Lost:
    """The worker's process died, and certainly sends no further request."""

    why: str


UnitResult = Done | Failed | Lost
"""How a unit ended. Chunks that arrived before a `Failed` or `Lost` count."""

OnRows = Callable[[Chunk], Awaitable[None]]


@dataclass(frozen=True, slots=True, kw_only=True)
class EngineStatus:
    """How the workers of an engine are."""

    workers: int
    """That are ready."""
    oldest_lease_s: float
    """Seconds since the lease was renewed of the worker that was not heard of for longest."""
    late: int = 0
    """Results that came for units that had ended; they were dropped."""


class Engine(Protocol):
    """Runs units.

    `run` resolves once, never raises and never retries by itself. Chunks arrive in order.
    Cancelled, it ends after what was learnt was handed over.
    """

    def capacity(self) -> int:
        """Returns how many sites it wants in flight now."""
        ...

    def requests_sent(self) -> int:
        """Counts the requests of all its workers so far, redirects and retries included."""
        ...

    def status(self) -> EngineStatus | None:
        """Tells how its workers are; None where there is one, in this process."""
        ...

    async def run(self, unit: Unit, on_rows: OnRows, *, alone: bool = False) -> UnitResult:
        """Runs a unit; `alone` gives it a worker with connections and queues of its own."""
        ...


OpenEngine = Callable[
    [Config, Clock, Callable[[], float], ImageSaver | None], AbstractAsyncContextManager[Engine]
]
"""Starts an engine; leaving the context ends every process it started."""
