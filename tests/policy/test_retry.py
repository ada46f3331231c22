"""What may heal within a run, and how long we wait for it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from enricher.config import Retry
from enricher.models import Failure, Observation
from enricher.policy import retry
from tests.fakes import NOON

URL = "http://site.test/"


def seen(
    http_status: int | None = None,
    failure: Failure | None = None,
    retry_after_s: float | None = None,
) -> Observation:
    return Observation(
        url=URL,
        final_url=URL,
        seen_at=NOON,
        http_status=http_status,
        failure=failure,
        retry_after_s=retry_after_s,
    )


@pytest.mark.parametrize(
    "http_status", [408, 425, 429, 500, 502, 503, 504, 520, 522, 524, 527, 529, 530]
)
def test_statuses_that_may_heal(http_status: int) -> None:
    assert retry.may_heal(seen(http_status))


@pytest.mark.parametrize(
    "http_status", [200, 204, 206, 304, 400, 401, 403, 404, 410, 416, 451, 501, 505, 999]
)
def test_statuses_that_stay(http_status: int) -> None:
    assert not retry.may_heal(seen(http_status))


def test_a_403_that_names_its_end_may_heal() -> None:
    assert retry.may_heal(seen(403, retry_after_s=5.0))


@pytest.mark.parametrize("failure", Failure)
def test_failures(failure: Failure) -> None:
    healing = {
        "dns-failure",
        "connect-timeout",
        "refused",
        "reset",
        "tls-handshake",
        "read-timeout",
        "protocol-error",
    }
    assert retry.may_heal(seen(failure=failure)) == (
        failure in healing | {"truncated", "garbled-body"}
    )


def test_a_failure_outweighs_the_status() -> None:
    assert retry.may_heal(seen(200, Failure.TRUNCATED))
    assert not retry.may_heal(seen(301, Failure.REDIRECT_LOOP))


def test_waits_double_with_some_chance() -> None:
    settings = Retry(first_wait_s=2.0, max_wait_s=60.0)
    assert [retry.wait_s(seen(500), attempt, settings, 0.0) for attempt in (1, 2, 3, 9)] == [
        2,
        4,
        8,
        60,
    ]
    assert retry.wait_s(seen(500), 1, settings, 1.0) == 2.5


@given(st.integers(1, 10), st.floats(0, 1), st.none() | st.floats(0, 1e6))
def test_never_earlier_than_asked_never_longer_than_allowed(
    attempt: int, chance: float, asked_s: float | None
) -> None:
    settings = Retry()
    wait = retry.wait_s(seen(429, retry_after_s=asked_s), attempt, settings, chance)
    assert min(asked_s or 0.0, settings.max_wait_s) <= wait <= settings.max_wait_s
