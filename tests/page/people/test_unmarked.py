"""Bylines that no element marks: which lines of a page are looked at, and what they must look like."""

from __future__ import annotations

import pytest

from enricher.page.people import authors, byline
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
        (f"<p>Text</p>{H1}{LINE * 38}{BY}", ["Jane Doe"]),
        (f"<p>Text</p>{H1}{LINE * 39}{BY}", []),
        (f"{H1}{LINE * 38}{BY}", ["Jane Doe"]),
        (f"{H1}{LINE * 39}{BY}", []),
        (f"{H1}<p>{'Text. ' * 600}</p>{BY}", ["Jane Doe"]),
        (f"{H1}<p>{'Text. ' * 700}</p>{BY}", []),
        (f"{BY}{LINE * 4}{H1}", ["Jane Doe"]),
        (f"{BY}{LINE * 5}{H1}", []),
        (f"{BY}<p>{'Text. ' * 700}</p>{H1}", []),
        # where no headline is found
        (f"{LINE * 399}{BY}", ["Jane Doe"]),
        (f"{LINE * 400}{BY}", []),
        (f"<p>{'Text. ' * 100}</p>" * 66 + BY, ["Jane Doe"]),
        (f"<p>{'Text. ' * 100}</p>" * 67 + BY, []),
        # labels, but not in a table
        (f"{H1}{FAR}{'<p>Size: 3</p>' * 199}<p>Autor: Jane Doe</p>", ["Jane Doe"]),
        (f"{H1}{FAR}{'<p>Size: 3</p>' * 200}<p>Autor: Jane Doe</p>", []),
        # what stands over comments ends the article, but above its text it only leads to them
        (f"{H1}<p>{'Text. ' * 36}</p><p>3 Comments</p>{BY}", ["Jane Doe"]),
        (f"{H1}<p>{'Text. ' * 42}</p><p>3 Comments</p>{BY}", []),
        # a line that is long is text
        (f"{H1}<p>By Jane Doe, {'the one with a boat, ' * 6}</p>", []),
        (
            f"{H1}{LINE}<p>Published {'here in town ' * 3}25.10.2022</p><p>Jane Doe</p>",
            ["Jane Doe"],
        ),
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
        (["By", "Jane Doe", ",", "John Roe", "and", "Ann Other"], ["Jane Doe", "John Roe", "Ann Other"]),
        (["By", "Jane Doe", "Ann Other", "John Roe"], ["Jane Doe"]),
        (["By Jane Doe", "Ann Other", "John Roe"], ["Jane Doe"]),
        (["By Tobi", "Boats Harbour"], []),
        (["By", f"Jane Doe {'was there when it was ' * 6}"], []),
        (["By"], []),
        (["Autor"], []),
        (["Posted 3 hours ago by"], []),
        # whoever it is, with a date
        (["Geplaatst op 5 mei 2015", "door", "janed"], ["janed"]),
        (["5. Mai 2015 von janed"], ["janed"]),
        (["by janed"], []),
        # how agencies sign, in one line or in several
        (["Text.", "(Reporting by Jane Doe; editing by Ann Other)"], ["Jane Doe"]),
        (["Text.", "(Reporting by", "Jane Doe", "and", "John Roe", "; editing by", "Ann Other", ")"], ["Jane Doe", "John Roe"]),
        (["Text.", "The prize for reporting by Jane Doe; more tomorrow"], []),
    ],
)  # fmt: skip
def test_lines_that_begin_as_bylines_do(lines: list[str], names: list[str]) -> None:
    assert on_page(H1 + "".join(f"<p>{line}</p>" for line in lines)) == names


def test_many_names_in_lines_of_their_own() -> None:
    names = [f"Bartholomea Annabella Doe{letter}" for letter in "abcdefg"]
    assert on_page(f"{H1}<p>By</p>{'<p>,</p>'.join(f'<p>{name}</p>' for name in names)}") == names


@pytest.mark.parametrize(
    ("lines", "names"),
    [
        (["Autor: Ann Other", *["Text."] * 4, "ISBN 3"], []),
        (["Autor: Ann Other", *["Text."] * 5, "ISBN 3"], ["Ann Other"]),
        (["ISBN 3", *["Text."] * 5, "Autor: Ann Other"], []),
        (["ISBN 3", *["Text."] * 6, "Autor: Ann Other"], ["Ann Other"]),
    ],
)
def test_what_is_said_of_books_stands_near(lines: list[str], names: list[str]) -> None:
    assert on_page(H1 + FAR + "".join(f"<p>{line}</p>" for line in lines)) == names


@pytest.mark.parametrize(
    ("html", "names"),
    [
        (f"{LINE * 10}{DATE}<p>Jane Doe</p>", ["Jane Doe"]),
        (f"{LINE * 11}{DATE}<p>Jane Doe</p>", []),
        (f"{DATE}<p>Jane Anna Doe</p>", ["Jane Anna Doe"]),
        (f"{DATE}<p>Jane Anna Maria Doe</p>", []),
        (f"{DATE}<p>Jane Doe with John Roe</p>", []),
        (f"{DATE}<p>Jane Doe 2.0 Is Here</p>", []),
        (f"{DATE}<p>Jane Doe runs</p>", []),
        ("<p>lastUpdated</p><i>25.10.2022</i>", []),
        ("<p>Jane Doe</p><p>Closed since noon on 25.10.2022</p>", []),
        ("<p>Jane Doe</p><p>Closed since 25.10.2022 here</p>", ["Jane Doe"]),
        (
            "<p>Boats Harbour</p><p>The young writer came to town to see what was left of the bridge.</p>",
            [],
        ),
        # only below a headline that is found
        (f"{DATE}<p>Jane Doe</p>", ["Jane Doe"]),
    ],
)
def test_names_beside_dates(html: str, names: list[str]) -> None:
    assert on_page(f"{H1}{html}") == names
    assert on_page(html) == []


@pytest.mark.parametrize(
    "headline",
    [
        "<h1>Bridge <em>closed</em> to&nbsp;walkers</h1>",
        "<h1>\n  Bridge closed<br>\n  to walkers\n</h1>",
        "<h1><span>Boats:</span> Bridge closed to walkers</h1>",
        "<h1>Bridge closed to walkers<sup>2</sup></h1>",
    ],
)
def test_headlines_that_their_markup_parts(headline: str) -> None:
    assert on_page(f"<p>Text</p>{headline}{DATE}<p>Jane Doe</p>") == ["Jane Doe"]
    assert on_page(f"<p>Jane Doe</p>{headline}{DATE}<p>Jane Doe</p>") == []
    assert on_page(f"<p>Text</p>{headline}{LINE * 39}{BY}") == []


def test_the_makers_of_the_page_stand_about_the_headline() -> None:
    meta = "<meta name=author content='Press Agency'>"
    assert on_page(f"{meta}{H1}{LINE * 18}<p>Press Agency</p>") == ["Press Agency"]
    assert on_page(f"{meta}{H1}{LINE * 19}<p>Press Agency</p>") == []


@pytest.mark.parametrize(
    ("levels", "names"), [(byline.MAX_LEVELS - 2, ["Jane Doe"]), (byline.MAX_LEVELS, [])]
)
def test_nobody_climbs_without_end_from_a_headline(levels: int, names: list[str]) -> None:
    assert on_page(f"{'<div>' * levels}{H1}{'</div>' * levels}<p>By Jane Doe</p>") == names
