"""Floor 2, judgement. Which images of a document are lead images, and what it says about copies of them.

Law of this file: a document says `isCached: true` only where a copy is; where it says so and there is none, that is
reported, for the copy may be elsewhere.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from enricher import urls
from enricher.document import links
from enricher.document.frontmatter import Frontmatter
from enricher.enrich import Notice, Wishes
from enricher.models import Edit, Kind, Link, Value

KEY = "isCached"
# Pictures of these are logos and portraits.
_NOT_ARTICLES = frozenset({"provider", "affiliation"})


def is_lead(link: Link) -> bool:
    """Whether the link is the first image of the mapping that describes an article."""
    if link.kind is not Kind.IMAGE or len(link.field) < 3:
        return False
    *before, images, index, _ = link.field
    return images == "images" and index == 0 and not (before and before[-1] in _NOT_ARTICLES)


def mark(front: Frontmatter, found: Sequence[Link], wishes: Wishes, has_copy: Callable[[str], bool]) -> Wishes:
    """The wishes, with what copies make of them; `has_copy` is asked for normalised URLs."""
    marked = {edit.field: _filled(edit, has_copy) for edit in wishes.edits}
    notices = list(wishes.notices)
    for link in found:
        if not is_lead(link):
            continue
        place = (*links.owner_of(link.field), KEY)
        now = front.get(place)
        if has_copy(link.target):
            if now is not True and place not in marked:
                marked[place] = Edit(field=place, before=now, after=True, because="copy")
        elif now is True:
            notices.append(Notice(field=place, what="copy", before=True, after=False))
    return Wishes(edits=tuple(marked.values()), notices=tuple(notices))


def _filled(edit: Edit, has_copy: Callable[[str], bool]) -> Edit:
    """An edit that brings in images says which of them are kept."""
    if not isinstance(edit.after, list) or edit.field[-1] != "images":
        return edit
    return replace(edit, after=[_known(item, has_copy) for item in edit.after])


def _known(item: Value, has_copy: Callable[[str], bool]) -> Value:
    if not isinstance(item, dict) or not isinstance(url := item.get("url"), str):
        return item
    return {**item, KEY: has_copy(urls.normalise(url))} if KEY in item else item
