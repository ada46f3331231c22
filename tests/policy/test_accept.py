"""Which HTTP statuses count as alive by the settings: how they are spelt, and what a change of them changes."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from enricher.policy.accept import AcceptedRange, accepts, is_changed, parse

URL = "https://www.news.test/story"


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        (403, [AcceptedRange(403, 403)]),
        ("403", [AcceptedRange(403, 403)]),
        ("400-410, 999", [AcceptedRange(400, 410), AcceptedRange(999, 999)]),
        ("5XX", [AcceptedRange(500, 599)]),
        ("LinkedIn.com.=999", [AcceptedRange(999, 999, "linkedin.com")]),
        ("bücher.test=403,5xx", [
            AcceptedRange(403, 403, "xn--bcher-kva.test"),
            AcceptedRange(500, 599, "xn--bcher-kva.test"),
        ]),
    ],
)  # fmt: skip
def test_spelt(text: int | str, meant: list[AcceptedRange]) -> None:
    assert parse(text) == tuple(meant)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", '"" is no HTTP status'),
        (40, '"40" is no HTTP status'),
        ("1000", '"1000" is no HTTP status'),
        ("40x", '"40x" is no HTTP status'),
        ("200..=204", '"200..=204" is no HTTP status|is no host'),
        ("403,", '"" is no HTTP status'),
        ("٤٠٣", "is no HTTP status"),
        ("410-400", '"410-400" ends before it begins'),
        ("=403", '"" is no host'),
        ("https://a.test=403", '"https://a.test" is no host'),
    ],
)
def test_what_names_none(text: int | str, said: str) -> None:
    with pytest.raises(ValueError, match=f'{said}.*write for instance 403, "400-410", "5xx"'):
        parse(text)


@given(st.integers(100, 999), st.integers(100, 999), st.integers(100, 999))
def test_a_range_accepts_what_lies_in_it_from_400_on(first: int, last: int, status: int) -> None:
    first, last = sorted((first, last))
    accepted = accepts((f"{first}-{last}",), status, URL)
    assert accepted is (status >= 400 and first <= status <= last)


@pytest.mark.parametrize(
    ("accept", "reason", "expected"),
    [
        ((), "http-403", False),
        ((403,), "http-403", True),
        ((403,), "accepted-403", False),
        ((), "accepted-403", True),
        (("other.test=403",), "http-403", False),
        (("news.test=403",), "http-403", True),
        ((403,), "http-200", False),
        ((403,), "bot-wall", False),
        ((403,), "dns-nxdomain", False),
    ],
)
def test_verdicts_of_other_settings(
    accept: tuple[int | str, ...], reason: str, *, expected: bool
) -> None:
    assert is_changed(accept, reason, URL) is expected
