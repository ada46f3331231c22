"""The site's name: not its section, slogan, legal entity or handle."""

from __future__ import annotations

import pytest

from enricher.page import site
from tests.page.test_sources import read


def og(name: str) -> str:
    return f"<meta property=og:site_name content='{name}'>"


def publisher(name: str) -> str:
    return f'<script type="application/ld+json">{{"@type":"NewsArticle","publisher":{{"@type":"Organization","name":"{name}"}}}}</script>'


@pytest.mark.parametrize(
    ("html", "name"),
    [
        (og("Daily News"), "Daily News"),
        ("<meta name=application-name content='Daily News'>", "Daily News"),
        (publisher("Daily News"), "Daily News"),
        ('<script type="application/ld+json">{"@type":"WebSite","name":"Daily News"}</script>', "Daily News"),
        ("<title>Bridge closed - Daily News</title>", "Daily News"),
        ("<title>Daily News | Bridge closed</title>", "Daily News"),
        ("<title>Bridge closed - Town Bugle</title>", "Town Bugle"),
        # a section loses against what agrees
        (og("Sports") + publisher("Daily News") + "<title>Bridge closed | Daily News</title>", "Daily News"),
        # a legal entity
        (publisher("Town Media GmbH & Co. KG") + "<meta name=application-name content='Town Bugle'>", "Town Bugle"),
        # a slogan
        (og("Daily News | All the news of the town, every single day"), "Daily News"),
        (og("Daily News (DN)"), "Daily News"),
        # an address
        (og("news.de"), "news"),
        (og("Daily.com"), "Daily.com"),
        (og("Daily.org") + publisher("Daily"), "Daily"),
        (og("daily") + publisher("Daily.com"), "Daily.com"),
        # in full
        (og("TDB") + publisher("The Town Daily Bugle"), "The Town Daily Bugle"),
        (og("TDB") + publisher("The Other Bugle"), "TDB"),
        # a handle only where there is nothing else
        ("<meta name=twitter:site content=@DailyNews>", "DailyNews"),
        ("<meta name=twitter:site content=@dn_online>" + og("Daily News"), "Daily News"),
    ],
)
def test_the_name(html: str, name: str) -> None:
    found = site.read(read(html, "https://www.news.de/story"), "Bridge closed")
    assert found is not None
    assert found.text == name


@pytest.mark.parametrize("html", ["", "<title>Bridge closed</title>", og(""), og("x" * 100)])
def test_no_name(html: str) -> None:
    assert site.read(read(html), "Bridge closed") is None


def test_keys_are_of_all_names_and_the_host() -> None:
    assert site.declared_keys(read(og("Daily News") + "<meta name=twitter:site content=@dn>")) == {"dailynews", "dn"}
    assert site.host_keys("https://www.town.co.uk/a") == {"town", "towncouk"}
