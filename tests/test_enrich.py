"""Enrich: what a careful person would change, knowing what was found; and not a word more."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from enricher import enrich
from enricher.config import Enrich, Fields, Write
from enricher.document import fieldpath, frontmatter, links, surgery
from enricher.document.frontmatter import Frontmatter
from enricher.enrich import Finding, Wishes
from enricher.models import (
    DateFact,
    ImageCandidate,
    ImageFacts,
    Kind,
    Moment,
    Outcome,
    PageFacts,
    Standing,
    Status,
    TextFact,
    Value,
)
from tests.fakes import NOON, outcome
from tests.material import SEEDS

URL, FIRST, NEW = "https://a.test/1", "https://a.test/0", "https://a.test/2"
IMAGE = "https://i.test/lead.jpg"
LINE = "{status: ok, since: 2026-11-22T12:00:00Z}"
FACTS = PageFacts(
    title=TextFact(text="The title of the page", source="og:title"),
    excerpt=TextFact(text="What the page is about, in one sentence.", source="og:description"),
    published=DateFact(
        moment=Moment(date(2022, 7, 28), datetime(2022, 7, 28, 21, 27, 0, 5, tzinfo=UTC)), source="json-ld"
    ),
    site_name=TextFact(text="The A News", source="og:site_name"),
    image=ImageCandidate(url=IMAGE, source="og:image", width=1, height=1),
)
PICTURE = ImageFacts(format="jpeg", width=1200, height=630)


@dataclass
class Known:
    """What is known of targets; every other one is unknown."""

    findings: dict[tuple[Kind, str], Finding] = field(default_factory=dict)

    def __call__(self, kind: Kind, target: str) -> Finding | None:
        return self.findings.get((kind, target))

    def put(self, found: Outcome, standing: Standing | None = None) -> Known:
        shown = standing or Standing(status=found.verdict.status, reason=found.verdict.reason, since=found.checked_at)
        self.findings[found.kind, found.target] = Finding(outcome=found, standing=shown)
        return self


def page(
    target: str = URL,
    facts: PageFacts = FACTS,
    *,
    identity: float | None = 0.9,
    image: ImageFacts | None = PICTURE,
    **verdict: Any,
) -> Outcome:
    found = outcome(target, **verdict)
    return replace(found, page=facts, image=image, verdict=replace(found.verdict, identity=identity))


def picture(target: str = IMAGE, facts: ImageFacts | None = PICTURE, **verdict: Any) -> Outcome:
    return replace(outcome(target, kind=Kind.IMAGE, **verdict), image=facts)


def read(yaml: str) -> Frontmatter:
    front = frontmatter.read(f"---\n{yaml}---\nbody\n", "d.md")
    assert front is not None
    return front


def wishes(yaml: str, known: Known, policy: Enrich | None = None, write: Write | None = None) -> Wishes:
    front = read(yaml)
    return enrich.wishes(front, links.find(front, Fields()), known, policy or Enrich(), write or Write())


def enriched(yaml: str, known: Known, policy: Enrich | None = None, write: Write | None = None) -> str:
    """The frontmatter after all edits, which are all done; and a second look finds nothing more to do."""
    front = read(yaml)
    operation = surgery.operate(front, wishes(yaml, known, policy, write).edits)
    assert operation.refused == ()
    after = operation.text.removeprefix("---\n").removesuffix("---\nbody\n")
    assert wishes(after, known, policy, write).edits == ()
    return after


def changes(yaml: str, known: Known, policy: Enrich | None = None) -> dict[str, Value | None]:
    """What becomes of which field, `checks` lines left out."""
    found = wishes(yaml, known, policy).edits
    return {fieldpath.show(edit.field): edit.after for edit in found if edit.because != "checks"}


WHOLE = f"title: The title of the page\nexcerpt: short.\npublishedDateTime: 2022-01-01\nwebUrl: {URL}\nimages:\n  - url: {IMAGE}\n    width: 1200\n    height: 630\n"


# ── the whole ─────────────────────────────────────────────────────────────────────────────────────────────────


def test_a_bare_related_item_as_a_careful_person_would_fill_it() -> None:
    yaml = f"related:\n  - webUrl: {URL}\n    type: article\n    provider:\n      name: a.test\n      domain: a.test\n    quality: 7\n"
    assert enriched(yaml, Known().put(page(identity=None))) == (
        'related:\n  - title: "The title of the page"\n'.replace('"The title of the page"', "The title of the page")
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
    """Its second related item has no images; its first has a provider that nobody could name."""
    text = (SEEDS / "2022-07-28-new-orleans-mayor-signs-it-cops-can-use-facial-recognition.md").read_text(
        encoding="utf-8"
    )
    front = frontmatter.read(text, "seed.md")
    assert front is not None
    known = Known()
    for link in links.find(front, Fields()):
        title = link.description.title or ""
        facts = replace(FACTS, title=TextFact(text=title, source="h1"))
        known.put(page(link.target, facts) if link.kind is Kind.PAGE else picture(link.target))
    found = enrich.edits(front, links.find(front, Fields()), known, Enrich(), Write())
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
    (notice,) = enrich.wishes(front, links.find(front, Fields()), known, Enrich(), Write()).notices
    assert (fieldpath.show(notice.field), notice.what) == ("excerpt", "mojibake")
    assert "city’s ban" in str(notice.after)


# ── whom to trust ─────────────────────────────────────────────────────────────────────────────────────────────

LACKING = f"title: The title of the page\nwebUrl: {URL}\n"
OTHER = "title: An entirely different matter about gardens\nwebUrl: https://a.test/1\n"


@pytest.mark.parametrize(
    ("yaml", "known", "is_filled"),
    [
        (LACKING, Known().put(page(identity=0.9)), True),
        (LACKING, Known().put(page(identity=0.6)), True),
        (LACKING, Known().put(page(identity=None)), True),  # after a 304: this document's own title proves it
        (OTHER, Known().put(page(identity=None)), False),
        (OTHER, Known().put(page(identity=0.4)), False),
        (OTHER, Known().put(page(identity=0.9)), False),  # another document's words fit, this one's do not
        (f"webUrl: {URL}\n", Known().put(page(identity=None)), True),
        (f"webUrl: {URL}\n", Known().put(page(identity=0.2)), False),
        (LACKING, Known().put(page(status=Status.MOVED, reason="http-301")), True),
        (LACKING, Known().put(page(status=Status.DRIFTED, reason="title-mismatch", identity=0.1)), False),
        (LACKING, Known().put(page(status=Status.RESTRICTED, reason="login")), False),
        (LACKING, Known().put(page(status=Status.SOFT404, reason="not-found-text")), False),
        (LACKING, Known().put(page(), Standing(status=Status.DEAD, reason="pinned", since=NOON)), False),
        (LACKING, Known().put(outcome(URL)), False),
        (f"<<: &base {{excerpt: x}}\n{LACKING}", Known().put(page()), False),
    ],
)
def test_filled_only_from_the_described_page(yaml: str, known: Known, is_filled: bool) -> None:
    assert ("excerpt" in changes(yaml, known)) is is_filled


def test_the_linked_page_wins_over_the_first_one_which_fills_what_is_left() -> None:
    yaml = f"title: The title of the page\noriginalUrl: {FIRST}\nwebUrl: {URL}\n"
    web = replace(FACTS, excerpt=TextFact(text="From the linked page.", source="x"), published=None, image=None)
    first = replace(FACTS, excerpt=TextFact(text="From the first page.", source="x"), image=None)
    found = changes(yaml, Known().put(page(URL, web)).put(page(FIRST, first)))
    assert found["excerpt"] == "From the linked page."
    assert found["publishedDateTime"] == datetime(2022, 7, 28, 21, 27, tzinfo=UTC)


def test_home_pages_and_buttons_fill_nothing() -> None:
    yaml = f"name: A Person\nwebsite: {URL}\nactions:\n  - url: {URL}\n    title: Download\n"
    assert changes(yaml, Known().put(page(identity=None))) == {}


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
        ("type: event\n", BARE - {"publishedDateTime"}),
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


@pytest.mark.parametrize("rule", ["title", "excerpt", "publishedDateTime", "provider.name", "images", "size"])
def test_policy_says_what_may_be_filled(rule: Any) -> None:
    yaml = f"webUrl: {URL}\nprovider:\n  domain: a.test\nrelated:\n  - images:\n      - url: {IMAGE}\n"
    known = Known().put(page(identity=None)).put(picture())
    expected = {"size": {"related[0].images[0].width", "related[0].images[0].height"}}.get(rule, {rule})
    assert set(changes(yaml, known, Enrich(fill=(rule,)))) == expected
    assert changes(yaml, known, Enrich(fill=())) == {}


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


def test_a_day_stays_a_day() -> None:
    facts = replace(FACTS, published=DateFact(moment=Moment(date(2022, 7, 28)), source="x"))
    assert changes(LACKING, Known().put(page(facts=facts)))["publishedDateTime"] == date(2022, 7, 28)


@pytest.mark.parametrize("name", ["a.test", "www.A.test", "A.TEST."])
def test_a_host_is_no_name(name: str) -> None:
    facts = replace(FACTS, site_name=TextFact(text=name, source="x"))
    assert "provider.name" not in changes(
        f"webUrl: {URL}\nprovider:\n  name: a.test\n  domain: a.test\n", Known().put(page(facts=facts, identity=None))
    )


# ── images ────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("known", "is_filled"),
    [
        (Known().put(page()), True),
        (Known().put(page()).put(picture()), True),
        (Known().put(page(image=None)), False),
        (Known().put(page(image=None)).put(picture()), True),
        (Known().put(page(image=ImageFacts(format="svg", width=None, height=None))), False),
        (Known().put(page()).put(picture(facts=None, status=Status.DEAD, reason="http-404")), False),
        (Known().put(page()).put(picture(status=Status.DRIFTED, reason="not-an-image")), False),
        (Known().put(page(facts=replace(FACTS, image=None))), False),
        (Known().put(page(facts=replace(FACTS, image=ImageCandidate(url="/lead.jpg", source="x")))), False),
    ],
)
def test_a_lead_image_is_measured_and_well(known: Known, is_filled: bool) -> None:
    assert ("images" in changes(LACKING, known)) is is_filled


def test_a_filled_image_has_the_size_and_the_line_of_its_own_check() -> None:
    own = picture(facts=ImageFacts(format="png", width=800, height=400), at=NOON + timedelta(seconds=2))
    assert changes(LACKING, Known().put(page()).put(own))["images"] == [{
        "url": IMAGE, "width": 800, "height": 400, "isCached": False,
        "checks": {"url": {"status": "ok", "since": NOON + timedelta(seconds=2)}},
    }]  # fmt: skip


def test_only_problems_leave_no_line_in_a_filled_image() -> None:
    after = enriched(LACKING, Known().put(page()).put(picture()), write=Write(when="problems"))
    assert "checks" not in after
    assert "images:" in after


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
        ("    width: true\n    height: 630\n", {}),
    ],
)
def test_sizes(held: str, after: dict[str, Value]) -> None:
    assert changes(IMAGES + held, Known().put(picture())) == {
        f"images[0].{side}": value for side, value in after.items()
    }


def test_a_wrong_size_is_only_reported_where_policy_says_so() -> None:
    found = wishes(f"{IMAGES}    width: 720\n", Known().put(picture()), Enrich(size="report"))
    assert [edit.because for edit in found.edits] == ["checks"]
    assert [(notice.what, notice.before, notice.after) for notice in found.notices] == [("size", 720, 1200)]


@pytest.mark.parametrize(
    "found",
    [
        picture(facts=ImageFacts(format="svg", width=None, height=None)),
        picture(facts=None),
        picture(status=Status.DEAD, reason="http-404"),
    ],
)
def test_no_size_from_what_is_no_picture(found: Outcome) -> None:
    assert changes(f"{IMAGES}    width: 720\n", Known().put(found)) == {}


# ── addresses ─────────────────────────────────────────────────────────────────────────────────────────────────


def moved(target: str = URL, to: str = NEW, reason: str = "http-301", **more: Any) -> Outcome:
    return replace(page(target, status=Status.MOVED, reason=reason, **more), final_url=to)


def test_a_move_is_reported() -> None:
    found = wishes(WHOLE, Known().put(moved()))
    assert [(notice.what, notice.before, notice.after) for notice in found.notices] == [("moved", URL, NEW)]
    assert found.edits[0].after == {"status": "moved", "reason": "http-301", "since": NOON, "finalUrl": NEW}


UPDATE = Enrich(moved="update")


def test_a_move_is_followed_where_policy_says_so() -> None:
    assert enriched(WHOLE, Known().put(moved()), UPDATE) == f"{WHOLE.replace(URL, NEW)}checks:\n  webUrl: {LINE}\n"


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
    operation = surgery.operate(front, enrich.edits(front, links.find(front, Fields()), known, UPDATE, Write()))
    after = frontmatter.read(operation.text, "d.md")
    assert after is not None
    assert after.get(("webUrl",)) == url


def test_a_followed_move_keeps_the_place_in_the_page() -> None:
    assert changes(f"webUrl: {URL}#part\n", Known().put(moved(identity=None)), UPDATE)["webUrl"] == f"{NEW}#part"


# ── texts ─────────────────────────────────────────────────────────────────────────────────────────────────────

BROKEN = f'title: "The cityâ€™s ban"\nexcerpt: x\nprovider:\n  name: CafÃ©\nwebUrl: {URL}\n'


def test_mojibake_is_reported() -> None:
    found = wishes(BROKEN, Known())
    assert found.edits == ()
    assert [(fieldpath.show(n.field), n.what, n.after) for n in found.notices] == [
        ("title", "mojibake", "The city’s ban"),
        ("provider.name", "mojibake", "Café"),
    ]


def test_mojibake_is_mended_where_policy_says_so() -> None:
    assert (
        enriched(BROKEN, Known(), Enrich(text="repair"))
        == f'title: "The city’s ban"\nexcerpt: x\nprovider:\n  name: Café\nwebUrl: {URL}\n'
    )


def test_a_cut_excerpt_is_completed_where_policy_says_so() -> None:
    yaml = f'title: The title of the page\nexcerpt: "What the page is about,"\nwebUrl: {URL}\n'
    known = Known().put(page())
    assert "excerpt" not in changes(yaml, known)
    assert changes(yaml, known, Enrich(completes=True))["excerpt"] == "What the page is about, in one sentence."
    assert "excerpt" not in changes(
        yaml, Known().put(page(status=Status.DRIFTED, reason="title-mismatch")), Enrich(completes=True)
    )


# ── check lines ───────────────────────────────────────────────────────────────────────────────────────────────


def test_a_recovered_link_s_line_goes_where_only_problems_are_written() -> None:
    yaml = f"{WHOLE}checks:\n  webUrl: {{status: dead, reason: http-404, since: 2026-01-01T00:00:00Z}}\n"
    assert enriched(yaml, Known().put(page()), write=Write(when="problems")) == WHOLE


def test_another_key_by_setting() -> None:
    assert (
        enriched(WHOLE, Known().put(page()), write=Write(key="linkStatus")) == f"{WHOLE}linkStatus:\n  webUrl: {LINE}\n"
    )


def test_a_url_that_is_an_item_of_a_list_has_nobody_to_keep_its_line() -> None:
    front = read(f"links:\n  - {URL}\n")
    found = links.find(front, Fields(pages=("links[]",), images=("links[]",)))
    assert len(found) == 1
    assert enrich.edits(front, found, Known().put(page(identity=None)), Enrich(), Write()) == []
    (update,) = enrich.edits(front, found, Known().put(moved(identity=None)), UPDATE, Write())
    assert (update.field, update.after) == (("links", 0), NEW)


def test_relative_and_excluded_links_are_not_spoken_of() -> None:
    yaml = "images:\n  - url: /logo.png\n"
    blocked = replace(outcome("/logo.png", Status.BLOCKED, "relative", kind=Kind.IMAGE), final_url=None)
    assert enriched(yaml, Known().put(blocked)) == yaml


def test_a_filled_title_proves_another_page_at_once() -> None:
    """The first page brings the title, and with it the second one is known to be the same article."""
    known = Known().put(page(FIRST, replace(FACTS, image=None), image=None)).put(page(URL, identity=None))
    after = enriched(f"excerpt: What the page is about,\nwebUrl: {URL}\noriginalUrl: {FIRST}\n", known)
    assert "title: The title of the page\n" in after
    assert f"url: {IMAGE}\n" in after
