"""Words of a text that are compared with those of another."""

from __future__ import annotations

import pytest

from enricher.verdict.words import contains_run, tokens


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("The City’s storm, 2021", ("the", "citys", "storm", "2021")),
        ("東京都知事", ("東京", "京都", "都知", "知事")),
        ("東京", ("東京",)),
        ("東", ("東",)),
        ("新型iPhone発表", ("新型", "iphone", "発表")),
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
