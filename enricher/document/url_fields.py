"""Finds the fields of a document that hold URLs, as patterns, whatever the settings say."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field
from functools import lru_cache

from enricher.document import fieldpath
from enricher.document.frontmatter import Frontmatter, words_at
from enricher.document.nodes import Mapping, Node, Scalar, Sequence
from enricher.models import Kind

_URL = re.compile(r"(?:https?:)?//[^\s/?#]+\.[^\s/?#.]+", re.IGNORECASE)
_IMAGE_FILE = re.compile(r"\.(?:jpe?g|png|gif|webp|avif|svg|bmp|tiff?)(?:$|[?#])", re.IGNORECASE)
_IMAGE_NAME = re.compile(
    r"image|img|cover|thumb|photo|picture|avatar|teaser|logo|icon|banner", re.IGNORECASE
)
# How a slash, or half of `//`, may be spelt otherwise between double quotes.
_ESCAPED = re.compile(r"\\[/xuU\r\n]")
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


def collect(documents: Iterable[Frontmatter], skipped: Collection[str] = ()) -> list[UrlField]:
    """The fields with URLs, the most frequent first; nothing under a key of `skipped` counts."""
    found: dict[str, UrlField] = {}
    for front in documents:
        met: set[str] = set()
        for pattern, node, around in _urls(front.root, skipped):
            url = node.text.strip()
            each = found.setdefault(pattern, UrlField(pattern=pattern))
            each.count += 1
            each.documents += pattern not in met
            each.images += is_image(pattern, url)
            each.beside.update(_filled(around))
            if len(each.examples) < EXAMPLES and url not in each.examples:
                each.examples.append(url)
            met.add(pattern)
    return sorted(found.values(), key=lambda each: (-each.count, each.pattern))


def may_hold_more(front: Frontmatter, slashes: int) -> bool:
    """False where no value can hold a URL but those with this number of `//` in all.

    Looks at the text alone, which most documents need no more than.
    """
    place = (front.data_start, front.data_stop)
    return front.text.count("//", *place) != slashes or bool(_ESCAPED.search(front.text, *place))


def unnamed(
    front: Frontmatter, named: Collection[int], skipped: Collection[str] = ()
) -> dict[str, int]:
    """How many URLs stand under which pattern, beside those that were found.

    `named` are the `id`s of the nodes at link fields; nothing under a key of `skipped` counts.
    """
    found = _urls(front.root, skipped)
    return dict(Counter(pattern for pattern, node, _ in found if id(node) not in named))


def is_image(pattern: str, url: str) -> bool:
    """Whether a URL looks like that of an image, by its end or the names around it."""
    return bool(_IMAGE_FILE.search(url) or _IMAGE_NAME.search(pattern))


def _filled(around: Mapping | None) -> list[str]:
    """The keys of a mapping that hold words."""
    return [key for key in around.by_key if words_at(around, (key,))] if around else []


def _urls(
    root: Node | None, skipped: Collection[str] = ()
) -> Iterator[tuple[str, Scalar, Mapping | None]]:
    """Each URL with its pattern and the mapping that it stands in; nothing behind an alias."""
    waiting: list[tuple[str, Node | None, Mapping | None]] = [("", root, None)]
    while waiting:
        pattern, node, around = waiting.pop()
        if isinstance(node, Scalar):
            # Most values hold no "//": the cheap look first.
            if "//" in node.text and _is_url(node.text.strip()):
                yield pattern, node, around
        elif isinstance(node, Mapping):
            waiting += [
                (_below(pattern, key), each.value, node)
                for key, each in reversed(node.by_key.items())
                if key not in skipped
            ]
        elif isinstance(node, Sequence):
            waiting += [(f"{pattern}[]", item, around) for item in reversed(node.items)]


def _is_url(text: str) -> bool:
    return bool(_URL.match(text)) and not re.search(r"\s", text)


@lru_cache(maxsize=1024)
def _below(pattern: str, key: str) -> str:
    """The pattern of a key in the mapping that a pattern finds."""
    shown = fieldpath.show((key,))
    return f"{pattern}.{shown}" if pattern and not shown.startswith("[") else f"{pattern}{shown}"
