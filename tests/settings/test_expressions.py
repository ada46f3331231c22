"""Regular expressions of settings: which are taken, and that those cannot run away."""

from __future__ import annotations

import re
import time

import pytest

from enricher.settings.expressions import why_unusable

TAKEN = [
    r"\.pdf$",
    r"^https?://(?:www\.)?old\.test/",
    r"/(?:tag|author)/[^/]+/?$",
    r"\?page=\d+",
    r"^https://a\.test/.*/print$",
    r"(?i)sponsored|advert",
    r"([a-z]{1,3}-){1,4}x",
    r"(?:[a-z]++/)*end",
    r"(?>[a-z]+/)*end",
    r"(?:[a-z]+/)*+end",
    r"(?:tag|topic|author)+x",
    r"(?:foo|bar|baz)*!",
    r"(?:/(?:tag|topics?)/)+x",
    r"(\w|\d)+!",  # one set of signs for `re`
    r"(a|b|[cd])*!",
    r"(?:a|ab)*!",  # after an a, b or not
    r"(?:x-?)*!",
    r"(?:[a-z]{1,3}-)+!",
    r"(?:[^/]/)*!",
    r"(?:(?>a|ab)c)*!",
    r"(?:\s|\S)*!",
    r"(?:ab|a[a-z])*!",
    r"(?:(?:x|y)|(?:x|z))+!",
    r"(?:x(?:a|aa))*!",
    r"(?:x(?:a|aa)){3,}!",
    r"(?:x|é)*!",
    "",
]
TWO_WAYS = [
    r"(a|a)*!",
    r"(a|aa)*!",
    r"(?:a|a?b)*!",
    r"(\w|\d\b)+!",
    r"(a?a)*!",
    r"(a{1,3})+!",
    r"(?:a|b|ab)*!",
    r"(?:.|\n|x\b)*!",
    r"(?i)(?:a|Ab?|c)*!",
    r"(?:a??a)*!",
    r"(?:[^a]|[^b]\b)*!",
    r"(?:\s|[ \t]x?)*!",
    r"(?:a|(?=b)a)*!",
    r"(?:x(?:a|aa)a?)*!",
]
REFUSED = [
    (r"(a+)+$", "repeats what repeats itself"),
    (r"(?:.*x)*y", "repeats what repeats itself"),
    (r"((?:\w+-?)*)+!", "repeats what repeats itself"),
    (r"(?:(?=(a+))a)*b", "repeats what repeats itself"),
    (r"(?:x|y*z)+", "repeats what repeats itself"),
    (r"(a{1,20}){1,20}", "repeats what repeats itself"),
    (r"(?>(a+)+b)", "repeats what repeats itself"),
    (r"(?:(a+)+b)++", "repeats what repeats itself"),
    (r"(x)?(?(1)y|(a+)+b)", "repeats what repeats itself"),
    (r"(x)?(?(1)(a+)+b)", "repeats what repeats itself"),
    *((each, "the same text in two ways") for each in TWO_WAYS),
    ("(", "is no regular expression: missing ), unterminated subpattern at character 1"),
    ("(" * 5000 + ")" * 5000, "nested too deeply"),
]


@pytest.mark.parametrize("expression", TAKEN)
def test_taken(expression: str) -> None:
    assert why_unusable(expression) is None
    begun = time.process_time()
    for text in ("a" * 600, "/a" * 300 + "!", "https://a.test/" + "x/" * 300):
        re.search(expression, text)
    assert time.process_time() - begun < 0.5


@pytest.mark.parametrize(("expression", "why"), REFUSED)
def test_refused(expression: str, why: str) -> None:
    assert why in (why_unusable(expression) or "")
