"""Suggests living articles in records, in the place of related ones that are gone for good."""

from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING

from enricher.ledger.store import Ledger
from enricher.models import FieldPath, Link, Status
from enricher.run.results.records import Record, SuggestionRecord

if TYPE_CHECKING:
    from enricher.run.results.replacements import Replacements

GONE = frozenset({Status.DEAD, Status.SOFT404, Status.PARKED})
"""Statuses of what is replaced: nothing of the article is left there."""


class Suggestions:
    """Finds each suggestion once, however often the records of a run are walked.

    Reads the citations of all documents (`Replacements.of`) for the first link that is gone for
    good, and nothing at all where none is.
    """

    def __init__(self) -> None:
        self._found: dict[tuple[str, FieldPath], SuggestionRecord | None] = {}
        self._replacements: Replacements | None = None

    def begin(self) -> None:
        """Forgets the citations of an earlier walk; what was found stays."""
        self._replacements = None

    def suggested(
        self, ledger: Ledger, made: Record, link: Link, taken: Collection[str]
    ) -> SuggestionRecord | None:
        """Returns what to put in the place of a link; None where it is not gone, or nothing fits.

        `taken`: targets that the document links to already.
        """
        if not made.confirmed or made.status not in GONE or not _is_replaceable(link):
            return None
        key = link.document, link.field
        if key not in self._found:
            self._found[key] = self._find(ledger, link, taken)
        return self._found[key]

    def _find(self, ledger: Ledger, link: Link, taken: Collection[str]) -> SuggestionRecord | None:
        if self._replacements is None:
            from enricher.run.results.replacements import Replacements  # noqa: PLC0415 - start-up

            self._replacements = Replacements.of(ledger)
        found = self._replacements.suggest(link, frozenset(taken))
        if found is None:
            return None
        said = found.citation
        return SuggestionRecord(
            url=said.url,
            title=said.description.title,
            cited_in=said.document,
            similarity=round(found.similarity, 2),
        )


def _is_replaceable(link: Link) -> bool:
    from enricher.document import links as document_links  # noqa: PLC0415 - rarely needed
    from enricher.fix.rules import item_of  # noqa: PLC0415

    return item_of(link) is not None and document_links.has_owner(link.field)
