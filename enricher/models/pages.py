"""Defines what a page or image shows."""

from __future__ import annotations

from enum import StrEnum

import msgspec

from enricher.models.documents import Moment


class TextFact(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, gc=False):
    """A text a page gives about itself, with where it stood: `json-ld`, `og:title`, `h1`, …"""

    text: str
    source: str


class DateFact(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, gc=False):
    """A moment a page gives, with where it stood."""

    moment: Moment
    source: str


class ImageCandidate(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, gc=False):
    """An image a page offers as its lead image; sizes as declared by the page, not measured."""

    url: str
    source: str
    width: int | None = None
    height: int | None = None
    alt: str | None = None
    is_doubtful: bool = False
    """It is tiny or calls itself a logo, an icon or a placeholder.

    The page's best offer, not worth writing down.
    """


class PageFacts(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, gc=False):
    """What a page says about itself: the winner of each field, with its provenance."""

    title: TextFact | None = None
    excerpt: TextFact | None = None
    published: DateFact | None = None
    site_name: TextFact | None = None
    authors: tuple[str, ...] = ()
    authors_source: str = ""
    language: str | None = None
    canonical_url: str | None = None
    image: ImageCandidate | None = None
    """The winner of `images`."""
    images: tuple[ImageCandidate, ...] = ()
    """Candidates for the lead image, best first, at most a handful."""


class Fact(StrEnum):
    """What can be asked of a page; the value is the name of a field of `PageFacts`."""

    TITLE = "title"
    EXCERPT = "excerpt"
    PUBLISHED = "published"
    SITE_NAME = "site_name"
    AUTHORS = "authors"
    """With `authors_source`."""
    LANGUAGE = "language"
    CANONICAL_URL = "canonical_url"
    IMAGE = "image"
    """With `images`."""


class PageSignals(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, gc=False):
    """What else verdict rules look at in a page. Not kept in the ledger."""

    titles: tuple[str, ...] = ()
    """Every wording of the title.

    `<title>`, og:, twitter:, headline, h1, raw (site names not stripped).
    """
    descriptions: tuple[str, ...] = ()
    html_title: str = ""
    h1: str = ""
    headings: tuple[str, ...] = ()
    """The first h1, h2 and h3, in the page's order; a handful."""
    text: str = ""
    """Visible text, white space folded, bounded (64 KiB); empty when only the head was read."""
    word_count: int = 0
    """Of `text`; in scripts without spaces, characters divided by 2."""
    has_body: bool = False
    """More than the head was read, so `text` can be trusted."""
    is_article: bool = False
    """JSON-LD or og:type says that this is an article, posting or video."""
    is_noindex: bool = False
    is_paid: bool = False
    """JSON-LD says `isAccessibleForFree: false`: behind a paywall, in whole or in part."""
    has_password_field: bool = False
    has_video: bool = False
    refresh_url: str | None = None
    """Absolute target of `http-equiv=refresh` of at most 5 seconds."""
    script_marks: tuple[str, ...] = ()
    """Hosts and paths of scripts, frames and forms, for wall and parking marks; bounded."""
    body_marks: tuple[str, ...] = ()
    """Classes and ids of `<html>` and `<body>`, lower case: `error404` and the like."""
    fingerprint: int = 0
    """64-bit simhash of the visible text; 0 where there is none."""

    def has_more_words(self, count: int) -> bool:
        """True if the visible text surely has more words."""
        return self.word_count > count


class Page(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, gc=False):
    """A page as read: its facts, and the signals beside them."""

    facts: PageFacts = msgspec.field(default_factory=PageFacts)
    signals: PageSignals = msgspec.field(default_factory=PageSignals)


class ImageFacts(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, gc=False):
    """What the header bytes of an image say.

    Sides as a viewer shows them (EXIF rotation applied).
    """

    format: str
    """Lower case: jpeg, png, apng, gif, webp, avif, heic, jxl, jp2, bmp, ico, tiff, svg."""
    width: int | None
    """Pixels; None for an SVG that declares no size, and where the size is beyond belief."""
    height: int | None


class NotAnImage(StrEnum):
    """Why bytes are no image."""

    HTML = "html"
    EMPTY = "empty"
    UNKNOWN = "unknown"


class NeedMore(StrEnum):
    """The bytes so far begin an image, but do not reach its size."""

    NEED_MORE = "need-more"
