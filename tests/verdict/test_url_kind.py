"""What an address alone tells."""

from __future__ import annotations

import pytest

from enricher.verdict import url_kind


@pytest.mark.parametrize(
    ("url", "is_home"),
    [
        ("https://news.test/", True),
        ("https://news.test/index.html", True),
        ("https://news.test/home.aspx", True),
        ("https://news.test/en-us/", True),
        ("https://news.test/us/en", True),
        ("https://news.test/de/index.php?utm_source=x", True),
        ("https://news.test/?lang=en", True),
        ("https://news.test/?p=123", False),
        ("https://news.test/news", False),
        ("https://news.test/2021/05/story", False),
    ],
)
def test_home(url: str, is_home: bool) -> None:
    assert url_kind.is_home(url) is is_home


@pytest.mark.parametrize(
    ("url", "names"),
    [
        ("https://news.test/", False),
        ("https://news.test/en/", False),
        ("https://news.test/azure", False),
        ("https://sho.test/x7Gq", False),
        ("https://news.test/2021/story", True),
        ("https://news.test/storm-closes-the-bridge", True),
        ("https://news.test/48812345", True),
        ("https://news.test/?p=123", True),
        ("https://news.test/en/local/storm", True),
    ],
)
def test_names_an_article(url: str, names: bool) -> None:
    assert url_kind.names_an_article(url) is names


START = "https://news.test/local/2021/05/storm-closes-the-harbour-bridge"


@pytest.mark.parametrize(
    ("url", "is_section"),
    [
        ("https://news.test/local/", True),
        ("https://news.test/local/2021/05/", True),
        ("https://news.test/stories", True),
        ("https://news.test/stories/archive", True),
        ("https://news.test/stories/archive/05", False),
        ("https://news.test/local/storm-closes-the-harbour-bridge", False),
        ("https://news.test/story/48812345", False),
        ("https://news.test/local/2021/05/storm-closes-the-harbour-bridge/amp", False),
        ("https://news.test/", False),
    ],
)
def test_section(url: str, is_section: bool) -> None:
    assert url_kind.is_section_of(url, START) is is_section


def test_an_index_file_is_its_folder() -> None:
    assert not url_kind.is_section_of(
        "https://docs.test/guide-to-the-harbour",
        "https://docs.test/guide-to-the-harbour/index.html",
    )


@pytest.mark.parametrize(
    ("url", "kinds"),
    [
        ("https://news.test/404.html", {"error"}),
        ("https://news.test/error/404.aspx?aspxerrorpath=/x", {"error"}),
        ("https://news.test/page-not-found/", {"error"}),
        ("https://news.test/de/seite-nicht-gefunden", {"error"}),
        ("https://news.test/?error=404", {"error"}),
        ("https://news.test/2021/history-of-the-404-error", set()),
        ("https://news.test/errors-in-judgement", set()),
        ("https://news.test/search?q=storm", {"search"}),
        ("https://news.test/?s=storm", {"search"}),
        ("https://news.test/suche/", {"search"}),
        ("https://news.test/search-for-the-lost-ship", set()),
        ("https://news.test/2021/05/story?q=1", set()),
        ("https://news.test/account/login?next=/x", {"login"}),
        ("https://login.news.test/", {"login"}),
        ("https://news.test/wp-login.php", {"login"}),
        ("https://news.test/login-troubles-at-the-bank", set()),
        ("https://consent.news.test/v2", {"consent"}),
        ("https://news.test/privacygate?x", {"consent"}),
        ("https://news.test/consent-of-the-governed", set()),
    ],
)
def test_kinds(url: str, kinds: set[str]) -> None:
    found = {
        name
        for name, is_kind in (
            ("error", url_kind.is_error),
            ("search", url_kind.is_search),
            ("login", url_kind.is_login),
            ("consent", url_kind.is_consent),
        )
        if is_kind(url)
    }
    assert found == kinds


@pytest.mark.parametrize("url", ["", "nonsense", "http://[::1", "mailto:x@y.test"])
def test_no_url_is_nothing(url: str) -> None:
    assert not url_kind.is_error(url)
    assert not url_kind.is_search(url)
    assert not url_kind.names_an_article(url)
