"""Headers, cookies and tokens of single hosts: sent there over https, and nowhere else."""

from __future__ import annotations

import pytest

from enricher.config import HostAccess
from enricher.errors import ConfigError
from enricher.models import Kind, Stop
from enricher.web.host_access import HostHeaders
from enricher.web.messages import HttpRequest
from tests.testweb import SmallWeb
from tests.testweb.answers import Answer, page, redirect
from tests.web.support import open_client, request

HOSTS = {
    "intra.test": HostAccess(
        headers={"X-Api-Key": "KEY"}, cookies={"session": "SESSION"}, bearer="TOKEN"
    )
}
ENVIRONMENT = {"KEY": "k3y", "SESSION": "s3ss10n", "TOKEN": "t0k3n"}
SECRETS = tuple(ENVIRONMENT.values())


def sent(web: SmallWeb, host: str) -> list[tuple[str, ...]]:
    """Which secrets each request to a host held, in the order of SECRETS."""
    return [
        tuple(name for name, value in asked.headers if any(secret in value for secret in SECRETS))
        for asked in web.asked(host)
    ]


ALL = ("x-api-key", "authorization", "cookie")


async def fetch(web: SmallWeb, url: str) -> object:
    async with open_client(web, hosts=HOSTS, environment=ENVIRONMENT) as client:
        return await client.fetch(request(url))


async def test_they_are_sent_over_https(testweb: SmallWeb) -> None:
    testweb.add("https://intra.test/story", page())
    seen = await fetch(testweb, "https://intra.test/story")
    (asked,) = testweb.asked("intra.test")
    assert asked.header("authorization") == "Bearer t0k3n"
    assert asked.header("x-api-key") == "k3y"
    assert asked.header("cookie") == "session=s3ss10n"
    assert not any(secret in repr(seen) for secret in SECRETS)


@pytest.mark.parametrize(
    "url",
    [
        pytest.param("http://intra.test/story", id="without TLS"),
        pytest.param("https://other.test/story", id="another host"),
        pytest.param("https://www.intra.test/story", id="a host below"),
        pytest.param("https://intra.test.other.test/story", id="a longer name"),
    ],
)
async def test_they_are_sent_nowhere_else(testweb: SmallWeb, url: str) -> None:
    testweb.add(url, page())
    await fetch(testweb, url)
    assert [each for asked in testweb.requests for each in asked.headers if any(
        secret in each[1] for secret in SECRETS
    )] == []  # fmt: skip


def test_another_port_is_another_host() -> None:
    known = HostHeaders(HOSTS, ENVIRONMENT)
    assert known.headers("https://intra.test/", [])
    assert known.headers("https://intra.test:8443/", []) == []
    assert known.cookies("https://intra.test:8443/", []) == ""
    named = HostHeaders({"intra.test:8443": HOSTS["intra.test"]}, ENVIRONMENT)
    assert named.headers("https://INTRA.test:8443/x", [])
    assert named.headers("https://intra.test/", []) == []


async def test_no_redirect_takes_them_along(testweb: SmallWeb) -> None:
    testweb.add("https://intra.test/story", redirect("https://other.test/story"))
    testweb.add("https://other.test/story", redirect("https://intra.test/again"))
    testweb.add("https://intra.test/again", page())
    await fetch(testweb, "https://intra.test/story")
    assert sent(testweb, "intra.test") == [ALL, ()]
    assert sent(testweb, "other.test") == [()]


async def test_nor_does_a_stranger_lead_to_them(testweb: SmallWeb) -> None:
    testweb.add("https://other.test/story", redirect("https://intra.test/delete-all"))
    testweb.add("https://intra.test/delete-all", page())
    await fetch(testweb, "https://other.test/story")
    assert sent(testweb, "intra.test") == [()]


async def test_within_the_host_they_stay_and_join_its_own_cookies(testweb: SmallWeb) -> None:
    testweb.add("http://intra.test/story", redirect("https://intra.test/a"))
    testweb.add(
        "https://intra.test/a",
        Answer(status=302, headers=(("Location", "/b"), ("Set-Cookie", "seen=1"))),
    )
    testweb.add("https://intra.test/b", page())
    await fetch(testweb, "http://intra.test/story")
    assert sent(testweb, "intra.test") == [(), ALL, ALL]
    assert testweb.requests[-1].header("cookie") == "seen=1; session=s3ss10n"


@pytest.mark.parametrize(
    ("environment", "said"),
    [
        ({}, r"\[hosts.\"intra.test\"\] headers: the environment variable KEY is not set"),
        (ENVIRONMENT | {"TOKEN": " "}, "bearer: the environment variable TOKEN is not set"),
        (ENVIRONMENT | {"SESSION": "s3\r\nX: y"}, "SESSION holds signs that no header may have"),
        (ENVIRONMENT | {"TOKEN": "t\xf6ken"}, "TOKEN holds signs that no header may have"),
    ],
)
def test_what_cannot_be_sent_is_told_without_its_value(
    environment: dict[str, str], said: str
) -> None:
    with pytest.raises(ConfigError, match=said) as error:
        HostHeaders(HOSTS, environment)
    assert not any(value in str(error.value) for value in (*SECRETS, "s3", "ken") if value.strip())


def test_no_request_shows_them_in_a_traceback() -> None:
    made = HttpRequest(
        url="https://intra.test/",
        headers=[("X-Api-Key", "k3y")],
        kind=Kind.PAGE,
        stop=Stop.NEVER,
        max_bytes=1,
        budget_s=1.0,
    )
    assert "k3y" not in repr(made)
