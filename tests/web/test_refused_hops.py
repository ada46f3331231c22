"""What the user excludes is not asked, whether a document, a redirect or a page's own refresh names it."""

from __future__ import annotations

import re

import pytest

from enricher import urls
from enricher.models import Failure, Observation
from enricher.web.client import WebClient
from enricher.web.clock import SystemClock
from tests.testweb import SmallWeb, page, redirect
from tests.web.support import ONCE, RUDE, URL, request

EXCLUDED = re.compile(r"^https?://([^/]*\.)?ads\.test/|/private/")


def refuses(url: str) -> Failure | None:
    return urls.check(url) or (Failure.EXCLUDED if EXCLUDED.search(url) else None)


async def fetch(web: SmallWeb, url: str = URL) -> Observation:
    async with WebClient(
        web.fetch_settings(), RUDE, ONCE, SystemClock(), lambda: 0.0, url_refusal=refuses
    ) as client:
        return await client.fetch(request(url))


@pytest.mark.parametrize(
    "hops",
    [
        ["http://ads.test/x"],
        ["http://www.ads.test/x"],
        ["/private/x"],
        ["http://else.test/a", "http://ads.test/x"],
        ["http://else.test/a", "http://else.test/b", "/private/x"],
    ],
)
async def test_a_redirect_to_what_is_excluded_is_not_followed(
    testweb: SmallWeb, hops: list[str]
) -> None:
    here = URL
    for hop in hops:
        testweb.add(here, redirect(hop, 302))
        here = urls.resolve(here, hop) or ""
    testweb.add(here, page())
    seen = await fetch(testweb)
    assert seen.failure is Failure.EXCLUDED
    assert seen.failure_detail == f"redirected to {here}"
    assert len(testweb.requests) == len(hops)


async def test_what_is_excluded_is_not_asked(testweb: SmallWeb) -> None:
    seen = await fetch(testweb, "http://ads.test/x")
    assert (seen.failure, seen.attempts, testweb.requests) == (Failure.EXCLUDED, 0, [])


@pytest.mark.parametrize(
    ("location", "failure"),
    [
        ("ftp://site.test/", Failure.SCHEME),
        ("http://user:secret@site.test/", Failure.CREDENTIALS),
    ],
)
async def test_what_policy_refuses_is_not_followed(
    testweb: SmallWeb, location: str, failure: Failure
) -> None:
    testweb.add(URL, redirect(location, 301))
    seen = await fetch(testweb)
    assert seen.failure is failure
    assert len(testweb.requests) == 1
