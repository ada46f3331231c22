"""Floor 2, judgement. Which images of a document are lead images, and what it says about copies of them.

Law of this file: a document says `isCached: true` only where a copy is. Where it says so and ours is lost for good, it
says so no longer; where a later run may have it again, or where none was ever kept here, for it may be elsewhere, that
is reported.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Protocol

from enricher import urls
from enricher.document import links
from enricher.document.frontmatter import Frontmatter
from enricher.enrich import Notice, ProposedChanges
from enricher.models import Edit, Kind, Link, Value

KEY = "isCached"
# Pictures of these are logos and portraits.
_NOT_ARTICLES = frozenset({"provider", "affiliation"})


class Shelf(Protocol):
    """Where copies are; asked for normalised URLs."""

    @property
    def is_open(self) -> bool:
        """Copies can be kept there in this run."""
        ...

    @property
    def is_new(self) -> bool:
        """Nobody tried to keep anything there yet."""
        ...

    def has(self, url: str) -> bool:
        """A copy of this image is there."""
        ...

    def has_lost(self, url: str) -> bool:
        """A copy of this image was there, and is missing or damaged now."""
        ...


def is_lead(link: Link) -> bool:
    """Whether the link is the first image of the mapping that describes an article."""
    if link.kind is not Kind.IMAGE or len(link.field) < 3:
        return False
    *before, images, index, _ = link.field
    return images == "images" and index == 0 and not (before and before[-1] in _NOT_ARTICLES)


def mark(
    front: Frontmatter, found: Sequence[Link], proposed_changes: ProposedChanges, shelf: Shelf
) -> ProposedChanges:
    """The proposed_changes, with what copies make of them."""
    marked = {edit.field: _filled(edit, shelf) for edit in proposed_changes.edits}
    notices = list(proposed_changes.notices)
    for link in found:
        if not is_lead(link):
            continue
        place = (*links.owner_of(link.field), KEY)
        now = front.get(place)
        has_copy = shelf.has(link.target)
        if has_copy == (now is True) or place in marked:
            continue
        if has_copy or (shelf.has_lost(link.target) and shelf.is_open):
            marked[place] = Edit(field=place, before=now, after=has_copy, because="copy")
        else:
            notices.append(Notice(field=place, what="copy", before=True, after=False))
    return ProposedChanges(edits=tuple(marked.values()), notices=tuple(notices))


def _filled(edit: Edit, shelf: Shelf) -> Edit:
    """An edit that brings in images says which of them are kept."""
    if not isinstance(edit.after, list) or edit.field[-1] != "images":
        return edit
    return replace(edit, after=[_known(item, shelf) for item in edit.after])


def _known(item: Value, shelf: Shelf) -> Value:
    if not isinstance(item, dict) or not isinstance(url := item.get("url"), str):
        return item
    return {**item, KEY: shelf.has(urls.normalise(url))} if KEY in item else item
