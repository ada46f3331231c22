"""Names: asked once, no such name told from a resolver that does not know, and routes that settings make."""

from __future__ import annotations

import socket

import anyio
import pytest

from enricher.errors import ConfigError
from enricher.models import Failure
from enricher.web.resolver import DnsCache, Resolved, SystemResolver
from enricher.web.routes import Route, Routes
from tests.web.support import Table


@pytest.mark.parametrize(
    ("code", "failure"),
    [
        (socket.EAI_NONAME, Failure.DNS_NXDOMAIN),
        (socket.EAI_AGAIN, Failure.DNS_FAILURE),
        (socket.EAI_FAIL, Failure.DNS_FAILURE),
        (socket.EAI_NODATA, Failure.DNS_FAILURE),
        (socket.EAI_ADDRFAMILY, Failure.DNS_FAILURE),
    ],
)
async def test_why_a_name_has_no_address(
    monkeypatch: pytest.MonkeyPatch, code: int, failure: Failure
) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise socket.gaierror(code, "in the resolver's words")

    monkeypatch.setattr(socket, "getaddrinfo", refuse)
    assert await SystemResolver().resolve("site.test") == Resolved(
        failure=failure, detail="in the resolver's words"
    )


@pytest.mark.parametrize(
    ("name", "address"),
    [
        ("127.0.0.1", "127.0.0.1"),
        ("0x7f.1", "127.0.0.1"),
        ("::1", "::1"),
        ("localhost", "127.0.0.1"),
    ],
)
async def test_the_machines_own_resolver(name: str, address: str) -> None:
    assert address in (await SystemResolver().resolve(name)).addresses


async def test_names_that_cannot_be_asked() -> None:
    assert (await SystemResolver().resolve("é")).failure is Failure.DNS_FAILURE


async def test_a_name_is_asked_once_even_by_many() -> None:
    table = Table({"site.test": ["1.1.1.1"]})
    names = DnsCache(table)
    async with anyio.create_task_group() as group:
        for _ in range(5):
            group.start_soon(names.resolve, "site.test")
    assert (await names.resolve("site.test")).addresses == ("1.1.1.1",)
    assert table.asked == ["site.test"]


@pytest.mark.parametrize(
    ("failure", "times"), [(Failure.DNS_NXDOMAIN, 1), (Failure.DNS_FAILURE, 3)]
)
async def test_only_what_lasts_is_remembered(failure: Failure, times: int) -> None:
    table = Table({"site.test": failure})
    names = DnsCache(table)
    for _ in range(3):
        await names.resolve("site.test")
    assert len(table.asked) == times


async def test_who_asks_may_be_cancelled() -> None:
    class Slow:
        async def resolve(self, name: str) -> Resolved:
            await anyio.sleep_forever()
            raise AssertionError(name)

    names = DnsCache(Slow())
    with anyio.move_on_after(0.01) as scope:
        await names.resolve("site.test")
    assert scope.cancelled_caught
    with anyio.move_on_after(0.01) as scope:
        await names.resolve("site.test")
    assert scope.cancelled_caught


@pytest.mark.parametrize(
    ("host", "port", "route"),
    [
        ("site.test", 80, Route("127.0.0.1", 1)),
        ("site.test", 443, Route("127.0.0.1", 2)),
        ("www.site.test", 80, Route("127.0.0.1", 3)),
        ("a.b.test", 80, Route("::1", 4)),
        ("test", 80, Route("staging.example", 5, is_plain=True)),
        ("elsewhere.org", 80, Route("staging.example", 5, is_plain=True)),
    ],
)
def test_routes(host: str, port: int, route: Route) -> None:
    routes = Routes(
        {
            "*": "http://staging.example:5",
            "*.test": "[::1]:4",
            "site.test": "127.0.0.1:1",
            "site.test:443": "127.0.0.1:2",
            "*.Site.Test": "127.0.0.1:3",
        }
    )
    assert routes.find(host, port) == route


def test_no_route() -> None:
    assert Routes({"*.test": "127.0.0.1:1"}).find("site.example", 80) is None
    assert Routes({}).find("site.test", 80) is None


@pytest.mark.parametrize(
    "value",
    ["127.0.0.1", "127.0.0.1:0", ":80", "", "https://127.0.0.1:443", "127.0.0.1:99999", "[::1"],
)
def test_routes_that_lead_nowhere(value: str) -> None:
    with pytest.raises(ConfigError, match="connect_to"):
        Routes({"*": value})
