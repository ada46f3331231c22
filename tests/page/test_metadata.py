"""Excerpt, addresses, language."""

from __future__ import annotations

import pytest

from enricher.page import description, language, lead, metadata
from tests.page.test_sources import URL, read

LONG = "The bridge over the river stays closed to walkers until the end of May, the mayor said."
OTHER = "Walkers have to take the long way round or swim, says a paper that the council read."
ABOUT = "Why the council closed the old bridge."
TITLE = "Bridge closed"
WIDE = "市長は、川にかかる橋の通行止めを五月末まで続けると発表した。歩行者は遠回りになる。"


def ld(body: str) -> str:
    return f'<script type="application/ld+json">{body}</script>'


@pytest.mark.parametrize(
    ("html", "excerpt", "source"),
    [
        (f"<meta property=og:description content='{LONG}'>", LONG, "og:description"),
        (f"<meta name=description content='{LONG}'>", LONG, "description"),
        (f"<meta name=description content='{OTHER}'><meta property=og:description content='{LONG}'>", LONG, "og:description"),
        (f"<meta name=description content='{OTHER}'><meta name=twitter:description content='{LONG}'>", LONG, "twitter:description"),
        (ld(f'{{"@type":"Article","description":"{LONG}"}}'), LONG, "json-ld:description"),
        (f"<meta name=dc.description content='{LONG}'>", LONG, "dc.description"),
        # labels and what is said of the whole site come last
        (f"<meta property=og:description content='Local news'><meta name=description content='{LONG}'>", LONG, "description"),
        (
            ld(f'{{"@type":"WebSite","description":"{OTHER}"}}')
            + f"<meta property=og:description content='{OTHER}'><meta name=description content='{LONG}'>",
            LONG,
            "description",
        ),
        ("<meta property=og:description content='Local news'>", "Local news", "og:description"),
        # the site's name in a label, its default, the title again
        (f"<meta property=og:description content='++ news.test police ++'><h1>{TITLE}</h1><p>{LONG}", LONG, "paragraph"),
        (f"<meta property=og:description content='Visit the post for more.'><h1>{TITLE}</h1><p>{LONG}", LONG, "paragraph"),
        (f"<meta property=og:description content='{TITLE}'><h1>{TITLE}</h1><p>{LONG}", LONG, "paragraph"),
        # cut off by the template, where another one is whole and about the same
        (f"<meta property=og:description content='{LONG[:59]} …'><meta name=description content='{LONG}'>", LONG, "description"),
        (f"<meta property=og:description content='{OTHER[:59]} …'><meta name=description content='{ABOUT}'>", ABOUT, "description"),
        (f"<meta property=og:description content='{LONG * 2} And then the'><meta name=description content='{ABOUT}'>", ABOUT, "description"),
        (f"<meta property=og:description content='{LONG[:59]} …'><meta name=description content='{OTHER}'>", f"{LONG[:59]} …", "og:description"),
        (f"<meta property=og:description content='{LONG}'><meta name=description content='{LONG} {OTHER}'>", LONG, "og:description"),
        # the body written into the description
        (f"<meta property=og:description content='{' '.join([LONG] * 9)}'>", " ".join([LONG] * 4), "og:description"),
        # the site's name behind it
        (f"<meta property=og:site_name content='The Echo'><meta name=description content='{LONG} | The Echo'>", LONG, "description"),
        (f"<meta property=og:site_name content='The Echo'><meta name=description content='{LONG} - at last'>", f"{LONG} - at last", "description"),
        (f"<meta property=og:site_name content='The Echo of the River'><meta name=description content='{TITLE} - The Echo of the River'>",
            f"{TITLE} - The Echo of the River", "description"),
        # buttons
        (f"<meta property=og:description content='{LONG[:59]} … Read more'>", f"{LONG[:59]} …", "og:description"),
        # nothing said: how the article begins
        (f"<p>{OTHER}</p><h1>{TITLE}</h1><p>By Jane Doe</p><p>{LONG}</p><p>{OTHER}", LONG, "paragraph"),
        # a layout's name says nothing of what stands beside the headline
        (f"<div class=has-sidebar><h1>{TITLE}</h1><p>{LONG}</div>", LONG, "paragraph"),
        (f"<h1>{TITLE}</h1><div class=author-guidelines><p>{LONG}</div>", LONG, "paragraph"),
        (f"<h1>{TITLE}</h1><p class=caption>{OTHER}<p>{LONG}", LONG, "paragraph"),
        (f"<h1>{TITLE}</h1><h2>{LONG}</h2><p>{OTHER}", LONG, "paragraph"),
        (f"<h1>{TITLE}</h1><h3><a href=/x>{OTHER}</a></h3><p>{LONG}", LONG, "paragraph"),
        (f"<h1>{TITLE}</h1><div class=standfirst>{LONG}</div><p>{OTHER}", LONG, "paragraph"),
        (f"<h1>{TITLE}</h1><div itemprop=description>{LONG}</div><p>{OTHER}", LONG, "paragraph"),
        (f"<h1>{TITLE}</h1><p>Our site uses a few small cookies to count how often pages are read.<p>{LONG}", LONG, "paragraph"),
        (f"<h1>{TITLE}</h1><p>Please enable JavaScript in your browser to read all pages of this paper.<p>{LONG}", LONG, "paragraph"),
        (f"<h1>{TITLE}</h1><div>By Jane Doe<br>{LONG}<br>{OTHER}</div>", LONG, "paragraph"),
        (f"<h1>{TITLE}</h1><p>{WIDE}<p>{LONG}", WIDE, "paragraph"),
    ],
)  # fmt: skip
def test_excerpt(html: str, excerpt: str, source: str) -> None:
    found = metadata.excerpt(read(html), TITLE)
    assert found is not None
    assert (found.text, found.source) == (excerpt, source)


@pytest.mark.parametrize(
    "html",
    [
        "",
        "<p>Short.",
        f"<p>{LONG}<h1>{TITLE}</h1>",
        f"<aside><p>{LONG}</aside>",
        f"<div class=cookie-banner><p>{LONG}</div>",
    ],
)
def test_no_excerpt(html: str) -> None:
    assert metadata.excerpt(read(html), TITLE) is None


@pytest.mark.parametrize(
    ("text", "readable"),
    [
        (LONG, LONG),
        (r"The bridge is closed.\nWalkers swim.\r\nCars do not.", "The bridge is closed. Walkers swim. Cars do not."),
        (r"Look under C:\names for the list.", r"Look under C:\names for the list."),
        ("[vc_row][vc_column width='1/2']The bridge is closed.[/vc_column]", "The bridge is closed."),
        ("The mayor [of Springfield] said so.", "The mayor [of Springfield] said so."),
        ("The bridge is closed and Read More", "The bridge is closed and"),
        ("The bridge is closed. read more »", "The bridge is closed."),
        ("Die Brücke bleibt zu … Jetzt lesen!", "Die Brücke bleibt zu …"),
        ("橋は閉鎖された…続きを読む", "橋は閉鎖された…"),
        ("Why children should read more", "Why children should read more"),
    ],
)
def test_what_templates_leave_in_descriptions(text: str, readable: str) -> None:
    assert description.readable(text) == readable


@pytest.mark.parametrize(
    ("text", "short"),
    [
        (LONG, LONG),
        (LONG * 10, LONG * 3),
        (f"{LONG} It was said as follows: " + "word " * 60, LONG),
        ("word " * 100, ("word " * 64)[:319] + "…"),
        ("橋" * 100 + "。" + "川" * 300, "橋" * 100 + "。" + "川" * 219),
    ],
)
def test_long_paragraphs_end_with_a_sentence(text: str, short: str) -> None:
    found = lead.shortened(text)
    assert len(found) <= lead.MAX_CHARS
    assert found.startswith(short[:80])
    assert found[-1] in ".…。"


# ── addresses ─────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("html", "address"),
    [
        ("<link rel=canonical href=/a>", "https://news.test/a"),
        ("<meta property=og:url content=https://www.news.test/a>", "https://www.news.test/a"),
        ("<meta property=og:url content=/a>", "https://news.test/a"),
        ("<meta property=og:url content='news.test'>", None),
        (ld('{"@type":"Article","mainEntityOfPage":{"@id":"https://news.test/a"}}'), "https://news.test/a"),
        (ld('{"@type":"Article","url":"https://news.test/a"}'), "https://news.test/a"),
        ("<link rel=canonical href=/a><meta property=og:url content=/b>", "https://news.test/a"),
        # bought from, or a sister paper's: then our own address
        ("<link rel=canonical href=https://agency.test/a><meta property=og:url content=/b>", "https://news.test/b"),
        ("<link rel=canonical href=https://agency.test/a>", "https://agency.test/a"),
        # parameters that look like signs
        ("<link rel=canonical href='/a?x=1&amp;section=2&amp;copy=3'>", "https://news.test/a?x=1&section=2&copy=3"),
        # a template's mistake
        ("<link rel=canonical href=/><meta property=og:url content=/b>", "https://news.test/b"),
        ("<link rel=canonical href=https://news.test/>", None),
        ("<link rel=canonical href='javascript:void(0)'>", None),
        ("", None),
    ],
)
def test_canonical_url(html: str, address: str | None) -> None:
    assert metadata.canonical_url(read(html)) == address


def test_a_front_page_may_be_its_own_canonical() -> None:
    assert metadata.canonical_url(read("<link rel=canonical href=/>", "https://news.test/")) == "https://news.test/"


def test_amp_url() -> None:
    assert metadata.amp_url(read("<link rel=amphtml href=amp/>", URL + "/")) == f"{URL}/amp/"
    assert metadata.amp_url(read("")) is None


# ── language ──────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("html", "tag"),
    [
        ("<html lang=de>", "de"),
        ("<html lang=DE-at>", "de-AT"),
        ("<html lang=zh_hant_TW>", "zh-Hant-TW"),
        ("<html xml:lang=fr>", "fr"),
        ("<html lang='{{lang}}'><meta property=og:locale content=pt_BR>", "pt-BR"),
        ("<html lang=und><meta http-equiv=content-language content='es, en'>", "es"),
        ("<meta name=dc.language content=it>", "it"),
        (ld('{"@type":"Article","inLanguage":"nb-NO"}'), "nb-NO"),
        (ld('{"@type":"Article","inLanguage":{"@type":"Language","name":"Deutsch"}}'), None),
        ("", None),
    ],
)
def test_declared_language(html: str, tag: str | None) -> None:
    assert language.read(read(html), "") == tag


@pytest.mark.parametrize(
    ("text", "tag"),
    [
        ("The mayor said that the bridge would be closed for walkers, and this was not the first time.", "en"),
        ("Die Brücke ist nach Angaben der Stadt bis zum Ende der Woche nicht für den Verkehr frei, und das ist auch gut.", "de"),
        ("Le maire a dit que le pont est fermé pour les piétons, et que ce n’est pas la première fois dans la ville.", "fr"),
        ("El alcalde dijo que el puente está cerrado para los peatones, y que no es la primera vez por las obras.", "es"),
        ("Burmistrz powiedział, że most jest zamknięty dla pieszych, ale nie jest to pierwszy raz, gdy się tak stało.", "pl"),
        ("Мэр города сообщил, что мост через реку закрыт для пешеходов до конца недели.", "ru"),
        ("Міський голова повідомив, що міст через річку закритий для пішоходів до кінця тижня, її ремонтують.", "uk"),
        ("Кметът съобщи, че мостът над реката е затворен за пешеходци и ще се ремонтира от юни, като това не е за пръв път.", "bg"),
        ("市長は橋が通行止めになったと述べた。", "ja"),
        ("市长表示，大桥已经关闭。", "zh"),
        ("시장은 다리가 폐쇄되었다고 말했다.", "ko"),
        ("Ο δήμαρχος είπε ότι η γέφυρα είναι κλειστή.", "el"),
        ("قال رئيس البلدية إن الجسر مغلق أمام المشاة.", "ar"),
        ("شهردار گفت که پل به روی عابران پیاده بسته است و چند روز دیگر باز می‌شود.", "fa"),
        ("ראש העיר אמר כי הגשר סגור.", "he"),
        ("Og det er ikke for sent, og det er heller ikke for lite til at man har råd med det på den måten.", None),
        ("OK", None),
        ("", None),
        ("12345 67890", None),
        ("Xyzzy plugh frotz gnusto rezrov blorb exex nitfol bozbar", None),
    ],
)  # fmt: skip
def test_language_of_a_text(text: str, tag: str | None) -> None:
    assert language.guess(text) == tag
    assert language.read(read("<html lang=sw>"), text) == "sw"
