"""It cannot be talked into connecting to where policy forbids: by no spelling, no name, no redirect, no second answer."""

from __future__ import annotations

from typing import Any

import pytest

from enricher.config import Politeness
from enricher.models import Failure, Observation
from tests.hostile.addresses import SPELLINGS
from tests.testweb import SmallWeb, page, redirect
from tests.web.support import Table, open_client, request

# Every name leads where the table says; nothing is redirected by settings.
STRAIGHT: dict[str, str] = {}


async def fetch(
    web: SmallWeb, url: str, table: dict[str, Any] | None = None, **settings: Any
) -> Observation:
    resolver = Table(table) if table is not None else None
    async with open_client(
        web, resolver=resolver, **({"connect_to": STRAIGHT} | settings)
    ) as client:
        return await client.fetch(request(url))


async def test_spellings(testweb: SmallWeb) -> None:
    seen = {host: await fetch(testweb, f"http://{host}:{testweb.port}/") for host in SPELLINGS}
    told = {host: (each.failure, each.requests) for host, each in seen.items()}
    assert told == dict.fromkeys(SPELLINGS, (Failure.PRIVATE_ADDRESS, 0))
    assert not testweb.requests


@pytest.mark.parametrize(
    "address",
    ["127.0.0.1", "169.254.169.254", "10.0.0.1", "::1", "::ffff:127.0.0.1", "fd00:ec2::254"],
)
async def test_names_that_lead_inside(testweb: SmallWeb, address: str) -> None:
    url = f"http://rebind.test:{testweb.port}/"
    seen = await fetch(testweb, url, {"rebind.test": [address]})
    assert seen.failure is Failure.PRIVATE_ADDRESS
    assert seen.failure_detail.startswith(f"rebind.test leads to {address}: ")
    assert not testweb.requests


@pytest.mark.parametrize(
    "location",
    [
        "http://169.254.169.254/latest/meta-data/",
        "http://127.0.0.1:{port}/",
        "http://[::ffff:7f00:1]:{port}/",
        "http://0x7f.1:{port}/",
        "http://inside.test:{port}/",
        "//localhost:{port}/",
    ],
)
async def test_redirects_that_lead_inside(testweb: SmallWeb, location: str) -> None:
    target = location.format(port=testweb.port)
    testweb.add("http://outside.test/", redirect(target))
    for host in ("127.0.0.1", "::ffff:7f00:1", "inside.test", "localhost"):
        testweb.add(f"http://{'[' + host + ']' if ':' in host else host}/", page("the secret"))
    table = {
        "inside.test": ["127.0.0.1"],
        "localhost": ["127.0.0.1"],
        "169.254.169.254": ["169.254.169.254"],
        "127.0.0.1": ["127.0.0.1"],
        "::ffff:7f00:1": ["::ffff:7f00:1"],
    }
    outside = {"outside.test": f"127.0.0.1:{testweb.port}"}
    seen = await fetch(testweb, "http://outside.test/", table, connect_to=outside)
    assert (seen.failure, seen.http_status, seen.body) == (Failure.PRIVATE_ADDRESS, None, b"")
    assert len(seen.hops) == 1
    assert [asked.host for asked in testweb.requests] == ["outside.test"]


async def test_a_second_answer_changes_nothing(testweb: SmallWeb) -> None:
    """Open at first, closed when asked again: the address that was judged is the one that is connected to."""
    testweb.add("http://rebind.test/", page())
    table = Table({"rebind.test": [["127.0.0.1"], ["127.0.0.2"], ["127.0.0.2"]]})
    settings: dict[str, Any] = {"connect_to": STRAIGHT, "allow_addresses": ("127.0.0.1",)}
    async with open_client(testweb, resolver=table, **settings) as client:
        for _ in range(3):
            seen = await client.fetch(request(f"http://rebind.test:{testweb.port}/"))
            assert seen.http_status == 200
            await client.close_site("rebind.test")  # so that each one connects anew
    assert table.asked == ["rebind.test"]
    assert {asked.connection for asked in testweb.requests} == {1, 2, 3}


async def test_closed_addresses_among_open_ones_are_left_out(testweb: SmallWeb) -> None:
    testweb.add("http://mixed.test/", page())
    table = {"mixed.test": ["10.0.0.1", "::1", "127.0.0.1"]}
    url = f"http://mixed.test:{testweb.port}/"
    seen = await fetch(testweb, url, table, allow_addresses=("127.0.0.0/8",))
    assert seen.http_status == 200


@pytest.mark.parametrize(
    ("allowed", "failure"),
    [
        ((), Failure.PRIVATE_ADDRESS),
        (("127.0.0.2",), Failure.PRIVATE_ADDRESS),
        (("127.0.0.0/8",), None),
    ],
)
async def test_what_the_user_opens_is_open(
    testweb: SmallWeb, allowed: tuple[str, ...], failure: Failure | None
) -> None:
    testweb.add("http://127.0.0.1/", page())
    seen = await fetch(testweb, f"http://127.0.0.1:{testweb.port}/", allow_addresses=allowed)
    assert seen.failure is failure


async def test_the_host_header_names_the_host_not_the_address(testweb: SmallWeb) -> None:
    testweb.add("https://named.test/", page())
    url = f"https://named.test:{testweb.tls_port}/"
    seen = await fetch(testweb, url, {"named.test": ["127.0.0.1"]}, allow_addresses=("127.0.0.1",))
    assert seen.http_status == 200
    assert (testweb.requests[0].header("host"), testweb.requests[0].sni) == (
        f"named.test:{testweb.tls_port}",
        "named.test",
    )


async def test_robots_lead_nowhere_else(testweb: SmallWeb) -> None:
    async with open_client(
        testweb, politeness=Politeness(gap_s=0.0, robots=True), connect_to=STRAIGHT
    ) as client:
        seen = await client.fetch(request(f"http://127.0.0.1:{testweb.port}/"))
    assert seen.failure is Failure.PRIVATE_ADDRESS
    assert not testweb.requests


# ── a dead address first ──


async def test_the_next_address_gets_its_try(testweb: SmallWeb) -> None:
    """Nothing listens on the first two addresses; the third answers."""
    testweb.add("http://many.test/", page())
    table = {"many.test": ["127.0.0.9", "::1", "127.0.0.1"]}
    seen = await fetch(
        testweb, f"http://many.test:{testweb.port}/", table, allow_addresses=("127.0.0.0/8", "::1")
    )
    assert seen.http_status == 200


async def test_no_address_answers(testweb: SmallWeb) -> None:
    table = {"many.test": ["127.0.0.9", "127.0.0.8"]}
    seen = await fetch(
        testweb, f"http://many.test:{testweb.port}/", table, allow_addresses=("127.0.0.0/8",)
    )
    assert seen.failure is Failure.REFUSED
    assert "127.0.0.9" in seen.failure_detail


# ── a proxy ──


async def test_a_proxy_is_asked_for_what_is_open(testweb: SmallWeb) -> None:
    testweb.add("http://outside.test/", page())
    proxy = f"http://127.0.0.1:{testweb.port}"
    seen = await fetch(testweb, "http://outside.test/", {"outside.test": ["1.1.1.1"]}, proxy=proxy)
    assert seen.http_status == 200
    assert testweb.requests[0].path == "http://outside.test/"


@pytest.mark.parametrize("scheme", ["http", "https"])
async def test_a_proxy_is_not_sent_inside(testweb: SmallWeb, scheme: str) -> None:
    proxy = f"http://127.0.0.1:{testweb.port}"
    table = {"inside.test": ["1.1.1.1", "10.0.0.1"], "127.0.0.1": ["127.0.0.1"]}
    for url in (f"{scheme}://inside.test/", f"{scheme}://127.0.0.1:{testweb.port}/"):
        assert (await fetch(testweb, url, table, proxy=proxy)).failure is Failure.PRIVATE_ADDRESS
    assert not testweb.requests


# ── ports of other protocols ──


@pytest.mark.parametrize("port", [22, 25, 6000, 6379, 11211])
async def test_bad_ports_of_public_hosts(testweb: SmallWeb, port: int) -> None:
    seen = await fetch(testweb, f"http://out.test:{port}/", {"out.test": ["1.1.1.1"]})
    assert (seen.failure, seen.requests) == (Failure.BAD_PORT, 0)


async def test_a_redirect_to_a_bad_port(testweb: SmallWeb) -> None:
    testweb.add("http://site.test/", redirect("http://out.test:25/"))
    seen = await fetch(
        testweb,
        "http://site.test/",
        {"out.test": ["1.1.1.1"]},
        connect_to={"site.test": f"127.0.0.1:{testweb.port}"},
    )
    assert (seen.failure, seen.final_url) == (Failure.BAD_PORT, "http://out.test:25/")


async def test_bad_ports_that_settings_open(testweb: SmallWeb) -> None:
    table = {"in.test": ["127.0.0.1"]}
    seen = await fetch(testweb, "http://in.test:6000/", table, allow_addresses=("127.0.0.0/8",))
    assert seen.failure is Failure.REFUSED
