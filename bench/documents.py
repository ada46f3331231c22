"""Writes the documents of a load, in the shape of those in seeds/: frontmatter and a body.

A list of `Document` says what stands in them; the same list gives the same bytes. The archive has
the sizes of a real one: 7,000 documents of 20 KB on average, 160,000 related items, the largest
document with 180 of them and over 1,000 links.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Protocol

from articles import article, image_path, image_size, page_path

# Shares of related items that lack a fact or have more links, as counted in real documents.
LACK_EXCERPT = 0.02
LACK_DATE = 0.01
LACK_IMAGE = 0.45
NAME_IS_DOMAIN = 0.02
HAS_ORIGINAL = 0.35
HAS_LOGO = 0.20
_BODY = (
    "A paragraph that stands below the frontmatter and is never touched, whatever its links do.\n\n"
)


@dataclass(frozen=True, slots=True)
class Url:
    """One target: the host that serves it, and its number there, or the path that is given."""

    host: str
    number: int
    is_image: bool = False
    scheme: str = "http"
    given: str = ""

    @property
    def path(self) -> str:
        if self.given:
            return self.given
        return image_path(self.number) if self.is_image else page_path(self.number)

    def __str__(self) -> str:
        return f"{self.scheme}://{self.host}{self.path}"


@dataclass(frozen=True, slots=True)
class Item:
    """A related item, or a document's own article: its page, and which facts stand beside it."""

    page: Url
    image: Url | None = None
    original: Url | None = None
    logos: tuple[Url, ...] = ()
    has_excerpt: bool = True
    has_date: bool = True
    is_named: bool = True
    has_sizes: bool = True

    def links(self) -> Iterator[Url]:
        yield self.page
        yield from (url for url in (self.image, self.original) if url is not None)
        yield from self.logos


@dataclass(frozen=True, slots=True)
class Document:
    name: str
    own: Item
    related: tuple[Item, ...]
    paragraphs: int = 1

    def text(self) -> str:
        """What stands in the file."""
        return _text(self)

    def links(self) -> Iterator[Url]:
        yield from self.own.links()
        for item in self.related:
            yield from item.links()


# ── text ─────────────────────────────────────────────────────────────────────────────────────────


def _images(urls: tuple[Url, ...], indent: str, *, has_sizes: bool) -> Iterator[str]:
    yield f"{indent}images:"
    for url in urls:
        yield f'{indent}  - url: "{url}"'
        if has_sizes:
            width, height = image_size(url.number)
            yield f"{indent}    width: {width}"
            yield f"{indent}    height: {height}"
        yield f"{indent}    isCached: true"


def _item(item: Item, indent: str) -> Iterator[str]:
    """The lines of one item, all indented alike."""
    told = article(item.page.host, item.page.number)
    domain = item.page.host.removeprefix("www.")
    yield f'{indent}title: "{told.title}"'
    if item.has_excerpt:
        yield f'{indent}excerpt: "{told.excerpt}"'
    if item.has_date:
        yield f"{indent}publishedDateTime: {told.published}"
    if item.original is not None:
        yield f'{indent}originalUrl: "{item.original}"'
    yield f'{indent}webUrl: "{item.page}"'
    yield f"{indent}type: article"
    yield f"{indent}provider:"
    yield f"{indent}  name: {told.site_name if item.is_named else domain}"
    yield f"{indent}  domain: {domain}"
    if item.logos:
        yield from _images(item.logos, f"{indent}  ", has_sizes=item.has_sizes)
    yield f"{indent}quality: {item.page.number * 7 % 100}"
    if item.image is not None:
        yield from _images((item.image,), indent, has_sizes=item.has_sizes)


def _text(document: Document) -> str:
    lines = [
        "---",
        "category: news",
        *_item(document.own, ""),
        "published: false",
        "",
        "topics:",
        "  - Archives",
        "",
    ]
    if document.related:
        lines.append("related:")
    for item in document.related:
        first, *rest = _item(item, "    ")
        lines += [f"  - {first.lstrip()}", *rest]
    lines += [
        "",
        'secured: "q0Xw3vB8yLr5TnKf1ZsJ7uHcDgE2aMpQ6iRkOeVtY9U=;VGhpcmQgc2VlZCBib2R5"',
        "---",
        "",
    ]
    return "\n".join(lines) + "\n" + _BODY * document.paragraphs


class File(Protocol):
    """What can be written: a document made from numbers, or a real one."""

    @property
    def name(self) -> str: ...

    def text(self) -> str: ...


def write(documents: Sequence[File], folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    for document in documents:
        (folder / document.name).write_text(document.text(), encoding="utf-8", newline="\n")


def urls(documents: list[Document]) -> list[Url]:
    """Every different target, in the order of the documents."""
    return list(dict.fromkeys(url for document in documents for url in document.links()))


# ── plans ────────────────────────────────────────────────────────────────────────────────────────


def lists(pages: list[Url], make: Callable[[Url], Item], each: int = 10) -> list[Document]:
    """Documents of `each` items that hold the pages in turn; every page stands in one place."""
    made = []
    for start in range(0, len(pages), each):
        own, *related = (make(page) for page in pages[start : start + each])
        made.append(Document(f"{start // each:05}.md", own, tuple(related)))
    return made


def complete(page: Url) -> Item:
    """With all facts, and one of 20 images that all share, so that pages are what is asked."""
    return Item(
        page, image=Url(f"cdn-{page.number % 20}.internal", page.number % 20, is_image=True)
    )


def lacking(page: Url) -> Item:
    """With a title alone."""
    return Item(page, has_excerpt=False, has_date=False, is_named=False)


def pictured(image: Url) -> Item:
    """An image without its size; the page it stands with is one of few."""
    return Item(Url("www.daily-0.internal", image.number % 20), image=image, has_sizes=False)


@dataclass(frozen=True, slots=True)
class Sizes:
    """How large an archive is. The numbers are those of a real one, scaled alike."""

    documents: int = 7_000
    related: int = 160_000
    pages: int = 6_300
    images: int = 5_400
    logos: int = 300
    hosts: int = 870
    largest: int = 180

    def scaled(self, share: float) -> Sizes:
        scaled = {name: max(10, int(size * share)) for name, size in asdict(self).items()}
        return Sizes(**{**scaled, "largest": 60})


class Archive:
    """Draws an archive's documents: few articles, each named in many documents."""

    def __init__(self, sizes: Sizes, host: Callable[[int], str]) -> None:
        """`host` gives the host of target number n."""
        self._sizes = sizes
        self._draw = random.Random(11)
        self._pages = [Url(host(n), n) for n in range(sizes.pages)]
        self._images = [Url(host(n), n, is_image=True) for n in range(sizes.images)]
        self._logos = [Url(host(n), 100_000 + n, is_image=True) for n in range(sizes.logos)]

    def documents(self) -> list[Document]:
        sizes = self._sizes
        weights = [self._draw.paretovariate(1.3) for _ in range(sizes.documents)]
        scale = sizes.related / sum(min(weight, 8.0) for weight in weights)
        counts = [min(round(min(weight, 8.0) * scale), sizes.largest - 1) for weight in weights]
        made = [self._document(number, count) for number, count in enumerate(counts)]
        return [*made[1:], self._largest()]

    def _item(self, page: Url) -> Item:
        chance = self._draw.random
        return Item(
            page,
            image=None if chance() < LACK_IMAGE else self._images[page.number % len(self._images)],
            original=page if chance() < HAS_ORIGINAL else None,
            logos=(self._logos[page.number % len(self._logos)],) if chance() < HAS_LOGO else (),
            has_excerpt=chance() >= LACK_EXCERPT,
            has_date=chance() >= LACK_DATE,
            is_named=chance() >= NAME_IS_DOMAIN,
        )

    def _document(self, number: int, count: int) -> Document:
        related = tuple(
            self._item(page)
            for page in self._draw.sample(self._pages, min(count, len(self._pages)))
        )
        own = self._item(self._pages[number % len(self._pages)])
        return Document(f"{number:05}.md", own, related, paragraphs=30)

    def _largest(self) -> Document:
        pages = self._draw.choices(self._pages, k=self._sizes.largest)
        return Document(
            "00000.md", self._full(self._pages[0]), tuple(map(self._full, pages)), paragraphs=30
        )

    def _full(self, page: Url) -> Item:
        logos = tuple(self._logos[(page.number + step) % len(self._logos)] for step in range(3))
        return Item(
            page, image=self._images[page.number % len(self._images)], original=page, logos=logos
        )


def changed(documents: list[Document], every: int = 100) -> list[Document]:
    """Every hundredth document, with new addresses for all its articles: 1 % of the links."""
    return [
        _renewed(document, place)
        for place, document in enumerate(documents)
        if place % every == every // 2
    ]


def _renewed(document: Document, place: int) -> Document:
    def renew(item: Item, number: int) -> Item:
        page = Url(item.page.host, 1_000_000 + place * 1_000 + number, scheme=item.page.scheme)
        return Item(
            page,
            image=item.image,
            original=page if item.original else None,
            logos=item.logos,
            has_excerpt=item.has_excerpt,
            has_date=item.has_date,
            is_named=item.is_named,
        )

    related = tuple(renew(item, number) for number, item in enumerate(document.related, 1))
    return Document(document.name, renew(document.own, 0), related, document.paragraphs)
