"""Processes that read and edit documents for a run; they write neither documents nor the ledger."""

from __future__ import annotations

import gc
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from multiprocessing.connection import Connection, wait
from typing import Any

from enricher.run import child_process
from enricher.run.documents.work import PoolSetup

CHILD = "enricher.run.documents.child"

# Chunks that one process has: at one it is, and for the other it need not wait.
_AT_ONCE = 2

Made = dict[int, list[Any] | None]
"""What was made of chunks, by their numbers; None where the process died."""


class DocumentProcesses:
    """Some processes that do the same as `DocumentWork`."""

    def __init__(self, setup: PoolSetup, count: int) -> None:
        started = [child_process.start(CHILD) for _ in range(count)]
        self.processes = tuple(process for process, _ in started)
        self._given: dict[Connection, deque[int]] = {
            Connection(socket.detach()): deque() for _, socket in started
        }
        """Those that live, with the numbers of the chunks that each has."""
        for connection in [*self._given]:
            self._send(connection, (setup, gc.get_threshold()))

    def each(
        self,
        what: str,
        chunks: Sequence[Sequence[Any]],
        here: Callable[[Sequence[Any]], list[Any]],
    ) -> Iterator[list[Any] | None]:
        """Yields what was made of each of some items at a time, in their order; None for those
        whose process died.

        Instead of waiting, this process makes by `here` the last ones that no other has begun.
        """
        waiting = deque(enumerate(chunks))
        made: Made = {}
        try:
            for number in range(len(chunks)):
                self._hand_out(what, waiting, made)
                while number not in made:
                    if waiting:
                        last, chunk = waiting.pop()
                        made[last] = here(chunk)
                    else:
                        self._take_in(made, None)
                    self._hand_out(what, waiting, made)
                yield made.pop(number)
        finally:
            while any(self._given.values()):  # what comes now is for no later one
                self._take_in(made, None)

    def close(self) -> None:
        """Ends the processes, each when it has done what it is at."""
        for connection in self._given:
            connection.close()
        self._given = {}
        for process in self.processes:
            process.wait()

    def _hand_out(self, what: str, waiting: deque[tuple[int, Sequence[Any]]], made: Made) -> None:
        """Takes in what is made by now, and gives the first chunks to those who have few."""
        self._take_in(made, 0)
        for most in range(_AT_ONCE):
            for connection, given in [*self._given.items()]:
                if waiting and len(given) <= most:
                    number, chunk = waiting.popleft()
                    given.append(number)
                    if not self._send(connection, (what, chunk)):
                        made |= dict.fromkeys(given)

    def _take_in(self, made: Made, timeout_s: float | None) -> None:
        """Takes in what processes made; waits for the first one, `timeout_s` at most."""
        busy = [connection for connection, given in self._given.items() if given]
        for connection in wait(busy, timeout_s) if busy else ():
            assert isinstance(connection, Connection)
            given = self._given[connection]
            try:
                made[given[0]] = connection.recv()
            except (EOFError, OSError):
                self._forget(connection)
                made |= dict.fromkeys(given)
            else:
                given.popleft()

    def _send(self, connection: Connection, message: object) -> bool:
        """Sends a message; False where the process died."""
        try:
            connection.send(message)
        except OSError:
            self._forget(connection)
            return False
        return True

    def _forget(self, connection: Connection) -> None:
        connection.close()
        del self._given[connection]
