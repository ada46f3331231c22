"""One mapping that describes a page: its texts mended, its gaps filled."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from enricher.document import repair
from enricher.enrich import gaps, offers
from enricher.enrich.sheet import Sheet
from enricher.models import Description, FieldPath, Link, Page, Value
from enricher.rows import Finding
from enricher.verdict import identity

_TEXTS = ("title", "name", "excerpt")
# By these a page is known again; and feeds cut them off.
_DESCRIBING = ("title", "excerpt")


@dataclass(frozen=True)
class _KnownPage:
    """A page that a mapping links to, and how the document describes it."""

    finding: Finding
    description: Description

    def described(self, told: dict[str, Value]) -> _KnownPage:
        """The same page, described by these texts, too."""
        return _KnownPage(self.finding, replace(self.description, **told))  # type: ignore[arg-type]

    @cached_property
    def is_trusted(self) -> bool:
        """The page passed the identity check, and is not plainly another one than this document's words describe.

        The check compared all documents that link to it, and one of them may hold the wrong address; after a 304 it
        had nothing to compare at all. What the page says of itself is compared again, with this document alone.
        """
        score, page = self.finding.outcome.verdict.identity, self.finding.outcome.page
        if self.description.is_empty or page is None:
            return page is not None and (score is None or score >= identity.PROVEN)
        likeness = identity.compare([self.description], Page(facts=page))
        is_unlike = likeness.score is not None and likeness.score <= identity.UNLIKE
        return likeness.is_proven or (score is not None and score >= identity.PROVEN and not is_unlike)


def tend(sheet: Sheet, owner: FieldPath, pages: Sequence[Link]) -> None:
    """Asks for what the mapping should say; `pages`: the links that it describes, the preferred one first."""
    known = [page for link in pages if (page := _known_page(sheet, link)) is not None]
    trusted = [page for page in known if page.is_trusted] if sheet.policy.completes else []
    for name in _TEXTS:
        _mend(sheet, (*owner, name), [offers.text(page.finding, name) for page in trusted])
    _mend(sheet, (*owner, "provider", "name"), [])
    rules = gaps.of(sheet.front, owner, sheet.policy.fill)
    while filled := _filled(sheet, rules, known):
        for rule, value in filled.items():
            place = (*owner, *rule.split("."))
            sheet.edit(place, sheet.front.get(place), value, "fill")
        rules = [rule for rule in rules if rule not in filled]
        # What was filled describes the pages, too, and may make another one of them trusted: now, not next time.
        told = {name: value for name, value in filled.items() if name in _DESCRIBING}
        known = [page.described(told) for page in known] if told else []


def _known_page(sheet: Sheet, link: Link) -> _KnownPage | None:
    """What is known of the link's page, if it is good and anything was read from it."""
    finding = sheet.find(link.kind, link.target)
    if finding is None or not finding.is_good:
        return None
    _, settled = sheet.settled(link, finding)
    return None if settled.outcome.page is None else _KnownPage(settled, link.description)


def _filled(sheet: Sheet, rules: Sequence[str], known: Sequence[_KnownPage]) -> dict[str, Value]:
    """For each gap, what the first page that can be trusted has for it."""
    filled: dict[str, Value] = {}
    for rule in rules:
        offered = ((page, offers.of(sheet, rule, page.finding)) for page in known)
        value = next((offer for page, offer in offered if offer is not None and page.is_trusted), None)
        if value is not None:
            filled[rule] = value
    return filled


def _mend(sheet: Sheet, place: FieldPath, offered: Sequence[str | None]) -> None:
    """Mojibake, and what a feed cut off; each by its policy."""
    now = sheet.front.get(place)
    if not isinstance(now, str) or not now.strip() or (now.isascii() and not offered):
        return  # nothing to mend, nor anything to complete it from
    mended = repair.mojibake(now)
    if place[-1] in _DESCRIBING:
        is_title = place[-1] == "title"
        cut = (text for text in offered if text and repair.is_cut_from(mended, text, is_title=is_title))
        whole = next(cut, None)
        if whole is not None:
            sheet.edit(place, now, whole, "complete")
            return
    if sheet.policy.text == "repair":
        sheet.edit(place, now, mended, "repair")
    elif mended != now:
        sheet.notice(place, "mojibake", now, mended)
