"""Estimates how long a run still takes, from what is left in the queue of each site."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable
from dataclasses import dataclass

from enricher.report.words import duration
from enricher.run.results.records import DueSite

WINDOW_S = 30.0
"""The rate is that of the latest checks: at the end of a run only slow sites are left."""
FIRST_ESTIMATE_S = 3.0
"""Before that, a rate is a guess."""


@dataclass(frozen=True, slots=True)
class Slowest:
    """The site that a run waits for."""

    site: str
    left: int
    seconds: float


class Remaining:
    """What is left to ask, and how fast it goes. Times are monotonic seconds."""

    def __init__(self, queues: Iterable[DueSite], now_s: float) -> None:
        self._gaps = {queue.site: queue.gap_s for queue in queues}
        self._left = {queue.site: queue.due for queue in queues}
        self._began_s = now_s
        self._latest: deque[float] = deque()

    def checked(self, site: str, now_s: float) -> None:
        """One URL of a site has its verdict."""
        if self._left.get(site):
            self._left[site] -= 1
        self._latest.append(now_s)
        while self._latest[0] < now_s - WINDOW_S:
            self._latest.popleft()

    def rate(self, now_s: float) -> float:
        """URLs a second, lately."""
        since_s = max(self._began_s, now_s - WINDOW_S)
        return len(self._latest) / max(now_s - since_s, 1.0)

    def slowest(self) -> Slowest | None:
        """The site that takes longest at its own pace; None where nothing is left."""
        left = ((site, count) for site, count in self._left.items() if count)
        sites = (Slowest(site, count, count * self._gaps[site]) for site, count in left)
        return max(sites, key=lambda each: each.seconds, default=None)

    def told(self, now_s: float) -> str:
        """`34 URLs/s, 5 min 20 s left, waits for slow.example (203 left)`; "" at first."""
        slowest, rate = self.slowest(), self.rate(now_s)
        if slowest is None or now_s - self._began_s < FIRST_ESTIMATE_S:
            return ""
        by_rate_s = sum(self._left.values()) / rate if rate else 0.0
        parts = [f"{rate:.3g} URLs/s", f"{duration(max(by_rate_s, slowest.seconds))} left"]
        if slowest.seconds >= by_rate_s:
            parts.append(f"waits for {slowest.site} ({slowest.left:,} left)")
        return ", ".join(parts)
