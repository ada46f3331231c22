"""Names of sites as texts: what does not belong to them, how well they are spelled."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from enricher.page import site as spelling
from enricher.page.site import Host

HOST = Host.of("https://www.townbugle.test/1")
OTHER = Host.of("https://x.test/1")


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Town Bugle", "Town Bugle"),
        # signs at the edges; a full stop belongs to what is shortened
        (" –|Town Bugle;,", "Town Bugle"),
        ("'Town Bugle'", "Town Bugle"),
        ("Town Bugle.", "Town Bugle"),
        ("Friends of the Town e.V.", "Friends of the Town e.V."),
        ("The Town U.S.", "The Town U.S."),
        ("Tówn Bugle™", "Tówn Bugle"),
        ("Town Bugle ®", "Town Bugle"),
        ("Town Bugle (the old one)", "Town Bugle"),
        ("Town Bugle [TB]", "Town Bugle"),
        # slogans: behind a bar where the host or others say the name; the first part of a long text
        ("Town Bugle | Boats and more", "Town Bugle"),
        ("The Paper | Boats", "The Paper | Boats"),
        ("Boats | The Paper", "Boats | The Paper"),
        ("The Paper | All the boats of the town, every day", "The Paper"),
        ("All the boats of the town, every day | Town Bugle", "Town Bugle"),
        ("The Paper: the boats of the town", "The Paper: the boats of the town"),
        # what templates say instead of a name
        ("Town Bugle - Home", "Town Bugle"),
        ("Startseite | The Paper", "The Paper"),
        ("Home - Blog", ""),
        # addresses
        ("www.townbugle.test", "townbugle.test"),
        ("https://townbugle.test/", "townbugle.test"),
        ("https://townbugle.test/news", ""),
        ("St. Paul", "St. Paul"),
        ("boats " * 80, ""),
    ],
)
def test_the_plain_name(text: str, name: str) -> None:
    assert spelling.plain(text, HOST) == name


@pytest.mark.parametrize(
    ("text", "host", "name"),
    [
        ("Town.de", "town.de", "Town"),
        ("Town.co.uk", "town.co.uk", "Town"),
        ("Town.com.br", "town.com.br", "Town"),
        ("Town.org.uk", "town.org.uk", "Town"),
        ("Town.net.au", "town.net.au", "Town"),
        ("Town.gov.in", "town.gov.in", "Town"),
        ("Town.ac.uk", "town.ac.uk", "Town"),
        ("Town.com", "town.com", "Town.com"),
        ("Town.io", "town.io", "Town.io"),
        ("Town.tv", "town.tv", "Town.tv"),
        ("Town.fm", "town.fm", "Town.fm"),
        ("Town.me", "town.me", "Town.me"),
        ("Town.de", "bugle.de", "Town.de"),
    ],
)
def test_the_ending_of_the_own_host(text: str, host: str, name: str) -> None:
    assert spelling.plain(text, Host.of(f"https://www.{host}/1")) == name


@pytest.mark.parametrize(
    "form",
    [
        *(
            "GmbH",
            "gGmbH",
            "mbH",
            "AG",
            "KG",
            "eG",
            "UG",
            "SE",
            "Ltd.",
            "Limited",
            "Inc.",
            "LLC",
            "LLP",
            "PLC",
            "Corp.",
        ),
        *(
            "Corporation",
            "Oy",
            "Oyj",
            "AB",
            "ASA",
            "A/S",
            "ApS",
            "B.V.",
            "BV",
            "S.A.",
            "SA",
            "SAS",
            "S.A.R.L.",
            "SARL",
        ),
        *(
            "S.p.A.",
            "SpA",
            "S.r.l.",
            "SRL",
            "s.r.o.",
            "a.s.",
            "Sp. z o.o.",
            "Kft.",
            "Zrt.",
            "Ltda.",
        ),
        *("GmbH & Co. KG", "AG & Co. KGaA", "Pty Ltd", "Co., Ltd."),
    ],
)
def test_legal_forms(form: str) -> None:
    for text in (f"Boats of Town {form}", f"Boats of Town, {form}"):
        assert spelling.plain(text, HOST) == "Boats of Town"
    assert spelling.plain(form, HOST)


@pytest.mark.parametrize(
    "text",
    [
        *(
            "undefined",
            "null",
            "None",
            "n/a",
            "Untitled",
            "default",
            "index",
            "Site",
            "My Site",
            "mysite",
            "Website",
        ),
        *(
            "Home Page",
            "Homepage",
            "HOME",
            "Startseite",
            "Start",
            "Accueil",
            "Inicio",
            "Início",
            "Strona główna",
        ),
        *(
            "Главная",
            "Ana Sayfa",
            "anasayfa",
            "Etusivu",
            "Forside",
            "Hem",
            "Portada",
            "Principal",
            "Menu",
            "Menü",
        ),
        *(
            "Logo",
            "RSS",
            "Atom",
            "Feed",
            "Search",
            "Suche",
            "Blog",
            "My Blog",
            "Mein Blog",
            "Your Site Name",
        ),
        *(
            "News",
            "Latest News",
            "Breaking News",
            "Nachrichten",
            "Aktuelles",
            "Noticias",
            "Notícias",
            "Notizie",
        ),
        *(
            "Actualités",
            "Nieuws",
            "Nyheter",
            "Uutiset",
            "Wiadomości",
            "Aktualności",
            "Haberler",
            "Новости",
            "Новини",
        ),
        *("Newsroom", "Press", "Presse", "Press Releases", "Site Title", ""),
    ],
)
def test_what_stands_instead_of_a_name(text: str) -> None:
    assert spelling.plain(text, HOST) == ""
    assert not text or spelling.plain(f"{text} of Town", HOST) == f"{text} of Town"


@pytest.mark.parametrize(
    ("url", "name", "agrees"),
    [
        ("https://www.bugle.test/1", "The Bugle", True),
        ("https://www.bugle.test/1", "The Paper", False),
        ("https://mueritz.test/1", "Müritz", True),
        ("https://muritz.test/1", "Müritz", True),
        ("https://tb.test/1", "TB Town", True),
        ("https://tb.test/1", "TBTown", False),
        ("https://tb.test/1", "Town Bugle", False),
        ("https://townbugle.example.co.uk/1", "Town Bugle", True),
        ("https://sport.example.co.uk/1", "Sport", False),
        ("https://m.town.bugles.test/1", "Town Bugles", True),
        ("", "Bugle", False),
    ],
)
def test_is_a_host_named_after_it(url: str, name: str, agrees: bool) -> None:
    assert Host.of(url).agrees(name) is agrees


@pytest.mark.parametrize("technical", ["www.", "m.", "mobile.", "amp.", ""])
def test_the_host_as_people_write_it(technical: str) -> None:
    assert Host.of(f"https://{technical}town.test/1").name == "town.test"


@given(st.text(max_size=80), st.sampled_from([HOST, OTHER, Host.of("")]))
def test_any_text_can_be_looked_at(text: str, host: Host) -> None:
    name = spelling.plain(text, host)
    assert len(name) <= len(text)


@pytest.mark.parametrize("part", [", ", "ag ", "©", "(", " - ", "a."])
def test_long_texts_take_no_time(part: str) -> None:
    before = time.process_time()
    for text in (part * 2_000, "a" + part * 2_000 + "a"):
        spelling.plain(text, HOST)
    assert time.process_time() - before < 1
