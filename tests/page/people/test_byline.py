"""What templates call bylines, and what they call other people's names."""

from __future__ import annotations

import pytest

from enricher.page import site
from enricher.page.people import authors
from tests.page.test_parsed import read

TITLE = "Bridge closed to walkers"
H1 = f"<h1>{TITLE}</h1>"


def on_page(html: str) -> list[str]:
    page = read(f"<title>{TITLE}</title>{html}")
    return list(authors.read(page, site.declared_keys(page), TITLE)[0])


CALLED = """
author authors autor autoren autore autores auteur byline author-name authorname article-author post-authors news_author
meta-autor authors-list author_box blog-author-x hasauthor MetaAuthorTitle
"""


@pytest.mark.parametrize("name", CALLED.split())
def test_called_author(name: str) -> None:
    assert on_page(f"{H1}<p class='{name}'>Jane Doe</p>") == ["Jane Doe"]


@pytest.mark.parametrize(
    "attributes",
    ["rel=author", "itemprop=author"],
)
def test_marked_as_author(attributes: str) -> None:
    assert on_page(f"{H1}<a {attributes}>Jane Doe</a>") == ["Jane Doe"]
    assert on_page(f"{H1}<address>Jane Doe</address>") == ["Jane Doe"]
    assert on_page(f"{H1}<p class=avatar-intro itemprop=author>Jane Doe</p>") == ["Jane Doe"]
    assert on_page(f"{H1}<a href=/author/>Jane Doe</a>") == []


@pytest.mark.parametrize(
    "name",
    [
        "author",
        "autor",
        "auteur",
        "autore",
        "author x",
        "news-author",
        "p-author author",
    ],
)
def test_called_nothing_but_author(name: str) -> None:
    assert on_page(f"{H1}<p class=byline><b class='{name}'>Tobi</b></p>") == ["Tobi"]
    assert on_page(f"{H1}<p class=byline><b class=x>Tobi</b></p>") == []


@pytest.mark.parametrize(
    "name", ["surname", "given-name", "first-name", "last-name", "family-name"]
)
def test_parts_of_names(name: str) -> None:
    assert on_page(f"{H1}<p class=byline><b class={name}>Tobi</b></p>") == []


ELSE = """
comment kommentar reply respond avatar related teaser recommended sidebar widget footer promo quote zitat photo foto image
caption credit popular trending newsletter tweet embed description about-the aboutthe desc url icon
img social share follow bio date time prev next title
"""


@pytest.mark.parametrize("name", ELSE.split())
def test_another_person_by_the_name_of_the_element(name: str) -> None:
    assert on_page(f"{H1}<p class='author {name}'>Ann Other</p>") == []


@pytest.mark.parametrize(
    "name", ["entitled", "timeless", "bioscope", "imgs", "descent", "icon-list", "signature"]
)
def test_names_that_say_less(name: str) -> None:
    assert on_page(f"{H1}<p class='author {name}'>Jane Doe</p>") == ["Jane Doe"]


ELSEWHERE = """
comments kommentare related teaser recommended sidebar widget footer popular trending newsletter tweet embed promo reply most-read
mostread read-more readmore card-list cardlist latest-posts recent-articles similar-news further-stories more-articles other-entries
latest-article recent-post
"""


@pytest.mark.parametrize("name", ELSEWHERE.split())
def test_another_person_by_what_stands_around(name: str) -> None:
    assert on_page(f"{H1}<div class='{name}'><p><b class=author>Ann Other</b></p></div>") == []


@pytest.mark.parametrize("tag", ["aside", "footer", "nav", "figure", "blockquote"])
def test_another_person_by_the_tags_around(tag: str) -> None:
    assert on_page(f"{H1}<{tag}><p><b class=author>Ann Other</b></p></{tag}>") == []


@pytest.mark.parametrize(
    "name",
    ["with-sidebar", "has-sidebar", "no-sidebar", "post-footer", "entry-footer", "article-footer"],
)
def test_layouts_say_nothing(name: str) -> None:
    assert on_page(f"{H1}<div class='{name}'><p><b class=author>Jane Doe</b></p></div>") == [
        "Jane Doe"
    ]


@pytest.mark.parametrize(
    ("html", "names"),
    [
        # a heading that leads to another article, whichever holds the other: link or heading
        (f"{H1}<h2>More of it</h2><b class=author>Jane Doe</b>", ["Jane Doe"]),
        (f"{H1}<h2><a href=/x>{TITLE}, too</a></h2><b class=author>Jane Doe</b>", ["Jane Doe"]),
        # the first below wins, and the first above where there is none
        (f"{H1}<b class=author>Jane Doe</b><p>x</p><i class=author>Ann Other</i>", ["Jane Doe"]),
        (f"<b class=author>Jane Doe</b><i class=author>Ann Other</i>{H1}", ["Jane Doe"]),
        # several of the same kind side by side, not of others

        (f"{H1}<b class=author>Jane Doe</b><b class='author x'>Ann Other</b>", ["Jane Doe"]),
        (f"{H1}<b class=author>Jane Doe</b><i class=author>Ann Other</i>", ["Jane Doe"]),
        # a heading may be the byline
        (f"{H1}<h3 class=author>Jane Doe</h3>", ["Jane Doe"]),
        (f"<h1 class=author>{TITLE}</h1><h2 class=byline>By Jane Doe</h2>", ["Jane Doe"]),
        # without a headline, position says nothing
        ("<p><b class=author>Jane Doe</b></p>", ["Jane Doe"]),
        # full names before single ones; more than the elements name
        (f"{H1}<p class=byline>By Jane Doe and <b class=name>John Roe</b></p>", ["Jane Doe", "John Roe"]),
        # one a line
        (f"{H1}<div class=byline><p>Jane Doe</p><p>John Roe</p></div>", ["Jane Doe", "John Roe"]),
        (f"{H1}<div class=byline><p><i>Reporter</i> Jane Doe</p><p><i>Photo</i> Ann Other</p></div>", ["Jane Doe"]),

        # what a person is may end in a word that could be a nickname
        (f"{H1}<div class=author><a>Jane Doe</a><p>writes for “Society”</p></div>", ["Jane Doe"]),
        (f"{H1}<div class=author><a>Анна Петрова</a><p>пишет для «Общество»</p></div>", ["Анна Петрова"]),
        # what a label says, but a photographer's
        (f"{H1}<p class=author>{'x' * 21}: Town Desk</p>", [f"{'x' * 21}: Town Desk"]),
        (f"{H1}<p class=author>Town Desk {'x' * 40}</p>", []),
    ],
)  # fmt: skip
def test_which_byline(html: str, names: list[str]) -> None:
    assert on_page(html) == names
