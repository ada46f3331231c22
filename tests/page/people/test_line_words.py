"""The words of lines that name an author: each of them does what its table says."""

from __future__ import annotations

import pytest

from enricher.page import site
from enricher.page.people import authors
from tests.page.test_parsed import read

TITLE = "Bridge closed to walkers"
H1 = f"<h1>{TITLE}</h1>"
FAR = f"<p>{'Text. ' * 40}</p>" * 30


def on_page(html: str) -> list[str]:
    page = read(f"<title>{TITLE}</title>{H1}{html}")
    return list(authors.read(page, site.declared_keys(page), TITLE)[0])


@pytest.mark.parametrize(
    "label",
    [
        "Author:",
        "The author:",
        "L'auteur:",
        "Autor:",
        "Text:",
        "Words:",
        "Redakteurin:",
        "Redakteur:",
    ],
)
def test_labels_are_believed_wherever_they_stand(label: str) -> None:
    assert on_page(f"{FAR}<p>{label} Jane Doe</p>") == ["Jane Doe"]


@pytest.mark.parametrize(
    "label",
    [
        "Autor",
        "Autoren",
        "Autorin",
        "Autorinnen",
        "Author",
        "Authors",
        "Auteur",
        "Auteurs",
        "Autores",
        "Автор",
        "Авторы",
    ],
)
def test_labels_without_colon(label: str) -> None:
    assert on_page(f"{FAR}<p>{label} Jane Doe</p>") == ["Jane Doe"]
    assert on_page(f"{FAR}<p>{label} Jane Doe was there.</p>") == []


def test_labels_without_spaces_are_believed_wherever_they_stand() -> None:
    assert on_page(f"{FAR}<p>作者：张三丰</p>") == ["张三丰"]
    assert on_page("<p>이용민 기자</p>") == ["이용민"]


@pytest.mark.parametrize(
    "said",
    [
        "ISBN 3",
        "Verlag: X",
        "Seiten: 3",
        "Seitenzahl: 3",
        "Originaltitel: X",
        "Publisher: X",
        "Pages: 3",
        "Éditeur: X",
        "Editorial: X",
        "Editore: X",
        "Wydawnictwo: X",
        "Erschienen 2001",
    ],
)
def test_what_is_said_of_books(said: str) -> None:
    assert on_page(f"{FAR}<p>Autor: Ann Other</p><p>{said}</p>") == []


@pytest.mark.parametrize(
    "date",
    [
        *(
            "25.10.2022",
            "25/10/22",
            "2022-10-25",
            "2022/10/25",
            "5 May 2022",
            "5th May 2022",
            "1st May 2022",
            "2nd May 2022",
        ),
        *(
            "3rd May 2022",
            "5º mayo 2022",
            "5 de mayo de 2022",
            "May 5, 2022",
            "May 5th, 2022",
            "May 1st 2022",
            "May 2nd, 2022",
        ),
        *(
            "May 3rd, 2022",
            "5. Mai 2022 um 10:39 Uhr",
            "5 May 2022 at 10:39",
            "5 mai 2022 - 10:39 h",
            "5. Mai 2022, 10:39Uhr",
        ),
    ],
)
def test_names_beside_dates(date: str) -> None:
    assert on_page(f"<p>{date} Jane Doe</p>") == ["Jane Doe"]


@pytest.mark.parametrize("word", ["on", "am", "le", "el", "op", "den", "um", "at"])
def test_nicknames_with_a_date(word: str) -> None:
    assert on_page(f"<p>by janed {word} May 5, 2015</p>") == ["janed"]


@pytest.mark.parametrize("word", ["by", "von", "par", "por", "door", "di", "af", "av"])
def test_nicknames_behind_a_date(word: str) -> None:
    assert on_page(f"<p>5. Mai 2015 {word} janed</p>") == ["janed"]


NO_NICKNAME = """
lunes martes miércoles miercoles jueves viernes sábado sabado domingo lundi mardi mercredi jeudi vendredi samedi dimanche
lunedì lunedi martedì martedi mercoledì mercoledi giovedì giovedi venerdì venerdi domenica segunda terça quarta quinta sexta
share print drucken merken weiter zurück zurueck email whatsapp linkedin youtube tiktok paypal iPhone iPad macOS
LinkedIn YouTube TikTok PayPal WhatsApp
"""


@pytest.mark.parametrize("word", NO_NICKNAME.split())
def test_no_nicknames_above_a_date(word: str) -> None:
    assert on_page(f"<a>{word}</a><i>25.10.2022</i>") == []


POSTS = """
Reporter,Town reporter,Chief political correspondent,Journalist,Columnist,Writer,Staff writer,Contributor,Redakteur,Redakteurin
Korrespondent,Korrespondentin,Journaliste,Correspondant,Correspondante,Periodista,Redactor,Redactora,Giornalista,Redattore
"""


@pytest.mark.parametrize(
    "post", [post for line in POSTS.split("\n") for post in line.split(",") if post]
)
def test_posts_below_a_name(post: str) -> None:
    assert on_page(f"<div>Jane Doe</div><div>{post}</div>") == ["Jane Doe"]


@pytest.mark.parametrize(
    "text",
    [
        "© Jane Doe",
        "Jane: Doe",
        "Zum Jane Doe",
        "Zur Jane Doe",
        "Neue Jane Doe",
        "Neues Jane",
        "Erste Jane",
    ],
)
def test_texts_beside_dates_that_are_no_names(text: str) -> None:
    assert on_page(f"<p>25.10.2022</p><p>{text}</p>") == []


SECTIONS = """
Sport Sports Deportes Politics Politik Política Wirtschaft Business Economía Économie Kultur Culture Cultura Health Care Estate Climate Energy
Change Studies Science Technology Society Vida Vie Leben Life Style World International Inland Ausland League Liga Comunidad Inside San Bad
"""


@pytest.mark.parametrize(
    "word", [*SECTIONS.split(), "New York", "Los Angeles", "Hong Kong", "São Paulo", "Buenos Aires"]
)
def test_sections_and_towns_beside_dates(word: str) -> None:
    assert on_page(f"<p>25.10.2022</p><p>{word} Harbour</p>") == []
    assert on_page("<p>25.10.2022</p><p>Boats Harbour</p>") == ["Boats Harbour"]


@pytest.mark.parametrize("word", ["and", "und", "et", "y", "e", "og", "och", "и"])
def test_all_of_a_line_is_names(word: str) -> None:
    assert on_page(f"<p>25.10.2022</p><p>Jane Doe {word} John Roe</p>") == ["Jane Doe", "John Roe"]


@pytest.mark.parametrize(
    "sign",
    [
        ",",
        ";",
        "&amp;",
        "|",
        "/",
        *["and", "und", "et", "y", "e", "og", "och", "en", "i", "и", "ve"],
    ],
)
def test_lines_that_join_names(sign: str) -> None:
    assert on_page(f"<p>Von</p><p>Jane Doe</p><i>{sign}</i><p>John Roe</p>") == [
        "Jane Doe",
        "John Roe",
    ]
