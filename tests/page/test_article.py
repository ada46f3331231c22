"""Which of a page's JSON-LD nodes is its article."""

from __future__ import annotations

import pytest

from enricher.page import article

URL = "https://news.test/2021/05/story"
TITLE = "The bridge is closed"


@pytest.mark.parametrize(
    ("nodes", "chosen"),
    [
        ([{"@type": "WebSite"}, {"@type": "NewsArticle", "headline": "A"}], 1),
        ([{"@type": "WebPage", "name": "A"}, {"@type": "BreadcrumbList"}], 0),
        ([{"@type": "VideoObject", "name": "V"}, {"@type": "BlogPosting", "headline": "A"}], 1),
        ([{"@type": "WebPage"}, {"@type": "VideoObject", "name": "V"}], 1),
        # several articles: by address, in each of its places
        (
            [
                {"@type": "Article", "url": "https://news.test/other"},
                {"@type": "Article", "url": "http://www.news.test/2021/05/story/?x"},
            ],
            1,
        ),
        ([{"@type": "Article"}, {"@type": "Article", "mainEntityOfPage": {"@id": URL}}], 1),
        ([{"@type": "Article"}, {"@type": "Article", "mainEntityOfPage": [URL]}], 1),
        (
            [
                {"@type": "Article"},
                {"@type": "Article", "@id": " HTTPS://WWW.News.test/2021/05/STORY/#article "},
            ],
            1,
        ),
        ([{"@type": "Article"}, {"@type": "Article", "mainEntityOfPage": {"url": URL}}], 1),
        ([{"@type": "Article"}, {"@type": "Article", "url": ""}], 0),
        # by title
        (
            [
                {"@type": "Article", "headline": "Another story here"},
                {"@type": "Article", "headline": "The bridge is closed"},
            ],
            1,
        ),
        (
            [
                {"@type": "Article"},
                {"@type": "Article", "name": "THE BRIDGE is closed | News &amp; more"},
            ],
            1,
        ),
        ([{"@type": "Article"}, {"@type": "Article", "headline": "The bridg"}], 1),
        ([{"@type": "Article"}, {"@type": "Article", "headline": "The brid"}], 0),
        (
            [
                {"@type": "Article"},
                {"@type": "Article", "headline": "Another story", "name": TITLE},
            ],
            0,
        ),
        ([{"@type": "Article"}, {"@type": "Article", "headline": [TITLE]}], 0),
        ([{"@type": "Article", "headline": "One"}, {"@type": "Article", "headline": "Two"}], 0),
        # an address says more than a title, an article more than a page with both, but not more than a video with both
        ([{"@type": "Article", "headline": TITLE}, {"@type": "Article", "url": URL}], 1),
        ([{"@type": "WebPage", "url": URL, "name": TITLE}, {"@type": "Article"}], 1),
        ([{"@type": "Article"}, {"@type": "VideoObject", "url": URL, "name": TITLE}], 1),
        ([{"@type": "Article"}, {"@type": "VideoObject", "url": URL}], 0),
        ([{"@type": "Person"}, {"@type": 3}, {}], None),
        ([], None),
    ],
)
def test_the_article_among_the_nodes(nodes: list[dict[str, object]], chosen: int | None) -> None:
    found = article.choose(nodes, [URL, ""], ["", f"{TITLE} | News"])
    assert found is (None if chosen is None else nodes[chosen])


ARTICLES = "Article NewsArticle BlogPosting Report Review ShortStory Essay"
OTHERS = """
VideoObject AudioObject PodcastEpisode TVEpisode Recipe Course Book Event MusicEvent Product QAPage Question
"""
PAGES = "WebPage ItemPage CreativeWork"


@pytest.mark.parametrize(
    ("kinds", "lesser"),
    [(ARTICLES, "VideoObject"), (OTHERS, "WebPage"), (PAGES, "Person")],
    ids=lambda names: names[:8],
)
def test_kinds(kinds: str, lesser: str) -> None:
    for kind in kinds.split():
        nodes: list[dict[str, object]] = [{"@type": lesser}, {"@type": ["Thing", kind]}]
        assert article.choose(nodes, [], []) is nodes[1]


@pytest.mark.parametrize(
    "kind",
    [
        *(
            "Articles",
            "MyRecipe",
            "Recipes",
            "Episodes",
            "EventSeries",
            "WebPageElement",
            "MyCreativeWork",
        ),
        *("CreativeWorkSeries", "Person", ""),
    ],
)
def test_what_is_no_article(kind: str) -> None:
    assert article.choose([{"@type": kind}], [URL], []) is None
