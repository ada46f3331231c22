"""What records suggest in the place of related articles that are gone for good."""

from __future__ import annotations

import pytest

from enricher.run.lifecycle import report
from enricher.run.results import replacements
from enricher.run.results.records import Record, SuggestionRecord
from enricher.run.results.replacements import Replacements
from tests.run.test_fix import GONE, SAME_STORY, STORY, cites, item, nights
from tests.run.workplace import TITLE_A, A, B, Workplace


@pytest.fixture(autouse=True)
def _documents(place: Workplace) -> None:
    place.answers({A: TITLE_A, B: SAME_STORY})
    place.put("one.md", cites(item(STORY, GONE), item(TITLE_A, A)))
    place.put("two.md", cites(item(SAME_STORY, B, "2022-07-30")))


async def records(place: Workplace) -> dict[str, Record]:
    return {each.url: each for each in (await report(place.ledger)).records}


async def test_the_living_article_on_the_same_story_once_it_is_confirmed(place: Workplace) -> None:
    await nights(place, 1)
    assert (await records(place))[GONE].suggestion is None
    await nights(place, 3)
    found = await records(place)
    said = found[GONE].suggestion
    assert said == SuggestionRecord(
        url=B,
        title=SAME_STORY,
        cited_in=str(place.documents / "two.md"),
        similarity=said.similarity if said else 0.0,
    )
    assert found[A].suggestion is found[B].suggestion is None


async def test_what_the_document_cites_already_is_not_suggested(place: Workplace) -> None:
    place.put("one.md", cites(item(STORY, GONE), item(SAME_STORY, B)))
    await nights(place, 4)
    assert (await records(place))[GONE].suggestion is None


async def test_a_document_s_own_address_gets_no_suggestion(place: Workplace) -> None:
    place.put("one.md", f'---\ntitle: "{STORY}"\nwebUrl: "{GONE}"\n---\n')
    await nights(place, 4)
    found = await records(place)
    assert found[GONE].confirmed
    assert found[GONE].suggestion is None


async def test_citations_are_read_once_and_only_where_something_is_gone(
    place: Workplace, monkeypatch: pytest.MonkeyPatch
) -> None:
    reads: list[int] = []

    class Counted(Replacements):
        @classmethod
        def of(cls, ledger: object) -> Replacements:
            reads.append(1)
            return Replacements.of(ledger)  # type: ignore[arg-type]

    monkeypatch.setattr(replacements, "Replacements", Counted)
    await nights(place, 1)
    list((await report(place.ledger)).records)
    assert reads == []
    await nights(place, 3)
    found = await report(place.ledger)
    first = [each.suggestion for each in found.records]
    assert [each.suggestion for each in found.records] == first
    assert reads == [1]
