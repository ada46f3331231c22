"""Bounds the memory of all bodies that are being read: large ones wait until there is room."""

from __future__ import annotations

import asyncio
from collections import deque

# Of each body, without asking for room: enough for most heads and small pages.
FREE_BYTES = 16 * 1024
# For the rest of all bodies together: 64 pages of the largest default size, as many as are in
# flight by default, so that only a higher `[fetch] concurrency` ever waits here.
ROOM_BYTES = 64 * 1024 * 1024


class BodyRoom:
    """Gives room to bodies, first come first served.

    A body takes room for all that it may become, once: none waits for more while it keeps some.
    """

    def __init__(self, room_bytes: int = ROOM_BYTES) -> None:
        self._size = self._free = room_bytes
        self._waiting: deque[tuple[int, asyncio.Future[None]]] = deque()

    async def take(self, most_bytes: int) -> int:
        """Waits for room; returns how much was taken, to be given back.

        A body that is larger than all the room gets all of it.
        """
        wanted = min(most_bytes, self._size)
        if not self._waiting and wanted <= self._free:
            self._free -= wanted
            return wanted
        turn: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._waiting.append((wanted, turn))
        try:
            await turn
        except asyncio.CancelledError:
            if turn.done() and not turn.cancelled():
                self.give_back(wanted)
            else:
                self._let_in()  # who stands behind may fit
            raise
        return wanted

    def give_back(self, taken: int) -> None:
        """Gives back what `take` returned."""
        self._free += taken
        self._let_in()

    def _let_in(self) -> None:
        while self._waiting:
            wanted, turn = self._waiting[0]
            if not turn.done():
                if wanted > self._free:
                    return
                self._free -= wanted
                turn.set_result(None)
            self._waiting.popleft()
