"""The language of a page, declared, or told by a script that one language writes."""

from __future__ import annotations

import pytest

from enricher.page import language
from tests.page.test_parsed import read


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
    assert language.read(read(html)) == tag


NONE = "und mul zxx xx no-lang UND"


@pytest.mark.parametrize("none", NONE.split())
def test_what_was_not_filled_in(none: str) -> None:
    assert language.read(read(f"<html lang={none}><meta name=language content=de>")) == "de"


METAS = "content-language dc.language dcterms.language language lang inlanguage locale og:locale"


@pytest.mark.parametrize("name", METAS.split())
def test_metas_of_languages(name: str) -> None:
    assert language.read(read(f"<meta name={name} content=pt_br>")) == "pt-BR"
