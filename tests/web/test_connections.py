"""Connections: kept while they are of use, doubted when they have served before, dropped when they are not clean."""

from __future__ import annotations

import anyio
import pytest
from msgspec.structs import replace

from enricher import config
from enricher.models import Failure, Observation, Stop
from enricher.web import pool
from enricher.web.client import WebClient
from tests.patience import until
from tests.testweb import Answer, Fault, SmallWeb, page, redirect
from tests.web.support import URL, open_client, request


async def fetch_all(client: WebClient, *urls: str, stop: Stop = Stop.NEVER) -> list[Observation]:
    """One after the other."""
    return [await client.fetch(request(url, stop=stop)) for url in urls]


async def together(client: WebClient, *urls: str, stop: Stop = Stop.NEVER) -> list[Observation]:
    found: dict[str, Observation] = {}

    async def one(url: str) -> None:
        found[url] = await client.fetch(request(url, stop=stop))

    async with anyio.create_task_group() as group:
        for url in urls:
            group.start_soon(one, url)
    return [found[url] for url in urls]


@pytest.mark.parametrize("scheme", ["http", "https"])
async def test_a_connection_is_kept(testweb: SmallWeb, scheme: str) -> None:
    urls = [testweb.add(f"{scheme}://site.test/{number}", page()) for number in range(5)]
    async with open_client(testweb) as client:
        await fetch_all(client, *urls)
    assert {asked.connection for asked in testweb.requests} == {1}


async def test_a_connection_is_closed_with_its_site(testweb: SmallWeb) -> None:
    testweb.add(URL, page())
    async with open_client(testweb) as client:
        await fetch_all(client, URL)
        await client.close_site("site.test")
        await client.close_site("never.test")
        await fetch_all(client, URL)
    assert [asked.connection for asked in testweb.requests] == [1, 2]


@pytest.mark.parametrize("answer", [Answer(keeps_open=False), Answer(framing="close", body=b"x")])
async def test_a_server_that_closes(testweb: SmallWeb, answer: Answer) -> None:
    testweb.add(URL, answer)
    async with open_client(testweb) as client:
        assert [seen.failure for seen in await fetch_all(client, URL, URL, URL)] == [None] * 3
    assert len({asked.connection for asked in testweb.requests}) == 3


@pytest.mark.parametrize("scheme", ["http", "https"])
@pytest.mark.parametrize("fault", [Fault.LEFTOVER, Fault.LEFTOVER_APART])
async def test_an_unasked_answer_is_given_to_no_request(
    testweb: SmallWeb, scheme: str, fault: Fault
) -> None:
    """A 404 left in the connection must not become the next link's death."""
    first = testweb.add(f"{scheme}://site.test/first", Answer(body=b"fine", fault=fault))
    second = testweb.add(f"{scheme}://site.test/second", page())
    async with open_client(testweb) as client:
        seen = await fetch_all(client, first, second, first, second)
    assert [one.http_status for one in seen] == [200] * 4
    if (
        fault is Fault.LEFTOVER
    ):  # in a breath of its own it may come too late to be noticed, and is doubted then
        assert [asked.connection for asked in testweb.requests] == [1, 2, 2, 3]


@pytest.mark.parametrize(
    ("status", "requests"), [(404, 2), (410, 2), (400, 2), (408, 2), (401, 1), (403, 1), (429, 1)]
)
async def test_a_failing_answer_counts_only_from_a_new_connection(
    testweb: SmallWeb, status: int, requests: int
) -> None:
    good = testweb.add("http://site.test/good", page())
    bad = testweb.add("http://site.test/bad", page(status=status))
    async with open_client(testweb) as client:
        seen = (await fetch_all(client, good, bad))[1]
    assert (seen.http_status, seen.requests, seen.attempts) == (status, requests, 1)
    connections = [asked.connection for asked in testweb.asked(path="/bad")]
    assert connections == [1, 2][:requests]


async def test_an_archive_that_has_no_copy_is_asked_once(testweb: SmallWeb) -> None:
    good = testweb.add("http://archive.test/web/one", page())
    bad = testweb.add("http://archive.test/web/two", page(status=404))
    async with open_client(testweb) as client:
        await fetch_all(client, good)
        seen = await client.fetch(replace(request(bad), follows_redirects=False))
    assert (seen.http_status, seen.requests) == (404, 1)
    assert [asked.connection for asked in testweb.requests] == [1, 1]


async def test_a_failing_answer_from_a_new_connection_is_believed(testweb: SmallWeb) -> None:
    bad = testweb.add("http://site.test/bad", page(status=404))
    async with open_client(testweb) as client:
        seen = (await fetch_all(client, bad))[0]
    assert (seen.http_status, seen.requests) == (404, 1)


@pytest.mark.parametrize("fault", [Fault.CLOSE, Fault.RESET, Fault.GARBAGE])
async def test_a_connection_that_died_of_age_is_replaced(testweb: SmallWeb, fault: Fault) -> None:
    good = testweb.add("http://site.test/good", page())
    other = testweb.add("http://site.test/other", [Answer(fault=fault), page()])
    async with open_client(testweb) as client:
        seen = (await fetch_all(client, good, other))[1]
    assert (seen.http_status, seen.attempts, seen.requests) == (200, 1, 2)


async def test_another_try_goes_over_a_new_connection(testweb: SmallWeb) -> None:
    testweb.add(URL, [page(status=503), page()])
    async with open_client(testweb, retry=config.Retry(attempts=2, first_wait_s=0.0)) as client:
        seen = (await fetch_all(client, URL))[0]
    assert (seen.http_status, seen.attempts) == (200, 2)
    assert [asked.connection for asked in testweb.requests] == [1, 2]


async def test_hops_share_a_connection(testweb: SmallWeb) -> None:
    testweb.add(URL, Answer(status=301, headers=(("Location", "/new"),), body=b"moved " * 100))
    testweb.add("http://site.test/new", page())
    async with open_client(testweb) as client:
        await fetch_all(client, URL)
    assert [asked.connection for asked in testweb.requests] == [1, 1]


async def test_a_redirect_with_a_huge_body_is_left_alone(testweb: SmallWeb) -> None:
    testweb.add(URL, Answer(status=301, headers=(("Location", "/new"),), fault=Fault.ENDLESS_BODY))
    testweb.add("http://site.test/new", page())
    async with open_client(testweb) as client:
        seen = (await fetch_all(client, URL))[0]
    assert seen.http_status == 200
    assert seen.bytes_read < 300_000


HEAD = b"""<head><script type="application/ld+json">{"@type": "NewsArticle", "headline": "T", "description": "D",
"author": {"@type": "Person", "name": "N"}, "datePublished": "2026-01-01", "image": "https://site.test/i.png"}</script></head><body>"""


@pytest.mark.parametrize(("rest", "is_kept"), [(40_000, True), (3_000_000, False)])
async def test_a_short_rest_is_read_where_a_request_waits(
    testweb: SmallWeb, rest: int, is_kept: bool
) -> None:
    """Both slots are taken; who comes third finds a connection that is still open, or not."""
    html = ("Content-Type", "text/html")
    answer = Answer(headers=(html,), body=HEAD + b"x" * rest, framing="length")
    urls = [testweb.add(f"http://site.test/{number}", answer) for number in range(6)]
    async with open_client(
        testweb, politeness=config.Politeness(gap_s=0.0, concurrency=1)
    ) as client:
        seen = await together(client, *urls, stop=Stop.FACTS)
    assert {one.failure for one in seen} == {None}
    assert (len({asked.connection for asked in testweb.requests}) == 1) == is_kept


async def test_pools_are_few(testweb: SmallWeb, monkeypatch: pytest.MonkeyPatch) -> None:
    """Sites not asked for a while lose their connections first."""
    monkeypatch.setattr(pool, "IDLE_CONNECTIONS", 2)
    urls = [testweb.add(f"http://site{number}.test/", page()) for number in range(4)]
    async with open_client(testweb) as client:
        await fetch_all(client, *urls, urls[3], urls[2], urls[0])
    connections = [asked.connection for asked in testweb.requests]
    assert connections == [1, 2, 3, 4, 4, 3, 5]


async def test_names_of_one_address_share_nothing(testweb: SmallWeb) -> None:
    urls = [testweb.add(f"https://{name}.test/", page()) for name in "abc"]
    async with open_client(testweb) as client:
        await fetch_all(client, *urls, *urls)
    assert [(asked.sni, asked.connection) for asked in testweb.requests] == [
        *[(f"{name}.test", number) for number, name in enumerate("abc", 1)] * 2
    ]


async def test_what_is_cancelled_leaves_nothing_behind(testweb: SmallWeb) -> None:
    testweb.add(
        URL, [Answer(fault=Fault.STALL), Answer(fault=Fault.STALL_IN_BODY, body=b"xx"), page()]
    )

    async def ask_and_leave(client: WebClient) -> None:
        before = len(testweb.requests)
        async with anyio.create_task_group() as group:
            group.start_soon(client.fetch, request())
            await until(lambda: len(testweb.requests) > before)
            await anyio.sleep(0.05)  # what there is of its answer may come
            group.cancel_scope.cancel()

    async with open_client(testweb) as client:
        await ask_and_leave(client)
        await ask_and_leave(client)
        seen = (await fetch_all(client, URL))[0]
    assert seen.http_status == 200


async def test_a_client_that_is_closed_in_the_middle(testweb: SmallWeb) -> None:
    testweb.add(URL, Answer(fault=Fault.STALL))
    with anyio.move_on_after(0.1) as scope:
        async with open_client(testweb) as client:
            await together(client, URL, "http://else.test/")
            await client.fetch(request())
    assert scope.cancelled_caught


async def test_redirects_between_the_faces_of_a_site_keep_their_connections(
    testweb: SmallWeb,
) -> None:
    for number in range(3):
        testweb.add(f"http://site.test/{number}", redirect(f"https://www.site.test/{number}"))
        testweb.add(f"https://www.site.test/{number}", page())
    async with open_client(testweb) as client:
        await fetch_all(client, *[f"http://site.test/{number}" for number in range(3)])
    assert len({asked.connection for asked in testweb.requests}) == 2


@pytest.mark.parametrize("failure", [Failure.PRIVATE_ADDRESS])
async def test_a_refusal_is_no_request(testweb: SmallWeb, failure: Failure) -> None:
    async with open_client(testweb, connect_to={}) as client:
        seen = await client.fetch(request("http://127.0.0.1/"))
        assert (seen.failure, client.requests_sent, seen.requests) == (failure, 0, 0)
