"""One document: what a careful person would change, knowing what was found; and not a word more."""

from __future__ import annotations

from msgspec.structs import replace

from enricher import enrich
from enricher.config import Config, Enrich, Fields
from enricher.document import fieldpath, frontmatter, links
from enricher.models import (
    Kind,
    TextFact,
)
from tests.enrich.knowing import (
    ALWAYS,
    FACTS,
    IMAGE,
    LINE,
    URL,
    WHOLE,
    Known,
    enriched,
    page,
    picture,
)
from tests.material import SEEDS


def test_a_bare_related_item_as_a_careful_person_would_fill_it() -> None:
    yaml = f"related:\n  - webUrl: {URL}\n    type: article\n    provider:\n      name: a.test\n      domain: a.test\n    quality: 7\n"
    assert enriched(yaml, Known().put(page(identity=None))) == (
        'related:\n  - title: "The title of the page"\n'.replace(
            '"The title of the page"', "The title of the page"
        )
        + "    excerpt: What the page is about, in one sentence.\n"
        "    publishedDateTime: 2022-07-28T21:27:00Z\n"
        f"    webUrl: {URL}\n"
        "    type: article\n"
        "    provider:\n"
        "      name: The A News\n"
        "      domain: a.test\n"
        "    quality: 7\n"
        "    images:\n"
        f"      - url: {IMAGE}\n"
        "        width: 1200\n"
        "        height: 630\n"
        "        isCached: false\n"
        "        checks:\n"
        f"          url: {LINE}\n"
        "    checks:\n"
        f"      webUrl: {LINE}\n"
    )


def test_a_whole_item_gets_its_check_lines_and_nothing_else() -> None:
    assert (
        enriched(WHOLE, Known().put(page()).put(picture()))
        == f"{WHOLE}    checks:\n      url: {LINE}\nchecks:\n  webUrl: {LINE}\n"
    )


def test_nothing_known_nothing_done() -> None:
    assert enriched(f"webUrl: {URL}\n", Known()) == f"webUrl: {URL}\n"


def test_the_seed() -> None:
    """Its second related item has no images; its first has a provider without a name."""
    text = (
        SEEDS / "2022-07-28-new-orleans-mayor-signs-it-cops-can-use-facial-recognition.md"
    ).read_text(encoding="utf-8")
    front = frontmatter.read(text, "seed.md")
    assert front is not None
    known = Known()
    for link in links.find(front, Fields()):
        title = link.description.title or ""
        facts = replace(FACTS, title=TextFact(text=title, source="h1"))
        known.put(page(link.target, facts) if link.kind is Kind.PAGE else picture(link.target))
    found = enrich.edits(
        front, links.find(front, Fields()), known, Config(enrich=Enrich(), write=ALWAYS)
    )
    assert {fieldpath.show(edit.field): edit.because for edit in found} == {
        "checks.webUrl": "checks",
        "checks.originalUrl": "checks",
        "images": "fill",
        "related[0].checks.webUrl": "checks",
        "related[0].provider.name": "fill",
        "related[0].images[0].checks.url": "checks",
        "related[0].images[0].width": "correct",
        "related[0].images[0].height": "correct",
        "related[1].checks.webUrl": "checks",
        "related[1].images": "fill",
    }
    (notice,) = enrich.proposed_changes(
        front, links.find(front, Fields()), known, Config(enrich=Enrich(), write=ALWAYS)
    ).notices
    assert (fieldpath.show(notice.field), notice.what) == ("excerpt", "mojibake")
    assert "city’s ban" in str(notice.after)
