"""Chooses, for an article that is gone, the living one that tells the same story best."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from enricher import urls
from enricher.models import Description
from enricher.verdict.words import tokens

MAX_DAYS_APART = 14
"""Longest time between two reports of one story, in days; a follow-up later is another story."""
LEAST_SIMILARITY = 0.4
"""Share of the words' weight that both must have; two reports of one event share about half."""
LEAST_WITHOUT_DATE = 0.6
"""The same where a date is missing: nothing else tells this year's flood from last year's."""
LEAST_ON_ONE_SITE = 0.95
"""The same within one site: its two texts on one subject are mostly two stories ("update 1" and
"update 2"), of which only a copy under another address tells the same.
"""
MOST_WORDS = 16
"""Words that candidates are searched by: what shares none of the rarest is not alike enough, and
each common word takes a millisecond over 10,000 citations.
"""
LEAST_TOKENS = 3
"""Titles with fewer words say too little."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Citation:
    """A link as documents cite it."""

    target: str
    url: str
    """As the first document spells it."""
    description: Description
    document: str
    """The first one that cites it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Suggestion:
    """A living article in the place of one that is gone."""

    citation: Citation
    similarity: float
    """0 to 1."""


class WordWeights:
    """How much each word says: rare ones much, those of every title little."""

    def __init__(self, texts: Sequence[Iterable[str]]) -> None:
        """`texts` are those of all citations, as `words_of` gives them."""
        self._counts = Counter(word for words in texts for word in set(words))
        self._total = len(texts) or 1

    def rarest(self, words: Iterable[str]) -> list[str]:
        """The words that say most, of those that some citation has; `MOST_WORDS` of them."""
        known = [word for word in dict.fromkeys(words) if self._counts[word]]
        return sorted(known, key=self._counts.__getitem__)[:MOST_WORDS]

    def of(self, words: Iterable[str]) -> float:
        """The weight of these words together (inverse document frequency), in whatever order."""
        return math.fsum(math.log(1 + self._total / (self._counts[word] or 1)) for word in words)


def words_of(description: Description) -> tuple[str, ...]:
    """The folded words of title and excerpt."""
    return tokens(f"{description.title or ''} {description.excerpt or ''}")


def best(
    gone: Description, site: str, candidates: Sequence[Citation], weights: WordWeights
) -> Suggestion | None:
    """The candidate that is most like what is gone, and alike enough; None where none is."""
    return next(iter(ranked(gone, site, candidates, weights)), None)


def ranked(
    gone: Description, site: str, candidates: Sequence[Citation], weights: WordWeights
) -> list[Suggestion]:
    """The candidates that are alike enough, the most alike first.

    `site` is that of the gone article.
    """
    if len(set(tokens(gone.title or ""))) < LEAST_TOKENS:
        return []
    found = [
        Suggestion(citation=each, similarity=similarity(gone, each.description, weights))
        for each in candidates
    ]
    alike = [each for each in found if each.similarity >= _least(gone, site, each.citation)]
    return sorted(alike, key=lambda each: (-each.similarity, each.citation.target))


def similarity(one: Description, other: Description, weights: WordWeights) -> float:
    """From 0 (no word in common) to 1: that of the titles, and of all words, on average."""
    titles = _shared(tokens(one.title or ""), tokens(other.title or ""), weights)
    if one.excerpt is None or other.excerpt is None:
        return titles
    return (titles + _shared(words_of(one), words_of(other), weights)) / 2


def _shared(one: Iterable[str], other: Iterable[str], weights: WordWeights) -> float:
    """Weight of the words in both, of the weight of the words in each (Dice's coefficient)."""
    mine, theirs = set(one), set(other)
    total = weights.of(mine) + weights.of(theirs)
    return 2 * weights.of(mine & theirs) / total if total else 0.0


def _least(gone: Description, site: str, other: Citation) -> float:
    """How much alike they must be."""
    least = LEAST_SIMILARITY
    mine, theirs = gone.published, other.description.published
    if mine is None or theirs is None:
        least = LEAST_WITHOUT_DATE
    elif abs((mine.day - theirs.day).days) > MAX_DAYS_APART:
        return math.inf
    return max(least, LEAST_ON_ONE_SITE) if urls.site(other.target) == site else least
