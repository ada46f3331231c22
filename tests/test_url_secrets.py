"""What is masked in URLs, and what is not."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from enricher import url_secrets
from enricher.url_secrets import masked, without_userinfo

ASKED = "https://a.test/story?token=mine&x=1"


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("https://a.test/story?x=1", "https://a.test/story?x=1"),
        ("https://me:word@a.test/story", "https://***@a.test/story"),
        ("https://me@a.test:8080/", "https://***@a.test:8080/"),
        ("https://a.test/@me/story", "https://a.test/@me/story"),
        ("https://a.test/?mail=me@a.test", "https://a.test/?mail=me@a.test"),
        ("https://a.test/?token=abc&x=1", "https://a.test/?token=***&x=1"),
        ("https://a.test/?x=1&Access_Token=abc#top", "https://a.test/?x=1&Access_Token=***#top"),
        ("https://a.test/#id_token=abc&x=1", "https://a.test/#id_token=***&x=1"),
        ("https://a.test/x;jsessionid=ABC?y", "https://a.test/x;jsessionid=***?y"),
        ("https://a.test/?a;token=abc#b", "https://a.test/?a;token=***#b"),
        ("https://a.test/?mytoken=abc&tokens=b", "https://a.test/?mytoken=abc&tokens=b"),
        ("https://b.test/?token=mine", "https://b.test/?token=mine"),
        ("https://b.test/?token=other", "https://b.test/?token=***"),
        (
            "redirected to ftp://u:p@x/ or http://v:q@y/",
            "redirected to ftp://***@x/ or http://***@y/",
        ),
    ],
)
def test_masked(text: str, shown: str) -> None:
    """Values that the asked URL holds itself are no news to anyone."""
    assert masked(text, ASKED) == shown
    assert url_secrets.is_masked(shown) == (shown != text)


@given(st.text(st.sampled_from("abc:/?#@=&;.token*"), max_size=60))
def test_masking_twice_changes_nothing(text: str) -> None:
    assert masked(masked(text)) == masked(text)
    assert without_userinfo(without_userinfo(text)) == without_userinfo(text)
