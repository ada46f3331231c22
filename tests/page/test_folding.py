"""Texts spelled alike."""

from __future__ import annotations

import pytest

from enricher.page.folding import fold


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("BRIDGE 1-2", "bridge 1-2"),
        # marks, each alone or part of its letter: Latin, Greek, Cyrillic, Arabic
        ("ÀÿČǎȳẠặ É", "aycayaa e"),
        ("e\u0301 \u0300\u036f", "e "),
        ("Άϊὶᾶ", "αιια"),
        ("ЙёЇў", "иеіу"),
        ("مَارِسْ", "مارس"),
        # letters of their own
        ("ØĐŁıÆŒÞÐß", "odliaeoethdss"),
        ("İstanbul", "istanbul"),
        ("أإآ يى ك", "ااا یی ک"),
        # vowel signs that are letters
        ("हिन्दी สุข", "हिन्दी สุข"),
        # punctuation
        ("a،b，c：d．e／f", "a,b,c:d.e/f"),
        ("－\u2010\u2011\u2012\u2013\u2014\u2212", "-------"),
        ("’ʼ′׳", "''''"),
        # digits, spaces, what shows nothing
        ("٣ ۵ ५ ๗ ９", "3 5 5 7 9"),
        ("a\u00a0b\u2009c\u202fd\u3000e", "a b c d e"),
        ("\u00ad\u200b\u200c\u200f\u202b\u2060\u2067\ufeff", ""),
        ("月火 한국", "月火 한국"),
    ],
)
def test_spelled_alike(text: str, folded: str) -> None:
    assert fold(text) == folded
    assert fold(folded) == folded
