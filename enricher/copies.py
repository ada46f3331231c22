"""What a document says about copies of its lead images.

A document says `isCached: true` only where a copy is. Where it says so and ours is lost for good,
it says so no longer; where a later run may have it again, or where no copy was ever kept here (it
may be elsewhere), that is reported.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Protocol

from enricher import urls
from enricher.document import links
from enricher.document.frontmatter import Frontmatter
from enricher.enrich import Notice, ProposedChanges
from enricher.models import Edit, Link, Value

KEY = "isCached"


class CachedImages(Protocol):
    """What is asked of the image cache, by normalised URL."""

    @property
    def is_open(self) -> bool:
        """True if copies can be saved there in this run."""
        ...

    @property
    def is_new(self) -> bool:
        """True if no run tried to save a copy yet."""
        ...

    def has(self, url: str) -> bool:
        """True if a copy of this image is there."""
        ...

    def has_lost(self, url: str) -> bool:
        """True if a copy of this image was there, and is missing or damaged now."""
        ...


def mark(
    front: Frontmatter,
    found: Sequence[Link],
    proposed_changes: ProposedChanges,
    images: CachedImages,
) -> ProposedChanges:
    """Returns the proposed changes with `isCached` as it should be."""
    marked = {edit.field: _filled(edit, images) for edit in proposed_changes.edits}
    notices = list(proposed_changes.notices)
    for link in found:
        if not link.is_lead_image:
            continue
        place = (*links.owner_of(link.field), KEY)
        now = front.get(place)
        has_copy = images.has(link.target)
        if has_copy == (now is True) or place in marked:
            continue
        if has_copy or (images.has_lost(link.target) and images.is_open):
            marked[place] = Edit(field=place, before=now, after=has_copy, because="copy")
        else:
            notices.append(Notice(field=place, what="copy", before=True, after=False))
    return ProposedChanges(edits=tuple(marked.values()), notices=tuple(notices))


def _filled(edit: Edit, images: CachedImages) -> Edit:
    """An edit that brings in images says which of them are kept."""
    if not isinstance(edit.after, list) or edit.field[-1] != "images":
        return edit
    return replace(edit, after=[_known(item, images) for item in edit.after])


def _known(item: Value, images: CachedImages) -> Value:
    if not isinstance(item, dict) or not isinstance(url := item.get("url"), str):
        return item
    return {**item, KEY: images.has(urls.normalise(url))} if KEY in item else item
