"""Workers of a cluster whose coordinator was killed are waited for, and no longer than they can live."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

import pytest

from enricher.run.engines.lease_file import LeaseFile
from enricher.run.engines.remote_worker import Limits
from tests.fakes import ManualClock

LIMITS = Limits(lease_s=30.0, ping_s=2.0)
LONGEST_S = 34.0
"""The lease, and two pings: a renewal may be late."""


@dataclass
class LeaseCase:
    path: Path
    clock: ManualClock = field(default_factory=ManualClock)
    told: list[str] = field(default_factory=list)
    slept: list[float] = field(default_factory=list)

    def file(self) -> LeaseFile:
        return LeaseFile(self.path, self.clock.now, self._sleep, self.told.append)

    async def _sleep(self, seconds: float) -> None:
        self.slept.append(seconds)


@pytest.fixture
def case(tmp_path: Path) -> LeaseCase:
    return LeaseCase(LeaseFile.name(tmp_path / "ledger.sqlite3"))


async def test_a_run_that_ends_leaves_no_file_and_the_next_one_waits_for_nothing(
    case: LeaseCase,
) -> None:
    async with case.file().kept(LIMITS):
        assert case.path.name == "ledger.sqlite3.lease"
        assert case.path.exists()
    assert not case.path.exists()
    async with case.file().kept(LIMITS):
        pass
    assert (case.slept, case.told) == ([], [])


@pytest.mark.parametrize(("left_s", "said"), [(24.0, "for 24 s more"), (0.75, "for 1 s more")])
async def test_the_workers_of_a_run_that_was_killed_are_waited_for(
    case: LeaseCase, left_s: float, said: str
) -> None:
    await case.file().renew(LONGEST_S)
    case.clock.pass_by(seconds=LONGEST_S - left_s)
    async with case.file().kept(LIMITS):
        assert case.slept == [left_s]
    assert said in case.told[0]


async def test_a_lease_that_is_over_is_not_waited_for(case: LeaseCase) -> None:
    await case.file().renew(LONGEST_S)
    case.clock.pass_by(seconds=LONGEST_S + 1)
    async with case.file().kept(LIMITS):
        assert case.slept == []


@pytest.mark.parametrize(
    ("text", "slept"),
    [
        ("", []),
        ("rubbish", []),
        ("\udcff", []),
        ("2021-01-01", []),
        ("2999-01-01T00:00:00+00:00", [LONGEST_S]),
    ],
)
async def test_a_file_that_makes_no_sense_costs_a_lease_at_most(
    case: LeaseCase, text: str, slept: list[float]
) -> None:
    case.path.write_bytes(text.encode("utf-8", "surrogateescape"))
    async with case.file().kept(LIMITS):
        assert case.slept == slept


async def test_an_error_ends_the_file_with_the_workers(case: LeaseCase) -> None:
    with pytest.raises(BaseExceptionGroup):
        async with case.file().kept(LIMITS):
            raise ValueError("of the run")
    assert not case.path.exists()
