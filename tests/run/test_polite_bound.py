"""A run that politeness keeps from finishing says so, as a state and not as an error."""

from __future__ import annotations

from datetime import timedelta

import pytest

from enricher.config import Politeness, SiteOverride
from enricher.run.polite_bound import unfinished
from enricher.run.site_part import SitePart
from tests.fakes import answer
from tests.run.workplace import Workplace, document

POLITENESS = Politeness(gap_s=1.0, sites={"slow.test": SiteOverride(gap_s=10.0)})
HOUR = timedelta(hours=1)


@pytest.mark.parametrize(
    ("begun", "left", "told"),
    [
        ({"a.test": 3_600}, {"a.test": 5}, ""),
        ({"a.test": 3_601}, {"a.test": 0}, ""),
        ({"a.test": 5_000}, {"a.test": 1_400}, "1 site has more .* 1,400 are left (a.test 1,400),"),
        ({"slow.test": 361}, {"slow.test": 2}, "1 site has more .* 2 are left (slow.test 2),"),
        (
            {f"{n}.test": 4_000 + n for n in range(5)},
            {f"{n}.test": 400 + n for n in range(5)},
            "5 sites have more .* 2,010 are left (4.test 404, 3.test 403, 2.test 402, ...),",
        ),
    ],
)
def test_sites_with_more_links_than_time_are_named(
    begun: dict[str, int], left: dict[str, int], told: str
) -> None:
    lines = unfinished(begun, left, POLITENESS, HOUR)
    before, _, after = told.partition(" .* ")
    assert all(before in line and after in line for line in lines)
    assert len(lines) == bool(told)


async def test_a_run_that_its_budget_ends_is_complete_and_tells_it(place: Workplace) -> None:
    urls = [f"https://large.test/{number}" for number in range(50)]
    place.table |= {url: answer(url, "<title>Story</title>") for url in urls}
    place.put("one.md", document(*(("Story", url) for url in urls)))
    result = await place.run(budget=timedelta(0))
    (told,) = [line for line in result.summary.notices if line.startswith("unfinished")]
    assert "50 are left (large.test 50)" in told
    assert not result.is_incomplete


async def test_a_part_tells_of_its_own_sites(place: Workplace) -> None:
    place.put("one.md", document(("Story", "https://1.test/story"), ("Story", "https://0.test/a")))
    result = await place.run(budget=timedelta(0), part=SitePart(1, 2))
    assert result.summary.unasked == 1
