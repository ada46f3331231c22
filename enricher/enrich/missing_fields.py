"""Says which fields a mapping that describes a page lacks."""

from __future__ import annotations

from collections.abc import Iterable

from enricher.document.changes import is_empty
from enricher.document.frontmatter import Frontmatter
from enricher.enrich.candidates import bare
from enricher.models import FieldPath

# What is not published on a day: it goes on, or it takes place (types of 267 real documents; none
# of these is dated).
TIMELESS = frozenset({"collection", "community", "course", "event", "forum", "profile", "webinar"})


def of(front: Frontmatter, owner: FieldPath, fill: Iterable[str]) -> list[str]:
    """What is missing, of what may be filled; nothing where a merge key (`<<`) brings more keys."""
    if front.has((*owner, "<<")):
        return []
    gaps = [rule for rule in fill if is_empty(front.get((*owner, rule)))]
    is_named = front.words((*owner, "name")) is not None
    is_timeless = front.words((*owner, "type")) in TIMELESS or front.has((*owner, "startDateTime"))
    filled = {
        "size": True,  # of an image, not of a page
        "title": is_named,
        "publishedDateTime": is_timeless,
        "provider.name": _has_provider_name(front, owner),
    }
    return [rule for rule in gaps if not filled.get(rule, False)]


def _has_provider_name(front: Frontmatter, owner: FieldPath) -> bool:
    """A name that is only the domain is as good as none; where there is no provider, there is
    nothing to name.
    """
    place = (*owner, "provider")
    if not front.has(place):
        return True
    name, domain = front.words((*place, "name")), front.words((*place, "domain"))
    return name is not None and (domain is None or bare(name) != bare(domain))
