"""Repair: what was broken on its way, and nothing that a person wrote on purpose."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from enricher.document import repair


@pytest.mark.parametrize(
    ("broken", "meant"),
    [
        ("the cityâ€™s ban", "the city’s ban"),
        ("Ã©tÃ© Ã  la plage", "été à la plage"),
        ("Â£5 for a cafÃ©", "£5 for a café"),
        ("an âœ” in the box", "an ✔ in the box"),
        ("æ—¥æœ¬", "日本"),
    ],
)
def test_mojibake_is_mended(broken: str, meant: str) -> None:
    assert repair.mojibake(broken) == meant


@pytest.mark.parametrize(
    "text",
    [
        "plain",
        "it’s “quoted” – and dashed…",
        "AT&amp;T &ndash; entities are not ours",
        "ﬁne ligatures, ｆｕｌｌ width",
        "two\u00a0spaces  and\ttabs",
        "tous à la fête, Ñandú, Äpfel",
        "日本語 Ελληνικά русский",
        "R\u0327e\u0301sume\u0301",
        "😀",
    ],
)
def test_what_is_well_stays(text: str) -> None:
    assert repair.mojibake(text) == text


@given(st.text(st.characters(exclude_categories=["Cs"])))
def test_mending_settles(text: str) -> None:
    once = repair.mojibake(text)
    assert repair.mojibake(once) == once


@pytest.mark.parametrize(
    ("text", "sound"),
    [
        (" Two\n lines \u00a0", "Two lines"),
        ("soft\u00adhyphen\u200b", "softhyphen"),
        ("the cityâ€™s", "the city’s"),
        ("a family 👨\u200d👩\u200d👧", "a family 👨\u200d👩\u200d👧"),
        ("", None),
        (" \n", None),
        ("lost \ufffd", None),
        ("bell \x07", None),
    ],
)
def test_a_page_s_text_is_sound_or_none(text: str, sound: str | None) -> None:
    assert repair.sound(text) == sound


@pytest.mark.parametrize(
    ("held", "whole", "is_title", "is_cut"),
    [
        (
            "She had pushed for the changes in a ban approved nearly two years ago,",
            "She had pushed for the changes in a ban approved nearly two years ago, in 2020.",
            False,
            True,
        ),
        (
            "The technology may be enjoying a…",
            "The technology may be enjoying a comeback.",
            False,
            True,
        ),
        (
            "The technology may be enjoying a [...]",
            "The technology may be enjoying a comeback.",
            False,
            True,
        ),
        ("The city's ban on software was", "The city’s ban on software was lifted.", False, True),
        (
            "The whole sentence stands here.",
            "The whole sentence stands here. And one more.",
            False,
            False,
        ),
        (
            "Something else was said here,",
            "The technology may be enjoying a comeback.",
            False,
            False,
        ),
        ("Too short,", "Too short, and begins too many.", False, False),
        (
            "The technology may be enjoying a",
            "The technology may be enjoying a comeback and…",
            False,
            False,
        ),
        ("The same text as on the page", "The same text as on the page", False, False),
        ("New Orleans mayor signs it", "New Orleans mayor signs it: cops can use it", True, False),
        ("New Orleans mayor signs it…", "New Orleans mayor signs it: cops can use it", True, True),
    ],
)
def test_cut_off(held: str, whole: str, is_title: bool, is_cut: bool) -> None:
    assert repair.is_cut_from(held, whole, is_title=is_title) is is_cut
