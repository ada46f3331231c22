"""Offers living articles for those that are gone, from what other documents cite."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from enricher import urls
from enricher.fix.replacement import Citation, Suggestion, WordWeights, ranked, words_of
from enricher.ledger.store import Ledger
from enricher.ledger.stories import StoryIndex
from enricher.models import Description, Kind, Link
from enricher.policy import standing


@dataclass(frozen=True, slots=True)
class Replacements:
    """The living articles that documents cite, by their words."""

    citations: tuple[Citation, ...]
    index: StoryIndex
    weights: WordWeights
    _ranked: dict[tuple[str, Description], list[Suggestion]] = field(default_factory=dict)
    """By target and what is said of it: many documents cite one article in the same words."""

    @classmethod
    def of(cls, ledger: Ledger) -> Replacements:
        """Reads all documents that the ledger knows; that takes about 3 s for 100,000 links."""
        cited = _cited(ledger)
        living = _living(ledger, cited)
        citations = tuple(each for key, each in cited.items() if key in living)
        texts = ((n, " ".join(words_of(each.description))) for n, each in enumerate(citations))
        weights = WordWeights(each.description for each in citations)
        return cls(citations, StoryIndex(texts), weights)

    def suggest(self, link: Link, taken: frozenset[str]) -> Suggestion | None:
        """The best living article for a link that is gone; None where none tells its story.

        `taken`: targets that the document links to already.
        """
        key = link.target, link.description
        if key not in self._ranked:
            self._ranked[key] = self._rank(link)
        alike = self._ranked[key]
        return next((each for each in alike if each.citation.target not in taken), None)

    def _rank(self, link: Link) -> list[Suggestion]:
        found = self.index.search(words_of(link.description))
        candidates = [self.citations[number] for number in found]
        return ranked(link.description, urls.site(link.target), candidates, self.weights)


def _cited(ledger: Ledger) -> dict[str, Citation]:
    """Each page with a title, as the first document describes it."""
    found: dict[str, Citation] = {}
    for path, links in ledger.documents.all_links():
        for link in links:
            if _is_citation(link) and link.target not in found:
                found[link.target] = Citation(
                    target=link.target, url=link.url, description=link.description, document=path
                )
    return found


def _is_citation(link: Link) -> bool:
    """An article that a document refers to, not the document's own address."""
    in_list = any(isinstance(step, int) for step in link.field)
    return link.kind is Kind.PAGE and in_list and link.description.title is not None


def _living(ledger: Ledger, cited: dict[str, Citation]) -> frozenset[str]:
    return frozenset(_good(ledger, cited))


def _good(ledger: Ledger, cited: dict[str, Citation]) -> Iterator[str]:
    """Targets whose latest check found the article, and nothing says otherwise."""
    known = ledger.targets.memories((Kind.PAGE, target) for target in cited)
    for (_, target), memory in known.items():
        now = memory.standing
        if memory.pin is not None:
            now = standing.pinned(now, memory.pin)
        if now.status.is_good and memory.outcome.verdict.status.is_good:
            yield target
