"""The collection of real pages, where it is at hand: its cases, and what of an answer is right.

A plain reading of the collection's own rules, strict ones only.
"""

from __future__ import annotations

import gzip
import json
import re
import unicodedata
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Any
from urllib.parse import unquote, urljoin, urlsplit

from enricher.models import Page
from enricher.page import read
from tests import material


@dataclass(frozen=True)
class RealPage:
    case: str
    url: str
    body: bytes
    expected: dict[str, Any]


@lru_cache(maxsize=1)
def pages() -> tuple[RealPage, ...]:
    folder = material.PAGES
    if folder is None:
        return ()
    cases = [
        json.loads(line)
        for line in (folder / "cases.jsonl").read_text(encoding="utf-8").splitlines()
    ]
    return tuple(
        RealPage(
            case["id"],
            case["url"],
            gzip.decompress((folder / case["html_path"]).read_bytes()),
            case["expected"],
        )
        for case in cases
    )


@cache
def whole(body: bytes, url: str) -> Page:
    """What a page is read as; each is read once, whichever test asks."""
    return read.page(body, url, "")


_ALIKE = str.maketrans(
    {
        **dict.fromkeys("“”„‟«»″", '"'),
        **dict.fromkeys("‘’‚‛‹›′`´", "'"),
        **dict.fromkeys("‐‑‒–—―−", "-"),
    }
)


def folded(text: str) -> str:
    plain = unicodedata.normalize("NFKC", text.translate(_ALIKE)).translate(_ALIKE)
    return " ".join(re.sub("[\u00ad\u200b\u200e\u200f]", "", plain).replace("''", '"').split())


def letters(text: str) -> str:
    return "".join(letter for letter in folded(text).casefold() if letter.isalnum())


def tokens(text: str) -> list[str]:
    return re.findall(
        r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]|[^\W_\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]+",
        folded(text).casefold(),
    )


def overlap(got: str, want: str) -> float:
    """Token F1."""
    left, right = tokens(got), tokens(want)
    rest = list(right)
    both = 0
    for token in left:
        if token in rest:
            rest.remove(token)
            both += 1
    return 2 * both / (len(left) + len(right)) if both else 0.0


def names(people: list[str]) -> frozenset[str]:
    parts = [
        part
        for one in people
        for part in re.split(r"\s*[;|•·、/&,\n]\s*|\s+(?:and|und|et|y|e)\s+", folded(one))
    ]
    bare = (
        re.sub(r"^(?:(?:written|text) )?(?:by|von|par|por)\b[\s:]*", "", part.casefold())
        for part in parts
    )
    words = (
        " ".join(re.findall(r"\w+", re.sub(r"^(?:dr|prof)\b\.?\s*", "", name))) for name in bare
    )
    return frozenset(name for name in words if name and name not in {"phd", "md", "jr", "sr"})


def address(url: str, base: str) -> str:
    parts = urlsplit(urljoin(base, url))
    return f"{(parts.hostname or '').lower()}{unquote(parts.path).rstrip('/')}?{'&'.join(sorted(parts.query.split('&')))}"
