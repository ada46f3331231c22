"""A file beside the ledger that says until when workers of other machines may send requests.

Workers of a cluster may outlive a coordinator that was killed, until their leases are over. The
next coordinator waits that long. A run that ends removes the file: its workers are gone.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

import anyio
import anyio.to_thread

from enricher.run.engines.remote_worker import Limits

SUFFIX = ".lease"


@dataclass(frozen=True, slots=True)
class LeaseFile:
    """The file of one ledger. A file that cannot be read or written keeps no run from its work."""

    path: Path
    now: Callable[[], datetime]
    sleep: Callable[[float], Awaitable[None]]
    tell: Callable[[str], None]
    """Takes a line for the user."""

    @classmethod
    def name(cls, ledger: Path) -> Path:
        """Returns where the file of a ledger is."""
        return ledger.with_name(ledger.name + SUFFIX)

    @asynccontextmanager
    async def kept(self, limits: Limits) -> AsyncIterator[None]:
        """Waits for workers of an earlier run; then keeps the file as long as ours may live."""
        # A renewal may be late by as much as a ping.
        seconds = limits.lease_s + 2 * limits.ping_s

        async def renew_again() -> None:
            while True:
                await self.renew(seconds)
                await anyio.sleep(limits.ping_s)

        await self.wait_out(seconds)
        await self.renew(seconds)
        try:
            async with anyio.create_task_group() as group:
                group.start_soon(renew_again)
                yield
                group.cancel_scope.cancel()
        finally:
            with anyio.CancelScope(shield=True):
                await self.end()

    async def wait_out(self, at_most_s: float) -> None:
        """Waits until no worker of an earlier run can send a request.

        `at_most_s`: what a lease can last; a file that names a later time has another clock's.
        """
        text = await anyio.to_thread.run_sync(self._read)
        try:
            left_s = (datetime.fromisoformat(text) - self.now()).total_seconds()
        except (ValueError, TypeError):
            return
        if left_s > 0:
            wait_s = min(left_s, at_most_s)
            self.tell(
                "the run before did not end; its workers on the cluster may be at work for "
                f"{wait_s:.0f} s more: waiting so that no site has two of them"
            )
            await self.sleep(wait_s)

    async def renew(self, seconds: float) -> None:
        """Says that workers may send requests for this long."""
        until = (self.now() + timedelta(seconds=seconds)).isoformat()
        await anyio.to_thread.run_sync(self._write, until)

    async def end(self) -> None:
        """Says that there is no worker any more."""
        await anyio.to_thread.run_sync(self._remove)

    def _read(self) -> str:
        try:
            return self.path.read_text(encoding="ascii")
        except (OSError, UnicodeDecodeError):
            return ""

    def _write(self, text: str) -> None:
        with suppress(OSError):
            self.path.write_text(text, encoding="ascii")

    def _remove(self) -> None:
        with suppress(OSError):
            self.path.unlink(missing_ok=True)
