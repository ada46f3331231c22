"""Tries: what is asked again, when, how often; and hosts that had enough of us."""

from __future__ import annotations

import anyio
import pytest

from enricher.config import Politeness, Retry
from enricher.models import Failure, Observation
from tests.fakes import ManualClock
from tests.testweb import Answer, Fault, SmallWeb, page, redirect
from tests.web.support import RUDE, URL, JumpClock, Table, open_client, request

AGAIN = Retry(attempts=3, first_wait_s=0.0)


async def fetch_many(
    web: SmallWeb, urls: list[str], retry: Retry = AGAIN, politeness: Politeness = RUDE
) -> list[Observation]:
    """All at once, with time that jumps."""
    found: dict[str, Observation] = {}
    async with (
        JumpClock().running() as clock,
        open_client(web, retry=retry, politeness=politeness, clock=clock) as client,
    ):

        async def one(url: str) -> None:
            found[url] = await client.fetch(request(url))

        async with anyio.create_task_group() as group:
            for url in urls:
                group.start_soon(one, url)
        assert client.requests_sent == len(web.requests)
    return [found[url] for url in urls]


@pytest.mark.parametrize(
    ("answers", "http_status", "attempts"),
    [
        ([page(status=500), page()], 200, 2),
        ([page(status=500), page(status=502), page()], 200, 3),
        ([page(status=500)] * 4, 500, 3),
        ([page(status=429), page()], 200, 2),
        ([Answer(fault=Fault.CLOSE), page()], 200, 2),
        ([Answer(fault=Fault.TRUNCATED, body=b"xxxx"), page()], 200, 2),
        ([Answer(fault=Fault.CORRUPT), page()], 200, 2),
        ([page(status=404), page()], 404, 1),
        ([page(status=403), page()], 403, 1),
        ([page(status=501), page()], 501, 1),
        ([redirect("/story"), page()], 301, 1),
    ],
)
async def test_what_is_asked_again(
    testweb: SmallWeb, answers: list[Answer], http_status: int, attempts: int
) -> None:
    testweb.add(URL, answers)
    async with open_client(testweb, retry=AGAIN) as client:
        seen = await client.fetch(request())
    assert (seen.http_status, seen.attempts) == (http_status, attempts)
    assert len(testweb.requests) == attempts


async def test_a_redirect_is_tried_again_from_its_start(testweb: SmallWeb) -> None:
    testweb.add(URL, redirect("http://else.test/"))
    testweb.add("http://else.test/", [page(status=503), page()])
    async with open_client(testweb, retry=AGAIN) as client:
        seen = await client.fetch(request())
    assert (seen.http_status, seen.attempts, seen.requests, len(seen.hops)) == (200, 2, 4, 1)


async def test_waits_grow(testweb: SmallWeb) -> None:
    testweb.add(URL, page(status=500))
    clock = ManualClock()
    async with open_client(
        testweb, retry=Retry(attempts=4, first_wait_s=2.0), clock=clock
    ) as client:
        await client.fetch(request())
    assert clock.ticks == 2 + 4 + 8


@pytest.mark.parametrize(("retry_after", "waited_s"), [("7", 7.0), ("60", 60.0), ("0", 2.0)])
async def test_retry_after_is_obeyed(testweb: SmallWeb, retry_after: str, waited_s: float) -> None:
    limited = page(status=429, headers=[("Retry-After", retry_after)])
    testweb.add(URL, [limited, page()])
    clock = ManualClock()
    async with open_client(
        testweb, retry=Retry(attempts=2, first_wait_s=2.0), clock=clock
    ) as client:
        seen = await client.fetch(request())
    assert (seen.http_status, clock.ticks) == (200, waited_s)


async def test_retry_after_that_is_too_long_parks_the_host(testweb: SmallWeb) -> None:
    urls = [f"http://site.test/{number}" for number in range(9)]
    testweb.add("http://site.test/*", page(status=429, headers=[("Retry-After", "3600")]))
    testweb.add("http://other.site.test/", page())
    clock = ManualClock()
    async with open_client(testweb, retry=AGAIN, clock=clock) as client:
        first = await client.fetch(request(urls[0]))
        rest = [await client.fetch(request(url)) for url in urls[1:]]
        other = await client.fetch(request("http://other.site.test/"))
    assert (first.http_status, first.failure, first.attempts, first.retry_after_s) == (
        429,
        None,
        1,
        3600.0,
    )
    assert {(one.http_status, one.failure, one.attempts) for one in rest} == {
        (429, Failure.HOST_PAUSED, 0)
    }
    assert rest[0].retry_after_s == 3600.0
    assert other.http_status == 200
    assert clock.ticks == 0.0


async def test_twenty_urls_of_a_host_that_always_says_429(testweb: SmallWeb) -> None:
    testweb.add("http://site.test/*", page(status=429))
    found = await fetch_many(
        testweb, [f"http://site.test/{number}" for number in range(20)], Retry()
    )
    assert len(testweb.requests) <= 6
    assert {one.http_status for one in found} == {429}
    assert {one.failure for one in found} == {None, Failure.HOST_PAUSED}
    parked = [one for one in found if one.failure is Failure.HOST_PAUSED]
    assert len(parked) >= 14
    assert all(one.attempts == 0 for one in parked)
    assert "429" in parked[0].failure_detail


@pytest.mark.parametrize("status", [500, 502, 503, 504, 520])
async def test_twenty_urls_of_a_host_that_is_broken(testweb: SmallWeb, status: int) -> None:
    testweb.add("http://site.test/*", page(status=status))
    found = await fetch_many(
        testweb, [f"http://site.test/{number}" for number in range(20)], Retry()
    )
    assert len(testweb.requests) <= 6
    assert {one.http_status for one in found} == {status}


async def test_twenty_urls_of_a_host_that_never_answers(testweb: SmallWeb) -> None:
    testweb.add("http://site.test/*", Answer(fault=Fault.CLOSE))
    found = await fetch_many(
        testweb, [f"http://site.test/{number}" for number in range(20)], Retry()
    )
    assert len(testweb.requests) <= 6
    assert {one.failure for one in found} == {Failure.RESET}


@pytest.mark.parametrize("failure", [Failure.DNS_FAILURE, Failure.DNS_NXDOMAIN])
async def test_a_name_that_fails_is_learnt(testweb: SmallWeb, failure: Failure) -> None:
    table = Table({"site.test": failure})
    clock = ManualClock()
    async with open_client(
        testweb, retry=AGAIN, resolver=table, connect_to={}, clock=clock
    ) as client:
        found = [await client.fetch(request(f"http://site.test/{number}")) for number in range(20)]
    assert {one.failure for one in found} == {failure}
    assert len(table.asked) <= 3
    assert "failed 3 times in a row" in found[-1].failure_detail


async def test_one_page_that_fails_closes_no_host(testweb: SmallWeb) -> None:
    """Its tries stand at the end of the line, between others' good answers."""
    testweb.add("http://site.test/*", page())
    testweb.add("http://site.test/bad", page(status=500))
    urls = ["http://site.test/bad", *[f"http://site.test/{number}" for number in range(12)]]
    found = await fetch_many(
        testweb,
        urls,
        Retry(attempts=3, first_wait_s=1.0),
        Politeness(gap_s=0.5, failures_to_pause=2),
    )
    assert [one.http_status for one in found] == [500] + [200] * 12
    assert found[0].attempts == 3


async def test_another_try_stands_at_the_end_of_the_line(testweb: SmallWeb) -> None:
    testweb.add("http://site.test/*", page())
    testweb.add("http://site.test/bad", [page(status=500), page()])
    urls = ["http://site.test/bad", *[f"http://site.test/{number}" for number in range(9)]]
    await fetch_many(
        testweb, urls, Retry(attempts=2, first_wait_s=1.0), Politeness(gap_s=0.5, concurrency=1)
    )
    assert [asked.path for asked in testweb.requests][-1] == "/bad"


async def test_a_host_that_closes_while_we_wait_keeps_its_last_word(testweb: SmallWeb) -> None:
    testweb.add("http://site.test/*", page(status=429))
    testweb.add("http://site.test/first", page(status=503))
    urls = ["http://site.test/first", *[f"http://site.test/{number}" for number in range(8)]]
    found = await fetch_many(testweb, urls, Retry(attempts=3, first_wait_s=30.0))
    assert (found[0].http_status, found[0].failure) == (503, None)
    assert found[0].attempts >= 1


async def test_until_a_server_answered_a_failing_resolver_is_this_machines_trouble(
    testweb: SmallWeb,
) -> None:
    testweb.add("http://site.test/*", page())
    table = Table({"first.test": Failure.DNS_FAILURE, "second.test": Failure.DNS_FAILURE})
    clock = ManualClock()
    there = {"site.test": f"127.0.0.1:{testweb.port}"}
    async with open_client(
        testweb, retry=AGAIN, resolver=table, connect_to=there, clock=clock
    ) as client:
        before = await client.fetch(request("http://first.test/"))
        await client.fetch(request("http://site.test/"))
        after = await client.fetch(request("http://second.test/"))
    assert (before.failure, before.attempts) == (Failure.DNS_FAILURE, 1)
    assert (after.failure, after.attempts) == (Failure.DNS_FAILURE, AGAIN.attempts)
