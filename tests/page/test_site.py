"""The site's name: not its section, slogan, legal entity or handle."""

from __future__ import annotations

import pytest

from enricher.page import site
from tests.page.test_parsed import read


def og(name: str) -> str:
    return f"<meta property=og:site_name content='{name}'>"


def feed(title: str) -> str:
    return f"<link rel=alternate type='application/rss+xml' title='{title}'>"


def microdata(name: str) -> str:
    return f"<p itemprop=publisher itemscope><b itemprop=name>{name}</b></p>"


def publisher(name: str) -> str:
    return f'<script type="application/ld+json">{{"@type":"NewsArticle","publisher":{{"@type":"Organization","name":"{name}"}}}}</script>'


WAYS_HOME = (
    *(
        "Retour à l’accueil",
        "Accueil",
        "Page d’accueil",
        "Image du site",
        "Volver al inicio",
        "Ir a la portada",
    ),
    *(
        "Página inicial",
        "Página de inicio",
        "Pagina principal",
        "Torna alla home",
        "Vai alla home",
        "Terug naar de startpagina",
    ),
    *(
        "Till startsidan",
        "Startsida",
        "Til forsiden",
        "Forside",
        "Powrót do strony głównej",
        "Strona główna",
    ),
)
COMPANIES = (
    *(
        "Media",
        "Media Group",
        "Company",
        "Holding",
        "Holdings",
        "Publishing",
        "Publications",
        "Communications",
    ),
    *("Verlag", "Medien"),
)


@pytest.mark.parametrize(
    ("html", "name"),
    [
        (og("Daily News"), "Daily News"),
        ("<meta name=application-name content='Daily News'>", "Daily News"),
        (publisher("Daily News"), "Daily News"),
        (
            '<script type="application/ld+json">{"@type":"WebSite","name":"Daily News"}</script>',
            "Daily News",
        ),
        ("<title>Bridge closed - Daily News</title>", "Daily News"),
        ("<title>Daily News | Bridge closed</title>", "Daily News"),
        ("<title>Bridge closed - Town Bugle</title>", "Town Bugle"),
        # a section loses against what agrees
        (
            og("Sports") + publisher("Daily News") + "<title>Bridge closed | Daily News</title>",
            "Daily News",
        ),
        # a legal entity
        # a slogan
        (og("Daily News | All the news of the town, every single day"), "Daily News"),
        (og("Daily News (DN)"), "Daily News"),
        # an address
        (og("news.de"), "news"),
        (og("Daily.com"), "Daily.com"),
        # in full
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


@pytest.mark.parametrize(
    ("html", "url", "name"),
    [
        # a spelling with words apart, with capitals where there are none, with accents
        (og("Townbugle©"), "https://townbugle.test/1", "Townbugle"),
        # a technical default
        (og("www.townbugle.com"), "https://www.townbugle.com/1", "townbugle.com"),
        # an ending that is not the host's own belongs to the name
        (og("Town.ru"), "https://town.news/1", "Town.ru"),
        # a slogan behind the name, or before it
        (og("Town Bugle | inside the town"), "https://townbugle.test/1", "Town Bugle"),

        # both forms in one: in full
        # a legal form
        (publisher("Town Bugle Ltd."), "https://townbugle.test/1", "Town Bugle"),
        (publisher("Se og Lyt"), "https://town.test/1", "Se og Lyt"),
        (og("Diario AS"), "https://town.test/1", "Diario AS"),
        ("<title>Bridge closed | Town Club e.V.</title>", "https://town.test/1", "Town Club e.V."),
        # the title's part that the host confirms, whatever stands behind it and whatever the headline
        ("<title>Bridge closed | TB.de - Sport - Football</title>", "https://www.tb.de/1", "TB"),
        ("<title>What to know | Town Bugle | Football</title>", "https://townbugle.test/1", "Town Bugle"),
        ("<title>The bridge that closed in town | Town Bugle</title>", "https://townbugle.test/1", "Town Bugle"),
        ("<title>Bridge closed</title><meta property=og:title content='Bridge closed | The Bugle'>", "https://x.test/1", "The Bugle"),
        ("<title>The good Town Bugle of Town | Town Bugle | Bridge closed</title>", "https://townbugle.test/1", "Town Bugle"),
        ("<title>Bridge closed for long | The Paper</title>", "https://x.test/1", "The Paper"),
        # the host and the title against the publisher
        (publisher("Northern Media") + "<title>Bridge closed | Town Bugle</title>", "https://townbugle.test/1", "Town Bugle"),
        # before the headline a section, or the first of several

        ("<title>Boats | Bridge closed</title>", "https://x.test/1", "x.test"),
        ("<title>Boats | Bridge closed | The Paper | Town</title>", "https://x.test/1", "Town"),
        # scripts that no host is written in
        ("<title>Bridge closed：町の新聞</title><meta name=twitter:site content=@bugle>", "https://bugle.test/1", "町の新聞"),
        ("<title>Bridge closed：Town</title><meta name=twitter:site content=@bugle>", "https://bugle.test/1", "bugle"),
        # a section is no name; the host confirms one


        ("<title>Bridge closed - Boats</title>", "https://town.test/1", "Boats"),
        # no names: pages, dates, writers
        ("<title>Bridge closed - Page 34</title>", "https://town.test/1", "town.test"),
        ("<title>Bridge closed : 31.10.2023, 10.19</title>", "https://town.test/1", "town.test"),
        ("<title>Bridge closed - by Ann Lee</title>", "https://town.test/1", "town.test"),
        # the page's title is no name, but on home pages
        ("<meta name=application-name content='Bridge closed'>", "https://town.test/1", "town.test"),
        (og("Bridge closed"), "https://town.test/", "Bridge closed"),
        # the host where there is nothing
        ("<title>Bridge closed</title>", "https://www.town.test/1", "town.test"),
        (og("undefined"), "https://m.town.test/1", "town.test"),
        (og("https://x.test#organization"), "https://town.test/1", "town.test"),
    ],
)  # fmt: skip
def test_the_name_and_the_host(html: str, url: str, name: str) -> None:
    found = site.read(read(html, url), "Bridge closed")
    assert found is not None
    assert found.text == name


@pytest.mark.parametrize(
    ("html", "name"),
    [
        (feed("RSS"), "bugle.de"),
        (feed("The Town Paper » Feed").replace("rss+xml", "json"), "bugle.de"),
        (feed("The Town Paper » Feed").replace("alternate", "canonical"), "bugle.de"),
        (feed("All articles"), "bugle.de"),
        ("<link rel=search title='Search here'>", "bugle.de"),
        *((f"<a href='/'><img alt=\"{way}\"></a>", "bugle.de") for way in WAYS_HOME),
        ("<a href='/start'><img alt='The Town Paper'></a>", "bugle.de"),
        ("<a href='/'>Here</a>" * 6 + "<a href='/'><img alt='The Town Paper'></a>", "bugle.de"),
        ("<a rel=home href='/start'>Home</a><a href='/'>Sports</a>", "bugle.de"),
        # a signboard needs no picture
        ("<div class=logo><a href='/'>Zur Startseite</a></div>", "bugle.de"),
        ("<a href='/' aria-label='Move there'><b></b></a>", "bugle.de"),
        ("<meta name=author content='Ann Lee'>", "bugle.de"),
        # of a copyright: what stands before the name, and behind it
        ("<p>© The Bugle</p>" + "<p>© Ann Lee</p>" * 4, "bugle.de"),
        (f"<p>© The Bugle</p>{'<p>text</p>' * 4_000}", "bugle.de"),
        ("<footer>© 2023 Town Media</footer>", "bugle.de"),
    ],
)
def test_a_page_that_declares_no_name(html: str, name: str) -> None:
    found = site.read(read(html, "https://www.bugle.de/story"), "Bridge closed")
    assert found is not None
    assert found.text == name


@pytest.mark.parametrize("html", ["", og(""), og("x" * 100), og("undefined")])
def test_no_name(html: str) -> None:
    assert site.read(read(html), "") is None


def test_keys_are_of_all_names_and_the_host() -> None:
    assert site.declared_keys(read(og("Daily News") + "<meta name=twitter:site content=@dn>")) == {
        "dailynews",
        "dn",
    }
    assert site.host_keys("https://www.town.co.uk/a") == {"town", "towncouk"}
