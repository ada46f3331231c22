"""Phrases that say "not found", and titles that only sound like it."""

from __future__ import annotations

import time

import pytest

from enricher.verdict import phrases, templates
from enricher.verdict.language import Language
from enricher.verdict.phrases import LANGUAGES

KINDS = (phrases.missing(), phrases.notices())


@pytest.mark.parametrize(
    "title",
    [
        "Page not found",
        "404",
        "404 Not Found",
        "Error 404: Page Not Found!",
        "Oops! That page can’t be found.",
        "Sorry, we couldn't find that page",
        "The page you were looking for doesn't exist (404)",
        "The page you are looking is not found.",
        "Hmm, that page doesn't exist.",
        "This content isn't available right now",
        "404: There's no page here!",
        "Oops, looks like the page is lost.",
        "We can’t seem to find the page you’re looking for.",
        "Video unavailable",
        "This story is no longer available",
        "Article removed",
        "We are terribly sorry, but the URL you typed no longer exists",
        "Fehler 404 – Seite nicht gefunden",
        "Die gesuchte Seite existiert nicht.",
        "Erreur 404: La page que vous recherchez n'existe pas.",
        "404 Non Trouvé",
        "La página solicitada no existe",
        "Ops! Página não encontrada",
        "Страница не найдена",
        "ページが見つかりません",
        "抱歉，您访问的页面不存在",
        "페이지를 찾을 수 없습니다",
        "Lỗi 404 - Trang không tồn tại",
    ],
)
def test_says_nothing_else(title: str) -> None:
    assert phrases.says_only(KINDS, title)


@pytest.mark.parametrize(
    "title",
    [
        "",
        "Home",
        "Page not found: the history of the 404",
        "404 – the film",
        "Missing Link",
        "The lost page",
        "Website of Iranian regime was deleted",
        "Facebook says removed video was wrong",
        "Video of council meeting was removed after complaint",
        "Search for missing hiker: body found",
        "Weapons not found in Iraq, says report",
        "Police cannot find the man who was removed from the train",
        "Links between jobs and housing do not exist, study says",
        "Der Artikel, den es nicht gab: Wie eine Zeitung verschwand",
        "No evidence found of fraud in county election",
        "This job is no longer what it was",
        "Product recall: baby food removed from shelves",
        "Report: file on minister was destroyed",
    ],
)
def test_says_more(title: str) -> None:
    assert not phrases.says_only(KINDS, title)


@pytest.mark.parametrize("language", LANGUAGES, ids=lambda language: language.name)
def test_each_phrase_finds_itself(language: Language) -> None:
    """What a reader would write is found, whatever folding made of it."""
    for kind, found in (
        ("missing", phrases.missing()),
        ("notices", phrases.notices()),
        ("login", phrases.login()),
    ):
        nouns = [noun for noun in language.nouns.split(" / ") if noun] or [""]
        for phrase in phrases.split_phrases(getattr(language, kind)):
            written = phrase.replace("{n}", nouns[0]).replace("…", " zzz yyy ")
            assert found.first(phrases.flat(written)), written


def test_there_are_languages_enough() -> None:
    assert len(LANGUAGES) >= 12
    assert len({language.name for language in LANGUAGES}) == len(LANGUAGES)


def test_gaps_are_not_what_is_said() -> None:
    assert (
        phrases.missing().first(phrases.flat("The page about ten old ships was not found"))
        is not None
    )
    assert not phrases.says_only(KINDS, "The page about ten old ships was not found")
    assert phrases.missing().first(phrases.flat("page " + "word " * 12 + "was removed")) is None


@pytest.mark.parametrize(
    ("title", "parts"),
    [
        ("Page not found | The Bay News", ("Page not found", "The Bay News")),
        ("404 – Bay", ("404", "Bay")),
        ("well-known", ("well-known",)),
        ("港新聞｜見つかりません", ("港新聞", "見つかりません")),
        ("", ()),
    ],
)
def test_parts_of_titles(title: str, parts: tuple[str, ...]) -> None:
    assert phrases.split_title(title) == parts


@pytest.mark.parametrize(
    ("title", "is_offer"),
    [
        ("This domain is for sale", True),
        ("The domain name baynews may be for sale!", True),
        ("Buy this domain", True),
        ("Diese Domain steht zum Verkauf", True),
        ("How “this domain is for sale” pages earn money", False),
        ("House for sale", False),
        ("The public domain is available to all of us since Monday", False),
    ],
)
def test_offers(title: str, is_offer: bool) -> None:
    assert phrases.says_only((templates.sale(),), title) is is_offer


@pytest.mark.parametrize(
    "word", ["page ", "not found ", "404 ", "the page you ", "ページ", "страница не "]
)
def test_hostile_texts_take_no_time(word: str) -> None:
    text = phrases.top(word * 20_000)
    start = time.process_time()
    list(phrases.missing().spans(text))
    list(phrases.notices().spans(text))
    assert time.process_time() - start < 2
