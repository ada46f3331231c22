"""A process that reads and edits documents: `python -m enricher.run.documents.child FD`, where FD
is a socket to its run.
"""

from __future__ import annotations

import gc
import signal
import sys
import threading
from collections.abc import Iterator, Sequence
from contextlib import closing, suppress
from multiprocessing.connection import Connection
from queue import SimpleQueue
from typing import Any

from enricher.run.documents.work import DocumentWork


def main() -> None:
    """Does what the run asks, until it is gone or has closed the socket."""
    # A service's stop reaches all its processes; it is for the run, which ends its own.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    # What fails here fails again in the run, which does it itself then, and tells.
    with suppress(Exception), Connection(int(sys.argv[1])) as run:
        setup, gc_threshold = run.recv()
        gc.set_threshold(*gc_threshold)  # it collects garbage as rarely as the run
        with closing(DocumentWork(setup)) as work:
            for what, items in _orders(run):
                run.send([getattr(work, what)(item) for item in items])


def _orders(run: Connection) -> Iterator[tuple[str, Sequence[Any]]]:
    """Gives what the run asks for, one after the other.

    It is read in a thread, as it comes: else both sides could wait to send, and neither would read.
    """
    orders: SimpleQueue[tuple[str, Sequence[Any]] | None] = SimpleQueue()

    def read() -> None:
        with suppress(EOFError, OSError):
            while True:
                orders.put(run.recv())
        orders.put(None)

    threading.Thread(target=read, daemon=True).start()
    return iter(orders.get, None)


if __name__ == "__main__":
    main()
