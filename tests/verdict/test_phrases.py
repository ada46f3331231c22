"""Phrases that say "not found", and titles that only sound like it."""

from __future__ import annotations

import time
from collections.abc import Iterator
from typing import cast, get_args

import pytest

from enricher.verdict import language, phrases, templates
from enricher.verdict.language import Language, Written
from enricher.verdict.phrases import Phrases

KINDS = (phrases.missing(), phrases.notices())


@pytest.mark.parametrize(
    "title",
    [
        "404 Not Found",
        "Sorry, we couldn't find that page",
        "Hmm, that page doesn't exist.",
        "The page you were looking for doesn't exist (404)",
        "We are terribly sorry, but the URL you typed no longer exists",
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


@pytest.mark.parametrize("spoken", language.languages(), ids=lambda spoken: spoken.name)
def test_each_phrase_finds_itself(spoken: Language) -> None:
    """What a reader would write is found, whatever folding made of it."""
    tables = (
        (spoken.missing, phrases.missing()),
        (spoken.notices, phrases.notices()),
        (spoken.login, phrases.login()),
    )
    noun = next(iter(spoken.nouns), "")
    for written, found in tables:
        for phrase in (one for each in written for one in phrases.written_out(each.phrase)):
            said = phrase.replace("{n}", noun).replace("…", " zzz yyy ")
            assert found.first(phrases.flat(said)), said


def _examples() -> Iterator[tuple[tuple[Phrases, ...], Written]]:
    for spoken in language.languages():
        yield from ((KINDS, written) for written in (*spoken.missing, *spoken.notices))
    for kind, table in language.templates().items():
        yield from (
            ((templates.of(cast("templates.TemplateKind", kind)),), written) for written in table
        )


def test_each_example_says_that_and_nothing_else() -> None:
    found = [(kinds, written.example) for kinds, written in _examples() if written.example]
    assert len(found) >= 25
    assert [example for kinds, example in found if not phrases.says_only(kinds, example)] == []


def test_the_tables_are_whole() -> None:
    assert len(language.languages()) >= 12
    assert len({spoken.name for spoken in language.languages()}) == len(language.languages())
    assert set(language.templates()) == set(get_args(templates.TemplateKind))


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
    assert phrases.says_only((templates.of("sale"),), title) is is_offer


@pytest.mark.parametrize(
    "word", ["page ", "not found ", "404 ", "the page you ", "ページ", "страница не "]
)
def test_hostile_texts_take_no_time(word: str) -> None:
    text = phrases.top(word * 20_000)
    start = time.process_time()
    list(phrases.missing().spans(text))
    list(phrases.notices().spans(text))
    assert time.process_time() - start < 2
