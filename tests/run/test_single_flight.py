"""The first to ask fetches; the others wait for its answer."""

from __future__ import annotations

import anyio
import pytest

from enricher.run.single_flight import SingleFlight


async def test_many_ask_and_one_fetches() -> None:
    fetched: list[str] = []
    once: SingleFlight[str, str] = SingleFlight(10)

    async def fetch() -> str:
        fetched.append("a")
        await anyio.lowlevel.checkpoint()
        return "answer"

    async def ask() -> None:
        assert await once.get("a", fetch) == "answer"

    async with anyio.create_task_group() as group:
        for _ in range(5):
            group.start_soon(ask)
    assert fetched == ["a"]


async def test_where_the_first_fails_the_next_in_line_fetches() -> None:
    once: SingleFlight[str, int] = SingleFlight(10)
    tries = 0

    async def fetch() -> int:
        nonlocal tries
        tries += 1
        await anyio.lowlevel.checkpoint()
        if tries == 1:
            raise RuntimeError
        return tries

    async def first() -> None:
        with pytest.raises(RuntimeError):
            await once.get("a", fetch)

    async def second() -> None:
        assert await once.get("a", fetch) == 2

    async with anyio.create_task_group() as group:
        group.start_soon(first)
        await anyio.lowlevel.checkpoint()
        group.start_soon(second)
    assert tries == 2


async def test_only_the_latest_are_remembered() -> None:
    once: SingleFlight[int, int] = SingleFlight(2)
    fetched: list[int] = []

    async def ask(number: int) -> None:
        async def fetch() -> int:
            await anyio.lowlevel.checkpoint()
            fetched.append(number)
            return number

        await once.get(number, fetch)

    for number in (1, 2, 1, 3, 1, 2):
        await ask(number)
    assert fetched == [1, 2, 3, 2]
