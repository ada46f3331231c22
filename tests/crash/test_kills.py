"""A short form of `make crash`: some kills of runs over a small archive."""

from __future__ import annotations

from pathlib import Path

from tests.crash.kills import Crasher
from tests.testweb.server import SmallWeb

KILLS = 5
DOCUMENTS = 20


def test_killed_at_random_moments_nothing_is_torn_lost_or_asked_again(
    tmp_path: Path, testweb: SmallWeb
) -> None:
    tally = Crasher(tmp_path, testweb, documents=DOCUMENTS).crash(KILLS)
    assert tally.is_clean, (tally, tally.torn, tally.damaged, tally.asked_again, tally.different)
    assert tally.kills == KILLS
