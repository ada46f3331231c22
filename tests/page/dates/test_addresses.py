"""The day that an address holds, and what it overrules."""

from __future__ import annotations

import pytest

from tests.page.dates.made import HEADLINE, TITLE, linked, meta, read, shown

ADDRESSES: dict[str, tuple[str, str] | None] = {
    "https://example.com/2022/07/28/story": ("2022-07-28", "url"),
    "https://example.com/2022/7/8/story": ("2022-07-08", "url"),
    "https://example.com/local/2022-07/28/c_1125.htm": ("2022-07-28", "url"),
    "https://example.com/story-20220728.html": ("2022-07-28", "url"),
    "https://example.com/story-2022-07-28": ("2022-07-28", "url"),
    "https://example.com/news/28-07-2022-story": ("2022-07-28", "url"),
    "https://example.com/?date=20220728": ("2022-07-28", "url"),
    "https://example.com/?date=2022-07-28": ("2022-07-28", "url"),
    "https://example.com/story-2022-07-28?page=2": ("2022-07-28", "url"),
    "https://example.com/town/2022/jul/28/story": ("2022-07-28", "url"),
    "https://example.com/n1/2022/0728/c1001-123.html": ("2022-07-28", "url"),
    "https://example.com/202207/28/content_1.html": ("2022-07-28", "url"),
    "https://example.com/xw/202207/t20220728_123.html": ("2022-07-28", "url"),
    "https://example.com/28/07/2022/story": ("2022-07-28", "url"),
    "https://example.com/story-07-28-2022.html": ("2022-07-28", "url"),
    "https://example.com/story-07-08-2022.html": ("2022-07-08", "url"),  # American
    "https://example.de/story-07-08-2022.html": ("2022-08-07", "url"),
    "https://example.com/2022/0728": None,  # may be a number
    "https://example.com/2022/jam/28/story": None,
    "https://example.com/2022/13/28/story": None,
    "https://example.com/2022/07/story": None,
    "https://example.com/api-version-20210201preview": None,
    "https://example.com/12022/07/28": None,
    "https://example.com/id/8202207281": None,
}


@pytest.mark.parametrize(("url", "expected"), ADDRESSES.items())
def test_addresses(url: str, expected: tuple[str, str] | None) -> None:
    assert shown(read(TITLE, url)) == expected


def test_an_address_overrules_the_date_of_a_move() -> None:
    moved = linked(datePublished="2022-07-28T10:00:00Z")
    assert shown(read(moved, "https://example.com/2017/07/12/story")) == (
        "2017-07-12",
        "url",
    )
    for day in ("2022/07/12", "2022/06/27"):
        assert shown(read(moved, f"https://example.com/{day}/story")) == (
            "2022-07-28T10:00:00Z",
            "json-ld",
        )
    assert shown(read(moved, "https://example.com/2022/06/26/story")) == (
        "2022-06-26",
        "url",
    )


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        ("2017-07-11", ("2017-07-11", "byline")),
        ("2017-07-13", ("2017-07-13", "byline")),
        ("2017-07-14", ("2017-07-12", "url")),
    ],
)
def test_an_address_finds_the_date_before_a_move(day: str, expected: tuple[str, str]) -> None:
    page = linked(datePublished="2022-07-28T10:00:00Z") + f"{HEADLINE}<p>{day}"
    assert shown(read(page, "https://example.com/2017/07/12/story")) == expected


def test_an_address_tells_day_from_month() -> None:
    page = meta("article:published_time", "03/04/2022")
    url = "https://example.com/2022/04/03/story"
    assert shown(read(page, url)) == ("2022-04-03", "article:published_time")
    assert shown(read(page, "https://example.com/story")) == (
        "2022-03-04",
        "article:published_time",
    )
    assert shown(read(f"<html lang=en-GB>{page}")) == (
        "2022-04-03",
        "article:published_time",
    )
    assert shown(read(page, "https://example.co.uk/story")) == (
        "2022-04-03",
        "article:published_time",
    )
