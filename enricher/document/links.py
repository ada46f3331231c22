"""Finds the links of a document: every URL at a field that the settings name, described by
neighbours.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache

from enricher import urls
from enricher.config import Fields, Fill
from enricher.document import fieldpath
from enricher.document.fieldpath import Match
from enricher.document.frontmatter import Frontmatter, node_at, value_at, words_at
from enricher.document.link_fields import LinkField, link_fields
from enricher.document.nodes import Mapping, Node, Scalar, Sequence, followed
from enricher.document.scalars import is_null, moment
from enricher.models import Description, Failure, FieldPath, Kind, Link, Moment
from enricher.url_secrets import without_userinfo

# The largest real document has 400. Aliases could multiply links without bound.
MAX_LINKS = 20_000


IGNORE = "enricher: ignore"
"""In a comment on the line of a URL: the link is not looked at."""


@dataclass(frozen=True, slots=True)
class Looked:
    """What was found at the link fields of a document."""

    links: tuple[Link, ...]
    no_urls: tuple[str, ...]
    """Fields that hold something else than a URL, as `12: webUrl is a list`."""
    matched: frozenset[str]
    """Patterns that found a field."""
    named: frozenset[int]
    """The `id`s of the nodes at link fields."""
    slashes: int
    """How often `//` stands in the texts of those."""


def find(front: Frontmatter, fields: Fields, fill: Fill | None = None) -> list[Link]:
    """All links of the frontmatter, in the order of the settings' patterns; at most MAX_LINKS."""
    return list(look(front, fields, fill or Fill()).links)


def look(front: Frontmatter, fields: Fields, fill: Fill) -> Looked:
    """All links of the frontmatter, and what is none.

    Values that are null, blank, mappings or lists are no links. A relative URL becomes a target
    only with `fields.base_url`; else its target is itself, as with everything that cannot be
    parsed.
    """
    matches, describe = fieldpath.Matches(front.root), _Describer()
    found: dict[FieldPath, Link] = {}
    no_urls: dict[FieldPath, str] = {}
    matched: set[str] = set()
    named: set[int] = set()
    slashes = 0
    for field in link_fields(fields, fill).all:
        told = describe.by(field)
        for match in matches.of(field.pattern):
            path, here = match.path, followed(match.node)
            matched.add(field.pattern)
            if type(here) is Scalar and id(here) not in named:
                slashes += here.text.count("//")
            named.add(id(here))
            if type(here) is not Scalar or not here.text.strip():
                no_urls[path] = _no_url(here)
            elif path not in found and len(found) < MAX_LINKS and not is_null(here):
                found[path] = _link(front, fields, match, field.kind, told(match.around))
    links = _not_ignored(front, tuple(found.values()))
    return Looked(links, _told(front, no_urls), frozenset(matched), frozenset(named), slashes)


def _told(front: Frontmatter, no_urls: dict[FieldPath, str]) -> tuple[str, ...]:
    """A line for each link field that holds no URL, and why; blank ones are not told."""
    return tuple(
        f"{front.line(at)}: {fieldpath.show(at)} {why}" for at, why in no_urls.items() if why
    )


def _no_url(node: Scalar | Mapping | Sequence) -> str:
    """What a link field holds in place of a URL; empty where it is null."""
    if isinstance(node, Scalar):
        return "" if is_null(node) else "is empty"
    return "is a mapping" if isinstance(node, Mapping) else "is a list"


def _not_ignored(front: Frontmatter, links: tuple[Link, ...]) -> tuple[Link, ...]:
    """The links without those that a comment leaves out."""
    if IGNORE not in front.text:
        return links
    return tuple(link for link in links if not _is_ignored(front, link.field))


def _is_ignored(front: Frontmatter, path: FieldPath) -> bool:
    """Whether a comment on the line of a value says so."""
    node = front.node(path)
    if node is None:
        return False
    return IGNORE in front.text[front.line_start(node.start) : front.line_stop(node.stop)]


def owner_of(field: FieldPath) -> FieldPath:
    """The mapping that owns a field: `related[2]` for `related[2].webUrl`."""
    return field[:-1]


def has_owner(field: FieldPath) -> bool:
    """True if a mapping owns the field; a URL that is itself a list item has no owner."""
    return isinstance(field[-1], str)


def _link(
    front: Frontmatter, fields: Fields, match: Match, kind: Kind, description: Description
) -> Link:
    node = match.node
    url = followed(node).text  # type: ignore[union-attr]  # a scalar, as `look` saw
    line, column = front.place_of(node.start)
    return Link(
        document=front.name,
        field=match.path,
        url=without_userinfo(url),
        target=target_of(url, fields.base_url),
        kind=kind,
        line=line,
        column=column,
        description=description,
    )


def target_of(url: str, base_url: str = "") -> str:
    """The URL to be checked; the text itself, without a password, where it cannot be asked."""
    return url if urls.is_surely_normal(url) else _target_of(url, base_url)


@lru_cache(maxsize=4096)  # documents name the same URLs; 2 MB
def _target_of(url: str, base_url: str) -> str:
    if urls.check(url) is None:
        return urls.normalise(url)
    if base_url and urls.check(url) is Failure.RELATIVE:
        return urls.resolve(base_url, url) or url
    return without_userinfo(url)  # never asked, but kept and told


class _Describer:
    """Describes the targets of one document; fields that name the same neighbours share it."""

    def __init__(self) -> None:
        self._known: dict[tuple[object, ...], dict[FieldPath, Description]] = {}

    def by(self, field: LinkField) -> Callable[[Match | None], Description]:
        """Gives what describes the URLs of one field, by the mapping that holds the URL."""
        known = self._known.setdefault(field.neighbours, {})
        describe = _page_description if field.kind is Kind.PAGE else _image_description

        def described(owner: Match | None) -> Description:
            path = () if owner is None else owner.path
            if path not in known:
                known[path] = describe(field, owner)
            return known[path]

        return described


def _page_description(field: LinkField, owner: Match | None) -> Description:
    if not field.describes:
        return Description()
    around = _mapping(owner)
    return Description(
        title=_title(around, field),
        excerpt=words_at(around, field.excerpt) if field.excerpt else None,
        published=_published(around, field.published),
        provider_name=words_at(around, field.site_name) if field.site_name else None,
        provider_domain=words_at(around, field.domain) if field.domain else None,
        has_images=_has_image(around, field),
    )


def _image_description(field: LinkField, owner: Match | None) -> Description:
    """Of an image in a list: its title stands in the mapping that holds the list."""
    own = _mapping(owner)
    images = owner.around if owner else None
    around = _mapping(images.around) if images and field.titles else None
    return Description(
        title=_title(around, field),
        width=_number(own, field.width) if field.width else None,
        height=_number(own, field.height) if field.height else None,
        is_cached=_truth(own, ("isCached",)),
    )


def _mapping(match: Match | None) -> Mapping | None:
    """The mapping that was found, were it behind an alias."""
    here = followed(match.node) if match else None
    return here if isinstance(here, Mapping) else None


def _has_image(around: Mapping | None, field: LinkField) -> bool | None:
    """Whether the mapping has a lead image; None where none would be filled in."""
    place = field.names.get("image")
    if place is None:
        return None
    if field.image_key is None:
        return words_at(around, place) is not None
    node = node_at(around, place)
    images = None if node is None else followed(node)
    if not isinstance(images, Sequence):
        return False
    key = (field.image_key,) if field.image_key else ()
    return any(_has_words(item, key) for item in images.items)


def _has_words(item: Node, key: FieldPath) -> bool:
    here = followed(item)
    if isinstance(here, Mapping):
        return bool(key) and words_at(here, key) is not None
    return not key and isinstance(here, Scalar) and not is_null(here) and bool(here.text.strip())


def _title(around: Mapping | None, field: LinkField) -> str | None:
    for path in field.titles:
        words = words_at(around, path)
        if words is not None:
            return words
    return None


def _published(around: Mapping | None, path: FieldPath) -> Moment | None:
    words = words_at(around, path) if path else None
    return None if words is None else moment(words)


def _number(own: Mapping | None, path: FieldPath) -> int | None:
    value = value_at(own, path)
    return value if isinstance(value, int) and not isinstance(value, bool) else None


def _truth(own: Mapping | None, path: FieldPath) -> bool | None:
    value = value_at(own, path)
    return value if isinstance(value, bool) else None
