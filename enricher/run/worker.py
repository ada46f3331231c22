"""Floor 3. The worker: follows journeys with the hands it is given. The product, whatever engine runs it.

A task is asked by one follower; a lane has as many followers as keep its site's turns in use while some of them are
away at another host (a picture, an archive). Manners themselves (turns, gaps, retries) are the web client's.
"""

from __future__ import annotations

import traceback
from collections.abc import Awaitable, Callable, Iterator
from dataclasses import dataclass, field, replace
from string import ascii_lowercase
from typing import Protocol

import anyio

from enricher import urls
from enricher.config import Config
from enricher.journey import steps as journey
from enricher.journey.target import steps_for
from enricher.models import ClientIdentity, Failure, Kind, Observation, Outcome, Request, Task
from enricher.run.once import Once
from enricher.run.plan import Refusals
from enricher.run.units import Lane, Poison, Unit, UnitSummary
from enricher.web.clock import Clock

Keep = Callable[[str, bytes], Awaitable[bool]]
"""Takes the whole bytes that an image's URL answered with; gives whether more are welcome in this run."""
Emit = Callable[[tuple[Outcome, ...]], Awaitable[None]]

# At most so many outcomes go home together. They go as soon as the last ones are on their way: what is not home is
# asked again after a crash.
CHUNK_ROWS = 100
# Followers of a lane beyond its site's turns: those that are away at another host.
AWAY = 2
# Lanes at once for each request in flight: a polite lane is silent most of the time.
LANES_PER_REQUEST = 2
# Answers for paths that cannot exist are remembered for so many sites, and so much of each: 200 × 64 KiB = 13 MB.
PROBED_SITES = 200
PROBE_BODY_BYTES = 65_536
# A lead image may also be a link of its own, much later in the run: 20,000 outcomes are about 20 MB.
MEASURED_IMAGES = 20_000
# Whole images in memory at once, 10 MB each by default.
COPIES = 4
# Long enough to be no word anywhere, short enough for any server's path.
PROBE_LETTERS = 24


class Web(Protocol):
    """What a worker needs of `web.client`."""

    async def fetch(self, request: Request) -> Observation:
        """Never raises for what the world does."""
        ...

    async def close_site(self, site: str) -> None: ...


@dataclass(frozen=True, slots=True)
class Hands:
    """The edges that a worker may use."""

    web: Web
    clock: Clock
    chance: Callable[[], float]
    keep: Keep | None = None
    """None: no copies are wanted."""


class Worker:
    """One per process. `work` may be called many times at once, for different sites."""

    def __init__(self, config: Config, hands: Hands, *, explains: bool = False) -> None:
        self._config = config
        self._hands = hands
        self._explains = explains
        self._refusals = Refusals(config.fields)
        self._probes: Once[str, Observation] = Once(PROBED_SITES)
        self._images: Once[str, Outcome] = Once(MEASURED_IMAGES)
        self._client_identities: dict[str, ClientIdentity] = {}
        self._copies = anyio.CapacityLimiter(COPIES)
        self._copier = hands.keep
        """None: no copies are wanted, or no more."""
        self._lanes = anyio.CapacityLimiter(LANES_PER_REQUEST * config.fetch.concurrency)

    async def work(self, unit: Unit, emit: Emit) -> UnitSummary:
        """Asks the unit's tasks; gives outcomes to `emit` as they come, those of a cancelled unit included."""
        clock = self._hands.clock
        lease_end = None if unit.lease_s is None else clock.monotonic() + unit.lease_s
        parcel = _Parcel(emit)
        shift = _Shift(lease_end)
        try:
            async with anyio.create_task_group() as group:
                group.start_soon(parcel.keep_sending)
                async with anyio.create_task_group() as lanes:
                    for lane in unit.lanes:
                        lanes.start_soon(self._walk, lane, shift, parcel)
                group.cancel_scope.cancel()
        finally:
            await parcel.send()
        return UnitSummary(begun=shift.begun, poison=tuple(shift.poison))

    async def _walk(self, lane: Lane, shift: _Shift, parcel: _Parcel) -> None:
        """One site's tasks, a few at a time."""
        async with self._lanes:
            tasks = iter(lane.tasks)
            settings = self._settings(lane)
            async with anyio.create_task_group() as followers:
                for _ in range(min(len(lane.tasks), self._turns(lane.site) + AWAY)):
                    followers.start_soon(self._follow_all, tasks, settings, shift, parcel)
            await self._hands.web.close_site(lane.site)

    async def _follow_all(
        self, tasks: Iterator[Task], settings: journey.Settings, shift: _Shift, parcel: _Parcel
    ) -> None:
        for task in tasks:
            if shift.lease_end is not None and self._hands.clock.monotonic() >= shift.lease_end:
                return
            shift.begun += 1
            try:
                outcomes = await self._follow(task, settings)
            except Exception as error:  # noqa: BLE001 - whatever our own code does, the others get their verdict
                shift.poison.append(
                    Poison(kind=task.kind, target=task.target, why=last_words(error))
                )
            else:
                await parcel.add(outcomes)

    async def _follow(self, task: Task, settings: journey.Settings) -> tuple[Outcome, ...]:
        """The outcomes of one target; an image that was measured in this run already is not asked again."""
        if task.kind is Kind.PAGE:
            return await self._travel(task, settings)
        return (await self._measure(task, settings),)

    async def _measure(self, task: Task, settings: journey.Settings) -> Outcome:
        async def once() -> Outcome:
            (outcome,) = await self._travel(task, settings)
            return outcome

        return await self._images.get(task.target, once)

    async def _travel(self, task: Task, settings: journey.Settings) -> tuple[Outcome, ...]:
        """From a journey's first wish to its outcomes."""
        steps = steps_for(task, self._with_client_identity(task, settings))
        refusal = self._refusals.of(task.target)
        answer: journey.StepResult | None = None
        while True:
            try:
                step = next(steps) if answer is None else steps.send(answer)
            except StopIteration as end:
                outcomes: tuple[Outcome, ...] = end.value
                self._learn(outcomes)
                return outcomes
            answer = (
                self._refuse(task.target, refusal) if refusal else await self._do(step, settings)
            )

    async def _do(self, step: journey.Step, settings: journey.Settings) -> journey.StepResult:
        match step:
            case journey.FetchUrl(request):
                return await self._hands.web.fetch(request)
            case journey.Probe(site, request):
                return await self._probes.get(site, lambda: self._probe(request))
            case journey.MeasureImage(task):
                return await self._measure(
                    task, replace(settings, client_identity=ClientIdentity.HONEST)
                )
            case journey.SaveImage(request):
                return await self._keep(request)

    async def _keep(self, request: Request) -> Observation:
        """Only a few at a time, for whole images are large; none once there is no place left for them."""
        async with self._copies:
            keep = self._copier
            if keep is None:
                return self._refuse(request.url, Failure.EXCLUDED)
            seen = await self._hands.web.fetch(request)
            if seen.http_status == 200 and seen.is_whole and not await keep(request.url, seen.body):
                self._copier = None
        return replace(seen, body=b"")

    async def _probe(self, request: Request) -> Observation:
        seen = await self._hands.web.fetch(request)
        return (
            replace(seen, body=seen.body[:PROBE_BODY_BYTES])
            if len(seen.body) > PROBE_BODY_BYTES
            else seen
        )

    def _refuse(self, url: str, failure: Failure) -> Observation:
        """What was never asked, because of its spelling or our settings."""
        return Observation(
            url=url, final_url=url, seen_at=self._hands.clock.now(), failure=failure, attempts=0
        )

    def _settings(self, lane: Lane) -> journey.Settings:
        config = self._config
        letters = (ascii_lowercase[int(self._hands.chance() * 26)] for _ in range(PROBE_LETTERS))
        return journey.Settings(
            fetch=config.fetch,
            policy=config.policy,
            archive=config.archive,
            browser_retry=config.politeness.browser_retry,
            client_identity=lane.client_identity,
            probe_token="".join(letters),
            shared_images=frozenset(lane.shared_images),
            keeps_copies=self._copier is not None,
            max_copy_bytes=config.images.max_image_bytes,
            explains=self._explains,
        )

    def _turns(self, site: str) -> int:
        politeness = self._config.politeness
        override = politeness.sites.get(site)
        return override.concurrency if override and override.concurrency else politeness.concurrency

    def _with_client_identity(self, task: Task, settings: journey.Settings) -> journey.Settings:
        """The manner that is set for the site, or that worked there in this run, or last time."""
        site = urls.site(task.target)
        override = self._config.politeness.sites.get(site)
        if override and override.client_identity:
            return replace(settings, client_identity=ClientIdentity(override.client_identity))
        return (
            replace(settings, client_identity=self._client_identities[site])
            if site in self._client_identities
            else settings
        )

    def _learn(self, outcomes: tuple[Outcome, ...]) -> None:
        for outcome in outcomes:
            if outcome.client_identity is ClientIdentity.BROWSER and outcome.verdict.status.is_good:
                self._client_identities[urls.site(outcome.target)] = ClientIdentity.BROWSER


@dataclass(slots=True)
class _Shift:
    """How long a unit may go on, and how far it came."""

    lease_end: float | None
    begun: int = 0
    poison: list[Poison] = field(default_factory=list)


@dataclass(slots=True)
class _Parcel:
    """Outcomes that wait for company on their way home."""

    emit: Emit
    rows: list[Outcome] = field(default_factory=list)
    is_filling: anyio.Event = field(default_factory=anyio.Event)

    async def add(self, outcomes: tuple[Outcome, ...]) -> None:
        self.rows.extend(outcomes)
        self.is_filling.set()
        if len(self.rows) >= CHUNK_ROWS:
            await self.send()

    async def send(self) -> None:
        """Once on their way, outcomes come home, whatever is cancelled meanwhile."""
        rows, self.rows = tuple(self.rows), []
        self.is_filling = anyio.Event()
        if rows:
            with anyio.CancelScope(shield=True):
                await self.emit(rows)

    async def keep_sending(self) -> None:
        """Sends whatever is there, one chunk after the other; runs until it is cancelled."""
        while True:
            await self.is_filling.wait()
            await self.send()


def last_words(error: BaseException) -> str:
    """The innermost error with its place, in one line."""
    while isinstance(error, BaseExceptionGroup):
        error = error.exceptions[0]
    frames = traceback.extract_tb(error.__traceback__)
    place = f" ({frames[-1].filename.rpartition('/')[2]}:{frames[-1].lineno})" if frames else ""
    return f"{type(error).__name__}: {error}{place}"
