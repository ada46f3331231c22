"""A page knows no clock; who fetched it does."""

from __future__ import annotations

from datetime import date

import pytest

from enricher.page import read

PAGE = b"""<html><head><title>Harbour reopens after the storm</title>
<meta property="article:published_time" content="2031-05-04T10:00:00Z"></head>
<body><h1>Harbour reopens after the storm</h1></body></html>"""


@pytest.mark.parametrize(
    ("seen_on", "day"),
    [
        (None, date(2031, 5, 4)),
        (date(2031, 5, 4), date(2031, 5, 4)),
        (date(2031, 5, 3), date(2031, 5, 4)),  # somewhere it is tomorrow
        (date(2026, 11, 1), None),
    ],
)
def test_nothing_is_published_after_it_was_seen(seen_on: date | None, day: date | None) -> None:
    published = read.page(PAGE, "https://news.test/harbour", "text/html", seen_on).facts.published
    assert (published and published.moment.day) == day
