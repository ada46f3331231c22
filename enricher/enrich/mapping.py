"""Proposes the edits of one mapping that describes a page: repaired texts, filled fields."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import msgspec

from enricher.checks import TargetState
from enricher.document import repair
from enricher.document.frontmatter import value_at
from enricher.document.link_fields import LinkField
from enricher.enrich import candidates, missing_fields
from enricher.enrich.edit_plan import EditPlan
from enricher.models import Description, FieldPath, Link, Page, Value
from enricher.verdict import identity

# By these a page is known again; and feeds cut them off.
_DESCRIBING = frozenset({"title", "excerpt"})


@dataclass(frozen=True)
class _KnownPage:
    """A page that a mapping links to, and how the document describes it."""

    state: TargetState
    description: Description

    def described(self, told: dict[str, Value]) -> _KnownPage:
        """The same page, described by these texts, too."""
        return _KnownPage(self.state, msgspec.structs.replace(self.description, **told))

    @cached_property
    def is_trusted(self) -> bool:
        """The page passed the identity check, and is not plainly another one than this document's
        words describe.

        The check compared all documents that link to it, and one of them may hold the wrong
        address; after a 304 it had nothing to compare at all. What the page says of itself is
        compared again, with this document alone.
        """
        score, page = self.state.outcome.verdict.identity, self.state.outcome.page
        if self.description.is_empty or page is None:
            return page is not None and (score is None or score >= identity.PROVEN)
        similarity = identity.compare([self.description], Page(facts=page))
        is_unlike = similarity.score is not None and similarity.score <= identity.UNLIKE
        return similarity.is_proven or (
            score is not None and score >= identity.PROVEN and not is_unlike
        )


def fill_mapping(plan: EditPlan, owner: FieldPath, pages: Sequence[tuple[LinkField, Link]]) -> None:
    """Proposes what the mapping should say.

    `pages` are the links whose pages it describes, the preferred one first; the first one's field
    says under which names.
    """
    field = pages[0][0]
    known = [*filter(None, (_known_page(plan, link) for _, link in pages))]
    _repair_texts(plan, field, owner, _completing(plan, known))
    missing = missing_fields.of(plan.front, field, owner, plan.policy.fill)
    while filled := _filled(plan, field, list(missing), known):
        for fact, (value, page) in filled.items():
            _fill(plan, fact, missing.pop(fact), value, page)
        # What was filled describes the pages, too, and may make another one of them trusted: now,
        # not next time.
        told = {fact: value for fact, (value, _) in filled.items() if fact in _DESCRIBING}
        known = [page.described(told) for page in known] if told else []


def _completing(plan: EditPlan, known: Sequence[_KnownPage]) -> list[_KnownPage]:
    """The pages whose texts may complete those that a feed cut off."""
    return [page for page in known if page.is_trusted] if plan.policy.completes else []


def _fill(plan: EditPlan, fact: str, place: FieldPath, value: Value, page: _KnownPage) -> None:
    """One fact; a lead image that stands in a field of its own brings its line."""
    plan.edit(place, plan.front.get(place), value, "fill")
    if fact == "image" and isinstance(value, str):
        _fill_image_line(plan, place, page.state)


def _repair_texts(
    plan: EditPlan, field: LinkField, owner: FieldPath, trusted: Sequence[_KnownPage]
) -> None:
    around = plan.front.mapping(owner)
    titles = [candidates.text(page.state, "title") for page in trusted]
    excerpts = [candidates.text(page.state, "excerpt") for page in trusted]
    texts: list[tuple[FieldPath, Sequence[str | None], bool]] = [
        # Only a headline is completed; a `name` is never cut off.
        *((path, titles if path == field.titles[0] else (), True) for path in field.titles),
        (field.excerpt, excerpts, False),
        (field.site_name, (), False),
    ]
    for path, offered, is_title in texts:
        now = value_at(around, path) if path else None
        if isinstance(now, str) and _may_be_better(now, offered):
            _repair_text(plan, ((*owner, *path), now), offered, is_title=is_title)


def _may_be_better(text: str, offered: Sequence[str | None]) -> bool:
    """Whether there is anything to repair in a text, or to complete it from."""
    return bool(text.strip()) and (bool(offered) or not text.isascii())


def _known_page(plan: EditPlan, link: Link) -> _KnownPage | None:
    """What is known of the link's page, if it is good and anything was read from it."""
    state = plan.find(link.kind, link.target)
    if state is None or not state.is_good:
        return None
    _, settled = plan.settled(link, state)
    return None if settled.outcome.page is None else _KnownPage(settled, link.description)


def _fill_image_line(plan: EditPlan, place: FieldPath, state: TargetState) -> None:
    line = candidates.image_line(plan, place, state)
    at = (*place[:-1], plan.write.key, place[-1])
    if line is not None and not plan.front.has(at):
        plan.edit(at, None, line, "checks")


def _filled(
    plan: EditPlan, field: LinkField, missing: Sequence[str], known: Sequence[_KnownPage]
) -> dict[str, tuple[Value, _KnownPage]]:
    """For each missing fact, what the first page that can be trusted has for it."""
    filled: dict[str, tuple[Value, _KnownPage]] = {}
    for fact in missing:
        offered = ((candidates.of(plan, field, fact, page.state), page) for page in known)
        for value, page in offered:
            if value is not None and page.is_trusted:
                filled[fact] = _completed(fact, value, _completing(plan, known)), page
                break
    return filled


def _completed(fact: str, value: Value, pages: Sequence[_KnownPage]) -> Value:
    """A text as the next run would complete it from another page of the same mapping."""
    if fact not in ("title", "excerpt") or not isinstance(value, str):
        return value
    offered = [candidates.text(page.state, fact) for page in pages]
    return _whole(value, offered, is_title=fact == "title") or value


def _repair_text(
    plan: EditPlan, text: tuple[FieldPath, str], offered: Sequence[str | None], *, is_title: bool
) -> None:
    """Mojibake, and what a feed cut off (`offered`: whole texts); each by its policy."""
    place, now = text
    repaired = repair.mojibake(now)
    whole = _whole(repaired, offered, is_title=is_title)
    if whole is not None:
        plan.edit(place, now, whole, "complete")
    elif plan.policy.text == "repair":
        plan.edit(place, now, repaired, "repair")
    elif repaired != now:
        plan.notice(place, "mojibake", now, repaired)


def _whole(text: str, offered: Sequence[str | None], *, is_title: bool) -> str | None:
    """The first offered text that this one was cut from."""
    whole = (offer for offer in offered if offer)
    return next((each for each in whole if repair.is_cut_from(text, each, is_title=is_title)), None)
