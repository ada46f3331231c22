"""What a page has for a gap: sound texts, its date, its measured lead image."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from msgspec.structs import replace

from enricher.config import Write
from enricher.models import (
    DateFact,
    ImageCandidate,
    ImageFacts,
    Moment,
    PageFacts,
    Status,
    TextFact,
)
from tests.enrich.knowing import (
    FACTS,
    IMAGE,
    LACKING,
    URL,
    Known,
    changes,
    enriched,
    page,
    picture,
)
from tests.fakes import NOON


@pytest.mark.parametrize(
    ("facts", "kept"),
    [
        (replace(FACTS, excerpt=TextFact(text=" Two\n lines\u00ad ", source="x")), "Two lines"),
        (replace(FACTS, excerpt=TextFact(text="the cityâ€™s ban", source="x")), "the city’s ban"),
        (replace(FACTS, excerpt=TextFact(text="lost \ufffd", source="x")), None),
        (replace(FACTS, excerpt=TextFact(text=" ", source="x")), None),
        (replace(FACTS, excerpt=None), None),
    ],
)
def test_texts_are_sound(facts: PageFacts, kept: str | None) -> None:
    assert changes(LACKING, Known().put(page(facts=facts))).get("excerpt") == kept


@pytest.mark.parametrize(
    ("title", "url", "is_filled"),
    [
        ("The A News", URL, False),  # og:site_name says the same
        ("the a news", URL, False),
        ("- Home", URL, False),
        ("» Home |", URL, False),
        ("Startseite", URL, False),
        ("Untitled Document", URL, False),
        ("a.test", URL, False),
        ("www.a.test", URL, False),
        ("The A News", "https://a.test/", True),  # there it is the title
        ("The A News moves to the harbour", URL, True),
        ("Home at last", URL, True),
    ],
)
def test_a_title_that_says_nothing_is_not_written(title: str, url: str, is_filled: bool) -> None:
    facts = replace(FACTS, title=TextFact(text=title, source="html"))
    known = Known().put(replace(page(facts=facts), target=url, final_url=None))
    found = changes(f'webUrl: {url}\nexcerpt: "What it says."\n', known)
    assert ("title" in found) is is_filled


def test_a_day_stays_a_day() -> None:
    facts = replace(FACTS, published=DateFact(moment=Moment(date(2022, 7, 28)), source="x"))
    assert changes(LACKING, Known().put(page(facts=facts)))["publishedDateTime"] == date(
        2022, 7, 28
    )


@pytest.mark.parametrize("name", ["a.test", "www.A.test", "A.TEST.", "news.b.test", "b.test"])
@pytest.mark.parametrize("final_url", ["https://news.b.test/1", None])
def test_a_host_is_no_name(name: str, final_url: str | None) -> None:
    facts = replace(FACTS, site_name=TextFact(text=name, source="x"))
    known = Known().put(replace(page(facts=facts, identity=None), final_url=final_url))
    found = changes(f"webUrl: {URL}\nprovider:\n  name: a.test\n  domain: a.test\n", known)
    assert ("provider.name" in found) is (final_url is None and "b.test" in name)


@pytest.mark.parametrize(
    ("known", "is_filled"),
    [
        (Known().put(page()), True),
        (Known().put(page()).put(picture()), True),
        (Known().put(page(image=None)), False),
        (Known().put(page(image=None)).put(picture()), True),
        (Known().put(page(image=ImageFacts(format="svg", width=None, height=None))), False),
        (Known().put(page(image=ImageFacts(format="svg", width=1200, height=None))), False),
        (Known().put(page(image=ImageFacts(format="svg", width=None, height=630))), False),
        (
            Known().put(page()).put(picture(facts=None, status=Status.DEAD, reason="http-404")),
            False,
        ),
        (Known().put(page()).put(picture(status=Status.DRIFTED, reason="not-an-image")), False),
        (Known().put(page(facts=replace(FACTS, image=None))), False),
        (
            Known().put(
                page(facts=replace(FACTS, image=ImageCandidate(url="/lead.jpg", source="x")))
            ),
            False,
        ),
    ],
)
def test_a_lead_image_is_measured_and_well(known: Known, is_filled: bool) -> None:
    assert ("images" in changes(LACKING, known)) is is_filled


def test_a_filled_image_has_the_size_and_the_line_of_its_own_check() -> None:
    own = picture(
        facts=ImageFacts(format="png", width=800, height=400), at=NOON + timedelta(seconds=2)
    )
    assert changes(LACKING, Known().put(page()).put(own))["images"] == [{
        "url": IMAGE, "width": 800, "height": 400, "isCached": False,
        "checks": {"url": {"status": "ok", "since": NOON + timedelta(seconds=2)}},
    }]  # fmt: skip


def test_only_problems_leave_no_line_in_a_filled_image() -> None:
    after = enriched(LACKING, Known().put(page()).put(picture()), write=Write(when="problems"))
    assert "checks" not in after
    assert "images:" in after
