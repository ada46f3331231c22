"""The engine of a Ray cluster: each worker is an async actor, which is a process with an event
loop.

What differs from processes of this machine: an actor may be cut off rather than dead. Then its
lease decides: once that is over, it sends nothing more.
"""

from __future__ import annotations

import asyncio
import logging
import os
import sys
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import (
    AbstractAsyncContextManager,
    asynccontextmanager,
    contextmanager,
    nullcontext,
    suppress,
)
from typing import Any

import anyio
import anyio.to_thread

from enricher.config import Config
from enricher.errors import EngineUnavailable
from enricher.run.engines import frames
from enricher.run.engines.frames import Codec
from enricher.run.engines.host import MAKE_WORKER, WorkerHost
from enricher.run.engines.lease_file import LeaseFile
from enricher.run.engines.pool import PoolRules, WorkerPool, open_pool, shared
from enricher.run.engines.remote_worker import Limits, WorkerLink
from enricher.run.engines.seam import ImageSaver
from enricher.web.clock import Clock

try:
    import ray
    from ray.exceptions import ActorDiedError, RayActorError, RayError
except ImportError as missing:
    raise EngineUnavailable(
        "--engine ray needs Ray, which is not installed: pip install 'enricher[cluster]'"
    ) from missing

# Documents and results are small and go past the object store; images are 10 MB each by default.
OBJECT_STORE_BYTES = 80 * 1024 * 1024
# Calls of one actor at once: each message is a short one. Ray's own default for async actors.
CALLS_AT_ONCE = 1_000


def cluster(
    address: str | None,
    *,
    make: str = MAKE_WORKER,
    limits: Limits | None = None,
    count: int | None = None,
    leases: LeaseFile | None = None,
) -> Callable[..., AbstractAsyncContextManager[WorkerPool]]:
    """Returns a function that opens an engine on a Ray cluster.

    Args:
        address: of one of its nodes, or `auto`; None starts one on this machine.
        make: where a worker comes from, as in `frames.Setup`.
        limits: of workers and units.
        count: of workers; None: one for each processor of the cluster, however it grows.
        leases: of workers of an earlier run, which are waited for; None: there can be none.
    """
    allowed = limits or Limits()

    @asynccontextmanager
    async def open_cluster(
        config: Config, _clock: Clock, chance: Callable[[], float], save_image: ImageSaver | None
    ) -> AsyncIterator[WorkerPool]:
        with _quiet_stdout():
            await anyio.to_thread.run_sync(_connect, address)
            try:
                workers = count or _processors()

                async def start() -> WorkerLink:
                    setup = frames.Setup(
                        config=shared(config, workers),
                        make=make,
                        seed=chance(),
                        lease_s=allowed.lease_s,
                        wedged_s=allowed.wedged_s,
                        saves_images=save_image is not None,
                    )
                    await anyio.lowlevel.checkpoint()
                    return ActorLink(setup, processors=1 if count is None else 0)

                def wanted() -> int:
                    return count or max(workers, _processors())

                rules = PoolRules.of(allowed, config, save_image, workers)
                async with (
                    leases.kept(allowed) if leases else nullcontext(),
                    open_pool(start, wanted, rules, enough=workers) as pool,
                ):
                    yield pool
            finally:
                with anyio.CancelScope(shield=True):
                    await anyio.to_thread.run_sync(ray.shutdown)

    return open_cluster


class ActorLink:
    """An actor, and messages to and from it."""

    def __init__(self, setup: frames.Setup, *, processors: int) -> None:
        self._lease_s = setup.lease_s
        actor = ray.remote(WorkerActor).options(
            num_cpus=processors,
            # A unit that is lost is the coordinator's to judge, and so is a worker.
            max_restarts=0,
            max_task_retries=0,
            max_concurrency=CALLS_AT_ONCE,
        )
        self._actor: Any = actor.remote(Codec.encode(setup))
        self._to_send: list[bytes] = []
        self._has_news = asyncio.Event()
        self._sending = asyncio.create_task(self._send_all())

    def send(self, message: frames.ToWorker) -> None:
        """Has a message sent; does nothing where the actor is gone."""
        self._to_send.append(Codec.encode(message))
        self._has_news.set()

    async def _send_all(self) -> None:
        """Sends what has come together, one call after the other: calls keep no order."""
        with suppress(RayError):
            while True:
                await self._has_news.wait()
                self._has_news.clear()
                messages, self._to_send = self._to_send, []
                await self._actor.tell.remote(messages)

    async def receive(self) -> AsyncIterator[frames.FromWorker]:
        """Yields messages in order, until the actor is gone."""
        try:
            async for reference in self._actor.messages.remote():
                for message in await reference:
                    yield Codec.from_worker(message)
        except RayError:
            # Dead, or out of reach: `end` finds out.
            return

    async def end(self) -> str:
        """Ends the actor; returns when its death is known, or its lease over."""
        self._sending.cancel()
        with anyio.CancelScope(shield=True), anyio.move_on_after(self._lease_s):
            await anyio.to_thread.run_sync(lambda: ray.kill(self._actor, no_restart=True))
            while True:
                try:
                    await self._actor.tell.remote([])
                except ActorDiedError:
                    return "its actor died"
                except RayActorError:
                    await anyio.sleep(0.1)
        return "its actor is out of reach, and its lease over"


class WorkerActor:
    """A worker as a Ray actor. It has an event loop of its own, beside Ray's."""

    def __init__(self, setup: bytes) -> None:
        self._inbox: asyncio.Queue[bytes] = asyncio.Queue()
        self._outbox: asyncio.Queue[bytes] = asyncio.Queue()
        self._host = WorkerHost(Codec.setup(setup), self._send)

    async def tell(self, messages: list[bytes]) -> None:
        """Takes messages; none only ask whether the actor lives."""
        for message in messages:
            self._inbox.put_nowait(message)

    async def messages(self) -> AsyncIterator[list[bytes]]:
        """Yields what the worker has to say, as long as it works: all that has come together."""
        serving = asyncio.create_task(self._host.serve(self._incoming()))
        saying: asyncio.Task[bytes] | None = None
        try:
            while True:
                saying = asyncio.create_task(self._outbox.get())
                await asyncio.wait({serving, saying}, return_when=asyncio.FIRST_COMPLETED)
                if not saying.done():
                    await serving
                    return
                said = [saying.result()]
                while not self._outbox.empty():
                    said.append(self._outbox.get_nowait())
                yield said
        finally:
            serving.cancel()
            if saying is not None:
                saying.cancel()

    async def _send(self, message: frames.Frame) -> None:
        await self._outbox.put(Codec.encode(message))

    async def _incoming(self) -> AsyncIterator[frames.ToWorker]:
        while True:
            yield Codec.to_worker(await self._inbox.get())


def _connect(address: str | None) -> None:
    # Ray reports usage to its makers unless told otherwise; only a user can want that.
    os.environ.setdefault("RAY_USAGE_STATS_ENABLED", "0")
    settings: dict[str, Any] = {
        "logging_level": logging.ERROR,
        "log_to_driver": False,
        "configure_logging": False,
    }
    if address is None:
        # "local": never one that another user runs here, which Ray would join otherwise.
        settings |= {"address": "local", "include_dashboard": False}
        settings["object_store_memory"] = OBJECT_STORE_BYTES
    else:
        settings |= {"address": address}
    try:
        ray.init(**settings)
    except (ConnectionError, RuntimeError, ValueError, RayError) as error:
        reason = str(error).strip().splitlines()[0] if str(error).strip() else type(error).__name__
        where = "on this machine" if address is None else f"at {address}"
        raise EngineUnavailable(f"no Ray cluster {where}: {reason}") from error


def _processors() -> int:
    resources: dict[str, float] = ray.cluster_resources()
    return max(1, int(resources.get("CPU", 1)))


@contextmanager
def _quiet_stdout() -> Iterator[None]:
    """Has what Ray prints of workers that died on standard error: standard output is ours."""
    kept, sys.stdout = sys.stdout, sys.stderr
    try:
        yield
    finally:
        sys.stdout = kept
