"""When a target is asked again."""

from __future__ import annotations

from datetime import timedelta

import pytest

from enricher.models import Standing, Status
from enricher.policy.freshness import is_due
from tests.fakes import NOON

WELL = Standing(status=Status.OK, reason="http-200", since=NOON)
SUSPECT = Standing(status=Status.DEAD, reason="http-404", since=NOON, failures=1)
GONE = Standing(status=Status.DEAD, reason="http-404", since=NOON, failures=3, is_confirmed=True)


@pytest.mark.parametrize(
    ("standing", "rest_days", "passed", "max_age", "due"),
    [
        (WELL, 7, timedelta(0), None, False),
        (WELL, 7, timedelta(days=6), None, False),
        (WELL, 7, timedelta(days=7), None, True),
        # a nightly run that comes a few hours early does not lose a night
        (SUSPECT, 1, timedelta(hours=17), None, False),
        (SUSPECT, 1, timedelta(hours=19), None, True),
        # a rest of an hour is not over straight after
        (SUSPECT, 1 / 24, timedelta(minutes=44), None, False),
        (SUSPECT, 1 / 24, timedelta(minutes=46), None, True),
        # --max-age takes the place of the planned rest ...
        (WELL, 7, timedelta(days=2), timedelta(days=1), True),
        (WELL, 7, timedelta(days=10), timedelta(days=14), False),
        (GONE, 30, timedelta(days=31), timedelta(days=60), False),
        # ... but lets no suspect rest longer
        (SUSPECT, 1, timedelta(days=2), timedelta(days=14), True),
    ],
)
def test_is_due(
    standing: Standing, rest_days: float, passed: timedelta, max_age: timedelta | None, *, due: bool
) -> None:
    due_at = NOON + timedelta(days=rest_days)
    assert is_due(standing, NOON, due_at, now=NOON + passed, max_age=max_age) is due


def test_what_was_never_given_a_meaning_is_due() -> None:
    assert is_due(None, NOON, None, now=NOON)


def test_what_was_held_back_with_its_site_rests_too() -> None:
    assert not is_due(None, NOON, NOON + timedelta(days=1), now=NOON)
    assert is_due(None, NOON, NOON + timedelta(days=1), now=NOON + timedelta(days=1))
