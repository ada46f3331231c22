"""Words of a text that are compared with those of another."""

from __future__ import annotations

import pytest

from enricher.verdict.words import contains_run, share_found, stem, tokens, with_stems


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("The City’s storm, 2021", ("the", "citys", "storm", "2021")),
        ("東京都知事", ("東京", "京都", "都知", "知事")),
        ("東京", ("東京",)),
        ("東", ("東",)),
        ("新型iPhone発表", ("新型", "iphone", "発表")),
        ("Café in ZÜRICH &amp; Łódź", ("cafe", "in", "zurich", "łodz")),
        ("", ()),
    ],
)
def test_tokens(text: str, words: tuple[str, ...]) -> None:
    assert tokens(text) == words


@pytest.mark.parametrize(
    ("words", "run", "stands"),
    [
        ("a b c", "b c", True),
        ("a b c", "a b c", True),
        ("b b c", "b c", True),
        ("a b c", "a c", False),
        ("a b", "a b c", False),
        ("a b", "", False),
    ],
)
def test_contains_run(words: str, run: str, stands: bool) -> None:
    assert contains_run(words.split(), run.split()) is stands


@pytest.mark.parametrize(
    ("word", "beginning"),
    [("bridges", "bridg~"), ("harbour", "harbo~"), ("storm", "storm"), ("20210514", "20210514")],
)
def test_inflected_forms_of_a_long_word_share_its_beginning(word: str, beginning: str) -> None:
    assert stem(word) == beginning


@pytest.mark.parametrize(
    ("words", "among", "share"),
    [
        (("bridges",), ("bridge",), 1.0),
        (("storm",), ("storms",), 0.0),
        (("storm", "tower"), ("storm", "sea"), 0.5),
        ((), ("storm",), 0.0),
    ],
)
def test_how_many_of_the_words_are_found(
    words: tuple[str, ...], among: tuple[str, ...], share: float
) -> None:
    assert share_found(words, with_stems(among)) == share
