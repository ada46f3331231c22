"""Facts of real pages, against what is known of them: no change makes them worse unseen.

Each least score stands a little below what was measured last (docs/measurements.md, "Metadata").
"""

from __future__ import annotations

from collections.abc import Callable

import pytest

from enricher.models import PageFacts
from tests import material
from tests.page import real


def title(page: real.RealPage, found: PageFacts) -> float:
    return float(
        found.title is not None
        and real.folded(found.title.text) == real.folded(page.expected["title"])
    )


def excerpt(page: real.RealPage, found: PageFacts) -> float:
    return real.overlap(found.excerpt.text, page.expected["excerpt"]) if found.excerpt else 0.0


def site_name(page: real.RealPage, found: PageFacts) -> float:
    wanted = page.expected["site_name"]
    texts = wanted if isinstance(wanted, list) else [wanted]
    return float(
        found.site_name is not None
        and real.letters(found.site_name.text) in map(real.letters, texts)
    )


def authors(page: real.RealPage, found: PageFacts) -> float:
    return float(real.names(list(found.authors)) == real.names(page.expected["authors"]))


def canonical(page: real.RealPage, found: PageFacts) -> float:
    wanted = real.address(page.expected["canonical"], page.url)
    return float(
        found.canonical_url is not None and real.address(found.canonical_url, page.url) == wanted
    )


def lang(page: real.RealPage, found: PageFacts) -> float:
    return float(
        (found.language or "").partition("-")[0] == page.expected["lang"].partition("-")[0].lower()
    )


def published(page: real.RealPage, found: PageFacts) -> float:
    """By day, of the moment as it is told or in UTC."""
    if found.published is None:
        return 0.0
    wanted = page.expected["publishedDateTime"]
    days = [text[:10] for text in (wanted if isinstance(wanted, list) else [wanted])]
    moment = found.published.moment
    return float(str(moment.day) in days or str(moment)[:10] in days)


def image(page: real.RealPage, found: PageFacts) -> float:
    """By exact address less its scheme."""
    wanted = {url.partition(":")[2] for url in page.expected["image"]}
    return float(found.image is not None and found.image.url.partition(":")[2] in wanted)


@material.needs_pages
@pytest.mark.parametrize(
    ("judge", "least"),
    [
        (title, 0.88),
        (excerpt, 0.87),
        (site_name, 0.75),
        (authors, 0.73),
        (canonical, 0.93),
        (lang, 0.96),
        (published, 0.86),
        (image, 0.86),
    ],
    ids=lambda value: getattr(value, "__name__", str(value)),
)
def test_facts_are_as_good_as_measured(
    judge: Callable[[real.RealPage, PageFacts], float], least: float
) -> None:
    name = {"published": "publishedDateTime"}.get(judge.__name__, judge.__name__)
    scores = [
        judge(page, real.whole(page.body, page.url).facts)
        for page in real.pages()
        if name in page.expected
    ]
    assert sum(scores) / len(scores) >= least
