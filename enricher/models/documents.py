"""Defines what documents say, and what is to be changed in them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime
from enum import StrEnum

import msgspec

FieldPath = tuple[str | int, ...]
"""Where a value is in a document's frontmatter.

`("related", 2, "webUrl")` is `related[2].webUrl`.
"""


@dataclass(frozen=True, slots=True)
class Moment:
    """A publishing date as precise as its source."""

    day: date
    """In the source's own time zone."""
    instant: datetime | None = None
    """Aware, UTC; None where the source gives no time of day (midnight is never invented)."""

    def __str__(self) -> str:
        """`2022-07-28T21:27:00Z`, or `2022-07-28` for a bare day."""
        if self.instant is None:
            return self.day.isoformat()
        return self.instant.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


class Kind(StrEnum):
    """What a link's field promises to lead to."""

    PAGE = "page"
    IMAGE = "image"


class Description(msgspec.Struct, frozen=True, kw_only=True, gc=False, omit_defaults=True):
    """What a document says about the target of one of its links; all of it may be missing."""

    title: str | None = None
    excerpt: str | None = None
    published: Moment | None = None
    provider_name: str | None = None
    provider_domain: str | None = None
    width: int | None = None
    height: int | None = None
    is_cached: bool | None = None
    has_images: bool | None = None
    """For pages: whether the mapping that owns the link has at least one image with a URL."""

    @property
    def is_empty(self) -> bool:
        return self.title is None and self.excerpt is None


class Link(msgspec.Struct, frozen=True, kw_only=True, gc=False, omit_defaults=True):
    """A URL at a field of a document, with what its neighbours say about it."""

    document: str
    field: FieldPath
    url: str
    """As the document spells it."""
    target: str
    """Normalised; many links share one target. Equal to `url` where it cannot be parsed."""
    kind: Kind
    line: int
    """Line of the value in the document, from 1."""
    column: int
    """Column of the value's first character (a quote, where it has one), from 1."""
    description: Description
    in_body: bool = False
    """It stands in the body, which a run never edits; `field` is then `body` and its number."""

    @property
    def is_lead_image(self) -> bool:
        """True if this is the first image of a mapping that describes an article."""
        if self.kind is not Kind.IMAGE or len(self.field) < _IMAGE_PATH:
            return False
        *before, images, index, _ = self.field
        is_portrait = bool(before) and before[-1] in _NOT_ARTICLES
        return images == "images" and index == 0 and not is_portrait


# `images[0].url`: three parts.
_IMAGE_PATH = 3
# Pictures of these are logos and portraits.
_NOT_ARTICLES = frozenset({"provider", "affiliation"})

ScalarValue = str | int | float | bool | datetime | date
Value = ScalarValue | dict[str, "Value"] | list["Value"]
"""What an edit can write.

Scalars in the document's own spelling, mappings and lists as plain data.
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Edit:
    """One intended change to one field of one document's frontmatter."""

    field: FieldPath
    before: Value | None
    """What the field must hold today; None: it must be absent, null or empty."""
    after: Value | None
    """None removes the field (our own `checks` lines only)."""
    because: str
    """The rule that asked for it: `fill`, `correct`, `checks`, `repair`, `update`."""

    def __post_init__(self) -> None:
        if self.before == self.after and type(self.before) is type(self.after):
            raise ValueError(f"edit of {self.field} changes nothing")
