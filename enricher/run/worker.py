"""The worker: follows journeys with the services it is given, whatever engine runs it.

One follower asks one task at a time. A site has as many followers as keep its slots in use while
some of them wait at another host (an image, an archive). Slots, gaps and retries are the web
client's business.
"""

from __future__ import annotations

import traceback
from collections.abc import Awaitable, Callable, Iterator
from dataclasses import dataclass, field, replace
from math import ceil
from string import ascii_lowercase
from typing import Protocol

import anyio
from msgspec import structs

from enricher import urls
from enricher.config import Config
from enricher.journey import steps as journey
from enricher.journey.target import steps_for
from enricher.models import ClientIdentity, Fact, Failure, Kind, Observation, Outcome, Request, Task
from enricher.page.read import ALL_FACTS
from enricher.run.due import url_refusal
from enricher.run.engines.seam import ImageSaver, Poison, SiteTasks, Unit, UnitSummary
from enricher.run.single_flight import SingleFlight
from enricher.web.clock import Clock

Emit = Callable[[tuple[Outcome, ...]], Awaitable[None]]

# Outcomes emitted together at most. They are emitted as soon as the ones before are taken: what is
# not saved yet is asked again after a crash.
CHUNK_ROWS = 100
# Followers of a site beyond its slots: those that wait at another host.
EXTRA_FOLLOWERS = 2
# Sites that are worked on at once, at most; each costs a few waiting tasks of about 5 KB.
MOST_SITES = 1_000
# What a request takes on a good line, in seconds, and how many more sites than requests in flight
# are needed because some of them are paused or hang (bench realistic).
_ANSWER_S = 0.1
_SPARE_SITES = 1.5
# Of one worker in the coordinator's own process: there is no other one to leave sites for.
SITES_IN_FLIGHT = 16_000
# Answers for paths that cannot exist are remembered for the last 200 hosts, 64 KiB each: 13 MB.
PROBED_HOSTS = 200
PROBE_BODY_BYTES = 65_536
# A lead image may also be a link of its own, much later in the run: 20,000 outcomes are 20 MB.
MEASURED_IMAGES = 20_000
# Whole images in memory at once, 10 MB each by default.
IMAGES_AT_ONCE = 4
# Letters of a probed path: enough to be no word anywhere, few enough for any server.
PROBE_LETTERS = 24


def sites_at_once(config: Config) -> int:
    """Returns how many sites to work on at once.

    Enough that requests to other sites fill the time in which each keeps its distance, and not
    more: the connections of a site that is asked again soon can be kept.
    """
    fetch, politeness = config.fetch, config.politeness
    busy = fetch.concurrency / politeness.concurrency * (1 + politeness.gap_s / _ANSWER_S)
    return min(MOST_SITES, ceil(_SPARE_SITES * busy))


class Web(Protocol):
    """What a worker needs of `web.client`."""

    async def fetch(self, request: Request) -> Observation:
        """Fetches; never raises for what the world does."""
        ...

    def expect(self, site: str, requests: int) -> None:
        """Announces requests to a site."""
        ...

    async def close_site(self, site: str) -> None:
        """Closes the site's connections."""
        ...


@dataclass(frozen=True, slots=True)
class Services:
    """The edges that a worker may use."""

    web: Web
    clock: Clock
    chance: Callable[[], float]
    """Uniform in [0, 1)."""
    save_image: ImageSaver | None = None
    """None: no copies of images are wanted."""


class Worker:
    """Does units; one per process. `work` may run many times at once, for different sites."""

    def __init__(self, config: Config, services: Services, *, explains: bool = False) -> None:
        self._config = config
        self._services = services
        self._explains = explains
        self._url_refusal = url_refusal(config.fields)
        self._probes: SingleFlight[str, Observation] = SingleFlight(PROBED_HOSTS)
        self._images: SingleFlight[str, Outcome] = SingleFlight(MEASURED_IMAGES)
        self._identities: dict[str, ClientIdentity] = {}
        self._saving = anyio.CapacityLimiter(IMAGES_AT_ONCE)
        self._save_image = services.save_image
        """None: no copies are wanted, or no more."""
        self._sites = anyio.CapacityLimiter(sites_at_once(config))

    async def work(self, unit: Unit, emit: Emit) -> UnitSummary:
        """Asks the unit's tasks; emits outcomes as they come, also of a cancelled unit."""
        clock = self._services.clock
        ends_at = None if unit.lease_s is None else clock.monotonic() + unit.lease_s
        buffer = _OutcomeBuffer(emit)
        progress = _UnitProgress(ends_at)
        try:
            async with anyio.create_task_group() as group:
                group.start_soon(buffer.keep_sending)
                async with anyio.create_task_group() as sites:
                    for site in unit.sites:
                        sites.start_soon(self._do_site, site, progress, buffer)
                group.cancel_scope.cancel()
        finally:
            await buffer.send()
        return UnitSummary(begun=progress.begun, poison=tuple(progress.poison))

    async def _do_site(
        self, site: SiteTasks, progress: _UnitProgress, buffer: _OutcomeBuffer
    ) -> None:
        async with self._sites:
            tasks = iter(site.tasks)
            settings = self._settings(site)
            self._services.web.expect(site.site, len(site.tasks))
            async with anyio.create_task_group() as followers:
                for _ in range(min(len(site.tasks), self._slots(site.site) + EXTRA_FOLLOWERS)):
                    followers.start_soon(self._follow_all, tasks, settings, progress, buffer)
            await self._services.web.close_site(site.site)

    async def _follow_all(
        self,
        tasks: Iterator[Task],
        settings: journey.Settings,
        progress: _UnitProgress,
        buffer: _OutcomeBuffer,
    ) -> None:
        for task in tasks:
            if progress.is_over(self._services.clock):
                return
            progress.begun += 1
            try:
                outcomes = await self._follow(task, settings)
            except Exception as error:  # noqa: BLE001 - the other tasks still get their verdict
                progress.poison.append(
                    Poison(kind=task.kind, target=task.target, why=innermost_error(error))
                )
            else:
                await buffer.add(outcomes)

    async def _follow(self, task: Task, settings: journey.Settings) -> tuple[Outcome, ...]:
        """Gives a target's outcomes; an image that was measured in this run is not asked again."""
        if task.kind is Kind.PAGE:
            return await self._take_steps(task, settings)
        return (await self._measure(task, settings),)

    async def _measure(self, task: Task, settings: journey.Settings) -> Outcome:
        async def once() -> Outcome:
            (outcome,) = await self._take_steps(task, settings)
            return outcome

        return await self._images.get(task.target, once)

    async def _take_steps(self, task: Task, settings: journey.Settings) -> tuple[Outcome, ...]:
        """Does what a journey asks for, step by step, until it returns its outcomes."""
        steps = steps_for(task, self._with_identity(task, settings))
        refusal = self._url_refusal(task.target)
        result: journey.StepResult | None = None
        while True:
            try:
                step = next(steps) if result is None else steps.send(result)
            except StopIteration as end:
                outcomes: tuple[Outcome, ...] = end.value
                self._learn(outcomes)
                return outcomes
            result = (
                self._refuse(task.target, refusal) if refusal else await self._do(step, settings)
            )

    async def _do(self, step: journey.Step, settings: journey.Settings) -> journey.StepResult:
        match step:
            case journey.FetchUrl(request):
                # Only there: to copy every request takes time, too.
                if urls.site(request.url) != settings.site:
                    request = structs.replace(request, for_site=settings.site)
                return await self._services.web.fetch(request)
            case journey.Probe(host, request):
                asked = structs.replace(request, for_site=settings.site)
                return await self._probes.get(host, lambda: self._probe(asked))
            case journey.MeasureImage(task):
                honest = replace(settings, client_identity=ClientIdentity.HONEST)
                return await self._measure(task, honest)
            case journey.SaveImage(request):
                return await self._save(request)

    async def _save(self, request: Request) -> Observation:
        """Fetches a whole image and saves it; a few at a time, none once the cache is full."""
        async with self._saving:
            save_image = self._save_image
            if save_image is None:
                return self._refuse(request.url, Failure.EXCLUDED)
            seen = await self._services.web.fetch(request)
            is_image = seen.http_status == 200 and seen.is_whole
            if is_image and not await save_image(request.url, seen.body):
                self._save_image = None
        return structs.replace(seen, body=b"")

    async def _probe(self, request: Request) -> Observation:
        seen = await self._services.web.fetch(request)
        return structs.replace(seen, body=seen.body[:PROBE_BODY_BYTES])

    def _refuse(self, url: str, failure: Failure) -> Observation:
        """Says why a URL was never asked: its spelling, or our settings."""
        now = self._services.clock.now()
        return Observation(url=url, final_url=url, seen_at=now, failure=failure, attempts=0)

    def _settings(self, site: SiteTasks) -> journey.Settings:
        config, chance = self._config, self._services.chance
        letters = (ascii_lowercase[int(chance() * 26)] for _ in range(PROBE_LETTERS))
        return journey.Settings(
            fetch=config.fetch,
            policy=config.policy,
            archive=config.archive,
            secret_hosts=config.hosts,
            site=site.site,
            browser_retry=config.politeness.browser_retry,
            client_identity=site.client_identity,
            probe_token="".join(letters),
            shared_images=frozenset(site.shared_images),
            keeps_copies=self._save_image is not None,
            max_copy_bytes=config.images.max_image_bytes,
            facts=_kept_facts(config),
            explains=self._explains,
        )

    def _slots(self, site: str) -> int:
        politeness = self._config.politeness
        override = politeness.sites.get(site)
        return (override and override.concurrency) or politeness.concurrency

    def _with_identity(self, task: Task, settings: journey.Settings) -> journey.Settings:
        """Chooses the identity that is set for the site, else the one that it let in before."""
        if sites := self._config.politeness.sites:
            override = sites.get(urls.site(task.target))
            if override and override.client_identity:
                return replace(settings, client_identity=ClientIdentity(override.client_identity))
        learnt = self._identities.get(urls.host(task.target)) if self._identities else None
        return settings if learnt is None else replace(settings, client_identity=learnt)

    def _learn(self, outcomes: tuple[Outcome, ...]) -> None:
        for outcome in outcomes:
            if outcome.client_identity is ClientIdentity.BROWSER and outcome.verdict.status.is_good:
                self._identities[urls.host(outcome.target)] = ClientIdentity.BROWSER


@dataclass(slots=True)
class _UnitProgress:
    """How long a unit may go on, and how far it came."""

    ends_at: float | None
    """Monotonic seconds; None: no limit."""
    begun: int = 0
    poison: list[Poison] = field(default_factory=list)

    def is_over(self, clock: Clock) -> bool:
        return self.ends_at is not None and clock.monotonic() >= self.ends_at


@dataclass(slots=True)
class _OutcomeBuffer:
    """Collects outcomes until the ones before them are taken."""

    emit: Emit
    rows: list[Outcome] = field(default_factory=list)
    is_filling: anyio.Event = field(default_factory=anyio.Event)

    async def add(self, outcomes: tuple[Outcome, ...]) -> None:
        self.rows.extend(outcomes)
        if outcomes:
            self.is_filling.set()
        if len(self.rows) >= CHUNK_ROWS:
            await self.send()

    async def send(self) -> None:
        """Emits what is there; once begun, whatever is cancelled meanwhile."""
        rows, self.rows = tuple(self.rows), []
        self.is_filling = anyio.Event()
        if rows:
            with anyio.CancelScope(shield=True):
                await self.emit(rows)

    async def keep_sending(self) -> None:
        """Emits one chunk after the other, until it is cancelled."""
        while True:
            await self.is_filling.wait()
            await self.send()


def innermost_error(error: BaseException) -> str:
    """Describes the innermost error and its place, in one line."""
    while isinstance(error, BaseExceptionGroup):
        error = error.exceptions[0]
    frames = traceback.extract_tb(error.__traceback__)
    name = frames[-1].filename.rpartition("/")[2] if frames else ""
    place = f" ({name}:{frames[-1].lineno})" if frames else ""
    return f"{type(error).__name__}: {error}{place}"


def _kept_facts(config: Config) -> frozenset[Fact]:
    """Returns the facts that documents may show: looking for authors costs the most."""
    return ALL_FACTS if config.fill.authors else ALL_FACTS - {Fact.AUTHORS}
