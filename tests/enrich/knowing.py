"""What is known in these tests, and what is made of it."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import Any

from msgspec.structs import replace

from enricher import enrich
from enricher.config import Config, Enrich, Fields, Write
from enricher.document import editing, fieldpath, frontmatter, links
from enricher.document.frontmatter import Frontmatter
from enricher.enrich import ProposedChanges, TargetState
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
from tests.fakes import outcome

URL, FIRST, NEW = "https://a.test/1", "https://a.test/0", "https://a.test/2"
IMAGE = "https://i.test/lead.jpg"
LINE = "{status: ok, since: 2026-11-22T12:00:00Z}"
ALWAYS = Write(when="always")
"""Every line is shown, so that tests see what is known of every link."""
FACTS = PageFacts(
    title=TextFact(text="The title of the page", source="og:title"),
    excerpt=TextFact(text="What the page is about, in one sentence.", source="og:description"),
    published=DateFact(
        moment=Moment(date(2022, 7, 28), datetime(2022, 7, 28, 21, 27, 0, 5, tzinfo=UTC)),
        source="json-ld",
    ),
    site_name=TextFact(text="The A News", source="og:site_name"),
    image=ImageCandidate(url=IMAGE, source="og:image", width=1, height=1),
)
PICTURE = ImageFacts(format="jpeg", width=1200, height=630)


@dataclass
class Known:
    """What is known of targets; every other one is unknown."""

    states: dict[tuple[Kind, str], TargetState] = field(default_factory=dict)

    def __call__(self, kind: Kind, target: str) -> TargetState | None:
        return self.states.get((kind, target))

    def put(self, found: Outcome, standing: Standing | None = None) -> Known:
        shown = standing or Standing(
            status=found.verdict.status, reason=found.verdict.reason, since=found.checked_at
        )
        self.states[found.kind, found.target] = TargetState(outcome=found, standing=shown)
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
    return replace(
        found, page=facts, image=image, verdict=replace(found.verdict, identity=identity)
    )


def picture(target: str = IMAGE, facts: ImageFacts | None = PICTURE, **verdict: Any) -> Outcome:
    return replace(outcome(target, kind=Kind.IMAGE, **verdict), image=facts)


def read(yaml: str) -> Frontmatter:
    front = frontmatter.read(f"---\n{yaml}---\nbody\n", "d.md")
    assert front is not None
    return front


def proposed_changes(
    yaml: str, known: Known, policy: Enrich | None = None, write: Write | None = None
) -> ProposedChanges:
    front = read(yaml)
    return enrich.proposed_changes(
        front,
        links.find(front, Fields()),
        known,
        Config(enrich=policy or Enrich(), write=write or ALWAYS),
    )


def enriched(
    yaml: str, known: Known, policy: Enrich | None = None, write: Write | None = None
) -> str:
    """The frontmatter after all edits, which are all done; and a second look finds nothing more to do."""
    front = read(yaml)
    result = editing.apply_edits(front, proposed_changes(yaml, known, policy, write).edits)
    assert result.refused == ()
    after = result.text.removeprefix("---\n").removesuffix("---\nbody\n")
    assert proposed_changes(after, known, policy, write).edits == ()
    return after


def changes(yaml: str, known: Known, policy: Enrich | None = None) -> dict[str, Value | None]:
    """What becomes of which field, `checks` lines left out."""
    found = proposed_changes(yaml, known, policy).edits
    return {fieldpath.show(edit.field): edit.after for edit in found if edit.because != "checks"}


WHOLE = f"title: The title of the page\nexcerpt: short.\npublishedDateTime: 2022-01-01\nwebUrl: {URL}\nimages:\n  - url: {IMAGE}\n    width: 1200\n    height: 630\n"
LACKING = f"title: The title of the page\nwebUrl: {URL}\n"
UPDATE = Enrich(moved="update")


def moved(target: str = URL, to: str = NEW, reason: str = "http-301", **more: Any) -> Outcome:
    return replace(page(target, status=Status.MOVED, reason=reason, **more), final_url=to)
