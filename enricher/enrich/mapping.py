"""Proposes the edits of one mapping that describes a page: repaired texts, filled fields."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from enricher.checks import TargetState
from enricher.document import repair
from enricher.enrich import candidates, missing_fields
from enricher.enrich.edit_plan import EditPlan
from enricher.models import Description, FieldPath, Link, Page, Value
from enricher.verdict import identity

_TEXTS = ("title", "name", "excerpt")
# By these a page is known again; and feeds cut them off.
_DESCRIBING = ("title", "excerpt")


@dataclass(frozen=True)
class _KnownPage:
    """A page that a mapping links to, and how the document describes it."""

    state: TargetState
    description: Description

    def described(self, told: dict[str, Value]) -> _KnownPage:
        """The same page, described by these texts, too."""
        return _KnownPage(self.state, replace(self.description, **told))  # type: ignore[arg-type]

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


def fill_mapping(plan: EditPlan, owner: FieldPath, pages: Sequence[Link]) -> None:
    """Proposes what the mapping should say; `pages`: the links it describes, the preferred one
    first.
    """
    known = [page for link in pages if (page := _known_page(plan, link)) is not None]
    trusted = [page for page in known if page.is_trusted] if plan.policy.completes else []
    for name in _TEXTS:
        _mend(plan, (*owner, name), [candidates.text(page.state, name) for page in trusted])
    _mend(plan, (*owner, "provider", "name"), [])
    rules = missing_fields.of(plan.front, owner, plan.policy.fill)
    while filled := _filled(plan, rules, known):
        for rule, value in filled.items():
            place = (*owner, *rule.split("."))
            plan.edit(place, plan.front.get(place), value, "fill")
        rules = [rule for rule in rules if rule not in filled]
        # What was filled describes the pages, too, and may make another one of them trusted: now,
        # not next time.
        told = {name: value for name, value in filled.items() if name in _DESCRIBING}
        known = [page.described(told) for page in known] if told else []


def _known_page(plan: EditPlan, link: Link) -> _KnownPage | None:
    """What is known of the link's page, if it is good and anything was read from it."""
    state = plan.find(link.kind, link.target)
    if state is None or not state.is_good:
        return None
    _, settled = plan.settled(link, state)
    return None if settled.outcome.page is None else _KnownPage(settled, link.description)


def _filled(plan: EditPlan, rules: Sequence[str], known: Sequence[_KnownPage]) -> dict[str, Value]:
    """For each gap, what the first page that can be trusted has for it."""
    filled: dict[str, Value] = {}
    for rule in rules:
        offered = ((page, candidates.of(plan, rule, page.state)) for page in known)
        value = next(
            (offer for page, offer in offered if offer is not None and page.is_trusted), None
        )
        if value is not None:
            filled[rule] = value
    return filled


def _mend(plan: EditPlan, place: FieldPath, offered: Sequence[str | None]) -> None:
    """Mojibake, and what a feed cut off; each by its policy."""
    now = plan.front.get(place)
    if not isinstance(now, str) or not now.strip() or (now.isascii() and not offered):
        return  # nothing to mend, nor anything to complete it from
    mended = repair.mojibake(now)
    if place[-1] in _DESCRIBING:
        is_title = place[-1] == "title"
        cut = (
            text for text in offered if text and repair.is_cut_from(mended, text, is_title=is_title)
        )
        whole = next(cut, None)
        if whole is not None:
            plan.edit(place, now, whole, "complete")
            return
    if plan.policy.text == "repair":
        plan.edit(place, now, mended, "repair")
    elif mended != now:
        plan.notice(place, "mojibake", now, mended)
