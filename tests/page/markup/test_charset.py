"""Bytes to text, whatever a server or a page says they are."""

from __future__ import annotations

import codecs

import pytest
from hypothesis import given
from hypothesis import strategies as st

from enricher.page.markup import charset

GERMAN = "Die Brücke über die Weiße Elster ist für Fußgänger gesperrt, sagte Bürgermeister Jörg Müller am Dienstag."
RUSSIAN = "Мэр города сообщил, что мост через реку закрыт для пешеходов до конца недели, передает агентство."


@pytest.mark.parametrize(
    ("body", "content_type", "text"),
    [
        (b"plain", "", "plain"),
        ("Brücke".encode(), "", "Brücke"),
        (codecs.BOM_UTF8 + "Brücke".encode(), "text/html; charset=iso-8859-1", "Brücke"),
        (codecs.BOM_UTF16_LE + "Brücke".encode("utf-16-le"), "", "Brücke"),
        (codecs.BOM_UTF16_BE + "Brücke".encode("utf-16-be"), "text/html; charset=utf-8", "Brücke"),
        # UTF-8 is tried before what is declared
        ("Brücke".encode(), "text/html; charset=windows-1251", "Brücke"),
        ("<meta charset=latin-1>Brücke".encode(), "", "<meta charset=latin-1>Brücke"),
        # the header is asked before the page
        (GERMAN.encode("cp1252"), "text/html; charset=ISO-8859-1", GERMAN),
        (
            b"<meta charset=koi8-r>" + GERMAN.encode("cp1252"),
            "text/html;charset='cp1252'",
            f"<meta charset=koi8-r>{GERMAN}",
        ),
        (
            b'<meta charset="windows-1251">' + RUSSIAN.encode("cp1251"),
            "text/html",
            f'<meta charset="windows-1251">{RUSSIAN}',
        ),
        (
            b'<?xml version="1.0" encoding="koi8-r"?>' + RUSSIAN.encode("koi8-r"),
            "",
            f'<?xml version="1.0" encoding="koi8-r"?>{RUSSIAN}',
        ),
        (
            b"<meta http-equiv=Content-Type content='text/html; charset=shift_jis'>"
            + "橋は通行止め".encode("shift_jis"),
            "",
            "<meta http-equiv=Content-Type content='text/html; charset=shift_jis'>橋は通行止め",
        ),
        # what browsers read instead of the declared one: quotes of cp1252 in a page that says Latin-1
        (b"\x93quoted\x94 caf\xe9", "text/html; charset=iso-8859-1", "“quoted” café"),
        (b"\x93quoted\x94 caf\xe9", "text/html; charset=us-ascii", "“quoted” café"),
        # nothing declared: looked at
        (RUSSIAN.encode("cp1251"), "", RUSSIAN),
    ],
)
def test_text(body: bytes, content_type: str, text: str) -> None:
    assert charset.decode(body, content_type) == text
    assert charset.as_utf8(body, content_type).decode() == text


@pytest.mark.parametrize(
    "label",
    ["rot13", "hex", "undefined", "idna", "utf-16", "base64", "x-unknown", "a" * 300, "\x00", "é"],
)
def test_labels_that_are_no_text_encodings_are_ignored(label: str) -> None:
    body = b"caf\xe9 " * 20
    assert "\ufffd" not in charset.decode(body, f"text/html; charset={label}")
    assert charset.decode(f"<meta charset='{label}'>".encode() + body, "").count("é") >= 20


def test_a_page_of_utf8_stays_utf8_for_one_bad_byte() -> None:
    text = charset.decode(
        (GERMAN * 20).encode() + b"\xe9" + (GERMAN * 20).encode(), "text/html; charset=latin-1"
    )
    assert text.count("\ufffd") == 1
    assert text.count("Brücke") == 40


@pytest.mark.parametrize("cut", [1, 2])
def test_a_character_that_is_cut_off_is_dropped(cut: int) -> None:
    assert charset.decode("Mauer, €".encode()[:-cut], "text/html; charset=latin-1") == "Mauer, "


@given(st.binary(max_size=200), st.text(max_size=40))
def test_anything_is_text(body: bytes, content_type: str) -> None:
    """Never an exception; and what comes out is UTF-8."""
    charset.as_utf8(body, content_type).decode("utf-8")
