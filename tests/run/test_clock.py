"""A clock that goes backwards between runs: nothing is asked more often, nothing is confirmed too early."""

from __future__ import annotations

from enricher.models import Status
from tests.fakes import answer
from tests.run.workplace import TITLE_A, A, B, Workplace, document


async def test_a_run_before_the_last_one_asks_and_writes_nothing(place: Workplace) -> None:
    place.put("one.md", document((TITLE_A, A)))
    await place.run()
    before = place.bytes()
    place.clock.pass_by(days=-3)
    result = await place.run()
    assert (place.asked, result.summary.changed, result.is_incomplete) == ([], (), False)
    assert place.bytes() == before
    place.clock.pass_by(days=3)
    await place.run()
    assert place.asked == []


async def test_failures_of_days_that_went_backwards_do_not_confirm(place: Workplace) -> None:
    """Three checks, each a day before the last: no three days have passed."""
    place.table[B] = answer(B, "<title>404</title>", 404)
    place.put("one.md", document(("Gone", B)))
    for _ in range(4):
        await place.run(refresh=True)
        place.clock.pass_by(days=-1)
    standing = place.standing(B)
    assert standing is not None
    assert (standing.status, standing.is_confirmed) == (Status.DEAD, False)
    place.clock.pass_by(days=12)
    for _ in range(4):
        await place.next_night(refresh=True)
    standing = place.standing(B)
    assert standing is not None
    assert standing.is_confirmed
