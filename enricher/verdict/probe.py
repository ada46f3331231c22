"""The probe: a path that cannot exist beside the target, asked once per site and run, and when it is worth asking."""

from __future__ import annotations

from urllib.parse import urlsplit, urlunsplit

from enricher.verdict.case import Case


def url(target: str, letters: str) -> str:
    """The sibling of `target` named by `letters`: same directory, no query."""
    parts = urlsplit(target)
    directory = parts.path.rstrip("/").rpartition("/")[0]
    return urlunsplit((parts.scheme, parts.netloc, f"{directory}/{letters}", "", ""))


def is_in_doubt(case: Case) -> bool:
    """Whether knowing the site's answer to a missing path could change the verdict."""
    return case.is_page and case.is_success and not case.is_proven
