"""How articles begin, where pages do not describe them."""

from __future__ import annotations

import pytest

from enricher.page import first_paragraph
from tests.page.test_parsed import read

LONG = "The bridge over the river stays closed to walkers until the end of May, the mayor said."
OTHER = "Walkers have to take the long way round or swim, says a paper that the council read."
LAST = "A new one will be built in the years to come, if ever a sponsor is found who pays for it."
TITLE = "Bridge closed"


def paragraph(html: str) -> str:
    return first_paragraph.paragraph(read(f"<h1>{TITLE}</h1>{html}"), TITLE)


@pytest.mark.parametrize(
    ("title", "found"),
    [(TITLE, LONG), ("BRIDGE “CLOSED”", LONG), ("", OTHER), ("Ships leave", OTHER)],
)
def test_the_article_begins_below_the_heading_that_holds_the_title(title: str, found: str) -> None:
    html = (
        f"<p>{OTHER}</p><h2>Boats</h2><p>{TITLE}</p><p>{LAST}</p><h3>Walks: {TITLE}</h3><p>{LONG}"
    )
    assert first_paragraph.paragraph(read(html), title) == found


ELSEWHERE = """
comments kommentare related-news sidebar x-widget cookie consent banner newsletter promo caption footer modal popup notice author-bio
author_box authorcard author-info author-desc about-author about-the-author bio x-bio Comment
"""


@pytest.mark.parametrize("name", ELSEWHERE.split())
def test_what_stands_elsewhere_by_name(name: str) -> None:
    assert paragraph(f"<div class='{name}'><p>{OTHER}</div><p>{LONG}") == LONG
    assert paragraph(f"<p class='{name}'>{OTHER}<p>{LONG}") == LONG


@pytest.mark.parametrize("name", ["biology", "about", "author", "authority-box"])
def test_names_that_say_nothing_of_the_place(name: str) -> None:
    assert paragraph(f"<div class='{name}'><p>{OTHER}</div><p>{LONG}") == OTHER


@pytest.mark.parametrize(
    "tag", ["aside", "footer", "nav", "figure", "form", "noscript", "header", "dialog", "li"]
)
def test_what_stands_elsewhere_by_tag(tag: str) -> None:
    assert paragraph(f"<{tag}><p>{OTHER}</p></{tag}><p>{LONG}") == LONG


@pytest.mark.parametrize("tag", ["main", "article"])
def test_outside_of_the_article_nothing_counts(tag: str) -> None:
    assert paragraph(f"<div class=sidebar><{tag}><p>{OTHER}</p></{tag}></div><p>{LONG}") == OTHER


NOTICES = """
We use small files that are called cookies|Our cookies: we are using cookies|Nous utilisons des cookies|Wir nutzen Cookies|Wir verwenden auf dieser Seite Cookies
Diese Seite setzt Cookies|Wij gebruiken cookies|Vi använder cookies|Vi bruger cookies|Vi bruker cookies|Please enable JavaScript
Please activate JavaScript|Turn on your JavaScript|Bitte JavaScript aktivieren: aktivieren Sie JavaScript|Activez JavaScript|Habilite o JavaScript
Abilita JavaScript|JavaScript is disabled|JavaScript must be enabled|JavaScript is required|JavaScript ist deaktiviert|JavaScript muss aktiviert
JavaScript est désactivé|JavaScript está desactivado|All rights reserved|Alle Rechte vorbehalten|Tous droits réservés|Todos los derechos reservados
Todos os direitos reservados|Tutti i diritti riservati|You have an ad blocker|You have an adblocker|Subscribe to our newsletter
Sign up for the newsletter|This article is more than a year old
"""


@pytest.mark.parametrize(
    "notice", [words for line in NOTICES.split("\n") for words in line.split("|") if words]
)
def test_notices(notice: str) -> None:
    assert paragraph(f"<p>{notice}. {'A river is wide. ' * 4}<p>{LONG}") == LONG


@pytest.mark.parametrize(
    ("text", "is_prose"),
    [
        ("A river is wide and a bridge is long, as all of you know..", False),
        ("A river is wide and a bridge is long, as all of you know it.", True),
        ("A river is wide and a bridge is long, as all of you know it", False),
        ("A river is wide and a bridge is long.As all of you know it.x", False),
        ("A river is wide: and a bridge is long, as all of you know it", False),
        ("A river is wide and a bridge is long, as all of you know it:", True),
        ("A river is wide.” And a bridge is long, as all of you know it", True),
        ("川は広く橋は長い。" * 3, False),
        ("川は広く橋は長い。" * 3 + "川は。", True),
    ],
)
def test_what_may_be_a_paragraph(text: str, is_prose: bool) -> None:
    assert paragraph(f"<p>{text}<p>{LONG}") == (text if is_prose else LONG)


WORDS = "word " * 12 + "end"


@pytest.mark.parametrize("end", [*".!?…؟۔", *(f".{closing}" for closing in '"”’»)'), *"。！？।"])
def test_ends_of_sentences(end: str) -> None:
    assert first_paragraph.shortened(f"{WORDS}{end} {'word ' * 60}") == WORDS + end
    assert paragraph(f"<p>{WORDS} {WORDS}{end}<p>{LONG}") == f"{WORDS} {WORDS}{end}"
    assert paragraph(f"<p>{WORDS} {WORDS}{end} x<p>{LONG}") == f"{WORDS} {WORDS}{end} x"


@pytest.mark.parametrize("letter", ["\u0e01", "\u0e81", "\u1780"])  # of Thai, Lao and Khmer
def test_scripts_that_end_sentences_with_a_space(letter: str) -> None:
    assert paragraph(f"<p>{WORDS} {WORDS} {letter}<p>{LONG}") == f"{WORDS} {WORDS} {letter}"


def test_long_paragraphs_begin_the_article_too() -> None:
    assert paragraph(f"<p>{' '.join([LONG] * 8)}<p>{OTHER}") == " ".join([LONG] * 3)


@pytest.mark.parametrize(
    ("text", "short"),
    [
        (LONG, LONG),
        (" ".join([LONG] * 10), " ".join([LONG] * 3)),
        (f"{LONG} It was said as follows: " + "word " * 60, LONG),
        ("It is closed. " + "word " * 100, "It is closed. " + "word " * 60 + "word…"),
        ("word " * 100, ("word " * 64).strip() + "…"),
        ("橋" * 100 + "。" + "川" * 300, "橋" * 100 + "。"),
        ("川" * 400, "川" * 319 + "…"),
    ],
)
def test_long_paragraphs_end_with_a_sentence(text: str, short: str) -> None:
    assert first_paragraph.shortened(text) == short
