"""A worker's process: `python -m enricher.run.engines.child FD`, where FD is a socket to its
coordinator.
"""

from __future__ import annotations

import asyncio
import os
import signal
import socket
import sys
from collections.abc import AsyncIterator

import anyio

from enricher.run.engines import frames
from enricher.run.engines.frames import Codec
from enricher.run.engines.host import WorkerHost


def main() -> None:
    """Serves until the coordinator is gone."""
    # Ctrl-C is for the coordinator, which ends its workers.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    anyio.run(_serve, socket.socket(fileno=int(sys.argv[1])))


async def _serve(to_coordinator: socket.socket) -> None:
    reader, writer = await asyncio.open_connection(sock=to_coordinator)

    async def send(message: frames.Frame) -> None:
        try:
            writer.write(frames.framed(Codec.encode(message)))
            await writer.drain()
        except ConnectionError:
            os._exit(0)  # killed: standard error is read by no process any more

    async def messages() -> AsyncIterator[frames.ToWorker]:
        async for text in frames.read_frames(reader):
            yield Codec.to_worker(text)
        # Without its coordinator a worker has no leave to send anything, and no place for results.
        os._exit(0)

    setup = Codec.setup(await frames.read_frame(reader))
    await WorkerHost(setup, send).serve(messages())


if __name__ == "__main__":
    main()
