"""Text to dates: what machines write, what newsrooms write in many languages, and what is no date."""

from __future__ import annotations

import pytest

from enricher.page.dates import parsing
from enricher.page.dates.parsed_date import DateStyle
from tests.page.dates.made import shown_date as shown

AMERICAN = DateStyle("en", is_month_first=True)


MACHINES = {
    "2022-07-28T21:27:00+0000": "2022-07-28T21:27:00Z",
    "2022-07-28T21:27:00Z": "2022-07-28T21:27:00Z",
    "2022-07-28T21:27:05.123456789+02:00": "2022-07-28T19:27:05Z",
    "2022-07-28 21:27:00 +02:00": "2022-07-28T19:27:00Z",
    "2022-07-28T21:27:00 0200": "2022-07-28T19:27:00Z",  # the plus was lost in a URL
    "2022-07-28T21:27:00-05": "2022-07-29T02:27:00Z",
    "2022-07-28T21:27:00-5:00": "2022-07-29T02:27:00Z",
    "2022-07-28T21:27:00+00:00Z": "2022-07-28T21:27:00Z",
    "2022-07-28 21:27 UTC": "2022-07-28T21:27:00Z",
    "2022-07-28 21:27:00 GMT+2": "2022-07-28T19:27:00Z",
    "2022-07-28T21:27": "2022-07-28 21:27",
    "2022-7-5 22:17:36": "2022-07-05 22:17",
    "2022-07-28T24:00:00Z": "2022-07-29T00:00:00Z",
    "2022-07-28T99:00:00Z": "2022-07-28",
    "2022-07-28T21:60:00Z": "2022-07-28",
    "2022-07-28T21:27:00+99:00": "2022-07-28 21:27",
    "2022-07-28": "2022-07-28",
    "2022-02-30": None,
    "20220728": "2022-07-28",
    "20220728T212700Z": "2022-07-28T21:27:00Z",
    "20220728212700": "2022-07-28 21:27",
    "20220728T212700+0200": "2022-07-28T19:27:00Z",
    "2022-07-28_21:27:00": "2022-07-28 21:27",
    "2022-07-28T21:27:00UTC+2": "2022-07-28T19:27:00Z",
    "2022-07-28T21:27:00 gmt": "2022-07-28T21:27:00Z",
    "2022-W60-4": None,
    "2022-399": None,
    "Thu, 28 Jul 2022 21:27:00 GMT": "2022-07-28T21:27:00Z",
    "Thu, 28 Jul 2022 21:27:00 +0200": "2022-07-28T19:27:00Z",
    "Thu Jul 28 24:27:00 UTC 2022": None,
    "Thu Jul 32 21:27:00 UTC 2022": None,
    "Wed Jan 06 2021 00:34:00 GMT+0000 (UTC)": "2021-01-06T00:34:00Z",
    "2016/12/08 05:00:00": "2016-12-08 05:00",
    "Di., 25.01.2022 - 14:45": "2022-01-25 14:45",
    "2022-07-28 9:27 PM": "2022-07-28 21:27",
    "2022-07-28 21:27:00 CEST": "2022-07-28T19:27:00Z",
    "2022-07-28 kl. 14.05": "2022-07-28 14:05",
    "2565-07-28": "2022-07-28",
}


@pytest.mark.parametrize(("text", "expected"), MACHINES.items())
def test_what_machines_write(text: str, expected: str | None) -> None:
    assert shown(parsing.parse(text)) == expected


LANGUAGES = {
    "af": ("28 April 2022", "2022-04-28"),
    "am": ("28 ሜይ 2022", "2022-05-28"),
    "ar": ("28 فبراير 2022", "2022-02-28"),
    "az": ("28 dekabr 2022", "2022-12-28"),
    "be": ("28 ліпеня 2022 г.", "2022-07-28"),
    "bg": ("28 август 2022 г.", "2022-08-28"),
    "bn": ("28 মার্চ, 2022", "2022-03-28"),
    "bs": ("28. februar 2022.", "2022-02-28"),
    "ca": ("28 de febrer del 2022", "2022-02-28"),
    "cs": ("28. ledna 2022", "2022-01-28"),
    "cy": ("28 Gorffennaf 2022", "2022-07-28"),
    "da": ("28. september 2022", "2022-09-28"),
    "de": ("28. Mai 2022", "2022-05-28"),
    "el": ("28 Ιανουαρίου 2022", "2022-01-28"),
    "en": ("April 28, 2022", "2022-04-28"),
    "eo": ("2022-Septembro-28", "2022-09-28"),
    "es": ("28 de junio de 2022", "2022-06-28"),
    "et": ("28. mai 2022", "2022-05-28"),
    "eu": ("2022(e)ko martxoaren 28(a)", "2022-03-28"),
    "fa": ("28 فوریهٔ 2022", "2022-02-28"),
    "fi": ("28. toukokuuta 2022", "2022-05-28"),
    "fil": ("Abril 28, 2022", "2022-04-28"),
    "fo": ("28. januar 2022", "2022-01-28"),
    "fr": ("28 novembre 2022", "2022-11-28"),
    "fy": ("28 Maaie 2022", "2022-05-28"),
    "ga": ("28 Bealtaine 2022", "2022-05-28"),
    "gl": ("28 de abril de 2022", "2022-04-28"),
    "gu": ("28 માર્ચ, 2022", "2022-03-28"),
    "he": ("28 במאי 2022", "2022-05-28"),
    "hi": ("28 मई 2022", "2022-05-28"),
    "hr": ("28. studenoga 2022.", "2022-11-28"),
    "hu": ("2022. december 28.", "2022-12-28"),
    "hy": ("28 հունիսի, 2022 թ.", "2022-06-28"),
    "id": ("28 Februari 2022", "2022-02-28"),
    "is": ("28. október 2022", "2022-10-28"),
    "it": ("28 giugno 2022", "2022-06-28"),
    "ja": ("2022年11月28日", "2022-11-28"),
    "ka": ("28 ივლისი, 2022", "2022-07-28"),
    "km": ("28 មេសា 2022", "2022-04-28"),
    "kn": ("ಮಾರ್ಚ್ 28, 2022", "2022-03-28"),
    "ko": ("2022년 4월 28일", "2022-04-28"),
    "lb": ("28. Mee 2022", "2022-05-28"),
    "lo": ("28 ກຸມພາ 2022", "2022-02-28"),
    "lt": ("2022 m. rugsėjo 28 d.", "2022-09-28"),
    "mk": ("28 јануари 2022 г.", "2022-01-28"),
    "ml": ("2022, മേയ് 28", "2022-05-28"),
    "mr": ("28 ऑक्टोबर, 2022", "2022-10-28"),
    "ms": ("28 Disember 2022", "2022-12-28"),
    "mt": ("28 ta’ Mejju 2022", "2022-05-28"),
    "my": ("2022 စက်တင်ဘာ 28", "2022-09-28"),
    "nb": ("28. april 2022", "2022-04-28"),
    "ne": ("2022 जुलाई 28", "2022-07-28"),
    "nl": ("28 juli 2022", "2022-07-28"),
    "pa": ("28 ਅਕਤੂਬਰ 2022", "2022-10-28"),
    "pl": ("28 maja 2022", "2022-05-28"),
    "pt": ("28 de julho de 2022", "2022-07-28"),
    "rm": ("28 da mars 2022", "2022-03-28"),
    "ro": ("28 aprilie 2022", "2022-04-28"),
    "ru": ("28 мая 2022 г.", "2022-05-28"),
    "si": ("2022 මැයි 28", "2022-05-28"),
    "sk": ("28. januára 2022", "2022-01-28"),
    "sl": ("28. februar 2022", "2022-02-28"),
    "so": ("Janaayo 28, 2022", "2022-01-28"),
    "sq": ("28 gusht 2022", "2022-08-28"),
    "sr": ("28. новембар 2022.", "2022-11-28"),
    "sv": ("28 september 2022", "2022-09-28"),
    "sw": ("28 Septemba 2022", "2022-09-28"),
    "ta": ("28 நவம்பர், 2022", "2022-11-28"),
    "te": ("28 ఆగస్టు, 2022", "2022-08-28"),
    "th": ("28 ธันวาคม ค.ศ. 2022", "2022-12-28"),
    "tr": ("28 Haziran 2022", "2022-06-28"),
    "uk": ("28 березня 2022 р.", "2022-03-28"),
    "ur": ("28 نومبر، 2022", "2022-11-28"),
    "uz": ("28-aprel, 2022", "2022-04-28"),
    "zh": ("2022年7月28日", "2022-07-28"),
    "zu": ("Novemba 28, 2022", "2022-11-28"),
}


@pytest.mark.parametrize(
    ("language", "text", "expected"), [(key, *row) for key, row in LANGUAGES.items()]
)
def test_languages(language: str, text: str, expected: str) -> None:
    assert shown(parsing.parse(text, DateStyle(language, language == "en"))) == expected


DAYS = {
    "28th of July 2022": "2022-07-28",
    "July 28 th , 2022": "2022-07-28",  # the end was raised
    **dict.fromkeys(
        ("28 July of 2022", "July 28 of 2022", "julio 28 de 2022", "julio 28 del 2022"),
        "2022-07-28",
    ),
    "2022 July 14:05": None,
    **dict.fromkeys(("July 1st, 2022", "1st July 2022", "1st of July, 2022"), "2022-07-01"),
    **dict.fromkeys(
        ("July 2nd, 2022", "2nd July 2022", "2ème juillet 2022", "2e juillet 2022"), "2022-07-02"
    ),
    **dict.fromkeys(("July 3rd, 2022", "3rd July 2022"), "2022-07-03"),
    **dict.fromkeys(("1º de julho de 2022", "1o de julho de 2022", "1° luglio 2022"), "2022-07-01"),
    **dict.fromkeys(("28-го июля 2022", "28-е июля 2022", "28-a de julio 2022"), "2022-07-28"),
    **dict.fromkeys(
        ("28 del julio de 2022", "28 di luglio 2022", "28(a) uztaila 2022"), "2022-07-28"
    ),
    "2022ko uztailaren 28a": "2022-07-28",
    "2022 թ. հուլիսի 28": "2022-07-28",
    "28 ธันวาคม พ.ศ. 2565": "2022-12-28",
    "28-Jul-2022": "2022-07-28",
    "28-Jul-22": "2022-07-28",
    "Jul 28, '22": "2022-07-28",
    "28.7.22": "2022-07-28",
    "28-07-'22": "2022-07-28",
    "28/07-2022": "2022-07-28",
    "£12.05.22": None,
    "28. Mrz 2022": "2022-03-28",
    "發布時間：2022-07-28": "2022-07-28",
    "日期:2022/7/28": "2022-07-28",
    "Fecha:28/07/2022": "2022-07-28",
    "12:28.07.2022": None,
    "score 3:2022/07/28": None,
    "/2022/07/28": None,
    "28 d’agost de 2022": "2022-08-28",
    "٢٨ يوليو ٢٠٢٢": "2022-07-28",
    "28 يوليه 2022": "2022-07-28",  # Egypt
    "28 يونيه 2022": "2022-06-28",
    "28 جولای 2022": "2022-07-28",  # Afghanistan, as those below
    "28 فبروری 2022": "2022-02-28",
    "28 می 2022": "2022-05-28",
    "28 سپتمبر 2022": "2022-09-28",
    "28 ماي 2022": "2022-05-28",  # Morocco, as those below
    "28 يوليوز 2022": "2022-07-28",
    "28 غشت 2022": "2022-08-28",
    "28 شتنبر 2022": "2022-09-28",
    "28 نونبر 2022": "2022-11-28",
    "28 دجنبر 2022": "2022-12-28",
    "28 July 1401": "1401-07-28",  # no Persian month: history
    "06.05.1401": "1401-05-06",
    "28 ก.ค. 2565": "2022-07-28",
    "２０２２年７月２８日": "2022-07-28",
    "2022. 7. 28.": "2022-07-28",
    "28 srpnja 2022.": "2022-07-28",
    "28 listopada 2022": "2022-11-28",  # Polish; Croatian says October
    "July 2022": None,
    "28 July": None,
    "Thursday": None,
    "14:05": None,
    "Copyright 2022": None,
    "version 1.2.3": None,
    "31 February 2022": None,
    "192.168.1.22": None,
    "ISBN 978-3-16-148410-0": None,
    "": None,
}


@pytest.mark.parametrize(("text", "expected"), DAYS.items())
def test_days(text: str, expected: str | None) -> None:
    assert shown(parsing.parse(text)) == expected


def test_croatian_months() -> None:
    assert shown(parsing.parse("28. listopada 2022.", DateStyle("hr"))) == "2022-10-28"


def test_day_and_month_by_the_manner_of_the_page() -> None:
    assert shown(parsing.parse("3/4/2022")) == "2022-04-03"
    assert shown(parsing.parse("3/4/2022", AMERICAN)) == "2022-03-04"
    assert shown(parsing.parse("3.4.2022", AMERICAN)) == "2022-04-03"  # dots: never American
    assert shown(parsing.parse("28/7/2022", AMERICAN)) == "2022-07-28"


def test_all_dates_of_a_text_in_order() -> None:
    text = "Erstellt am 28.07.2022, 14:05 Uhr. Aktualisiert: 1. August 2022, 9 Uhr. Siehe 3.4.22."
    assert [shown(parsed) for parsed in parsing.find(text)] == [
        "2022-07-28 14:05",
        "2022-08-01 09:00",
    ]


def test_a_time_of_day_belongs_to_one_date() -> None:
    text = "Updated July 29, 2022 9:00 AM EDT | Published July 28, 2022"
    assert [shown(parsed) for parsed in parsing.find(text)] == [
        "2022-07-29T13:00:00Z",
        "2022-07-28",
    ]


def test_a_short_date_behind_words_is_no_time_of_day() -> None:
    found = parsing.find("Updated: 05.03.21 | Published: 04.03.21", has_short_years=True)
    assert [shown(parsed) for parsed in found] == ["2021-03-05", "2021-03-04"]
    assert [
        shown(parsed) for parsed in parsing.find("05.03.2021 10.15.30", has_short_years=True)
    ] == ["2021-03-05 10:15"]


def test_a_text_is_read_as_far_as_dates_go() -> None:
    assert parsing.parse("x" * parsing.MAX_CHARS + " 28 July 2022") is None
