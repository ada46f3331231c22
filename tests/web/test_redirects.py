"""Redirects: every hop written down, every end named."""

from __future__ import annotations

import pytest

from enricher.config import Fields
from enricher.models import Failure, Hop, Observation, Request
from enricher.run.due import UrlFilter
from enricher.web.client import WebClient
from enricher.web.clock import SystemClock
from tests.testweb import Answer, Asked, SmallWeb, page, redirect
from tests.web.support import ONCE, RUDE, URL, open_client, request


async def fetch(web: SmallWeb, wish: Request | None = None, max_redirects: int = 10) -> Observation:
    async with open_client(web, max_redirects=max_redirects) as client:
        return await client.fetch(wish or request())


async def test_hops_are_written_down(testweb: SmallWeb) -> None:
    testweb.add("http://site.test/story", redirect("https://www.site.test/story?a=1#top", 301))
    testweb.add("https://www.site.test/story?a=1", redirect("../new story", 302))
    testweb.add("https://www.site.test/new%20story", redirect("//else.test", 308))
    testweb.add("https://else.test/", page())
    seen = await fetch(testweb)
    assert seen.hops == (
        Hop(
            url="http://site.test/story",
            http_status=301,
            location="https://www.site.test/story?a=1",
        ),
        Hop(
            url="https://www.site.test/story?a=1",
            http_status=302,
            location="https://www.site.test/new%20story",
        ),
        Hop(
            url="https://www.site.test/new%20story", http_status=308, location="https://else.test/"
        ),
    )
    assert (seen.http_status, seen.final_url, seen.requests) == (200, "https://else.test/", 4)
    assert [asked.is_tls for asked in testweb.requests] == [False, True, True, True]


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
async def test_every_kind(testweb: SmallWeb, status: int) -> None:
    testweb.add(URL, redirect("/new", status))
    testweb.add("http://site.test/new", page())
    seen = await fetch(testweb)
    assert [hop.http_status for hop in seen.hops] == [status]
    assert testweb.requests[1].method == "GET"


@pytest.mark.parametrize("status", [300, 304, 305, 306, 201])
async def test_what_is_no_redirect(testweb: SmallWeb, status: int) -> None:
    testweb.add(URL, redirect("/new", status))
    seen = await fetch(testweb)
    assert (seen.http_status, seen.hops, seen.failure) == (status, (), None)


@pytest.mark.parametrize(
    ("location", "failure"),
    [
        (None, Failure.REDIRECT_NOWHERE),
        ("", Failure.REDIRECT_NOWHERE),
        ("http://", Failure.REDIRECT_NOWHERE),
        ("http://site.test:99999/", Failure.REDIRECT_NOWHERE),
        ("http://[::1", Failure.REDIRECT_NOWHERE),
        ("file:///etc/passwd", Failure.SCHEME),
        ("itms-apps://store.test/x", Failure.SCHEME),
        ("javascript:alert(1)", Failure.SCHEME),
        ("http://user:word@site.test/", Failure.CREDENTIALS),
        ("/story", Failure.REDIRECT_LOOP),
        ("#top", Failure.REDIRECT_LOOP),
        ("/story/../story", Failure.REDIRECT_LOOP),
    ],
)
async def test_redirects_that_lead_nowhere(
    testweb: SmallWeb, location: str | None, failure: Failure
) -> None:
    testweb.add(URL, Answer(status=302) if location is None else redirect(location, 302))
    seen = await fetch(testweb)
    assert (seen.failure, seen.http_status) == (failure, 302)
    assert seen.failure_detail
    assert len(testweb.requests) == 1


async def test_a_server_that_insists_on_the_case_of_escapes(testweb: SmallWeb) -> None:
    testweb.add("http://site.test/caf%C3%A9", redirect("/caf%c3%a9"))
    testweb.add("http://site.test/caf%c3%a9", page())
    seen = await fetch(testweb, request("http://site.test/caf%C3%A9"))
    assert (seen.http_status, seen.final_url) == (200, "http://site.test/caf%c3%a9")


async def test_words_of_a_server_do_nothing_to_a_terminal(testweb: SmallWeb) -> None:
    testweb.add(URL, redirect("mailto:\x1b[31mred" + "x" * 5000))
    detail = (await fetch(testweb)).failure_detail
    assert detail.startswith("redirected to mailto:\N{REPLACEMENT CHARACTER}[31mred")
    assert len(detail) == 300


async def test_a_loop_of_two(testweb: SmallWeb) -> None:
    testweb.add(URL, redirect("/other"))
    testweb.add("http://site.test/other", redirect("/story"))
    seen = await fetch(testweb)
    assert (seen.failure, len(seen.hops), len(testweb.requests)) == (Failure.REDIRECT_LOOP, 2, 2)


@pytest.mark.parametrize(("hops", "failure"), [(3, None), (4, Failure.TOO_MANY_REDIRECTS)])
async def test_too_many(testweb: SmallWeb, hops: int, failure: Failure | None) -> None:
    testweb.add("http://site.test/0", page())
    for number in range(1, hops + 1):
        testweb.add(f"http://site.test/{number}", redirect(f"/{number - 1}"))
    seen = await fetch(testweb, request(f"http://site.test/{hops}"), max_redirects=3)
    assert (seen.failure, len(seen.hops)) == (failure, 3)


async def test_none_are_followed_where_none_are_wished(testweb: SmallWeb) -> None:
    testweb.add(URL, redirect("/new"))
    seen = await fetch(testweb, request(follows_redirects=False))
    assert (seen.http_status, seen.header("location"), seen.hops, seen.failure) == (
        301,
        "/new",
        (),
        None,
    )


# ── cookies ──


async def test_a_redirect_that_only_sets_a_cookie(testweb: SmallWeb) -> None:
    def door(asked: Asked) -> Answer:
        has_seen = "seen=yes" in (asked.header("cookie") or "")
        return page() if has_seen else redirect("/story", 302, ("Set-Cookie", "seen=yes; Path=/"))

    testweb.add(URL, door)
    seen = await fetch(testweb)
    assert (seen.http_status, seen.failure, len(seen.hops)) == (200, None, 1)


async def test_cookies_are_thrown_away(testweb: SmallWeb) -> None:
    testweb.add(URL, redirect("/new", 302, ("Set-Cookie", "seen=yes")))
    testweb.add("http://site.test/new", page())
    async with open_client(testweb) as client:
        await client.fetch(request())
        await client.fetch(request())
    cookies = [asked.header("cookie") for asked in testweb.requests]
    assert cookies == [None, "seen=yes", None, "seen=yes"]


async def test_cookies_stay_with_their_host(testweb: SmallWeb) -> None:
    testweb.add(
        URL,
        redirect(
            "http://else.test/",
            302,
            ("Set-Cookie", "secret=1"),
            ("Set-Cookie", "x=1; Domain=else.test"),
        ),
    )
    testweb.add("http://else.test/", page())
    await fetch(testweb)
    assert testweb.asked("else.test")[0].header("cookie") is None


@pytest.mark.parametrize(
    "cookie",
    [
        "",
        "=",
        "a=\u00e9\u20ac",
        "a=b; Expires=nonsense; Max-Age=x",
        "a" * 5000,
        "a=b; Domain=.",
        ";;;",
        "a=b\x01c",
        "ä=1",
    ],
)
async def test_odd_cookies_are_no_reason_to_fail(testweb: SmallWeb, cookie: str) -> None:
    testweb.add(URL, redirect("/new", 302, ("Set-Cookie", cookie)))
    testweb.add("http://site.test/new", page())
    seen = await fetch(testweb)
    assert (seen.http_status, seen.failure) == (200, None)


@pytest.mark.parametrize("host", ["xn--a", "xn--i-7iq.ws", "my_blog.test", "-x.test"])
async def test_odd_hosts_are_no_reason_to_fail(testweb: SmallWeb, host: str) -> None:
    testweb.add(URL, redirect(f"http://{host}/", 302, ("Set-Cookie", "a=b")))
    testweb.add(f"http://{host}/", page())
    seen = await fetch(testweb)
    assert (seen.http_status, seen.failure) == (200, None)
    assert testweb.requests[1].header("host") == host


async def test_a_cookie_that_counts_up_ends(testweb: SmallWeb) -> None:
    def counter(asked: Asked) -> Answer:
        count = len((asked.header("cookie") or "n=").partition("=")[2])
        return redirect("/story", 302, ("Set-Cookie", "n=" + "1" * (count + 1)))

    testweb.add(URL, counter)
    seen = await fetch(testweb)
    assert (seen.failure, len(testweb.requests)) == (Failure.TOO_MANY_REDIRECTS, 11)


@pytest.mark.parametrize(
    "odd",
    ["other=\u00e9", "other=1; domain=\u00ff", "\x07=1", "other", "=", "other=1; Max-Age=soon"],
)
async def test_an_odd_cookie_takes_no_other_with_it(testweb: SmallWeb, odd: str) -> None:
    def answer(asked: Asked) -> Answer:
        if "seen=yes" in (asked.header("cookie") or ""):
            return page()
        both = (("Set-Cookie", odd), ("Set-Cookie", "seen=yes; Max-Age=never; Priority=High"))
        return redirect("/story", 302, *both)

    testweb.add(URL, answer)
    async with open_client(testweb) as client:
        assert (await client.fetch(request())).failure is None


async def test_a_redirect_to_where_settings_forbid(testweb: SmallWeb) -> None:
    """The host is not asked, and the hop is not taken."""
    testweb.add(URL, redirect("http://kept-out.test/story"))
    settings = testweb.fetch_settings()
    refusal = UrlFilter(Fields(exclude=("kept-out",))).refusal
    client = WebClient(settings, RUDE, ONCE, SystemClock(), lambda: 0.0, url_refusal=refusal)
    async with client:
        seen = await client.fetch(request())
    assert (seen.failure, seen.final_url, seen.hops) == (Failure.EXCLUDED, URL, ())
    assert not testweb.asked("kept-out.test")
