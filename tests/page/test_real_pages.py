"""Facts of real pages, against what is known of them: no change makes them worse unseen.

Each least score stands a little below what was measured last (docs/measurements.md, "Metadata").
"""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache

import pytest

from enricher.models import PageFacts
from enricher.page import read
from tests import material
from tests.page import real


@lru_cache(maxsize=1)
def facts() -> tuple[tuple[real.RealPage, PageFacts], ...]:
    return tuple((page, read.page(page.body, page.url, "").facts) for page in real.pages())


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
    ],
    ids=lambda value: getattr(value, "__name__", str(value)),
)
def test_facts_are_as_good_as_measured(
    judge: Callable[[real.RealPage, PageFacts], float], least: float
) -> None:
    scores = [judge(page, found) for page, found in facts() if judge.__name__ in page.expected]
    assert sum(scores) / len(scores) >= least
