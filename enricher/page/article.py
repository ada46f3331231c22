"""Which of a page's JSON-LD nodes is the article that the page shows?"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from enricher.page import jsonld
from enricher.page.text import clean

_ARTICLE = re.compile(r"(?:Article|Posting|Report|Review|Story|Essay)$")
# Pages that are about one of these say so only where no article stands beside it.
_OTHER = re.compile(
    r"^(?:VideoObject|AudioObject|Recipe|Course|Book|Product|QAPage|Question)$|(?:Episode|Event)$"
)
_PAGE = re.compile(r"Page$|^CreativeWork$")
# What two addresses of one page may differ in.
_BESIDE_PLACE = re.compile(r"^https?://(?:www\.)?|[?#].*")


def choose(
    nodes: Iterable[dict[str, Any]], addresses: Iterable[str], titles: Iterable[str]
) -> dict[str, Any] | None:
    """The node that fits the page best: by its kind, by naming the page's address, by carrying its
    title.

    `titles` are readable.
    """
    offers = [(node, kind) for node in nodes if (kind := _kind(node))]
    if len(offers) < 2:
        return offers[0][0] if offers else None
    here = {_bare(address) for address in addresses} - {""}
    words = [title.casefold() for title in titles if title]
    scores = [kind + 4 * _is_at(node, here) + 3 * _is_titled(node, words) for node, kind in offers]
    return offers[scores.index(max(scores))][0]


def _kind(node: dict[str, Any]) -> int:
    """How much an article a node is: 0 for none at all."""
    names = jsonld.types(node)
    if any(_ARTICLE.search(name) for name in names):
        return 10
    if any(_OTHER.search(name) for name in names):
        return 4
    return 2 if any(_PAGE.search(name) for name in names) else 0


def _is_at(node: dict[str, Any], here: set[str]) -> bool:
    return any(
        _bare(text) in here
        for key in ("url", "mainEntityOfPage", "@id")
        for text in _addresses(node.get(key))
    )


def _addresses(value: Any) -> list[str]:
    if isinstance(value, dict):
        value = [value.get("@id"), value.get("url")]
    return [
        item for item in (value if isinstance(value, list) else [value]) if isinstance(item, str)
    ]


def _bare(address: str) -> str:
    """What two spellings of one address share."""
    return _BESIDE_PLACE.sub("", address.strip().lower()).rstrip("/")


def _is_titled(node: dict[str, Any], words: list[str]) -> bool:
    for key in ("headline", "name"):
        value = node.get(key)
        if isinstance(value, str) and len(value) > 8:
            text = clean(value).casefold()
            return any(text in other or other in text for other in words)
    return False
