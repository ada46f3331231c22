"""Makes an archive from real documents: repeated until there are enough, their web invented.

What the documents say of their links is what the pages say of themselves.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import yaml
from articles import Article
from documents import Url
from loads import Material

_FENCE = "---\n"
_LEAD = "http://cdn-0.internal/lead/i0.jpg"
_PAGES = ("webUrl", "originalUrl")


@dataclass(frozen=True, slots=True)
class Real:
    """A document that stands in a file: its text, and the facts of its links."""

    path: Path
    text: str
    pages: dict[str, Article]
    images: frozenset[str]


def _read(path: Path) -> Real | None:
    """A document with frontmatter that YAML can read; None for anything else."""
    text = path.read_text(encoding="utf-8", errors="replace")
    if not text.startswith(_FENCE):
        return None
    try:
        front = yaml.load(text[4:].partition(f"\n{_FENCE}")[0], Loader=yaml.CBaseLoader)
    except (yaml.YAMLError, ValueError):
        return None
    mappings = list(_mappings(front))
    pages = {url: _article(told) for told in mappings for key in _PAGES if (url := _url(told, key))}
    images = frozenset(url for told in mappings if "width" in told and (url := _url(told, "url")))
    return Real(path, text, pages, images)


def _mappings(node: Any) -> Iterator[dict[str, Any]]:
    """Every mapping in a tree of YAML, the outermost first."""
    if isinstance(node, dict):
        yield node
    for child in (
        node.values() if isinstance(node, dict) else node if isinstance(node, list) else ()
    ):
        yield from _mappings(child)


def _url(told: dict[str, Any], key: str) -> str | None:
    value = told.get(key)
    return value if isinstance(value, str) and value.startswith(("http://", "https://")) else None


def _article(told: dict[str, Any]) -> Article:
    def fact(key: str) -> str:
        value = told.get(key)
        return value if isinstance(value, str) else ""

    provider = told.get("provider")
    site = provider.get("name", "") if isinstance(provider, dict) else ""
    return Article(fact("title"), fact("excerpt"), fact("publishedDateTime"), "", str(site), _LEAD)


def _target(url: str) -> Url:
    parts = urlsplit(url)
    path = f"{parts.path or '/'}{'?' if parts.query else ''}{parts.query}"
    return Url(parts.hostname or "", 0, scheme=parts.scheme, given=path)


def material(folder: Path, count: int) -> Material:
    """`count` documents made from those of a folder, and what the web has to know of their pages."""
    read = [
        real for path in sorted(folder.rglob("*.*")) if path.is_file() and (real := _read(path))
    ]
    if not read:
        raise SystemExit(f"{folder}: no documents with frontmatter")
    read = read[:count]
    whole = [Copy(number, read[number % len(read)]) for number in range(count)]
    changed = [
        Renewed(number, read[number % len(read)]) for number in range(count // 2 % 100, count, 100)
    ]
    pages = {_target(url): told for real in read for url, told in real.pages.items()}
    renewed = {_target(url): told for copy in changed for url, told in copy.pages.items()}
    images = {_target(url): None for real in read for url in real.images}
    known = {f"{url.host}{url.path}": told for url, told in (pages | renewed).items()}
    return Material({"archive": whole}, [*pages, *images], changed, len(renewed), known)


@dataclass(frozen=True, slots=True)
class Copy:
    """A real document under a name of its own."""

    number: int
    real: Real

    @property
    def name(self) -> str:
        return f"{self.number:05}-{self.real.path.name}"

    def text(self) -> str:
        return self.real.text


@dataclass(frozen=True, slots=True)
class Renewed(Copy):
    """The same with other addresses for all pages."""

    def _renew(self, url: str) -> str:
        return f"{url}{'&' if '?' in url else '?'}renewed={self.number}"

    @property
    def pages(self) -> dict[str, Article]:
        return {self._renew(url): told for url, told in self.real.pages.items()}

    def text(self) -> str:
        text = self.real.text
        for url in self.real.pages:
            text = text.replace(f'"{url}"', f'"{self._renew(url)}"')
        return text
