"""Which unit comes next; and one target that breaks our own code is condemned alone."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from enricher.ledger.targets import Key
from enricher.models import Kind
from enricher.run.engines.seam import Done, Failed, Lost, Poison, UnitSummary
from enricher.run.frontier import (
    LEAST_PART,
    LIVE_TASKS,
    UNIT_SITES,
    UNIT_TASKS,
    Batch,
    Frontier,
)
from enricher.run.schedule import SiteTargets

DONE = Done(UnitSummary(begun=0))


def queue(site: str, count: int) -> SiteTargets:
    return SiteTargets(
        site, tuple((Kind.PAGE, f"https://{site}/{number}") for number in range(count))
    )


def keys(batch: Batch) -> list[Key]:
    return [key for part in batch.parts for key in part.keys]


def test_sites_begin_in_order_and_small_ones_share_a_unit() -> None:
    frontier = Frontier(
        [queue("large.test", 2 * UNIT_TASKS + 1), queue("b.test", 3), queue("c.test", 2)]
    )
    first, second = frontier.take(), frontier.take()
    assert first is not None
    assert second is not None
    assert [part.site for part in first.parts] == ["large.test"]
    assert first.size == UNIT_TASKS
    assert [part.site for part in second.parts] == ["b.test", "c.test"]


def test_a_site_is_in_one_live_unit_only() -> None:
    frontier = Frontier([queue("large.test", 2 * UNIT_TASKS)])
    first = frontier.take()
    assert first is not None
    assert frontier.take() is None
    frontier.concluded(first.id, keys(first))
    assert frontier.finished(first, DONE) == ()
    second = frontier.take()
    assert second is not None
    frontier.concluded(second.id, keys(second))
    assert frontier.finished(second, DONE) == ("large.test",)
    assert frontier.take() is None
    assert frontier.waiting == 0


def test_what_comes_next_holds_all_that_is_left_where_that_is_little() -> None:
    queues = [queue("large.test", 700), queue("b.test", 3)]
    frontier = Frontier(queues)
    assert frontier.ahead(1_000) == [key for each in queues for key in each.keys]
    first = frontier.take()
    assert first is not None
    assert set(frontier.ahead(1_000)).isdisjoint(keys(first))


def test_what_comes_next_holds_the_next_unit_of_the_first_sites() -> None:
    frontier = Frontier([queue(f"{number}.test", UNIT_TASKS + 100) for number in range(100)])
    for _ in range(5):
        ahead = frontier.ahead(4 * UNIT_TASKS)
        assert len(ahead) == 4 * UNIT_TASKS
        batch = frontier.take()
        assert batch is not None
        assert set(keys(batch)) <= set(ahead)
        frontier.concluded(batch.id, keys(batch))
        frontier.finished(batch, DONE)


def test_many_large_sites_are_asked_side_by_side() -> None:
    """And not a few of them, as many tasks as are live at once."""
    frontier = Frontier([queue(f"{number}.test", UNIT_TASKS + 100) for number in range(100)])
    batches = []
    while (batch := frontier.take()) is not None:
        batches.append(batch)
    assert len(batches) == frontier.live_units > 90
    assert min(batch.size for batch in batches) >= LEAST_PART
    assert sum(batch.size for batch in batches) <= LIVE_TASKS + UNIT_TASKS


def test_the_rest_of_a_site_waits_for_the_unit_that_is_tried_again() -> None:
    frontier = Frontier([queue("large.test", 2 * UNIT_TASKS)])
    batch = frontier.take()
    assert batch is not None
    assert frontier.sites_waiting == 0
    frontier.finished(batch, Failed("a hiccup"))
    again = frontier.take()
    assert again is not None
    assert (again.attempt, frontier.take()) == (2, None)
    frontier.concluded(again.id, keys(again))
    frontier.finished(again, DONE)
    rest = frontier.take()
    assert rest is not None
    assert rest.size == UNIT_TASKS


def test_a_unit_holds_few_sites() -> None:
    frontier = Frontier([queue(f"{number}.test", 1) for number in range(2 * UNIT_SITES)])
    batch = frontier.take()
    assert batch is not None
    assert len(batch.parts) == UNIT_SITES


def test_a_unit_that_failed_once_is_tried_again_without_what_it_concluded() -> None:
    frontier = Frontier([queue("a.test", 5)])
    batch = frontier.take()
    assert batch is not None
    frontier.concluded(batch.id, keys(batch)[:3])
    assert frontier.finished(batch, Failed("a hiccup")) == ()
    again = frontier.take()
    assert again is not None
    assert keys(again) == keys(batch)[3:]
    assert again.attempt == 2
    assert frontier.poison == {}


def test_the_halves_of_a_unit_that_failed_twice_are_never_live_together() -> None:
    frontier = Frontier([queue("a.test", 4)])
    for _ in range(2):
        batch = frontier.take()
        assert batch is not None
        frontier.finished(batch, Failed("boom"))
    half = frontier.take()
    assert half is not None
    assert half.size == 2
    assert frontier.take() is None


def test_a_unit_whose_process_died_twice_is_a_suspect_and_halved_only_if_it_dies_alone() -> None:
    frontier = Frontier([queue("a.test", 4)])
    was_alone = []
    for _ in range(3):
        batch = frontier.take()
        assert batch is not None
        was_alone.append(batch.alone)
        assert batch.size == 4
        frontier.finished(batch, Lost("killed"))
    assert was_alone == [False, False, True]
    half = frontier.take()
    assert half is not None
    assert (half.alone, half.size) == (True, 2)


def test_a_single_target_is_condemned_only_after_two_deaths_alone() -> None:
    """The first one may have been the system's doing."""
    frontier = Frontier([queue("a.test", 1)])
    was_alone = []
    while (batch := frontier.take()) is not None:
        was_alone.append(batch.alone)
        frontier.finished(batch, Lost("killed"))
    assert was_alone == [False, False, True, True]
    assert list(frontier.poison) == list(queue("a.test", 1).keys)


def test_an_innocent_suspect_is_done_like_any_unit() -> None:
    frontier = Frontier([queue("a.test", 2)])
    for result in (Lost("killed"), Lost("killed"), DONE):
        batch = frontier.take()
        assert batch is not None
        frontier.concluded(batch.id, keys(batch) if result is DONE else ())
        frontier.finished(batch, result)
    assert (frontier.poison, frontier.waiting, frontier.take()) == ({}, 0, None)


def test_a_late_word_on_a_unit_that_is_gone_changes_nothing() -> None:
    frontier = Frontier([queue("a.test", 2)])
    batch = frontier.take()
    assert batch is not None
    frontier.finished(batch, Lost("killed"))
    frontier.concluded(batch.id, keys(batch))
    assert frontier.waiting == 2


def test_what_the_worker_itself_names_is_condemned_at_once() -> None:
    frontier = Frontier([queue("a.test", 3)])
    batch = frontier.take()
    assert batch is not None
    guilty, *others = keys(batch)
    frontier.concluded(batch.id, others)
    poison = Poison(kind=guilty[0], target=guilty[1], why="boom")
    assert frontier.finished(batch, Done(UnitSummary(begun=3, poison=(poison,)))) == ("a.test",)
    assert frontier.poison == {guilty: "boom"}
    assert frontier.take() is None


@given(
    sizes=st.lists(st.integers(1, 40), min_size=1, max_size=8),
    picks=st.lists(st.integers(0, 10_000), max_size=3),
    in_order=st.booleans(),
    failure=st.sampled_from([Failed("boom"), Lost("boom")]),
)
def test_every_target_ends_with_a_verdict_or_as_poison(
    sizes: list[int], picks: list[int], in_order: bool, failure: Failed | Lost
) -> None:
    """Whatever target breaks a unit: it alone is condemned, and all others conclude exactly once."""
    frontier = Frontier([queue(f"{number}.test", size) for number, size in enumerate(sizes)])
    everything = [
        key for number, size in enumerate(sizes) for key in queue(f"{number}.test", size).keys
    ]
    guilty = {everything[pick % len(everything)] for pick in picks}
    concluded: list[Key] = []
    through: list[str] = []
    while (batch := frontier.take()) is not None:
        todo = keys(batch) if in_order else keys(batch)[::-1]
        breaks = next((number for number, key in enumerate(todo) if key in guilty), None)
        done = todo[:breaks]
        concluded += done
        frontier.concluded(batch.id, done)
        through += frontier.finished(batch, DONE if breaks is None else failure)
    assert set(frontier.poison) == guilty
    assert sorted(concluded) == sorted(set(everything) - guilty)
    assert sorted(through) == sorted(f"{number}.test" for number in range(len(sizes)))
    assert frontier.waiting == 0
    assert frontier.is_idle
