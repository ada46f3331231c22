"""Decides how a URL of the bench's web behaves: its fault and its latency.

Only the URL decides, so that a load's lower bound is known before it runs. The shares of faults,
together 5 %, follow what a stale archive shows.
"""

from __future__ import annotations

import zlib
from dataclasses import dataclass
from enum import StrEnum
from statistics import NormalDist

RETRY_AFTER_S = 2  # short, so that a load does not consist of waiting
_SIGMA = 0.6  # of the logarithm of latencies: one in 40 takes more than 3 times the median
_LATENCY_CAP_S = 2.0
_NORMAL = NormalDist()


class Fault(StrEnum):
    NONE = "none"
    NOT_FOUND = "404"
    GONE = "410"
    BROKEN = "500"
    BUSY = "503 with Retry-After, once"
    LIMITED = "429 with Retry-After, once"
    RESET = "connection reset, once"
    HANG = "answer after a long wait"
    SOFT_404 = "200 that says not found"


# Of 1,000 URLs. Together 50.
_SHARES = (
    (Fault.NOT_FOUND, 20),
    (Fault.GONE, 3),
    (Fault.BROKEN, 3),
    (Fault.BUSY, 5),
    (Fault.LIMITED, 4),
    (Fault.RESET, 5),
    (Fault.HANG, 5),
    (Fault.SOFT_404, 5),
)
_BY_DRAW = tuple(fault for fault, share in _SHARES for _ in range(share))


@dataclass(frozen=True, slots=True)
class Spec:
    """What a load asks of the web. Seconds; latency is a median, 0 for none."""

    gap_s: float = 0.0
    latency_s: float = 0.0
    hang_s: float = 10.0  # as long as an overloaded server takes; shorter than tools wait
    has_faults: bool = False
    dead_per_mille: int = 0
    """404s where there are no other faults."""


@dataclass(frozen=True, slots=True)
class Behaviour:
    fault: Fault
    latency_s: float


def behaviour(host: str, path: str, spec: Spec) -> Behaviour:
    number = zlib.crc32(f"{host}{path}".encode())
    fault = _fault(number % 1000, spec)
    if fault is Fault.HANG:
        return Behaviour(fault, spec.hang_s)
    return Behaviour(
        fault, _latency(number // 1000 % 4096, spec.latency_s) if spec.latency_s else 0.0
    )


def _fault(draw: int, spec: Spec) -> Fault:
    if spec.has_faults and draw < len(_BY_DRAW):
        return _BY_DRAW[draw]
    return Fault.NOT_FOUND if draw < spec.dead_per_mille else Fault.NONE


def _latency(draw: int, median_s: float) -> float:
    spread: float = 2.718281828 ** (_SIGMA * _NORMAL.inv_cdf((draw + 0.5) / 4096))
    return min(median_s * spread, _LATENCY_CAP_S)
