"""The client over real sockets."""

from __future__ import annotations

from enricher.config import Politeness, Retry
from enricher.models import Kind, Request, Stop
from enricher.web.client import WebClient
from enricher.web.clock import SystemClock
from tests.testweb import SmallWeb, page, redirect


async def test_a_page(testweb: SmallWeb) -> None:
    url = testweb.add("https://site.test/story", page("<title>Story</title>"))
    testweb.add("http://site.test/old", redirect("https://site.test/story"))
    async with WebClient(
        testweb.fetch_settings(), Politeness(gap_s=0.0), Retry(first_wait_s=0.0), SystemClock(), lambda: 0.5
    ) as client:
        seen = await client.fetch(Request(url="http://site.test/old", kind=Kind.PAGE, stop=Stop.FACTS, max_bytes=100_000))
    print(seen)
    assert seen.http_status == 200
    assert seen.final_url == url
    assert client.requests_sent == 2
