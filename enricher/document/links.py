"""Finds the links of a document: every URL at a field that the settings name, described by
neighbours.
"""

from __future__ import annotations

from collections.abc import Iterator

from enricher import urls
from enricher.config import Fields
from enricher.document import fieldpath
from enricher.document.frontmatter import Frontmatter
from enricher.document.nodes import Scalar, followed
from enricher.document.scalars import is_null, moment
from enricher.models import Description, Failure, FieldPath, Kind, Link, Moment

# Keys whose page is about something else than the mapping's title says: the home page of a person
# or an event's organiser, and buttons ("Download Source Code").
_ELSEWHERE = frozenset({"website"})
_BUTTONS = frozenset({"actions"})

# The largest real document has 400. Aliases could multiply links without bound.
MAX_LINKS = 20_000


def find(front: Frontmatter, fields: Fields) -> list[Link]:
    """All links, in the order of the settings' patterns; at most MAX_LINKS.

    Values that are null, blank, mappings or lists are no links. A relative URL becomes a target
    only with `fields.base_url`; else its target is itself, as with everything that cannot be
    parsed.
    """
    found: dict[FieldPath, Link] = {}
    for kind, patterns in ((Kind.PAGE, fields.pages), (Kind.IMAGE, fields.images)):
        for path, url in _urls(front, patterns):
            if path not in found and len(found) < MAX_LINKS:
                found[path] = _link(front, fields, kind, path, url)
    return list(found.values())


def owner_of(field: FieldPath) -> FieldPath:
    """The mapping that owns a field: `related[2]` for `related[2].webUrl`."""
    return field[:-1]


def has_owner(field: FieldPath) -> bool:
    """True if a mapping owns the field; a URL that is itself a list item has no owner."""
    return isinstance(field[-1], str)


def describes_owner(field: FieldPath) -> bool:
    """Whether the page at this field is the one that the mapping around it describes."""
    return (
        has_owner(field)
        and field[-1] not in _ELSEWHERE
        and not (len(field) > 2 and field[-3] in _BUTTONS)
    )


def has_images(front: Frontmatter, owner: FieldPath) -> bool:
    """Whether the mapping has at least one image with a URL."""
    count = front.size((*owner, "images"))
    return any(front.words((*owner, "images", index, "url")) for index in range(count))


def _urls(front: Frontmatter, patterns: tuple[str, ...]) -> Iterator[tuple[FieldPath, str]]:
    for pattern in patterns:
        for path, node in fieldpath.matches(pattern, front.root):
            here = followed(node)
            if isinstance(here, Scalar) and not is_null(here) and here.text.strip():
                yield path, here.text


def _link(front: Frontmatter, fields: Fields, kind: Kind, path: FieldPath, url: str) -> Link:
    describe = _page_description if kind is Kind.PAGE else _image_description
    return Link(
        document=front.name,
        field=path,
        url=url,
        target=_target(url, fields.base_url),
        kind=kind,
        line=front.line(path),
        description=describe(front, path),
    )


def _target(url: str, base_url: str) -> str:
    if urls.check(url) is None:
        return urls.normalise(url)
    if base_url and urls.check(url) is Failure.RELATIVE:
        return urls.resolve(base_url, url) or url
    return url


def _page_description(front: Frontmatter, field: FieldPath) -> Description:
    owner = owner_of(field)
    if not describes_owner(field):
        return Description(has_images=has_images(front, owner))
    return Description(
        title=_title(front, owner),
        excerpt=front.words((*owner, "excerpt")),
        published=_published(front, owner),
        provider_name=front.words((*owner, "provider", "name")),
        provider_domain=front.words((*owner, "provider", "domain")),
        has_images=has_images(front, owner),
    )


def _image_description(front: Frontmatter, field: FieldPath) -> Description:
    image = owner_of(field)
    return Description(
        title=_title(front, image[:-2]) if len(image) >= 2 else None,
        width=_number(front, (*image, "width")),
        height=_number(front, (*image, "height")),
        is_cached=_truth(front, (*image, "isCached")),
    )


def _title(front: Frontmatter, owner: FieldPath) -> str | None:
    return front.words((*owner, "title")) or front.words((*owner, "name"))


def _published(front: Frontmatter, owner: FieldPath) -> Moment | None:
    words = front.words((*owner, "publishedDateTime"))
    return None if words is None else moment(words)


def _number(front: Frontmatter, path: FieldPath) -> int | None:
    value = front.get(path)
    return value if isinstance(value, int) and not isinstance(value, bool) else None


def _truth(front: Frontmatter, path: FieldPath) -> bool | None:
    value = front.get(path)
    return value if isinstance(value, bool) else None
