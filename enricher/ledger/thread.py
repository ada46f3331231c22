"""A ledger with a thread of its own: the one connection that writes, off the event loop."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager
from pathlib import Path
from typing import TypeVar

import anyio

from enricher.ledger.store import Ledger

T = TypeVar("T")

THREAD_NAME = "ledger"


class LedgerThread:
    """Does commands on a ledger, one after the other, in the order in which they were given."""

    def __init__(self, executor: ThreadPoolExecutor, ledger: Ledger) -> None:
        self._executor = executor
        self._ledger = ledger

    async def do(self, command: Callable[[Ledger], T]) -> T:
        """Does one command and returns its result; a command once given is done, cancelled or not.

        Raises what the command raises.
        """
        loop = asyncio.get_running_loop()
        future = loop.run_in_executor(self._executor, command, self._ledger)
        with anyio.CancelScope(shield=True):
            await asyncio.wait([future])
        return future.result()


@asynccontextmanager
async def open_ledger(path: Path) -> AsyncIterator[LedgerThread]:
    """Opens a ledger for writing in a thread of its own, and holds it until the context ends.

    Raises LedgerBusy where another run holds it, LedgerError where it cannot be used.
    """
    executor = ThreadPoolExecutor(max_workers=1, thread_name_prefix=THREAD_NAME)
    loop = asyncio.get_running_loop()
    try:
        ledger = await loop.run_in_executor(executor, Ledger.open, path)
        try:
            yield LedgerThread(executor, ledger)
        finally:
            with anyio.CancelScope(shield=True):
                await loop.run_in_executor(executor, ledger.close)
    finally:
        executor.shutdown(wait=False)
