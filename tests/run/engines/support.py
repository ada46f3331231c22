"""Engines under test, units for them, and what the server saw of it all."""

from __future__ import annotations

import os
import random
from collections.abc import Mapping
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass, field, replace

import anyio

from enricher.config import Archive, Config, Policy, Politeness, Retry
from enricher.models import Kind, Task
from enricher.run.engines.processes import processes
from enricher.run.engines.remote_worker import Limits
from enricher.run.engines.seam import Chunk, Engine, ImageSaver, OpenEngine, SiteTasks, Unit
from enricher.web.clock import SystemClock
from tests.run.engines.local_ray import local_ray
from tests.run.engines.workers import MAKE, inline, open_nameless, open_worker
from tests.testweb.answers import Answer, page
from tests.testweb.server import SmallWeb

ENGINES = ("inline", "processes", "ray")
FAST = Limits(lease_s=20.0, wedged_s=15.0, ping_s=0.2, unit_grace_s=0.5, gather_s=120.0)
"""Longer than a busy machine keeps a process waiting; who waits for one of them in a test makes it shorter."""
WAITED_FOR = replace(FAST, lease_s=6.0, wedged_s=5.0)
"""Of workers that freeze or hang in the test."""
SLOTS = 2
"""At each site."""


def config(web: SmallWeb, **fetch: object) -> Config:
    return Config(
        fetch=web.fetch_settings(allow_addresses=("127.0.0.1/32",), **fetch),
        politeness=Politeness(gap_s=0.0, concurrency=SLOTS),
        retry=Retry(attempts=1),
        archive=Archive(enabled=False),
        policy=Policy(probe=False),
    )


def opener(name: str, limits: Limits = FAST, *, count: int = 2, make: str = MAKE) -> OpenEngine:
    """Opens the engine of that name with breakable workers; skips where it is not installed."""
    if name == "inline":
        return inline(open_worker if make == MAKE else open_nameless)
    if name == "processes":
        return processes(count, make=make, limits=limits)
    address = local_ray().address
    from enricher.run.engines.cluster import cluster  # noqa: PLC0415 - needs ray

    # Ray takes its time on a busy machine.
    lease_s, wedged_s = max(limits.lease_s, 10.0), max(limits.wedged_s, 6.0)
    patient = replace(limits, lease_s=lease_s, wedged_s=wedged_s)
    return cluster(address, make=make, limits=patient, count=count)


def opened(
    name: str,
    web: SmallWeb,
    limits: Limits = FAST,
    *,
    count: int = 1,
    save: ImageSaver | None = None,
) -> AbstractAsyncContextManager[Engine]:
    return open_engine(name, config(web), limits, count=count, save=save)


def open_engine(
    name: str,
    settings: Config,
    limits: Limits = FAST,
    *,
    count: int = 1,
    save: ImageSaver | None = None,
) -> AbstractAsyncContextManager[Engine]:
    opens = opener(name, limits, count=count)
    return opens(settings, SystemClock(), random.Random(7).random, save)


def urls(site: str, count: int) -> list[str]:
    return [f"http://{site}/{number}/story" for number in range(count)]


def unit(number: int, *sites: tuple[str, list[str]], lease_s: float | None = None) -> Unit:
    """A unit of these sites with their URLs."""
    return Unit(
        id=number,
        attempt=1,
        sites=tuple(
            SiteTasks(site=site, tasks=tuple(Task(target=url, kind=Kind.PAGE) for url in of_site))
            for site, of_site in sites
        ),
        lease_s=lease_s,
    )


@dataclass
class Collected:
    """Takes the chunks of a unit."""

    chunks: list[Chunk] = field(default_factory=list)

    async def __call__(self, chunk: Chunk) -> None:
        await anyio.lowlevel.checkpoint()
        self.chunks.append(chunk)

    @property
    def targets(self) -> list[str]:
        return [row.target for chunk in self.chunks for row in chunk.rows]


def put_up(web: SmallWeb, sites: int, think_s: float = 0.02) -> list[str]:
    """Sites `0.test` and so on, which answer anything after some time; gives their names."""
    names = [f"{number}.test" for number in range(sites)]
    answer: Answer = page("<title>A story</title>")
    for name in names:
        web.add(f"http://{name}/*", slow(answer, think_s))
    return names


def slow(answer: Answer, think_s: float) -> Answer:
    return replace(answer, after_s=think_s)


# ── what the server saw ───────────────────────────────────────────────────────────────────────────


def process_of(agent: str | None) -> int:
    assert agent is not None
    return int(agent.removeprefix("process "))


def processes_seen(web: SmallWeb, host: str | None = None) -> list[int]:
    """Process ids in the order of their requests."""
    return [process_of(asked.header("user-agent")) for asked in web.asked(host)]


def assert_polite(web: SmallWeb, names: list[str], think_s: float = 0.02) -> None:
    """No site had two workers at once, nor more requests at once than its slots."""
    for name in names:
        asked = web.asked(name)
        # An answer takes the server that long, so a request beyond the slots comes earlier.
        starts = [one.at for one in asked]
        pairs = zip(starts, starts[SLOTS:], strict=False)
        assert all(later - first > think_s * 0.9 for first, later in pairs), name
        seen = processes_seen(web, name)
        changes = [pid for pid, before in zip(seen[1:], seen, strict=False) if pid != before]
        assert len(changes) == len(set(seen[1:]) - set(seen[:1])), f"{name}: {seen}"


def overlaps(
    web: SmallWeb, name: str, think_s: float, ended: Mapping[int, float] | None = None
) -> list[tuple[int, int, float]]:
    """Requests that came while another process waited for its answer: both ids, and seconds.

    The server takes that long for an answer, so one that comes earlier is certainly too early;
    unless the other process had `ended` (killed, and when) and waited for nothing any more.
    """
    ended = ended or {}
    asked = [(one.at, process_of(one.header("user-agent"))) for one in web.asked(name)]
    return [
        (before, pid, at - since)
        for number, (at, pid) in enumerate(asked)
        for since, before in asked[max(0, number - 100) : number]
        if pid != before and at - since < think_s * 0.99 and ended.get(before, at) >= at
    ]


def is_alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True
