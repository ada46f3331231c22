"""Words of a text that are compared with those of another."""

from __future__ import annotations

import pytest

from enricher.verdict.words import tokens


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
