"""How long a host wants to be left alone, in all the words servers use; and the distance between two starts."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from enricher.policy import pace
from enricher.policy.pace import Pace

NOW = datetime(2026, 11, 22, 18, 0, 0, tzinfo=UTC)
EPOCH = int(NOW.timestamp())


@pytest.mark.parametrize(
    ("http_status", "headers", "pause"),
    [
        (429, {"retry-after": "120"}, 120.0),
        (503, {"retry-after": "0"}, 0.0),
        (403, {"retry-after": "60"}, 60.0),
        (200, {"retry-after": "60"}, None),
        (301, {"retry-after": "60"}, None),
        (404, {"retry-after": "60"}, None),
        (429, {}, None),
        (429, {"retry-after": " 1.5 "}, 1.5),
        (429, {"retry-after": "1m30s"}, 90.0),
        (429, {"retry-after": "1h"}, 3600.0),
        (429, {"retry-after": "Sun, 22 Nov 2026 18:02:00 GMT"}, 120.0),
        (429, {"retry-after": "Sun, 22 Nov 2026 17:00:00 GMT"}, 0.0),
        (429, {"retry-after": "Sunday, 22-Nov-26 18:01:00 GMT"}, 60.0),
        (429, {"retry-after": "Sun, 22 Nov 2026 19:02:00 +0100"}, 120.0),
        (429, {"retry-after": "-5"}, None),
        (429, {"retry-after": "soon"}, None),
        (429, {"retry-after": ""}, None),
        (429, {"retry-after": "Sun, 99 Nov 2026 18:02:00 GMT"}, None),
        (429, {"retry-after": str(EPOCH + 30)}, 30.0),
        (429, {"retry-after": "99999999"}, pace.MAX_PAUSE_S),
        (429, {"retry-after": "9" * 400}, pace.MAX_PAUSE_S),
        # the IETF drafts
        (429, {"ratelimit-remaining": "0", "ratelimit-reset": "30"}, 30.0),
        (200, {"ratelimit-remaining": "0", "ratelimit-reset": "30"}, 30.0),
        (200, {"ratelimit-remaining": "1", "ratelimit-reset": "30"}, None),
        (429, {"ratelimit-reset": "30"}, 30.0),
        (200, {"ratelimit-reset": "30"}, None),
        (429, {"ratelimit": "limit=100, remaining=0, reset=50"}, 50.0),
        (200, {"ratelimit": "limit=100, remaining=9, reset=50"}, None),
        (429, {"ratelimit": '"default";r=0;t=50'}, 50.0),
        (429, {"ratelimit": '"default";r=5;t=50'}, None),
        (429, {"ratelimit": "nonsense"}, None),
        # GitLab
        (429, {"ratelimit-remaining": "0", "ratelimit-reset": str(EPOCH + 60)}, 60.0),
        (
            429,
            {"ratelimit-remaining": "0", "ratelimit-resettime": "Sun, 22 Nov 2026 18:01:00 GMT"},
            60.0,
        ),
        # GitHub limits with 403
        (403, {"x-ratelimit-remaining": "0", "x-ratelimit-reset": str(EPOCH + 1800)}, 1800.0),
        (403, {"x-ratelimit-remaining": "57", "x-ratelimit-reset": str(EPOCH + 1800)}, None),
        (429, {"x-ratelimit-remaining": "0", "x-ratelimit-reset": str((EPOCH + 60) * 1000)}, 60.0),
        (429, {"x-rate-limit-remaining": "0", "x-rate-limit-reset": str(EPOCH + 60)}, 60.0),
        (429, {"x-ratelimit-remaining": "0", "x-ratelimit-reset-after": "0.5"}, 0.5),
        # two voices: the longer one
        (
            429,
            {
                "retry-after": "5",
                "x-ratelimit-remaining": "0",
                "x-ratelimit-reset": str(EPOCH + 60),
            },
            60.0,
        ),
    ],
)
def test_pause(http_status: int, headers: dict[str, str], pause: float | None) -> None:
    assert pace.pause_s(http_status, headers.items(), NOW) == pause


def test_the_first_of_two_equal_headers_counts() -> None:
    assert pace.pause_s(429, [("retry-after", "5"), ("retry-after", "50")], NOW) == 5.0


@given(
    st.integers(100, 599),
    st.text(max_size=40),
    st.sampled_from(["retry-after", "ratelimit", "ratelimit-reset"]),
)
def test_no_header_raises(http_status: int, value: str, name: str) -> None:
    pause = pace.pause_s(http_status, [(name, value)], NOW)
    assert pause is None or 0 <= pause <= pace.MAX_PAUSE_S


def test_backoff_doubles_up_to_its_cap() -> None:
    assert [pace.backoff_s(streak, 2.0, 60.0) for streak in (1, 2, 3, 4, 5, 6, 1000)] == [
        2,
        4,
        8,
        16,
        32,
        60,
        60,
    ]


def test_the_first_request_starts_at_once() -> None:
    assert Pace(gap_s=0.5).start_at(10.0) == 10.0


def test_the_gap_only_grows() -> None:
    assert Pace(gap_s=0.5).with_gap(5.0).gap_s == 5.0
    assert Pace(gap_s=0.5).with_gap(0.1).gap_s == 0.5


@given(st.floats(0, 10), st.lists(st.floats(0, 5), min_size=1, max_size=20))
def test_pace_is_never_early(gap_s: float, arrivals: list[float]) -> None:
    """Whenever requests arrive, no two of them start closer together than the gap, and none waits without need."""
    state, now, last = Pace(gap_s=gap_s), 0.0, -float("inf")
    for later in arrivals:
        now += later
        start = state.start_at(now)
        assert start - last >= gap_s or start == pytest.approx(last + gap_s)
        assert start in (now, last + gap_s)
        state, last = state.started(start), start
