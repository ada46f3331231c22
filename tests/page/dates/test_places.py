"""Where dates stand and what is said of them: each name, word and weight that decides."""

from __future__ import annotations

import pytest

from enricher.models import DateFact
from enricher.page import dates, parsed

URL = "https://example.com/news/story"
DATED_URL = "https://example.com/2022/07/27/story"
"""Its day is believed before what hardly belongs to the headline, and after what surely does."""
TITLE = "<title>A story of some length - The Paper</title>"
HEADING = "<h1>A story of some length</h1>"
HEADLINE = f"{TITLE}<body>{HEADING}"


def day(html: str, url: str = URL) -> str | None:
    """The day of a page, as a day."""
    found: DateFact | None = dates.published(
        parsed.read(html.encode(), url, "text/html; charset=utf-8")
    )
    return str(found.moment.day) if found is not None else None


def text(chars: int) -> str:
    """A paragraph of so many characters."""
    return f"<p>{'Words and ' * (chars // 10)}</p>"


# ── names ─────────────────────────────────────────────────────────────────────────────────────────────────────

LONG = "Words " * 12


@pytest.mark.parametrize(
    "name",
    [
        *(
            "date",
            "data",
            "dato",
            "datum",
            "time",
            "publi",
            "posted",
            "created",
            "byline",
            "author",
            "post-meta",
        ),
        *("info", "submitted", "parsed", "fecha", "dachzeile", "kicker", "pub_day", "pubd"),
    ],
)
def test_a_long_line_may_be_called_a_date(name: str) -> None:
    assert day(f"{HEADLINE}<p class={name}>{LONG}July 28, 2022") == "2022-07-28"
    assert day(f"{HEADLINE}<p class=text>{LONG}July 28, 2022") is None


@pytest.mark.parametrize(
    "name",
    [
        *(
            "current-date",
            "currenttime",
            "current-day",
            "today-date",
            "todays_date",
            "date-today",
            "startdate",
        ),
        *(
            "endtime",
            "birthdate",
            "deathdate",
            "doortime",
            "uploaddate",
            "expires",
            "validfrom",
            "validuntil",
        ),
        *(
            "validthrough",
            "temporalcoverage",
            "image-caption",
            "photocaption",
            "wp-caption-text",
            "media_caption",
        ),
        "picture-caption",
    ],
)
def test_names_of_other_days(name: str) -> None:
    assert day(f"{HEADLINE}<p class={name}>July 28, 2022") is None
    assert day(f"{HEADLINE}<p class={name} data-date=2022-07-28>x") is None


@pytest.mark.parametrize(
    "name",
    [
        "date",
        "data",
        "dato",
        "datum",
        "time",
        "publi",
        "posted",
        "created",
        "parsed",
        "dt-start",
        "value-title",
    ],
)
def test_titles_of_what_is_called_a_date(name: str) -> None:
    assert day(f"{HEADLINE}<p><i class={name} title=2022-07-28>last week</i>") == "2022-07-28"
    assert day(f"{HEADLINE}<p><i class={name} title=1999-07-28>long ago</i>") == "1999-07-28"
    assert day(f"{HEADLINE}<p><i class=name title=2022-07-28>last week</i>") is None
    assert day(f"{HEADLINE}<p><i class={name} title=12345678>last week</i>") is None


@pytest.mark.parametrize(
    "name",
    [
        "date",
        "datum",
        "publi",
        "posted",
        "postmeta",
        "entry-meta",
        "entrymeta",
        "submitted",
        "created",
        "timestamp",
    ],
)
def test_names_of_dates_far_from_the_headline(name: str) -> None:
    assert (
        day(f"{TITLE}<body>{text(1000)}<div class='x-{name}'>July 28, 2022</div>") == "2022-07-28"
    )
    assert day(f"{TITLE}<body>{text(1000)}<div class='x'>July 28, 2022</div>") is None
    assert (
        day(f"{TITLE}<body>{text(1000)}<div id={name!r}><b>{'x' * 70}</b>July 28, 2022</div>")
        == "2022-07-28"
    )
    assert day(f"{TITLE}<body>{text(1000)}<div id={name!r}>{text(70)}July 28, 2022</div>") is None


@pytest.mark.parametrize(
    "other",
    [
        *(
            "comment",
            "related",
            "teaser",
            "widget",
            "sidebar",
            "footer",
            "copyright",
            "calendar",
            "event",
        ),
        *("valid", "update", "modified", "picker"),
    ],
)
def test_names_of_other_places(other: str) -> None:
    assert day(f"{TITLE}<body>{text(1000)}<div class='{other}-date'>July 28, 2022</div>") is None
    assert (
        day(f"{HEADLINE}{text(1000)}<div class={other}><p>Published: July 28, 2022</div>") is None
    )


# ── words ─────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("word", "on in since am seit vom le el il em no op w dne".split())  # noqa: SIM905
def test_a_sentence_is_no_date_line(word: str) -> None:
    assert day(f"{HEADLINE}<p>{word} 28.07.2022 {LONG}") is None
    assert day(f"{HEADLINE}<p>{word}x 28.07.2022 {LONG}") == "2022-07-28"


@pytest.mark.parametrize(
    "tag",
    "script style svg select template iframe noscript nav footer figcaption SCRIPT".split(),  # noqa: SIM905
)
def test_what_is_not_shown_or_not_the_article(tag: str) -> None:
    assert day(f"{HEADLINE}<{tag}>July 28, 2022</{tag}>") is None
    assert day(f"{HEADLINE}<{tag}>July 27, 2022</{tag} ><p>July 28, 2022") == "2022-07-28"


def test_comments_in_markup_are_not_shown() -> None:
    assert day(f"{HEADLINE}<!-- <p>July 27, 2022 --><p>July 28, 2022") == "2022-07-28"


AT_THE_END = """
First published July 28, 2022
Originally published July 28, 2022
Date posted: July 28, 2022
* Posted July 28, 2022
Publicado el 28/07/2022)
Publicado em 28/07/2022
Publication date: July 28, 2022
Date de publication : 28/07/2022
Fecha de publicación: 28/07/2022
Data di pubblicazione: 28/07/2022
Data de publicação: 28/07/2022
Pubblicato il 28/07/2022
Pubblicata 28/07/2022
Veröffentlicht am 28.07.2022
Ver&ouml;ffentlicht am 28.07.2022
Erschienen am 28.07.2022
Erscheinungsdatum: 28.07.2022
Erstellt: 28.07.2022
Geplaatst op 28-07-2022
Gepubliceerd 28-07-2022
Publicerad 2022-07-28
Publisert 28.07.2022
Udgivet 28.07.2022
Offentliggjort 28.07.2022
Julkaistu 28.7.2022
Opublikowano 28.07.2022
Publikováno 28. 7. 2022
Publikované 28. 7. 2022
Publicat: 28/07/2022
"""


@pytest.mark.parametrize("line", AT_THE_END.strip().split("\n"))
def test_labels_at_the_end_of_the_text(line: str) -> None:
    assert day(f"{HEADLINE}{text(1000)}<p>{line}") == "2022-07-28"
    assert day(f"{HEADLINE}{text(1000)}<p>{line} {text(130).removeprefix('<p>')}") is None


AMERICAN = "com org net us gov edu mil info io tv news co me".split()  # noqa: SIM905


@pytest.mark.parametrize("host", [f"example.{end}" for end in AMERICAN])
def test_american_hosts_put_the_month_first(host: str) -> None:
    page = f"{HEADLINE}<p>03/04/2022"
    assert day(page, f"https://{host}/story") == "2022-03-04"
    assert day(f"<html lang=en>{page}", f"https://{host}/story") == "2022-03-04"
    assert day(f"<html lang=de>{page}", f"https://{host}/story") == "2022-04-03"


@pytest.mark.parametrize(
    ("head", "expected"),
    [
        ("<html lang=en-US>", "2022-03-04"),
        ("<html lang=en-PH>", "2022-03-04"),
        ("<html lang=en_GB>", "2022-04-03"),
        ("<html lang=en-419>", "2022-03-04"),
        ("<meta property=og:locale content=en_GB>", "2022-04-03"),
        ("<meta http-equiv=content-language content=fr>", "2022-04-03"),
        ("<meta name=language content=de>", "2022-04-03"),
    ],
)
def test_a_page_tells_its_manner(head: str, expected: str) -> None:
    assert day(f"{head}{HEADLINE}<p>03/04/2022") == expected


# ── weights ───────────────────────────────────────────────────────────────────────────────────────────────────

WEIGHTS = {
    "near": ("<p>July 28, 2022", "2022-07-28"),
    "not so near": (f"{text(450)}<p>July 28, 2022", "2022-07-28"),
    "far": (f"{text(750)}<p>July 28, 2022", "2022-07-27"),
    "an attribute, far": (f"{text(850)}<time datetime=2022-07-28>x</time>", "2022-07-28"),
    "a label before an attribute": (
        "<time datetime=2022-07-29>x</time><p>Published July 28, 2022</p>",
        "2022-07-28",
    ),
    "near before a label far": (
        f"<p>July 28, 2022</p>{text(800)}<p>Published July 29, 2022",
        "2022-07-28",
    ),
    "a name before the bare": (
        f"<p>July 29, 2022</p>{text(200)}<p class=date>July 28, 2022",
        "2022-07-28",
    ),
    "the bare before a name far": (
        f"<p>July 28, 2022</p>{text(400)}<p class=date>July 29, 2022",
        "2022-07-28",
    ),
    "a dateline": (f"<p>28.07.2022 {LONG}</p>", "2022-07-28"),
    "a place in a dateline": (f"<p>BERLIN, 28.07.2022 {LONG}</p>", "2022-07-28"),
    "no dateline": (f"<p>Words and words, 28.07.2022 {LONG}</p>", "2022-07-27"),
    "a line before a dateline": (f"<p>29.07.2022 {LONG}</p>{text(200)}<p>28.07.2022", "2022-07-28"),
    "little beside": (f"<p>{'Words ' * 9}28.07.2022", "2022-07-28"),
    "much beside": (f"<p>{'Words ' * 11}28.07.2022", "2022-07-27"),
    "a teaser's before its heading": (
        f"<p>28.07.2022</p>{text(50)}<h3><a href=/x>Another matter</a></h3>",
        "2022-07-27",
    ),
    "none before a heading far below": (
        f"<p>28.07.2022</p>{text(150)}<h3><a href=/x>Another matter</a></h3>",
        "2022-07-28",
    ),
    "before a heading that links nowhere": (
        f"<p>28.07.2022</p>{text(50)}<h3>Another matter</h3>",
        "2022-07-28",
    ),
    "before a link": (f"<p>28.07.2022</p>{text(50)}<p><a href=/x>Another matter</a>", "2022-07-28"),
    "before the headline's own link": (
        f"<p>28.07.2022</p>{text(50)}<h3><a href=/x>The story of some length</a></h3>",
        "2022-07-28",
    ),
    "behind much markup": (f"{'<i></i>' * 700}<p>28.07.2022", "2022-07-28"),
    "behind a picture's markup": (f"{'<i></i>' * 3_000}<p>28.07.2022", "2022-07-28"),
    "behind too much markup": (f"{'<i></i>' * 3_500}<p>28.07.2022", "2022-07-27"),
    "behind a line cut in two": (f"{'<i></i>' * 854}<p>Posted <b>on</b> 28.07.2022", "2022-07-28"),
    "behind a drawing": (
        f"<svg><text>July 1, 2022</text>{'<g/>' * 2_000}</svg><p>28.07.2022",
        "2022-07-28",
    ),
    "behind a name over a post": (
        "<p>28.07.2022</p><h4><a href=/ann>Ann-Other</a></h4>",
        "2022-07-28",
    ),
    "before a title without blanks": (
        "<p>28.07.2022</p><h4><a href=/x>別の記事の見出し</a></h4>",
        "2022-07-27",
    ),
    "of what a link leads to": (
        "<p><a href=/x data-publish-date=2022-07-28>Another matter</a>",
        "2022-07-27",
    ),
    "a zone of another clock": (
        "<time datetime=2022-07-28T14:05>Jul 28, 2022, 3:05pm EDT</time>",
        "2022-07-28",
    ),
}


@pytest.mark.parametrize(("behind", "expected"), WEIGHTS.values(), ids=WEIGHTS)
def test_weights(behind: str, expected: str) -> None:
    assert day(f"{HEADLINE}{behind}", DATED_URL) == expected


def test_what_hardly_belongs_to_the_headline_is_better_than_nothing() -> None:
    assert day(f"{HEADLINE}{WEIGHTS['far'][0]}") == "2022-07-28"


ABOVE = {
    "near": ("<p>July 28, 2022", "2022-07-28"),
    "with a little between": (f"<p>July 28, 2022</p>{text(120)}", "2022-07-27"),
    "named": (f"<p class=date>July 28, 2022</p>{text(200)}", "2022-07-28"),
    "labelled": (f"<p>Published July 28, 2022</p>{text(230)}", "2022-07-28"),
    "labelled, far": (f"<p>Published July 28, 2022</p>{text(280)}", "2022-07-27"),
    "before much markup": (f"<p>July 28, 2022</p>{'<i></i>' * 400}", "2022-07-28"),
    "before too much markup": (f"<p>July 28, 2022</p>{'<i></i>' * 450}", "2022-07-27"),
}


@pytest.mark.parametrize(("above", "expected"), ABOVE.values(), ids=ABOVE)
def test_weights_above(above: str, expected: str) -> None:
    assert day(f"{TITLE}<body>{above}{HEADING}", DATED_URL) == expected
