"""When a host is left alone, and what its other URLs are told."""

from __future__ import annotations

import pytest

from enricher.models import Failure
from enricher.policy.breaker import UNREACHED_TO_LEARN, Health, Refusal

Seen = int | Failure | tuple[int, float]


def after(*seen: Seen) -> Health:
    """A host that answered with these statuses, statuses with a wish for quiet, or failures, in this order."""
    health = Health()
    for one in seen:
        if isinstance(one, Failure):
            health = health.failed(one, failures_to_pause=5)
        else:
            status, pause_s = one if isinstance(one, tuple) else (one, None)
            health = health.answered(status, pause_s, failures_to_pause=5, longest_wait_s=60.0)
    return health


def refusal(*seen: Seen) -> tuple[Failure, int | None] | None:
    found = after(*seen).refusal
    return (found.failure, found.http_status) if found is not None else None


@pytest.mark.parametrize(
    ("seen", "expected"),
    [
        ([429] * 4, None),
        ([429] * 5, (Failure.HOST_PAUSED, 429)),
        ([500, 502, 503, 429, 500], (Failure.HOST_PAUSED, 500)),
        ([500] * 4 + [200, 500], None),
        ([500] * 4 + [404, 500], None),
        ([403] * 20, None),
        ([999] * 20, None),
        ([404] * 20, None),
        ([(403, 10.0)] * 5, (Failure.HOST_PAUSED, 403)),
        ([(429, 61.0)], (Failure.HOST_PAUSED, 429)),
        ([(429, 60.0)], None),
        ([(500, 61.0)], None),  # a pause without limiting pauses no host at once
        ([(200, 3600.0)], None),
        (
            [429] * 5 + [200],
            (Failure.HOST_PAUSED, 429),
        ),  # what was under way does not open it again
        ([Failure.REFUSED] * 2, None),
        ([Failure.REFUSED] * 3, (Failure.REFUSED, None)),
        (
            [Failure.REFUSED, Failure.CONNECT_TIMEOUT, Failure.DNS_FAILURE],
            (Failure.DNS_FAILURE, None),
        ),
        ([Failure.TLS_EXPIRED] * 3, (Failure.TLS_EXPIRED, None)),
        ([Failure.REFUSED] * 2 + [200] + [Failure.REFUSED] * 2, None),
        ([Failure.READ_TIMEOUT] * 4, None),
        ([Failure.READ_TIMEOUT] * 5, (Failure.READ_TIMEOUT, None)),
        ([Failure.RESET] * 5, (Failure.RESET, None)),
        ([500, 500, Failure.READ_TIMEOUT, 500, Failure.RESET], (Failure.RESET, None)),
        ([Failure.TRUNCATED] * 20, None),
        ([Failure.REDIRECT_LOOP] * 20, None),
        ([Failure.PRIVATE_ADDRESS] * 20, None),
        # good answers earn patience, up to a point
        ([200] * 10 + [500] * 9, None),
        ([200] * 10 + [500] * 10, (Failure.HOST_PAUSED, 500)),
        ([200] * 900 + [500] * 19, None),
        ([200] * 900 + [500] * 20, (Failure.HOST_PAUSED, 500)),
        ([200] * 4 + [Failure.REFUSED] * 4, None),
        ([200] * 4 + [Failure.REFUSED] * 5, (Failure.REFUSED, None)),
        ([200] * 900 + [(429, 61.0)], (Failure.HOST_PAUSED, 429)),
    ],
)
def test_refusals(seen: list[Seen], expected: tuple[Failure, int | None] | None) -> None:
    assert refusal(*seen) == expected


def test_the_learnt_number_is_the_one_the_table_was_written_for() -> None:
    assert UNREACHED_TO_LEARN == 3


def test_words_for_people() -> None:
    parked = after((429, 3600.0)).refusal
    assert parked == Refusal(
        failure=Failure.HOST_PAUSED,
        http_status=429,
        retry_after_s=3600.0,
        detail="not asked: the host asks to be left alone for 3600 s, last with 429",
    )
    learnt = after(*[Failure.REFUSED] * 3).refusal
    assert learnt is not None
    assert learnt.detail == "not asked: the host failed 3 times in a row, last by refused"
