"""Answers that many ask for and one fetches."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Awaitable, Callable
from typing import Generic, TypeVar

import anyio

K = TypeVar("K")
V = TypeVar("V")


class SingleFlight(Generic[K, V]):
    """Fetches each key's value once, while others wait; remembers the latest `size` values."""

    def __init__(self, size: int) -> None:
        self._size = size
        self._values: OrderedDict[K, V] = OrderedDict()
        self._pending: dict[K, anyio.Event] = {}

    async def get(self, key: K, fetch: Callable[[], Awaitable[V]]) -> V:
        """Returns the value; where the first caller is cancelled or fails, the next one fetches."""
        while key in self._pending:
            await self._pending[key].wait()
        if key in self._values:
            self._values.move_to_end(key)
            return self._values[key]
        done = self._pending[key] = anyio.Event()
        try:
            value = self._values[key] = await fetch()
        finally:
            del self._pending[key]
            done.set()
        if len(self._values) > self._size:
            self._values.popitem(last=False)
        return value
