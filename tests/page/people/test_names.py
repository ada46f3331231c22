"""Names out of bylines."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from enricher.page.people.names import Trust, people

SITES = frozenset({"dailynews"})


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Jane Doe", ["Jane Doe"]),
        ("By Jane Doe", ["Jane Doe"]),
        ("BY JANE DOE", ["JANE DOE"]),
        ("Von Jörg Müller und Anna-Lena Groß", ["Jörg Müller", "Anna-Lena Groß"]),
        (
            "Par Élise d’Aubigné, Jean-Luc Picard et Anne Martin",
            ["Élise d’Aubigné", "Jean-Luc Picard", "Anne Martin"],
        ),
        ("Por María José Gómez y Juan de la Cruz", ["María José Gómez", "Juan de la Cruz"]),
        ("Text: Jane Doe, Photos: John Roe", ["Jane Doe"]),
        ("Text und Interview: Jane Doe", ["Jane Doe"]),
        ("Written by Jane Doe | Reporter", ["Jane Doe"]),
        ("Posted on September 21, 2020 by Jane Doe", ["Jane Doe"]),
        ("Jane Doe December 28, 2016", ["Jane Doe"]),
        ("Jane Doe Abr. 28, 2016", ["Jane Doe"]),
        ("Jane Doe 28 times", ["Jane Doe"]),
        ("Jane Doe, 28. Dezember 2016", ["Jane Doe"]),
        ("28.12.2016 | Jane Doe", ["Jane Doe"]),
        ("Jane Doe (dpa)", ["Jane Doe"]),
        ("Dr. Jane Doe, PhD", ["Jane Doe"]),
        ("Prof. Dr. med. Jane Doe", ["Jane Doe"]),
        ("Jane Doe Jr.", ["Jane Doe Jr."]),
        ("Jane Doe, Jr., and John Roe, Sr", ["Jane Doe Jr.", "John Roe Sr"]),
        ("By Jane Doe.", ["Jane Doe"]),
        ("Jane D.", ["Jane D."]),
        ("Jane “Jay” Doe", ["Jane “Jay” Doe"]),
        ("Jane 'Jay' Doe", ["Jane 'Jay' Doe"]),
        ("Dr. h. c. Jane Doe", ["Jane Doe"]),
        ("Jane Doe www.janedoe.test", ["Jane Doe"]),
        ("Jane Doe https://news.test/jd", ["Jane Doe"]),
        ("Jane Doe @janedoe", ["Jane Doe"]),
        ("Jane Doe jane@news.test", ["Jane Doe"]),
        ("Jane Doe Twitter", ["Jane Doe"]),
        ("Jane Doe, Daily News", ["Jane Doe"]),
        ("Fotograf | Ann Other", []),
        ("Jane Doe | Photos: | Ann Other", ["Jane Doe"]),
        ("Jane Doe - Marketing Manager", ["Jane Doe"]),
        ("Jane Doe and Jane Doe", ["Jane Doe"]),
        ("Thomas More", ["Thomas More"]),
        ("作者：赵传文", ["赵传文"]),
        ("渡辺洋介", ["渡辺洋介"]),
        ("Από Μαρία Παππά", ["Μαρία Παππά"]),
        ("Автор: Иван Петров", ["Иван Петров"]),
        ("Autor/in: Jane Doe", ["Jane Doe"]),
        ("MUHABİR: Ayşe Yılmaz", ["Ayşe Yılmaz"]),
        ("Jane Doe Hace 3 horas", ["Jane Doe"]),
        ("Geschrieben von Jane Doe am 5. Mai 2015", ["Jane Doe"]),
        ("Rédigé par Jean Dupont le 5 mai 2015", ["Jean Dupont"]),
        ("Rédigé par Anne Le Goff et publié le 5 mai 2015", ["Anne Le Goff"]),
        ("BY JANE DOE AND JOHN ROE", ["JANE DOE", "JOHN ROE"]),
        ("By Jane Doe, Vice President, Bridge Makers", ["Jane Doe"]),
        ("By Jane Doe, edited by Ann Other", ["Jane Doe"]),
        ("Durch Jane Doe", ["Jane Doe"]),
        ("Ein Gastbeitrag von Jane Doe", ["Jane Doe"]),
        ("Aufgezeichnet von Jane Doe", ["Jane Doe"]),
        ("Guest post by Jane Doe", ["Jane Doe"]),
        ("Jane Doe of the Weekly Planet", ["Jane Doe"]),
        ("By JANE DOE Staff Writer", ["JANE DOE"]),
        ("Jane Doe and agencies", ["Jane Doe"]),
        ("Von Jane Doe mit dpa", ["Jane Doe"]),
        ("Jane Doe Lesezeit: 5 Minuten", ["Jane Doe"]),
        ("本报记者 张三丰", ["张三丰"]),
        ("山田太郎（東京）", ["山田太郎"]),
        ("山田太郎 記者", ["山田太郎"]),
        ("A cura di Mario Rossi", ["Mario Rossi"]),
        ("Szerző: Kovács Gábor", ["Kovács Gábor"]),
        ("Teksti: Matti Virtanen", ["Matti Virtanen"]),
        ("Muhabir: Ayşe Yılmaz", ["Ayşe Yılmaz"]),
        ("Της Μαρίας Παππά", ["Μαρίας Παππά"]),
        ("نویسنده: رضا احمدی", ["رضا احمدی"]),
        ("بقلم: أحمد حسن", ["أحمد حسن"]),
        ("이용민 기자", ["이용민"]),
        ("记者 张三丰", ["张三丰"]),
        ("取材・文：山田太郎", ["山田太郎"]),
        ("© Jane Doe", ["Jane Doe"]),
        ("jane[at]news.test", []),
        ("Jane Doe (jane [at] news.test)", ["Jane Doe"]),
        # labels of more languages
        ("Publicerad av Jane Doe", ["Jane Doe"]),
        ("Publisert av Jane Doe", ["Jane Doe"]),
        ("Publiceret af Jane Doe", ["Jane Doe"]),
        ("Gepubliceerd door Jane Doe", ["Jane Doe"]),
        ("Geplaatst door Jane Doe", ["Jane Doe"]),
        ("Opublikowano przez Jan Nowak", ["Jan Nowak"]),
        ("Dodane przez Jan Nowak", ["Jan Nowak"]),
        ("Oprac. Jan Nowak", ["Jan Nowak"]),
        ("Objavio Ivan Horvat", ["Ivan Horvat"]),
        ("Napisala: Ana Horvat", ["Ana Horvat"]),
        ("Piše: Ana Horvat", ["Ana Horvat"]),
        ("Autorem je Jan Novák", ["Jan Novák"]),
        ("Autoři: Jan Novák, Petr Dvořák", ["Jan Novák", "Petr Dvořák"]),
        ("Kirjoittaja: Matti Virtanen", ["Matti Virtanen"]),
        ("Forfatter: Kari Nordmann", ["Kari Nordmann"]),
        ("Författare: Anna Svensson", ["Anna Svensson"]),
        ("Verfasser: Jane Doe", ["Jane Doe"]),
        ("Tác giả: Trần Thu Hà", ["Trần Thu Hà"]),
        ("Die Fragen stellte Jane Doe", ["Jane Doe"]),
        ("Автор Иван Петров", ["Иван Петров"]),
        ("Беседовала Анна Петрова", ["Анна Петрова"]),
        ("Опубликовал Иван Петров", ["Иван Петров"]),
        ("Підготував Іван Петренко", ["Іван Петренко"]),
        ("Журналіст: Іван Петренко", ["Іван Петренко"]),
        ("Журналист: Иван Петров", ["Иван Петров"]),
        ("كتب أحمد حسن", ["أحمد حسن"]),
        ("كتبت - سارة أحمد", ["سارة أحمد"]),
        ("إعداد: أحمد حسن", ["أحمد حسن"]),
        ("مؤلف: رضا احمدی", ["رضا احمدی"]),
        ("מאת יוסי כהן", ["יוסי כהן"]),
        ("โดย สมชาย ใจดี", ["สมชาย ใจดี"]),
        ("글·사진 이용민 기자", ["이용민"]),
        ("聞き手：山田太郎", ["山田太郎"]),
        ("（山田太郎）", ["山田太郎"]),
        ("［山田太郎，ITmedia］", ["山田太郎"]),
        ("About Jane Doe", ["Jane Doe"]),
        ("Reported by Jane Doe; Written by John Roe", ["Jane Doe", "John Roe"]),
        # vowel signs, a joint that shows nothing
        ("लेखक: राम कुमार", ["राम कुमार"]),
        ("علی‌رضا احمدی", ["علی‌رضا احمدی"]),
        # what stands behind
        ("Jane Doe with files from John Roe", ["Jane Doe"]),
        ("By Jane Doe Reporting by John Roe", ["Jane Doe"]),
        ("Jane Doe said on Monday", ["Jane Doe"]),
        ("Jane Doe, MA", ["Jane Doe"]),
        # limits of words, letters, people
        ("Jane Anna Maria Luise Berta Doe", ["Jane Anna Maria Luise Berta Doe"]),
        ("Jane Anna Maria Luise Berta Emma Doe", []),
        ("Bartholomea Annabellamaria Doe-Roe-Otherington-Smit", []),
        ("أحمد حسن محمد علي", ["أحمد حسن محمد علي"]),
        ("أحمد حسن محمد علي يوسف", []),
        ("Jane D0e", []),
        (
            ", ".join(f"Jane Doe{letter}" for letter in "abcdefghijklmn"),
            [f"Jane Doe{letter}" for letter in "abcdefghijkl"],
        ),
        (f"Jane Doe, John Roe{' | x' * 55}x", ["Jane Doe", "John Roe"]),
        (f"Jane Doe, John Roe{' | x' * 55}xx and more", []),
        # people called like other words
        ("Jack Ma", ["Jack Ma"]),
        ("Edward Said", ["Edward Said"]),
        ("Fritz Haber", ["Fritz Haber"]),
        ("Jane Haberling", ["Jane Haberling"]),
        ("Jane Leitermann", ["Jane Leitermann"]),
        ("Nikos Fotopoulos", ["Nikos Fotopoulos"]),
        ("Jane Story", ["Jane Story"]),
        ("Efe Yılmaz", ["Efe Yılmaz"]),
        ("Nguyen Thu Ha", ["Nguyen Thu Ha"]),
        ("Maria de los Santos", ["Maria de los Santos"]),
        ("Maria de las Heras", ["Maria de las Heras"]),
        # no person
        ("", []),
        ("Daily News", []),
        ("The Daily News Team", []),
        ("Associated Press", []),
        ("Redaktion", []),
        ("View all posts", []),
        ("Read More", []),
        ("Sign In", []),
        ("Follow us on Twitter", []),
        ("https://www.facebook.com/jane.doe", []),
        ("@janedoe", []),
        ("News Media GmbH", []),
        ("5 minutes ago", []),
        ("Sponsored Content", []),
        ("Advertorial", []),
        ("Privacy Policy", []),
        ("Cookie Settings", []),
        ("Terms Apply", []),
        ("Top Stories", []),
        ("Last Modified", []),
        ("Customer Success", []),
        ("Marketing Berlin", []),
        ("About Us", []),
        ("Google Cloud", []),
        ("Haberler Türk", []),
        ("Источник Газета", []),
        ("Фото Иван Петров", []),
        ("関連記事", []),
        ("新聞社", []),
        ("오늘뉴스", []),
        ("قال رئيس البلدية إن الجسر", []),
        ("the mayor said that the bridge is closed", []),
        ("Jane Doe is a reporter who has written about bridges for twenty years. " * 5, []),
    ],
)
def test_names_in_a_text(text: str, names: list[str]) -> None:
    assert list(people(text, SITES, Trust.TEXT)) == names


@pytest.mark.parametrize(
    ("text", "trust", "names"),
    [
        ("Tobi", Trust.TEXT, []),
        ("Tobi", Trust.MARKED, ["Tobi"]),
        ("c1ph4", Trust.MARKED, []),
        ("Tobi, Redaktion", Trust.MARKED, ["Tobi"]),
        ("c1ph4", Trust.MACHINE, ["c1ph4"]),
        ("cindy mangomini", Trust.MARKED, []),
        ("cindy mangomini", Trust.MACHINE, ["cindy mangomini"]),
        ("jane_doe", Trust.MACHINE, []),
        ("amw", Trust.MACHINE, []),
        ("jane doe roe", Trust.MACHINE, []),
        ("Jane doe", Trust.MACHINE, []),
        ("JD", Trust.MARKED, []),
        ("amw", Trust.MARKED, []),
        ("Amw", Trust.MARKED, ["Amw"]),
        ("jane+doe", Trust.MACHINE, []),
        ("jane.doe", Trust.MACHINE, ["jane.doe"]),
        ("www.boats", Trust.MACHINE, []),
        ("Mai 5, 2020", Trust.MARKED, []),
        # beside full names single ones are none, alone the first is one
        ("Tobi, Fanni", Trust.MARKED, ["Tobi"]),
        ("Tobi, Jane Doe", Trust.MARKED, ["Jane Doe"]),
        ("Tobi、山田太郎", Trust.MARKED, ["山田太郎"]),
        ("山田太郎、鈴木一郎", Trust.MARKED, ["山田太郎", "鈴木一郎"]),
        ("Jane Doe, Lille", Trust.MACHINE, ["Jane Doe"]),
        ("Doe, Jane", Trust.MACHINE, ["Jane Doe"]),
        ("van der Doe, Jane", Trust.MACHINE, ["Jane van der Doe"]),
        ("Roe, John; de la Doe, Jane", Trust.MACHINE, ["John Roe", "Jane de la Doe"]),
        ("Doe, Jane; Roe, John Q.", Trust.MACHINE, ["Jane Doe", "John Q. Roe"]),
        ("Di Wang", Trust.MACHINE, ["Di Wang"]),
        ("Da News Team", Trust.MACHINE, []),
        ("de la Cruz, Juan", Trust.MACHINE, ["Juan de la Cruz"]),
        ("De los Santos Ana", Trust.TEXT, ["De los Santos Ana"]),
        ("Doe, Jane", Trust.TEXT, []),
        ("Von Tobi", Trust.MARKED, ["Tobi"]),
        ("Thomas Freitag", Trust.MARKED, ["Thomas Freitag"]),
        ("Sunday Adeyemi", Trust.MACHINE, ["Sunday Adeyemi"]),
        ("Di Mario Rossi", Trust.TEXT, ["Mario Rossi"]),
    ],
)
def test_trust_decides_about_single_words(text: str, trust: Trust, names: list[str]) -> None:
    assert list(people(text, SITES, trust)) == names


@pytest.mark.parametrize(
    ("name", "key", "names"),
    [
        ("Bridge Harbour", "bridgeharbour", []),
        ("Bridge Harbour", "bridg", []),
        ("Bridge Harbour", "brid", ["Bridge Harbour"]),
        ("Ndr Kiel", "ndr", ["Ndr Kiel"]),
        ("AB Doe", "ab", ["AB Doe"]),
        ("北国", "北国新報", ["北国"]),
    ],
)
def test_no_author_is_called_like_the_site(name: str, key: str, names: list[str]) -> None:
    assert list(people(name, frozenset({key}), Trust.TEXT)) == names


ENDS = "com de org net co tr at ch fr io"


@pytest.mark.parametrize("end", ENDS.split())
def test_ends_of_hosts(end: str) -> None:
    assert people(f"boats.{end}", SITES, Trust.MACHINE) == ()


@given(st.text(max_size=120), st.sampled_from(list(Trust)))
def test_names_are_clean_and_distinct(text: str, trust: Trust) -> None:
    names = people(text, SITES, trust)
    assert len({name.casefold() for name in names}) == len(names)
    assert all(name == name.strip() and "@" not in name and "://" not in name for name in names)
