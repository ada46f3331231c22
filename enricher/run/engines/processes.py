"""The engine of several processes on this machine: each has a core, an event loop and a worker."""

from __future__ import annotations

import asyncio
import signal
import subprocess
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager
from dataclasses import replace

import anyio
import anyio.to_thread

from enricher.config import Config
from enricher.run import child_process
from enricher.run.engines import frames
from enricher.run.engines.frames import Codec
from enricher.run.engines.host import MAKE_WORKER
from enricher.run.engines.pool import PoolRules, WorkerPool, open_pool, shared
from enricher.run.engines.remote_worker import Limits, WorkerLink
from enricher.run.engines.seam import ImageSaver
from enricher.web.clock import Clock

CHILD = "enricher.run.engines.child"

OpenPool = Callable[
    [Config, Clock, Callable[[], float], ImageSaver | None],
    AbstractAsyncContextManager[WorkerPool],
]


def processes(count: int, *, make: str = MAKE_WORKER, limits: Limits | None = None) -> OpenPool:
    """Returns a function that opens an engine of `count` processes. They use the system's clock."""
    allowed = limits or Limits()
    # All of them will come, if the machine is busy; on a cluster, others may have the processors.
    allowed = replace(allowed, gather_s=allowed.start_s)

    def open_processes(
        config: Config, _clock: Clock, chance: Callable[[], float], save_image: ImageSaver | None
    ) -> AbstractAsyncContextManager[WorkerPool]:
        async def start() -> WorkerLink:
            setup = frames.Setup(
                config=shared(config, count),
                make=make,
                seed=chance(),
                lease_s=allowed.lease_s,
                wedged_s=allowed.wedged_s,
                saves_images=save_image is not None,
            )
            return await ProcessLink.start(setup)

        rules = PoolRules.of(allowed, config, save_image, count)
        return open_pool(start, lambda: count, rules, enough=count)

    return open_processes


class ProcessLink:
    """A child process, and a pair of sockets between it and us."""

    def __init__(
        self,
        process: subprocess.Popen[bytes],
        reader: asyncio.StreamReader,
        writer: asyncio.StreamWriter,
    ) -> None:
        self._process = process
        self._reader = reader
        self._writer = writer
        self.pid = process.pid

    @classmethod
    async def start(cls, setup: frames.Setup) -> ProcessLink:
        """Starts a process, which is not ready before it has answered a ping."""
        with anyio.CancelScope(shield=True):
            process, ours = await anyio.to_thread.run_sync(child_process.start, CHILD)
            reader, writer = await asyncio.open_connection(sock=ours)
        link = cls(process, reader, writer)
        writer.write(frames.framed(Codec.encode(setup)))
        return link

    def send(self, message: frames.ToWorker) -> None:
        """Has a message sent; does nothing where the process is gone."""
        # Not drained: what is sent is bounded by what is in flight, and a frozen process must not
        # keep a coordinator waiting.
        if not self._writer.is_closing():
            self._writer.write(frames.framed(Codec.encode(message)))

    async def receive(self) -> AsyncIterator[frames.FromWorker]:
        """Yields messages in order, until the process is gone."""
        async for text in frames.read_frames(self._reader):
            yield Codec.from_worker(text)

    async def end(self) -> str:
        """Ends the process; says how it ended. It has certainly sent its last request."""
        self._process.kill()
        with anyio.CancelScope(shield=True):
            status = await anyio.to_thread.run_sync(self._process.wait)
        self._writer.close()
        return f"its process ended ({how_ended(status)})"


def how_ended(status: int) -> str:
    """Says how a process ended; `status`: below 0 the signal that ended it."""
    return f"exit status {status}" if status >= 0 else f"signal {signal.Signals(-status).name}"
