"""Which living article tells the story of one that is gone."""

from __future__ import annotations

from datetime import date

import pytest

from enricher.fix.replacement import Citation, WordWeights, best, similarity, words_of
from enricher.models import Description, Moment


def said(title: str, excerpt: str | None = None, day: str | None = "2022-07-29") -> Description:
    published = Moment(date.fromisoformat(day)) if day else None
    return Description(title=title, excerpt=excerpt, published=published)


def cited(title: str, day: str | None = "2022-07-29", url: str = "https://b.test/1") -> Citation:
    return Citation(target=url, url=url, description=said(title, day=day), document="b.md")


GONE = said("City council of Harbourville bans facial recognition by police")
NOISE = [
    said(f"City council of {town} votes on the budget for {thing}")
    for town in ("Springfield", "Riverside", "Greenville", "Fairview", "Salem")
    for thing in ("schools", "roads", "parks")
]
WEIGHTS = WordWeights([words_of(each) for each in (GONE, *NOISE)])


@pytest.mark.parametrize(
    ("title", "day", "is_alike"),
    [
        pytest.param("Harbourville council bans police facial recognition", "2022-07-30", True, id="the same"),
        pytest.param("Harbourville council bans police facial recognition", "2022-08-12", True, id="14 days"),
        pytest.param("Harbourville council bans police facial recognition", "2022-08-13", False, id="15 days"),
        pytest.param("Harbourville council bans police facial recognition", None, True, id="no date, very alike"),
        pytest.param("Harbourville police and a facial scan by mistake", None, False, id="no date, less alike"),
        pytest.param("City council of Springfield votes on the budget", "2022-07-29", False, id="common words"),
        pytest.param("Festival draws a record crowd", "2022-07-29", False, id="another story"),
    ],
)  # fmt: skip
def test_alike_enough(title: str, day: str | None, *, is_alike: bool) -> None:
    assert (best(GONE, "a.test", [cited(title, day)], WEIGHTS) is not None) is is_alike


@pytest.mark.parametrize(
    ("title", "is_alike"),
    [
        ("City council of Harbourville bans facial recognition by police", True),
        ("City council of Harbourville bans facial recognition by schools", False),
    ],
)
def test_one_sites_two_texts_are_two_stories_unless_they_are_copies(
    title: str, *, is_alike: bool
) -> None:
    assert (best(GONE, "b.test", [cited(title)], WEIGHTS) is not None) is is_alike
    assert best(GONE, "a.test", [cited(title)], WEIGHTS) is not None


def test_the_most_alike_is_chosen() -> None:
    near = cited("Harbourville council bans facial recognition by police", url="https://b.test/2")
    far = cited("Harbourville council on facial recognition and police", url="https://b.test/1")
    found = best(GONE, "a.test", [far, near], WEIGHTS)
    assert found is not None
    assert found.citation is near


def test_a_short_title_says_too_little() -> None:
    assert best(said("Ban lifted"), "a.test", [cited("Ban lifted")], WEIGHTS) is None


def test_excerpts_count_as_much_as_titles() -> None:
    one = said("Ban on face scans passed", "Officers of Harbourville may not use them.")
    same = said("No more face scans", "Officers of Harbourville may not use them.")
    other = said("No more face scans", "A phone maker drops them from its next model.")
    assert similarity(one, same, WEIGHTS) > similarity(one, other, WEIGHTS)


@pytest.mark.parametrize(("a", "b"), [(GONE, NOISE[0]), (NOISE[0], NOISE[1]), (GONE, GONE)])
def test_similarity_is_mutual_and_between_0_and_1(a: Description, b: Description) -> None:
    assert similarity(a, b, WEIGHTS) == pytest.approx(similarity(b, a, WEIGHTS))
    assert 0 <= similarity(a, b, WEIGHTS) <= 1
