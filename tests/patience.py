"""Short limits for tests of what never comes, and longer ones where a busy machine broke them."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

import anyio

TIMES = (1.0, 6.0, 36.0)
"""A limit of 0.2 s becomes 7 s, which is longer than any pause that a loaded machine was seen to make."""


def patiently(attempt: Callable[[float], None]) -> None:
    """Runs assertions whose limits are multiplied by the number given; again with a larger one if they fail."""
    for times in TIMES[:-1]:
        try:
            return attempt(times)
        except AssertionError:
            continue
    return attempt(TIMES[-1])


async def patiently_async(attempt: Callable[[float], Awaitable[None]]) -> None:
    """As `patiently`, for assertions about what a client did."""
    for times in TIMES[:-1]:
        try:
            return await attempt(times)
        except AssertionError:
            continue
    return await attempt(TIMES[-1])


async def until(is_so: Callable[[], bool], seconds: float = 120) -> None:
    """Returns once it is so."""
    with anyio.fail_after(seconds):
        while not is_so():  # noqa: ASYNC110 - other processes and threads set no event
            await anyio.sleep(0.01)
