"""Finds the fields of a document that hold URLs, as patterns, whatever the settings say."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from enricher.document import fieldpath
from enricher.document.frontmatter import Frontmatter
from enricher.document.nodes import Mapping, Node, Scalar, Sequence
from enricher.models import FieldPath, Kind

_URL = re.compile(r"(?:https?:)?//[^\s/?#]+\.[^\s/?#.]+", re.IGNORECASE)
_IMAGE_FILE = re.compile(r"\.(?:jpe?g|png|gif|webp|avif|svg|bmp|tiff?)(?:$|[?#])", re.IGNORECASE)
_IMAGE_NAME = re.compile(
    r"image|img|cover|thumb|photo|picture|avatar|teaser|logo|icon|banner", re.IGNORECASE
)
EXAMPLES = 3
"""Different URLs that are kept of each field."""

NEIGHBOURS: dict[str, tuple[str, ...]] = {
    "title": ("title", "label", "headline", "name"),
    "excerpt": ("excerpt", "description", "summary", "abstract"),
    "published": ("publishedDateTime", "published", "pubDate", "date"),
    "site_name": ("site_name", "publisher", "publication"),
}
"""By what a pattern of `[fields]` may declare: the keys beside a URL that say it."""


@dataclass(slots=True, kw_only=True)
class UrlField:
    """The URLs under one pattern, over all documents."""

    pattern: str
    count: int = 0
    documents: int = 0
    images: int = 0
    """URLs that look like those of images."""
    examples: list[str] = field(default_factory=list)
    beside: Counter[str] = field(default_factory=Counter)
    """Keys beside the URLs, by how often they are filled."""

    @property
    def kind(self) -> Kind:
        """What most of its URLs lead to, by their spelling."""
        return Kind.IMAGE if self.images * 2 > self.count else Kind.PAGE

    @property
    def described_by(self) -> dict[str, str]:
        """What describes the pages: a key beside most URLs of a list's items.

        Beside a URL at the top of a document stands the document's own title: it describes nothing.
        """
        if "[]" not in self.pattern or self.kind is Kind.IMAGE:
            return {}
        chosen = {
            fact: next((key for key in keys if self.beside[key] * 2 > self.count), "")
            for fact, keys in NEIGHBOURS.items()
        }
        return {fact: key for fact, key in chosen.items() if key}


def collect(documents: Iterable[Frontmatter]) -> list[UrlField]:
    """The fields with URLs, the most frequent first."""
    found: dict[str, UrlField] = {}
    for front in documents:
        met: set[str] = set()
        for path, url, beside in _urls(front):
            pattern = pattern_of(path)
            each = found.setdefault(pattern, UrlField(pattern=pattern))
            each.count += 1
            each.documents += pattern not in met
            each.images += is_image(pattern, url)
            each.beside.update(beside)
            if len(each.examples) < EXAMPLES and url not in each.examples:
                each.examples.append(url)
            met.add(pattern)
    return sorted(found.values(), key=lambda each: (-each.count, each.pattern))


def pattern_of(path: FieldPath) -> str:
    """The pattern that finds this field in every item of the lists around it."""
    return re.sub(r"\[\d+\]", "[]", fieldpath.show(path))


def is_image(pattern: str, url: str) -> bool:
    """Whether a URL looks like that of an image, by its end or the names around it."""
    return bool(_IMAGE_FILE.search(url) or _IMAGE_NAME.search(pattern))


def _urls(front: Frontmatter) -> Iterator[tuple[FieldPath, str, tuple[str, ...]]]:
    """Each URL with its path and the filled keys beside it; nothing behind an alias."""
    waiting: list[tuple[FieldPath, Node, tuple[str, ...]]] = []
    if front.root is not None:
        waiting.append(((), front.root, ()))
    while waiting:
        path, node, beside = waiting.pop()
        if isinstance(node, Scalar):
            url = node.text.strip()
            if _URL.match(url) and not re.search(r"\s", url):
                yield path, url, beside
        elif isinstance(node, Mapping):
            filled = tuple(key for key in node.by_key if front.words((*path, key)))
            inside = [((*path, key), each.value, filled) for key, each in node.by_key.items()]
            waiting += reversed(inside)
        elif isinstance(node, Sequence):
            items = [((*path, index), item, beside) for index, item in enumerate(node.items)]
            waiting += reversed(items)
