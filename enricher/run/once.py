"""Floor 3. Answers that many ask for and one fetches."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Awaitable, Callable
from typing import Generic, TypeVar

import anyio

Key = TypeVar("Key")
Answer = TypeVar("Answer")


class Once(Generic[Key, Answer]):
    """The first to ask for a key fetches its answer, the others wait for it; only the latest `size` are remembered."""

    def __init__(self, size: int) -> None:
        self._size = size
        self._answers: OrderedDict[Key, Answer] = OrderedDict()
        self._pending: dict[Key, anyio.Event] = {}

    async def get(self, key: Key, fetch: Callable[[], Awaitable[Answer]]) -> Answer:
        """Where the first one is cancelled or fails, the next one in line fetches."""
        while key in self._pending:
            await self._pending[key].wait()
        if key in self._answers:
            self._answers.move_to_end(key)
            return self._answers[key]
        mine = self._pending[key] = anyio.Event()
        try:
            answer = self._answers[key] = await fetch()
        finally:
            del self._pending[key]
            mine.set()
        if len(self._answers) > self._size:
            self._answers.popitem(last=False)
        return answer
