"""Bylines that no element marks: which lines of a page are looked at, and what they must look like."""

from __future__ import annotations

import pytest

from enricher.page.people import authors
from tests.page.test_parsed import read

TITLE = "Bridge closed to walkers"
H1 = f"<h1>{TITLE}</h1>"
BY = "<p>By Jane Doe</p>"
LINE = "<p>Text.</p>"
DATE = "<p>25.10.2022</p>"
FAR = f"<p>{'Text. ' * 40}</p>" * 30


def on_page(html: str, title: str = TITLE) -> list[str]:
    return list(authors.read(read(html), frozenset(), title)[0])


@pytest.mark.parametrize(
    ("html", "names"),
    [
        # so far below and above the headline
        (f"<p>Text</p>{H1}{LINE * 39}{BY}", []),
        (f"{H1}{LINE * 39}{BY}", []),
        (f"{H1}<p>{'Text. ' * 600}</p>{BY}", ["Jane Doe"]),
        (f"{BY}{LINE * 5}{H1}", []),
        # where no headline is found
        (f"{LINE * 400}{BY}", []),
        (f"<p>{'Text. ' * 100}</p>" * 67 + BY, []),
        # labels, but not in a table
        (f"{H1}{FAR}{'<p>Size: 3</p>' * 200}<p>Autor: Jane Doe</p>", []),
        # what stands over comments ends the article, but above its text it only leads to them
        (f"{H1}<p>{'Text. ' * 36}</p><p>3 Comments</p>{BY}", ["Jane Doe"]),
        (f"{H1}<p>{'Text. ' * 42}</p><p>3 Comments</p>{BY}", []),
        # a line that is long is text
        (f"{H1}<p>By Jane Doe, {'the one with a boat, ' * 6}</p>", []),
        (f"{H1}{LINE}<p>Published {'here in town ' * 4}25.10.2022</p><p>Jane Doe</p>", []),
    ],
)
def test_how_far_lines_are_looked_at(html: str, names: list[str]) -> None:
    assert on_page(html) == names


@pytest.mark.parametrize(
    ("lines", "names"),
    [
        # the beginning alone in its line: the next has the name
        (["By", "Jane Doe"], ["Jane Doe"]),
        (["Von:", "Jane Doe"], ["Jane Doe"]),
        (["Ein Gastbeitrag von", "Jane Doe"], ["Jane Doe"]),

        (["By", "Jane Doe", "Ann Other", "John Roe"], ["Jane Doe"]),
        (["By Jane Doe", "Ann Other", "John Roe"], ["Jane Doe"]),
        (["By Tobi", "Boats Harbour"], []),
        (["By", f"Jane Doe {'was there when it was ' * 6}"], []),
        (["By"], []),
        (["Autor"], []),
        (["Posted 3 hours ago by"], []),
        # whoever it is, with a date


        (["by janed"], []),
        # how agencies sign, in one line or in several


        (["Text.", "The prize for reporting by Jane Doe; more tomorrow"], []),
    ],
)  # fmt: skip
def test_lines_that_begin_as_bylines_do(lines: list[str], names: list[str]) -> None:
    assert on_page(H1 + "".join(f"<p>{line}</p>" for line in lines)) == names


@pytest.mark.parametrize(
    ("lines", "names"),
    [
        (["Autor: Ann Other", *["Text."] * 4, "ISBN 3"], []),
        (["ISBN 3", *["Text."] * 5, "Autor: Ann Other"], []),
    ],
)
def test_what_is_said_of_books_stands_near(lines: list[str], names: list[str]) -> None:
    assert on_page(H1 + FAR + "".join(f"<p>{line}</p>" for line in lines)) == names


@pytest.mark.parametrize(
    ("html", "names"),
    [
        (f"{LINE * 11}{DATE}<p>Jane Doe</p>", []),
        (f"{DATE}<p>Jane Anna Maria Doe</p>", []),
        (f"{DATE}<p>Jane Doe with John Roe</p>", []),
        (f"{DATE}<p>Jane Doe 2.0 Is Here</p>", []),
        (f"{DATE}<p>Jane Doe runs</p>", []),
        ("<p>lastUpdated</p><i>25.10.2022</i>", []),
        ("<p>Jane Doe</p><p>Closed since noon on 25.10.2022</p>", []),
        (
            "<p>Boats Harbour</p><p>The young writer came to town to see what was left of the bridge.</p>",
            [],
        ),
        # only below a headline that is found
    ],
)
def test_names_beside_dates(html: str, names: list[str]) -> None:
    assert on_page(f"{H1}{html}") == names
    assert on_page(html) == []
