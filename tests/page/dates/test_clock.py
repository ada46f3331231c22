"""The time of day about a date: halves of the day, zones, hours in many languages."""

from __future__ import annotations

import pytest

from enricher.page.dates import clock, parsing
from tests.page.dates.made import shown_date as shown

TIMES = {
    "9:27 PM EDT, Thu July 28, 2022": "2022-07-29T01:27:00Z",
    "Published 12:05 AM EST, Jan. 5, 2022": "2022-01-05T05:05:00Z",
    "July 28th, 2022 at 9:27 pm": "2022-07-28 21:27",
    "Thursday 28 July 2022 14.05 BST": "2022-07-28T13:05:00Z",
    "28 July 2022, 14:05 IST": "2022-07-28T08:35:00Z",
    "le 1er août 2022 à 14h05": "2022-08-01 14:05",
    "Publié le 28/07/2022 à 14:05": "2022-07-28 14:05",
    "28. Juli 2022, 14.05 Uhr": "2022-07-28 14:05",
    "28. Juli 2022 um 14:05 Uhr MESZ": "2022-07-28T12:05:00Z",
    "28.07.2022, 14 Uhr": "2022-07-28 14:00",
    "28.07.2022 | 14:05": "2022-07-28 14:05",
    "28 de julio de 2022 a las 14:05 h": "2022-07-28 14:05",
    "28 de julio de 2022, 2:05 p. m.": "2022-07-28 14:05",
    "28 luglio 2022 ore 14.05": "2022-07-28 14:05",
    "28 czerwca 2022, godz. 14:05": "2022-06-28 14:05",
    "28 heinäkuuta 2022 klo 14.05": "2022-07-28 14:05",
    "28 июля 2022, 14:05 МСК": "2022-07-28T11:05:00Z",
    "Thứ năm, 28/7/2022, 14:05 (GMT+7)": "2022-07-28T07:05:00Z",
    "Kamis, 28 Juli 2022 14:05 WIB": "2022-07-28T07:05:00Z",
    "2022年7月28日 14時05分": "2022-07-28 14:05",
    "2022年7月28日 午後2時5分": "2022-07-28 14:05",
    "2022/07/28(木) 14:05": "2022-07-28 14:05",
    "입력 2022.07.28. 오후 2:05": "2022-07-28 14:05",
    "28 Temmuz 2022 Perşembe 14:05": "2022-07-28 14:05",
    "28 July 2022, 17:35 hrs IST": "2022-07-28T12:05:00Z",
    "28 Jul 2022 · 5 min read": "2022-07-28",
    "28.07.2022 | 03:45 min": "2022-07-28",
    "July 28, 2022 | Updated 9:27 PM": "2022-07-28",
    "9:27 PM, July 28, 2022. Updated 10:30 PM, July 29, 2022": "2022-07-28 21:27",
    "28 July 2022, 25:00": "2022-07-28",
    "28 juillet 2022 14:05 et mis à jour": "2022-07-28 14:05",  # `et` is no Eastern Time
}


@pytest.mark.parametrize(("text", "expected"), TIMES.items())
def test_times_of_day_and_zones(text: str, expected: str) -> None:
    assert shown(parsing.parse(text)) == expected


@pytest.mark.parametrize("half", "午前 上午 早上 凌晨 오전 am".split())  # noqa: SIM905
def test_halves_of_the_day_before_the_hour(half: str) -> None:
    assert shown(parsing.parse(f"2022-07-28 {half} 2:05")) == "2022-07-28 02:05"
    assert shown(parsing.parse(f"2022-07-28 {half} 12:05")) == "2022-07-28 00:05"


@pytest.mark.parametrize("half", "午後 下午 晚上 오후 PM".split())  # noqa: SIM905
def test_second_halves_of_the_day_before_the_hour(half: str) -> None:
    assert shown(parsing.parse(f"2022-07-28 {half} 2:05")) == "2022-07-28 14:05"
    assert shown(parsing.parse(f"2022-07-28 {half} 12:05")) == "2022-07-28 12:05"


BEHIND = "am AM a.m. a.m am. πμ π.μ. ص صباحًا ق.ظ पूर्वाह्न পূর্বাহ্ন pagi ДП"
SECOND_BEHIND = "pm PM p.m. p.m pm. μμ μ.μ. م مساءً ب.ظ अपराह्न অপরাহ্ন petang chiều ПП"


@pytest.mark.parametrize("half", [*BEHIND.split(), "a. m."])
def test_halves_of_the_day_behind_the_hour(half: str) -> None:
    assert shown(parsing.parse(f"28 July 2022, 2:05 {half}")) == "2022-07-28 02:05"
    assert shown(parsing.parse(f"28 July 2022, 12 {half}")) == "2022-07-28 00:00"


@pytest.mark.parametrize("half", [*SECOND_BEHIND.split(), "p. m."])
def test_second_halves_of_the_day_behind_the_hour(half: str) -> None:
    assert shown(parsing.parse(f"28 July 2022, 2:05 {half}")) == "2022-07-28 14:05"
    assert shown(parsing.parse(f"28 July 2022, 2 {half}")) == "2022-07-28 14:00"


@pytest.mark.parametrize(
    "clock",
    [
        "14 Uhr",
        "14h",
        "14 u",
        "14時",
        "14时",
        "14點",
        "14点",
        "14시",
        "14 h 00",
        "14h00",
        "14.00",
        "14: 00",
        "2 pm",
    ],
)
def test_full_hours(clock: str) -> None:
    assert shown(parsing.parse(f"28 July 2022, {clock}")) == "2022-07-28 14:00"


@pytest.mark.parametrize(
    ("behind", "expected"),
    [
        ("14:05 ч. МСК", "2022-07-28T11:05:00Z"),
        ("14:05 h CEST", "2022-07-28T12:05:00Z"),
        ("14:05 u. CEST", "2022-07-28T12:05:00Z"),
        ("14:05 мск", "2022-07-28T11:05:00Z"),
        ("14:05 hs. BRT", "2022-07-28T17:05:00Z"),
        ("14:05 hr IST", "2022-07-28T08:35:00Z"),
        ("14:05:06.789 Z", "2022-07-28T14:05:06Z"),
        ("14:05 (UTC+05:30)", "2022-07-28T08:35:00Z"),
        ("14:05 UTC 3", "2022-07-28T14:05:00Z"),
        ("14:05-15.06", "2022-07-28"),
        ("23:05", "2022-07-28 23:05"),
        ("24:05", "2022-07-28"),
        ("14:05 +05:75", "2022-07-28 14:05"),
        ("2.145 words", "2022-07-28"),
        ("14:05 -1.5 %", "2022-07-28 14:05"),
        ("14:05 +1240123", "2022-07-28 14:05"),
        ("14:055", "2022-07-28"),
        ("14시 5분", "2022-07-28 14:05"),
        ("14시 5분 KST", "2022-07-28T05:05:00Z"),
        ("14h05min", "2022-07-28 14:05"),
        ("14h05min BRT", "2022-07-28T17:05:00Z"),
        ("1h05min", "2022-07-28"),  # so long is a film
    ],
)
def test_what_stands_about_the_clock(behind: str, expected: str) -> None:
    assert shown(parsing.parse(f"28 July 2022, {behind}")) == expected


@pytest.mark.parametrize(
    ("text", "minutes"),
    [
        *(
            ("z", 0),
            ("gmt", 0),
            ("utc", 0),
            ("+0200", 120),
            ("-03:30", -210),
            (" 0200", 120),
            ("-5", -300),
            ("+530", 330),
        ),
        *(
            ("gmt+2", 120),
            ("utc -5", -300),
            ("+14:00", 840),
            ("-1400", -840),
            ("+14:01", None),
            ("-15", None),
        ),
        *(("+05:59", 359), ("+05:60", None)),
    ],
)
def test_offsets(text: str, minutes: int | None) -> None:
    assert clock.offset_of(text) == minutes
