"""Tells what an address alone says: home page, section, search, error page, page to sign in.

The words are in url_kinds.toml. Text only; nothing is asked.
"""

from __future__ import annotations

import re
from urllib.parse import parse_qsl, urlsplit

from enricher import urls
from enricher.url_tracking import without_tracking
from enricher.verdict import tables

_EXTENSION = re.compile(r"\.(?:html?|php\d?|aspx?|jsp|cfm|cgi|do|xhtml|shtml)$", re.IGNORECASE)
# `en`, `en-us`, `en_GB`, `zh-hans`: what a home page of one language or country ends in.
# Names of a query that stand for one article.
_ARTICLE_KEYS = frozenset({"p", "id", "story", "article", "aid", "nid", "articleid", "storyid"})
# Of a query, names and values that are read: no address of an article has more.
MAX_QUERY_FIELDS = 200
_LANGUAGE = re.compile(r"^[a-z]{2}(?:[-_][a-z]{2,4})?$")
_ERROR_QUERIES = frozenset(
    {"404", "error=404", "status=404", "code=404", "notfound", "error=notfound", "not_found=1"}
    | {"err=404"}
)
_HAS_ID = re.compile(r"\d{3}")


def _words(key: str) -> frozenset[str]:
    return tables.words("url_kinds.toml", key)


def _segments(url: str) -> tuple[str, ...]:
    return tuple(_EXTENSION.sub("", segment.lower()) for segment in urls.path_segments(url))


def _query(url: str) -> str:
    return "" if urls.check(url) is not None else urlsplit(url).query


def _query_names(url: str) -> frozenset[str]:
    query = _query(without_tracking(url))
    pairs = parse_qsl(query, keep_blank_values=True, max_num_fields=MAX_QUERY_FIELDS)
    return frozenset(name.lower() for name, _ in pairs)


def is_home(url: str) -> bool:
    """True for the front page of a host, or of one of its languages or countries.

    With a query that may name an article it is none.
    """
    if _query_names(url) & {"p", "id", "page_id", "story", "article", "aid", "nid"}:
        return False
    return (
        all(_is_home_segment(segment) for segment in _segments(url)) and urls.path_depth(url) <= 3
    )


def _is_home_segment(segment: str) -> bool:
    is_word = segment in _words("home") or segment in _words("countries")
    return is_word or bool(_LANGUAGE.match(segment))


def names_an_article(url: str) -> bool:
    """True if it is deep or telling enough to lead to one thing, not to a site or section."""
    segments = [segment for segment in _segments(url) if not _is_home_segment(segment)]
    if not segments:
        return not _ARTICLE_KEYS.isdisjoint(_query_names(url))
    return len(segments) >= 2 or _is_telling(segments[-1])


def _is_telling(segment: str) -> bool:
    """A slug or a number: the address of one article."""
    joints = segment.count("-") + segment.count("_")
    return joints >= 2 or len(segment) > 24 or bool(_HAS_ID.search(segment))


def is_section_of(url: str, start: str) -> bool:
    """True for a shallower address above `start` (or two parts shorter) that is no article's."""
    here, there = _segments(url), _segments(start)
    if (
        not here
        or len(here) >= len(there)
        or _is_telling(here[-1])
        or _query_names(url) & {"p", "id"}
    ):
        return False
    return (is_above(url, start) or len(there) - len(here) >= 2) and _is_telling(there[-1])


def is_above(url: str, start: str) -> bool:
    """True if it is on the way from the front page to `start`."""
    here, there = _segments(url), _segments(start)
    return len(here) < len(there) and there[: len(here)] == here


def is_error(url: str) -> bool:
    """True if the address itself says that it is an error page."""
    if not _words("error").isdisjoint(_segments(url)):
        return True
    return not _ERROR_QUERIES.isdisjoint(_query(url).lower().split("&"))


def is_search(url: str) -> bool:
    """True for a search, with or without words to look for."""
    segments = _segments(url)
    if segments and segments[-1] in _words("search"):
        return True
    return bool(_query_names(url) & _words("search_keys")) and len(segments) <= 1


def is_login(url: str) -> bool:
    """True for a page to sign in, register or subscribe."""
    first_label = urls.host(url).partition(".")[0]
    return first_label in _words("login_hosts") or any(
        segment in _words("login") for segment in _segments(url)
    )


def is_consent(url: str) -> bool:
    """True for a page that asks for consent to cookies before anything else."""
    first_label = urls.host(url).partition(".")[0]
    return first_label in _words("consent_hosts") or any(
        segment in _words("consent") for segment in _segments(url)
    )
