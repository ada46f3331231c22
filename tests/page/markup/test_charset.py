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


@pytest.mark.parametrize(
    ("body", "content_type", "text"),
    [
        ("Harbour’s end".encode() + b" \xe9 ", "text/html; charset=utf-8", "Harbour’s end \ufffd "),
        (
            "<meta charset=utf-8>Harbour’s end".encode() + b" \xe9 ",
            "",
            "<meta charset=utf-8>Harbour’s end \ufffd ",
        ),
        ("Fähre".encode() + b" \xff", "text/html; charset=UTF8", "Fähre \ufffd"),
        (b"F\xe4hre", "text/html; charset=utf-8", "F\ufffdhre"),
        # found without a declaration
        (GERMAN.encode() + b"\xff", "", GERMAN + "\ufffd"),
        # a template's declaration, on a page of another encoding
        (GERMAN.encode("cp1252"), "text/html; charset=utf-8", GERMAN),
    ],
)
def test_utf8_stays_utf8(body: bytes, content_type: str, text: str) -> None:
    assert charset.as_utf8(body, content_type).decode() == text


JAPANESE = "橋は通行止め。市長は火曜日にそう述べた。"


@pytest.mark.parametrize(
    ("label", "codec", "text"),
    [
        ("x-sjis", "cp932", JAPANESE + "①"),
        ("windows-31j", "cp932", JAPANESE),
        ("ms_kanji", "cp932", JAPANESE),
        ("x-euc-jp", "euc_jp", JAPANESE),
        ("iso-2022-jp", "iso2022_jp", JAPANESE),
        ("csiso2022jp", "iso2022_jp", JAPANESE),
        ("x-gbk", "gb18030", "市长周二表示大桥已关闭。"),
        ("gb2312", "gb18030", "市长周二表示大桥已关闭。"),
        ("big5-hkscs", "big5hkscs", "市長週二表示大橋已關閉。"),
        ("ks_c_5601-1987", "cp949", "시장은 화요일 다리가 폐쇄되었다고 밝혔다."),
        ("x-cp1252", "cp1252", GERMAN + " “so”"),
        ("x-cp1251", "cp1251", RUSSIAN),
        ("x-mac-roman", "mac_roman", "Die Brücke – “gesperrt”"),
        ("x-mac-cyrillic", "mac_cyrillic", RUSSIAN),
        ("dos-874", "cp874", "สะพานปิด"),
        ("l9", "iso8859_15", "5 € für die Brücke"),
        ("utf-16", "utf-16-le", GERMAN),
        ("utf-16le", "utf-16-le", "plain"),
        ("utf-16be", "utf-16-be", RUSSIAN),
        ("unicode", "utf-16-le", f"<p>{JAPANESE}"),
    ],
)
def test_labels_of_the_encoding_standard(label: str, codec: str, text: str) -> None:
    """https://encoding.spec.whatwg.org/#names-and-labels."""
    assert charset.as_utf8(text.encode(codec), f"text/html; charset={label}").decode() == text


def test_a_page_that_says_it_is_utf16_in_ascii_is_utf8() -> None:
    assert (
        charset.as_utf8("<meta charset=utf-16>Brücke".encode(), "").decode()
        == "<meta charset=utf-16>Brücke"
    )


@pytest.mark.parametrize("cut", [1, 2])
def test_a_character_that_is_cut_off_is_dropped(cut: int) -> None:
    assert charset.decode("Mauer, €".encode()[:-cut], "text/html; charset=latin-1") == "Mauer, "


@given(st.binary(max_size=200), st.text(max_size=40))
def test_anything_is_text(body: bytes, content_type: str) -> None:
    """Never an exception; and what comes out is UTF-8."""
    charset.as_utf8(body, content_type).decode("utf-8")
