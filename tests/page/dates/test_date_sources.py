"""Which metas and which nodes of JSON-LD say when the article was published, name by name."""

from __future__ import annotations

import json

import pytest

from enricher.page import dates
from enricher.page.parsed import ParsedPage
from tests.page.titled import titled

URL = "https://example.com/news/story"
HEADLINE = "<title>A story of some length - The Paper</title><body><h1>A story of some length</h1>"


def published(html: str) -> str | None:
    """The day of publication."""
    found = dates.read(*titled(ParsedPage(html.encode(), URL, "text/html; charset=utf-8")))
    return str(found.moment.day) if found is not None else None


def meta(name: str, content: str = "2022-07-28") -> str:
    return f'<meta name="{name}" content="{content}">'


def node(kind: str, **values: str) -> str:
    return f'<script type="application/ld+json">{json.dumps({"@type": kind, "@id": "x", **values})}</script>'


SURE = """
article:published_time og:article:published_time article_published article:published
publish-date publication_date pubdate pub_date pub-day apub:time pub.date dc.issued dc.date.issued release_date
video:release_date dateposted analytics:p_ts publisherdate
""".split()  # noqa: SIM905 - reads better


@pytest.mark.parametrize("name", ["article:published_time", "og:article:published_time"])
def test_the_surest_meta(name: str) -> None:
    assert published(meta("publish-date", "2022-07-29") + meta(name)) == "2022-07-28"


DATED = "created article:create_at date dc.date sailthru.date uploadtime og:displaytime regdate"


@pytest.mark.parametrize("name", SURE)
def test_metas_that_say_published(name: str) -> None:
    assert published(meta("date", "2022-07-29") + meta(name)) == "2022-07-28"


@pytest.mark.parametrize("name", DATED.split())
def test_metas_that_say_date(name: str) -> None:
    assert published(meta(name) + meta("pubdate", "2022-07-27")) == "2022-07-27"
    assert published(meta(name)) == "2022-07-28"


@pytest.mark.parametrize(
    "name", ["modified_time", "og:updated_time", "revised", "last-mod", "lastmod", "changed"]
)
def test_metas_that_say_changed(name: str) -> None:
    assert published(meta(name)) is None


OTHERS = """
modified-date updatedate revision-date lastdate expiry-date valid-date event-date startdate enddate copyright-date
date-available accepted-date birthdate refresh-date status-date current-date now-date today-date publisher render-date
cache-date timezone-date build-date deploy-date review-date title-date date-description image-date author-date
generated-date date-received date-submitted
""".split()  # noqa: SIM905 - reads better


@pytest.mark.parametrize("name", OTHERS)
def test_metas_of_other_days(name: str) -> None:
    assert published(meta(name)) is None


@pytest.mark.parametrize(
    "kind", ["Comment", "WebSite", "Organization", "Person", "Offer", "EventSeries"]
)
def test_nodes_that_are_no_article(kind: str) -> None:
    assert published(node(kind, datePublished="2022-07-28")) is None
    article = node("NewsArticle", headline="A story of some length", url=URL)
    assert published(f"{article}{node(kind, datePublished='2022-07-28')}{HEADLINE}") is None


@pytest.mark.parametrize(
    "kind",
    [
        "NewsArticle",
        "BlogPosting",
        "Report",
        "Review",
        "VideoObject",
        "PodcastEpisode",
        "MediaReview",
    ],
)
def test_nodes_that_are_articles_wherever_they_stand(kind: str) -> None:
    page = node(kind, datePublished="2022-07-28", name="A story of some length").encode()
    assert dates.read(*titled(ParsedPage(page, "https://example.com/", "text/html"))) is not None
    page = node("WebPage", datePublished="2022-07-28").encode()
    assert dates.read(*titled(ParsedPage(page, "https://example.com/", "text/html"))) is None


def test_many_days_about_the_headline_are_a_list() -> None:
    lines = "".join(f"<p>July {day}, 2022" for day in (28, 27, 26))
    assert published(f"{HEADLINE}{lines}") == "2022-07-28"
    assert published(f"{HEADLINE}{lines}<p>July 25, 2022") is None
    assert (
        published(f'<meta property="og:type" content="article">{HEADLINE}{lines}<p>July 25, 2022')
        == "2022-07-28"
    )
