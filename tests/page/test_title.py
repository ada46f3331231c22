"""One headline out of the many wordings of a page."""

from __future__ import annotations

import pytest

from enricher.page import site, title
from tests.page.test_parsed import read

SITE = "<meta property=og:site_name content='Daily News'>"


def ld(headline: str, kind: str = "NewsArticle") -> str:
    return (
        f'<script type="application/ld+json">{{"@type":"{kind}","headline":"{headline}"}}</script>'
    )


NAMED = ld("closed crossing").replace('"headline"', '"name":"Elster bridge","headline"')


@pytest.mark.parametrize(
    ("html", "headline"),
    [
        # one source
        ("<title>Bridge closed to walkers</title>", "Bridge closed to walkers"),
        ("<meta property=og:title content='Bridge closed to walkers'>", "Bridge closed to walkers"),
        ("<h1>Bridge closed to walkers</h1>", "Bridge closed to walkers"),
        (ld("Bridge closed to walkers"), "Bridge closed to walkers"),
        ("<h2>Bridge closed to walkers</h2>", "Bridge closed to walkers"),
        (f"<title>{'Bridge closed. ' * 40}</title>", ("Bridge closed. " * 40)[:500]),
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


        # an h2 where it is more alike, but not where it is just as much
        ("<title>Bridge closed</title><h1>Bridge closed until next May</h1><h2>Bridge closed!</h2>", "Bridge closed!"),
        ("<title>Bridge closed</title><h2>Bridge closed!</h2><h1>Bridge closed?</h1>", "Bridge closed?"),
        ("<title>Bridge closed</title><h1>Bridge closed!</h1><h1>Bridge closed?</h1>", "Bridge closed!"),
        # kickers
        ("<title>Bridge closed to walkers</title><h1><span class=kicker>Traffic</span> Bridge closed to walkers</h1>", "Bridge closed to walkers"),


        ("<title>Bridge closed to walkers</title><h1>Bridge closed to walkers<span> | Bugle</span></h1>", "Bridge closed to walkers"),
        ("<title>Traffic: Bridge</title><h1><span class=topline>Traffic:</span><span class=label>Bridge closed</span></h1>", "Traffic: Bridge closed"),
        ("<meta property=og:title content='Bridge closed to walkers'><h1>Traffic Bridge closed to walkers</h1>", "Bridge closed to walkers"),
        ("<meta property=og:title content='Walkers'><meta name=title content='Bridge closed'><h1>Bridge closed to walkers</h1>", "Bridge closed to walkers"),
        ("<title>Bridge Closed</title><h1>Bridge closed</h1>", "Bridge closed"),
        ("<meta property=og:title content='Traffic: Bridge closed to walkers'><h1>Bridge closed to walkers</h1>", "Bridge closed to walkers"),

        ("<title>Bridge closed to walkers | X</title><h1><span class=y>Bridge closed to walkers</span> <span class=paid>today</span></h1>", "Bridge closed to walkers today"),
        ("<title>Boats | Bridge closed to walkers</title><h1><span class=a>Boats</span> <span class=y>Bridge closed for walkers</span></h1>", "Boats Bridge closed for walkers"),
        # a kicker that only colours part from the headline

        ("<title>…: Bridge closed</title><h1>Bridge closed</h1>", "Bridge closed"),
        ("<title>Boats: bridge closed:</title><h1>Boats – bridge closed:</h1>", "Boats – bridge closed:"),
        # JSON-LD against the heading
        (
            f"{ld('Traffic: Bridge closed to walkers')}<meta property=og:title content='Traffic: Bridge closed to walkers'><h1>Bridge closed to walkers</h1>",
            "Bridge closed to walkers",
        ),
        (f"{ld('Bridge closed')}<title>Bridge closed</title><h1>Traffic Bridge closed</h1>", "Bridge closed"),


        (f"{ld('Bridge closed: what to know')}<title>Bridge closed: what to know</title><h1>Elster bridge closed: walkers must know</h1>", "Elster bridge closed: walkers must know"),
        (f"{ld('Bridge closed to walkers until the')}<h1>Bridge closed to walkers until the end of May</h1>", "Bridge closed to walkers until the end of May"),
        (f"{ld('Bridge closed to walkers (Daily News)')}<meta property=og:title content='Bridge closed to walkers (Daily News)'><h1>Bridge closed to walkers</h1>", "Bridge closed to walkers"),

        (f"{ld('closed crossing')}<title>Elster bridge</title><meta property=og:title content='Elster bridge'><h1>Elster bridge</h1>", "closed crossing"),

        # nothing visible: what most say
        # the site's name is no headline
        (f"{SITE}<h1>Daily News</h1><h2>Bridge closed to walkers</h2>", "Bridge closed to walkers"),
        # what ends like a kicker is one
        ("<title>Traffic: Bridge closed</title><h1><i class=x></i><span class=subline>Traffic:</span><span class=topline>Bridge shut</span></h1>", "Traffic: Bridge shut"),


        ("<title>Bridge closed | X</title><h1><span class=delivery>By post</span> Bridge closed today</h1>", "By post Bridge closed today"),
        # the part of the heading that a title confirms

        (
            "<title>Traffic</title><meta property=og:title content='Bridge closed'><h1><span class=kicker>Traffic</span> <span>Bridge closed</span></h1>",
            "Bridge closed",
        ),

        # what stands behind the headline, in the same heading



        ("<title>Bridge closed | X</title><h1><b>Bridge closed</b> <span class=small>today</span></h1>", "Bridge closed today"),
        ("<title>Bridge closed</title><h1><span class=subtitle>Traffic:&nbsp;</span>Bridge closed today</h1>", "Traffic: Bridge closed today"),
        ("<title>Bridge closed | X</title><h1>Bridge closed<a href=#x>¶</a></h1>", "Bridge closed"),

        ("<title>Bridge closed | X</title><h1>Bridge #1 closed # 2 times – #swim</h1>", "Bridge #1 closed # 2 times – #swim"),
        (f"{SITE}<title>Bridge closed | Daily News</title><h1>Bridge closed to walkers | Daily News</h1>", "Bridge closed to walkers"),
        # a heading that is the section's name

        ("<title>Transport - X - Bridge closed to walkers</title><h1>Transport</h1>", "Transport"),
        # a headline with the site's name in it, behind another
        (f"{SITE}<title>Boats and more: Daily News opens</title><h1>Daily News opens</h1>", "Daily News opens"),

        # a heading that leads to what the page is a part of: the site's name, the section's
        ("<title>The long way | X</title><h1><a href=/2021/05/story>The long way round</a></h1>", "The long way round"),
        ("<title>The long way | X</title><h1><a href=/>Walks</a> The long way round</h1>", "Walks The long way round"),
        ("<title>The long way | X</title><h1><a href=/2021/0>The long way round</a></h1>", "The long way round"),


        # a headline about the site itself
        (f"{SITE}<title>Our Daily News</title><meta property=og:title content='Walkers swim for it'><h1>Our Daily News</h1>", "Our Daily News"),
        # without a heading: what stands alone in the page


        ("<title>Bridge closed - City - X</title><div>Bridge closed today</div>", "Bridge closed - City - X"),
        ("<title>Bridge closed - until May</title><div>Bridge closed - until May</div><b>Bridge closed</b>", "Bridge closed - until May"),
        ("<title>Bridge closed - City - X</title><div>Now: Bridge closed</div>", "Bridge closed - City - X"),
        ("<title>Bridge closed - Traffic</title><div>Traffic</div>", "Bridge closed - Traffic"),
        ("<title>Bridge closed - All roads</title><li><a href=/x>All roads</a><li>Bridge closed", "Bridge closed - All roads"),


        ("<title>旧橋閉鎖 - City - X</title><h1>旧橋閉鎖</h1>", "旧橋閉鎖"),
        ("<title>Bridge closed to walkers - Town and Boats</title><div>Town and Boats</div>", "Bridge closed to walkers - Town and Boats"),


        ("<title>Bridge closed to walkers - Town</title><meta name=description content='The bridge closed to walkers'>", "Bridge closed to walkers - Town"),
        ("<title>Bridge closed to walkers - Town</title><meta name=description content='Bridge closed to walkers - Town and boats'>", "Bridge closed to walkers - Town"),
        # only the site's name, or nothing but `<title>`: a heading as long as a sentence
        (f"{SITE}<title>Daily News</title><meta property=og:title content='Daily News'><h1>Bridge over the Elster closed to walkers</h1>", "Bridge over the Elster closed to walkers"),

        (f"{SITE}<title>Daily News</title><h2><a href=/x>Ferry from May over the Elster</a></h2>", "Daily News"),
        (f"{SITE}{ld('Daily News')}<title>Bridge closed</title>", "Bridge closed"),

        ("<title>Details</title><meta name=title content=Details><h1>Bridge over the Elster closed to walkers</h1>", "Details"),
        (f"{SITE}<title>Daily News</title><h1>Daily News</h1><h1>Bridge over the Elster closed to walkers</h1>", "Bridge over the Elster closed to walkers"),
        # no word at all
        ("<title>-</title><meta name=title content='Bridge closed'>", "Bridge closed"),
        ("<title>Bridge closed</title><h1>★</h1>", "Bridge closed"),
        # cut off
        ("<meta property=og:title content='Bridge closed to...'><title>Walkers swim</title>", "Bridge closed to..."),
        ("<meta property=og:title content='Bridge closed'><title>Bridge closed to walkers</title>", "Bridge closed"),
        # beside it, where others do without
        (f"{ld('Bridge closed to walkers - X')}<title>Bridge closed to walkers - X</title><meta property=og:title content='Bridge closed to walkers'>", "Bridge closed to walkers"),
        ("<title>Bridge closed to walkers | City | X</title><meta name=headline content='Bridge closed to walkers | City | X'><meta name=hdl content='Bridge closed to walkers'>", "Bridge closed to walkers"),
        (f"{ld('Bridge closed to walkers - Traffic')}<title>Traffic</title>", "Bridge closed to walkers - Traffic"),
        # one against the rest
        # numbers of pages
        ("<title>Bridge closed in 2023</title>", "Bridge closed in 2023"),
        ("<title>Bridge closed, page 2 is torn</title>", "Bridge closed, page 2 is torn"),
        ("<title>(Seite 2)</title>", "(Seite 2)"),
        # texts
        ("<title>Bridge\x08 closed</title>", "Bridge closed"),
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


@pytest.mark.parametrize(
    "html",
    [
        "<h1 class=title>Walkers are swimming now</h1>",
        "<h2 class=title>Walkers swim across the wide river</h2>",
    ],
)
def test_without_a_second_source_only_a_long_first_heading_is_believed(html: str) -> None:
    found = title.read(read(f"<title>Boats leave</title>{html}"), frozenset())
    assert found is not None
    assert found.text == "Boats leave"


@pytest.mark.parametrize("sign", ["¶", "§", "🔗"])
def test_links_to_a_heading_are_no_part_of_it(sign: str) -> None:
    for heading in (f"Bridge closed<a href=#x>{sign}</a>", f"<a href=#x>{sign}</a>Bridge closed"):
        found = title.read(read(f"<title>Bridge closed | X</title><h1>{heading}</h1>"), frozenset())
        assert found is not None
        assert found.text == "Bridge closed"


@pytest.mark.parametrize(
    "name",
    [
        "dc.title",
        "dcterms.title",
        "citation_title",
        "parsely-title",
        "sailthru.title",
        "headline",
        "title",
        "hdl",
    ],
)
def test_metas_that_hold_titles(name: str) -> None:
    found = title.read(read(f"<meta name={name} content='Bridge closed'>"), frozenset())
    assert found is not None
    assert (found.text, found.source) == ("Bridge closed", name)


def test_the_name_of_a_home_page_is_its_title() -> None:
    more = "<meta name=title content='Daily News on paper'><h1>Bridge over the Elster closed to walkers</h1>"
    for others in ("", "<h1>Daily News</h1>", more, more.partition("<h1>")[2]):
        page = read(
            f"{SITE}<title>Daily News</title><meta property=og:title content='Daily News'>{others}",
            "https://news.test/",
        )
        found = title.read(page, site.declared_keys(page))
        assert found is not None
        assert found.text == "Daily News"


@pytest.mark.parametrize(
    "html",
    [
        "",
        "<p>text",
        "<title></title><h1></h1>",
        "<title>-</title><h1>★</h1>",
        "<h4>Boats leave</h4>",
    ],
)
def test_no_title(html: str) -> None:
    assert title.read(read(html), frozenset()) is None
