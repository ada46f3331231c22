"""Where a new key goes: where its siblings have it, else in the order of the seeds, else at the end."""

from __future__ import annotations

from collections.abc import Sequence

# The order in which the seeds (and 267 documents of two sites) write their keys.
SEEDS_ORDER = (
    "category",
    "name",
    "title",
    "excerpt",
    "publishedDateTime",
    "originalUrl",
    "webUrl",
    "ampWebUrl",
    "cdnAmpWebUrl",
    "url",
    "width",
    "height",
    "isCached",
    "type",
    "domain",
    "quality",
    "heat",
    "published",
    "provider",
    "topics",
    "images",
    "related",
    "secured",
)
_RANKS = {key: rank for rank, key in enumerate(SEEDS_ORDER)}


def place(key: str, keys: Sequence[str], sibling: Sequence[str] = ()) -> int:
    """Index at which `key` goes into `keys`.

    `sibling` are the keys of another item of the same list that has `key`: it shows where. Keys that the seeds do
    not know (our `checks` among them, on purpose) go last.
    """
    if key not in _RANKS:
        return len(keys)
    if key in sibling:
        for before in reversed(sibling[: sibling.index(key)]):
            if before in keys:
                return keys.index(before) + 1
    places = range(len(keys) + 1)
    least = min(_misplaced(key, keys, at) for at in places)
    return max((at for at in places if _misplaced(key, keys, at) == least), key=lambda at: _closeness(key, keys, at))


def _closeness(key: str, keys: Sequence[str], at: int) -> tuple[int, int]:
    """Of places that are equally good: the one behind the nearest key in the seeds' order, else the last."""
    before = rank(keys[at - 1]) if at else len(_RANKS)
    return (before if before < rank(key) else -1, at)


def _misplaced(key: str, keys: Sequence[str], at: int) -> int:
    """How many known keys would stand on the wrong side."""
    early = sum(rank(key) < rank(other) < len(_RANKS) for other in keys[:at])
    return early + sum(rank(other) < rank(key) for other in keys[at:])


def rank(key: str) -> int:
    """Place in the seeds' order; behind all of them for a key they do not know."""
    return _RANKS.get(key, len(_RANKS))
