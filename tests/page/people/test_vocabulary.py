"""The words of bylines: each of them does what its table says."""

from __future__ import annotations

import pytest

from enricher.page.people.names import Trust, people

NONE: frozenset[str] = frozenset()


def found(text: str, trust: Trust = Trust.TEXT) -> list[str]:
    return list(people(text, NONE, trust))


BEFORE = """
By|Von|Vom|Durch|Par|Por|Door|Af|Av|Od|Przez|Από|Του|Της|Oleh|بقلم|Γράφει ο|Γράφει η|Di|Da|De
Posted by|Written by|Published by|Reported by|Compiled by|Created by|Submitted by|Added by|Updated by|Edited by|Reviewed by
Originally published by|Geschrieben von|Veröffentlicht von|Verfasst von|Eingestellt von|Erstellt von|Gepostet von
Publié par|Écrit par|Rédigé par|Publicado por|Escrito por|Scritto da|Pubblicato da|Skrevet af|Skriven av
Napisał|Napisała|Dodał|Dodała|Über den Autor|Über die Autorin|About the author|Words by|Words
Artículo por|Artikel von|Article by|Propos recueillis par|Recueilli par|A cura di|Contributed by|Aufgezeichnet von
Das Gespräch führte|Das Interview führten|Geschreven door|Scris de|Kirjoittanut|Napsal|Napsala|Подготовил|Подготовила
Написал|Написала|Opracował|Opracowała
Text:|Text von|Text und Interview:|Text and Photos by|Text & Photos:|Text / Photos:|Story by|Story:|Words:|Interview:|Report by|Reportage:
Reportage par|Analyse por|Kommentar:|Kommentar von|Analyse:|Tekst:|Texte:|Texto:|Testo:|Teksti:|Szöveg:|Haber:|Muhabir:|Protokoll:|Yazan:|Írta:|Von unserem Korrespondenten|Von unserer Reporterin|Aus Kiew berichtet|Aus San Pablo berichten|Redaktion:
Opinion by|Analysis by|Review by|Essay by|Column by|Commentary by|Perspective by|Guest post by|This is a guest post by|The following is a guest column by|Today's guest article is by
Ein Gastkommentar von|Eine Analyse von|Ein Gastbeitrag von|Eine Kolumne von|Ein Essay von|Ein Bericht von
Eine Reportage von|Ein Interview von|Eine Rezension von|Eine Kritik von
Author:|The author:|L'auteur:|Autor:|Autorin:|Auteur:|Autore:|Autor/in:|Autor*innen:|Yazar:|Penulis:|Автор:|Текст:|Szerző:|Συντάκτης:
Periodista:|Giornalista:|Jornalista:|Escribe|Escriben|Piše|(By|[Von|מאת:|بقلم:|كتب:|كاتب:|الكاتب:|نویسنده:|लेखक:|Reporter:|The reporter:|Redakteur:|Redakteurin:|Journalist:|Skribent:
May 5, 2021 by|5. Mai 2021 von|5 mai 2021 par|5 mayo 2021 por|5 mei 2021 door|5 maggio 2021 di|5. maj 2021 af|5 maj 2021 av
"""


@pytest.mark.parametrize(
    "words", [words for line in BEFORE.split("\n") for words in line.split("|") if words]
)
def test_before_a_name(words: str) -> None:
    assert found(f"{words} Jane Doe") == ["Jane Doe"]


@pytest.mark.parametrize(
    "text",
    [
        "文：",
        "作者：",
        "取材・文：",
        "記者：",
        "本报记者 ",
        "通讯员：",
        "ライター：",
        "撰文：",
        "記事：",
        "執筆：",
        "執筆者：",
        "著者：",
        "筆者：",
        "文・",
        "（文・写真：",
        "（记者",
        "글 : ",
        "责任编辑：",
        "編集：",
    ],
)
def test_before_a_name_without_spaces(text: str) -> None:
    assert found(f"{text}张三丰") == ["张三丰"]


BEHIND = """
Associated Press|The Associated Press|Canadian Press|Reuters|Bloomberg|USA Today|Tribune News Service|AP|AFP|dpa
and agencies|und Agenturen|et agences|mit dpa|with AFP|avec AFP|con Reuters|und AP|mit staff|and wires|staff writer|senior reporter
special correspondent|AP Sports Writer|Political Editor|National Health Reporter|Business Columnist|Science Editor
on behalf of Boats|and the Desk|& the Desk|and others|and colleagues|und andere|und weitere|et autres|staff writers|Photographs by Roe|Lesezeit 5|Lesedauer 5|Reading time 5|Temps de lecture 5|Tiempo de lectura 5
Tempo di lettura 5|twitter|facebook|instagram|linkedin|email|e-mail|follow|folgen|published|updated|posted on|aktualisiert
leave a comment|leave a reply|no comments|publicado|publié|min read|read more|illustration|illustrationen|photography|photo by|fotos von|vor 5|hace|il y a|Stand: heute
updated: today|Datum: heute|Date: today|Foto: x|Fotografie: x|Photography: x|Bild: x|Beeld: x|Kuvat: x|Zdjęcia: x|Фото: x|Imágenes: x|Bilder: x|sagt: x|says: x|Wednesday|Tuesday|Friday|Saturday|Sunday|Monday
Montag|Dienstag|Donnerstag|Freitag|Samstag|Sonntag|Mittwoch|Tue|Wed, 5|Thu.|Fri 5|in Berlin|aus Berlin|for the Herald|für Town|of Town
on 5 May|am 5. Mai|le 5 mai|el 5 mayo|em 5 maio|il 5 maggio|op 5 mei|den 5 maj|um 10|at 10|vom 5. Mai
(dpa)|[dpa]|（dpa）|@janedoe|jane@news.test|PhD|Ph.D.|M.D.|MSc|MBA|MPH|Esq.|LL.M.|M.A.|B.A.|RN|MD|MA|BA
"""


@pytest.mark.parametrize(
    "words", [words for line in BEHIND.split("\n") for words in line.split("|") if words]
)
def test_behind_a_name(words: str) -> None:
    assert found(f"Jane Doe {words}") == ["Jane Doe"]


@pytest.mark.parametrize("word", ["記者", "记者", "特派員", "ライター"])
def test_behind_a_name_without_spaces(word: str) -> None:
    assert found(f"山田太郎{word}") == ["山田太郎"]
    assert found("이용민 특파원") == ["이용민"]
    assert found("기자명 이용민 기자") == ["이용민"]


@pytest.mark.parametrize(
    "text",
    [
        "　撮影/鈴木一郎",
        "、写真・鈴木一郎）",
        " 编辑：x",
        " 通讯员 王芳",
        " 摄影 王芳",
        "，攝影：王芳",
        " 通訊員 王芳",
        " 翻訳：x",
    ],
)
def test_others_behind_a_name_without_spaces(text: str) -> None:
    assert found(f"文／山田太郎{text}") == ["山田太郎"]


SECOND_HAND = """
edited by|translated by|reviewed by|medically reviewed by|fact-checked by|checked by|illustrated by|and edited by
und edited by|übersetzt von|traduit par|traducido por|traducción de|herausgegeben von|editor:
"""


@pytest.mark.parametrize(
    "words", [words for line in SECOND_HAND.split("\n") for words in line.split("|") if words]
)
def test_names_from_here_on_are_others(words: str) -> None:
    assert found(f"Jane Doe, {words} Ann Other") == ["Jane Doe"]


@pytest.mark.parametrize(
    "role",
    [
        "President",
        "Director",
        "Manager",
        "Head",
        "Chief",
        "Officer",
        "Founder",
        "Co-Founder",
        "CEO",
        "CTO",
        "CFO",
        "Professor",
        "Leiter",
        "Leiterin",
        "Geschäftsführer",
        "Geschäftsführerin",
        "Vorstand",
        "Engineer",
        "Analyst",
        "Partner",
        "Fellow",
    ],
)
def test_for_whom_somebody_works_follows(role: str) -> None:
    assert found(f"Jane Doe, {role}, Bridge Makers") == ["Jane Doe"]


@pytest.mark.parametrize(
    "title",
    [
        "Dr.",
        "Prof.",
        "Professor",
        "Dipl.-Ing.",
        "Mag.",
        "Univ.-Prof.",
        "Mr.",
        "Mrs.",
        "Ms",
        "Herr",
        "Frau",
        "Sir",
        "Dr. med.",
        "Dra.",
        "Rev.",
        "Mgr.",
        "Lic.",
        "Dr. hab.",
        "Dott.",
        "Dott.ssa",
        "Rechtsanwalt",
        "Rechtsanwältin Dr.",
    ],
)
def test_titles(title: str) -> None:
    assert found(f"{title} Jane Doe") == ["Jane Doe"]


@pytest.mark.parametrize(
    "sign",
    [
        *(
            ", ",
            "; ",
            " | ",
            " • ",
            " · ",
            "/",
            " » ",
            " - ",
            " – ",
            " & ",
            "、",
            "，",
            ", and ",
            ", und ",
            ", et ",
            ", y ",
            ", e ",
        ),
        *(
            f" {word} "
            for word in [
                "and",
                "und",
                "et",
                "y",
                "e",
                "og",
                "och",
                "en",
                "i",
                "и",
                "та",
                "ve",
                "dan",
                "και",
                "with",
                "mit",
                "avec",
                "con",
                "AND",
                "UND",
                "ET",
            ]
        ),
    ],
)
def test_between_names(sign: str) -> None:
    names = ["Jane Doe"] if sign in {" - ", " – "} else ["Jane Doe", "John Roe"]
    assert found(f"Jane Doe{sign}John Roe") == names


PARTICLES = "von van der den de del della di da dos das do du la le el al bin ibn abu ben ter ten zu zum zur af av op"
MORE_PARTICLES = "'t los las des dalla dello degli"


@pytest.mark.parametrize("word", f"{PARTICLES} {MORE_PARTICLES}".split())
def test_parts_of_names_that_are_written_small(word: str) -> None:
    name = f"Jane {word} Doe"
    assert found(name) == found(f"{word} Doe, Jane", Trust.MACHINE) == [name]


@pytest.mark.parametrize("name", ["Jane von und zu Doe", "Ana Costa e Silva", "Ana Costa y Silva"])
def test_parts_of_names_that_stand_between_names_too(name: str) -> None:
    assert found(name) == [name]
    assert found("Ana e Silva") == found("Ana y Silva") == []


PERHAPS = "Read Guest Head Home More Mehr Post Posts Share Sign In Out Today Bund Stand Press Gast View Chief All Next Haber Story"


@pytest.mark.parametrize("word", PERHAPS.split())
def test_buttons_that_are_families_too(word: str) -> None:
    assert found(f"{word} Harbour") == []
    assert found(f"Jane {word}") == [f"Jane {word}"]


NOBODY = """
Admin Administrator Webmaster Redaktion Redazione Rédaction Toimitus Редакция Σύνταξη Editor Editors Editorial Editörü Staff Team
Publisher Creator Actualizado Atualizado Uppdaterad Oppdatert Opdateret Aktualizace Zaktualizowano Aggiornato Lire Leer Leggi
Lesen Telefon Contact Contacto Kontakt Newsroom Desk Agencia Agentur Pressemitteilung Pressestelle Presse Correspondent Corresponsal
Contributor Contributing Reporter Reporters Writer Writers Columnist Journalist Journalists Author Autor Autorin Autoren Gastautorin Gastbeitrag
User Unknown Anonymous Online Service Services Media Medien News Nachrichten Magazine Magazin Zeitung Verlag Journal Times Haberler Haberci
Habertürk Merkezi GmbH Inc LLC Ltd Corp University Universität Institut Institute Foundation Stiftung Verein Verband Reuters AFP dpa ANSA Tass
Xinhua Bloomberg Getty Image Images Foto Photos Video Source Quelle Managing Senior Director President CEO CTO Founder Manager
Producer Analyst Fellow Intern Volontärin Leiter Leiterin Publiziert Publicado Publié Chefredakteur Ressort Herausgeber Comment Comments
Kommentar Kommentare Teilen Subscribe Newsletter Profil Profile Article Articles Artikel Category Kategorie Login Minuten Edition Posted
Update Updates Güncellendi Customs Department Ministry Ministerium Police Polizei Council Association Committee Protection Heute Ago Vor
Uhr Updated Published With For From The This And Your Is Are Was Has Ist Sind Hat Wird Policy Privacy Cookie Cookies Terms Content Stories
Universidad Université Univerzita Uniwersytet Studio Sender-Studio
Werbeagentur Webdesign Web-Design Solutions Software Hosting Consulting System Systems Technologies WordPress
Modified Success Marketing Sponsored Advertorial Anzeige Us Google Автор Корреспондент Кореспондент Источник Джерело Фото
AAP ARD CBC CTV EPD KBS KNA MDR NDR NHK ORF PBS RBB RTL RTVE SRF SWR VOA WDR ZDF
CNN BBC CBS MSNBC NBC NPR PAP PTI UPI EFE APA DPA
"""


@pytest.mark.parametrize("word", NOBODY.split())
def test_nobody(word: str) -> None:
    assert found(f"Bridge {word}") == []
    assert found("Bridge Harbour") == ["Bridge Harbour"]


@pytest.mark.parametrize(
    "text",
    [
        *("Associated Press", "Mis à jour", "Professor of Boats", "Log In Harbour"),
        *(
            "編集局",
            "编辑组",
            "編輯組",
            "記者会",
            "记者组",
            "写真館",
            "撮影者",
            "監修者",
            "著者名",
            "筆者名",
            "新聞社",
            "新闻组",
            "通信社",
        ),
        *(
            "公司名",
            "ニュース",
            "記事一覧",
            "広告欄",
            "来源网",
            "來源網",
            "小城晚报",
            "小城時報",
            "小城网",
            "小城網",
            "新华社",
            "新華社",
            "وكالة المدينة",
            "وكالات محلية",
            "رويترز الشرق",
            "فرانس برس",
            "المصدر هنا",
            "هيئة التحرير",
            "مراسل المدينة",
            "خبرگزاری شهر",
            "گروه تحریریه",
            "מערכת העיתון",
            "סוכנויות הידיעות",
            "न्यूज डेस्क",
            "नगर संवाददाता",
            "नगर ब्यूरो",
            "हमारी टीम",
            "नगर प्रतिनिधि",
            "নিজস্ব প্রতিবেদক",
            "নগর ডেস্ক",
            "নগর প্রতিনিধি",
            "กองบรรณาธิการ ข่าว",
            "ผู้สื่อข่าว เมือง",
            "ทีมข่าว เมือง",
            "发布会",
            "综合组",
            "오늘광고",
            "오늘뉴스",
            "오늘신문",
            "오늘일보",
            "오늘편집",
        ),
    ],
)
def test_nobody_in_several_words_or_without_spaces(text: str) -> None:
    assert found(text) == []
