"""Several coordinators share all sites by hash, each with a ledger of its own."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from enricher.run.site_part import SitePart
from tests.run.workplace import A, B, C, Workplace, document


@given(st.text(), st.integers(1, 9))
def test_every_site_is_in_one_part(site: str, parts: int) -> None:
    held = [number for number in range(1, parts + 1) if SitePart(number, parts).holds(site)]
    assert len(held) == 1


def test_parts_are_about_equal_and_the_same_on_every_machine() -> None:
    sites = [f"{number}.test" for number in range(4_000)]
    sizes = [sum(SitePart(number, 4).holds(site) for site in sites) for number in range(1, 5)]
    assert min(sizes) > 900
    assert [site for site in sites[:8] if SitePart(1, 2).holds(site)] == ["1.test", "3.test"]


@pytest.mark.parametrize("text", ["", "1", "0/2", "3/2", "a/b", "1/2/3", "-1/2", "1/99999"])
def test_what_is_no_part_is_told_what_to_write(text: str) -> None:
    with pytest.raises(ValueError, match="write K/N with K from 1 to N, such as 2/4"):
        SitePart.parse(text)


async def test_the_parts_together_do_what_one_run_does(place: Workplace) -> None:
    """One after the other over the same documents: each asks its own sites, and takes nothing back."""
    links = (("Mayor signs", A), ("Lawmakers seek", B), ("Festival draws", C))
    place.put("whole.md", document(*links))
    await place.run()
    whole = place.read("whole.md")
    place.put("whole.md", document(*links))
    asked, records = [], []
    for number in range(1, 4):
        ledger = place.folder / f"part-{number}.sqlite3"
        result = await place.run(part=SitePart(number, 3), ledger=ledger)
        asked += place.asked
        records += [record.url for record in result.records]
        assert (result.summary.missing, result.summary.unasked) == (0, 0)
        assert not result.is_incomplete
    assert {url for url in asked if url in {A, B, C}} == {A, B, C}
    assert len(asked) == len(set(asked))
    assert sorted(records) == [A, B, C]
    assert place.read("whole.md") == whole
