"""Says how long a load takes at least, if manners are kept: what the slowest host needs."""

from __future__ import annotations

import heapq
from collections import deque
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from behaviour import RETRY_AFTER_S, Fault, Spec, behaviour

_PAUSING = frozenset({Fault.BUSY, Fault.LIMITED})
# Those whose second request is answered; a 500 stays one, and is tried three times by most tools.
_HEALING = _PAUSING | {Fault.RESET}

Address = tuple[str, str]
"""Host and path."""


def lower_bound_s(urls: Iterable[Address], spec: Spec, at_once: int) -> float:
    """Seconds that no polite run can beat, were nothing asked twice and no pause asked for.

    A host needs its gaps, or its latencies divided by the requests allowed at once, whichever is
    more.
    """
    return max(_plain_s(some, spec, at_once) for some in _by_host(urls))


def bound_with_pauses_s(urls: Iterable[Address], spec: Spec, at_once: int) -> float:
    """Seconds of an ideal client that keeps the pauses hosts ask for, and asks once more after.

    It takes no time of its own, asks each host in the order of `urls`, what heals once more at the
    end, and at a host that said Retry-After begins nothing until that is over.
    """
    return max(_Host(some, spec, at_once).all_asked_s() for some in _by_host(urls))


def _by_host(urls: Iterable[Address]) -> list[list[Address]]:
    found: dict[str, list[Address]] = {}
    for host, path in urls:
        found.setdefault(host, []).append((host, path))
    return list(found.values())


def _plain_s(urls: Sequence[Address], spec: Spec, at_once: int) -> float:
    latencies = [behaviour(*url, spec).latency_s for url in urls]
    return max(len(urls) * spec.gap_s, sum(latencies) / at_once, *latencies)


@dataclass(slots=True)
class _Host:
    """One host, asked by the ideal client; times are seconds since its first request."""

    urls: Sequence[Address]
    spec: Spec
    at_once: int
    now: float = 0.0
    may_start: float = 0.0
    """By the gap and by pauses."""
    in_flight: list[tuple[float, Address, bool]] = field(default_factory=list)
    """Heap of answers to come: when, to what, whether to a first try."""

    def all_asked_s(self) -> float:
        left = deque((url, True) for url in self.urls)
        while left or self.in_flight:
            start = max(self.now, self.may_start)
            is_full = len(self.in_flight) == self.at_once
            if self.in_flight and (is_full or not left or self.in_flight[0][0] <= start):
                left += self._answered()
                continue
            url, is_first = left.popleft()
            self.now = start
            self.may_start = start + self.spec.gap_s
            answer_at = start + behaviour(*url, self.spec).latency_s
            heapq.heappush(self.in_flight, (answer_at, url, is_first))
        return self.now

    def _answered(self) -> list[tuple[Address, bool]]:
        """Takes the next answer; returns what it gives to do."""
        self.now, url, is_first = heapq.heappop(self.in_flight)
        fault = behaviour(*url, self.spec).fault
        if not is_first or fault not in _HEALING:
            return []
        if fault in _PAUSING:
            self.may_start = max(self.may_start, self.now + RETRY_AFTER_S)
        return [(url, False)]
