"""Texts as pages give them, made readable."""

from __future__ import annotations

import ftfy.bad_codecs  # noqa: F401 - decodes as browsers do
import pytest

from enricher.page.text import MAX_CHARS, clean, small, unescaped


@pytest.mark.parametrize(
    ("raw", "text"),
    [
        ("  one\n\ttwo\u00a0three\u3000", "one two three"),
        ("x" * MAX_CHARS + "y", "x" * MAX_CHARS),
        # escaped once or twice
        ("Boats &amp; bridges", "Boats & bridges"),
        ("Boats &amp;amp; bridges", "Boats & bridges"),
        ("Boats &amp;amp;amp; bridges", "Boats &amp; bridges"),
        # tags
        ("<p>One</p><p class=a>Two</p>Three<br/>four", "One Two Three four"),
        ("&lt;blockquote&gt;One&lt;/blockquote&gt;", "One"),
        (
            "<img src=a.jpg alt=''><I>Boats</I>’ <b class=a>bri</b>dge, H<sub>2</sub>O",
            "Boats’ bridge, H2O",
        ),
        ("Boats are<a href=/a>more</a>", "Boats are more"),
        ("Boats <my-figure class=a>of</my-figure> <x/>wood", "Boats of wood"),
        ("The <dialog> element, vector<int>", "The <dialog> element, vector<int>"),
        ("1 < 2 > 1, I <3 boats, <- this", "1 < 2 > 1, I <3 boats, <- this"),
        # unseen
        ("bri\u00addge\u200b\u2060\ufeff \x00\x1f\x7f", "bridge"),
        ("\u202b\u200fגשר\u202c \u2067אבג\u2069\u061c", "גשר אבג"),
        ("می\u200cشود 👨\u200d👩\u200d👧", "می\u200cشود 👨\u200d👩\u200d👧"),
        # mojibake
        ("The cityâ€™s cafÃ©", "The city’s café"),
        ("PolÃ\u00adtica, voilÃ\u00a0 tout", "Política, voilà tout"),
        ("Âme, Ärger, Øre – ÅR „Ä“ voilà» “là” 5×3", "Âme, Ärger, Øre – ÅR „Ä“ voilà» “là” 5×3"),
        ("", ""),
        ("\u200b <p> </p>", ""),
    ],
)
def test_one_line_of_readable_text(raw: str, text: str) -> None:
    assert clean(raw) == text


@pytest.mark.parametrize("tag", "abbr b cite em i mark q small strong sub sup u wbr".split())  # noqa: SIM905
def test_tags_within_a_line_part_no_words(tag: str) -> None:
    assert clean(f"Bri<{tag}>dge</{tag.upper()}>s") == "Bridges"
    assert clean(f"Bri<{tag}x>dge") == f"Bri<{tag}x>dge"


@pytest.mark.parametrize(
    "tag",
    "a big blockquote br center code div font h1 h6 hr iframe img li ol ul p pre s script span strike style table td th tr".split(),  # noqa: SIM905
)
def test_tags_that_part_words(tag: str) -> None:
    assert (
        clean(f"Boats<{tag}>bridges</{tag.upper()}>")
        == clean(f"Boats<{tag} class=a>bridges")
        == "Boats bridges"
    )


TONGUES = """
L’été à Paris|Příliš žluťoučký kůň|Zażółć gęślą jaźń|Kapalı olduğunu|Мэр города|Ο δήμαρχος είπε|ראש העיר אמר|قال رئيس البلدية
पुल बंद है|সেতু বন্ধ|สะพานปิดแล้ว|ხიდი დაკეტილია|市長は橋が通行止め|大桥已经关闭|시장은 다리가|Thị trưởng nói|Boats 🙂 «here»
"""


@pytest.mark.parametrize("text", TONGUES.strip().replace("\n", "|").split("|"))
def test_utf8_that_was_read_as_something_else(text: str) -> None:
    assert clean(text.encode().decode("latin-1")) == text
    assert clean(text.encode().decode("sloppy-windows-1252")) == text
    assert clean(text) == text


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("BRIDGE", "bridge"),
        ("İzmir’de Köprü", "izmir’de köprü"),
        ("ẞ ǅ ΣΑΣ", "ß ǆ σας"),
        ("橋", "橋"),
        ("", ""),
    ],
)
def test_small_letters_stand_where_the_letters_did(text: str, expected: str) -> None:
    assert small(text) == expected
    assert len(expected) == len(text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a.jpg?w=1&amp;h=2", "a.jpg?w=1&h=2"),
        ("a.jpg?w=1&copy=2&not_b=3&sect", "a.jpg?w=1&copy=2&not_b=3§"),
        ("&copy; boats &amp;amp; &#39;bridges&#39;", "© boats &amp; 'bridges'"),
    ],
)
def test_entities_are_undone_once(text: str, expected: str) -> None:
    assert unescaped(text) == expected
