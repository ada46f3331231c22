"""What a killed run learnt of half a site means what it would have meant with the other half."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from enricher.config import Config
from enricher.ledger.settling import RESUMED_WITHIN, Settler
from enricher.ledger.store import Ledger
from enricher.models import Kind, Outcome, Standing, Status
from tests.fakes import NOON, outcome

SITE = "site.test"
SOON = NOON + timedelta(minutes=5)
DEAD, LIVING = (Status.DEAD, "http-404"), (Status.OK, "http-200")
SITES = {
    "all dead": [DEAD] * 4,
    "dead but for the first": [LIVING, *[DEAD] * 3],
    "dead but for the last": [*[DEAD] * 3, LIVING],
    "too few for a site": [DEAD] * 2,
}


def told(site: str, at: datetime = NOON) -> list[Outcome]:
    return [
        outcome(f"https://{SITE}/{number}", *verdict, at=at)
        for number, verdict in enumerate(SITES[site])
    ]


def begun(ledger: Ledger, *, again: bool = False) -> Settler:
    at = SOON if again else NOON
    settler = Settler(ledger, ledger.begin("run", at), Config())
    settler.recover(at)
    return settler


def standings(ledger: Ledger, seen: Sequence[Outcome]) -> dict[str, Standing | None]:
    known = ledger.targets.known((Kind.PAGE, each.target) for each in seen)
    return {url: each.standing for (_, url), each in known.items()}


@pytest.mark.parametrize("site", SITES)
@pytest.mark.parametrize("kills", [1, 2])
def test_however_many_answers_a_kill_came_after_the_end_is_the_same(
    site: str, kills: int, tmp_path: Path
) -> None:
    seen = told(site)
    with Ledger.open(tmp_path / "undisturbed") as ledger:
        begun(ledger).commit(seen, (), [SITE], SOON)
        wanted = standings(ledger, seen)
    for done in range(len(seen) + 1):
        with Ledger.open(tmp_path / f"killed-{done}") as ledger:
            begun(ledger).commit(seen[:done], (), (), NOON)
            for _ in range(kills - 1):
                begun(ledger, again=True)
            resumed = begun(ledger, again=True)
            resumed.commit(seen[done:], (), (), SOON)
            resumed.settle_site(SITE, SOON)
            assert standings(ledger, seen) == wanted, done
            assert ledger.checks.pending_sites() == ()


@pytest.mark.parametrize(
    ("age", "is_ended", "waits"),
    [
        (timedelta(minutes=5), False, True),
        (RESUMED_WITHIN, False, False),
        (timedelta(minutes=5), True, False),
    ],
    ids=["this night's", "another night's", "not the last run's"],
)
def test_only_what_the_last_run_left_this_night_waits_for_more(
    age: timedelta, is_ended: bool, waits: bool, tmp_path: Path
) -> None:
    with Ledger.open(tmp_path / "ledger") as ledger:
        begun(ledger).commit(told("all dead")[:2], (), (), NOON)
        if is_ended:
            ledger.end(ledger.begin("run", NOON), NOON, b"{}")
        Settler(ledger, ledger.begin("run", NOON + age), Config()).recover(NOON + age)
        assert ledger.checks.pending_sites() == ((SITE,) if waits else ())
