"""Large bodies wait for room, first come first served; small ones never do."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence

import pytest

from enricher.web.body_room import BodyRoom

ROOM = 10


async def served(wanted: Sequence[int], *gone: int) -> list[int]:
    """Asks for room in this order, gives each time the oldest back; who got it, in order.

    `gone` give up while they wait.
    """
    room = BodyRoom(ROOM)
    order: list[int] = []
    held: list[int] = []

    async def take(number: int) -> None:
        held.append(await room.take(wanted[number]))
        order.append(number)

    tasks = [asyncio.create_task(take(number)) for number in range(len(wanted))]
    for number in gone:
        await asyncio.sleep(0)
        tasks[number].cancel()
    while len(order) < len(wanted) - len(gone):
        for _ in range(3):
            await asyncio.sleep(0)
        assert sum(held) <= ROOM
        room.give_back(held.pop(0))
    for taken in held:
        room.give_back(taken)
    assert await room.take(ROOM) == ROOM  # all of it came back
    return order


@pytest.mark.parametrize(
    ("wanted", "gone", "order"),
    [
        ([4, 4, 4], (), [0, 1, 2]),
        ([8, 8, 1], (), [0, 1, 2]),  # a small one does not pass a large one
        ([99, 1, 99], (), [0, 1, 2]),  # larger than all the room: all of it
        ([10, 10, 1], (1,), [0, 2]),
        ([5, 9, 5], (1,), [0, 2]),  # who gives up no longer stands in the way
    ],
)
def test_room_is_given_in_order(wanted: list[int], gone: tuple[int, ...], order: list[int]) -> None:
    assert asyncio.run(served(wanted, *gone)) == order
