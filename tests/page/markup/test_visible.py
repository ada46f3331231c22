"""Texts of elements, as readers see them."""

from __future__ import annotations

import pytest

from enricher.page.markup import visible
from tests.page.test_parsed import read


@pytest.mark.parametrize(
    ("html", "line"),
    [
        ("One", "One"),
        ("<span>One</span>", "One"),
        ("One<!-- x --> two", "One two"),
        ("<!-- x -->", ""),
        ("", ""),
        # lines
        ("One<br>two", "One two"),
        ("„One“<br>(two)", "„One“ (two)"),
        ("<p>One%</p><br><br>„two“", "One% „two“"),
        ("<br>One<br>", "One"),
        # words of neighbouring elements
        ("<span>One</span><span>two</span>", "One two"),
        ("<p><b>One</b><i class=x>two</i></p>3", "One two 3"),
        ("<span>One</span>, <span>two</span><span>, </span>three", "One, two, three"),
        ("<a>L’</a><a>One</a>’s<span>-</span>two", "L’One’s-two"),
        ("<span>हिन्दी</span><span>समाचार</span>", "हिन्दी समाचार"),
        ("<span>정치</span><span>대통령</span>", "정치 대통령"),
        # scripts without spaces
        ("<span>震度</span><span>5弱</span>", "震度5弱"),
        ("<span>震度5</span><span>弱</span>", "震度5弱"),
        ("震度<br>5弱<br>と<br>！", "震度5弱と！"),
        # formatting within a word
        ("One <em>two</em>, three", "One two, three"),
        ("„<em>One</em>“", "„One“"),
        ("Be<b>lie</b>v<!-- -->e it", "Believe it"),
        ("H<sub>2</sub>O in <b>서울</b>에서", "H2O in 서울에서"),
        # unseen
        ("One<script>x()</script><style>.a{}</style><svg><title>Icon</title></svg>", "One"),
    ],
)
def test_the_line_of_an_element(html: str, line: str) -> None:
    assert visible.line(read(f"<h1>{html}</h1>").headings[0]) == line


@pytest.mark.parametrize("mark", ":;,.!?…)%”")
def test_marks_that_end_words(mark: str) -> None:
    assert (
        visible.line(read(f"<h1><i class=x>One{mark}</i>two</h1>").headings[0]) == f"One{mark} two"
    )


@pytest.mark.parametrize("mark", "„‚(¿¡")
def test_marks_that_begin_words(mark: str) -> None:
    assert (
        visible.line(read(f"<h1><i class=x>One</i>{mark}two</h1>").headings[0]) == f"One {mark}two"
    )


def test_of_endless_elements_the_beginning_is_read() -> None:
    many = visible.line(read("<h1>" + "<i>x</i> " * 5_000).headings[0])
    assert 50 < len(many.split()) <= visible.MAX_NODES
    long = visible.line(read("<h1>" + "<p>" + "word " * 900 + "<p>end").headings[0])
    assert long == ("word " * 900).strip()
    for depth, text in ((visible.MAX_DEPTH, "One two"), (visible.MAX_DEPTH + 1, "One")):
        assert visible.line(read("<h1>One" + "<span>" * depth + "two").headings[0]) == text
    assert visible.line(None) == ""


INLINE = "em i b strong wbr q sup sub mark abbr cite u nobr"


HIDDEN = "sr-only visually-hidden visuallyhidden screen-reader screenreader-text element-invisible hidden d-none"


def test_names_without_end_are_cut() -> None:
    assert visible.marks_in({"class": "x" * 3_000, "id": "y"}) == "x" * visible.MAX_MARKS_CHARS
