"""robots.txt: whom it lets in, at what distance, and what its absence means."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from enricher.policy import robots

RULES = b"""\xef\xbb\xbfUser-agent: *
Disallow: /private
Crawl-delay: 5

User-agent: enricher
Disallow: /closed
Allow: /closed/but-this
"""


@pytest.mark.parametrize(
    ("path", "token", "may"),
    [
        ("/story", "enricher", True),
        ("/closed/story", "enricher", False),
        ("/closed/but-this", "enricher", True),
        ("/private", "enricher", True),  # its own group replaces the general one
        ("/private", "else", False),
    ],
)
def test_may_ask(path: str, token: str, may: bool) -> None:
    assert robots.read(200, RULES).may_ask(f"https://site.test{path}", token) == may


@pytest.mark.parametrize(
    ("http_status", "may"),
    [
        (204, True),
        (301, True),
        (401, True),
        (403, True),
        (404, True),
        (410, True),
        (429, False),
        (500, False),
        (503, False),
    ],
)
def test_an_answer_without_rules(http_status: int, may: bool) -> None:
    assert robots.read(http_status, RULES).may_ask("https://site.test/private", "else") == may


@pytest.mark.parametrize(
    ("line", "delay_s"),
    [
        ("5", 5.0),
        ("0.5", 0.5),
        ("0", None),
        ("-1", None),
        ("soon", None),
        ("nan", None),
        ("inf", None),
    ],
)
def test_crawl_delay(line: str, delay_s: float | None) -> None:
    rules = robots.read(200, f"User-agent: *\nCrawl-delay: {line}\n".encode())
    assert rules.crawl_delay_s("enricher") == delay_s


def test_rules_past_the_limit_are_not_read() -> None:
    body = b"User-agent: *\n" + b"#" * robots.MAX_BYTES + b"\nDisallow: /\n"
    assert robots.read(200, body).may_ask("https://site.test/", "enricher")


def test_product_token() -> None:
    assert robots.product_token("enricher/0.1 (+https://example.org/)") == "enricher"
    assert robots.product_token("(none)") == "*"


@given(st.binary(max_size=200), st.text(max_size=20))
def test_no_file_raises(body: bytes, path: str) -> None:
    rules = robots.read(200, b"User-agent: *\n" + body)
    rules.may_ask(f"https://site.test/{path}", "enricher")
    rules.crawl_delay_s("enricher")
