"""A client under load in a process of its own: `python -m tests.resources.load FETCH SITES`.

FETCH is JSON of `[fetch]`. Asks that many sites at once for the same path and prints, as JSON, the
peak of its memory and of its open descriptors, and how the answers ended.
"""

from __future__ import annotations

import json
import re
import sys
from collections import Counter
from pathlib import Path

import anyio
import msgspec

from enricher.config import Fetch, Politeness, Retry
from enricher.models import Kind, Request, Stop
from enricher.web.client import WebClient
from enricher.web.clock import SystemClock


def descriptors() -> int:
    return sum(1 for _ in Path("/proc/self/fd").iterdir())


def peak_mb() -> int:
    """The most memory that this process held (proc(5)).

    Not `ru_maxrss`: that begins with what the process that forked this one held.
    """
    found = re.search(r"VmHWM:\s+(\d+) kB", Path("/proc/self/status").read_text())
    assert found is not None
    return int(found[1]) // 1024


async def ask_all(fetch: Fetch, sites: int) -> dict[str, object]:
    ended: Counter[str] = Counter()
    most_open = 0

    async def ask(client: WebClient, number: int) -> None:
        url = f"http://{number}.test/story"
        wish = Request(url=url, kind=Kind.PAGE, stop=Stop.NEVER, max_bytes=fetch.max_page_bytes)
        seen = await client.fetch(wish)
        ended[str(seen.failure or seen.http_status)] += 1
        nonlocal most_open
        most_open = max(most_open, descriptors())

    politeness, retry = Politeness(gap_s=0.0), Retry(attempts=1)
    client = WebClient(fetch, politeness, retry, SystemClock(), lambda: 0.5)
    before = peak_mb()
    async with client, anyio.create_task_group() as group:
        for number in range(sites):
            group.start_soon(ask, client, number)
    return {
        "peak_mb": peak_mb(),
        "before_mb": before,
        "open": most_open,
        "ended": ended,
    }


def main() -> None:
    fetch = msgspec.json.decode(sys.argv[1].encode(), type=Fetch)
    print(json.dumps(anyio.run(ask_all, fetch, int(sys.argv[2]))))


if __name__ == "__main__":
    main()
