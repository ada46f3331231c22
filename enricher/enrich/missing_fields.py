"""Says which facts a mapping that describes a page lacks."""

from __future__ import annotations

from collections.abc import Iterable

from enricher.document.changes import is_empty
from enricher.document.frontmatter import Frontmatter, node_at, value_at, words_at
from enricher.document.link_fields import LinkField
from enricher.document.nodes import Mapping
from enricher.enrich.candidates import bare
from enricher.models import FieldPath

# What is not published on a day: it goes on, or it takes place (types of 267 real documents; none
# of these is dated).
TIMELESS = frozenset({"collection", "community", "course", "event", "forum", "profile", "webinar"})

# The facts of the settings' `[enrich] fill`, by the names they have there.
_FACTS = {
    "title": "title",
    "excerpt": "excerpt",
    "publishedDateTime": "published",
    "provider.name": "site_name",
    "images": "image",
}
# Filled wherever `[fill]` gives them a name.
_BY_NAME_ALONE = ("authors", "language")


def of(
    front: Frontmatter, field: LinkField, owner: FieldPath, fill: Iterable[str]
) -> dict[str, FieldPath]:
    """The facts that are missing, of those that may be filled, each with its place.

    Nothing where a merge key (`<<`) brings more keys.
    """
    around = front.mapping(owner)
    if around is None or "<<" in around.by_key:
        return {}
    wanted = [_FACTS[name] for name in fill if name in _FACTS]
    names = field.names
    return {
        fact: (*owner, *names[fact])
        for fact in (*wanted, *_BY_NAME_ALONE)
        if fact in names and _is_missing(around, field, fact, names[fact])
    }


def _is_missing(around: Mapping, field: LinkField, fact: str, place: FieldPath) -> bool:
    if fact == "site_name":
        return _lacks_site_name(around, field, place)
    if not is_empty(value_at(around, place)):
        return False
    if fact == "title":
        return all(words_at(around, path) is None for path in field.titles)
    return not (fact == "published" and _is_timeless(around))


def _is_timeless(around: Mapping) -> bool:
    return words_at(around, ("type",)) in TIMELESS or "startDateTime" in around.by_key


def _lacks_site_name(around: Mapping, field: LinkField, place: FieldPath) -> bool:
    """A name that is only the domain is as good as none; without a provider, none is named."""
    if len(place) > 1 and node_at(around, place[:-1]) is None:
        return False
    name = words_at(around, place)
    domain = words_at(around, field.domain) if field.domain else None
    return name is None or (domain is not None and bare(name) == bare(domain))
