"""One link: its `checks` line, its address, the size of an image."""

from __future__ import annotations

import pytest

from enricher import enrich
from enricher.config import Config, Enrich, Fields, Write
from enricher.document import editing, frontmatter, links
from enricher.models import (
    ImageFacts,
    Outcome,
    Status,
    Value,
)
from tests.enrich.knowing import (
    ALWAYS,
    FIRST,
    IMAGE,
    LINE,
    NEW,
    UPDATE,
    URL,
    WHOLE,
    Known,
    changes,
    enriched,
    moved,
    page,
    picture,
    proposed_changes,
    read,
)

# ── check lines ───────────────────────────────────────────────────────────────────────────────────────────────


def test_a_recovered_link_s_line_goes_where_only_problems_are_written() -> None:
    yaml = f"{WHOLE}checks:\n  webUrl: {{status: dead, reason: http-404, since: 2026-01-01T00:00:00Z}}\n"
    assert enriched(yaml, Known().put(page()), write=Write(when="problems")) == WHOLE


def test_another_key_by_setting() -> None:
    assert (
        enriched(WHOLE, Known().put(page()), write=Write(key="linkStatus", when="always"))
        == f"{WHOLE}linkStatus:\n  webUrl: {LINE}\n"
    )


def test_a_url_that_is_an_item_of_a_list_has_no_place_for_a_line() -> None:
    fields = Fields(pages=("links[]",), images=("pictures[]",))
    front = read(f"links:\n  - {URL}\npictures:\n  - {IMAGE}\n")
    found = links.find(front, fields)
    assert len(found) == 2
    known = Known().put(page(identity=None)).put(picture())
    assert enrich.edits(front, found, known, Config(fields=fields, write=ALWAYS)) == []
    known.put(moved(identity=None))
    config = Config(fields=fields, enrich=UPDATE, write=ALWAYS)
    (update,) = enrich.edits(front, found, known, config)
    assert (update.field, update.after) == (("links", 0), NEW)


@pytest.mark.parametrize(
    ("known", "url"),
    [
        (Known().put(moved()).put(page(NEW)), NEW),
        (Known().put(moved()).put(page(NEW, status=Status.DEAD, reason="http-404")), URL),
        (Known().put(moved()).put(moved(NEW, "https://a.test/3")), "https://a.test/3"),
        (Known().put(moved()).put(moved(NEW, URL)), URL),
        (Known().put(moved()).put(moved(NEW, FIRST)).put(moved(FIRST, NEW)), URL),
        (Known().put(moved(reason="canonical")), URL),
        (Known().put(moved(to="/relative")), URL),
    ],
)
def test_how_far_a_move_is_followed(known: Known, url: str) -> None:
    front = read(WHOLE)
    result = editing.apply_edits(
        front,
        enrich.edits(
            front, links.find(front, Fields()), known, Config(enrich=UPDATE, write=ALWAYS)
        ),
    )
    after = frontmatter.read(result.text, "d.md")
    assert after is not None
    assert after.get(("webUrl",)) == url


def test_a_followed_move_keeps_the_place_in_the_page() -> None:
    assert (
        changes(f"webUrl: {URL}#part\n", Known().put(moved(identity=None)), UPDATE)["webUrl"]
        == f"{NEW}#part"
    )


# ── sizes ─────────────────────────────────────────────────────────────────────────────────────────────────────

IMAGES = "images:\n  - url: https://i.test/lead.jpg\n"


@pytest.mark.parametrize(
    ("held", "after"),
    [
        ("    width: 1200\n    height: 630\n", {}),
        ("", {"width": 1200, "height": 630}),
        ("    width:\n", {"width": 1200, "height": 630}),
        ("    width: 720\n    height: 393\n", {"width": 1200, "height": 630}),
        ("    width: 720\n", {"width": 1200, "height": 630}),
        ("    width: '720'\n    height: \"630\"\n", {"width": "1200"}),
        ("    width: 1200.0\n    height: 630\n", {}),
        ("    width: 100%\n    height: auto\n", {}),
        ("    width: 100px\n    height: 0\n", {}),
        ("    width: 100px\n", {}),
        ("    width: 0\n    height: 0\n", {"width": 1200, "height": 630}),
        ("    width: -1\n    height:\n", {"width": 1200, "height": 630}),
        ("    width: true\n    height: 630\n", {}),
        ("    width: [720]\n    height: 630\n", {}),
        (f"    width: '{'7' * 5000}'\n    height: 630\n", {"width": "1200"}),
    ],
)
def test_sizes(held: str, after: dict[str, Value]) -> None:
    assert changes(IMAGES + held, Known().put(picture())) == {
        f"images[0].{side}": value for side, value in after.items()
    }


def test_a_wrong_size_is_only_reported_where_policy_says_so() -> None:
    found = proposed_changes(
        f"{IMAGES}    width: 720\n    height: '630'\n",
        Known().put(picture()),
        Enrich(size="report"),
    )
    assert [edit.because for edit in found.edits] == ["checks"]
    assert [(notice.what, notice.before, notice.after) for notice in found.notices] == [
        ("size", 720, 1200)
    ]


def test_a_missing_size_is_filled_where_none_would_be_corrected() -> None:
    assert changes(IMAGES, Known().put(picture()), Enrich(size="report")).keys() == {
        "images[0].width",
        "images[0].height",
    }
    assert changes(f"{IMAGES}    width: 720\n", Known().put(picture()), Enrich(size="report")) == {}


@pytest.mark.parametrize(
    "found",
    [
        picture(facts=ImageFacts(format="svg", width=None, height=None)),
        picture(facts=ImageFacts(format="svg", width=1200, height=None)),
        picture(facts=ImageFacts(format="svg", width=None, height=630)),
        picture(facts=None),
        picture(status=Status.DEAD, reason="http-404"),
    ],
)
def test_no_size_from_what_is_no_picture(found: Outcome) -> None:
    assert changes(f"{IMAGES}    width: 720\n", Known().put(found)) == {}
