"""What a request says, and what an observation holds: pages, parts, validators, manners, early stops, robots.txt."""

from __future__ import annotations

import re
from typing import Any

import httpx
import pytest
from hypothesis import given
from msgspec.structs import replace

from enricher import urls
from enricher.config import Politeness, Retry, SiteOverride
from enricher.errors import ConfigError
from enricher.models import ClientIdentity, Failure, Kind, Observation, Request, Stop, Validators
from enricher.web.client import WebClient
from enricher.web.clock import SystemClock
from tests.fakes import NOON, ManualClock
from tests.test_urls import ANY_URL
from tests.testweb import Answer, SmallWeb, image, page, redirect
from tests.testweb.answers import Coding
from tests.web.support import ONCE, RUDE, URL, open_client, request


async def fetch(web: SmallWeb, wish: Request | None = None, **settings: Any) -> Observation:
    async with open_client(web, **settings) as client:
        return await client.fetch(wish or request())


async def test_a_page(testweb: SmallWeb) -> None:
    testweb.add(URL, page("<title>Störy</title>", headers=[("X-Twice", "1"), ("X-TWICE", "2")]))
    seen = await fetch(testweb, clock=ManualClock())
    assert seen == Observation(
        url=URL,
        final_url=URL,
        seen_at=NOON,
        http_status=200,
        headers=(
            ("content-type", "text/html; charset=utf-8"),
            ("x-twice", "1"),
            ("x-twice", "2"),
            ("content-length", "21"),
        ),
        body="<title>Störy</title>".encode(),
        is_whole=True,
        bytes_read=seen.bytes_read,
        requests=1,
    )
    assert seen.bytes_read > 21


async def test_what_we_say(testweb: SmallWeb) -> None:
    settings = {"user_agent": "enricher/{version} (+{contact})", "contact": "https://us.example/"}
    await fetch(
        testweb,
        request("https://münchen.de/ü?q=ü#part", headers=(("accept-datetime", "then"),)),
        **settings,
    )
    asked = testweb.requests[0]
    assert (asked.method, asked.host, asked.path) == (
        "GET",
        "xn--mnchen-3ya.de",
        "/%C3%BC?q=%C3%BC",
    )
    assert asked.is_tls
    assert asked.sni == "xn--mnchen-3ya.de"
    names = [name for name, _ in asked.headers]
    assert names == [
        "host",
        "user-agent",
        "accept",
        "accept-language",
        "accept-encoding",
        "connection",
        "accept-datetime",
    ]
    agent = asked.header("user-agent") or ""
    assert agent.startswith("enricher/0.")
    assert agent.endswith(" (+https://us.example/)")
    assert asked.header("accept-encoding") == "gzip, deflate, br, zstd"


async def test_a_user_agent_that_could_not_be_sent(testweb: SmallWeb) -> None:
    await fetch(testweb, user_agent="us\r\nX-Evil: 1 \u2028é")
    assert testweb.requests[0].header("user-agent") == "us X-Evil: 1 ??"


async def test_like_a_browser(testweb: SmallWeb) -> None:
    seen = await fetch(testweb, request(client_identity=ClientIdentity.BROWSER))
    asked = testweb.requests[0]
    assert "Firefox" in (asked.header("user-agent") or "")
    assert asked.header("sec-fetch-mode") == "navigate"
    assert seen.client_identity is ClientIdentity.BROWSER


async def test_like_a_browser_where_the_site_needs_it(testweb: SmallWeb) -> None:
    politeness = replace_site(SiteOverride(client_identity="browser"))
    seen = await fetch(testweb, request(kind=Kind.IMAGE), politeness=politeness)
    assert testweb.requests[0].header("sec-fetch-dest") == "image"
    assert seen.client_identity is ClientIdentity.BROWSER


def replace_site(override: SiteOverride) -> Politeness:
    return Politeness(gap_s=0.0, sites={"site.test": override})


async def test_only_if_it_changed(testweb: SmallWeb) -> None:
    testweb.add(URL, Answer(status=304, headers=(("ETag", '"v1"'),)))
    validators = Validators(etag='"v1"', last_modified="Sun, 22 Nov 2026 18:00:00 GMT")
    seen = await fetch(testweb, request(validators=validators))
    assert testweb.requests[0].header("if-none-match") == '"v1"'
    assert testweb.requests[0].header("if-modified-since") == "Sun, 22 Nov 2026 18:00:00 GMT"
    assert (seen.http_status, seen.body, seen.failure) == (304, b"", None)


@pytest.mark.parametrize(
    ("size", "range_bytes", "is_whole"),
    [(100, 10, False), (10, 10, True), (10, 100, True), (0, 10, True)],
)
async def test_a_part(testweb: SmallWeb, size: int, range_bytes: int, is_whole: bool) -> None:
    testweb.add(URL, image(bytes(range(size))))
    seen = await fetch(testweb, request(kind=Kind.IMAGE, range_bytes=range_bytes))
    assert testweb.requests[0].header("range") == f"bytes=0-{range_bytes - 1}"
    assert testweb.requests[0].header("accept-encoding") == "identity"
    assert seen.http_status == (206 if size else 416)
    assert seen.body == bytes(range(size))[:range_bytes]
    assert seen.is_whole == is_whole


async def test_the_part_behind_what_is_known(testweb: SmallWeb) -> None:
    testweb.add(URL, image(bytes(range(100))))
    seen = await fetch(testweb, request(kind=Kind.IMAGE, range_start=10, range_bytes=30))
    assert testweb.requests[0].header("range") == "bytes=10-29"
    assert (seen.http_status, seen.body) == (206, bytes(range(10, 30)))
    assert seen.header("content-range") == "bytes 10-29/100"


async def test_a_server_that_ignores_the_range(testweb: SmallWeb) -> None:
    testweb.add(URL, Answer(body=bytes(5_000_000)))
    seen = await fetch(testweb, request(kind=Kind.IMAGE, range_bytes=1000, max_bytes=1000))
    assert (seen.http_status, len(seen.body), seen.is_whole) == (200, 1000, False)


@pytest.mark.parametrize("coding", ["", "gzip", "deflate", "raw-deflate", "br", "zstd"])
@pytest.mark.parametrize("framing", ["length", "chunked", "close"])
async def test_codings_and_framings(testweb: SmallWeb, coding: Coding, framing: Any) -> None:
    body = "<title>Störy</title>".encode() * 2000
    testweb.add(URL, Answer(body=body, coding=coding, framing=framing))
    seen = await fetch(testweb)
    assert (seen.body, seen.is_whole, seen.failure) == (body, True, None)


HEAD = b"""<!doctype html><head><meta property="og:title" content="T">
<script type="application/ld+json">{"@type": "NewsArticle", "headline": "T", "description": "D",
"author": {"@type": "Person", "name": "N"}, "datePublished": "2026-01-01", "image": "https://site.test/i.png"}</script>
</head><body>"""
PNG = (
    b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR"
    + (640).to_bytes(4)
    + (480).to_bytes(4)
    + b"\x08\x02\0\0\0crc.\0\0\xff\xffIDAT"
)
HTML = ("Content-Type", "text/html")


@pytest.mark.parametrize(
    ("stop", "status", "content_type", "body", "is_cut"),
    [
        (Stop.FACTS, 200, "text/html", HEAD + b"x" * 3_000_000, True),
        (Stop.NEVER, 200, "text/html", HEAD + b"x" * 300_000, False),
        (Stop.FACTS, 200, "text/html", b"no head" + b"x" * 300_000, False),
        (
            Stop.FACTS,
            404,
            "text/html",
            HEAD + b"x" * 100_000,
            False,
        ),  # its words may stand anywhere
        (Stop.IMAGE_SIZE, 200, "image/png", PNG + b"x" * 3_000_000, True),
        (Stop.FACTS, 200, "application/pdf", b"%PDF-1.7" + b"x" * 3_000_000, True),
        (Stop.FACTS, 200, "Video/MP4; codecs=x", b"x" * 3_000_000, True),
    ],
)
async def test_stopping_early(
    testweb: SmallWeb, stop: Stop, status: int, content_type: str, body: bytes, is_cut: bool
) -> None:
    testweb.add(URL, Answer(status=status, headers=(("Content-Type", content_type),), body=body))
    seen = await fetch(testweb, request(stop=stop))
    assert seen.failure is None
    assert seen.is_whole == (not is_cut)
    if is_cut:
        assert len(seen.body) <= 200_000
    else:
        assert seen.body == body
    assert body.startswith(seen.body)


@pytest.mark.parametrize("status", [200, 404])
async def test_the_cap(testweb: SmallWeb, status: int) -> None:
    testweb.add(URL, Answer(status=status, headers=(HTML,), body=b"x" * 2_000_000))
    seen = await fetch(testweb, request(max_bytes=500_000))
    assert len(seen.body) == (500_000 if status == 200 else 128 * 1024)
    assert not seen.is_whole


@pytest.mark.parametrize(
    ("url", "failure"),
    [
        ("http://site.test:99999/", Failure.UNPARSABLE),
        ("http:///x", Failure.NO_HOST),
        ("ftp://site.test/", Failure.SCHEME),
        ("file:///etc/passwd", Failure.SCHEME),
        ("http://u:p@site.test/", Failure.CREDENTIALS),
        ("/story", Failure.RELATIVE),
        ("", Failure.UNPARSABLE),
    ],
)
async def test_what_is_never_asked(testweb: SmallWeb, url: str, failure: Failure) -> None:
    async with open_client(testweb) as client:
        seen = await client.fetch(request(url))
        assert (seen.failure, seen.attempts, seen.requests, client.requests_sent) == (
            failure,
            0,
            0,
            0,
        )
    assert not testweb.requests


async def test_headers_are_bounded(testweb: SmallWeb) -> None:
    many = tuple((f"X-{number}", "v" * 10) for number in range(300))
    testweb.add(URL, Answer(headers=(("X-Long", "v" * 50_000), *many)))
    seen = await fetch(testweb)
    assert len(seen.headers) == 100
    assert len(seen.header("x-long") or "") == 8192


async def test_headers_in_odd_bytes(testweb: SmallWeb) -> None:
    testweb.add(URL, Answer(headers=(("X-Name", "Störy"),)))
    assert (await fetch(testweb)).header("x-name") == "Störy"


# ── robots.txt ──

ROBOTS = b"User-agent: *\nDisallow: /story\nCrawl-delay: 0.01\n"
OBEDIENT = Politeness(gap_s=0.0, robots=True)


async def test_robots_is_asked_once_and_obeyed(testweb: SmallWeb) -> None:
    testweb.add("http://site.test/robots.txt", Answer(body=ROBOTS))
    testweb.add("http://site.test/other", page())
    async with open_client(testweb, politeness=OBEDIENT) as client:
        refused = await client.fetch(request())
        let_in = await client.fetch(request("http://site.test/other"))
    assert (refused.failure, refused.attempts, refused.requests) == (Failure.ROBOTS, 0, 0)
    assert let_in.http_status == 200
    assert [asked.path for asked in testweb.requests] == ["/robots.txt", "/other"]


async def test_robots_of_every_hop(testweb: SmallWeb) -> None:
    testweb.add("http://open.test/", redirect(URL))
    testweb.add("http://site.test/robots.txt", Answer(body=ROBOTS))
    seen = await fetch(testweb, request("http://open.test/"), politeness=OBEDIENT)
    assert (seen.failure, seen.final_url, len(seen.hops)) == (Failure.ROBOTS, URL, 1)
    assert not testweb.asked("site.test", "/story")


async def test_robots_by_site(testweb: SmallWeb) -> None:
    testweb.add("http://site.test/robots.txt", Answer(body=ROBOTS))
    testweb.add(URL, page())
    exempt = Politeness(gap_s=0.0, robots=True, sites={"site.test": SiteOverride(robots=False)})
    assert (await fetch(testweb, politeness=exempt)).http_status == 200
    assert (
        await fetch(testweb, politeness=replace_site(SiteOverride(robots=True)))
    ).failure is Failure.ROBOTS


@pytest.mark.parametrize(
    ("answer", "failure"),
    [
        (Answer(status=404), None),
        (Answer(status=403), None),
        (Answer(status=500), Failure.ROBOTS),
        (redirect("/robots.txt"), None),
        (redirect("/rules.txt"), Failure.ROBOTS),
    ],
)
async def test_robots_that_cannot_be_had(
    testweb: SmallWeb, answer: Answer, failure: Failure | None
) -> None:
    testweb.add("http://site.test/robots.txt", answer)
    testweb.add("http://site.test/rules.txt", Answer(body=ROBOTS))
    testweb.add(URL, page())
    assert (await fetch(testweb, politeness=OBEDIENT)).failure is failure


# ── settings ──


@pytest.mark.parametrize(
    ("settings", "words"),
    [
        ({"ca_file": "/nowhere/ca.pem"}, "ca_file: /nowhere/ca.pem"),
        ({"allow_addresses": ("10.0.0.0/99",)}, "allow_addresses: '10.0.0.0/99'"),
        ({"connect_to": {"*": "somewhere"}}, "connect_to: 'somewhere'"),
        ({"proxy": "socks5://127.0.0.1:1"}, "proxy"),
        ({"proxy": "nonsense"}, "proxy"),
    ],
)
@pytest.mark.usefixtures("one_transport")
def test_settings_that_cannot_be_used(
    testweb: SmallWeb, settings: dict[str, Any], words: str
) -> None:
    with pytest.raises(ConfigError, match=words):
        WebClient(testweb.fetch_settings(**settings), RUDE, ONCE, SystemClock(), lambda: 0.0)


async def test_what_goes_wrong_above_comes_through_as_it_is(testweb: SmallWeb) -> None:
    async def go() -> None:
        async with open_client(testweb) as client:
            await client.fetch(request())
            raise KeyError("ours")

    with pytest.raises(KeyError, match="ours"):
        await go()


async def test_an_identity_does_not_change_the_request(testweb: SmallWeb) -> None:
    wish = request()
    await fetch(testweb, wish, politeness=replace_site(SiteOverride(client_identity="browser")))
    assert wish == replace(wish, client_identity=ClientIdentity.HONEST)


async def test_what_is_counted(testweb: SmallWeb) -> None:
    testweb.add(URL, [page(status=503), redirect("/a"), redirect("/b")])
    testweb.add("http://site.test/a", redirect("/b"))
    testweb.add("http://site.test/b", page())
    async with open_client(testweb, retry=Retry(attempts=3, first_wait_s=0.0)) as client:
        seen = await client.fetch(request())
        assert (seen.http_status, seen.attempts, seen.requests) == (200, 2, 4)
        assert client.requests_sent == len(testweb.requests) == 4


@given(ANY_URL)
def test_what_is_normalised_is_what_is_sent(url: str) -> None:
    """No library between us and the wire reads a URL another way than we do."""
    if urls.check(url) is None:
        normal = urls.normalise(url)
        sent = httpx.URL(normal)
        assert str(sent) == normal
        assert sent.raw_host.decode() == urls.host(url)
        assert re.fullmatch(rb"[\x21-\x7e]+", sent.raw_path)
