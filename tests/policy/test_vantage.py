"""What a second vantage point's word makes of a check that would be confirmed as failing."""

from __future__ import annotations

import pytest

from enricher.models import Status, VantageCheck
from enricher.policy.vantage import agrees, decided
from tests.fakes import NOON, outcome

URL = "https://a.test/story"
ALIVE = [(Status.OK, "http-200"), (Status.MOVED, "http-301"), (Status.RESTRICTED, "bot-wall")]


def there(status: Status, reason: str, *, has_answer: bool = True) -> VantageCheck:
    return VantageCheck(status=status, reason=reason, checked_at=NOON, has_answer=has_answer)


@pytest.mark.parametrize("seen", ALIVE)
@pytest.mark.parametrize(
    "own", [(Status.DEAD, "http-404"), (Status.PARKED, "x"), (Status.UNREACHABLE, "read-timeout")]
)
def test_what_lives_there_is_there_but_not_for_us(
    own: tuple[Status, str], seen: tuple[Status, str]
) -> None:
    found = decided(outcome(URL, *own), there(*seen))
    assert (found.verdict.status, found.verdict.reason) == (Status.RESTRICTED, "vantage-differs")
    said = f"{own[0]} ({own[1]}) from here, {seen[0]} ({seen[1]}) from a second vantage point"
    assert found.verdict.evidence[0].saw == said
    assert found.vantage == there(*seen)


@pytest.mark.parametrize(
    ("own", "seen", "is_agreed"),
    [
        ((Status.DEAD, "http-404"), (Status.DEAD, "http-404"), True),
        ((Status.DEAD, "http-404"), (Status.SOFT404, "not-found-text"), True),
        ((Status.UNREACHABLE, "read-timeout"), (Status.DEAD, "http-410"), True),
        ((Status.UNREACHABLE, "read-timeout"), (Status.ERROR, "http-502"), True),
        # a proxy answers for a name that does not exist as it likes
        ((Status.DEAD, "dns-nxdomain"), (Status.ERROR, "http-502"), True),
        # it could not be reached there, which says nothing of a page that is gone
        ((Status.DEAD, "http-404"), (Status.UNREACHABLE, "read-timeout"), False),
        ((Status.SOFT404, "not-found-text"), (Status.THROTTLED, "http-429"), False),
        ((Status.DEAD, "http-404"), (Status.BLOCKED, "robots"), False),
    ],
)
def test_else_the_verdict_stays_and_may_be_confirmed_where_both_see_it(
    own: tuple[Status, str], seen: tuple[Status, str], *, is_agreed: bool
) -> None:
    found = decided(outcome(URL, *own), there(*seen))
    assert (found.verdict.status, found.verdict.reason) == own
    assert agrees(found) is is_agreed
    assert found.verdict.evidence[-1].rule == "second-vantage"


@pytest.mark.parametrize("own", [(Status.DEAD, "http-404"), (Status.UNREACHABLE, "reset")])
def test_silence_confirms_nothing(own: tuple[Status, str]) -> None:
    silent = there(Status.UNREACHABLE, "no-answer", has_answer=False)
    assert not agrees(decided(outcome(URL, *own), silent))


def test_without_a_second_point_nothing_is_asked_of_it() -> None:
    assert agrees(outcome(URL, Status.DEAD, "http-404"))
