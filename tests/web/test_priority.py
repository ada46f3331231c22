"""Who goes first where all sites wait for the same thing: the one with the most left to do."""

from __future__ import annotations

import asyncio

import anyio
import pytest

from enricher.config import Politeness
from enricher.web.priority import GlobalSlots, ReadingTurns
from tests.web.support import SETTLED
from tests.web.test_throttle import diary


async def settle() -> None:
    for _ in range(SETTLED):
        await anyio.lowlevel.checkpoint()


async def test_a_free_slot_goes_to_the_site_with_the_most_left() -> None:
    slots = GlobalSlots(1)
    order: list[str] = []

    async def one(name: str, left_s: float) -> None:
        await slots.acquire(left_s)
        order.append(name)
        await settle()
        slots.release()

    async with anyio.create_task_group() as group:
        for name, left_s in (("first", 0.0), ("small", 1.0), ("large", 9.0), ("large too", 9.0)):
            group.start_soon(one, name, left_s)
    assert order == ["first", "large", "large too", "small"]


@pytest.mark.parametrize("is_granted", [False, True])
async def test_a_slot_is_not_lost_with_the_one_that_waits_for_it(*, is_granted: bool) -> None:
    """Also where it was granted in the very round in which the request was cancelled."""
    slots = GlobalSlots(1)
    await slots.acquire(0.0)
    waiting = asyncio.create_task(slots.acquire(1.0))
    await settle()
    if is_granted:
        slots.release()
    waiting.cancel()
    with pytest.raises(asyncio.CancelledError):
        await waiting
    if not is_granted:
        slots.release()
    with anyio.fail_after(60):
        await slots.acquire(0.0)


async def test_one_answer_is_worked_on_per_round_of_the_event_loop() -> None:
    """Of those that wait, that of the longest site comes first."""
    turns = ReadingTurns()
    rounds: list[tuple[str, int]] = []
    count = 0

    async def read(name: str, left_s: float) -> None:
        await turns.wait(left_s)
        rounds.append((name, count))

    async with anyio.create_task_group() as group:
        for name, left_s in (("small", 1.0), ("large", 9.0), ("middle", 5.0)):
            group.start_soon(read, name, left_s)
        while len(rounds) < 3:
            await asyncio.sleep(0)  # one round
            count += 1
    assert [name for name, _ in rounds] == ["large", "middle", "small"]
    assert len({at for _, at in rounds}) == 3


async def test_the_next_request_is_written_before_the_answer_is_worked_on() -> None:
    turns, slot = ReadingTurns(), asyncio.get_running_loop().create_future()
    done: list[str] = []

    async def ask_next() -> None:
        await slot
        done.append("asked")

    async def read_answer() -> None:
        slot.set_result(None)
        await turns.wait(1.0)
        done.append("read")

    async with anyio.create_task_group() as group:
        group.start_soon(ask_next)
        group.start_soon(read_answer)
    assert done == ["asked", "read"]


async def test_a_site_with_manners_to_spare_does_not_wait_for_the_others() -> None:
    """Its second request came last, and has the slot that becomes free first."""
    async with diary(Politeness(gap_s=0.0, concurrency=1), concurrency=3) as book:
        book.throttle.expect("large.test", 50)
        for number in range(6):
            book.ask(f"small {number}", site=f"{number}.test", answer_s=1.0)
        for number in range(3):
            book.ask(f"large {number}", site="large.test", answer_s=1.0)
    assert [at for name, at in book.starts if name.startswith("large")] == [1.0, 2.0, 3.0]


async def test_what_slow_answers_leave_to_do_counts_like_gaps() -> None:
    """One site takes 4 s for its 2 answers, the other 3 s for its 30 gaps."""
    async with diary(Politeness(gap_s=0.1, concurrency=1), concurrency=1) as book:
        for site, answer_s, expected in (("slow.test", 20.0, 2), ("quick.test", 0.0, 30)):
            book.throttle.expect(site, expected + 1)
            book.ask("learnt", site=site, answer_s=answer_s)
        await book.clock.sleep(30.0)
        book.ask("holds the slot", site="other.test", answer_s=1.0)
        await settle()
        book.ask("quick", site="quick.test")
        book.ask("slow", site="slow.test")
    assert [name for name, _ in book.starts][-2:] == ["slow", "quick"]


async def test_what_a_site_waits_for_elsewhere_goes_as_its_own() -> None:
    """A lead image on another host, without which none of the pages is done."""
    async with diary(Politeness(gap_s=0.0, concurrency=1), concurrency=1) as book:
        book.throttle.expect("large.test", 50)
        book.ask("holds the slot", site="other.test", answer_s=1.0)
        await settle()
        book.ask("page", site="small.test")
        book.ask("image", site="images.test", for_site="large.test")
    assert [name for name, _ in book.starts][1:] == ["image", "page"]


async def test_what_was_announced_and_never_asked_counts_no_longer_when_the_site_is_done() -> None:
    async with diary(Politeness(gap_s=1.0, concurrency=1), concurrency=1) as book:
        book.throttle.expect("forbidden.test", 50)
        book.ask("robots.txt", site="forbidden.test")
        await settle()
        book.throttle.forget("forbidden.test")  # its gap is not over: the pace is still known
        await book.clock.sleep(10.0)
        book.ask("holds the slot", site="other.test", answer_s=1.0)
        await settle()
        book.ask("page", site="small.test")
        book.ask("image", site="forbidden.test")
    assert [name for name, _ in book.starts][2:] == ["page", "image"]
