"""Compares a page with the site's answer for a path that cannot exist, asked once per host and run.

The idea is Bar-Yossef, Broder, Kumar and Tomkins, "Sic transit gloria telae" (2004): a page that
looks like the site's answer for a random name is that answer.
"""

from __future__ import annotations

from urllib.parse import urlsplit, urlunsplit

from enricher import url_differences
from enricher.models import Observation
from enricher.page.read import AnySignals
from enricher.verdict import templates
from enricher.verdict.case import Case, Look, missed, seen

# Of 64 bits: templates with other dates, counters or suggested articles stay within; two articles
# of one site differ in 10 to 35 (measured, docs/verdicts.md).
NEAR_BITS = 3
# Words of visible text; fewer are too few for a fingerprint to mean anything by itself.
MIN_WORDS = 20
# What a page says before its scripts have run: a menu, a notice on cookies.
SHELL_WORDS = 60
GATE_WORDS = 400


def url(target: str, probe_token: str) -> str:
    """Returns the sibling of `target` named by `probe_token`: same directory, no query."""
    parts = urlsplit(target)
    directory = parts.path.rstrip("/").rpartition("/")[0]
    return urlunsplit((parts.scheme, parts.netloc, f"{directory}/{probe_token}", "", ""))


def compare(case: Case) -> Look:
    """The page against the answer for the missing path."""
    missing = case.probe
    assert missing is not None
    if missing.failure is not None or missing.http_status is None:
        return missed("the missing path got no answer")
    if not 200 <= missing.http_status <= 299:
        return missed(f"the site says HTTP {missing.http_status} for a missing path")
    both = case.observation.is_redirected, missing.is_redirected
    if both == (True, True) and not _differs(missing.final_url, case.end):
        return seen(f"a missing path ends at {case.end} too")
    if both[0] is not both[1]:
        return missed("only one of the two is redirected")
    return _compare_pages(case, missing)


def _differs(one: str, other: str) -> bool:
    ignored = {url_differences.Difference.TRACKING, url_differences.Difference.FRAGMENT}
    return bool(url_differences.differences(one, other) - ignored)


def _compare_pages(case: Case, missing: Observation) -> Look:
    if case.probe_page is None:
        return missed("the missing path gave no page")
    front = _front(case)
    if front is not None:
        return missed(f"{front}, the same for every path")
    body = case.observation.body
    if body and case.observation.is_whole and body == missing.body:
        return seen("byte for byte the page that a missing path gets")
    mine, other = case.signals, case.probe_page.signals
    if mine.html_title != other.html_title:
        return missed(f"a missing path's title is “{other.html_title}”")
    return _compare_texts(mine, other)


def _front(case: Case) -> str | None:
    """What a page shows for every path, whether its article exists or not: a shell, or a form."""
    words = case.signals.word_count
    has_scripts = bool(case.signals.script_marks) or b"<script" in case.observation.body
    if words < SHELL_WORDS and has_scripts:
        return "a shell that scripts fill"
    if words > GATE_WORDS:
        return None
    gate = templates.of("consent").first(case.top) or templates.of("gate").first(case.top)
    return f"“{gate}” at its top" if gate else None


def _compare_texts(mine: AnySignals, other: AnySignals) -> Look:
    is_short = min(mine.word_count, other.word_count) < MIN_WORDS
    if is_short or not mine.fingerprint or not other.fingerprint:
        return missed("too little text to compare with a missing path's page")
    bits = (mine.fingerprint ^ other.fingerprint).bit_count()
    words = f"same title as a missing path's page, texts {bits} of 64 bits apart"
    return seen(words) if bits <= NEAR_BITS else missed(words)
