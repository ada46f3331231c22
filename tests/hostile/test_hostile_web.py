"""The whole job on a hostile web of real sockets, over both transports and several engines.

What is alive is never called broken, what is fake never alive, what is forbidden never asked, and
no row costs more than its own bound.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from enricher import urls
from enricher.models import Kind, Status
from enricher.run.engines.remote_worker import Limits
from enricher.run.engines.seam import OpenEngine
from enricher.url_secrets import without_userinfo
from tests.hostile.play import Played, play
from tests.hostile.table import GROUPS, ROWS, SLOW
from tests.hostile.workers import MAKE, open_inline
from tests.patience import patiently
from tests.run import hostile
from tests.run.engines.support import opener
from tests.run.hostile import Row
from tests.run.living import ALIVE
from tests.testweb.certificates import Certificates

GONE = frozenset({Status.DEAD, Status.SOFT404, Status.PARKED, Status.DRIFTED})
GOOD = frozenset({Status.OK, Status.MOVED})
FEWEST_ROWS = 150


@dataclass(frozen=True, slots=True)
class Way:
    """How the run is made."""

    engine: str = "inline"
    http2: bool = False

    def open(self) -> OpenEngine:
        return open_inline if self.engine == "inline" else opener(self.engine, Limits(), make=MAKE)

    def says(self, row: Row) -> str:
        return row.strict or row.says if self.http2 else row.says


WAYS = {
    "http1": Way(),
    "httpcore": Way(http2=True),
    "processes": Way("processes"),
    "ray": Way("ray"),
}


@pytest.fixture(scope="module", params=WAYS)
def way(request: pytest.FixtureRequest) -> Way:
    return WAYS[request.param]


@pytest.fixture(scope="module")
def played(
    way: Way, certificates: Certificates, tmp_path_factory: pytest.TempPathFactory
) -> Played:
    folder = tmp_path_factory.mktemp("hostile")
    return play(ROWS, certificates, folder, way.open(), http2=way.http2)


def test_every_row_ends_as_the_table_says(way: Way, played: Played) -> None:
    told = {row.name: played.says(row) for row in ROWS}
    assert told == {row.name: way.says(row) for row in ROWS}


def test_no_row_costs_more_than_its_bound(played: Played) -> None:
    assert {row.name: played.excess(row) for row in ROWS if played.excess(row)} == {}


def test_every_link_has_its_record_and_the_counts_reconcile(played: Played) -> None:
    summary = played.result.summary
    records = [record.url for record in played.result.records]
    assert records == [
        without_userinfo(row.link)
        for kind in (Kind.PAGE, Kind.IMAGE)
        for row in ROWS
        if row.kind is kind
    ]
    assert summary.links == summary.targets == len(ROWS)
    assert summary.asked == sum(urls.check(row.link) is None for row in ROWS)
    assert (summary.missing, summary.unasked, summary.poison) == (0, 0, ())
    assert not played.result.is_incomplete


def test_requests_are_those_that_servers_saw(played: Played) -> None:
    """But for the three that go to a port that writes nothing down: TLS that is spoken to in HTTP."""
    assert played.result.summary.requests == played.requests + 3


@pytest.mark.parametrize(
    ("rows", "may_be"),
    [
        pytest.param(hostile.FAKES, set(Status) - GOOD, id="fakes"),
        pytest.param(hostile.UNDECIDABLE, set(Status) - GOOD - GONE, id="undecidable"),
        pytest.param(ALIVE, GOOD, id="alive"),
        pytest.param(hostile.DEAD, {Status.DEAD, Status.UNREACHABLE}, id="dead"),
        pytest.param(GROUPS["addresses"], {Status.BLOCKED, Status.INVALID}, id="addresses"),
    ],
)
def test_the_laws_of_the_groups(played: Played, rows: tuple[Row, ...], may_be: set[Status]) -> None:
    """Whatever the reasons are called."""
    told = {row.name: played.of(row).verdict.status for row in rows}
    assert {name: status for name, status in told.items() if status not in may_be} == {}


@pytest.mark.parametrize("name", ["http1", "httpcore"])
def test_who_never_comes_to_an_end_is_left_in_time(
    name: str, certificates: Certificates, tmp_path: Path
) -> None:
    way = WAYS[name]
    impatient = {"connect_timeout_s": 0.5, "read_timeout_s": 0.4, "deadline_s": 1.0}

    def look(times: float) -> None:
        folder = tmp_path / f"{times:g}"
        folder.mkdir()
        limits = {limit: seconds * times for limit, seconds in impatient.items()}
        played = play(SLOW, certificates, folder, way.open(), http2=way.http2, **limits)
        excess = {row.name: played.excess(row, times) for row in SLOW}
        assert {row.name: played.says(row) for row in SLOW} == {row.name: row.says for row in SLOW}
        assert {name: told for name, told in excess.items() if told} == {}

    patiently(look)


def test_the_table_is_as_large_as_promised(record_testsuite_property: Any) -> None:
    """Prints the cases per group."""
    counts = {name: len(rows) for name, rows in (GROUPS | {"slow": SLOW}).items()}
    for name, count in counts.items():
        print(f"{name:12} {count:4}")
        record_testsuite_property(f"hostile {name}", count)
    print(f"{'in all':12} {sum(counts.values()):4}")
    assert sum(counts.values()) >= FEWEST_ROWS
    assert all(row.says for row in (*ROWS, *SLOW))
    for rows in (ROWS, SLOW):
        assert len({row.name for row in rows}) == len({row.link for row in rows}) == len(rows)
