"""Decides what deserves another try within the run, and how long to wait before it."""

from __future__ import annotations

from enricher import config
from enricher.models import Failure, Observation
from enricher.policy import pace

# Statuses that often differ a moment later: RFC 9110 section 15.6, RFC 6585, and what the front
# servers of Cloudflare (520 to 530), Akamai and nginx send for trouble behind them. Not 501, 505,
# 508, 511: these say "never like this".
_HEALING_STATUSES = frozenset(
    {408, 425, 429, 500, 502, 503, 504, 507, 509, *range(520, 528), 529, 530, 598, 599}
)

# Not NXDOMAIN, certificates and missing routes: they last longer than a run.
_HEALING_FAILURES = frozenset(
    {
        Failure.DNS_FAILURE,
        Failure.CONNECT_TIMEOUT,
        Failure.REFUSED,
        Failure.RESET,
        Failure.TLS_HANDSHAKE,
        Failure.READ_TIMEOUT,
        Failure.PROTOCOL_ERROR,
        Failure.TRUNCATED,
        Failure.GARBLED,
    }
)

# The share of a wait that chance adds, so that what failed together does not come back together.
_JITTER = 0.25


def may_heal(observation: Observation) -> bool:
    """True if the same question may get a better answer within this run."""
    if observation.failure is not None:
        return observation.failure in _HEALING_FAILURES
    status = observation.http_status
    return status in _HEALING_STATUSES or pace.is_limited(status, observation.retry_after_s)


def wait_s(observation: Observation, attempt: int, settings: config.Retry, chance: float) -> float:
    """Seconds to wait after the `attempt`-th try (from 1); `chance` is between 0 and 1.

    Doubles from `first_wait_s`, at least what the host asked for, never past `max_wait_s`.
    """
    wish = pace.backoff_s(attempt, settings.first_wait_s, settings.max_wait_s) * (
        1 + _JITTER * chance
    )
    return min(max(wish, observation.retry_after_s or 0.0), settings.max_wait_s)
