"""One headline out of the many wordings of a page."""

from __future__ import annotations

import pytest

from enricher.page import site, title
from tests.page.test_sources import read

SITE = "<meta property=og:site_name content='Daily News'>"


def ld(headline: str, kind: str = "NewsArticle") -> str:
    return f'<script type="application/ld+json">{{"@type":"{kind}","headline":"{headline}"}}</script>'


@pytest.mark.parametrize(
    ("html", "headline"),
    [
        # one source
        ("<title>Bridge closed to walkers</title>", "Bridge closed to walkers"),
        ("<meta property=og:title content='Bridge closed to walkers'>", "Bridge closed to walkers"),
        ("<h1>Bridge closed to walkers</h1>", "Bridge closed to walkers"),
        (ld("Bridge closed to walkers"), "Bridge closed to walkers"),
        # the site's name goes
        (f"{SITE}<title>Bridge closed to walkers - Daily News</title>", "Bridge closed to walkers"),
        (f"{SITE}<meta property=og:title content='Daily News | Bridge closed to walkers'>", "Bridge closed to walkers"),
        # the visible headline rather than the wording for search engines
        (
            "<title>Bridge over the Elster closed: what to know</title><h1>Walkers must swim: Elster bridge closed</h1>",
            "Walkers must swim: Elster bridge closed",
        ),
        # never the first h1 blindly
        (f"{SITE}<title>Bridge closed to walkers</title><h1>Daily News</h1><h1>Bridge closed to walkers</h1>", "Bridge closed to walkers"),
        (f"{SITE}<title>Bridge closed to walkers</title><h1>Subscribe now</h1>", "Bridge closed to walkers"),
        ("<title>Bridge - Bridge closed to walkers</title><h1>Bridge</h1><h1>Bridge closed to walkers</h1>", "Bridge closed to walkers"),
        ("<title>Bridge closed</title><h1 class=breadcrumb_last>Bridge closed</h1><h2>Bridge closed today</h2>", "Bridge closed today"),
        # kickers
        ("<title>Bridge closed to walkers</title><h1><span class=kicker>Traffic</span> Bridge closed to walkers</h1>", "Bridge closed to walkers"),
        ("<title>Traffic: Bridge closed</title><h1><span class=overline>Traffic</span><span>Bridge closed</span></h1>", "Bridge closed"),
        ("<title>Traffic: Bridge</title><h1><span class=topline>Traffic:</span><span class=label>Bridge closed</span></h1>", "Traffic: Bridge closed"),
        ("<meta property=og:title content='Bridge closed to walkers'><h1>Traffic Bridge closed to walkers</h1>", "Bridge closed to walkers"),
        ("<meta property=og:title content='Traffic: Bridge closed to walkers'><h1>Bridge closed to walkers</h1>", "Bridge closed to walkers"),
        # JSON-LD against the heading
        (f"{ld('Walkers must swim')}<title>x</title><meta property=og:title content='Walkers must swim'><h1>Elster: walkers must swim or walk</h1>", "Walkers must swim"),
        (f"{ld('Bridge closed: what to know')}<title>Bridge closed: what to know</title><h1>Elster bridge closed: walkers must know</h1>", "Elster bridge closed: walkers must know"),
        (f"{ld('Bridge closed to walkers until the')}<h1>Bridge closed to walkers until the end of May</h1>", "Bridge closed to walkers until the end of May"),
        # nothing visible: what most say
        ("<title>Bridge shut</title><meta property=og:title content='Bridge closed'><meta name=twitter:title content='Bridge shut'>", "Bridge shut"),
        # the site's name is no headline
        (f"{SITE}<h1>Daily News</h1><h2>Bridge closed to walkers</h2>", "Bridge closed to walkers"),
        # what ends like a kicker is one
        ("<title>Traffic: Bridge closed</title><h1><i class=x></i><span class=subline>Traffic:</span><span class=topline>Bridge shut</span></h1>", "Traffic: Bridge shut"),
        # texts
        (ld("Q&amp;amp;A: the bridge"), "Q&A: the bridge"),
        ("<h1>Q&amp;amp;A: the city&amp;#8217;s bridge</h1>", "Q&A: the city’s bridge"),
        ("<title>The cityâ€™s bridge</title>", "The city’s bridge"),
    ],
)  # fmt: skip
def test_the_headline(html: str, headline: str) -> None:
    page = read(html)
    found = title.read(page, site.declared_keys(page) | site.host_keys(page.url))
    assert found is not None
    assert found.text == headline
    assert found.source


@pytest.mark.parametrize("html", ["", "<p>text", "<title></title><h1></h1>", "<meta property=og:title content=''>"])
def test_no_title(html: str) -> None:
    assert title.read(read(html), frozenset()) is None
