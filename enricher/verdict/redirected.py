"""Tells whether a link to one article was redirected to a page that is none."""

from __future__ import annotations

from enricher import url_differences, urls
from enricher.verdict import url_kind
from enricher.verdict.case import Case, Look, missed, seen


def lands_on_error_page(case: Case) -> Look:
    """Redirected to an address that names itself an error page."""
    if not _left(case) or not url_kind.is_error(case.end) or url_kind.is_error(case.start):
        return missed(f"{case.end} is no error page's address")
    return missed("proven to be the article") if case.is_proven else seen(f"sent on to {case.end}")


def lands_on_home(case: Case) -> Look:
    """A link to one article ended on a front page.

    A front page that *was* the original link does not count, nor does its sending readers to their
    own country; a section that got a host of its own (`/blog` to `blog.…`) is a move.
    """
    if not _left(case) or not url_kind.is_home(case.end) or url_kind.is_home(case.start):
        return missed(f"{case.end} is no front page, or was asked for")
    if not url_kind.names_an_article(case.start) and not case.has_title:
        return missed(f"{case.start} names no single article")
    if _became_a_host(case):
        return missed("a section that moved to a host of its own")
    is_elsewhere = url_differences.Difference.HOST in case.differences
    if is_elsewhere and not case.has_title and not case.slug:
        return missed("an address without words that leads to another host's front page")
    return seen(f"sent to the front page {case.end}")


def lands_on_search(case: Case) -> Look:
    """A link to one article ended on a search."""
    if not _left(case) or not url_kind.is_search(case.end) or url_kind.is_search(case.start):
        return missed(f"{case.end} is no search, or was asked for")
    if case.is_proven and case.signals.is_article:  # a title alone is what was searched for
        return missed("proven to be the article")
    return seen(f"sent to the search {case.end}")


def lands_on_section(case: Case) -> Look:
    """A link to one article ended on a shallower page that is no article."""
    if not _left(case) or not url_kind.is_section_of(case.end, case.start):
        return missed(f"{case.end} is no section above {case.start}")
    if case.signals.is_article:
        return missed(f"{case.end} is a section by its address, but shows an article")
    if not url_kind.is_above(case.end, case.start) and not case.is_unlike:
        return missed(f"{case.end} is a shallow page elsewhere, and nothing speaks against it")
    return seen(f"sent to the section {case.end}")


def _left(case: Case) -> bool:
    """Redirected to another path or host."""
    return case.observation.is_redirected and bool(case.differences)


def _became_a_host(case: Case) -> bool:
    """`site.test/blog` became `blog.site.test` or `blog.test`."""
    first = next(iter(urls.path_segments(case.start)), "").lower()
    is_host = bool(first) and urls.host(case.end).startswith(f"{first}.")
    return is_host and urls.path_depth(case.start) == 1
