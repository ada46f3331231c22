"""Which places of a page a fragment finds, and which fragments are looked for."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from enricher import urls
from enricher.page.fragments import holds


@pytest.mark.parametrize(
    ("html", "fragment", "is_there"),
    [
        ('<h2 id="prices">', "prices", True),
        ("<h2 ID='prices'>", "prices", True),
        ("<h2 class=x id=prices>", "prices", True),
        ('<a name="prices"></a>', "prices", True),
        ('<h2\nid = "prices">', "prices", True),
        ('<h2 class="a"id="prices">', "prices", True),
        ('<h2 id="Prices">', "prices", False),
        ('<h2 id="price">', "prices", False),
        ('<h2 data-id="prices">', "prices", False),
        ('<h2 id="grün">', "gr%C3%BCn", True),
        ('<h2 id="gr%C3%BCn">', "gr%C3%BCn", True),
        ('<h2 id="a&amp;b">', "a&b", True),
        # a heading of an author's own on GitHub
        ('<a id="user-content-prices">', "prices", True),
        ("<p>prices</p>", "prices", False),
    ],
)
def test_places(html: str, fragment: str, *, is_there: bool) -> None:
    assert holds(html.encode(), fragment) is is_there


@pytest.mark.parametrize(
    ("url", "fragment"),
    [
        ("https://a.test/x#prices", "prices"),
        ("https://a.test/x#gr%C3%BCn", "gr%C3%BCn"),
        ("https://a.test/x", ""),
        ("https://a.test/x#", ""),
        ("https://a.test/x#top", ""),
        ("https://a.test/x#:~:text=some%20words", ""),
        ("https://a.test/x#prices:~:text=some%20words", "prices"),
        ("https://a.test/x#/route", ""),
        ("https://a.test/x#!route", ""),
        ("https://a.test/x.py#L10", ""),
        ("https://a.test/x.py#L10-L20", ""),
        ("https://a.test/x#Lands", "Lands"),
    ],
)
def test_what_is_looked_for(url: str, fragment: str) -> None:
    assert urls.fragment_to_find(url) == fragment


@given(st.binary(max_size=300), st.text(max_size=9))
def test_no_page_is_too_strange(body: bytes, fragment: str) -> None:
    assert holds(body, fragment) in {True, False}
