"""Processes that read and edit documents for a run; they write neither documents nor the ledger."""

from __future__ import annotations

import gc
import multiprocessing
import os
import signal
import threading
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from multiprocessing.connection import wait
from typing import Any

from enricher.run.documents.work import DocumentWork, PoolSetup

AHEAD = 4
"""Chunks that each process is given before it is done with them: 80 ms of work, in which this one
writes a document or makes a chunk itself."""


class DocumentProcesses:
    """Some processes that do the same as `DocumentWork`."""

    def __init__(self, setup: PoolSetup, count: int) -> None:
        # Not forked, for this process has threads; their CPU time is counted as ours when they end.
        context = multiprocessing.get_context("spawn")
        given = setup, gc.get_threshold()
        self._executor = ProcessPoolExecutor(count, context, initializer=_begin, initargs=given)
        self._ahead = count * AHEAD

    def each(
        self,
        what: str,
        chunks: Sequence[Sequence[Any]],
        here: Callable[[Sequence[Any]], list[Any]],
    ) -> Iterator[list[Any] | None]:
        """Yields what was made of each of some items at a time, in their order; None for those
        whose process died.

        Instead of waiting, this process makes by `here` the last ones that no other was given.
        """
        # What was given is not taken back: Python 3.11's executor fails in its own thread where a
        # process dies and a future of it was cancelled.
        left = deque(range(len(chunks)))
        given: dict[int, Future[list[Any]] | None] = {}
        made: dict[int, list[Any]] = {}
        for number in range(len(chunks)):
            while True:
                while left and sum(map(_is_under_way, given.values())) < self._ahead:
                    next_one = left.popleft()
                    given[next_one] = self._submitted(what, chunks[next_one])
                if number in made or not left or not _is_under_way(given[number]):
                    break
                last = left.pop()
                made[last] = here(chunks[last])
            yield made.pop(number) if number in made else _result(given.pop(number))

    def close(self) -> None:
        """Ends the processes."""
        self._executor.shutdown(cancel_futures=True)

    def _submitted(self, what: str, items: Sequence[Any]) -> Future[list[Any]] | None:
        try:
            return self._executor.submit(_do, what, items)
        except BrokenProcessPool:
            return None


def _is_under_way(future: Future[list[Any]] | None) -> bool:
    return future is not None and not future.done()


def _result(future: Future[list[Any]] | None) -> list[Any] | None:
    """What a process made, once it did; None where it died."""
    try:
        return None if future is None else future.result()
    except BrokenProcessPool:
        return None


# ── in one of the processes ─────────────────────────────────────────────────────────────────────

_work: list[DocumentWork] = []


def _begin(setup: PoolSetup, gc_threshold: tuple[int, int, int]) -> None:
    """Readies a process, which collects garbage as rarely as the run's own."""
    gc.set_threshold(*gc_threshold)
    # Ctrl-C and a service's stop reach all processes; they are for the run, which ends its own.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    _work.append(DocumentWork(setup))
    threading.Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    """Ends this process when the run is gone, were it killed."""
    parent = multiprocessing.parent_process()
    if parent is not None:
        wait([parent.sentinel])
        os._exit(0)


def _do(what: str, items: Sequence[Any]) -> list[Any]:
    """Does one thing with each item."""
    return [getattr(_work[0], what)(item) for item in items]
