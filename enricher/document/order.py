"""Says where a new key goes: where siblings have it, else in the order of the seeds, else last."""

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

    `sibling` are the keys of another item of the same list that has `key`: it shows where. Keys
    that the seeds do not know (our `checks` among them, on purpose) go last. Others go where the
    fewest known keys stand on the wrong side of them; of such places, behind the nearest in the
    seeds' order, or else to the last.
    """
    if key not in _RANKS:
        return len(keys)
    if key in sibling:
        for before in reversed(sibling[: sibling.index(key)]):
            if before in keys:
                return keys.index(before) + 1
    mine, ranks = rank(key), [rank(other) for other in keys]
    best = (-sum(other < mine for other in ranks), -1, 0)  # in front of all of them
    misplaced = -best[0]
    for at, other in enumerate(ranks, 1):
        misplaced += (mine < other < len(_RANKS)) - (other < mine)
        best = max(best, (-misplaced, other if other < mine else -1, at))
    return best[2]


def goes_last(key: str) -> bool:
    """Whether `place` puts it last in any mapping."""
    return key not in _RANKS


def rank(key: str) -> int:
    """Place in the seeds' order; behind all of them for a key they do not know."""
    return _RANKS.get(key, len(_RANKS))
