"""What documents say about copies: of which images, and when that changes."""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from enricher import copies
from enricher.config import Fields
from enricher.document import fieldpath, frontmatter, links
from enricher.enrich import ProposedChanges
from enricher.models import Edit, Link, Value

LEAD = "https://img.test/lead.jpg"
NOTHING = ProposedChanges(edits=(), notices=())

DOCUMENT = f"""---
webUrl: "https://a.test/1"
images:
  - url: "{LEAD}"
    isCached: true
  - url: "https://img.test/second.jpg"
    isCached: true
provider:
  images:
    - url: "https://img.test/logo.jpg"
      isCached: true
affiliation:
  images:
    - url: "https://img.test/portrait.jpg"
      isCached: true
related:
  - webUrl: "https://a.test/2"
    provider:
      images:
        - url: "https://img.test/logo.jpg"
    images:
      - url: "https://img.test/other.jpg"
---
"""


@dataclass(frozen=True)
class KnownImages:
    is_open: bool = True
    is_new: bool = False
    held: frozenset[str] = frozenset()
    lost: frozenset[str] = frozenset()

    def has(self, url: str) -> bool:
        return url in self.held

    def has_lost(self, url: str) -> bool:
        return url in self.lost


def read(text: str = DOCUMENT) -> tuple[frontmatter.Frontmatter, list[Link]]:
    front = frontmatter.read(text, "a.md")
    assert front is not None
    return front, list(links.find(front, Fields()))


def marked(
    images: KnownImages, proposed_changes: ProposedChanges = NOTHING
) -> tuple[dict[str, object], dict[str, object]]:
    """Fields with what is written, and with what is only reported."""
    found = copies.mark(*read(), proposed_changes, images)
    return (
        {fieldpath.show(edit.field): edit.after for edit in found.edits},
        {fieldpath.show(notice.field): notice.after for notice in found.notices},
    )


def test_lead_images_are_the_first_of_articles() -> None:
    assert [fieldpath.show(link.field) for link in read()[1] if link.is_lead_image] == [
        "images[0].url",
        "related[0].images[0].url",
    ]


@pytest.mark.parametrize(
    ("fields", "yaml"),
    [
        (Fields(pages=("images[].webUrl",)), "images:\n  - webUrl: https://a.test/1"),
        (Fields(images=("gallery[].url",)), "gallery:\n  - url: https://a.test/1.jpg"),
        (Fields(images=("logo",)), "logo: https://a.test/1.jpg"),
    ],
)
def test_other_links_are_no_lead_images(fields: Fields, yaml: str) -> None:
    front = frontmatter.read(f"---\n{yaml}\n---\n", "a.md")
    assert front is not None
    assert [link.is_lead_image for link in links.find(front, fields)] == [False]


CLAIM, OTHER = "images[0].isCached", "related[0].images[0].isCached"
BOTH = frozenset({LEAD, "https://img.test/other.jpg"})
MARKS: dict[str, tuple[KnownImages, dict[str, object], dict[str, object]]] = {
    "none was ever here": (KnownImages(), {}, {CLAIM: False}),
    "all are here": (KnownImages(held=BOTH), {OTHER: True}, {}),
    "one is lost for good": (KnownImages(lost=frozenset({LEAD})), {CLAIM: False}, {}),
    "one may come again": (KnownImages(is_open=False, lost=frozenset({LEAD})), {}, {CLAIM: False}),
    "one was lost that no document claims": (
        KnownImages(held=frozenset({LEAD}), lost=BOTH - {LEAD}),
        {},
        {},
    ),
    "nothing can be kept": (KnownImages(is_open=False, held=BOTH), {OTHER: True}, {}),
}


@pytest.mark.parametrize(("images", "written", "told"), MARKS.values(), ids=MARKS)
def test_claims(images: KnownImages, written: dict[str, object], told: dict[str, object]) -> None:
    assert marked(images) == (written, told)


def test_images_that_are_brought_in_say_whether_they_are_kept() -> None:
    item: dict[str, Value] = {"url": "HTTPS://img.test/lead.jpg", "isCached": False}
    plain: dict[str, Value] = {"url": LEAD}
    other: dict[str, Value] = {"url": "https://img.test/x.jpg", "isCached": True}
    field = ("related", 0, "images")
    proposed_changes = ProposedChanges(
        edits=(Edit(field=field, before=None, after=[item, plain, other], because="fill"),),
        notices=(),
    )
    written, _ = marked(KnownImages(held=frozenset({LEAD})), proposed_changes)
    assert written["related[0].images"] == [
        {**item, "isCached": True},
        plain,
        {**other, "isCached": False},
    ]


def test_a_claim_that_is_edited_already_is_left_to_that_edit() -> None:
    edit = Edit(field=("images", 0, "isCached"), before=True, after="so", because="x")
    assert marked(
        KnownImages(lost=frozenset({LEAD})), ProposedChanges(edits=(edit,), notices=())
    ) == (
        {CLAIM: "so"},
        {},
    )


@pytest.mark.parametrize(
    ("name", "after"),
    [
        ("images", "https://img.test/lead.jpg"),
        ("images", ["https://img.test/lead.jpg"]),
        ("pictures", [{"url": "https://img.test/lead.jpg", "isCached": False}]),
    ],
)
def test_what_else_is_brought_in_is_left_alone(name: str, after: Value) -> None:
    edit = Edit(field=("related", 0, name), before=None, after=after, because="fill")
    written, _ = marked(
        KnownImages(held=frozenset({LEAD})), ProposedChanges(edits=(edit,), notices=())
    )
    assert written[f"related[0].{name}"] == after
