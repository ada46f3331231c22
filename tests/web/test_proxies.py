"""Which proxy a request goes through."""

from __future__ import annotations

import pytest

from enricher.errors import ConfigError
from enricher.web.proxies import Proxies
from tests.testweb import SmallWeb
from tests.testweb.answers import page
from tests.web.support import Table, open_client, request

ENVIRONMENT = {
    "http_proxy": "http://p.test:3128",
    "HTTPS_PROXY": "https://me:secret@q.test",
    "NO_PROXY": "intra.test, .inside.test,10.0.0.0/8 exact.test:8443,*.star.test",
}


@pytest.mark.parametrize(
    ("origin", "host"),
    [
        (("http", "a.test", 80), "p.test"),
        (("https", "a.test", 443), "q.test"),
        (("http", "intra.test", 80), None),
        (("https", "www.intra.test", 443), None),
        (("https", "notintra.test", 443), "q.test"),
        (("http", "inside.test", 80), None),
        (("http", "a.inside.test", 80), None),
        (("http", "10.1.2.3", 80), None),
        (("http", "11.1.2.3", 80), "p.test"),
        (("https", "exact.test", 8443), None),
        (("https", "exact.test", 443), "q.test"),
        (("https", "a.star.test", 443), None),
    ],
)
def test_as_the_environment_says(origin: tuple[str, str, int], host: str | None) -> None:
    found = Proxies("environment", ENVIRONMENT).find(origin)
    assert (found.host if found else None) == host


@pytest.mark.parametrize(
    ("environment", "host"),
    [
        ({"ALL_PROXY": "http://all.test:1"}, "all.test"),
        ({"http_proxy": "p.test:3128"}, "p.test"),
        ({"http_proxy": "http://p.test", "HTTP_PROXY": "http://other.test"}, "p.test"),
        ({"http_proxy": "", "HTTP_PROXY": "http://other.test"}, None),
        ({"http_proxy": "http://p.test", "no_proxy": "*"}, None),
        # a CGI script's HTTP_PROXY is a header that its client sent
        ({"HTTP_PROXY": "http://evil.test", "REQUEST_METHOD": "GET"}, None),
        ({}, None),
    ],
)
def test_which_variable_counts(environment: dict[str, str], host: str | None) -> None:
    found = Proxies("environment", environment).find(("http", "a.test", 80))
    assert (found.host if found else None) == host


def test_only_the_setting_asks_the_environment() -> None:
    assert Proxies("", ENVIRONMENT).find(("http", "a.test", 80)) is None
    one = Proxies("http://one.test:1", ENVIRONMENT)
    assert {one.find(("http", "intra.test", 80)), one.find(("https", "a.test", 443))} == {
        one.find(("http", "a.test", 80))
    }
    assert one.places == {("one.test", 1)}


@pytest.mark.parametrize(
    "url",
    [
        "socks5://me:secret@p.test:1",
        "http://me:secret@:1",
        "http://me:secret/with-slash@p.test:1",
        "http://me:secret@\u2100.test:1",
        "ftp://x",
    ],
)
def test_a_proxy_that_cannot_be_used_is_told_by_its_variable_without_password(url: str) -> None:
    with pytest.raises(ConfigError, match=r"^https_proxy: ") as error:
        Proxies("environment", {"https_proxy": url})
    assert "secret" not in str(error.value)


@pytest.mark.parametrize("http2", [False, True])
async def test_what_no_proxy_names_is_reached_directly(testweb: SmallWeb, *, http2: bool) -> None:
    testweb.add("http://a.site.test/story", page())
    testweb.add("http://b.site.test/story", page())
    environment = {"http_proxy": f"http://127.0.0.1:{testweb.port}", "no_proxy": "b.site.test"}
    resolver = Table({"a.site.test": ["1.1.1.1"]})
    async with open_client(
        testweb,
        proxy="environment",
        environment=environment,
        http2=http2,
        resolver=resolver,
        connect_to={"b.site.test": f"127.0.0.1:{testweb.port}"},
    ) as client:
        for host in ("a", "b"):
            assert (
                await client.fetch(request(f"http://{host}.site.test/story"))
            ).http_status == 200
    asked = [each.path for each in testweb.requests]
    assert asked[1] == "/story"
    if not http2:
        assert asked[0] == "http://a.site.test/story"
