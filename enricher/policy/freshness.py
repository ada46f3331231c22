"""Decides which targets a run asks: those whose rest is over.

`policy.standing.due_at` said when, after the last check.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from enricher.models import Standing

# A nightly run does not start at the same second every night, and reaches a target now earlier, now
# later: without some slack "daily" would become "every other night". A quarter of the rest at most,
# so that "straight after" is never.
SLACK = timedelta(hours=6)


def is_due(
    standing: Standing | None,
    checked_at: datetime,
    due_at: datetime | None,
    *,
    now: datetime,
    max_age: timedelta | None = None,
) -> bool:
    """Whether to ask again what was checked at `checked_at`.

    `due_at` None: the check was never given a meaning, ask again. `max_age` takes the place of the
    rest that was planned, but never lets a suspect rest longer.
    """
    if due_at is None:
        return True
    rest = due_at - checked_at
    is_over = now >= due_at - min(SLACK, rest / 4)
    if max_age is None:
        return is_over
    is_suspect = standing is None or (standing.failures > 0 and not standing.is_confirmed)
    return now - checked_at > max_age or (is_suspect and is_over)
