"""The probe: a path that cannot exist beside the target, asked once per site and run; when it helps, what it says.

The idea is Bar-Yossef, Broder, Kumar and Tomkins, "Sic transit gloria telae" (2004): a page that looks like the
site's answer for a random name is that answer.
"""

from __future__ import annotations

from urllib.parse import urlsplit, urlunsplit

from enricher import urls
from enricher.verdict import phrases, templates
from enricher.verdict.case import Case, Look, missed, seen

# Of 64 bits: templates with other dates, counters or suggested articles stay within; two articles of one site
# differ in 10 to 35 (measured, docs/verdicts.md).
NEAR_BITS = 3
# Fewer words are too few for a fingerprint to mean anything by itself.
MIN_WORDS = 20
# What a page says before its scripts have run: a menu, a notice on cookies.
SHELL_WORDS = 60
GATE_WORDS = 400


def url(target: str, probe_token: str) -> str:
    """The sibling of `target` named by `probe_token`: same directory, no query."""
    parts = urlsplit(target)
    directory = parts.path.rstrip("/").rpartition("/")[0]
    return urlunsplit((parts.scheme, parts.netloc, f"{directory}/{probe_token}", "", ""))


def is_in_doubt(case: Case) -> bool:
    """Whether the site's answer for a missing path could change the verdict.

    A front page that was asked for is no doubt; nor is an article that documents describe or that calls itself one
    in a text of some length and at its own address.
    """
    if not case.is_page or not case.is_success or case.page is None or case.is_proven:
        return False
    if urls.path_depth(case.start) == 0:
        return False
    return not (
        case.similarity.is_shown or (case.similarity.score is None and case.signals.is_article)
    )


def compare(case: Case) -> Look:
    """The page against the answer for the missing path."""
    missing = case.probe
    assert missing is not None
    if missing.failure is not None or missing.http_status is None:
        return missed("the missing path got no answer")
    if not 200 <= missing.http_status <= 299:
        return missed(f"the site says HTTP {missing.http_status} for a missing path")
    if (
        missing.is_redirected
        and case.observation.is_redirected
        and not _differs(missing.final_url, case.end)
    ):
        return seen(f"a missing path ends at {case.end} too")
    if missing.is_redirected is not case.observation.is_redirected:
        return missed("only one of the two is redirected")
    return _compare_pages(case)


def _front(case: Case) -> str | None:
    """What a page shows for every path, whether its article exists or not: a shell for scripts, or a door."""
    words = case.signals.word_count
    if words < SHELL_WORDS and (
        bool(case.signals.script_marks) or b"<script" in case.observation.body
    ):
        return "a shell that scripts fill"
    top = phrases.top(case.signals.text) if words <= GATE_WORDS else ""
    gate = templates.consent().first(top) or templates.gate().first(top)
    return f"“{gate}” at its top" if gate else None


def _differs(one: str, other: str) -> bool:
    return bool(urls.differences(one, other) - {urls.Difference.TRACKING, urls.Difference.FRAGMENT})


def _compare_pages(case: Case) -> Look:
    if case.probe_page is None or case.probe is None:
        return missed("the missing path gave no page")
    mine, other = case.signals, case.probe_page.signals
    front = _front(case)
    if front is not None:
        return missed(f"{front}, the same for every path")
    if (
        case.observation.is_whole
        and case.observation.body
        and case.observation.body == case.probe.body
    ):
        return seen("byte for byte the page that a missing path gets")
    if mine.html_title != other.html_title:
        return missed(f"a missing path's title is “{other.html_title}”")
    if (
        not mine.fingerprint
        or not other.fingerprint
        or min(mine.word_count, other.word_count) < MIN_WORDS
    ):
        return missed("too little text to compare with a missing path's page")
    bits = (mine.fingerprint ^ other.fingerprint).bit_count()
    words = f"same title as a missing path's page, texts {bits} of 64 bits apart"
    return seen(words) if bits <= NEAR_BITS else missed(words)
