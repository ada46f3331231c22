"""Days of other calendars and of short years."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from enricher.page.dates import calendars


@pytest.mark.parametrize(
    ("digits", "year"), [("00", 2000), ("89", 2089), ("90", 1990), ("99", 1999), ("2022", 2022)]
)
def test_years_of_two_digits(digits: str, year: int) -> None:
    assert calendars.full_year(digits) == year


@pytest.mark.parametrize(
    ("parts", "expected"),
    [
        ((2022, 7, 28), date(2022, 7, 28)),
        ((2565, 7, 28), date(2022, 7, 28)),
        ((2450, 7, 28), date(1907, 7, 28)),
        ((2449, 7, 28), date(2449, 7, 28)),
        ((2022, 2, 29), None),
        ((2563, 2, 29), date(2020, 2, 29)),
        ((2022, 0, 1), None),
        ((0, 1, 1), None),
    ],
)
def test_days_of_years_that_may_be_buddhist(
    parts: tuple[int, int, int], expected: date | None
) -> None:
    assert calendars.day_of(*parts) == calendars.day_of_numbers(*parts) == expected


@pytest.mark.parametrize(
    ("era", "year", "expected"),
    [
        ("令和", "4", 2022),
        ("平成", "元", 1989),
        ("昭和", "64", 1989),
        ("民國", "111", 2022),
        ("民国", "111", 2022),
    ],
)
def test_years_of_eras(era: str, year: str, expected: int) -> None:
    assert calendars.year_of_era(era, year) == expected


@pytest.mark.parametrize(
    ("parts", "expected"),
    [
        ((1401, 1, 1), date(2022, 3, 21)),
        ((1401, 1, 31), date(2022, 4, 20)),
        ((1401, 6, 31), date(2022, 9, 22)),
        ((1401, 7, 1), date(2022, 9, 23)),
        ((1401, 11, 30), date(2023, 2, 19)),
        ((1400, 1, 1), date(2021, 3, 21)),
        ((1402, 12, 29), date(2024, 3, 19)),
        ((1355, 1, 1), date(1976, 3, 21)),
        ((1354, 1, 1), date(1975, 3, 21)),
        ((1353, 12, 29), date(1975, 3, 20)),
        ((1350, 1, 1), date(1971, 3, 21)),
        # no such day
        ((1402, 12, 30), None),
        ((1401, 6, 32), None),
        ((1401, 7, 31), None),
        ((1401, 1, 0), None),
        ((1401, 0, 1), None),
        ((1401, 13, 1), None),
        # no such year in the news
        ((1349, 1, 1), None),
        ((1500, 1, 1), None),
    ],
)
def test_persian_days(parts: tuple[int, int, int], expected: date | None) -> None:
    assert calendars.of_persian(*parts) == expected


@pytest.mark.parametrize(
    "year", [1354, 1358, 1362, 1366, 1370, 1375, 1379, 1383, 1387, 1391, 1395, 1399, 1403, 1408]
)
def test_persian_leap_years(year: int) -> None:
    last = calendars.of_persian(year, 12, 30)
    assert last is not None
    assert (calendars.of_persian(year + 1, 1, 1) or last) - last == timedelta(days=1)
    assert calendars.of_persian(year - 1, 12, 30) is None


def test_numbers_of_a_persian_year_are_persian() -> None:
    assert calendars.day_of_numbers(1401, 5, 6) == date(2022, 7, 28)
