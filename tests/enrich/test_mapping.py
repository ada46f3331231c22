"""One mapping that describes a page: whom to trust, what is missing, what is mended."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest
from msgspec.structs import replace

from enricher.config import Enrich
from enricher.document import fieldpath
from enricher.models import (
    Standing,
    Status,
    TextFact,
)
from tests.enrich.knowing import (
    FACTS,
    FIRST,
    IMAGE,
    LACKING,
    URL,
    Known,
    changes,
    enriched,
    page,
    picture,
    proposed_changes,
)
from tests.fakes import NOON, outcome

# ── whom to trust ─────────────────────────────────────────────────────────────────────────────────────────────

OTHER = "title: An entirely different matter about gardens\nwebUrl: https://a.test/1\n"


@pytest.mark.parametrize(
    ("yaml", "known", "is_filled"),
    [
        (LACKING, Known().put(page(identity=0.9)), True),
        (LACKING, Known().put(page(identity=0.6)), True),
        (
            LACKING,
            Known().put(page(identity=None)),
            True,
        ),  # after a 304: this document's own title proves it
        (OTHER, Known().put(page(identity=None)), False),
        (OTHER, Known().put(page(identity=0.4)), False),
        (
            OTHER,
            Known().put(page(identity=0.9)),
            False,
        ),  # another document's words fit, this one's do not
        (f"webUrl: {URL}\n", Known().put(page(identity=None)), True),
        (f"webUrl: {URL}\n", Known().put(page(identity=0.2)), False),
        (LACKING, Known().put(page(status=Status.MOVED, reason="http-301")), True),
        (
            LACKING,
            Known().put(page(status=Status.DRIFTED, reason="title-mismatch", identity=0.1)),
            False,
        ),
        (LACKING, Known().put(page(status=Status.RESTRICTED, reason="login")), False),
        (LACKING, Known().put(page(status=Status.SOFT404, reason="not-found-text")), False),
        (
            LACKING,
            Known().put(page(), Standing(status=Status.DEAD, reason="pinned", since=NOON)),
            False,
        ),
        (LACKING, Known().put(outcome(URL)), False),
        (f"<<: &base {{excerpt: x}}\n{LACKING}", Known().put(page()), False),
    ],
)
def test_filled_only_from_the_described_page(yaml: str, known: Known, is_filled: bool) -> None:
    assert ("excerpt" in changes(yaml, known)) is is_filled


def test_the_linked_page_wins_over_the_first_one_which_fills_what_is_left() -> None:
    yaml = f"title: The title of the page\noriginalUrl: {FIRST}\nwebUrl: {URL}\n"
    web = replace(
        FACTS,
        excerpt=TextFact(text="From the linked page.", source="x"),
        published=None,
        image=None,
    )
    first = replace(FACTS, excerpt=TextFact(text="From the first page.", source="x"), image=None)
    found = changes(yaml, Known().put(page(URL, web)).put(page(FIRST, first)))
    assert found["excerpt"] == "From the linked page."
    assert found["publishedDateTime"] == datetime(2022, 7, 28, 21, 27, tzinfo=UTC)


def test_home_pages_and_buttons_fill_nothing() -> None:
    yaml = f"name: A Person\nwebsite: {URL}\nactions:\n  - url: {URL}\n    title: Download\n"
    assert changes(yaml, Known().put(page(identity=None))) == {}


def test_a_filled_title_proves_another_page_at_once() -> None:
    """The first page brings the title, and with it the second one is known to be the same article."""
    known = (
        Known()
        .put(page(FIRST, replace(FACTS, image=None), image=None))
        .put(page(URL, identity=None))
    )
    after = enriched(
        f"excerpt: What the page is about,\nwebUrl: {URL}\noriginalUrl: {FIRST}\n", known
    )
    assert "title: The title of the page\n" in after
    assert f"url: {IMAGE}\n" in after


# ── what is missing ───────────────────────────────────────────────────────────────────────────────────────────

BARE = {"title", "excerpt", "publishedDateTime", "images"}


@pytest.mark.parametrize(
    ("yaml", "filled"),
    [
        ("", BARE),
        ("title:\n", BARE),
        ("title: ''\n", BARE),
        ("title: '  '\n", BARE),
        ("title: ~\nexcerpt: null\npublishedDateTime:\nimages: []\n", BARE),
        ("title: The title of the page\n", BARE - {"title"}),
        ("name: The title of the page\n", BARE - {"title"}),
        ("publishedDateTime: 2022\n", BARE - {"publishedDateTime"}),
        ("startDateTime: 2022-01-01T00:00:00Z\n", BARE - {"publishedDateTime"}),
        ("images:\n", BARE),
        ("images:\n  - title: no url\n", BARE - {"images"}),
        ("provider:\n  name: A.test\n  domain: www.a.test\n", BARE | {"provider.name"}),
        ("provider:\n  domain: a.test\n", BARE | {"provider.name"}),
        ("provider:\n", BARE | {"provider.name"}),
        ("provider:\n  name: Known\n  domain: a.test\n", BARE),
        ("provider:\n  name: Known\n", BARE),
        ("quality:\nheat:\nsecured:\n", BARE),
    ],
)
def test_gaps(yaml: str, filled: set[str]) -> None:
    assert set(changes(f"{yaml}webUrl: {URL}\n", Known().put(page(identity=None)))) == filled


@pytest.mark.parametrize(
    "type_", ["collection", "community", "course", "event", "forum", "profile", "webinar"]
)
def test_what_goes_on_or_takes_place_has_no_date(type_: str) -> None:
    filled = set(changes(f"type: {type_}\nwebUrl: {URL}\n", Known().put(page(identity=None))))
    assert filled == BARE - {"publishedDateTime"}


@pytest.mark.parametrize("empty", ["", "''", "'  '", "~", "[]"])
def test_what_is_empty_is_as_good_as_missing(empty: str) -> None:
    found = proposed_changes(f"title: {empty}\nwebUrl: {URL}\n", Known().put(page(identity=None)))
    (title,) = (edit for edit in found.edits if edit.field == ("title",))
    assert (title.before, title.after) == (None, "The title of the page")


@pytest.mark.parametrize(
    "rule", ["title", "excerpt", "publishedDateTime", "provider.name", "images", "size"]
)
def test_policy_says_what_may_be_filled(rule: Any) -> None:
    yaml = (
        f"webUrl: {URL}\nprovider:\n  domain: a.test\nrelated:\n  - images:\n      - url: {IMAGE}\n"
    )
    known = Known().put(page(identity=None)).put(picture())
    expected = {"size": {"related[0].images[0].width", "related[0].images[0].height"}}.get(
        rule, {rule}
    )
    assert set(changes(yaml, known, Enrich(fill=(rule,)))) == expected
    assert changes(yaml, known, Enrich(fill=())) == {}


# ── texts ─────────────────────────────────────────────────────────────────────────────────────────────────────

BROKEN = f'title: "The cityâ€™s ban"\nexcerpt: x\nprovider:\n  name: CafÃ©\nwebUrl: {URL}\n'


def test_mojibake_is_reported() -> None:
    found = proposed_changes(BROKEN, Known())
    assert found.edits == ()
    assert [(fieldpath.show(n.field), n.what, n.after) for n in found.notices] == [
        ("title", "mojibake", "The city’s ban"),
        ("provider.name", "mojibake", "Café"),
    ]


def test_mojibake_of_a_person_s_name_is_repaired_too() -> None:
    known = Known().put(page(identity=None))
    assert changes(f"name: JosÃ© Doe\nwebUrl: {URL}\n", Known(), Enrich(text="repair")) == {
        "name": "José Doe"
    }
    assert (
        changes(f"title: ''\nexcerpt: ' '\nwebUrl: {URL}\n", known, Enrich(fill=(), completes=True))
        == {}
    )


def test_mojibake_is_mended_where_policy_says_so() -> None:
    assert (
        enriched(BROKEN, Known(), Enrich(text="repair"))
        == f'title: "The city’s ban"\nexcerpt: x\nprovider:\n  name: Café\nwebUrl: {URL}\n'
    )


def test_what_is_filled_is_completed_from_another_page_of_the_mapping_at_once() -> None:
    yaml = f"excerpt: \nwebUrl: {URL}\noriginalUrl: {FIRST}\n"
    cut = replace(FACTS, excerpt=TextFact(text="What the page is about,", source="x"))
    known = Known().put(page(facts=cut, identity=None)).put(page(FIRST, identity=None))
    whole = "What the page is about, in one sentence."
    assert changes(yaml, known, Enrich(completes=True))["excerpt"] == whole
    assert changes(yaml, known)["excerpt"] == "What the page is about,"


def test_a_cut_excerpt_is_completed_where_policy_says_so() -> None:
    yaml = f'title: The title of the page\nexcerpt: "What the page is about,"\nwebUrl: {URL}\n'
    known = Known().put(page())
    assert "excerpt" not in changes(yaml, known)
    assert (
        changes(yaml, known, Enrich(completes=True))["excerpt"]
        == "What the page is about, in one sentence."
    )
    assert "excerpt" not in changes(
        yaml,
        Known().put(page(status=Status.DRIFTED, reason="title-mismatch")),
        Enrich(completes=True),
    )
