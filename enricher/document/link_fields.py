"""Says, for each field that holds links, what describes its target and where facts are filled.

What describes a page must be declared: by the preset, or in the settings. A plain pattern of the
user's own has no describing fields, so that no mismatch can arise.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from functools import lru_cache

from enricher.config import FieldPattern, Fields, Fill
from enricher.document import fieldpath
from enricher.document.presets import PRESETS
from enricher.models import FieldPath, Kind

FACTS = ("title", "excerpt", "published", "site_name", "image", "authors", "language")
"""What may be filled from a page: the keys of `[fill]`."""
AS_PRESET = "preset"
"""The value of a key of `[fill]` that leaves the name to the preset."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkField:
    """One pattern of the settings; all paths are relative to the mapping that owns the URL."""

    pattern: str
    kind: Kind
    titles: tuple[FieldPath, ...] = ()
    """The first one that is filled counts. Of images: beside the list that holds them."""
    excerpt: FieldPath = ()
    published: FieldPath = ()
    site_name: FieldPath = ()
    domain: FieldPath = ()
    width: FieldPath = ()
    height: FieldPath = ()
    names: dict[str, FieldPath] = field(default_factory=dict)
    """Where facts of the page are filled, by fact; `image` without the item and the URL's key."""
    image_key: str | None = None
    """The URL's key in a new item of a list of images; empty: the item is the URL itself; None:
    no list, the URL stands under `names["image"]`."""

    @property
    def neighbours(self) -> tuple[object, ...]:
        """All that decides what a description says; equal for fields that describe alike."""
        told = (self.excerpt, self.published, self.site_name, self.domain, self.width, self.height)
        return (self.kind, self.titles, told, self.names.get("image"), self.image_key)

    @property
    def describes(self) -> bool:
        """Whether the mapping around the URL describes the page it leads to."""
        parts = (self.titles, self.excerpt, self.published, self.site_name, self.domain)
        return self.kind is Kind.PAGE and any(parts)


class LinkFields:
    """All link fields of the settings, in their order."""

    def __init__(self, fields: Fields, fill: Fill) -> None:
        preset = PRESETS[fields.preset]
        names = {fact: _FillName(getattr(fill, fact), preset.fill.get(fact, "")) for fact in FACTS}
        self.all = (
            *(_page(each, names, is_own=own) for each, own in _patterns(fields, Kind.PAGE)),
            *(_image(each) for each, _ in _patterns(fields, Kind.IMAGE)),
        )
        self.filled_images = frozenset(filter(None, map(_image_pattern, self.all)))
        """Patterns of the fields that `[fill]` has images filled into."""
        self.has_image_facts = preset.has_image_facts
        self._known: dict[tuple[Kind, FieldPath], LinkField | None] = {}

    def of(self, kind: Kind, path: FieldPath) -> LinkField | None:
        """The first field whose pattern finds a path; None: no longer one of the settings."""
        shape = (kind, tuple(0 if isinstance(step, int) else step for step in path))
        if shape not in self._known:
            fitting = (each for each in self.all if _fits(each, kind, path))
            self._known[shape] = next(fitting, None)
        return self._known[shape]


@lru_cache(maxsize=8)
def link_fields(fields: Fields, fill: Fill) -> LinkFields:
    """The link fields of the settings, made once."""
    return LinkFields(fields, fill)


def _fits(each: LinkField, kind: Kind, path: FieldPath) -> bool:
    return each.kind is kind and fieldpath.fits(each.pattern, path)


def _patterns(fields: Fields, kind: Kind) -> Iterator[tuple[FieldPattern, bool]]:
    """The settings' patterns, or the preset's where there are none, and whether it is a table of
    the user's own; plain ones are described as the preset says.
    """
    preset = PRESETS[fields.preset]
    if kind is Kind.PAGE:
        own, of_preset = fields.pages, preset.pages
    else:
        own, of_preset = fields.images, preset.images
    by_path = {each.path: each for each in of_preset}
    for each in own or of_preset:
        if isinstance(each, str):
            yield by_path.get(each, FieldPattern(path=each)), False
        else:
            yield each, bool(own)


@dataclass(frozen=True, slots=True)
class _FillName:
    """Under which name the settings have a fact filled."""

    setting: str
    of_preset: str

    def beside(self, declared: str, *, is_own: bool) -> str:
        """The name, given what the pattern declares; empty: the fact is not filled.

        A table of the user's own comes first, then `[fill]`, then the preset.
        """
        if not self.setting or (is_own and declared):
            return declared if self.setting else ""
        return self.setting if self.setting != AS_PRESET else declared or self.of_preset


def _page(each: FieldPattern, names: dict[str, _FillName], *, is_own: bool) -> LinkField:
    titles = _alternatives(each.title)
    made = LinkField(
        pattern=each.path,
        kind=Kind.PAGE,
        titles=titles,
        excerpt=_path(each.excerpt),
        published=_path(each.published),
        site_name=_path(each.site_name),
        domain=_path(each.domain),
    )
    if not made.describes:
        return made
    declared = {
        "title": fieldpath.show(titles[0]) if titles else "",
        "excerpt": each.excerpt,
        "published": each.published,
        "site_name": each.site_name,
    }
    chosen = {
        fact: name.beside(declared.get(fact, ""), is_own=is_own) for fact, name in names.items()
    }
    image, key = _image_place(chosen.pop("image"))
    places = {fact: _path(name) for fact, name in chosen.items()} | {"image": image}
    return replace(
        made, names={fact: place for fact, place in places.items() if place}, image_key=key
    )


def _image(each: FieldPattern) -> LinkField:
    return LinkField(
        pattern=each.path,
        kind=Kind.IMAGE,
        titles=_alternatives(each.title),
        width=_path(each.width),
        height=_path(each.height),
    )


def _image_place(name: str) -> tuple[FieldPath, str | None]:
    """`images[].url` is a list of mappings, `images[]` a list of URLs, `cover.image` one URL."""
    before, brackets, key = name.partition("[]")
    return _path(before), key.removeprefix(".") if brackets else None


def _image_pattern(each: LinkField) -> str:
    """The pattern of the URLs that are filled as images beside a link; empty: none are."""
    if "image" not in each.names:
        return ""
    around = each.pattern.rpartition(".")[0]
    key = each.image_key
    item = "" if key is None else f"[].{key}" if key else "[]"
    return f"{around}.{fieldpath.show(each.names['image'])}{item}".removeprefix(".")


def _alternatives(text: str) -> tuple[FieldPath, ...]:
    return tuple(fieldpath.parse(name.strip()) for name in text.split("|") if name.strip())


def _path(text: str) -> FieldPath:
    return fieldpath.parse(text) if text else ()
