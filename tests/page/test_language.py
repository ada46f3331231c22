"""The language of a page, declared or guessed."""

from __future__ import annotations

import pytest

from enricher.page import language
from tests.page.test_sources import read


def ld(body: str) -> str:
    return f'<script type="application/ld+json">{body}</script>'


@pytest.mark.parametrize(
    ("html", "tag"),
    [
        ("<html lang=de>", "de"),
        ("<html lang=DE-at>", "de-AT"),
        ("<html lang=zh_hant_TW>", "zh-Hant-TW"),
        ("<html xml:lang=fr>", "fr"),
        ("<html lang=jp>", "ja"),
        ("<html lang=cz>", "cs"),
        ("<html lang=eng>", "en"),
        ("<html lang=deu-AT>", "de-AT"),
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
        ("La merluza en salsa verde es un plato de la cocina del norte de España, y se hace en casa en invierno.", "es"),
        ("Wie du im Garten ein Beet anlegst: Zeichne es zu Hause auf, miss es aus oder frage bei Freunden nach.", "de"),
        ("You may swim, but it has been cold; our boats are not yours, and your walk has been long.", "en"),
        ("La fin de la trottinette en ville: le maire en a assez, le conseil en veut, et le vote de la ville a lieu en mai.", "fr"),
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


GERMAN = "Der Stadtrat hat beschlossen, dass die Brücke für das ganze Jahr nicht frei ist, und das ist auch gut. "
SPANISH = (
    "El ayuntamiento ha decidido que el puente sobre el río siga cerrado hasta el fin de mes para los peatones, "
    "y no es la primera vez que pasa en la ciudad. "
)
ENGLISH = "The council decided that the bridge is closed for the whole year, and this is not the end of it. "


@pytest.mark.parametrize(
    ("lang", "text", "tag"),
    [
        # templates that nobody translated
        ("en", GERMAN * 9, "de"),
        ("en-US", GERMAN * 9, "de"),
        ("en", "橋は通行止めになったと市長が述べた。" * 40, "ja"),
        ("en", SPANISH * 5, "es"),
        ("en", ENGLISH * 9, "en"),
        # a few words of another language, or names and numbers alone, prove nothing
        ("en", GERMAN, "en"),
        ("en", GERMAN * 8 + ENGLISH * 3, "en"),
        ("en", "Müller Meier Schulz Fischer Weber Wagner Becker Hoffmann der " * 20, "en"),
        ("en", "Müller 3, Meier 4, Schulz 5, " * 40, "en"),
        # what somebody wrote on purpose
        ("fr", GERMAN * 9, "fr"),
    ],
)
def test_english_is_what_templates_declare(lang: str, text: str, tag: str) -> None:
    assert language.read(read(f"<html lang={lang}>"), text) == tag
