"""The day that an address holds, and what it overrules."""

from __future__ import annotations

import pytest

from tests.page.dates.made import TITLE, read, shown

ADDRESSES: dict[str, tuple[str, str] | None] = {
    "https://example.com/2022/07/28/story": ("2022-07-28", "url"),
    "https://example.com/2022/7/8/story": ("2022-07-08", "url"),
    "https://example.com/story-20220728.html": ("2022-07-28", "url"),
    "https://example.com/story-2022-07-28": ("2022-07-28", "url"),
    "https://example.com/?date=20220728": ("2022-07-28", "url"),
    "https://example.com/?date=2022-07-28": ("2022-07-28", "url"),
    "https://example.com/story-2022-07-28?page=2": ("2022-07-28", "url"),
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
